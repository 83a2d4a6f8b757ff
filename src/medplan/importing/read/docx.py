"""Read a Word document: a file in, blocks with the numbers that Word computes, merged cells and footnotes out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.oxml import parse_xml

from medplan.importing.read.blocks import PICTURE, Block, Cell, Doubt, Furniture, Grid, Paragraph, narrow_grid
from medplan.importing.read.limits import check_cells, check_depth, check_span
from medplan.importing.read.word_numbers import W, WordNumbers, count_in
from medplan.importing.read.word_package import check_package
from medplan.importing.read.word_symbols import symbol

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_PICTURES = (
    "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic",
    "{urn:schemas-microsoft-com:vml}imagedata",
)
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# What is not printed (deletions, instructions of fields, phonetic guides) or is read elsewhere (text boxes).
_SKIPPED = frozenset(
    [_FALLBACK, *(W + n for n in ("pPr", "rPr", "del", "moveFrom", "instrText", "delText", "rt", "txbxContent"))]
)
_WRAPPERS = frozenset(W + n for n in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))
_TEXTS = {W + "tab": "\t", W + "ptab": "\t", W + "cr": "\n", W + "noBreakHyphen": "-"}
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def read_docx(path: Path) -> Iterator[Block]:
    """Yield the document's blocks in printed order, headers and footers last."""
    check_package(path)
    document = docx.Document(str(path))
    reader = _Reader(document)
    yield from reader.blocks(document.element.body, None, 0)
    yield from reader.end_notes()
    yield from reader.furniture()


