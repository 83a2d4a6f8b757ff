"""Read a saved web page: bytes in, blocks of all its visible text out, what surrounds the text as furniture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import lxml.html

from medplan.importing.read.blocks import PICTURE, Block, Cell, Doubt, Grid, Paragraph, narrow_grid
from medplan.importing.read.encoding import decode_text
from medplan.importing.read.limits import Refused, check_cells, check_depth, check_span, check_text
from medplan.importing.read.main_text import NUMBERED, part_main
from medplan.importing.read.page_meta import read_meta
from medplan.importing.read.word_numbers import count_in

# Never shown, never run: what is in them is not text of the page.
_UNSEEN = re.compile(
    "head|script|style|noscript|template|title|iframe|frame|object|embed|applet|svg|math|canvas|audio|video|"
    "select|datalist|textarea|input|meta|link|base"
)
_BLOCKS = re.compile(
    "html|body|address|article|aside|blockquote|center|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|"
    "figure|footer|form|h1|h2|h3|h4|h5|h6|header|hgroup|hr|legend|li|main|menu|nav|ol|p|pre|section|summary|"
    "table|tbody|td|tfoot|th|thead|tr|ul|caption|colgroup|option|button"
)
_LISTS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


def read_html(raw: bytes) -> list[Block]:
    """Return the page's blocks in the order of its text; what surrounds the main text is furniture in its place."""
    text = decode_text(raw)
    root = _parse(text)
    reader = _Reader()
    reader.walk(root)
    return [*read_meta(root, text), *part_main(reader.blocks, reader.owners)]


def _parse(text: str) -> Any:
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    parser = lxml.html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(text, parser=parser)
    except (lxml.etree.LxmlError, ValueError):
        raise Refused("读不出网页的内容", "用浏览器打开核对，重新另存为网页") from None
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        check_depth(10**6)
    return root


