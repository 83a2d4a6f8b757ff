"""Make Word, web and PDF versions of a plan, as offices publish them: a plan's plain data in, files out."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from medplan.language.numbering import read_number
from medplan.plan.model import DUTY_LABELS
from medplan.plan.tree import join_lines

NATURES = {"binding": "约束性", "anticipatory": "预期性"}
FORMS = {
    "part": ("chineseCounting", "第%1编"),
    "chp": ("chineseCounting", "第%1章"),
    "sec": ("chineseCounting", "第%1节"),
    "art": ("chineseCounting", "第%1条"),
    "para": ("chineseCounting", "%1、"),
    "subpara": ("chineseCounting", "（%1）"),
    "point": ("decimal", "%1."),
    "subpoint": ("decimal", "（%1）"),
    "item": ("decimalEnclosedCircle", "%1"),
}


@dataclass(slots=True, kw_only=True)
class Piece:
    """One printed thing: `kind` is title, subtitle, heading, text, label, grid or box.

    A grid's cell None is covered by the one above it, a row's only cell reaches over all columns;
    `count` tells a run of numbers that Word counts.
    """

    kind: str
    text: str = ""
    num: str = ""
    depth: int = 0
    count: tuple[int, int] | None = None
    rows: list[list[str | None]] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)


def printed_pieces(data: dict[str, Any]) -> list[Piece]:
    """Return what a plan prints, in order."""
    maker = Pieces()
    pieces = [Piece(kind="text", text=str(item)) for item in data.get("notice", [])]
    if not data.get("title_by_editor"):
        pieces.append(Piece(kind="title", text=data["title"]))
    if "subtitle" in data:
        pieces.append(Piece(kind="subtitle", text=data["subtitle"]))
    return pieces + list(maker.items(data["body"], 1))


class Pieces:
    """Tells what the items of a body print, and which numbers Word can count."""

    def __init__(self) -> None:
        self.runs = 0

    def items(self, items: list[Any], depth: int) -> Iterator[Piece]:
        """Yield what items print, a heading of the outermost at `depth` 1."""
        before: tuple[str, int, int] | None = None
        for item in items:
            if isinstance(item, str):
                yield Piece(kind="text", text=item)
            elif "box" in item:
                inner = list(self.items(item["body"], depth + 1))
                head = Piece(kind="label", text=f"{item['box']} {item.get('heading', '')}".strip())
                if any(piece.kind == "grid" for piece in inner):
                    yield from [head, *inner]
                else:
                    yield Piece(kind="box", pieces=[head, *inner])
            elif "annex" in item:
                yield Piece(kind="label", text=item["annex"])
                if "heading" in item:
                    yield Piece(kind="subtitle", text=item["heading"])
                yield from self.items(item["body"], depth)
            elif "colophon" in item:
                yield from (Piece(kind="text", text=line) for line in item["colophon"])
            elif kind := next((k for k in ("indicators", "tasks", "table") if k in item), None):
                yield from getattr(self, kind)(item[kind])
            elif kind := next((k for k in ("speech", "question", "answer") if k in item), None):
                if item[kind]:
                    yield Piece(kind="text", text=item[kind])
                yield from self.items(item["body"], depth)
            else:
                before = self.counted(str(item.get("num", "")), before)
                yield from self.unit(item, depth, before[1:] if before else None)

    def counted(self, num: str, before: tuple[str, int, int] | None) -> tuple[str, int, int] | None:
        """Return level, run and value of a number that Word can count, None for one that is printed corruptly."""
        number = read_number(num) if num else None
        if not number or number.level not in FORMS:
            return None
        if FORMS[number.level][1].replace("%1", "") != "".join(c for c in num if c not in _counted(num)):
            return None
        if before and before[0] == number.level and before[2] == number.value - 1:
            return (number.level, before[1], number.value)
        self.runs += 1
        return (number.level, self.runs, number.value)

    def unit(self, item: dict[str, Any], depth: int, count: tuple[int, int] | None) -> Iterator[Piece]:
        num = str(item.get("num", ""))
        text = item.get("heading", "") + item.get("text", "")
        bracket, *lines = _duties(item)
        text += bracket
        heading = "heading" in item and "text" not in item and bool(num)
        kind = "heading" if heading else "text"
        yield Piece(kind=kind, text=text, num=num, depth=depth, count=count)
        yield from (Piece(kind="text", text=line) for line in lines)
        yield from self.items(item.get("body", []), depth + 1)

    def indicators(self, table: dict[str, Any]) -> Iterator[Piece]:
        if "caption" in table:
            yield Piece(kind="subtitle", text=table["caption"])
        keys = list(table["columns"])
        rows: list[list[str | None]] = [[str(label) for label in table["columns"].values()]]
        for row in table["rows"]:
            shown = row | ({"nature": NATURES[row["nature"]]} if row.get("nature") else {})
            rows.append([_value(shown, key, merged=key == "category") for key in keys])
        yield Piece(kind="grid", rows=rows)
        for note in table.get("notes", []):
            yield Piece(kind="text", text=f"{note.get('num', '')}{note['text']}")

    def tasks(self, table: dict[str, Any]) -> Iterator[Piece]:
        keys = list(table["columns"])
        rows: list[list[str | None]] = [[str(label) for label in table["columns"].values()]]
        for group in table["groups"]:
            if "heading" in group and "group" not in keys:
                rows.append([group["heading"]])
            for i, row in enumerate(group["rows"]):
                shown = dict(row)
                if "num" in keys and "group" not in keys:
                    rows.append([_value(shown, key, merged=False) for key in keys])
                    continue
                shown["text"] = f"{row.get('num', '')} {row['text']}".strip()
                shown["group"] = group.get("heading", "") if i == 0 else None
                shown["num"] = group.get("num", "") if i == 0 else None
                rows.append([_value(shown, key, merged=key in ("group", "num")) for key in keys])
        yield Piece(kind="grid", rows=rows)

    def table(self, table: dict[str, Any]) -> Iterator[Piece]:
        rows = [[None if c is None else str(c) for c in row] for row in table["rows"]]
        if "columns" in table:
            rows.insert(0, [str(label) for label in table["columns"]])
        yield Piece(kind="grid", rows=rows)


def _duties(item: dict[str, Any]) -> list[str]:
    """Return how duties are printed: what follows the text ("" for none), then lines of their own."""
    form = item.get("printed_as")
    if form is not None:
        filled = [line.format_map(item) for line in ([form] if isinstance(form, str) else form)]
        return filled if isinstance(form, str) else ["", *filled]
    duties = [f"{label}：{item[key]}" for key, label in DUTY_LABELS.items() if key in item]
    duties += [item["schedule"]] if "schedule" in item else []
    return [f"（{'；'.join(duties)}）" if duties else ""]


def _value(row: dict[str, Any], key: str, *, merged: bool) -> str | None:
    if row.get(key) is None:
        return None if merged else ""
    return join_lines(row[key])


def _counted(num: str) -> str:
    return "".join(c for c in num if c in "〇零一二三四五六七八九十百" or c.isdigit() or "①" <= c <= "⑳")


def write_docx(data: dict[str, Any], path: Path) -> None:
    """Write a plan as a Word document with heading styles, numbers that Word counts, merged cells, frames, contents."""
    document = docx.Document()
    document.styles["Normal"].font.size = Pt(16)
    section = document.sections[0]
    section.header.paragraphs[0].text = data["title"]
    section.footer.paragraphs[0].text = "—  —"
    writer = WordWriter(document)
    pieces = printed_pieces(data)
    begin = next((i for i, p in enumerate(pieces) if p.kind == "heading"), 0)
    for piece in pieces[:begin]:
        writer.piece(document, piece)
    if begin and data["kind"] == "plan":
        document.add_paragraph("目  录").alignment = WD_ALIGN_PARAGRAPH.CENTER
        style = document.styles.add_style("toc 1", 1)
        for i, piece in enumerate(p for p in pieces if p.kind == "heading" and p.depth < 3):
            document.add_paragraph(f"{piece.num}{piece.text}\t{i + 1}", style=style)
    for piece in pieces[begin:]:
        writer.piece(document, piece)
    document.save(str(path))


class WordWriter:
    """Writes pieces into a Word document."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.numbering = document.part.numbering_part.element
        self.abstract: dict[str, str] = {}
        self.nums: dict[int, str] = {}

    def piece(self, holder: Any, piece: Piece) -> None:
        """Write one piece at the end of the document or of a cell."""
        if piece.kind == "grid":
            self.grid(holder, piece.rows)
            return
        if piece.kind == "box":
            cell = holder.add_table(rows=1, cols=1).cell(0, 0)
            for inner in piece.pieces:
                self.piece(cell, inner)
            return
        style = {"title": "Title", "heading": f"Heading {min(piece.depth, 9)}"}.get(piece.kind)
        counted = piece.count is not None
        text = piece.text if counted else f"{piece.num}{' ' if piece.num.startswith('第') else ''}{piece.text}"
        paragraph = holder.add_paragraph(text, style=self.document.styles[style] if style else None)
        if piece.kind in ("title", "subtitle", "label"):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if piece.count is not None:
            self.count(paragraph, piece)

    def count(self, paragraph: Any, piece: Piece) -> None:
        assert piece.count is not None
        run, value = piece.count
        number = read_number(piece.num)
        assert number is not None
        if run not in self.nums:
            self.nums[run] = self.begin(number.level, value)
        properties = paragraph._p.get_or_add_pPr()
        holder = properties.get_or_add_numPr()
        holder.get_or_add_ilvl().val = 0
        holder.get_or_add_numId().val = int(self.nums[run])

    def begin(self, level: str, start: int) -> str:
        if level not in self.abstract:
            made = _element("w:abstractNum", {"w:abstractNumId": str(900 + len(self.abstract))})
            depth = _element("w:lvl", {"w:ilvl": "0"})
            form, text = FORMS[level]
            for name, value in (("w:start", "1"), ("w:numFmt", form), ("w:lvlText", text)):
                depth.append(_element(name, {"w:val": value}))
            made.append(depth)
            self.numbering.insert(0, made)
            self.abstract[level] = str(900 + len(self.abstract))
        number = str(900 + len(self.nums))
        num = _element("w:num", {"w:numId": number})
        num.append(_element("w:abstractNumId", {"w:val": self.abstract[level]}))
        override = _element("w:lvlOverride", {"w:ilvl": "0"})
        override.append(_element("w:startOverride", {"w:val": str(start)}))
        num.append(override)
        self.numbering.append(num)
        return number

    def grid(self, holder: Any, rows: list[list[str | None]]) -> None:
        table = holder.add_table(rows=len(rows), cols=len(rows[0]))
        for r, row in enumerate(rows):
            if len(row) == 1 < len(rows[0]):
                table.cell(r, 0).merge(table.cell(r, len(rows[0]) - 1)).paragraphs[0].text = row[0] or ""
                continue
            for c, text in enumerate(row):
                if text is None and r:
                    continue
                end = r
                while end + 1 < len(rows) and rows[end + 1][c:] and rows[end + 1][c] is None and r:
                    end += 1
                cell = table.cell(r, c)
                if end > r:
                    cell = cell.merge(table.cell(end, c))
                first, *others = (text or "").split("\n")
                cell.paragraphs[0].text = first
                for line in others:
                    cell.add_paragraph(line)


