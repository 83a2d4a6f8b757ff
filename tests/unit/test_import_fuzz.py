"""Whatever a document holds, its draft is valid and proved, or it is refused in Chinese: never a traceback."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medplan.importing.draft.draft_plan import Draft, Place, draft_plan, find_fault
from medplan.importing.read.blocks import Block, Doubt, Furniture, Grid, Paragraph, dump_blocks, lay_out, load_blocks
from medplan.importing.read.encoding import decode_text
from medplan.importing.read.forms import FORMS, form_of
from medplan.importing.read.html import read_html
from medplan.importing.read.limits import Refused
from medplan.importing.read.mhtml import read_mhtml
from medplan.importing.read.pdf import assemble
from medplan.importing.read.scan import read_rows
from medplan.importing.read.txt import read_txt
from medplan.importing.read.worker import main
from medplan.importing.review_sheet.sheet import review_sheet
from medplan.library.repository import Repository

from .hostile_documents import package

pytestmark = pytest.mark.slow

PLACE = Place(
    code="320500",
    plan_id="320500-suzhou-x",
    path="data/plans/32-jiangsu/320500-suzhou-x.yaml",
    source_file="data/sources/320500-suzhou-x.txt",
)
WORDS = """第一章 第二节 一、 二、 （一） （二） (三) 1. 2. 3、 （1） 1） ① ② （%1） 专栏1 专栏
附件 附件1： 附件：名单 抄送： 目录 注：
序号 类别 主要指标 单位 2020年 2025年 属性 约束性 预期性 工作任务 牵头单位 配合单位 进度要求 持续推进 >95% ≥90 —— 0—5%
某市医疗保障“十四五”规划 （征求意见稿） 关于印发规划的通知 某政办发〔2021〕5号
2021年10月8日 记者：请问？ 主持人： 今天请局长
（牵头单位：市医保局；配合单位：市财政局；2023年完成） 共印100份 市人民政府办公室2021年10月8日印发
加快建立多层次医疗保障体系，完善待遇保障机制。 甲乙丙丁戊己庚辛甲乙丙丁戊己庚辛甲乙丙丁戊己庚辛 3 -5 . % ' " ( ) , —"""
MARKS = [*WORDS.split(), "\t", "\n", "\n\n", " "]
PIECES = st.one_of(st.sampled_from(MARKS), st.text(max_size=6))
TEXTS = st.lists(PIECES, max_size=40).map("".join)
CELLS = st.one_of(st.none(), TEXTS.map(lambda text: text[:200]))
GRIDS = st.integers(1, 7).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width).map(tuple), min_size=1, max_size=6)
)
BLOCKS = st.one_of(
    st.builds(
        Paragraph,
        text=TEXTS,
        starts=st.booleans(),
        level=st.one_of(st.none(), st.integers(0, 9)),
        frame=st.one_of(st.none(), st.integers(1, 3)),
        note=st.booleans(),
    ),
    st.builds(Grid, rows=GRIDS.map(tuple), header=st.integers(0, 2)),
    st.builds(Furniture, text=TEXTS, why=st.sampled_from(["目录", "页码"])),
    st.builds(Doubt, words=TEXTS),
)


def check_draft(blocks: list[Block], source: bytes, repository: Repository) -> None:
    """Fail unless the blocks make a good draft or are refused."""
    try:
        draft = draft_plan(blocks, source, None, PLACE, repository.catalogues)
    except Refused as refused:
        assert refused.message and refused.cure
        return
    assert find_fault(draft, source, PLACE, repository.catalogues) is None
    check_sheet(draft, source, repository)


def check_sheet(draft: Draft, source: bytes, repository: Repository) -> None:
    """Fail unless the review sheet shows each line that is not blank, once, and every link leads somewhere."""
    page = review_sheet(draft, source, PLACE.plan_id, "x.txt", repository.catalogues)
    lines = re.split(r"\r\n|\r|\n", source.decode("utf-8-sig"))
    shown = [int(number) for number in re.findall(r'<p class="line" id="L(\d+)">', page)]
    assert shown == [n for n, line in enumerate(lines, start=1) if line.strip()]
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


