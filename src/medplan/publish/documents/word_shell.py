"""What every document for Word has in common, after GB/T 9704: nothing in; the parts of a file, but for its text, out.

Paper A4, 3.7 cm above and 2.8 cm at the left of the text; titles in 小标宋 of 22 points, text in 仿宋 of 16, headings
in 黑体, 楷体 and 仿宋; lines 28 points apart; the number of the page between dashes below.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

BODY, LINE = 16, 28  # points
_PLAIN = "仿宋"
# Each style: font, size in points, bold, alignment, whether its first line is indented by two characters.
STYLES: Mapping[str, tuple[str, float, bool, str, bool]] = {
    "MPTitle": ("方正小标宋简体", 22, False, "CENTER", False),
    "MPSubtitle": ("楷体", 16, False, "CENTER", False),
    "MPHeading1": ("黑体", 16, False, "LEFT", True),
    "MPHeading2": ("楷体", 16, False, "LEFT", True),
    "MPHeading3": (_PLAIN, 16, True, "LEFT", True),
    "MPHeading4": (_PLAIN, 16, False, "LEFT", True),
    "MPBody": (_PLAIN, 16, False, "JUSTIFY", True),
    "MPLabel": ("黑体", 16, False, "LEFT", False),
    "MPCaption": ("黑体", 14, False, "CENTER", False),
    "MPCell": (_PLAIN, 12, False, "LEFT", False),
    "MPTableNote": (_PLAIN, 12, False, "LEFT", False),
    "MPAside": ("楷体", 12, False, "LEFT", False),
    "MPNote": (_PLAIN, 12, False, "LEFT", False),
}
NOTE_MARK = "MPNoteMark"
_TEXT_PARTS = ("word/document.xml", "docProps/core.xml")
_LEFT_OUT = ("docProps/thumbnail.jpeg", "customXml/", "word/stylesWithEffects.xml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """The parts of a file by name, and its text's part cut where the text stands."""

    parts: Mapping[str, bytes]
    before: bytes
    after: bytes


@cache
def word_shell() -> Shell:
    """Return the shell, made once a process."""
    document = Document()
    _lay_out(document.sections[0])
    for name, (font, size, bold, align, indented) in STYLES.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        _set_font(style, font, size, bold)
        layout = style.paragraph_format
        layout.alignment = getattr(WD_ALIGN_PARAGRAPH, align)
        layout.space_before = layout.space_after = Pt(0)
        layout.line_spacing = Pt(LINE if size >= BODY else size * 1.5)
        if indented:
            layout.first_line_indent = Pt(2 * size)
        if name.startswith("MPHeading"):
            _set_outline(style, int(name[-1]) - 1)
    mark = document.styles.add_style(NOTE_MARK, WD_STYLE_TYPE.CHARACTER)
    mark.font.superscript = True
    _keep_own_styles(document)
    held = io.BytesIO()
    document.save(held)
    with zipfile.ZipFile(held) as made:
        parts = {name: made.read(name) for name in sorted(made.namelist()) if not name.startswith(_LEFT_OUT)}
    text = parts["word/document.xml"]
    start, end = text.index(b"<w:body>") + len(b"<w:body>"), text.index(b"<w:sectPr")
    for name in _TEXT_PARTS:
        parts.pop(name)
    return Shell(parts=_without_links(parts), before=text[:start], after=text[end:])


def _lay_out(section: Any) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run("— ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
    paragraph.add_run(" —")


def _set_font(style: Any, font: str, size: float, bold: bool) -> None:
    style.font.name, style.font.size, style.font.bold = font, Pt(size), bold
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), font)
    fonts.set(qn("w:hAnsi"), "Times New Roman")
    fonts.set(qn("w:ascii"), "Times New Roman")


def _set_outline(style: Any, level: int) -> None:
    outline = OxmlElement("w:outlineLvl")
    outline.set(qn("w:val"), str(level))
    style.element.get_or_add_pPr().append(outline)


def _keep_own_styles(document: Any) -> None:
    """Take out the styles of the library's template that no text here has: they are most of the file."""
    kept = {*STYLES, NOTE_MARK, "Normal", "Default Paragraph Font", "Normal Table", "Table Grid", "Footer", "Header"}
    for style in list(document.styles):
        if style.name not in kept:
            style.element.getparent().remove(style.element)
    for latent in document.styles.element.findall(qn("w:latentStyles")):
        document.styles.element.remove(latent)


def _without_links(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parts without mention of those that were left out."""
    found = dict(parts)
    for name in ("[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels"):
        pieces = found[name].split(b"<")
        gone = (b"thumbnail", b"customXml", b"stylesWithEffects", b'Extension="jpeg"')
        found[name] = b"<".join(piece for piece in pieces if not any(word in piece for word in gone))
    return found