class _Reader:
    """Walks a page without recursion; `owners` holds, for each block, the chain of elements it stands in."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.owners: list[tuple[Any, ...]] = []
        self.chain: list[Any] = []
        self.buffer: list[str] = []
        self.starts = True
        self.mark = ""
        self.frames: list[int] = []
        self.frame_count = 0
        self.cells = 0
        self.characters = 0
        self.counts: dict[Any, int] = {}

    def walk(self, root: Any) -> None:
        """Collect the blocks of an element and all in it."""
        stack: list[tuple[str, Any]] = [("enter", root)]
        while stack:
            step, element = stack.pop()
            if step == "tail":
                self.take(element.tail)
            elif step == "leave":
                self.leave(element)
            elif isinstance(element.tag, str) and not _UNSEEN.fullmatch(element.tag) and not _hidden(element):
                if element.tag == "table" and not self.is_layout(element):
                    self.table(element)
                    continue
                self.enter(element)
                stack.append(("leave", element))
                for child in reversed(element):
                    stack += [("tail", child), ("enter", child)]

    def enter(self, element: Any) -> None:
        self.chain.append(element)
        check_depth(len(self.chain))
        if element.tag == "img" and _is_picture(element):
            self.add(Doubt(words=PICTURE))
        if element.tag == "br":
            self.flush()
            self.starts = False
        elif _BLOCKS.fullmatch(element.tag):
            self.flush()
        if element.tag == "li":
            self.mark = self.list_mark(element)
        if element.tag == "table":
            self.frame_count += 1
            self.frames.append(self.frame_count)
        if element.tag == "pre" and element.text:
            for line in element.text.split("\n"):
                self.take(line)
                self.flush()
        else:
            self.take(element.text)

    def list_mark(self, item: Any) -> str:
        """Return the number a browser prints before an item of an ordered list, "" for a bullet or none."""
        holder = item.getparent()
        if holder is None or holder.tag != "ol":
            return ""
        before = self.counts.get(holder, _span(holder, "start") - 1)
        self.counts[holder] = _span(item, "value") if item.get("value") else before + 1
        if "none" in re.findall(r"list-style(?:-type)?:([a-z]+)", re.sub(r"\s", "", holder.get("style") or "")):
            return ""
        return f"{count_in(_LISTS.get(holder.get('type') or '1', 'decimal'), self.counts[holder])}. "

    def leave(self, element: Any) -> None:
        if _BLOCKS.fullmatch(element.tag):
            self.flush()
        if element.tag == "table":
            self.frames.pop()
        self.chain.pop()

    def take(self, text: str | None) -> None:
        if text:
            self.characters += len(text)
            check_text(self.characters)
            self.buffer.append(text)

    def flush(self) -> None:
        """Make the inline text gathered so far a paragraph."""
        text = re.sub(r"[ \t\r\n\f]+", " ", "".join(self.buffer)).strip(" ")
        self.buffer = []
        if text.strip():
            if self.mark and not NUMBERED.match(text):
                text = self.mark + text
            self.mark = ""
            heading = next((e.tag for e in reversed(self.chain) if re.fullmatch("h[1-6]", e.tag)), None)
            self.add(
                Paragraph(
                    text=text,
                    starts=self.starts,
                    level=int(heading[1]) if heading else None,
                    frame=self.frames[-1] if self.frames else None,
                )
            )
        self.starts = True

    def add(self, block: Block) -> None:
        self.blocks.append(block)
        self.owners.append(tuple(self.chain))

    def is_layout(self, table: Any) -> bool:
        """Whether a table lays out the page or draws a box: one column, a table within, or cells of many paragraphs."""
        rows = list(_rows(table))
        if next((t for t in table.iter("table") if t is not table), None) is not None:
            return True
        if all(len(cells) <= 1 for cells in rows):
            return True
        return any(sum(1 for _ in cell.iter("p", "div")) > 3 and len(_plain(cell)) > 400 for r in rows for cell in r)

    def table(self, element: Any) -> None:
        self.flush()
        caption = element.find("caption")
        if caption is not None and _plain(caption):
            self.add(Paragraph(text=_plain(caption)))
        grid: list[list[Cell]] = []
        below: dict[int, int] = {}
        header = 0
        for cells in _rows(element):
            row: list[Cell] = []

            def skip_covered(row: list[Cell] = row) -> None:
                while below.get(len(row), 0):
                    below[len(row)] -= 1
                    row.append(None)

            for cell in cells:
                skip_covered()
                across, down = check_span(_span(cell, "colspan")), check_span(_span(cell, "rowspan"))
                self.cells += across
                check_cells(self.cells)
                for i in range(across):
                    below[len(row)] = down - 1
                    row.append(_plain(cell) if i == 0 else None)
            skip_covered()
            grid.append(row)
            if len(grid) == header + 1 and cells and all(cell.tag == "th" for cell in cells):
                header += 1
        rows = narrow_grid(grid)
        self.characters += sum(len(cell or "") for row in rows for cell in row)
        check_text(self.characters)
        if any((cell or "").strip() for row in rows for cell in row):
            self.add(Grid(rows=rows, header=header))


def _rows(table: Any) -> Iterator[list[Any]]:
    for row in table.iter("tr"):
        if next(row.iterancestors("table")) is table:
            yield [cell for cell in row if cell.tag in ("td", "th") and not _hidden(cell)]


def _plain(element: Any) -> str:
    """Return the visible text of a cell, its paragraphs and line breaks parted by line feeds."""
    out: list[str] = []
    stack: list[tuple[bool, Any]] = [(True, element)]
    while stack:
        entering, at = stack.pop()
        if not entering:
            out.append("\n" if _BLOCKS.fullmatch(at.tag) and at is not element else "")
            out.append(re.sub(r"\s+", " ", at.tail) if at.tail and at is not element else "")
        elif not isinstance(at.tag, str) or _UNSEEN.fullmatch(at.tag) or _hidden(at):
            stack.append((False, at))
        else:
            out.append("\n" if at.tag == "br" or (_BLOCKS.fullmatch(at.tag) and at is not element) else "")
            out.append(re.sub(r"\s+", " ", at.text) if at.text else "")
            stack.append((False, at))
            stack += [(True, child) for child in reversed(at)]
    return "\n".join(line.strip() for line in "".join(out).split("\n") if line.strip())


def _is_picture(image: Any) -> bool:
    """Whether an image may hold text: neither an icon, a code to scan nor a bar of the page, as far as it says."""
    named = " ".join((image.get(name) or "")[:300] for name in ("src", "class", "id", "alt")).lower()
    if re.search(
        "logo|icon|qr|ewm|二维码|share|print|banner|arrow|btn|button|blank|spacer|guohui|header|footer", named
    ):
        return False
    sizes = [int(found[1]) for name in ("width", "height") if (found := re.match(r"(\d{1,5})", image.get(name) or ""))]
    styled = re.findall(r"(?<![a-z-])(?:width|height):(\d{1,5})", re.sub(r"\s", "", image.get("style") or ""))
    return all(size >= 100 for size in [*sizes, *map(int, styled)])


def _span(cell: Any, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return int(value[:9]) if value.isascii() and value.isdigit() else 1


def _hidden(element: Any) -> bool:
    style = re.sub(r"\s", "", element.get("style") or "").lower()
    return element.get("hidden") is not None or "display:none" in style or "visibility:hidden" in style
