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
from medplan.importing.read.limits import OCR_SECONDS, Refused

# The worker's own limit is processor time; this one, in seconds without progress, is for a machine that is very busy.
_SILENCE = 60
_NO_PROGRESS = 240
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
    assert process.stdout is not None
    waiting = selectors.DefaultSelector()
    waiting.register(process.stdout, selectors.EVENT_READ)
    buffer, guards = b"", Guards()
    began = time.monotonic()
    while waiting.select(silence) and time.monotonic() - began < _NO_PROGRESS:
        chunk = os.read(process.stdout.fileno(), 1 << 20)
        if not chunk:
            break
        *lines, buffer = (buffer + chunk).split(b"\n")
        for line in lines:
            kind, _, rest = line.decode("utf-8").partition(" ")
            if kind == "blocks":
                return load_blocks(rest), guards
            if kind == "refused":
                message, _, cure = rest.partition("\t")
                raise Refused(message, cure)
            if kind == "guarded":
                guards = load_guards(rest)
                continue
            done, _, of = rest.partition("/")
            progress(int(done), int(of))
            began = time.monotonic()
    process.kill()
    code = process.wait()
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        raise Refused("读得太久，已停下", "文件可能已损坏；另存一份，或只复制正文存为 .txt")
    raise Refused("读不出内容，文件可能已损坏", "用原来的软件打开核对，另存一份再导入")
