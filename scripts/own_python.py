"""Run a script by the library's own Python: `.venv` is made where there is none, and the script begun anew in it.

A script that is run by its name says `import own_python` first of all, so that `scripts/validate.py` works in a fresh
clone, whichever Python the machine has; where medplan is found already, nothing happens.
"""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def begin_in_own_python() -> None:
    """Replace this process by the same script under .venv's Python; exit with 2 when that can't be made."""
    if find_spec("medplan") is not None:
        return
    own = ROOT / ".venv" / "bin" / "python"
    if not (ROOT / ".venv" / ".ready").exists():
        print("第一次运行，先准备环境（make setup），约一分钟……", file=sys.stderr, flush=True)
        try:
            done = subprocess.run(["make", "--silent", "setup"], cwd=ROOT, stdout=sys.stderr, check=False).returncode
        except OSError as error:
            done, why = 1, f"：{error}"
        else:
            why = ""
        if done or not own.exists():
            print(f"环境没有准备好{why}；请先运行 make setup，照它说的做", file=sys.stderr)
            sys.exit(2)
    os.execv(own, [str(own), *sys.argv])


begin_in_own_python()