@given(TEXTS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text(repository: Repository, text: str) -> None:
    raw = text.encode("utf-8", "surrogatepass")
    try:
        decoded = decode_text(raw)
    except Refused:
        return
    blocks = read_txt(decoded)
    if any(isinstance(block, Paragraph) and block.text.strip() for block in blocks):
        check_draft(blocks, decoded.encode("utf-8"), repository)


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_refused(raw: bytes) -> None:
    try:
        assert isinstance(decode_text(raw), str)
    except Refused as refused:
        assert refused.cure


@given(st.lists(BLOCKS, min_size=1, max_size=14))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_blocks(repository: Repository, blocks: list[Block]) -> None:
    assert load_blocks(dump_blocks(blocks)) == blocks
    text, placed = lay_out(blocks)
    check_draft(placed, text.encode("utf-8", "replace"), repository)


TAGS = [
    "div",
    "p",
    "table",
    "tr",
    "td colspan=3",
    "td rowspan='x'",
    "ol start=4",
    "li",
    "li value=9",
    "h2",
    "br",
    "pre",
]
TAGS += [
    "span style='display:none'",
    "script",
    "b",
    "/p",
    "/table",
    "/div",
    "/script",
    "!--",
    "?xml",
    "![CDATA[",
    "a href=x",
]
PAGES = st.lists(
    st.one_of(st.sampled_from([f"<{tag}>" for tag in TAGS]), PIECES, st.just("&#0;&bogus;&amp;")), max_size=60
)


@given(PAGES.map("".join))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_page(repository: Repository, page: str) -> None:
    try:
        blocks = read_html(page.encode("utf-8", "surrogatepass"))
    except Refused:
        return
    text, placed = lay_out(blocks)
    if any(not isinstance(block, Furniture) for block in placed):
        check_draft(placed, text.encode("utf-8"), repository)


PARTS = [
    *[
        f"<w:{tag}>"
        for tag in ("p", "r", "t", "tbl", "tr", "tc", "pPr", "numPr", "sdt", "sdtContent", "del", "ins", "br")
    ],
    '<w:numId w:val="7"/><w:ilvl w:val="x"/>',
    '<w:tcPr><w:gridSpan w:val="3"/><w:vMerge/></w:tcPr>',
    '<w:footnoteReference w:id="2"/>',
    *(f'<w:sym w:char="{code}"/>' for code in ("F0A7", "2460", "D83D", "110000", "-1", "x")),
    '<w:pStyle w:val="nothing"/>',
]


def closed(parts: list[str]) -> str:
    """Return parts of XML with every element closed in turn."""
    out, opened = "", []
    for part in parts:
        out += part
        if part.startswith("<") and not part.endswith("/>") and "</" not in part:
            opened.append(part[1:-1])
        if len(opened) > 9:
            out += f"</{opened.pop()}>"
    return out + "".join(f"</{tag}>" for tag in reversed(opened))


@given(st.lists(st.one_of(st.sampled_from(PARTS), st.sampled_from(["甲", "一、总则", "5"])), max_size=60).map(closed))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_word_document_and_any_noise(tmp_path: Path, monkeypatch: Any, body: str) -> None:
    monkeypatch.setattr("resource.setrlimit", lambda *_: None)
    path = tmp_path / "a.docx"
    path.write_bytes(package(body))
    said = io.StringIO()
    main(".docx", path, said)
    kind, _, rest = said.getvalue().rstrip("\n").rpartition("\n")[2].partition(" ")
    assert kind in ("blocks", "refused")
    if kind == "blocks":
        assert isinstance(load_blocks(rest), list)
    path.write_bytes(package(body)[:-30] + body.encode()[:30])
    main(".docx", path, said)


@given(st.integers(0, 900), st.binary(min_size=1, max_size=40))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_damage_to_a_pdf(tmp_path: Path, monkeypatch: Any, at: int, noise: bytes) -> None:
    from .hostile_documents import pdf

    monkeypatch.setattr("resource.setrlimit", lambda *_: None)
    made = pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 6 0 R >>",
            b"<< /Length 60 >>\nstream\nBT /F 16 Tf 72 700 Td (1. Plan 2025) Tj ET 0 0 m 9 9 l S     \nendstream",
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            b"<< /Font << /F 5 0 R >> >>",
        ]
    )
    path = tmp_path / "a.pdf"
    path.write_bytes(made[:at] + noise + made[at + len(noise) :])
    said = io.StringIO()
    main(".pdf", path, said)
    kind, _, rest = said.getvalue().rstrip("\n").rpartition("\n")[2].partition(" ")
    assert kind in ("blocks", "refused"), said.getvalue()
    assert kind == "blocks" or "\t" in rest


