"""Take in a document of any format: a path in, its blocks and the text they are kept as out, or why it was refused."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from medplan.importing.read.blocks import Block, Grid, Paragraph, lay_out, load_blocks
from medplan.importing.read.encoding import check_legible, decode_text
from medplan.importing.read.heads import join_heads
from medplan.importing.read.limits import MAX_FILE_BYTES, Refused, check_text
from medplan.importing.read.losses import is_nameless, tell_losses
from medplan.importing.read.txt import read_txt

FORMATS = (".docx", ".html", ".htm", ".pdf", ".txt")
_TEXT_BYTES = 4_000_000
_PAGE_BYTES = 12_000_000
# The worker's own limit is processor time; this one, in seconds without progress, is for a machine that is very busy.
_SILENCE = 60
_NO_PROGRESS = 240
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A document taken in: its blocks with their lines in `text`, which is what the plan is proved against.

    `original` is the file's own bytes when they are not that text, with its suffix.
    """

    blocks: list[Block]
    text: str
    original: tuple[str, bytes] | None


def receive(path: Path, progress: Progress = lambda done, of: None) -> Received:
    """Return what a document holds; raise Refused with the reason and the cure, OSError when it can't be opened.

    Everything but plain text is read in a process of its own, which has little memory and time and no way to write.
    """
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        cure = (
            "用 Word 或 WPS 另存为 .docx"
            if suffix in (".doc", ".wps", ".rtf", ".docm")
            else "另存为 .docx、.html、.pdf 或 .txt"
        )
        raise Refused(f"不认识的文件种类 {suffix or '（没有扩展名）'}", cure)
    if path.is_dir() or not path.is_file():
        raise Refused("不是普通文件", "给出 .docx、.html、.pdf 或 .txt 文件")
    size = path.stat().st_size
    limit = _TEXT_BYTES if suffix == ".txt" else _PAGE_BYTES if suffix in (".html", ".htm") else MAX_FILE_BYTES
    if size > limit:
        raise Refused(f"文件有 {size / 1_000_000:,.0f} MB，超过 {limit // 1_000_000} MB", "只留规划正文，另存后再导入")
    if size == 0:
        raise Refused("文件是空的", "核对是不是选错了文件")
    raw = path.read_bytes()
    if suffix == ".txt":
        text = decode_text(raw)
        check_text(len(text))
        placed = read_txt(text)
        unchanged = raw.decode("utf-8", "replace").removeprefix("\ufeff") == text
        original = None if unchanged else (".txt", raw)
    else:
        text, placed = lay_out(join_heads(_read_apart(path, suffix, progress)))
        check_text(len(text))
        if is_nameless(text):
            raise Refused(
                "PDF 的字体没有写明各是什么字，读出来是乱码", "改用网页、Word 原件，或做文字识别（OCR）并核对"
            )
        check_legible(text, "用原来的软件打开核对，另存一份；PDF 改用网页或 Word 原件")
        original = (".html" if suffix == ".htm" else suffix, raw)
    if not any(isinstance(block, Grid) or (isinstance(block, Paragraph) and block.text.strip()) for block in placed):
        raise Refused("文件里没有文字", "核对是不是选错了文件；扫描件须先做文字识别（OCR）")
    return Received(blocks=list(tell_losses(placed)), text=text, original=original)


def _read_apart(path: Path, suffix: str, progress: Progress) -> list[Block]:
    """Run `medplan.importing.read.worker` on the file and return the blocks it prints."""
    command = [sys.executable, "-I", "-m", "medplan.importing.read.worker", suffix, os.fspath(path.resolve())]
    environment = {"PATH": os.environ.get("PATH", ""), "PYTHONUTF8": "1", "LANG": "C.UTF-8"}
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    ) as process:
        try:
            return _listen(process, progress)
        finally:
            process.kill()


def _listen(process: subprocess.Popen[bytes], progress: Progress) -> list[Block]:
    assert process.stdout is not None
    waiting = selectors.DefaultSelector()
    waiting.register(process.stdout, selectors.EVENT_READ)
    buffer = b""
    began = time.monotonic()
    while waiting.select(_SILENCE) and time.monotonic() - began < _NO_PROGRESS:
        chunk = os.read(process.stdout.fileno(), 1 << 20)
        if not chunk:
            break
        *lines, buffer = (buffer + chunk).split(b"\n")
        for line in lines:
            kind, _, rest = line.decode("utf-8").partition(" ")
            if kind == "blocks":
                return load_blocks(rest)
            if kind == "refused":
                message, _, cure = rest.partition("\t")
                raise Refused(message, cure)
            done, _, of = rest.partition("/")
            progress(int(done), int(of))
            began = time.monotonic()
    process.kill()
    code = process.wait()
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        raise Refused("读得太久，已停下", "文件可能已损坏；另存一份，或只复制正文存为 .txt")
    raise Refused("读不出内容，文件可能已损坏", "用原来的软件打开核对，另存一份再导入")
