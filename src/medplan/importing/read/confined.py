"""Run a program with little memory, time and disk, sealed: `confined SECONDS MEMORY BYTES FOLDER PROGRAM ARGUMENT…`."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import sys
from pathlib import Path

from medplan.importing.guard.seal import dump_guards, seal_converter
from medplan.running.system import end_with_parent


def command(seconds: int, memory: int, file_bytes: int, folder: Path | None, program: list[str]) -> list[str]:
    """Return the command that runs a program under limits: processor seconds, bytes of memory and of a file written.

    It can write in its folder alone, or nowhere, and has no network, as far as the system offers that. One with a
    folder has no output: there is told, in one line before it begins, what does hold it.
    """
    limits = [str(seconds), str(memory), str(file_bytes), str(folder or "")]
    return [sys.executable, "-I", "-m", "medplan.importing.read.confined", *limits, *program]


def main(argv: list[str]) -> None:
    """Set the limits, as far as those of the process allow, and become the program, which ends with its asker."""
    folder, program = Path(argv[3]) if argv[3] else None, argv[4:]
    for kind, most in zip((resource.RLIMIT_CPU, resource.RLIMIT_AS, resource.RLIMIT_FSIZE), argv, strict=False):
        _, hard = resource.getrlimit(kind)
        wanted = int(most) if hard == resource.RLIM_INFINITY else min(int(most), hard)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (wanted, wanted))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    end_with_parent()
    nowhere = os.open(os.devnull, os.O_WRONLY if folder else os.O_RDONLY)
    guards = seal_converter(Path(shutil.which(program[0]) or program[0]), folder)
    if folder:
        sys.stdout.write(f"{dump_guards(guards)}\n")
        sys.stdout.flush()
        os.dup2(nowhere, sys.stdout.fileno())  # what the program says later can't be taken for this
    os.execvp(program[0], program)


if __name__ == "__main__":
    main(sys.argv[1:])
