"""PDF: rows over a page, short lines, files that one library can't open, text drawn as curves."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from medplan.importing.read.blocks import Grid, Paragraph
from medplan.importing.read.limits import Refused
from medplan.importing.read.pdf import read_pdf
from medplan.importing.read.pdf_lines import Line, join_paragraphs, text_edge
from medplan.importing.read.pdf_rows import Row, joined_row, row_goes_on

ROWS: list[Row] = [("类别", "名称", "说明"), ("参保", "参保率", "参保人数之比。"), (None, "缴费", "按年度统计，")]


@pytest.mark.parametrize(
    ("after", "goes_on"),
    [
        (("", "", "由中心核对。"), True),
        (("", "率", "由中心核对。"), False),
        (("", "时限", "按月。"), False),
        (("二、待遇", None, None), False),
        (("", "", ""), False),
        (("", "基金", "按月核对。"), False),
    ],
)
def test_a_row_goes_on_where_a_cell_is_empty_that_no_other_row_leaves_empty(after: Row, goes_on: bool) -> None:
    assert row_goes_on(ROWS, after) is goes_on


def test_the_parts_of_a_row_run_on() -> None:
    assert joined_row(ROWS[-1], ("", "", "由中心核对。")) == (None, "缴费", "按年度统计，由中心核对。")


def page(*texts: str, size: float = 10) -> list[Line]:
    return [
        Line(text=t, x0=90, x1=90 + size * len(t), top=100 + 16 * i, bottom=100 + 16 * i + size, size=size)
        for i, t in enumerate(texts)
    ]


def test_short_lines_are_a_paragraph_each() -> None:
    lines = page("一、责任", "甲局负责牵头", "乙局负责资金", "丙局负责征缴")
    assert [piece.text for piece in join_paragraphs(lines, page_edge=text_edge(lines, 595))] == [x.text for x in lines]


def test_full_lines_are_one_paragraph() -> None:
    lines = page("规划" * 20, "规划" * 20, "规划。")
    assert len(join_paragraphs(lines, page_edge=text_edge(lines, 595))) == 1


def drawn(folder: Path, content: bytes, *, line_feed: bytes = b"\n") -> Path:
    """Write a PDF of one page, whose place of cross references (a stream) stands after `line_feed`."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body, places = b"%PDF-1.5\n", [0]
    for i, held in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj%s\nendobj\n" % (i, held)
    table = b"".join(bytes([min(i, 1)]) + at.to_bytes(4, "big") + b"\0" for i, at in enumerate([*places, len(body)]))
    entry = b"6 0 obj<</Type/XRef/Size 7/W[1 4 1]/Root 1 0 R/Length %d>>stream\n%s\nendstream\nendobj\n"
    path = folder / "a.pdf"
    path.write_bytes(body + entry % (len(table), table) + b"startxref%s%d\n%%%%EOF\n" % (line_feed, len(body)))
    return path


@pytest.mark.parametrize("line_feed", [b"\n", b" "])
def test_a_file_that_the_library_stumbles_on_is_written_anew(tmp_path: Path, line_feed: bytes) -> None:
    path = drawn(tmp_path, b"BT /F 12 Tf 90 700 Td (Plan of 2025) Tj ET", line_feed=line_feed)
    texts = [b.text for b in read_pdf(path, lambda done, of: None) if isinstance(b, Paragraph)]
    assert texts == ["Plan of 2025"]


def test_text_drawn_as_curves_is_told(tmp_path: Path) -> None:
    path = drawn(tmp_path, b"1 1 m 2 3 4 5 6 7 c 3 3 l f\n" * 200)
    with pytest.raises(Refused, match="转曲"):
        list(read_pdf(path, lambda done, of: None))


def table_over_pages(chromium: Browser, path: Path, *, breaks: str) -> list[Grid]:
    """Return the tables of a table printed on small pages, whose rows a browser breaks or keeps whole."""
    row = "<tr><td>{n}</td><td>{text}</td><td>{who}</td><td>{who}</td></tr>"
    who = "市财政局、市税务局、市民政局、市审计局、市公安局、市教育局"
    rows = "".join(row.format(n=n, text=f"第{n}项", who=who) for n in range(1, 8))
    page = chromium.new_page()
    page.set_content(
        "<style>table{border-collapse:collapse;width:90mm} td{border:1px solid #000;font-size:16px;line-height:1.5}"
        f"td{{width:20mm}} tr{{break-inside:{breaks}}}</style>"
        f"<table><tr><td>序号</td><td>任务</td><td>牵头</td><td>配合</td></tr>{rows}</table>"
    )
    page.pdf(path=str(path), width="120mm", height="130mm", margin=dict.fromkeys(("top", "bottom", "left"), "10mm"))
    page.close()
    return [block for block in read_pdf(path, lambda done, of: None) if isinstance(block, Grid)]


@pytest.mark.parametrize("breaks", ["auto", "avoid"])
def test_a_row_that_no_rule_ends_goes_on_over_the_page(chromium: Browser, tmp_path: Path, breaks: str) -> None:
    (grid,) = table_over_pages(chromium, tmp_path / "a.pdf", breaks=breaks)
    assert [row[0] for row in grid.rows] == ["序号", *"1234567"]
    said = {"".join((cell or "").split()) for row in grid.rows[1:] for cell in row[2:]}
    assert said == {"市财政局、市税务局、市民政局、市审计局、市公安局、市教育局"}
