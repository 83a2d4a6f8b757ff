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
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "benchmarks" / "out"
CACHE = ROOT / "benchmarks" / ".cache"
BIN = Path(sys.executable).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a command cost; `cpu` counts its children that it waited for, `peak_mb` is the largest single process.

    `together_mb` is the most that all its processes held at once, what they share counted once; looked at now and then.
    """

    cpu: float
    peak_mb: int
    together_mb: int
    wall: float
    code: int
    ended: bool
    output: str

    def figures(self) -> dict[str, Any]:
        """Return the figures for results.json."""
        return {
            "cpu_s": round(self.cpu, 2),
            "peak_mb": self.peak_mb,
            "together_mb": self.together_mb,
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
        held = Held(process.pid)
        held.start()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        held.over.set()
        held.join()
        ended = timer.is_alive()
        timer.cancel()
        said.seek(0)
        output = said.read()
    return Cost(
        cpu=usage.ru_utime + usage.ru_stime,
        peak_mb=round(usage.ru_maxrss / 1024),
        together_mb=round(held.most / 1024),
        wall=time.monotonic() - start,
        code=process.returncode,
        ended=ended,
        output=output,
    )


class Held(threading.Thread):
    """Looks twice a second at what a process and those below it hold together; `most` is in kB."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.over = threading.Event()
        self.most = 0  # kB
        self._pid = pid

    def run(self) -> None:
        """Look until it is over."""
        while not self.over.wait(0.5):
            self.most = max(self.most, sum(map(_share, _below(self._pid))))


def _below(pid: int) -> list[int]:
    found = [pid]
    for one in found:
        with suppress(OSError):
            found += map(int, Path(f"/proc/{one}/task/{one}/children").read_text("ascii").split())
    return found


def _share(pid: int) -> int:
    """Return a process's memory, what it shares with others by parts, in kB."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


def quantile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least `share` of all values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -(-int(len(ordered) * share * 1000) // 1000) - 1))]
