"""Commands for tests, each run by a fork of a process that has loaded the code: `forking.py`, one for each worker."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parents[1]
FORKING = Path(__file__).with_name("forking.py")


class Ran(subprocess.CompletedProcess[str]):
    """A command that ended: `seconds` of processor time, `kilobytes` at its peak, its own children's included."""

    seconds: float
    kilobytes: int


class Forks:
    """A process that runs commands, one after the other; `with` ends it."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        """Start it in a folder: its packages stand there, or are named by the environment's PYTHONPATH."""
        self._process = subprocess.Popen(
            [sys.executable, str(FORKING)],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def run(
        self,
        program: str,
        *arguments: str | Path,
        environment: dict[str, str],
        folder: Path,
        apart: bool = False,
        seconds: int = 120,
        processor: int = 0,
        memory: int = 0,
    ) -> Ran:
        """Return what a command said and its exit code: `properdocs`, `-m MODULE` or a script's path.

        With `apart` its errors are in `stderr`, else they stand in `stdout` where they were said. `processor` are the
        seconds of processor time it has at most, `memory` the bytes it may take beyond the loaded code; 0: any.
        """
        assert self._process.stdin and self._process.stdout
        with tempfile.TemporaryDirectory(prefix="medplan-said-") as kept:
            said = [Path(kept, "output"), Path(kept, "errors" if apart else "output")]
            order = {
                "program": program,
                "arguments": [str(argument) for argument in arguments],
                "environment": environment,
                "folder": str(folder),
                "said": [str(path) for path in said],
                "seconds": seconds,
                "processor": processor,
                "memory": memory,
            }
            print(json.dumps(order), file=self._process.stdin, flush=True)
            code, used, kilobytes = json.loads(self._process.stdout.readline())
            output, errors = (path.read_text("utf-8") for path in said)
        ran = Ran(program, code, output, errors if apart else "")
        ran.seconds, ran.kilobytes = used, kilobytes
        return ran


def clean_environment(**more: str) -> dict[str, str]:
    """Return this process's environment without what would change a build, and with `more`."""
    given = {k: v for k, v in os.environ.items() if k not in ("MEDPLAN_DATA", "SITE_URL", "BULK_URL", "REPO_URL")}
    return given | {"PYTHONUTF8": "1"} | more


@cache
def _of_this_worker() -> Forks:
    """Return the process that runs this worker's commands; it ends when the worker's end closes its input."""
    return Forks(ROOT, clean_environment())


def run_command(
    program: str,
    *arguments: str | Path,
    folder: Path = ROOT,
    environment: dict[str, str] | None = None,
    apart: bool = False,
    processor: int = 0,
    memory: int = 0,
) -> Ran:
    """Run a command of the repository as `Forks.run` does, in a clean environment where none is given."""
    given = clean_environment() if environment is None else environment
    forks, limits = _of_this_worker(), {"processor": processor, "memory": memory}
    return forks.run(program, *arguments, environment=given, folder=folder, apart=apart, **limits)
