"""What every format is read into: paragraphs, grids, furniture in printed order; and the text they are kept as."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace

Cell = str | None
PICTURE = "原文此处有一幅图，图中文字没有收"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One line or rejoined paragraph as printed; `line` is its number in the source text, from 1.

    `starts` is False where the document breaks a line without beginning a paragraph. `level` is the depth of a heading
    that the document marks as one (0 a title). Paragraphs of one drawn frame share `frame`; `note` marks a footnote.
    """

    text: str
    line: int = 0
    starts: bool = True
    level: int | None = None
    frame: int | None = None
    note: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table as rows of cells of one width: None is covered by a merged cell, "" is empty, lines end in a line feed.

    The first `header` rows are marked as a heading by the document. Row i stands in line `at`[i], or `line` + i.
    """

    rows: tuple[tuple[Cell, ...], ...]
    line: int = 0
    header: int = 0
    at: tuple[int, ...] = ()

    def line_of(self, row: int) -> int:
        """Return the line in the source text that a row begins in."""
        return self.at[row] if row < len(self.at) else self.line + row


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """Text that is printed with the plan but not of it, and why."""

    text: str
    why: str
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Something the reader of a format could not be sure of, at this place."""

    words: str
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """What a file says of itself outside its text: `name` is title, page_title, issuer, number, url, site or column."""

    name: str
    value: str
    line: int = 0


Block = Paragraph | Grid | Furniture | Doubt | Meta
_WORDS, _MAY_LACK = frozenset({"text", "why", "words", "name", "value"}), frozenset({"level", "frame"})
_KINDS: dict[str, type[Block]] = {kind.__name__: kind for kind in (Paragraph, Grid, Furniture, Doubt, Meta)}


def lay_out(blocks: Iterable[Block]) -> tuple[str, list[Block]]:
    """Return the text that a document other than text is kept as, and the blocks with their lines in it.

    A paragraph is a line; a row of a table is a line, its cells parted by tabs; furniture stands in 〔〕.
    """
    lines: list[str] = []
    placed: list[Block] = []
    for block in blocks:
        at = len(lines) + 1
        if isinstance(block, Paragraph):
            lines.append(one_line(block.text))
        elif isinstance(block, Grid):
            lines += ["\t".join(one_line(cell or "") for cell in row) for row in block.rows]
        elif isinstance(block, Furniture):
            lines.append(f"〔{one_line(block.text)}〕")
        placed.append(replace(block, line=at))
    return "".join(f"{line}\n" for line in lines), placed


def one_line(text: str) -> str:
    """Return a text with every run of white space that breaks a line or a cell made one space."""
    return " ".join(part for part in text.replace("\t", "\n").split("\n") if part.strip()) if text.strip() else ""


def join_lines(lines: Iterable[str]) -> str:
    """Return lines of running text as one: nothing between them but a space between two Latin words."""
    text = ""
    for line in lines:
        line = line.strip()
        gap = text[-1:].isascii() and text[-1:].isalnum() and line[:1].isascii() and line[:1].isalpha()
        text += f" {line}" if gap else line
    return text


def dump_blocks(blocks: Sequence[Block]) -> str:
    """Return blocks as one line of JSON."""
    return json.dumps([[type(block).__name__, asdict(block)] for block in blocks], ensure_ascii=True)


def load_blocks(text: str) -> list[Block]:
    """Return the blocks that `dump_blocks` wrote; raise ValueError, KeyError or TypeError for anything else."""
    blocks: list[Block] = []
    for kind, fields in json.loads(text):
        if kind == "Grid":
            rows, at = fields.pop("rows"), fields.pop("at")
            if not all(cell is None or isinstance(cell, str) for row in rows for cell in row):
                raise TypeError("a cell is no text")
            fields = {name: int(number) for name, number in fields.items()}
            blocks.append(Grid(rows=tuple(map(tuple, rows)), at=tuple(map(int, at)), **fields))
            continue
        for name, value in fields.items():
            wanted = str if name in _WORDS else int
            if not (isinstance(value, wanted) or (value is None and name in _MAY_LACK)):
                raise TypeError(f"{name} is of another type")
        blocks.append(_KINDS[kind](**fields))
    return blocks


def narrow_grid(rows: Sequence[Sequence[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    """Return rows of one width, without rows and columns that hold no cell of their own."""
    width = max((len(row) for row in rows), default=0)
    full = [tuple(row) + (None,) * (width - len(row)) for row in rows]
    full = [row for row in full if any(cell is not None for cell in row)]
    kept = [c for c in range(width) if any(row[c] is not None for row in full)]
    return tuple(tuple(row[c] for c in kept) for row in full)
