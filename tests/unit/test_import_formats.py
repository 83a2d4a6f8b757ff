"""Small documents made by the libraries of each format, and the blocks they must be read into."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.text import WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from playwright.sync_api import Browser

from medplan.importing.read.blocks import Block, Doubt, Furniture, Grid, Paragraph, lay_out
from medplan.importing.read.encoding import decode_text
from medplan.importing.read.html import read_html
from medplan.importing.read.limits import Refused
from medplan.importing.read.receive import receive
from medplan.importing.read.txt import read_txt
from medplan.importing.read.word_numbers import count_in


def texts(blocks: list[Block]) -> list[str]:
    """Return the paragraphs' texts."""
    return [block.text for block in blocks if isinstance(block, Paragraph)]


def grids(blocks: list[Block]) -> list[tuple[tuple[str | None, ...], ...]]:
    return [block.rows for block in blocks if isinstance(block, Grid)]


def furniture(blocks: list[Block]) -> list[tuple[str, str]]:
    return [(block.text, block.why) for block in blocks if isinstance(block, Furniture)]


def saved(document: Any, folder: Path) -> list[Block]:
    path = folder / "a.docx"
    document.save(str(path))
    return receive(path).blocks


LEVELS = (
    ("chineseCounting", "第%1章"),
    ("chineseCounting", "%2、"),
    ("chineseCounting", "（%3）"),
    ("decimal", "%2.%4"),
)


def number(document: Any, *, legal: bool = False) -> None:
    """Give a document the list 7 of four levels, and 8, the same but beginning at 5."""
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
        f"{'<w:isLgl/>' if legal and i == 3 else ''}</w:lvl>"
        for i, (form, text) in enumerate(LEVELS)
    )
    root = document.part.numbering_part.element
    root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>'))
    for name, more in (("7", ""), ("8", '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="5"/></w:lvlOverride>')):
        root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{name}"><w:abstractNumId w:val="77"/>{more}</w:num>'))


def numbered(document: Any, text: str, depth: int, name: str = "7") -> None:
    properties = document.add_paragraph(text)._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = depth
    properties.get_or_add_numId().val = int(name)


def test_word_numbers_are_computed_as_word_does(tmp_path: Path) -> None:
    document = docx.Document()
    number(document, legal=True)
    for text, depth in (
        ("甲", 0),
        ("乙", 1),
        ("丙", 2),
        ("丁", 2),
        ("戊", 1),
        ("己", 2),
        ("庚", 3),
        ("辛", 0),
        ("壬", 1),
    ):
        numbered(document, text, depth)
    numbered(document, "癸", 1, "8")
    assert texts(saved(document, tmp_path)) == [
        "第一章 甲",
        "一、 乙",
        "（一） 丙",
        "（二） 丁",
        "二、 戊",
        "（一） 己",
        "2.1 庚",
        "第二章 辛",
        "一、 壬",
        "五、 癸",
    ]


def test_a_number_may_come_from_the_style(tmp_path: Path) -> None:
    document = docx.Document()
    number(document)
    based = document.styles.add_style("条目", 1)
    based.element.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="1"/><w:numId w:val="7"/></w:numPr>')
    )
    derived = document.styles.add_style("小条目", 1)
    derived.base_style = based
    document.add_paragraph("甲", style=based)
    document.add_paragraph("乙", style=derived)
    document.add_heading("丙", level=2)
    blocks = saved(document, tmp_path)
    assert texts(blocks) == ["一、 甲", "二、 乙", "丙"]
    assert [b.level for b in blocks if isinstance(b, Paragraph)] == [None, None, 2]