class _Reader:
    def __init__(self, document: Any) -> None:
        self.document = document
        related = {rel.reltype.rsplit("/", 1)[-1]: rel for rel in document.part.rels.values() if not rel.is_external}
        self.numbers = WordNumbers(self._root(related.get("numbering")))
        self.styles = {s.get(W + "styleId"): s for s in document.styles.element.iter(W + "style")}
        self.default = next((i for i, s in self.styles.items() if _is_default(s)), None)
        self.notes = {
            kind: {n.get(W + "id"): n for n in root.iter(W + kind)} if root is not None else {}
            for kind in ("footnote", "endnote")
            for root in [self._root(related.get(f"{kind}s"))]
        }
        form = next(document.element.iter(W + "footnotePr"), None)
        form = form.find(W + "numFmt") if form is not None else None
        self.note_form = form.get(W + "val") if form is not None else "decimal"
        self.counted = {"footnote": 0, "endnote": 0}
        self.waiting: list[Paragraph] = []
        self.endings: list[Paragraph] = []
        self.frames = 0
        self.cells = 0

    def _root(self, relation: Any) -> Any:
        return parse_xml(relation.target_part.blob) if relation is not None else None

    def blocks(self, container: Any, frame: int | None, depth: int) -> Iterator[Block]:
        check_depth(depth)
        for child in container:
            if child.tag == W + "p":
                yield from self.paragraph(child, frame, depth)
            elif child.tag == W + "tbl":
                yield from self.table(child, frame, depth)
            elif child.tag in _WRAPPERS:
                yield from self.blocks(child, frame, depth + 1)
            elif child.tag == W + "altChunk":
                yield Doubt(words="Word 文件里插入了另一份文件，没有读")

    def paragraph(self, element: Any, frame: int | None, depth: int) -> Iterator[Block]:
        style, level, contents = self._style(element)
        label = self._label(element, style)
        text = self.text(element)
        lines = text.split("\n")
        if text.strip():
            lines[0] = label + lines[0]
        for i, line in enumerate(lines):
            if line.strip() and contents:
                yield Furniture(text=line, why="目录")
            elif line.strip():
                yield Paragraph(text=line, starts=i == 0, level=level, frame=frame)
        for box in element.iter(W + "txbxContent"):
            if not any(parent.tag == _FALLBACK for parent in box.iterancestors()):
                self.frames += 1
                yield from self.blocks(box, self.frames, depth + 1)
        if next(element.iter(*_PICTURES), None) is not None:
            yield Doubt(words=PICTURE)
        yield from self.waiting
        self.waiting = []

    def _chain(self, style: str | None) -> Iterator[Any]:
        seen: set[str] = set()
        while style is not None and style in self.styles and style not in seen:
            seen.add(style)
            yield self.styles[style]
            based = self.styles[style].find(W + "basedOn")
            style = based.get(W + "val") if based is not None else None

    def _style(self, element: Any) -> tuple[str | None, int | None, bool]:
        """Return a paragraph's style, its depth as a heading (None for none) and whether it is of the contents."""
        named = element.find(f"{W}pPr/{W}pStyle")
        style = named.get(W + "val") if named is not None else self.default
        outlines = [element.find(f"{W}pPr/{W}outlineLvl")]
        names = []
        for link in self._chain(style):
            outlines.append(link.find(f"{W}pPr/{W}outlineLvl"))
            name = link.find(W + "name")
            names.append((name.get(W + "val") or "").lower() if name is not None else "")
        if any(name.startswith("toc ") for name in names[:1]):
            return style, None, True
        if "title" in names[:1]:
            return style, 0, False
        depth = next((o.get(W + "val", "9") for o in outlines if o is not None), "9")
        return style, int(depth) + 1 if depth in tuple("012345678") else None, False

    def _label(self, element: Any, style: str | None) -> str:
        places = [element.find(f"{W}pPr/{W}numPr")]
        places += [link.find(f"{W}pPr/{W}numPr") for link in self._chain(style)]
        number: str | None = None
        depth: str | None = None
        for place in places:
            if place is None:
                continue
            for name in ("numId", "ilvl"):
                found = place.find(W + name)
                if found is not None and name == "numId" and number is None:
                    number = found.get(W + "val")
                elif found is not None and name == "ilvl" and depth is None:
                    depth = found.get(W + "val")
        if number in (None, "0"):
            return ""
        return self.numbers.label(str(number), int(depth) if depth and depth.isdigit() else 0)

    def text(self, element: Any) -> str:
        """Return what a paragraph prints, its notes set aside in `waiting`."""
        out: list[str] = []
        stack = list(reversed(element))
        while stack:
            child = stack.pop()
            if child.tag in _SKIPPED or (child.tag == W + "r" and _hidden(child)):
                continue
            if child.tag in (W + "t", _MATH):
                out.append(child.text or "")
            elif child.tag in _TEXTS:
                out.append(_TEXTS[child.tag])
            elif child.tag == W + "br" and child.get(W + "type") in (None, "textWrapping"):
                out.append("\n")
            elif child.tag == W + "sym":
                out.append(symbol(child.get(W + "char") or "0"))
            elif child.tag in (W + "footnoteReference", W + "endnoteReference"):
                out.append(self._note(child))
            elif isinstance(child.tag, str):
                stack += reversed(child)
        return "".join(out)

    def _note(self, reference: Any) -> str:
        kind = reference.tag.removeprefix(W).removesuffix("Reference")
        self.counted[kind] += 1
        form = self.note_form if kind == "footnote" else "decimal"
        mark = count_in(form, self.counted[kind]).translate(_SUPERSCRIPT)
        note = self.notes[kind].get(reference.get(W + "id"))
        if note is not None:
            words = "".join(self.text(p) for p in note.iter(W + "p")).strip()
            made = Paragraph(text=f"{mark} {words}", note=True)
            (self.waiting if kind == "footnote" else self.endings).append(made)
        return mark

    def table(self, element: Any, frame: int | None, depth: int) -> Iterator[Block]:
        rows = list(_inside(element, W + "tr"))
        cells = [list(_inside(row, W + "tc")) for row in rows]
        self.cells += sum(map(len, cells))
        check_cells(self.cells)
        nested = any(next(cell.iter(W + "tbl"), None) is not None for row in cells for cell in row)
        if nested or all(len(row) <= 1 for row in cells):
            self.frames += 1
            frame = self.frames if not nested else frame
            for row in cells:
                for cell in row:
                    yield from self.blocks(cell, frame, depth + 1)
            return
        grid: list[list[Cell]] = []
        header = 0
        for row, of_row in zip(rows, cells, strict=True):
            before = row.find(f"{W}trPr/{W}gridBefore")
            made: list[Cell] = [None] * (check_span(_count(before)) if before is not None else 0)
            for cell in of_row:
                span = cell.find(f"{W}tcPr/{W}gridSpan")
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                covered = merge is not None and merge.get(W + "val") != "restart"
                made.append(None if covered else self.cell_text(cell))
                made += [None] * (check_span(_count(span)) - 1 if span is not None else 0)
            grid.append(made)
            if len(grid) == header + 1 and row.find(f"{W}trPr/{W}tblHeader") is not None:
                header += 1
        narrow = narrow_grid(grid)
        if narrow:
            yield Grid(rows=narrow, header=header)
        yield from self.waiting
        self.waiting = []

    def cell_text(self, cell: Any) -> str:
        lines = []
        for paragraph in cell.iter(W + "p"):
            label = self._label(paragraph, self._style(paragraph)[0])
            text = self.text(paragraph)
            lines.append(label + text if text.strip() else "")
        return "\n".join(line for line in lines if line.strip())

    def end_notes(self) -> Iterator[Block]:
        yield from self.endings

    def furniture(self) -> Iterator[Block]:
        seen: set[str] = set()
        for section in self.document.sections:
            for name in ("header", "first_page_header", "even_page_header", "footer", "first_page_footer"):
                part = getattr(section, name)
                text = "" if part.is_linked_to_previous else " ".join(self.text(p._p) for p in part.paragraphs)
                if text.strip() and text not in seen:
                    seen.add(text)
                    yield Furniture(text=text, why="页眉、页脚、页码")


def _inside(element: Any, tag: str) -> Iterator[Any]:
    """Yield the rows of a table or the cells of a row, content controls and insertions looked through."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, tag)


def _count(element: Any) -> int:
    value = element.get(W + "val", "1")
    return int(value[:9]) if value.isascii() and value.isdigit() else 1


def _hidden(run: Any) -> bool:
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and mark.get(W + "val") not in ("0", "false")


def _is_default(style: Any) -> bool:
    return style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true")
