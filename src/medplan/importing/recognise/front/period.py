"""Read the years, the stage and the kind of a document: its title in, the plan's values out."""

from __future__ import annotations

import re

_FIGURES = {figure: value for value, figure in enumerate("〇一二三四五六七八九")}
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*+(?:年\s*+)?[-—–－―~～至到]{1,3}\s*+((?:19|20)\d\d)(?:\s*+年)?(?!\d)")
_SPAN = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*+(?:年\s*+)?[-—–－―~～至到]{1,3}\s*(\d\d)年")
_WRITTEN = re.compile(
    r"([一二][〇○零九][〇○零一二三四五六七八九]{2})年?[-—–－―~～至到]{1,3}([一二][〇○零九][〇○零一二三四五六七八九]{2})年"
)
_PLAN_IN_FULL = re.compile(r"第([一二三四五六七八九十]{1,3})个五年")
_PLAN = re.compile(
    r"(?<![一二三四五六七八九十])(十[一二三四五六七八九]|二十[一二三]?)五(?![一二三四五六七八九十个年条项章])"
)
_QUOTED_PLAN = re.compile(r"[“\"‘「]\s*([一二三四五六七八九十]{1,3})五\s*[”\"’」]")
_DRAFT = re.compile("征求意见稿|公开征求|征求.{0,12}意见|送审稿|讨论稿|审议稿|征询意见稿|修改稿|草案|意见征集")
_IN_TEXT = re.compile(
    r"规划期限?(?:为|是|[:：])?[^。；\d]{0,6}((?:19|20)\d\d)\s*+(?:年\s*+)?[-—–－~～至到]{1,3}\s*+((?:19|20)\d\d)(?:\s*+年)?"
)


def read_period(title: str) -> dict[str, int] | None:
    """Return the years that a title names (2021—2025年, “十四五”, 第十四个五年), None when it names none."""
    if found := _YEARS.search(title):
        return _period(int(found[1]), int(found[2]))
    if found := _SPAN.search(title):
        return _period(int(found[1]), int(found[1][:2] + found[2]))
    if found := _WRITTEN.search(title):
        return _period(_year(found[1]), _year(found[2]))
    if found := _PLAN_IN_FULL.search(title) or _QUOTED_PLAN.search(title) or _PLAN.search(title):
        count = _count(found[1])
        # The third plan began in 1966, three years after the second had ended.
        start = 1966 + 5 * (count - 3) if count >= 3 else 1948 + 5 * count
        return _period(start, start + 4)
    return None


def period_in_text(text: str) -> dict[str, int] | None:
    """Return the years that a sentence names as the plan's own: 规划期为2021—2025年."""
    found = _IN_TEXT.search(text[:2_000])
    return _period(int(found[1]), int(found[2])) if found else None


def read_stage(words: str) -> str:
    """Return the stage that a title and its subtitle tell of: a draft out for opinions, or a document issued."""
    return "consultation" if _DRAFT.search(words) else "issued"


def read_kind(title: str, *, spoken: bool) -> str:
    """Return the kind of document that its title says it is."""
    if spoken:
        return "press-conference"
    return (
        "plan"
        if "规划" in title or "纲要" in title
        else "scheme"
        if re.search("方案|意见|办法|计划|细则|条例|规定|规则|要点|清单|决定|批复|公告|通知|函", title)
        else "plan"
    )


def _period(start: int, end: int) -> dict[str, int] | None:
    return {"start": start, "end": end} if 1949 <= start <= end <= 2100 else None


def _year(text: str) -> int:
    return int("".join(str(_FIGURES[c]) for c in re.sub("[○零]", "〇", text)))


def _count(text: str) -> int:
    tens, ten, ones = text.rpartition("十")
    return (_FIGURES.get(tens, 1) * 10 if ten else 0) + _FIGURES.get(ones, 0)