def _element(name: str, attributes: dict[str, str]) -> Any:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(key), value)
    return element


SITE_HEAD = """<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}-某某市人民政府</title>
<style>p{{text-indent:2em}}</style><script>document.write("脚本写入的文字，不应读到。")</script></head><body>
<div class="top"><ul><li><a href="/">首页</a></li><li><a href="/xxgk">信息公开</a></li>
<li><a href="/hd">互动交流</a></li></ul></div>
<div class="where">您当前的位置：<a href="/">首页</a> &gt; 规划计划</div><div id="content"><h1>{title}</h1>
<div class="meta">发布日期：2021-10-08　来源：某某市医疗保障局　字号：<a>大</a> <a>中</a> <a>小</a></div>
<div class="article">
"""
SITE_FOOT = """</div><div class="share">打印本页 关闭窗口</div></div>
<div class="foot"><p>主办单位：某某市人民政府　网站地图　联系我们</p>
<p>某ICP备00000000号-1　网站标识码：0000000000</p></div></body></html>
"""
PAPER_HEAD = """<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><style>
body{font:16px/1.8 "Noto Serif CJK SC","Noto Sans CJK SC",serif;text-align:justify}
p{margin:0;text-indent:2em} h1{font-size:26px;text-align:center}
.centre{text-align:center;text-indent:0;margin:.6em 0}
table{border-collapse:collapse;width:100%;margin:.6em 0} tr{break-inside:avoid}
td{border:1px solid #000;padding:4px 6px;text-indent:0;text-align:left} td p{text-indent:2em}
</style></head><body>
"""


