"""Write a made document as text, page, Word or PDF: the document, a form and a path in, the file out."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from benchmarks.documents import PAPER_HEAD, Piece, WordWriter, markup
from benchmarks.made.made import Made

FORMS = ("txt", "html", "docx", "pdf")
_WIDTH = 76  # of a line of text, a Chinese character being two
_NEVER_FIRST = "，。、；：！？）》”〕】％%"
_HALF = str.maketrans({"，": ",", "；": ";", "：": ":", "（": "(", "）": ")"})


def write_version(made: Made, form: str, path: Path, page: Any = None) -> None:
    """Write the document in a form; a PDF is printed by a browser's `page` (Playwright)."""
    pieces = made.pieces(tables=form != "txt")
    if form == "txt":
        path.write_bytes(_text(made, pieces))
    elif form == "html":
        path.write_bytes(_page(made, pieces))
    elif form == "docx":
        _word(made, pieces, path)
    else:
        # Rows of some tables go on over the page, as Word's do.
        torn = "td[rowspan]{white-space:nowrap}"  # the browser prints what overflows such a cell below the table
        paper = PAPER_HEAD.replace("tr{break-inside:avoid}", torn) if made.seed % 3 == 0 else PAPER_HEAD
        page.set_content(paper + "\n".join(markup(_printed(made, p)) for p in pieces) + "</body></html>")
        foot = '<div style="font-size:9px;width:100%;text-align:center">— <span class="pageNumber"></span> —</div>'
        margin = {"top": "30mm", "bottom": "28mm", "left": "27mm", "right": "26mm"}
        page.pdf(path=str(path), format="A4", display_header_footer=True, header_template="<div></div>",
                 footer_template=foot, margin=margin)  # fmt: skip


def _printed(made: Made, piece: Piece) -> Piece:
    """Return a piece with the gap that some documents leave after a number, and the half-width marks that some have."""
    gap = piece.num[-1:].isdigit() and made.seed % 4 < 2
    text = piece.text.translate(_HALF) if piece.kind == "text" and made.seed % 18 in (4, 7) else piece.text
    return Piece(kind=piece.kind, text=text, num=f"{piece.num} " if gap else piece.num, depth=piece.depth,
                 rows=piece.rows, pieces=piece.pieces)  # fmt: skip


def _text(made: Made, pieces: list[Piece]) -> bytes:
    """Return a text file: centred or indented by spaces, some with lines of one width, some in GBK."""
    lines: list[str] = []
    wraps = made.seed % 10 in (4, 7)
    indent = "" if made.seed % 12 in (2, 5) and not wraps else "　　"
    for piece in (inner for outer in pieces for inner in outer.pieces or [outer]):
        printed = _printed(made, piece)
        text = f"{printed.num}{'　' if printed.num.startswith('第') else ''}{printed.text}"
        if piece.kind in ("title", "subtitle", "label"):
            lines += [f"{'　' * max(0, 18 - len(text) // 2)}{text}"]
        elif wraps:
            lines += _wrapped(f"{indent}{text}")
        else:
            lines.append(f"{indent}{text}")
    text = ("\n\n" if made.seed % 12 in (0, 9) and not wraps else "\n").join(lines) + "\n"
    return text.encode("gb18030" if made.seed % 10 in (2, 9) else "utf-8")


PAGE = """<!DOCTYPE html><html lang="zh"><head><meta charset="{charset}"><title>{title}_某某政府网</title>{meta}
<style>.t{{text-align:center}}</style><script>var shown = "脚本里的文字";</script></head><body>
<ul class="nav"><li><a href="/">首页</a></li><li><a href="/a">要闻动态</a></li><li><a href="/b">政务服务</a></li></ul>
<div class="path">当前位置：<a href="/">首页</a> &gt; <a href="/zfxxgk/">政府信息公开</a> &gt; 政策文件</div>
{main}
<div class="foot"><p>版权所有：某某政府网　备案号：某ICP备00000000号　网站标识码：0000000000</p></div></body></html>
"""
BAR = """<div class="info">发布时间：{posted} 09:30　来源：某某政府网　浏览次数：<span>120</span>
字体：[<a>大</a> <a>中</a> <a>小</a>]</div>"""
MAINS = (
    '<h1>{title}</h1>{bar}<div class="TRS_Editor">{body}</div>',
    '{box}<div class="con">{body}</div>',
    '{box}<h2 class="t">{title}</h2><div id="zoom">{body}</div><div>【打印本页】【关闭窗口】</div>',
    '<div class="article"><h3 class="t">{title}</h3>{bar}{body}<p>扫一扫在手机打开当前页</p></div>',
)
META = '<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="{posted} 09:30">'


