"""What is said of a document around it: a page's meta and the text set aside in; titles and readings out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from medplan.importing.read.blocks import Meta
from medplan.importing.read.marks import is_full_title
from medplan.importing.read.site_labels import read_labels
from medplan.importing.recognise.front.dates import date_of
from medplan.importing.recognise.front.evidence import Evidence
from medplan.importing.recognise.front.issuer import offices_in
from medplan.importing.recognise.front.number import number_at, number_in
from medplan.importing.recognise.front.title import join_title

_SITE = frozenset({"网页导航", "网页信息表", "网页信息行", "网页页脚", "网页标题"})
_LABELLED = "网页信息表"
# In boxes made of bare elements nothing parts a label from its value.
_REPEALED = re.compile(
    r"(?:有效性|时效性|时效状态|效力状态|文件状态|是否有效)[】\]]?\s*+(?:[:：]\s*+)?(?P<said>(?:已|全文)?(?:废止|失效)|无效|否)(?![日时])"
    r"|[（(【\[](?P<mark>(?:本文件|此文件|该文件)?(?:已经?|全文)?(?:废止|失效))[）)】\]]"
)
# Where a page has its text from is no office that issues documents.
_MEDIA = re.compile("融媒|日报|晚报|新闻|新华|媒体|电视|报社|信息中心|宣传|网站|大数据")


def told_titles(meta: Sequence[Meta], aside: Sequence[tuple[int, str, str]]) -> list[Evidence]:
    """Return the titles that the box of information, the page's meta and its window's title tell of."""
    found = [
        Evidence(field="title", value=join_title([value]), place=_LABELLED, own=False)
        for field, value, _ in _labelled(aside)
        if field == "title" and len(value) <= 200
    ]
    for item in meta:
        if item.name == "title":
            found.append(Evidence(field="title", value=item.value, place="网页的 ArticleTitle", own=False))
        if item.name == "page_title":
            parts = [item.value, *re.split(r"\s*[_|｜—–\-]{1,3}\s*|\s{2,}", item.value)]
            found += [
                Evidence(field="title", value=part, place="网页的标题栏", own=False, weak=True)
                for part in dict.fromkeys(parts)
                if is_full_title(part)
            ]
    return found


def told_values(meta: Sequence[Meta], aside: Sequence[tuple[int, str, str]]) -> tuple[list[Evidence], list[str]]:
    """Return the readings of issuer, number and date around the document, and the days the site gives as its own."""
    found: list[Evidence] = []
    posted: list[str] = []
    for field, value, boxed in _labelled(aside):
        if field in ("issuer", "publisher"):
            words = _first_words(value)
            offices = offices_in(words) or offices_in(words.partition(" ")[0])
            if offices and not (field == "publisher" and _MEDIA.search(value)):
                weak = field == "publisher"
                place = "网页的“来源”或发布机构" if weak else _LABELLED
                name = "published_on" if weak else "issuer"
                found.append(Evidence(field=name, value=" ".join(offices), place=place, own=False, weak=weak))
        elif field == "number":
            if number := number_in(_first_words(value)):
                found.append(Evidence(field="document_number", value=number, place=_LABELLED, own=False))
        elif field in ("written", "dated", "posted") and (day := date_of(value)):
            # On a line under the title the day of 发文 is the site's; in a box it may be the document's.
            if field == "posted" or (field == "dated" and not boxed):
                posted.append(day)
            else:
                weak = field == "dated"
                place = "网页信息表的发文或公布日期" if weak else _LABELLED
                found.append(Evidence(field="published", value=day, place=place, own=False, weak=weak))
    lines = [text for _, text, why in aside if why in _SITE]
    for i in range(len(lines)):
        if number_ := number_at(lines, i):
            found.append(
                Evidence(field="document_number", value=number_[0], place="网页正文之外", own=False, weak=True)
            )
    for item in meta:
        if item.name == "source" and (offices := offices_in(item.value)) and not _MEDIA.search(item.value):
            place = "网页的 ContentSource"
            found.append(Evidence(field="published_on", value=" ".join(offices), place=place, own=False, weak=True))
        if item.name == "posted" and (day := date_of(item.value)):
            posted.append(day)
    return found, posted


def told_repealed(aside: Sequence[tuple[int, str, str]]) -> str | None:
    """Return the words with which a site says that a document is no longer in force, None where it says no such."""
    for _, text, why in sorted(aside):
        if why in _SITE and (found := _REPEALED.search(text[:2_000])):
            return found.group().strip()
    return None


def page_of(meta: Sequence[Meta]) -> tuple[str | None, str | None]:
    """Return a page's address, and where it says it stands: 某局网站“政策法规”栏目."""
    said: dict[str, str] = {}
    for item in meta:
        said.setdefault(item.name, item.value)
    site, column = said.get("site"), said.get("column")
    origin = None
    if site:
        origin = site if re.search("网站?$|门户|平台", site) else f"{site}网站"
        origin += f"“{column}”栏目" if column and column != site else ""
    return said.get("url"), origin


def _labelled(aside: Sequence[tuple[int, str, str]]) -> list[tuple[str, str, bool]]:
    texts = [(text, why) for _, text, why in sorted(aside) if why in _SITE]
    in_box = read_labels((text for text, why in texts if why == _LABELLED), boxed=True)
    in_line = read_labels(text for text, why in texts if why != _LABELLED)
    return [(field, value, True) for field, value in in_box] + [(field, value, False) for field, value in in_line]


def _first_words(value: str) -> str:
    """Return a value without what a site puts behind it on the same line."""
    return re.split(r"\s{2,}|[|｜】\]]|[（(]?(?:字体|浏览|点击|打印)", value, maxsplit=1)[0].strip()