def write_html(data: dict[str, Any], path: Path) -> None:
    """Write a plan as a page of an office's site, with its frame, a script and tables with merged cells."""
    pieces = printed_pieces(data)
    body = "\n".join(markup(p) for p in pieces if p.kind != "title" or pieces[0].kind != "title")
    path.write_text(SITE_HEAD.format(title=html.escape(data["title"])) + body + SITE_FOOT, "utf-8")


def paper(data: dict[str, Any]) -> str:
    """Return a plan as a page to be printed: justified, indented, tables ruled."""
    return PAPER_HEAD + "\n".join(markup(piece) for piece in printed_pieces(data)) + "</body></html>"


def write_pdf(page: Any, data: dict[str, Any], path: Path) -> None:
    """Print a plan with a browser's `page` (Playwright), with a running head and page numbers."""
    page.set_content(paper(data))
    style = 'style="font-size:9px;width:100%;text-align:center;font-family:serif"'
    page.pdf(
        path=str(path),
        format="A4",
        display_header_footer=True,
        header_template=f"<div {style}>{html.escape(data['title'])}</div>",
        footer_template=f'<div {style}>— <span class="pageNumber"></span> —</div>',
        margin={"top": "26mm", "bottom": "24mm", "left": "26mm", "right": "24mm"},
    )


