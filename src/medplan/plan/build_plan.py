"""Turn one plan's document into a Plan: schema-valid plain data in, typed facts and issues out."""

from __future__ import annotations

import re
from typing import Any

from medplan.files.document import Document
from medplan.issues import Issue
from medplan.plan.address import Eid
from medplan.plan.head import CitedDocument, PlanHead, head_fields, read_head
from medplan.plan.model import (
    Checked,
    Emendation,
    IndicatorRef,
    Node,
    Plan,
    Remark,
    StatedIndicator,
    walk,
)
from medplan.plan.printed import node_text
from medplan.plan.tree import TreeBuilder
from medplan.schema.schemas import plan_labels


def build_plan(document: Document, plan_id: str) -> tuple[Plan, list[Issue]]:
    """Return the plan and the issues met in giving addresses and placing emendations."""
    data = document.data
    builder = TreeBuilder(document, plan_labels()["nature"])
    nodes, touched = builder.build()
    head = read_head(data, plan_id)
    plan = Plan(
        **head_fields(head),
        path=document.path,
        cites=_cited(data.get("cites", []), _printed(nodes, head)),
        nodes=nodes,
        stated_indicators=tuple(_stated(item) for item in data.get("stated_indicators", [])),
        emendations=tuple(
            Emendation(
                at=Eid(item["at"]),
                printed=item["printed"],
                reads=item["reads"],
                why=item["why"],
                eids=eids,
                times=item.get("times", 1),
            )
            for item, eids in zip(data.get("emendations", []), touched, strict=True)
        ),
        remarks=tuple(
            Remark(
                kind=item["kind"],
                text=item["text"],
                at=Eid(item["at"]) if "at" in item else None,
                also=tuple(map(Eid, item.get("also", ()))),
                quote=item.get("quote"),
            )
            for item in data.get("remarks", [])
        ),
        checked=tuple(
            Checked(at=Eid(item["at"]), quote=item.get("quote"), why=item["why"]) for item in data.get("checked", [])
        ),
    )
    return plan, builder.issues


def _printed(nodes: tuple[Node, ...], head: PlanHead) -> tuple[Node, ...]:
    """Return the nodes that the source prints: without a title of the editor's."""
    return tuple(node for node in nodes if not (head.title_by_editor and node.kind == "title"))


def _cited(items: list[dict[str, Any]], nodes: tuple[Node, ...]) -> tuple[CitedDocument, ...]:
    """Return the cited documents, each with the provisions that name it in one of its printed forms."""
    texts = [(node.eid, node_text(node)) for node, _ in walk(nodes)] if items else []
    cited = []
    for item in items:
        printed = item.get("printed") or [f"《{item['title']}》"]
        forms = re.compile("|".join(map(re.escape, printed)))
        within = item.get("at")
        eids = tuple(
            eid
            for eid, text in texts
            if forms.search(text) and (not within or any(eid == a or eid.is_under(a) for a in within))
        )
        document = CitedDocument(
            title=item["title"], number=item["number"], title_by_editor=item.get("title_by_editor", False),
            plan=item.get("plan"), eids=eids, printed=tuple(printed),
        )  # fmt: skip
        cited.append(document)
    return tuple(cited)


def _stated(item: dict[str, Any]) -> StatedIndicator:
    return StatedIndicator(
        at=Eid(item["at"]),
        ref=IndicatorRef(
            indicator_id=item["indicator"], match=item.get("match"), nature=item.get("nature"), why=item.get("why")
        ),
        name=item["name"],
        unit=_text(item.get("unit")),
        baseline=_text(item.get("baseline")),
        target=_text(item.get("target")),
        baseline_year=item.get("baseline_year"),
        target_year=item.get("target_year"),
    )


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
