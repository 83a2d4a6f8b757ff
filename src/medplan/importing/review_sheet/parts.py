"""What was recognised of a document, as one sees it on a page: a plan's nodes in, parts with their roles out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from medplan.importing.recognise.closing import find_closing
from medplan.plan.model import DUTY_LABELS, Node, Plan
from medplan.plan.printed import KIND_NAMES
from medplan.schema.schemas import plan_labels

# What each role is called; the order is that of the legend.
ROLES = {
    "title": "标题",
    "heading": "各级标题",
    "item": "条目",
    "para": "段落",
    "measure": "有分工的任务",
    "indicators": "指标表",
    "tasks": "任务分解表",
    "table": "一般表格",
    "box": "专栏",
    "annex": "附件",
    "spoken": "发言",
    "notice": "印发通知",
    "closing": "落款、版记",
    "out": "不收的文字",
}
_TABLES = ("indicators", "tasks", "table")
_DUTIES = DUTY_LABELS | {"schedule": "进度要求"}
_HAN = "一二三四五六七八九十"
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table to be shown: headings of columns ("" throughout without any), rows of as many cells, notes below it.

    A row of one cell goes across. `matches` are the catalogue's entries beside the rows of an indicator table.
    """

    columns: Row
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    matches: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Something recognised: its role and what it is called, how deep it stands, its words, duties and table."""

    role: str
    tag: str
    depth: int = 0
    num: str = ""
    heading: str = ""
    text: str = ""
    duties: tuple[tuple[str, str], ...] = ()
    themes: tuple[str, ...] = ()
    table: Table | None = None


@dataclass(slots=True)
class Parts:
    """The parts of a plan in printed order, and the place among them of each node, by its address."""

    parts: list[Part] = field(default_factory=list)
    of: dict[str, int] = field(default_factory=dict)

    def add(self, part: Part, *nodes: Node) -> None:
        """Add a part, which the nodes are shown in."""
        self.of |= {node.eid: len(self.parts) for node in nodes}
        self.parts.append(part)


def parts_of(plan: Plan, indicators: Mapping[str, str], themes: Mapping[str, str]) -> Parts:
    """Return the parts of a plan; `indicators` and `themes` are the catalogue's names by id."""
    out = Parts()
    last = _closing(plan.nodes)
    for node in plan.nodes:
        if node.kind == "title" and plan.title_by_editor:
            continue
        for part, nodes in _parts(node, 0, "", indicators):
            made = replace(part, themes=tuple(themes.get(theme, theme) for theme in nodes[0].themes))
            if nodes[0].eid in last:
                made = replace(made, role="closing", tag="落款")
            out.add(made, *nodes)
    return out


def _parts(node: Node, depth: int, within: str, indicators: Mapping[str, str]) -> Iterator[tuple[Part, list[Node]]]:
    """Yield the parts that a node and what is in it make, each with the nodes it shows."""
    if node.kind in _TABLES:
        yield _table(node, depth, indicators), [node, *_under(node)]
        return
    inner = {"notice": "notice", "colophon": "closing"}.get(node.kind, within)
    if node.fields:
        yield _own(node, depth, within), [node]
    # What only holds others (通知, 版记) is no step of its own.
    deeper = depth + 1 if node.fields else depth
    for child in node.children:
        yield from _parts(child, deeper, inner, indicators)


def _own(node: Node, depth: int, within: str) -> Part:
    role, tag = _role(node, depth)
    if within:
        role, tag = within, {"notice": KIND_NAMES["notice"], "closing": KIND_NAMES["colophon"]}[within]
    return Part(
        role=role,
        tag=tag,
        depth=min(depth, 6),
        num=node.printed("num") or node.printed("label"),
        heading=node.printed("heading"),
        text=node.printed("text"),
        duties=tuple((label, node.printed(name)) for name, label in _DUTIES.items() if name in node.fields),
    )


def _role(node: Node, depth: int) -> tuple[str, str]:
    if node.kind in ("title", "subtitle"):
        return "title", KIND_NAMES[node.kind]
    if node.kind in ("box", "annex"):
        return node.kind, ROLES[node.kind]
    if node.kind in ("lede", "speech", "question", "answer"):
        return "spoken", KIND_NAMES[node.kind]
    if node.is_measure or "schedule" in node.fields:
        return "measure", "任务"
    if node.printed("heading"):
        return "heading", f"{_HAN[min(depth, 9)]}级标题"
    return ("item", "条目") if node.printed("num") else ("para", "段落")


def _under(node: Node) -> Iterator[Node]:
    for child in node.children:
        yield child
        yield from _under(child)


def _table(node: Node, depth: int, indicators: Mapping[str, str]) -> Part:
    heads = {name.removeprefix("columns:"): node.printed(name) for name in node.fields if name.startswith("columns:")}
    rows: list[Row] = []
    notes: list[str] = []
    matches: list[str] = []
    plain = node.kind == "table"
    cells = [child.fields for child in node.children] if plain else []
    width = max((int(name.partition(":")[2]) for row in cells for name in row), default=0)
    keys = [str(n) for n in range(1, max(width, len(heads)) + 1)] if plain else list(heads)
    for child in _under(node):
        if child.kind == "note":
            notes.append(child.printed("num") + child.printed("text"))
        elif child.kind == "group":
            said = " ".join(filter(None, (child.printed("num"), child.printed("heading"))))
            rows += [(said,)] if said else []
            matches += [""] if said else []
        else:
            rows.append(tuple(child.printed(f"cell:{key}" if plain else key) for key in keys))
            matches.append(_match(child, indicators))
    return Part(
        role=node.kind,
        tag=ROLES[node.kind],
        depth=min(depth, 6),
        heading=node.printed("caption"),
        table=Table(
            columns=tuple(heads.get(key, "") for key in keys),
            rows=tuple(rows),
            notes=tuple(notes),
            matches=tuple(matches) if node.kind == "indicators" else (),
        ),
    )


def _match(row: Node, indicators: Mapping[str, str]) -> str:
    ref = row.indicator
    if ref is None or ref.indicator_id is None:
        return "目录里没有找到"
    near = plan_labels()["match"].get(ref.match or "", "")
    return indicators.get(ref.indicator_id, ref.indicator_id) + (f"（{near}）" if near else "")


def _closing(nodes: Sequence[Node]) -> set[str]:
    """Return the addresses of the outermost paragraphs that sign, date or annotate a document."""
    plain = [node for node in nodes if node.kind == "p"]
    found = find_closing([node.printed("text") for node in plain], [len(plain)])
    return {plain[i].eid for i in found}