def markup(piece: Piece) -> str:
    """Return a piece as HTML."""
    if piece.kind == "grid":
        return _table(piece.rows)
    if piece.kind == "box":
        return "<table class='frame'><tr><td>" + "".join(markup(p) for p in piece.pieces) + "</td></tr></table>"
    gap = " " if piece.num.startswith("第") else ""
    text = html.escape(f"{piece.num}{gap}{piece.text}")
    if piece.kind == "title":
        return f"<h1>{text}</h1>"
    if piece.kind in ("subtitle", "label"):
        return f"<p class='centre'>{text}</p>"
    if piece.kind == "heading" and piece.depth < 4:
        return f"<p><strong>{text}</strong></p>"
    return f"<p>{text}</p>"


def _table(rows: list[list[str | None]]) -> str:
    out = []
    for r, row in enumerate(rows):
        if len(row) == 1 < len(rows[0]):
            out.append(f"<tr><td colspan='{len(rows[0])}'>{html.escape(row[0] or '')}</td></tr>")
            continue
        cells = []
        for c, text in enumerate(row):
            if text is None and r:
                continue
            end = r
            while r and end + 1 < len(rows) and rows[end + 1][c:] and rows[end + 1][c] is None:
                end += 1
            span = f" rowspan='{end - r + 1}'" if end > r else ""
            words = "<br>".join(html.escape(line) for line in (text or "").split("\n"))
            cells.append(f"<td{span}>{words}</td>")
        out.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(out)}</table>"
