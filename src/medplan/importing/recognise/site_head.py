"""Find a site's words around a document's beginning: blocks in; which are navigation, box or cover out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from medplan.importing.read.blocks import Grid, Paragraph
from medplan.importing.read.site_labels import is_box, is_label_line, label_in
from medplan.importing.recognise.front.dates import date_line
from medplan.importing.recognise.front.issued import main_title
from medplan.importing.recognise.front.issuer import office_heading
from medplan.importing.recognise.front.number import number_at
from medplan.importing.recognise.front.title import Title, find_titles, lines_of

SITE = re.compile(
    r"网站地图|主办单位|承办单位[:：]|访问手机版|手机版$|微信公众号$|ICP备|公网安备|网站标识码|版权所有|技术支持|您?当前(所在)?的?位置|您所在的?位置|您的位置|欢迎访问"
    r"|联系我们|无障碍|返回顶部|设为首页|加入收藏|关闭窗口|关闭本页|打印本页|【?打印】?$|分享到|扫一扫|上一[篇条]|下一[篇条]|附件下载[:：]?$|相关(链接|阅读|文件|稿件|文档)[:：]?$"
)
_LINE_OF_SITE = re.compile(
    r".{0,30}(来源|信息来源|发布日期|发布时间|发文日期|索引号|浏览次数|访问量|点击数|字号|字体)\s*[:：].*|[\[【]?字体.*"
)
_SCRAP = re.compile(
    r"[大中小\]】）)|｜>＞×+\-\s]{1,8}|首页|正文|打印|收藏|关闭|分享|\d{1,6}次?"
    r"|\d{4}-\d{1,2}-\d{1,2}([ T]\d{1,2}:\d\d(:\d\d)?)?"
)
NAVIGATION, BOX, INFORMATION, COVER, WINDOW = "网页导航", "网页信息表", "网页信息行", "封面", "网页标题"
_HEAD, _LONGEST_BOX = 40, 60
Blocks = Sequence[Paragraph | Grid]


def is_site(block: Paragraph | Grid) -> bool:
    """Whether a block is a site's: its name, its navigation, its line of information, its box."""
    if isinstance(block, Grid):
        return is_box(block.rows)
    text = block.text.strip()
    return len(text) < 200 and bool(SITE.search(text) or _LINE_OF_SITE.fullmatch(text))


def find_boxes(blocks: Blocks) -> list[int]:
    """Return where a site's box of information stands: a table of it, or lines of labels and values near the top."""
    found = [i for i, block in enumerate(blocks[:_LONGEST_BOX]) if isinstance(block, Grid) and is_box(block.rows)]
    found += [i for i in range(max(len(blocks) - 4, _LONGEST_BOX), len(blocks)) if _is_grid_box(blocks[i])]
    lines = lines_of(blocks[:_LONGEST_BOX])
    i = 0
    while i < len(lines):
        end = _lines_of_box(lines, i)
        labels = [line for line in lines[i:end] if is_label_line(line) or label_in(line)]
        if len(labels) >= 2:
            found += range(i, end)
        i = max(end, i + 1)
    return sorted(set(found))


def _is_grid_box(block: Paragraph | Grid) -> bool:
    return isinstance(block, Grid) and is_box(block.rows)


def _lines_of_box(lines: Sequence[str], start: int) -> int:
    """Return where a run of lines of a box that begins at `start` ends; a label alone takes the next line with it."""
    i = start
    while i < len(lines) and lines[i]:
        if label_in(lines[i]) and re.search("[:：]$", lines[i].strip()):
            value = lines[i + 1] if i + 1 < len(lines) else ""
            i += 2 if 0 < len(value) < 120 and not is_label_line(value) and not label_in(value) else 1
        elif is_label_line(lines[i]):
            i += 1
        else:
            break
    return i


def find_site_head(blocks: Blocks, hints: Sequence[str], *, from_page: bool) -> list[tuple[list[int], str]]:
    """Return (places, why) of what stands before and right under the title and is not the document's.

    `hints` are titles told elsewhere; `from_page` is whether other text was set aside as a page's navigation.
    """
    title, notice, _ = main_title(blocks, hints)
    top = notice or title
    if top is None:
        return []
    out: list[tuple[list[int], str]] = []
    same = [t for t in find_titles(blocks, hints) if t.key == top.key and t.at <= top.at]
    repeated = bool(same) and same[0].at < top.at
    site = [i for i in range(top.at) if is_site(blocks[i])]
    # What a first page has over its title is the document's, between the page's title and its own too.
    mast = _masthead_above(blocks, same[-2].end, top.at) if len(same) > 1 else []
    if repeated and site:
        out.append(([i for i in range(top.at) if i not in mast], NAVIGATION))
    elif site:
        gone = [i for i in range(max(site) + 1) if _short(blocks[i]) or i in site]
        rest = [i for i in range(max(site) + 1, top.at) if from_page or _SCRAP.fullmatch(_text(blocks[i]))]
        out.append((gone + [i for i in rest if not _of_document(blocks, i)], NAVIGATION))
    elif repeated and from_page and same[0].at == 0 and _nothing_between(blocks, same[0], top):
        out.append(([i for i in range(top.at) if i not in mast], WINDOW))
    elif repeated and all(_short(block) for block in blocks[: top.at]):
        out.append((list(range(top.at)), COVER))
    under = _under(blocks, top.end)
    if under:
        out.append((under, INFORMATION))
    return out


def _masthead_above(blocks: Blocks, start: int, end: int) -> list[int]:
    """Return the lines right above a title that say who issues the document, and its number."""
    lines = lines_of(blocks[:end])
    found: list[int] = []
    for i in range(end - 1, start - 1, -1):
        if not (office_heading(lines[i]) or number_at(lines, i)) or is_site(blocks[i]):
            break
        found.append(i)
    return found


def _nothing_between(blocks: Blocks, first: Title, last: Title) -> bool:
    return all(_short(block) for block in blocks[first.end : last.at])


def _under(blocks: Blocks, start: int) -> list[int]:
    """Return the places of a site's line of information under the title, which may be broken into scraps."""
    found: list[int] = []
    begun = False
    for i in range(start, min(start + 14, len(blocks))):
        text = _text(blocks[i])
        if is_site(blocks[i]) or is_label_line(text):
            begun = True
        elif not (_SCRAP.fullmatch(text) and (begun or re.match(r"\d{4}-", text))):
            if number_at([text], 0) or date_line(text):
                continue
            break
        else:
            begun = True
        found.append(i)
    return found


def _of_document(blocks: Blocks, i: int) -> bool:
    text = _text(blocks[i])
    return bool(number_at([text], 0)) or len(text) > 60 or bool(re.search("[。；：:]", text)) or text.endswith("文件")


def _text(block: Paragraph | Grid) -> str:
    return block.text.strip() if isinstance(block, Paragraph) else ""


def _short(block: Paragraph | Grid) -> bool:
    return isinstance(block, Paragraph) and len(block.text) < 60 and not re.search("[。；]", block.text)
