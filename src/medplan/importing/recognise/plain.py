"""Put an unnumbered paragraph where it belongs: what is open and the paragraph in, it in its unit's body out."""

from __future__ import annotations

import re
from typing import Any

from medplan.importing.recognise.nesting import Open, Structure
from medplan.importing.recognise.outline import Outline, is_name
from medplan.language.numbering import LEVELS
from medplan.plan.model import UNIT_FIELDS

_SPOKEN_TO = re.compile(r"(?:各位(?:代表|委员|同志|领导|来宾|朋友)|同志们|朋友们|代表们)[！!：:，,]")
_ENDS_ALL = re.compile(r"让我们|特此|专此|此复|此函|此致|请予|妥否|当否|以上(?:意见|请示|报告)")
_ENDS = re.compile(
    r"各(?:地|区|县|市|省|镇|乡|部门|单位|有关|级|相关|街道|成员)|请各|希望|自.{2,20}之日起|本[㐀-鿿]{2,8}(?:自|从|由)|有效期|此前|以往"
)
_LEADS = re.compile(r"(?:下列|以下|如下)[^。]{0,30}[：。]?$|：$")


def leave_finished(state: Structure, outline: Outline, at: int, text: str) -> str | None:
    """Close the units that a paragraph can't belong to any more; return a doubt where that is not certain.

    An article's paragraph goes on from the article, not from its last item; so does one below a list that a lead
    (下列…：) opened. Where units are a paragraph each, one more below the last belongs to what holds them, and at
    the end of the document to none.
    """
    last = state.open[-1] if state.open else None
    if last is None or last.is_box or "annex" in last.unit or state.box() is not None:
        return None
    tail = outline.is_tail(at)
    if tail and _ENDS_ALL.match(text):
        state.leave_units()
        return None
    if _SPOKEN_TO.match(text):
        # Who is spoken to anew: a passage of its own, below the part that is open.
        del state.open[2 if "annex" in state.open[0].unit else 1 :]
        return None
    article = state.article()
    if article is not None:
        if not _own_words(last).endswith("："):
            del state.open[article + 1 :]
        return None
    if "text" not in last.unit or last.unit.get("body") or _own_words(last).endswith("："):
        return None
    if _led(state) and _own_words(last).endswith("。"):
        del state.open[-1:]
        return None
    charged = any(name in last.unit for name in (*UNIT_FIELDS, "schedule"))
    if is_name(str(last.unit["text"])) and "heading" not in last.unit and not charged:
        return None
    level = LEVELS[last.rank] if 0 <= last.rank < len(LEVELS) else ""
    if tail:
        least = 1 if _ENDS.match(text) else 2
        if outline.stands_alone(level, at, least=least, inner=False):
            state.leave_units()
            return (
                None
                if least == 1
                else f"最后一条之后的这段当作全文的结尾，放在最外层；属于上一条的，移进去：{text[:20]}"
            )
    elif outline.stands_alone(level, at, least=3, inner=True):
        del state.open[-1:]
        return f"这段在几条并列的条文之后，当作上一级的；属于上一条的，移进去：{text[:20]}"
    return None


def _own_words(unit: Open) -> str:
    return str(unit.unit.get("text") or unit.unit.get("heading") or "")


def _led(state: Structure) -> bool:
    """Whether the units of the last level are items of a list that a lead opened, without headings."""
    last = state.open[-1]
    if "heading" in last.unit or len(state.open) < 2:
        return False
    above = state.open[-2].unit
    before: Any = above.get("text") or above.get("heading") or ""
    for item in above.get("body", []):
        if isinstance(item, dict) and "num" in item:
            break
        before = item.get("text", "") if isinstance(item, dict) else item
    return bool(_LEADS.search(str(before)))
