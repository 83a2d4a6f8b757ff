"""Turn a plan's plain data into nodes with addresses: a schema-valid mapping in, a Plan and issues out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from medplan.files.document import DataPath, Document
from medplan.issues import Issue
from medplan.language.numbering import DECIMALS, read_label, read_number
from medplan.plan.address import Eid, step
from medplan.plan.emend import Draft, apply_emendations, segment_field
from medplan.plan.model import IndicatorRef, Node
from medplan.plan.ordinals import Ordinals

SPOKEN = ("lede", "speech", "question", "answer")
_UNIT_TEXTS = ("num", "heading", "text", "lead", "supporting", "responsible", "schedule")


@dataclass(slots=True)
class _Raw:
    """A node before emendations."""

    kind: str
    draft: Draft
    at: DataPath
    children: list[_Raw] = field(default_factory=list)
    themes: tuple[str, ...] = ()
    indicator: IndicatorRef | None = None
    note_rows: tuple[int, ...] = ()
    duty_form: str | None = None


def join_lines(value: Any) -> str:
    """Return a cell printed in several lines as one string, lines parted by a line feed."""
    return "\n".join(str(v) for v in value) if isinstance(value, list) else str(value)


class TreeBuilder:
    """Gives every node its address and its printed fields, collecting faults in `issues`."""

    def __init__(self, document: Document, nature_labels: dict[str, str]) -> None:
        self.document = document
        self.nature_labels = nature_labels
        self.issues: list[Issue] = []
        self.eids: dict[Eid, DataPath] = {}

    def build(self) -> tuple[tuple[Node, ...], list[tuple[Eid, ...]]]:
        """Return the plan's nodes in printed order and, per emendation, the addresses it changes."""
        data = self.document.data
        raws: list[_Raw] = []
        if "notice" in data:
            notice = self._raw("notice", None, "notice", ("notice",), {})
            notice.children = self._items(data["notice"], notice.draft.eid, ("notice",))
            raws.append(notice)
        raws.append(self._raw("title", None, "title", ("title",), {"text": data["title"]}))
        if "subtitle" in data:
            raws.append(self._raw("subtitle", None, "subtitle", ("subtitle",), {"text": data["subtitle"]}))
        raws += self._items(data["body"], None, ("body",))
        emendations = data.get("emendations", [])
        touched, faults = apply_emendations(list(_drafts(raws)), emendations)
        for index, rule, message, cure in faults:
            self.issues.append(self.document.issue(("emendations", index, "printed"), rule, message, cure))
        return tuple(self._freeze(raw, emendations) for raw in raws), touched

    def _raw(
        self, kind: str, parent: Eid | None, local: str, at: DataPath, fields: dict[str, str], **more: Any
    ) -> _Raw:
        eid = Eid.below(parent, local)
        if eid in self.eids:
            line = self.document.place(self.eids[eid])[0]
            self.issues.append(
                self.document.issue(
                    at,
                    "duplicate-eid",
                    f"地址 {eid} 与第 {line} 行的条文重复",
                    "编号印重了的，给后一条写 id，如 id: point_3b",
                )
            )
        self.eids.setdefault(eid, at)
        return _Raw(kind, Draft(eid=eid, fields=fields), at, **more)

    def _items(self, items: list[Any], parent: Eid | None, at: DataPath) -> list[_Raw]:
        raws: list[_Raw] = []
        steps = Ordinals()
        for index, item in enumerate(items):
            where = (*at, index)
            if isinstance(item, str):
                raws.append(self._raw("p", parent, steps.local("p"), where, {"text": item}))
            elif kind := next((k for k in _BUILDERS if k in item), None):
                raws.append(_BUILDERS[kind](self, item, kind, parent, where, steps))
            else:
                raws.append(self._unit(item, parent, where, steps))
        return raws

    def _unit(self, item: dict[str, Any], parent: Eid | None, at: DataPath, steps: Ordinals) -> _Raw:
        number = read_number(str(item["num"])) if "num" in item else None
        if "id" in item:
            local = item["id"]
            kind = Eid(local).kind
            steps.passed(local)
        elif number:
            local, kind = step(number.level, number.value), number.level
        elif "num" not in item and "heading" not in item:
            local, kind = steps.local("p"), "p"
        else:
            local, kind = steps.local("unit"), "unit"
            what = f"认不出编号“{item['num']}”" if "num" in item else "有标题而没有编号"
            self.issues.append(self.document.issue(at, "no-address", f"{what}，定不出地址", "写 id，如 id: unit_1"))
        fields = {k: join_lines(item[k]) for k in _UNIT_TEXTS if k in item}
        raw = self._raw(kind, parent, local, at, fields, themes=tuple(item.get("themes", ())))
        raw.duty_form = join_lines(item["printed_as"]) if "printed_as" in item else None
        if "body" in item:
            raw.children = self._items(item["body"], raw.draft.eid, (*at, "body"))
        return raw

    def _labelled(self, item: dict[str, Any], kind: str, parent: Eid | None, at: DataPath, steps: Ordinals) -> _Raw:
        prefix = {"annex": "att"}.get(kind, kind)
        value = read_label(item[kind], kind)
        local = step(prefix, value) if value and "id" not in item else steps.local(prefix, item.get("id"))
        fields = {"label": item[kind]}
        if "heading" in item:
            fields["heading"] = item["heading"]
        raw = self._raw(kind, parent, local, at, fields)
        raw.themes = tuple(item.get("themes", ()))
        raw.children = self._items(item["body"], raw.draft.eid, (*at, "body"))
        return raw

    def _spoken(self, item: dict[str, Any], kind: str, parent: Eid | None, at: DataPath, steps: Ordinals) -> _Raw:
        fields = {"label": item[kind]} if item[kind] else {}
        raw = self._raw(kind, parent, steps.local(kind, item.get("id")), at, fields)
        raw.themes = tuple(item.get("themes", ()))
        raw.children = self._items(item["body"], raw.draft.eid, (*at, "body"))
        return raw

    def _colophon(self, item: dict[str, Any], kind: str, parent: Eid | None, at: DataPath, steps: Ordinals) -> _Raw:
        raw = self._raw("colophon", parent, "colophon", at, {})
        raw.children = self._items(item["colophon"], raw.draft.eid, (*at, "colophon"))
        return raw

    def _table_head(
        self,
        kind: str,
        local: str,
        table: dict[str, Any],
        parent: Eid | None,
        at: DataPath,
    ) -> _Raw:
        fields = {"caption": table["caption"]} if "caption" in table else {}
        columns = table.get("columns", {})
        named = columns.items() if isinstance(columns, dict) else enumerate(columns, start=1)
        fields |= {f"columns:{key}": str(label) for key, label in named}
        return self._raw(kind, parent, local, at, fields)

    def _indicators(self, item: dict[str, Any], kind: str, parent: Eid | None, at: DataPath, steps: Ordinals) -> _Raw:
        table = item["indicators"]
        raw = self._table_head(kind, steps.local("ind", item.get("id")), table, parent, at)
        category = None
        within = Ordinals()
        for i, row in enumerate(table["rows"]):
            shown = dict(row)
            category = row.get("category", row.get("above", category))
            nature = row.get("nature")
            if nature:
                shown["nature"] = self.nature_labels[nature]
            fields = {k: str(shown[k]) for k in table["columns"] if k in shown}
            ref = IndicatorRef(
                indicator_id=row["indicator"],
                match=row.get("match"),
                nature=nature,
                category=category,
                row=i + 1,
                why=row.get("why"),
            )
            where = (*at, "indicators", "rows", i)
            local = within.local("row", row.get("id"))
            if "above" in row:
                # Known by the row that it stands above, so that pinning the row pins both.
                group = step("group", Eid(local).ordinal)
                raw.children.append(self._raw("group", raw.draft.eid, group, where, {"heading": row["above"]}))
            child = self._raw("indicator_row", raw.draft.eid, local, where, fields)
            child.indicator, child.themes = ref, tuple(row.get("themes", ()))
            raw.children.append(child)
        for i, note in enumerate(table.get("notes", [])):
            where = (*at, "indicators", "notes", i)
            fields = {k: str(note[k]) for k in ("num", "text") if k in note}
            child = self._raw("note", raw.draft.eid, within.local("note", note.get("id")), where, fields)
            child.note_rows, child.themes = tuple(note.get("rows", ())), tuple(note.get("themes", ()))
            raw.children.append(child)
        return raw

    def _tasks(self, item: dict[str, Any], kind: str, parent: Eid | None, at: DataPath, steps: Ordinals) -> _Raw:
        table = item["tasks"]
        raw = self._table_head(kind, steps.local("tasks", item.get("id")), table, parent, at)
        groups = Ordinals()
        for g, group in enumerate(table["groups"]):
            where = (*at, "tasks", "groups", g)
            fields = {k: str(group[k]) for k in ("num", "heading") if k in group}
            child = self._raw("group", raw.draft.eid, groups.local("group", group.get("id")), where, fields)
            for r, row in enumerate(group["rows"]):
                number = read_number(str(row["num"])) if "num" in row else None
                counted = number is not None and number.level not in DECIMALS
                local = row.get("id", step("row", number.value if number and counted else r + 1))
                texts = {k: join_lines(row[k]) for k in ("num", *table["columns"]) if k in row}
                task = self._raw("task_row", child.draft.eid, local, (*where, "rows", r), texts)
                task.themes = tuple(row.get("themes", ()))
                child.children.append(task)
            raw.children.append(child)
        return raw

    def _table(self, item: dict[str, Any], kind: str, parent: Eid | None, at: DataPath, steps: Ordinals) -> _Raw:
        table = item["table"]
        raw = self._table_head(kind, steps.local("table", item.get("id")), table, parent, at)
        ids = table.get("ids", [])
        if ids and len(ids) != len(table["rows"]):
            words = f"表有 {len(table['rows'])} 行，ids 却有 {len(ids)} 个"
            self.issues.append(self.document.issue((*at, "table", "ids"), "row-ids", words, "一行一个，按各行的次序"))
        within = Ordinals()
        for r, row in enumerate(table["rows"]):
            cells = {f"cell:{c}": str(v) for c, v in enumerate(row, start=1) if v is not None}
            where = (*at, "table", "rows", r)
            local = within.local("row", ids[r] if r < len(ids) else None)
            raw.children.append(self._raw("table_row", raw.draft.eid, local, where, cells))
        return raw

    def _freeze(self, raw: _Raw, emendations: list[Any]) -> Node:
        draft = raw.draft
        return Node(
            kind=raw.kind,
            eid=draft.eid,
            fields={
                name: segment_field(text, draft.spans.get(name, []), emendations) for name, text in draft.fields.items()
            },
            children=tuple(self._freeze(child, emendations) for child in raw.children),
            themes=raw.themes,
            place=self.document.place(raw.at),
            indicator=raw.indicator,
            note_rows=raw.note_rows,
            duty_form=raw.duty_form,
        )


def _drafts(raws: list[_Raw]) -> Iterable[Draft]:
    for raw in raws:
        yield raw.draft
        yield from _drafts(raw.children)


_BUILDERS: dict[str, Any] = {
    "box": TreeBuilder._labelled,
    "annex": TreeBuilder._labelled,
    "indicators": TreeBuilder._indicators,
    "tasks": TreeBuilder._tasks,
    "table": TreeBuilder._table,
    "colophon": TreeBuilder._colophon,
    **dict.fromkeys(SPOKEN, TreeBuilder._spoken),
}