@pytest.mark.parametrize(
    ("form", "value", "printed"),
    [
        ("chineseCounting", 10, "十"),
        ("chineseCountingThousand", 12, "十二"),
        ("chineseCounting", 105, "一百零五"),
        ("chineseLegalSimplified", 3, "叁"),
        ("decimalEnclosedCircle", 20, "⑳"),
        ("decimalEnclosedCircle", 21, "21"),
        ("ideographTraditional", 2, "乙"),
        ("upperRoman", 14, "XIV"),
        ("lowerLetter", 28, "bb"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalZero", 3, "03"),
        ("bullet", 3, ""),
        ("notAFormat", 3, "3"),
    ],
)
def test_number_formats_of_word(form: str, value: int, printed: str) -> None:
    assert count_in(form, value) == printed


def test_merged_cells_stay_merged(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=3)
    for r, row in enumerate(("类别 指标 目标", "参保 甲 1", "x 乙 2")):
        for c, text in enumerate(row.split()):
            table.cell(r, c).text = text
    table.cell(2, 0).text = ""
    table.cell(1, 0).merge(table.cell(2, 0))
    wide = document.add_table(rows=2, cols=3)
    wide.cell(0, 0).merge(wide.cell(0, 2)).text = "表题"
    wide.cell(1, 0).text = "甲\n乙"
    assert grids(saved(document, tmp_path)) == [
        (("类别", "指标", "目标"), ("参保", "甲", "1"), (None, "乙", "2")),
        (("表题", None, None), ("甲\n乙", "", "")),
    ]


def test_footnotes_follow_the_paragraph_they_are_marked_in(tmp_path: Path) -> None:
    document = docx.Document()
    marked = document.add_paragraph("健全机制")
    marked.add_run("")._r.append(parse_xml(f'<w:footnoteReference {nsdecls("w")} w:id="2"/>'))
    marked.add_run("，抓好落实。")
    document.add_paragraph("下一段。")
    notes = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:id="2"><w:p><w:r><w:footnoteRef/><w:t>指门诊机制。</w:t></w:r>'
        "</w:p></w:footnote></w:footnotes>"
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, notes.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    assert texts(saved(document, tmp_path)) == ["健全机制¹，抓好落实。", "¹ 指门诊机制。", "下一段。"]


def test_what_word_does_not_print_is_left_out_and_what_it_does_is_kept(tmp_path: Path) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "页眉文字"
    mixed = document.add_paragraph("保留")
    hidden = mixed.add_run("隐藏")
    hidden.font.hidden = True
    for xml in (
        "<w:del {0}><w:r><w:delText>删去</w:delText></w:r></w:del>",
        "<w:ins {0}><w:r><w:t>插入</w:t></w:r></w:ins>",
        "<w:r {0}><w:instrText>PAGE</w:instrText></w:r>",
        "<w:hyperlink {0}><w:r><w:t>链接</w:t></w:r></w:hyperlink>",
    ):
        mixed._p.append(parse_xml(xml.format(nsdecls("w"))))
    broken = document.add_paragraph("上行")
    broken.add_run().add_break(WD_BREAK.LINE)
    broken.add_run("下行")
    box = "<w:r {0}><w:pict><w:txbxContent><w:p><w:r><w:t>框内文字</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
    document.add_paragraph("框外").add_run()._r.addnext(parse_xml(box.format(nsdecls("w"))))
    blocks = saved(document, tmp_path)
    assert texts(blocks) == ["保留插入链接", "上行", "下行", "框外", "框内文字"]
    assert [b.starts for b in blocks if isinstance(b, Paragraph)][1:3] == [True, False]
    assert furniture(blocks) == [("页眉文字", "页眉、页脚、页码")]


def test_a_table_of_one_cell_is_a_frame(tmp_path: Path) -> None:
    document = docx.Document()
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "专栏1 工程"
    cell.add_paragraph("1.甲。")
    document.add_paragraph("框外。")
    blocks = [b for b in saved(document, tmp_path) if isinstance(b, Paragraph)]
    assert [(b.text, b.frame) for b in blocks] == [("专栏1 工程", 1), ("1.甲。", 1), ("框外。", None)]


LONG = (
    "加快建立覆盖全民、统筹城乡、权责清晰、保障适度、可持续的多层次医疗保障体系，"
    "努力为人民群众提供全方位全周期的医疗保障。"
)
PAGE = """<html><head><meta charset=gb2312><title>标题栏</title></head><body><ul class=nav><li>首页<li>机构</ul>
<div class=main><h1>某市医疗保障规划</h1><div>发布时间：2021-10-08</div><div class=text>
<p>一、总则<p>为了保障人民<b>健康</b>，<br>制定本规划，共<sup>①</sup>三章。<p>{}
<ol start=3><li>第三点，甲。<li value=7>第七点，乙。<li>9. 自带编号，丙。</ol>
<table><thead><tr><th>类别<th>指标<th>目标</thead><tr><td rowspan=2>参保<td>甲<td>1<tr><td>乙<br>丙<td>2</table>
<table><tr><td>专栏1 工程</td></tr><tr><td><p>1.子，丑。</p></td></tr></table>
<pre>原样，一
原样，二</pre></div></div><div>版权所有，某市</div></body></html>"""


@pytest.mark.parametrize("charset", ["gb18030", "utf-8", "utf-8-sig"])
def test_a_web_page_is_read_whole(charset: str) -> None:
    page = PAGE if charset == "gb18030" else PAGE.replace("gb2312", "utf-8")
    blocks = read_html(page.replace("{}", LONG).encode(charset))
    assert texts(blocks) == [
        "某市医疗保障规划",
        "一、总则",
        "为了保障人民健康，",
        "制定本规划，共①三章。",
        LONG,
        "3. 第三点，甲。",
        "7. 第七点，乙。",
        "9. 自带编号，丙。",
        "专栏1 工程",
        "1.子，丑。",
        "原样，一",
        "原样，二",
    ]
    assert grids(blocks) == [(("类别", "指标", "目标"), ("参保", "甲", "1"), (None, "乙\n丙", "2"))]
    assert furniture(blocks) == [
        ("首页", "网页导航"),
        ("机构", "网页导航"),
        ("发布时间：2021-10-08", "网页导航"),
        ("版权所有，某市", "网页页脚"),
    ]


def test_a_page_without_prose_is_all_main_text() -> None:
    assert texts(read_html(b"<p>abc</p><p>def</p>")) == ["abc", "def"]


PAPER = f"""<meta charset=utf-8><style>body{{font:16px/1.8 'Noto Serif CJK SC'}}
p{{text-indent:2em;margin:0;text-align:justify}}
td{{border:1px solid #000}} tr{{height:60px}} table{{border-collapse:collapse;width:100%}}
h1{{text-align:center;font-size:26px}}</style>
<h1>某市医疗保障事业发展规划</h1><p>一、总则</p>{"".join(f"<p>（{n}）{LONG * 3}</p>" for n in "一二三四五六七八九十")}
<table><tr><td>序号</td><td>指标</td><td>2025年</td><td>属性</td></tr>
{"".join(f"<tr><td>{i}</td><td>指标{i}</td><td>{i}0%</td><td>预期性</td></tr>" for i in range(1, 15))}</table>
<p>末段，使用DRG付费的比例达到70%。</p>"""


def test_a_pdf_is_rejoined_over_lines_and_pages(chromium: Browser, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    page = chromium.new_page()
    page.set_content(PAPER)
    head = "<div style='font-size:9px;width:100%;text-align:center'>{}</div>"
    page.pdf(
        path=str(path),
        format="A4",
        display_header_footer=True,
        header_template=head.format("某市规划 内部文件"),
        footer_template=head.format("第 <span class=pageNumber></span> 页 共 <span class=totalPages></span> 页"),
        margin={"top": "25mm", "bottom": "25mm", "left": "26mm", "right": "26mm"},
    )
    page.close()
    steps: list[tuple[int, int]] = []
    received = receive(path, lambda done, of: steps.append((done, of)))
    assert texts(received.blocks) == [
        "某市医疗保障事业发展规划",
        "一、总则",
        *[f"（{n}）{LONG * 3}" for n in "一二三四五六七八九十"],
        "末段，使用DRG付费的比例达到70%。",
    ]
    (grid,) = grids(received.blocks)
    assert len(grid) == 15
    assert grid[14] == ("14", "指标14", "140%", "预期性")
    pages = steps[-1][1]
    assert pages > 1
    assert steps[-1] == (pages, pages)
    heads = [text for text, _ in furniture(received.blocks)]
    assert heads.count("某市规划 内部文件") == pages
    assert f"第 {pages} 页 共 {pages} 页" in heads


def test_a_page_without_text_in_a_pdf_is_told_of(chromium: Browser, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    page = chromium.new_page()
    page.set_content(f"<meta charset=utf-8><p>{LONG}</p><div style='break-before:page'>&nbsp;</div>")
    page.pdf(path=str(path), format="A4")
    page.close()
    assert [b.words for b in receive(path).blocks if isinstance(b, Doubt)] == [
        "PDF 第 2 页没有文字，或是图片；若是扫描的，加 --ocr 重新导入"
    ]


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_texts_of_any_encoding_and_line_end(charset: str, newline: str) -> None:
    blocks = read_txt(decode_text(f"一、总则{newline}{newline}甲。{newline}乙。".encode(charset)))
    assert [(b.text, b.line, b.starts) for b in blocks if isinstance(b, Paragraph)] == [
        ("一、总则", 1, True),
        ("甲。", 3, True),
        ("乙。", 4, False),
    ]


def test_an_unknown_kind_of_file_says_what_to_do(tmp_path: Path) -> None:
    for name, cure in (("a.exe", ".docx"), ("a.docx.bak", ".pdf"), ("a.png", "--ocr"), ("a", ".txt")):
        path = tmp_path / name
        path.write_bytes(b"x")
        with pytest.raises(Refused) as refused:
            receive(path)
        assert cure in refused.value.cure


def test_the_text_kept_is_read_again_as_it_was(tmp_path: Path) -> None:
    blocks: list[Block] = [
        Paragraph(text="一、总则"),
        Grid(rows=(("甲", "乙"), ("1", "2"))),
        Furniture(text="— 1 —", why="页眉、页脚、页码"),
    ]
    text, placed = lay_out(blocks)
    assert text == "一、总则\n甲\t乙\n1\t2\n〔— 1 —〕\n"
    assert [block.line for block in placed] == [1, 2, 4]
    assert furniture(read_txt(text)) == [("— 1 —", "页眉、页脚、页码")]
