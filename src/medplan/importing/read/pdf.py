"""Read a PDF with a text layer: a file in, paragraphs rejoined over lines and pages, tables and furniture out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from medplan.importing.read.blocks import Block, Cell, Doubt, Furniture, Grid, Meta, Paragraph, join_lines, narrow_grid
from medplan.importing.read.limits import MAX_PAGES, Refused, check_cells, check_text
from medplan.importing.read.pdf_lines import Line, Piece, goes_over_page, join_paragraphs, text_edge
from medplan.importing.read.pdf_page import Page
from medplan.importing.read.pdf_repair import written_anew
from medplan.importing.read.pdf_rows import joined_row, row_goes_on
from medplan.importing.read.pdf_scans import Scans
from medplan.importing.read.scan import BY_PROGRAM, ScannedPage, check_tesseract, read_picture, scan_doubts

_PAGE_NUMBER = re.compile(r"[\s—–\-·.]*+(?:第\s*+)?\d{1,4}+(?:\s*+页)?(?:[\s/共,，]*+\d{1,4}+(?:\s*+页)?)?[\s—–\-·.]*+")
_NOTE = re.compile(r"[①-⑳]|[\[〔(（]?\d{1,2}[\]〕)）]?\s")
_ZONE = 0.12
_SCANNED = "加 --ocr 由程序识别文字，再逐字核对；或改用网页、Word 原件"
Progress = Callable[[int, int], None]


def read_pdf(path: Path, progress: Progress, *, ocr: bool = False) -> Iterator[Block]:
    """Yield the document's blocks in printed order, running heads and page numbers last.

    `progress` is called with the number of pages read and of all pages, before each page. With `ocr`, pages without
    text are read from their picture.
    """
    with path.open("rb") as file:
        if b"%PDF-" not in file.read(1024):
            raise Refused("不是 PDF 文件，或开头已损坏", "用阅读器打开核对，重新保存")
    try:
        with pdfplumber.open(path) as document:
            yield from _read(document, progress, path if ocr else None)
    except (PDFPasswordIncorrect, PDFEncryptionError):
        raise Refused("PDF 加了密码", "去掉密码后重新保存") from None
    except PdfminerException as error:
        if isinstance(error.args[0] if error.args else None, PDFPasswordIncorrect | PDFEncryptionError):
            raise Refused("PDF 加了密码", "去掉密码后重新保存") from None
        if isinstance(error.args[0] if error.args else None, MemoryError):
            raise MemoryError from None
        again = written_anew(path)
        if again is None:
            raise Refused("PDF 已损坏，读不出内容", "用阅读器打开核对，重新保存") from None
        try:
            with pdfplumber.open(again) as document:
                yield from _read(document, progress, again if ocr else None)
        except PdfminerException:
            raise Refused("PDF 读不出内容，写法少见或已损坏", "用阅读器打开，“打印”成新的 PDF 再导入") from None


def _read(document: Any, progress: Progress, drawn_from: Path | BytesIO | None) -> Iterator[Block]:
    count = len(document.pages)
    if not count:
        raise Refused("PDF 里没有页", "用阅读器打开核对，重新保存")
    if count > MAX_PAGES:
        raise Refused(f"PDF 有 {count} 页，超过 {MAX_PAGES} 页", "只留规划正文各页，重新保存")
    pages: list[Page | ScannedPage] = []
    scans = Scans(drawn_from) if drawn_from is not None else None
    characters = cells = drawn = 0
    for number, page in enumerate(document.pages):
        progress(number, count)
        made = Page(page)
        bare = not made.lines and not made.grids and not made.boxes
        pages.append(scans.read(number) if scans is not None and bare else made)
        characters += sum(len(line.text) for line in pages[-1].lines)
        cells += sum(len(row) for _, grid in pages[-1].grids for row in grid)
        drawn += len(page.curves)
        check_text(characters)
        check_cells(cells)
        page.close()
    progress(count, count)
    if characters + cells < 5 and scans is not None:
        raise Refused("各页的图像上没有识别出文字", "核对扫描得清不清楚，或改用网页、Word 原件")
    if characters + cells < 5 and drawn > 100 * count:
        raise Refused("PDF 里的文字是画成曲线的（转曲），没有可以读的字", _SCANNED)
    if characters + cells < 5:
        raise Refused("PDF 没有文字层，是扫描件或图片", _SCANNED)
    yield from assemble(pages)


def read_image(path: Path) -> Iterator[Block]:
    """Yield the blocks of a picture of pages, as tesseract reads them."""
    yield from assemble(read_picture(check_tesseract(), path.read_bytes()))


def assemble(pages: Sequence[Page | ScannedPage]) -> Iterator[Block]:
    """Yield what stands on pages in printed order, running heads and page numbers last."""
    scanned = [(number, page) for number, page in enumerate(pages, start=1) if isinstance(page, ScannedPage)]
    if scanned:
        yield Meta(name="text_from", value="ocr")
        yield Doubt(words=BY_PROGRAM)
        yield from scan_doubts(scanned)
    furniture = _set_heads_aside(pages)
    builder = _Builder()
    for number, made in enumerate(pages, start=1):
        builder.page(made, number)
    builder.close()
    yield from builder.blocks
    yield from builder.repeated
    yield from furniture


def _set_heads_aside(pages: Sequence[Page | ScannedPage]) -> list[Furniture]:
    """Take running heads and page numbers out of the pages: what repeats near the edges, and lone numbers there."""

    def shape(line: Line) -> str:
        return re.sub(r"\d+|\s", "#", line.text)

    def edge(page: Page | ScannedPage) -> list[Line]:
        ordered = sorted(page.lines, key=lambda line: line.top)
        zone = page.height * _ZONE
        heads = [line for line in ordered[:2] if line.bottom < zone]
        return heads + [line for line in ordered[-2:] if line.top > page.height - zone]

    shapes = Counter(s for page in pages for s in {shape(line) for line in edge(page)})
    often = max(2, len(pages) // 3)
    out: list[Furniture] = []
    for page in pages:
        for line in edge(page):
            if line in page.lines and (_PAGE_NUMBER.fullmatch(line.text) or shapes[shape(line)] >= often):
                page.lines.remove(line)
                out.append(Furniture(text=line.text, why="页眉、页脚、页码"))
    return out


class _Builder:
    """Puts pages together: paragraphs and tables that go over a page become one."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.repeated: list[Furniture] = []
        self.piece: Piece | None = None
        self.notes: list[Block] = []
        self.frames = 0
        self.body_size = 0.0
        self.torn = False

    def page(self, page: Page | ScannedPage, number: int) -> None:
        sizes = Counter(line.size for line in page.lines for _ in line.text)
        self.body_size = sizes.most_common(1)[0][0] if sizes else self.body_size
        if isinstance(page, Page) and not page.lines and not page.grids and not page.boxes:
            self.add(Doubt(words=f"PDF 第 {number} 页没有文字，或是图片；若是扫描的，加 --ocr 重新导入"))
        body, notes = self.part_notes(page)
        parts: list[tuple[float, str, Any]] = [(top, "grid", grid) for top, grid in page.grids]
        parts += [(top, "box", lines) for top, lines in page.boxes]
        tops = sorted(top for top, _, _ in parts)
        runs: dict[int, list[Line]] = {}
        for line in body:
            runs.setdefault(sum(1 for top in tops if top < line.top), []).append(line)
        right = text_edge(body, page.width)
        joined = [piece for run in runs.values() for piece in join_paragraphs(run, page_edge=right)]
        pieces = {id(line): piece for piece in joined for line in piece.lines[:1]}
        parts += [(lines[0].top, "run", lines) for lines in runs.values()]
        first = True
        opens, self.torn = (
            self.torn and isinstance(page, Page) and page.opens,
            isinstance(page, Page) and page.ends_open,
        )
        for _, kind, content in sorted(parts, key=lambda part: part[0]):
            if kind == "grid":
                self.grid(content, first, torn=first and opens)
            elif kind == "box":
                self.box(content, first)
            else:
                for line in content:
                    if id(line) in pieces:
                        self.take(pieces[id(line)], first)
                        first = False
            first = False
        for piece in join_paragraphs(notes):
            self.notes.append(Paragraph(text=piece.text, note=True))

    def part_notes(self, page: Page | ScannedPage) -> tuple[list[Line], list[Line]]:
        """Part the footnotes: small letters at the foot of the page, from the first that begins with a mark on."""
        small = [line.size < 0.88 * self.body_size and line.top > page.height * 0.5 for line in page.lines]
        at = len(page.lines)
        while at and small[at - 1]:
            at -= 1
        while at < len(page.lines) and not _NOTE.match(page.lines[at].text):
            at += 1
        return page.lines[:at], page.lines[at:]

    def add(self, block: Block) -> None:
        self.close()
        self.blocks.append(block)

    def close(self) -> None:
        """End the paragraph under way, with the footnotes of the pages it stands on after it."""
        if self.piece is not None:
            heading = 1 if self.piece.centred and self.piece.lines[0].size > self.body_size + 0.5 else None
            self.blocks.append(Paragraph(text=self.piece.text, level=heading))
            self.piece = None
        self.blocks += self.notes
        self.notes = []

    def take(self, piece: Piece, first: bool) -> None:
        if first and self.piece is not None and goes_over_page(self.piece, piece):
            self.piece.lines += piece.lines
            self.piece.space = piece.space
            return
        self.close()
        self.piece = piece

    def box(self, lines: list[Line], first: bool) -> None:
        """A frame of one column holds paragraphs; one at the head of a page may go on from the page before."""
        self.close()
        last = self.blocks[-1] if self.blocks else None
        going_on = first and isinstance(last, Paragraph) and last.frame is not None
        if not going_on:
            self.frames += 1
        pieces = join_paragraphs(lines)
        for i, piece in enumerate(pieces):
            text = piece.text
            if i == 0 and going_on and isinstance(last, Paragraph) and not re.search(r"[。；！？]$", last.text):
                self.blocks.pop()
                text = join_lines([last.text, text])
            self.blocks.append(Paragraph(text=text, frame=self.frames))

    def grid(self, rows: list[list[Cell]], first: bool, *, torn: bool) -> None:
        """A table at the head of a page may go on from the page before, `torn` in the middle of a row."""
        self.close()
        made = narrow_grid(rows)
        last = self.blocks[-1] if self.blocks else None
        if not made:
            return
        if first and isinstance(last, Grid) and len(last.rows[0]) == len(made[0]):
            if made[0] == last.rows[0]:
                self.repeated.append(Furniture(text=" ".join(c for c in made[0] if c), why="换页重印的表头"))
                made = made[1:]
            above = list(last.rows)
            if made and (torn or row_goes_on(above, made[0])):
                above[-1] = joined_row(above[-1], made[0])
                made = made[1:]
            self.blocks[-1] = Grid(rows=(*above, *made))
        else:
            self.blocks.append(Grid(rows=made))


__all__ = ["read_pdf"]
