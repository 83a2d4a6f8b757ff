"""Changes as an editor reads them: plain text for a terminal, Markdown for a job's summary; no word of a plan acts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from medplan.issues import visible
from medplan.review.change import GROUPS, Change, Said
from medplan.review.changes import PlanChanges

FORMS = ("text", "markdown")
MOST_CHANGES = 400
_BLANKS = re.compile(r"\s+")


def describe_plan_changes(found: PlanChanges, form: str, errors: int = 0, mark: str = "") -> str:
    """Return a section on one plan: its title and address, then its changes by group; `errors` in the new.

    `mark` is how the new one stands, "" where there is nothing to say.
    """
    head = (Said(found.new.title), "（", Said(found.new.id), mark and f"，{mark}", "）")
    lines = [*heading(head, form, 3), ""]
    if errors:
        lines += paragraph((f"新版本校验有 {errors} 处错误，改好以前，下面所说的未必准确。",), form)
    lines += _listed(found.changes, form)
    return "\n".join(lines)


def _listed(changes: tuple[Change, ...], form: str) -> Iterator[str]:
    if not changes:
        yield from paragraph(("内容没有变化（只改了 YAML 的写法）。",), form)
    shown = changes[:MOST_CHANGES]
    for group, items in groupby(shown, key=lambda change: change.group):
        yield from paragraph((GROUPS[group],), form, strong=True)
        for change in items:
            place: tuple[str, ...] = (Said(change.where), "：") if change.where else ()
            yield bullet((*place, *change.words), form)
        yield ""
    if len(changes) > len(shown):
        yield from paragraph((f"另有 {len(changes) - len(shown)} 处改动没有列出。",), form)


def heading(pieces: Iterable[str], form: str, level: int) -> list[str]:
    """Return a heading as lines."""
    return [f"{'#' * level} {inline(pieces, form)}"] if form == "markdown" else [inline(pieces, form)]


def paragraph(pieces: Iterable[str], form: str, *, strong: bool = False) -> list[str]:
    """Return a paragraph as lines; `strong` marks a group's name."""
    text = inline(pieces, form)
    if form == "markdown":
        return [f"**{text}**" if strong else text, ""]
    return [f"  {text}"]


def bullet(pieces: Iterable[str], form: str) -> str:
    """Return one entry of a list, in one line."""
    return f"{'-' if form == 'markdown' else '    ·'} {inline(pieces, form)}"


def inline(pieces: Iterable[str], form: str) -> str:
    """Return a sentence: our words as they are, a plan's words quoted, in Markdown as code that nothing ends early."""
    quote = code_span if form == "markdown" else _quoted
    return "".join(quote(piece) if isinstance(piece, Said) else piece for piece in pieces)


def one_line(text: str) -> str:
    """Return a text in one line, with what can't be seen made visible."""
    return visible(
        _BLANKS.sub(lambda found: " ／ " if "\n" in found.group() else found.group(), text).replace("\u3000", " ")
    )


def _quoted(text: str) -> str:
    return f"「{one_line(text)}」"


def code_span(text: str) -> str:
    """Return a text as a Markdown code span, where neither Markdown nor HTML nor a mention is anything but text."""
    shown = one_line(text)
    fence = "`" * (max((len(run) for run in re.findall("`+", shown)), default=0) + 1)
    gap = " " if shown.startswith(("`", " ")) or shown.endswith(("`", " ")) or not shown.strip() else ""
    return f"{fence}{gap}{shown}{gap}{fence}"
