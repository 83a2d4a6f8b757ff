"""Read pictures of pages by tesseract, when asked for: a picture in, its lines with their places and doubts out."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from medplan.importing.read.blocks import Cell, Doubt
from medplan.importing.read.confined import command
from medplan.importing.read.hear import hear
from medplan.importing.read.limits import OCR_MEMORY_BYTES, OCR_SECONDS, Refused
from medplan.importing.read.pdf_lines import Line

DPI = 300
LANGUAGE = "chi_sim"
_INSTALL = "安装后再导入：apt-get install tesseract-ocr tesseract-ocr-chi-sim；或改用网页、Word 原件"
# Below this, of 100, tesseract says that it is not sure of a word.
_SURE = 60
_SHOWN = 5
_MOST_SAID = 16_000_000  # bytes: a page full of small print takes a tenth of it
_LONG = 15
_NUMBER = re.compile("[0-9]{1,6}")
_MARK = re.compile(r"[，。；：、！？”）》〕】]$")
BY_PROGRAM = "文字是程序从图像上识别的（OCR），会认错、漏字，表格认不出来，须对着原件逐字核对"


@dataclass(slots=True, kw_only=True)
class ScannedPage:
    """What stands on one page of a picture, in points, as of a page of a PDF; tables are lines like others."""

    width: float
    height: float
    lines: list[Line] = field(default_factory=list)
    grids: list[tuple[float, list[list[Cell]]]] = field(default_factory=list)
    boxes: list[tuple[float, list[Line]]] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)


def check_tesseract() -> str:
    """Return the path of tesseract; raise Refused where it, or its Chinese, is not installed."""
    program = shutil.which("tesseract")
    if program is None:
        raise Refused("文字识别要靠 tesseract，电脑上没有装", _INSTALL)
    if LANGUAGE not in _run([program, "--list-langs"], b"").split():
        raise Refused(f"tesseract 没有装中文（{LANGUAGE}）", _INSTALL)
    return program


def missing() -> bool:
    """Whether tesseract or its Chinese is not installed."""
    try:
        return not check_tesseract()
    except Refused:
        return True


def read_picture(program: str, picture: bytes) -> list[ScannedPage]:
    """Return the pages of a picture, given as its bytes: the program can open no stranger's file."""
    said = _run([program, "stdin", "stdout", "-l", LANGUAGE, "--dpi", str(DPI), "--psm", "3", "tsv"], picture)
    return list(read_rows(said.splitlines()[1:]))


def scan_doubts(pages: Iterable[tuple[int, ScannedPage]]) -> Iterator[Doubt]:
    """Yield what an editor must know of the pages that were read by tesseract, given with their numbers."""
    for number, page in pages:
        if page.unsure:
            shown = "、".join(f"“{word}”" for word in page.unsure[:_SHOWN]) + (
                "等" if len(page.unsure) > _SHOWN else ""
            )
            yield Doubt(words=f"第 {number} 页有 {len(page.unsure)} 处识别得没有把握：{shown}")
        elif not page.lines:
            yield Doubt(words=f"第 {number} 页没有识别出文字")


def _run(words: list[str], given: bytes) -> str:
    environment = {"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "OMP_THREAD_LIMIT": "1", "PYTHONUTF8": "1"}
    if "TESSDATA_PREFIX" in os.environ:
        environment["TESSDATA_PREFIX"] = os.environ["TESSDATA_PREFIX"]
    asked = command(OCR_SECONDS, OCR_MEMORY_BYTES, 0, None, words)
    heard = hear(asked, given, environment, seconds=2 * OCR_SECONDS, most=_MOST_SAID)
    if heard.status is None:
        raise Refused("识别一页用时太久，已停下", "核对这一页的图像，或改用网页、Word 原件")
    if heard.status:
        raise Refused("tesseract 读不出这幅图像", "核对图像是否损坏，另存为 .png 再导入")
    return heard.said.decode("utf-8", "replace")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Word:
    x0: float
    x1: float
    top: float
    bottom: float
    sure: float
    text: str


def read_rows(rows: Iterable[str]) -> Iterator[ScannedPage]:
    """Yield the pages that rows of tesseract's TSV tell, each line of text made of its words."""
    page: ScannedPage | None = None
    words: list[_Word] = []
    for row in rows:
        cells = row.split("\t")
        if len(cells) < 12 or not all(_NUMBER.fullmatch(cell) for cell in cells[6:10]):
            continue
        level, (left, top, width, height) = cells[0], (int(cell) * 72 / DPI for cell in cells[6:10])
        if level == "5" and cells[11].strip():
            place = {"x0": left, "x1": left + width, "top": top, "bottom": top + height}
            words.append(_Word(**place, sure=_number(cells[10]), text=cells[11].strip()))
            continue
        if page is not None and words:
            _add_line(page, words)
            words = []
        if level == "1":
            if page is not None:
                yield _level_sizes(page)
            page = ScannedPage(width=width, height=height)
    if page is not None:
        if words:
            _add_line(page, words)
        yield _level_sizes(page)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _add_line(page: ScannedPage, words: list[_Word]) -> None:
    """Add a line to a page; its letters are taken to be as large as they are wide, for the ink of 一 or 、 is low."""
    x0, x1 = words[0].x0, max(word.x1 for word in words)
    size = max((x1 - x0) / sum(map(_units, words)), 1.0)
    text = words[0].text
    for before, word in pairwise(words):
        latin = before.text[-1:].isascii() and word.text[:1].isascii()
        # Full-width marks leave half of their square empty.
        wide = 1.3 if _MARK.search(before.text) else 0.2 if latin else 0.8
        text += (" " if word.x0 - before.x1 > wide * size else "") + word.text
    top, bottom = min(word.top for word in words), max(word.bottom for word in words)
    page.lines.append(Line(text=text, x0=x0, x1=x1, top=top, bottom=bottom, size=size))
    page.unsure += [word.text for word in words if word.sure < _SURE and re.search(r"\w", word.text)]


def _units(word: _Word) -> float:
    return sum(1.0 if char > "\u2e7f" else 0.5 for char in word.text)


def _level_sizes(page: ScannedPage) -> ScannedPage:
    """Return a page whose lines of text have one size: short lines, figures and marks give it only roughly."""
    sizes = sorted(line.size for line in page.lines if len(line.text) >= _LONG)
    if not sizes:
        return page
    usual = round(sizes[len(sizes) // 2], 1)
    lines: list[Line] = []
    for line in page.lines:
        near = usual if abs(line.size - usual) < 0.25 * usual else lines[-1].size if lines else line.size
        alike = near == usual or abs(line.size - near) < 0.08 * near
        lines.append(replace(line, size=near if alike else round(line.size, 1)))
    page.lines = lines
    return page
