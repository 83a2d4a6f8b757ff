"""Tell a notice from the document that it issues: titles and lines in, the document's title out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from medplan.importing.read.blocks import Grid, Paragraph
from medplan.importing.read.marks import is_full_title
from medplan.importing.recognise.front.title import Title, find_titles, is_alike, lines_of, titles_in
from medplan.language.fidelity_fold import fold_print

_ISSUES = re.compile("印发|转发|批转|发布|公布|颁布|颁发|下发|下达|公开征求|征求")
_CARRIER = re.compile(r"(?:通知|公告|函|令|通告|决定|批复)(?:[（(].{1,12}[）)])?$")
_NAMED = re.compile(r"《([^《》]{4,100}(?:《[^《》]{1,60}》[^《》]{0,40})?)》")
_ISSUED = re.compile(
    r"(?:印发|转发|批转|发布|公布|颁布|颁发|下发|下达|公开征求|征求)(?:给你们)?(?:[㐀-鿿]{2,30}?(?:制定|制订|起草|拟订)的)?(?:《)?(?P<what>.{4,120}?)(?:》)?(?:（[^）]{1,12}）)?(?:等.{0,8})?(?:公开)?(?:意见)?的?(?:通知|公告|函|令|通告|决定)"
)
_HEADLINE = re.compile("(?:印发|发布|公布|转发|出台|发文)《(.{4,100})》$")
_GIVES = re.compile("(?:现将|现把|现予|现就|印发|转发|公布|发布|下发|制定了|起草了)[^《。；]{0,20}$")
_IS_GIVEN = re.compile(
    "[^《。；]{0,60}?(?:现予|现印发|现公布|现发布|现下发|现转发|印发给|转发给|下发给|予以印发|予以公布|予以发布|予以转发|公开征求|公布如下)"
)


def main_title(blocks: Sequence[Paragraph | Grid], hints: Sequence[str]) -> tuple[Title | None, Title | None, str]:
    """Return the document's title, the title of the notice before it where there is one, and a doubt in words."""
    titles = find_titles(blocks, hints)
    lines = lines_of(blocks)
    named = [name for line in lines[:_HEAD] for name in _given(line)]
    # A notice may have numbered units of its own: what it names is looked for beyond them.
    told = named + [what for title in titles for what in [issued_by(title.text)] if what]
    if not titles:
        found = _find_named(blocks, 0, named)
        return (found, None, "") if found else (None, None, "")
    first, doubt = _first(blocks, titles)
    if not _CARRIER.search(first.text):
        if inside := _HEADLINE.search(first.text):
            doubt = doubt or f"文件标题像新闻的标题；文件自己的标题可能是“{inside[1]}”，请核对"
        return first, None, doubt
    found = _find_named(blocks, first.end, told)
    if found is not None:
        return found, first, ""
    if not _ISSUES.search(first.text):
        return first, None, ""
    later = [t for t in titles if t.at > first.at and t.key != first.key and not _CARRIER.search(t.text)]
    what = issued_by(first.text) or ""
    alike = [t for t in later if is_alike(t.text, what)] or later
    if alike:
        doubt = (
            ""
            if is_alike(alike[0].text, what)
            else f"文件标题取了印发通知后面的“{alike[0].text}”，与通知里的名称不同，请核对"
        )
        return alike[0], first, doubt
    return first, None, "文件标题是印发通知的：没有找到它所印发的文件，文件另有标题的，请改正"


_HEAD = 80
_FAR = 600


def issued_by(title: str) -> str | None:
    """Return the name of the document that the title of a notice says it issues."""
    found = _ISSUED.search(title)
    return found["what"].strip("《》") if found else None


def _first(blocks: Sequence[Paragraph | Grid], titles: Sequence[Title]) -> tuple[Title, str]:
    """Return the title that heads the text, and a doubt: of those before the first sentences one told elsewhere too.

    Else the first that is not the name of a site's column; of one that is repeated, as on a cover, the last.
    """
    lines = lines_of(blocks)
    prose = next((i for i, line in enumerate(lines) if len(line) > 40 and re.search("[。；]", line)), len(lines))
    before = [t for t in titles if t.at < prose] or list(titles[:1])
    full = [t for t in before if is_full_title(t.text)]
    sure = [t for t in before if t.sure]
    keys = [t.key for t in full]
    again = [t for t in full if keys.count(t.key) > 1]
    chosen = (sure or again or full or before[-1:])[0]
    chosen = next(t for t in reversed(before) if t.key == chosen.key)
    other = next((t for t in full if t.key != chosen.key and not is_alike(t.text, chosen.text)), None)
    if other is None or sure or _CARRIER.search(chosen.text):
        return chosen, ""
    return chosen, f"文件标题取了“{chosen.text}”；第 {blocks[other.at].line} 行“{other.text}”也像标题"


def _given(line: str) -> list[str]:
    """Return the documents that a sentence of a notice issues: 现将《…》印发给你们, 《…》已经同意，现予公布."""
    names: list[str] = []
    for found in list(_NAMED.finditer(line))[:12]:
        before, after = line[max(0, found.start() - 24) : found.start()], line[found.end() : found.end() + 90]
        if _GIVES.search(before.rpartition("》")[2]) or _IS_GIVEN.match(after):
            names.append(found[1])
    return names


def _find_named(blocks: Sequence[Paragraph | Grid], start: int, names: Sequence[str]) -> Title | None:
    """Return the first title after `start` that is word for word one of the names, else one of them and more."""
    if not names:
        return None
    inside = list(blocks[start : start + _FAR])
    keys = {fold_print(name) for name in names}
    exact = [t for t in titles_in(inside, names) if t.sure and t.key in keys]
    near = exact or [
        t for t in titles_in(inside) if any(is_alike(t.text, name) for name in names) and is_full_title(t.text)
    ]
    if not near:
        return None
    found = near[0]
    return Title(at=found.at + start, lines=found.lines, text=found.text, sure=bool(exact), joined=found.joined)
