"""What a reviewer is told of documents: evidence in; where each is from, where its figures stand, as lines, out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from medplan.review.change import Said, named
from medplan.review.evidence import Evidence
from medplan.review.report import bullet, heading, paragraph

MOST_FIGURES = 60
# What may stand as a link in Markdown: nothing in it ends the link or begins anything else.
_PLAIN_URL = re.compile(r"https?://[A-Za-z0-9.:/?#&=%_~@!,;+-]{1,2000}")
_STATES = {"same": "重新取出的文字与所存的相同", "differs": "重新取出的文字与所存的不同：", "unread": "没有核对："}


def describe_evidence(found: Evidence, form: str, pictures: dict[int, str]) -> Iterator[str]:
    """Yield the lines on one document; `pictures` are the files of the figures' pictures, by the figures' order."""
    plan, source = found.plan, found.plan.source
    yield from heading((Said(plan.title), "（", Said(plan.id), "）"), form, 3)
    yield ""
    for fault in found.faults:
        yield bullet(("**须改**：" if form == "markdown" else "须改：", *_told(fault)), form)
    for doubt in found.doubts:
        yield bullet(("请看：", *_told(doubt)), form)
    yield bullet(("网址：", _link(source.url, form)), form)
    yield bullet(("出处：", named(source.origin), "；文字 ", Said(source.file)), form)
    if source.original:
        verdict = found.proof.original if found.proof else None
        state = (_STATES[verdict.state], *_told(verdict.words)) if verdict else ()
        yield bullet(("原件 ", Said(source.original.file), "：" if state else "", *state), form)
    yield ""
    if found.figures:
        yield from paragraph((f"数字在原文的位置（{len(found.figures)} 项）：",), form)
    for number, figure in enumerate(found.figures[:MOST_FIGURES]):
        values = ("：基期值 ", named(figure.baseline), "，目标值 ", named(figure.target))
        place: tuple[str, ...] = (f"；原文第 {figure.line} 行 ", Said(figure.passage)) if figure.line else ()
        where = f"；原件第 {figure.page} 页，图 " if number in pictures else ""
        picture = (where, Said(pictures[number])) if number in pictures else ()
        missing = ("；**原文里没有找到**" if form == "markdown" else "；原文里没有找到",) if not figure.line else ()
        yield bullet((Said(figure.name), *values, *place, *picture, *missing), form)
    if len(found.figures) > MOST_FIGURES:
        yield from paragraph((f"另有 {len(found.figures) - MOST_FIGURES} 项没有列出。",), form)
    yield ""


def _told(words: str) -> tuple[str, ...]:
    """Return words that may quote a document, set apart."""
    return (Said(words),) if words else ()


def _link(url: str | None, form: str) -> str:
    """Return an address that can be followed, where nothing in it acts."""
    if url and form == "markdown" and _PLAIN_URL.fullmatch(url):
        return f"<{url}>"
    return named(url)


def describe_files(changed: list[tuple[str, str]], form: str) -> Iterator[str]:
    """Yield the lines on files under data/sources/ that a change adds, changes or takes out."""
    verbs = {"A": "新增", "M": "改动", "D": "删去"}
    if changed:
        yield from paragraph(("来源文件也在这次改动里，一个一个看：",), form)
        for status, name in changed:
            yield bullet((f"{verbs.get(status[:1], '改动')} ", Said(name)), form)
        yield ""
