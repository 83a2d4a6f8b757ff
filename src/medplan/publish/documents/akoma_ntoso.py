"""A plan as Akoma Ntoso 3.0: its nodes in; XML whose eIds are the addresses of the site, out.

The texts are as printed; an emendation or a remark is a note, referred to where it belongs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from medplan.library.summary import PlanSummary
from medplan.plan.address import Address, Eid
from medplan.plan.model import Node
from medplan.publish.documents.blocks import Cell, Grid, Run, blocks_of, marks_of, note_words, runs_of
from medplan.publish.documents.markup import DECLARATION, element, words
from medplan.publish.plan_view import TABLE_KINDS, Note, PlanView

_NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_ELEMENTS = {
    "part": "part",
    "chp": "chapter",
    "sec": "section",
    "art": "article",
    "para": "paragraph",
    "subpara": "subparagraph",
    "point": "point",
    "cl": "clause",
    "subcl": "subclause",
}
_EARLIEST = "0001-01-01"  # the standard asks for a date; this one says that none is known
_TEXTS = ("num", "label", "heading")


def as_akoma_ntoso(view: PlanView, plan: PlanSummary, site: str) -> bytes:
    """Return a plan as XML; `site` is the site's address, "" when unknown."""
    meta = element("meta", "".join(_meta(view.notes, plan, site)))
    body = element("mainBody", "".join(_provision(view, node) for node in view.plan.nodes))
    root = element("akomaNtoso", element("doc", meta + body, name=plan.kind), xmlns=_NAMESPACE)
    return f"{DECLARATION}{root}\n".encode()


def _meta(notes: Sequence[Note], plan: PlanSummary, site: str) -> Iterator[str]:
    yield element("identification", "".join(_identification(plan, site)), source="#library")
    bodies = (("issuer", plan.issuer or plan.place.name), ("library", "医保规划库"))
    named = (
        element("TLCOrganization", eId=eid, href=f"/ontology/organization/cn/{eid}", showAs=name)
        for eid, name in bodies
    )
    yield element("references", "".join(named), source="#library")
    if notes:
        told = (element("note", element("p", words(note_words(n))), eId=_note_id(n.number)) for n in notes)
        yield element("notes", "".join(told), source="#library")


def _identification(plan: PlanSummary, site: str) -> Iterator[str]:
    date = _whole_date(plan.published)
    work = f"/akn/cn-{plan.place.code}/doc/{plan.kind}/{date}/{plan.id}"
    dated = element("FRBRdate", date=date, name="Publication" if plan.published else "Unknown")
    issued = element("FRBRauthor", href="#issuer")
    alias = element("FRBRalias", value=Address.of_plan(plan.id).href(f"{site}/"), name="url")
    own = ""
    if plan.document_number:
        own = element("FRBRnumber", value=plan.document_number) + element("FRBRname", value=plan.title)
    country = element("FRBRcountry", value="cn")
    yield element("FRBRWork", f"{_known_as(work)}{alias}{dated}{issued}{country}{own}")
    expression = f"{work}/zho@{date}"
    language = element("FRBRlanguage", language="zho")
    yield element("FRBRExpression", f"{_known_as(expression)}{dated}{issued}{language}")
    file = f"{expression}.xml"
    known = element("FRBRthis", value=file) + element("FRBRuri", value=file)
    made = element("FRBRauthor", href="#library") + element("FRBRformat", value="application/akn+xml")
    yield element("FRBRManifestation", f"{known}{dated}{made}")


def _known_as(uri: str) -> str:
    return element("FRBRthis", value=f"{uri}/!main") + element("FRBRuri", value=uri)


def _whole_date(published: str | None) -> str:
    """Return a date as the standard writes it; of a year or a month its first day."""
    return f"{published}-01-01"[:10] if published else _EARLIEST


def _note_id(number: int) -> str:
    return f"note_{number}"


def _provision(view: PlanView, node: Node) -> str:
    if node.kind in TABLE_KINDS:
        return _table(view, node)
    content = "".join(
        element("heading" if name == "heading" else "num", _filled(runs_of(view, node, name)))
        for name in _TEXTS
        if name in node.fields
    )
    content += "".join(_content(view, node, [name for name in view.field_names(node) if name not in _TEXTS]))
    if node.kind in _ELEMENTS:
        return element(_ELEMENTS[node.kind], content, eId=node.eid)
    return element("hcontainer", content, eId=node.eid, name=node.kind)


def _content(view: PlanView, node: Node, names: Sequence[str]) -> Iterator[str]:
    """Yield a node's own text, and what is below it: the standard has text before parts, or text alone."""
    unquoted = marks_of(view, node)
    if names or unquoted or not node.children:
        paragraphs = ""
        for number, name in enumerate(names or [""]):
            runs = runs_of(view, node, name) if name else ()
            filled = _filled((*runs, *(unquoted if number == 0 else ())))
            paragraphs += element("p", filled, **({"class": name} if name == "duty" else {}))
        yield element("intro" if node.children else "content", paragraphs)
    for child in node.children:
        yield _provision(view, child)


def _table(view: PlanView, table: Node) -> str:
    caption = [*runs_of(view, table, "caption"), *marks_of(view, table)]
    [grid] = [block for block in blocks_of(view, [table]) if isinstance(block, Grid)]
    rows = [element("tr", "".join(_cells(grid.head, "th")))] if grid.head else []
    grouped = [name for name, _ in view.columns(table)].index("group") if "columns:group" in table.fields else 0
    for (eid, group), cells in zip(_row_eids(table), grid.rows, strict=True):
        # Where a group begins, its heading in a cell, that is what its address leads to.
        rows.append(element("tr", "".join(_cells(cells, "td", {grouped: group} if group else {})), eId=eid))
    notes = view.table_notes(table)
    made = element("table", "".join(rows), eId=Eid.below(table.eid, "table"))
    content = element("heading", _filled(caption)) if caption else ""
    content += element("intro" if notes else "content", made) + "".join(_provision(view, note) for note in notes)
    return element("hcontainer", content, eId=table.eid, name=table.kind)


def _row_eids(table: Node) -> Iterable[tuple[str, str]]:
    """Yield the address of each line of a table, and that of the group of tasks that begins with it, "" without."""
    for child in table.children:
        if child.kind == "group" and table.kind == "tasks":
            yield from ((row.eid, "" if number else child.eid) for number, row in enumerate(child.children))
        elif child.kind != "note":
            yield child.eid, ""


def _cells(cells: Iterable[Cell], tag: str, eids: Mapping[int, str] = MappingProxyType({})) -> Iterator[str]:
    for at, cell in enumerate(cells):
        yield element(tag, element("p", _filled(cell)), **({"eId": eids[at]} if at in eids else {}))


def _filled(runs: Iterable[Run]) -> str:
    """Return runs as what stands in an element, the numbers of notes as references to them."""
    content = ""
    for run in runs:
        content += words(run.text).replace("\n", element("br"))
        if run.note:
            content += element("noteRef", href=f"#{_note_id(run.note)}", marker=str(run.note))
    return content
