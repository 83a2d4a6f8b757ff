"""Read a file in a process of its own: suffix and path in; the blocks that it prints, and what held it, out."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from medplan.importing.guard.seal import Guards, load_guards
from medplan.importing.read.blocks import Block, load_blocks
from medplan.importing.read.limits import MAX_PAGES, OCR_SECONDS, Refused

# The worker's own limit is processor time; this one, in seconds without progress, is for a machine that is very busy.
_SILENCE = 60
_NO_PROGRESS = 240
_MOST_SAID = 100_000_000  # bytes in one line; the longest document has a tenth of it
_MOST_STEPS = MAX_PAGES
_PASSED_ON = ("PATH", "TESSDATA_PREFIX")
Progress = Callable[[int, int], None]


def read_apart(path: Path, suffix: str, progress: Progress, *, ocr: bool) -> tuple[list[Block], Guards]:
    """Run `medplan.importing.read.worker` on the file; return the blocks it prints and what held it meanwhile."""
    command = [sys.executable, "-I", "-m", "medplan.importing.read.worker", suffix, os.fspath(path.resolve())]
    command += ["ocr"] if ocr else []
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    environment |= {"PYTHONUTF8": "1", "LANG": "C.UTF-8"}
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    ) as process:
        try:
            return _listen(process, progress, _SILENCE + (2 * OCR_SECONDS if ocr else 0))
        finally:
            process.kill()


def _listen(process: subprocess.Popen[bytes], progress: Progress, silence: int) -> tuple[list[Block], Guards]:
    """Return what the process prints: a document may have made it its own, so no more is believed than has the form.

    What holds it, it says first, before it reads; only a page further on gives it more time.
    """
    assert process.stdout is not None
    waiting = selectors.DefaultSelector()
    waiting.register(process.stdout, selectors.EVENT_READ)
    said, seen = bytearray(), 0
    guards, furthest = Guards(), 0
    began = time.monotonic()
    while waiting.select(silence) and time.monotonic() - began < _NO_PROGRESS:
        chunk = os.read(process.stdout.fileno(), 1 << 20)
        if not chunk or len(said) + len(chunk) > _MOST_SAID:
            break
        said += chunk
        while (end := said.find(b"\n", seen)) >= 0:
            line = bytes(said[:end])
            del said[: end + 1]
            seen = 0
            kind, _, rest = line.decode("utf-8", "replace").partition(" ")
            if kind == "refused":
                message, _, cure = rest.partition("\t")
                raise Refused(message, cure)
            try:
                if kind == "blocks":
                    return load_blocks(rest), guards
                if kind == "guarded" and guards == Guards():
                    guards = load_guards(rest)
                elif kind == "progress":
                    done, of = map(int, rest.split("/"))
                    if furthest < done <= of <= _MOST_STEPS:
                        furthest, began = done, time.monotonic()
                        progress(done, of)
            except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
                break
        else:
            seen = len(said)
            continue
        break
    process.kill()
    code = process.wait()
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        raise Refused("读得太久，已停下", "文件可能已损坏；另存一份，或只复制正文存为 .txt")
    raise Refused("读不出内容，文件可能已损坏", "用原来的软件打开核对，另存一份再导入")
