"""A plan as a document for Word (.docx): its blocks in; the bytes of a file out, the same for the same plan."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement
from xml.sax.saxutils import escape

from medplan.files.packed import BEST, QUICK, Entry, put, to_entry
from medplan.library.summary import PlanSummary
from medplan.publish.documents.about import lines_about, warning_of
from medplan.publish.documents.blocks import Block, Grid, Run, note_words
from medplan.publish.documents.word_shell import NOTE_MARK, word_shell
from medplan.publish.plan_view import Note

_STYLES = {
    "title": "MPTitle",
    "subtitle": "MPSubtitle",
    "body": "MPBody",
    "label": "MPLabel",
    "caption": "MPCaption",
    "note": "MPTableNote",
}
_WIDTH = 8845  # of the text, in twentieths of a point
_TEXT, _BOLD = '<w:t xml:space="preserve">', "<w:rPr><w:b /></w:rPr>"
_NOTE = f'<w:r><w:rPr><w:rStyle w:val="{NOTE_MARK}" /></w:rPr><w:t>'
_HEAD_ROW = "<w:trPr><w:tblHeader /></w:trPr>"  # again on every page
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_BORDERS = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto" />' for side in _SIDES)
_TABLE = (
    f'<w:tblPr><w:tblStyle w:val="TableGrid" /><w:tblW w:w="{_WIDTH}" w:type="dxa" />'
    f"<w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr>"
)
_CORE = {
    "xmlns:cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
}


def as_word(blocks: Iterable[Block], plan: PlanSummary, notes: Sequence[Note], site: str) -> bytes:
    """Return a plan as a file for Word; `site` is the site's address, "" when unknown."""
    parts = (*_front(plan), *map(word_block, blocks), *_back(plan, notes, site))
    return word_file(plan.title, plan.issuer or plan.place.name, parts)


def word_file(title: str, author: str, parts: Iterable[bytes]) -> bytes:
    """Return a file of a title, given the XML of its paragraphs and tables."""
    shell = word_shell()
    core = Element("cp:coreProperties", _CORE)
    SubElement(core, "dc:title").text = title
    SubElement(core, "dc:creator").text = author
    SubElement(core, "dc:language").text = "zh-CN"
    told = ElementTree.tostring(core, encoding="utf-8", xml_declaration=True)
    text = b"".join((shell.before, *parts, shell.after))
    own = (to_entry("docProps/core.xml", told), to_entry("word/document.xml", text, QUICK))
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        for entry in (*_shell_packed(), *own):
            put(made, entry)
    return held.getvalue()


@cache
def _shell_packed() -> tuple[Entry, ...]:
    """Return what all files have in common, compressed once a process."""
    return tuple(to_entry(name, content, BEST) for name, content in word_shell().parts.items())


def _front(plan: PlanSummary) -> Iterator[bytes]:
    if warning := warning_of(plan):
        yield aside(f"【{warning}】")


def _back(plan: PlanSummary, notes: Sequence[Note], site: str) -> Iterator[bytes]:
    yield aside("")
    yield from map(aside, lines_about(plan, site))
    if notes:
        yield aside("校订与编者注")
        yield from (_line(f"{note.number}　{note_words(note)}", "MPNote") for note in notes)


def aside(text: str) -> bytes:
    """Return a paragraph that is not the plan's own."""
    return _line(text, "MPAside")


def heading(text: str, level: int) -> bytes:
    """Return a heading that is not a plan's own."""
    return _line(text, f"MPHeading{level}")


def _line(text: str, style: str) -> bytes:
    return _packed(_paragraph([Run(text=text)], style))


def word_block(block: Block) -> bytes:
    """Return the XML of a block."""
    if isinstance(block, Grid):
        return _packed(_grid(block)) + _packed(_paragraph([], "MPCell"))  # two tables must not touch
    style = f"MPHeading{block.level}" if block.style == "heading" else _STYLES[block.style]
    return _packed(_paragraph(block.runs, style, bold=block.style == "body"))


def _packed(xml: str) -> bytes:
    return xml.encode()


def _paragraph(runs: Iterable[Run], style: str, *, bold: bool = False) -> str:
    # Written as text: there are hundreds a plan, and a tree of each took longer than all that stands in it.
    parts = [f'<w:p><w:pPr><w:pStyle w:val="{style}" /></w:pPr>']
    for run in runs:
        if run.text:
            lines = f"</w:t><w:br />{_TEXT}".join(map(escape, run.text.split("\n")))
            parts.append(f"<w:r>{_BOLD if bold and run.bold else ''}{_TEXT}{lines}</w:t></w:r>")
        if run.note:
            parts.append(f"{_NOTE}〔{run.note}〕</w:t></w:r>")
    return "".join((*parts, "</w:p>"))


def _grid(grid: Grid) -> str:
    shares = _shares(grid, max(len(row) for row in (grid.head, *grid.rows)))
    columns = "".join(f'<w:gridCol w:w="{share}" />' for share in shares)
    parts = [f"<w:tbl>{_TABLE}<w:tblGrid>{columns}</w:tblGrid>"]
    for number, row in enumerate((grid.head, *grid.rows) if grid.head else grid.rows):
        parts.append(f"<w:tr>{_HEAD_ROW if grid.head and number == 0 else ''}")
        for share, cell in zip(shares, row, strict=True):
            width = f'<w:tcPr><w:tcW w:w="{share}" w:type="dxa" /></w:tcPr>'
            parts.append(f"<w:tc>{width}{_paragraph(cell, 'MPCell')}</w:tc>")
        parts.append("</w:tr>")
    return "".join((*parts, "</w:tbl>"))


def _shares(grid: Grid, width: int) -> list[int]:
    """Return the widths of a table's columns: as their longest texts ask, within limits."""
    longest = [4] * width
    for row in (grid.head, *grid.rows):
        for at, cell in enumerate(row):
            longest[at] = max(longest[at], min(24, sum(len(run.text) for run in cell)))
    whole = sum(longest)
    return [_WIDTH * part // whole for part in longest]
