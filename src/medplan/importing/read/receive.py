"""Take in a document of any form: a path in, its blocks and the text they are kept as out, or why it was refused."""

from __future__ import annotations

import tempfile
from codecs import BOM_UTF8
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from medplan.importing.guard.seal import Guards, together
from medplan.importing.read.apart import read_apart
from medplan.importing.read.blocks import Block, Doubt, Grid, Meta, Paragraph, lay_out
from medplan.importing.read.encoding import check_legible, decode_text
from medplan.importing.read.forms import Form, accepted, form_of
from medplan.importing.read.heads import join_heads
from medplan.importing.read.limits import MAX_FILE_BYTES, Refused, check_text
from medplan.importing.read.losses import is_nameless, tell_losses
from medplan.importing.read.office import convert_office
from medplan.importing.read.txt import read_txt

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A document taken in: its blocks with their lines in `text`, which is what the plan is proved against.

    `original` is the file's own bytes when they are not that text, with its suffix. `text_from` names what stands
    between the two, as the plan's source does: None where the text was in the file. `guards` held the process that
    read it, None where there was none: plain text needs no library to read.
    """

    blocks: list[Block]
    text: str
    original: tuple[str, bytes] | None
    text_from: str | None = None
    guards: Guards | None = None


def receive(path: Path, progress: Progress = lambda done, of: None, *, ocr: bool = False) -> Received:
    """Return what a document holds; raise Refused with the reason and the cure, OSError when it can't be opened.

    Everything but plain text is read in a process of its own, which has little memory and time and is sealed as
    far as the system lets it. Pictures of pages are read only when `ocr` asks for it.
    """
    if path.is_dir() or not path.is_file():
        raise Refused("不是普通文件", f"给出 {accepted()} 文件")
    _check_size(path, MAX_FILE_BYTES)
    raw, suffix = path.read_bytes(), path.suffix.lower()
    form = form_of(suffix, raw)
    _check_size(path, form.most)
    if form.suffix == ".txt":
        text = decode_text(raw)
        check_text(len(text))
        placed = read_txt(text)
        # Byte for byte: a text with � for what was no letter is not the file, though it reads like it.
        unchanged = raw.removeprefix(BOM_UTF8) == text.encode("utf-8", "replace")
        original = None if unchanged else (".txt", raw)
        text_from, guards = None, None
    else:
        blocks, text_from, guards = _read(path, raw, form, progress, ocr=ocr)
        text, placed = lay_out(join_heads(blocks))
        check_text(len(text))
        if is_nameless(text):
            cure = "改用网页、Word 原件，或打印成图片，用 --ocr 识别文字"
            raise Refused("PDF 的字体没有写明各是什么字，读出来是乱码", cure)
        check_legible(text, "用原来的软件打开核对，另存一份；PDF 改用网页或 Word 原件")
        original = (form.suffix, raw)
    if not any(isinstance(block, Grid) or (isinstance(block, Paragraph) and block.text.strip()) for block in placed):
        raise Refused("文件里没有文字", "核对是不是选错了文件；扫描件加 --ocr 识别文字")
    if suffix not in (*form.suffixes, form.suffix):
        placed = [Doubt(words=f"文件名以 {suffix} 结尾，内容却是“{form.name}”，按内容读", line=1), *placed]
    return Received(blocks=list(tell_losses(placed)), text=text, original=original, text_from=text_from, guards=guards)


def _check_size(path: Path, most: int) -> None:
    size = path.stat().st_size
    if size > most:
        raise Refused(f"文件有 {size / 1_000_000:,.0f} MB，超过 {most // 1_000_000} MB", "只留规划正文，另存后再导入")
    if size == 0:
        raise Refused("文件是空的", "核对是不是选错了文件")


def _read(
    path: Path, raw: bytes, form: Form, progress: Progress, *, ocr: bool
) -> tuple[list[Block], str | None, Guards]:
    """Return a file's blocks, what their text was taken from, if not from the file itself, and what held its reader."""
    if form.by == "tesseract" and not ocr:
        raise Refused("这是图片，没有可以读的文字", "加 --ocr 由程序识别文字，再逐字核对；或改用网页、Word 原件")
    if form.by == "libreoffice":
        with tempfile.TemporaryDirectory(prefix="medplan-") as folder:
            made = Path(folder) / "document.docx"
            word, held = convert_office(raw, form.suffix)
            made.write_bytes(word)
            blocks, guards = read_apart(made, ".docx", progress, ocr=False)
            guards = together(guards, held)
    else:
        blocks, guards = read_apart(path, form.suffix, progress, ocr=ocr)
    told = [block.value for block in blocks if isinstance(block, Meta) and block.name == "text_from"]
    blocks = [block for block in blocks if not (isinstance(block, Meta) and block.name == "text_from")]
    return blocks, "libreoffice" if form.by == "libreoffice" else told[0] if told else None, guards
