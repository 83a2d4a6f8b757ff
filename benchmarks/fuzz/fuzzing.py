"""Try commands on spoilt files for a long time: seconds and a seed in; how many tries, and each find kept, out.

Every command is tried in a process of its own, so that a crash and a hang are seen too. A find is kept under
benchmarks/out/fuzz/ with the files that brought it about; its name gives the seed and the try, which alone make it
again: `python -m benchmarks.fuzz.fuzzing NAME --seed S --at N`.
"""

from __future__ import annotations

import itertools
import random
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks.fuzz.attempts import ATTEMPTS
from benchmarks.fuzz.stage import Stage
from benchmarks.measure import OUT, ROOT
from medplan.running.arguments import Arguments
from medplan.running.doing import told

LONGEST = 60  # seconds of processor time that a try may take
SILENCE = 600  # seconds of the clock without a try done: it hangs where no signal reaches it
FINDS = OUT / "fuzz"
MOST_FINDS = 20  # of one command: then it is mended first


class Hangs(BaseException):
    """A try took too long; no `except Exception` on the way takes it for its own."""


def measure_fuzz(seconds: float, seed: int) -> dict[str, Any]:
    """Return the tries of every command and the finds, two commands at a time."""
    shutil.rmtree(FINDS, ignore_errors=True)
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda name: watch(name, seconds, seed), ATTEMPTS))
    tries = {name: count for name, (count, _) in zip(ATTEMPTS, found, strict=True)}
    finds = sorted(find for _, some in found for find in some)
    return {"fuzz_tries": tries, "fuzz_seed": seed, "fuzz_finds": finds, "fuzz_faults": len(finds)}


def watch(name: str, seconds: float, seed: int) -> tuple[int, list[str]]:
    """Try one command for so many seconds; return the number of tries and the finds, one line each."""
    finds: list[str] = []
    tries, until = 0, time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0 and len(finds) < MOST_FINDS:
        with tempfile.TemporaryDirectory(prefix="medplan-fuzz-") as folder:
            command = [sys.executable, "-m", "benchmarks.fuzz.fuzzing", name, "--seed", str(seed)]
            command += ["--begin", str(tries), "--seconds", f"{left:.1f}", "--folder", folder]
            with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
                done = _listen(process, finds)
                code = process.wait()
            tries += done
            if code != 0:
                words = f"{name} seed {seed} try {tries}: 进程结束于 {code}"
                _keep(f"{name}-{seed}-{tries}", Path(folder), sorted(Path(folder).rglob("*")), words)
                finds.append(words)
                tries += 1
    return tries, finds


def _listen(process: subprocess.Popen[str], finds: list[str]) -> int:
    """Take down what a process says, and end it once it says nothing; return how many tries it did."""
    assert process.stdout is not None
    waiting = selectors.DefaultSelector()
    waiting.register(process.stdout, selectors.EVENT_READ)
    done = 0
    while waiting.select(SILENCE):
        line = process.stdout.readline()
        if not line:
            return done
        done += line == "done\n"
        if line != "done\n":
            finds.append(line.rstrip())
    process.kill()
    return done


def go_on(name: str, seed: int, numbers: range | itertools.count[int], seconds: float, folder: Path) -> int:
    """Make the tries of some numbers until the time is over; print each as done, and its find; return how many."""

    def stop(*_: object) -> None:
        raise Hangs(f"用了 {LONGEST} 秒处理器时间，还没有完")

    signal.signal(signal.SIGPROF, stop)
    stage = Stage.make(folder)
    until, finds = time.monotonic() + seconds, 0
    for number in numbers:
        if time.monotonic() > until or finds >= MOST_FINDS:
            break
        stage.restore()
        signal.setitimer(signal.ITIMER_PROF, LONGEST)
        try:
            ATTEMPTS[name](stage, random.Random(f"{name} {seed} {number}"))
        except (Exception, Hangs) as error:
            signal.setitimer(signal.ITIMER_PROF, 0)
            finds += 1
            words = told(error) if isinstance(error, Exception) else f"Hangs: {error}"
            where = f"{name} seed {seed} try {number}: {words[:300]}"
            print(where, flush=True)
            _keep(f"{name}-{seed}-{number}", folder, stage.changed(), f"{where}\n{traceback.format_exc()}")
        signal.setitimer(signal.ITIMER_PROF, 0)
        print("done", flush=True)
    return finds


def _keep(name: str, folder: Path, paths: list[Path], words: str) -> None:
    """Keep the files that brought a find about, and what came of it."""
    kept = FINDS / name
    kept.mkdir(parents=True, exist_ok=True)
    (kept / "told.txt").write_text(words, "utf-8", "backslashreplace")
    for path in paths:
        if path.is_file():
            at = kept / path.relative_to(folder)
            at.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, at)


def main(argv: list[str] | None = None) -> int:
    """Try one command, from a number on or at one only; return 0 when this went its way to the end."""
    parser = Arguments(description="用改坏的文件试各个命令")
    parser.add_argument("name", choices=[*ATTEMPTS])
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--begin", type=int, default=0, help="从第几次起")
    parser.add_argument("--at", type=int, help="只试第几次")
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args(argv)
    numbers = range(options.at, options.at + 1) if options.at is not None else itertools.count(options.begin)
    with tempfile.TemporaryDirectory(prefix="medplan-fuzz-") as made:
        go_on(options.name, options.seed, numbers, options.seconds, options.folder or Path(made))
    return 0


if __name__ == "__main__":
    sys.exit(main())