HEADERS = [
    "Content-Type: text/html",
    "Content-Type: multipart/related; boundary=x",
    "Content-Type: multipart/alternative; boundary=y; start=<1>",
    "Content-Type: text/html; charset=utf-7",
    "Content-Transfer-Encoding: base64",
    "Content-Transfer-Encoding: quoted-printable",
    "Content-Transfer-Encoding: x-uuencode",
    "Content-ID: <1>",
    "Content-Location: http://a.example/",
    "Snapshot-Content-Location: \ufffd",
    "MIME-Version: 1.0",
    "Content-Type: ;;;=",
]
MESSAGES = st.lists(
    st.one_of(
        st.sampled_from(["\r\n", "\n", "--x\r\n", "--x--\r\n", "--y\n", " folded\r\n", "=E7=94", "PGI+"]),
        PAGES.map("".join),
    )
    | st.sampled_from([f"{header}\r\n" for header in HEADERS]),
    max_size=30,
)


@given(MESSAGES.map("".join))
def test_any_page_in_one_file(message: str) -> None:
    try:
        blocks = read_mhtml(message.encode("utf-8", "surrogatepass"))
    except Refused as refused:
        assert refused.message and refused.cure
        return
    assert load_blocks(dump_blocks(blocks)) == blocks


STARTS = [
    b"",
    b"\xd0\xcf\x11\xe0",
    b"PK\x03\x04",
    b"{\\rtf",
    b"%PDF-",
    b"<html>",
    b"\xff\xfe",
    b"II*\0",
    b"MIME-Version: 1.0\n",
]


@given(
    st.sampled_from(STARTS),
    st.binary(max_size=200),
    st.sampled_from(["", ".doc", ".docx", ".txt", ".html", ".xls", ".x"]),
)
def test_any_file_has_one_form_or_is_refused(start: bytes, rest: bytes, suffix: str) -> None:
    try:
        assert form_of(suffix, start + rest) in FORMS
    except Refused as refused:
        assert refused.message and refused.cure


@given(st.text(max_size=300), st.sampled_from(["utf-8", "gb18030", "big5hkscs", "utf-16", "latin-1"]))
def test_any_text_in_any_encoding_is_read_or_refused(text: str, codec: str) -> None:
    try:
        assert isinstance(decode_text(text.encode(codec, "replace")), str)
    except Refused as refused:
        assert refused.message and refused.cure


TSV = st.lists(
    st.lists(
        st.one_of(
            st.sampled_from(["1", "5", "4", "-1", "96.5", "999999999", "甲", "办法。", "x"]), st.text(max_size=3)
        ),
        min_size=10,
        max_size=13,
    ),
    max_size=20,
).map(lambda rows: ["\t".join(cells).replace("\n", " ") for cells in rows])


@given(TSV)
def test_whatever_tesseract_says(rows: list[str]) -> None:
    blocks = list(assemble(list(read_rows(rows))))
    assert load_blocks(dump_blocks(blocks)) == blocks
