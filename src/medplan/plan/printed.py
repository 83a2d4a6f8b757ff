"""A plan as running text, in printed order: nodes in, the characters the source prints (or the readings) out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from medplan.plan.model import DUTY_LABELS, Field, Node, Plan, Segment, printed_text, reading_text
from medplan.plan.once import once

Reader = Callable[[Field], str]
BETWEEN = " › "  # the headings of a path
_PLACE = re.compile(r"\{(lead|supporting|responsible|schedule)\}")


def duty_places(form: str) -> list[str]:
    """Return the fields whose places a form of duties shows, in printed order."""
    return _PLACE.findall(form)


@once
def duty_sentence(node: Node) -> Field:
    """Return the bracket or lines that print who is in charge and by when, () for a node without one.

    In a task table the same fields are cells, not a bracket.
    """
    if node.kind == "task_row" or not (node.is_measure or "schedule" in node.fields):
        return ()
    if node.duty_form is not None:
        return tuple(_filled(node, node.duty_form))
    parts: list[tuple[Segment, ...]] = [
        (Segment(text=f"{label}："), *node.fields[name]) for name, label in DUTY_LABELS.items() if name in node.fields
    ]
    if "schedule" in node.fields:
        parts.append(node.fields["schedule"])
    sentence: list[Segment] = [Segment(text="（")]
    for i, part in enumerate(parts):
        sentence += [Segment(text="；")] if i else []
        sentence += part
    return (*sentence, Segment(text="）"))


def _filled(node: Node, form: str) -> Iterator[Segment]:
    """Yield the segments of a form of duties with the node's fields in their places."""
    for i, piece in enumerate(_PLACE.split(form)):
        if i % 2:
            yield from node.fields.get(piece, ())
        elif piece:
            yield Segment(text=piece)


@once
def own_fields(node: Node) -> tuple[tuple[str, Field], ...]:
    """Return a node's printed fields in printed order, the bracket of duties as one field `duty`."""
    sentence = duty_sentence(node)
    if not sentence:
        return tuple(node.fields.items())
    others = ((name, found) for name, found in node.fields.items() if name not in DUTY_LABELS and name != "schedule")
    return (*others, ("duty", sentence))


def node_text(node: Node, read: Reader = printed_text, *, number: bool = True) -> str:
    """Return a node's own text, without its children; table cells are parted by a space."""
    return _text_of(node, read, number)


@once
def _text_of(node: Node, read: Reader, number: bool) -> str:
    gap = " " if node.kind.endswith("_row") else ""
    names = [(n, s) for n, s in own_fields(node) if number or n not in ("num", "label")]
    texts = ((name, read(segments)) for name, segments in names)
    return gap.join(_apart(text) if name == "num" and not gap else text for name, text in texts).strip()


def _apart(number: str) -> str:
    """Return a number that ends in a digit (1.1) with the space that parts it from what follows."""
    return f"{number} " if number[-1:].isdigit() else number


def printed_fields(plan: Plan) -> Iterator[tuple[Node, str, str]]:
    """Yield (node, field, printed characters) through the whole plan in the order of the source."""
    for node, _ in plan.walk():
        if node.kind == "title" and plan.title_by_editor:
            continue
        for name, segments in own_fields(node):
            yield node, name, printed_text(segments)


def plain_label(text: str) -> str:
    """Return a heading or label without the punctuation and spaces at its end."""
    return text.strip().rstrip("。：:；;，,、. 　")


KIND_NAMES = {
    "notice": "印发通知",
    "title": "标题",
    "subtitle": "副题",
    "lede": "导语",
    "speech": "发布",
    "question": "提问",
    "answer": "回答",
    "indicators": "指标表",
    "tasks": "任务分解表",
    "table": "表",
    "colophon": "版记",
}


@once
def short_name(node: Node) -> str:
    """Return how a reader names the node: 第一章 发展基础和形势, 三、, 专栏1 …, 第3行, 第2段."""
    number = node.reading("num").strip() or node.reading("label").strip()
    heading = plain_label(node.reading("heading")) or plain_label(node.reading("caption"))
    ordinal = node.eid.ordinal or node.eid.local
    if node.kind in ("indicator_row", "task_row", "table_row"):
        return f"第 {ordinal} 行"
    if node.kind == "p":
        return f"第 {ordinal} 段"
    if node.kind == "note":
        return f"表注{number or ordinal}"
    if not number and not heading:
        name = KIND_NAMES.get(node.kind, node.eid)
        return f"{name} {ordinal}" if ordinal.isdigit() and node.kind in SPOKEN_KINDS else name
    if node.kind in ("chp", "sec", "part", "art", "box", "annex"):
        return f"{plain_label(number)}　{heading}".strip("　")
    return f"{_apart(number)}{heading}".strip()


@once
def own_locator(node: Node) -> str:
    """Return what a node is known by within what it stands in: 第三章, 二, 第1段, 第2行."""
    if node.kind.endswith("_row"):
        return short_name(node).replace(" ", "")
    number = plain_label(node.reading("num")) or plain_label(node.reading("label"))
    return (number or short_name(node)).replace(" ", "")


def locator(above: tuple[Node, ...], node: Node) -> str:
    """Return the place of a provision for a citation: 第三章第一节二; 专栏2第3项, where two figures would meet."""
    place = ""
    for part in map(own_locator, (*above, node)):
        meet = (place[-1:] + part).isascii() and place[-1:].isdigit() and part.isdigit()
        place += f"第{part}项" if meet else part
    return place


SPOKEN_KINDS = ("speech", "question", "answer")


def path_of(above: tuple[Node, ...], node: Node) -> str:
    """Return the headings from the outermost to the node itself, parted by ` › `."""
    return BETWEEN.join(short_name(n) for n in (*above, node))


__all__ = [
    "BETWEEN",
    "duty_places",
    "duty_sentence",
    "locator",
    "node_text",
    "own_fields",
    "own_locator",
    "path_of",
    "plain_label",
    "printed_fields",
    "reading_text",
    "short_name",
]
