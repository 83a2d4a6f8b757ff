"""Numbers, headings and notes: a plan in; numbers that break off, promises not kept and notes without marks out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from medplan.language.numbering import read_label, read_number
from medplan.plan.model import Node, Plan, reading_text, walk
from medplan.plan.printed import node_text, plain_label
from medplan.rereading.candidate import Candidate

_PARTS = re.compile("[、与和及]")
_MARKS = re.compile("[①②③④⑤⑥⑦⑧⑨⑩]")
_ORDINAL = re.compile(r"[（(]?(?:[〇零一二三四五六七八九十]{1,3}|[0-9]{1,2})[）)、.．]")
_PART = re.compile("[㐀-鿿]{4,8}")
_MUCH = 60  # characters below a heading, of which something is expected
_COMMON = frozenset(
    ("管理", "机制", "制度", "体系", "保障", "医疗", "服务", "工作", "发展", "建设", "改革", "能力", "水平", "政策")
)


def numbering(plan: Plan) -> Iterator[Candidate]:
    """Yield numbers that do not run on from 1 among siblings or through the plan, and those that can't be read."""
    before: dict[str, int] = {}
    for node in [None, *(node for node, _ in plan.walk())]:
        last: dict[str, int] = {}
        for child in node.children if node else plan.nodes:
            printed = child.reading("num")
            label = child.reading("label")
            number = read_number(printed) if printed else None
            level, value = (number.level, number.value) if number else ("", 0)
            if not number and label and child.kind in ("box", "annex"):
                level, value = child.kind, read_label(label, child.kind) or 0
            if not value:
                if printed and not _ORDINAL.fullmatch(printed.strip()) and child.kind not in ("note", "table_row"):
                    yield _at(child, printed, "编号读不出")
                continue
            if child.kind == "item":
                continue
            expected, running = last.get(level, 0) + 1, before.get(level, 0) + 1
            last[level] = before[level] = value
            if value not in (expected, running):
                yield _at(child, printed or label, f"编号应为第 {expected}", f"第 {expected}")


def _at(node: Node, quote: str, words: str, there: str = "") -> Candidate:
    return Candidate(
        kind="numbering", eid=node.eid, place=node.place, quote=quote, words=words, here=quote, there=there
    )


def promises(plan: Plan) -> Iterator[Candidate]:
    """Yield headings that name two things or more where the headings below are others."""
    for node, _ in plan.walk():
        heading = plain_label(node.reading("heading"))
        below = [plain_label(child.reading("heading")) for child in node.children if child.reading("heading")]
        named = [part for part in _PARTS.split(heading) if len(part) >= 2]
        if not (2 <= len(named) <= 4 and 2 <= len(below) <= 4) or not any(part in below for part in named):
            continue
        lacking = [part for part in named if not any(part[-2:] in head and part[0] in head for head in below)]
        lacking += [head for head in below if not any(head[-2:] in part for part in named)]
        if lacking:
            yield Candidate(
                kind="promise", eid=node.eid, place=node.place, quote=heading, words="标题所列与下面各节的标题不同",
                here=heading, there="、".join(below),
            )  # fmt: skip


def unkept(plan: Plan) -> Iterator[Candidate]:
    """Yield headings that name something of which nothing below them speaks."""
    for node, _ in plan.walk():
        parts = [part for part in _PARTS.split(plain_label(node.reading("heading"))) if _PART.fullmatch(part)]
        if len(parts) < 2 or node.kind in ("box", "tasks", "table", "indicators", "annex", "group"):
            continue
        below = node.reading("text") + "".join(node_text(child, reading_text) for child, _ in walk(node.children))
        if len(below) < _MUCH:
            continue
        for part in parts:
            pairs = [part[at : at + 2] for at in range(len(part) - 1)]
            telling = [pair for pair in pairs if pair not in _COMMON]
            if telling and not any(pair in below for pair in telling[-3:]):
                yield Candidate(
                    kind="promise", eid=node.eid, place=node.place, quote=part, words=f"标题说到“{part}”，下文没有",
                    here=node.reading("heading"),
                )  # fmt: skip


def notes(plan: Plan) -> Iterator[Candidate]:
    """Yield tables whose notes and note marks do not meet."""
    for node, _ in plan.walk():
        own = [child for child in node.children if child.kind == "note"]
        if not own and node.kind != "indicators":
            continue
        numbers = {
            mark for child in own for mark in _MARKS.findall(child.reading("num")[:2] + child.reading("text")[:1])
        }
        rows = [child for child in node.children if child.kind != "note"]
        marks = {mark for row in rows for name in row.fields for mark in _MARKS.findall(row.reading(name))}
        lost, without = "".join(sorted(numbers - marks)), "".join(sorted(marks - numbers))
        for words in (f"注{lost}在表内没有注号" if lost else "", f"表内注号{without}没有注" if without else ""):
            if words:
                yield Candidate(
                    kind="note", eid=node.eid, place=node.place, quote="", words=words, here=words,
                )  # fmt: skip
