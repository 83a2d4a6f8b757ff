"""Every figure a plan prints and what accounts for it: a plan and decisions in; figures nobody accounts for out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from medplan.plan.model import Node, Plan, StatedIndicator
from medplan.plan.printed import node_text, own_fields

DECIDED = Path(__file__).parents[1] / "cases" / "figures"
# 三批, 七个 are figures as 3批, 7个 are; a lone 一 (一个, 一批) counts nothing. 全覆盖 is 100%.
FIGURE = re.compile(
    r"[0-9]+(?:\.[0-9]+)?|(?:[二两三四五六七八九][十百千万]?|[十百千万])+(?=[个批轮项类种家件次名倍成章])|全覆盖"
)
_YEAR = "(?:19|20)[0-9]{2}"
DATE = re.compile(
    rf"{_YEAR}(?:[、—\-]{_YEAR})*年(?:[0-9]{{1,2}}月(?:[0-9]{{1,2}}日)?)?"
    r"|[0-9]{1,2}月(?:[0-9]{1,2}日)?|〔[0-9]{4}〕[0-9]+号"
)
Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A passage whose figures an editor read and found to be no indicator, and why."""

    at: str
    quote: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """A plan's figures: how many each kind of account covers, those nobody accounts for, decisions that cover none."""

    counts: dict[str, int]
    open: tuple[str, ...]
    idle: tuple[str, ...]


def read_decided(plan_id: str) -> list[Decided]:
    """Return what was decided about a plan's figures, in the order of the file."""
    path = DECIDED / f"{plan_id}.yaml"
    return [Decided(**item) for item in yaml.safe_load(path.read_text("utf-8"))] if path.exists() else []


def figures(text: str) -> list[Span]:
    """Return where the figures of a text stand."""
    return [found.span() for found in FIGURE.finditer(text)]


def account(plan: Plan, decided: list[Decided]) -> Accounts:
    """Look at every figure of every provision, and say what accounts for it."""
    counts: dict[str, int] = {}
    unsaid: list[str] = []
    used: set[Decided] = set()
    for node, above in plan.walk():
        for start, end, text, kind in _kinds(plan, node, above, [d for d in decided if d.at == node.eid], used):
            counts[kind] = counts.get(kind, 0) + 1
            if kind == "open":
                unsaid.append(
                    f"{node.eid}: {text[max(0, start - 20) : start]}【{text[start:end]}】{text[end : end + 12]}"
                )
    idle = tuple(f"{d.at}: {d.quote}" for d in decided if d not in used)
    return Accounts(counts=counts, open=tuple(unsaid), idle=idle)


def _of_a_table(node: Node) -> bool:
    """Whether the node is a row of an indicator table, its columns, or the note that explains a row."""
    return node.indicator is not None or node.kind == "indicators" or bool(node.note_rows)


def _kinds(
    plan: Plan, node: Node, above: tuple[Node, ...], decided: list[Decided], used: set[Decided]
) -> Iterator[tuple[int, int, str, str]]:
    """Yield (start, end, text, account) for each figure of a node."""
    for name, field in own_fields(node):
        numbering = name in ("num", "label")
        text = "".join(segment.text for segment in field if segment.op != "ins")
        if _of_a_table(node) or numbering:
            yield from ((*span, text, "numbering" if numbering else "row") for span in figures(text))
    if _of_a_table(node):
        return
    text = node_text(node, number=False)
    covers = [
        ("stated", span) for stated in plan.stated_indicators if stated.at == node.eid for span in _spans(text, stated)
    ]
    covers += [("date", found.span()) for found in DATE.finditer(text)]
    for decision in decided:
        assert text.count(decision.quote) == 1, f"{decision.at} 里“{decision.quote}”有 {text.count(decision.quote)} 处"
        start = text.index(decision.quote)
        covers.append(("decided", (start, start + len(decision.quote))))
    for start, end in figures(text):
        kind = next((k for k, (left, right) in covers if left <= start and end <= right), "open")
        if kind == "decided":
            used.update(d for d in decided if text.index(d.quote) <= start < text.index(d.quote) + len(d.quote))
        yield start, end, text, kind


def _spans(text: str, stated: StatedIndicator) -> Iterator[Span]:
    """Yield where a stated indicator's values stand: last in its name, else first after it, else last before it."""
    start = text.index(stated.name)
    end = start + len(stated.name)
    for value in filter(None, (stated.baseline, stated.target)):
        places = (text.rfind(value, start, end), text.find(value, end), text.rfind(value, 0, start))
        place = next(place for place in places if place >= 0)
        yield place, place + len(value)