def _wrapped(text: str) -> list[str]:
    """Return a text in lines of one width, none of which begins with a mark that ends something."""
    lines = [""]
    width = 0
    for c in text:
        if width >= _WIDTH and c not in _NEVER_FIRST:
            lines.append("")
            width = 0
        lines[-1] += c
        width += 1 if c.isascii() else 2
    return lines


def _page(made: Made, pieces: list[Piece]) -> bytes:
    """Return a page of an office's site, whose frame is one of several; the site's day is never the document's."""
    head = made.head
    title = html.escape(next(text for kind, text in head.above if kind == "title"))
    year = int(head.published[:4]) + 1 if head.published else 2024
    posted = f"{year}-04-{made.seed % 20 + 10}"
    style = made.seed // 2 % len(MAINS)
    charset, encoding = ("gb2312", "gb18030") if made.seed % 8 in (3, 6) else ("utf-8", "utf-8")
    body = _broken(made, pieces) if made.seed % 7 == 3 else "\n".join(markup(_printed(made, p)) for p in pieces)
    bar = BAR.format(posted=posted)
    main = MAINS[style].format(title=title, bar=bar, box=_box(made, posted), body=body)
    meta = META.format(title=title, posted=posted) if style > 1 else ""
    return PAGE.format(charset=charset, title=title, meta=meta, main=main).encode(encoding)


def _broken(made: Made, pieces: list[Piece]) -> str:
    """Return a body whose lines are parted by <br> alone, indented by hard spaces, as some editors of sites write."""
    out: list[str] = []
    for piece in pieces:
        shown = _printed(made, piece)
        if piece.kind in ("grid", "box", "title"):
            out.append(markup(shown))
            continue
        centred = piece.kind in ("subtitle", "label")
        line = html.escape(f"{shown.num}{' ' if shown.num.startswith('第') else ''}{shown.text}")
        out.append(f"<center>{line}</center>" if centred else f"&emsp;&emsp;{line}<br>")
    return f"<div>{''.join(out)}</div>"


def _box(made: Made, posted: str) -> str:
    head = made.head
    cells = [
        ("索引号", f"0000000/2024-{made.seed:05}"),
        ("主题分类", "卫生、医疗保障"),
        ("发文机关", head.issuer or ""),
        ("成文日期", head.published or ""),
        ("标题", head.title),
        ("发文字号", head.number or ""),
        ("发布日期", posted),
        ("有效性", "有效"),
    ]
    rows = ["".join(f"<td>{k}：</td><td>{html.escape(v)}</td>" for k, v in cells[i : i + 2]) for i in (0, 2, 4, 6)]
    return "<table class='xxgk'>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def _word(made: Made, pieces: list[Piece], path: Path) -> None:
    """Write a Word document: Word's own numbers and headings in some, typed ones in others, text of one size."""
    document = docx.Document()
    document.styles["Normal"].font.size = Pt(16)
    writer = WordWriter(document)
    styled = made.seed % 4 in (0, 3)
    for piece in pieces:
        shown = piece if styled else _printed(made, piece)
        if not styled and piece.kind in ("title", "heading", "text"):
            paragraph = document.add_paragraph(f"{shown.num}{'　' if shown.num.startswith('第') else ''}{shown.text}")
            if piece.kind == "title":
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            continue
        writer.piece(document, shown)
    document.save(str(path))
