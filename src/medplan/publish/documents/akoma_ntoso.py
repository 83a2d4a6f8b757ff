"""A plan as Akoma Ntoso 3.0: its nodes in; XML whose eIds are the addresses of the site, out.

The texts are as printed; an emendation or a remark is a note, referred to where it belongs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from medplan.library.summary import PlanSummary
from medplan.plan.address import Address, Eid
from medplan.plan.model import Node
from medplan.publish.documents.blocks import Cell, Grid, Run, blocks_of, marks_of, note_words, runs_of
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
    root = Element("akomaNtoso", xmlns=_NAMESPACE)
    document = SubElement(root, "doc", name=plan.kind)
    _write_meta(SubElement(document, "meta"), view.notes, plan, site)
    body = SubElement(document, "mainBody")
    for node in view.plan.nodes:
        _write(body, view, node)
    made: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return made + b"\n"


def _write_meta(meta: Element, notes: Sequence[Note], plan: PlanSummary, site: str) -> None:
    date = _whole_date(plan.published)
    work = f"/akn/cn-{plan.place.code}/doc/{plan.kind}/{date}/{plan.id}"
    found = SubElement(meta, "identification", source="#library")
    parts = (
        ("FRBRWork", work, (("FRBRcountry", "value", "cn"),)),
        ("FRBRExpression", f"{work}/zho@{date}", (("FRBRlanguage", "language", "zho"),)),
        ("FRBRManifestation", f"{work}/zho@{date}.xml", (("FRBRformat", "value", "application/akn+xml"),)),
    )
    for name, uri, more in parts:
        part = SubElement(found, name)
        SubElement(part, "FRBRthis", value=f"{uri}/!main" if name != "FRBRManifestation" else uri)
        SubElement(part, "FRBRuri", value=uri)
        if name == "FRBRWork":
            SubElement(part, "FRBRalias", value=Address.of_plan(plan.id).href(f"{site}/"), name="url")
        SubElement(part, "FRBRdate", date=date, name="Publication" if plan.published else "Unknown")
        SubElement(part, "FRBRauthor", {"href": "#library" if name == "FRBRManifestation" else "#issuer"})
        for element, attribute, value in more:
            SubElement(part, element, {attribute: value})
        if name == "FRBRWork" and plan.document_number:
            SubElement(part, "FRBRnumber", value=plan.document_number)
            SubElement(part, "FRBRname", value=plan.title)
    references = SubElement(meta, "references", source="#library")
    bodies = (("issuer", plan.issuer or plan.place.name), ("library", "医保规划库"))
    for eid, name in bodies:
        SubElement(references, "TLCOrganization", eId=eid, href=f"/ontology/organization/cn/{eid}", showAs=name)
    if notes:
        told = SubElement(meta, "notes", source="#library")
        for note in notes:
            SubElement(SubElement(told, "note", eId=_note_id(note.number)), "p").text = note_words(note)


def _whole_date(published: str | None) -> str:
    """Return a date as the standard writes it; of a year or a month its first day."""
    return f"{published}-01-01"[:10] if published else _EARLIEST


def _note_id(number: int) -> str:
    return f"note_{number}"


def _write(parent: Element, view: PlanView, node: Node) -> None:
    if node.kind in TABLE_KINDS:
        _write_table(parent, view, node)
        return
    element = _container(parent, node)
    for name in _TEXTS:
        if name in node.fields:
            tag = "heading" if name == "heading" and element.find("heading") is None else "num"
            _fill(SubElement(element, tag), runs_of(view, node, name))
    names = [name for name in view.field_names(node) if name not in _TEXTS]
    _write_content(element, view, node, names)


def _container(parent: Element, node: Node) -> Element:
    if node.kind in _ELEMENTS:
        return SubElement(parent, _ELEMENTS[node.kind], eId=node.eid)
    return SubElement(parent, "hcontainer", eId=node.eid, name=node.kind)


def _write_content(element: Element, view: PlanView, node: Node, names: Sequence[str]) -> None:
    """Write a node's own text, and what is below it: the standard has text before parts, or text alone."""
    unquoted = marks_of(view, node)
    if names or unquoted or not node.children:
        place = SubElement(element, "intro" if node.children else "content")
        for number, name in enumerate(names or [""]):
            paragraph = SubElement(place, "p", {"class": name} if name == "duty" else {})
            runs = runs_of(view, node, name) if name else ()
            _fill(paragraph, (*runs, *(unquoted if number == 0 else ())))
    for child in node.children:
        _write(element, view, child)


def _write_table(parent: Element, view: PlanView, table: Node) -> None:
    element = SubElement(parent, "hcontainer", eId=table.eid, name=table.kind)
    caption = [*runs_of(view, table, "caption"), *marks_of(view, table)]
    if caption:
        _fill(SubElement(element, "heading"), caption)
    notes = view.table_notes(table)
    place = SubElement(element, "intro" if notes else "content")
    made = SubElement(place, "table", eId=Eid.below(table.eid, "table"))
    [grid] = [block for block in blocks_of(view, [table]) if isinstance(block, Grid)]
    if grid.head:
        _write_row(SubElement(made, "tr"), grid.head, "th")
    grouped = [name for name, _ in view.columns(table)].index("group") if "columns:group" in table.fields else 0
    for (eid, group), cells in zip(_row_eids(table), grid.rows, strict=True):
        row = SubElement(made, "tr", eId=eid)
        _write_row(row, cells, "td")
        if group:  # the group begins here, its heading in a cell
            row[grouped].set("eId", group)
    for note in notes:
        _write(element, view, note)


def _row_eids(table: Node) -> Iterable[tuple[str, str]]:
    """Yield the address of each line of a table, and that of the group of tasks that begins with it, "" without."""
    for child in table.children:
        if child.kind == "group" and table.kind == "tasks":
            yield from ((row.eid, "" if number else child.eid) for number, row in enumerate(child.children))
        elif child.kind != "note":
            yield child.eid, ""


def _write_row(row: Element, cells: Iterable[Cell], tag: str) -> None:
    for cell in cells:
        _fill(SubElement(SubElement(row, tag), "p"), cell)


def _fill(element: Element, runs: Iterable[Run]) -> None:
    """Write runs into an element, the numbers of notes as references to them."""
    last: Element | None = None
    for run in runs:
        for number, line in enumerate(run.text.split("\n")):
            if number:
                last = SubElement(element, "br")
            if last is None:
                element.text = (element.text or "") + line
            else:
                last.tail = (last.tail or "") + line
        if run.note:
            last = SubElement(element, "noteRef", href=f"#{_note_id(run.note)}", marker=str(run.note))
