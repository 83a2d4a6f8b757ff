"""Run another program with little memory, time and disk: `confined SECONDS MEMORY FILE_BYTES PROGRAM ARGUMENT…`."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import sys

# Linux's PR_SET_PDEATHSIG, which a program keeps that it becomes.
_END_WITH_PARENT = 1


def command(seconds: int, memory: int, file_bytes: int, program: list[str]) -> list[str]:
    """Return the command that runs a program under limits: processor seconds, bytes of memory and of a file written."""
    limits = [str(seconds), str(memory), str(file_bytes)]
    return [sys.executable, "-I", "-m", "medplan.importing.read.confined", *limits, *program]


def main(argv: list[str]) -> None:
    """Set the limits, as far as those of the process allow, and become the program, which ends with its asker."""
    for kind, most in zip((resource.RLIMIT_CPU, resource.RLIMIT_AS, resource.RLIMIT_FSIZE), argv, strict=False):
        _, hard = resource.getrlimit(kind)
        wanted = int(most) if hard == resource.RLIM_INFINITY else min(int(most), hard)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (wanted, wanted))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(_END_WITH_PARENT, signal.SIGKILL)
    os.execvp(argv[3], argv[3:])


if __name__ == "__main__":
    main(sys.argv[1:])
