"""Run a command and say what it cost: user and system CPU seconds, peak memory, wall time, exit code, output."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "benchmarks" / "out"
CACHE = ROOT / "benchmarks" / ".cache"
BIN = Path(sys.executable).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a command cost; `cpu` counts its children that it waited for, `peak_mb` is the largest single process."""

    cpu: float
    peak_mb: int
    wall: float
    code: int
    ended: bool
    output: str

    def figures(self) -> dict[str, Any]:
        """Return the figures for results.json."""
        return {
            "cpu_s": round(self.cpu, 2),
            "peak_mb": self.peak_mb,
            "wall_s": round(self.wall, 1),
            "code": self.code,
        } | ({} if self.ended else {"ended_at_limit": True})


def run_measured(command: Sequence[str | Path], *, limit: float = 3600, **environment: str) -> Cost:
    """Run a command from the project's root to its end, or for `limit` seconds of wall time."""
    given = {k: v for k, v in os.environ.items() if k not in ("MEDPLAN_DATA", "SITE_URL", "REPO_URL")}
    start = time.monotonic()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=ROOT,
            env=given | {"PYTHONUTF8": "1"} | environment,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        timer = threading.Timer(limit, os.killpg, (process.pid, signal.SIGKILL))
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        ended = timer.is_alive()
        timer.cancel()
        said.seek(0)
        output = said.read()
    return Cost(
        cpu=usage.ru_utime + usage.ru_stime,
        peak_mb=round(usage.ru_maxrss / 1024),
        wall=time.monotonic() - start,
        code=process.returncode,
        ended=ended,
        output=output,
    )


def quantile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least `share` of all values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -(-int(len(ordered) * share * 1000) // 1000) - 1))]
