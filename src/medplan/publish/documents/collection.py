"""What plans say on a theme, for Word, each passage with its reference: a plan in; its part of each file out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from medplan.compare.themes import ThemePassage, passages
from medplan.library.summary import PlanSummary
from medplan.publish.documents.blocks import own_paragraph
from medplan.publish.documents.word import aside, heading, word_block, word_file
from medplan.publish.linked.reference import Reference, in_words
from medplan.publish.plan_view import PlanView

LIBRARY = "医保规划库"


def theme_parts(view: PlanView, summary: PlanSummary, site: str) -> dict[str, bytes]:
    """Return the plan's part of each theme that it addresses; `site` is the site's address, "" when unknown."""
    said = passages(view.plan)
    return {theme: b"".join(_part(view, summary, said.get(theme, []), site)) for theme in sorted(summary.themes)}


def _part(view: PlanView, summary: PlanSummary, said: Iterable[ThemePassage], site: str) -> Iterator[bytes]:
    mark = f"（{summary.status.mark}）" if summary.status.mark else ""
    yield heading(f"{summary.place_names or summary.place.name}　{summary.title}{mark}", 2)
    for passage in said:
        yield aside(passage.path)
        for node in passage.nodes:
            yield word_block(own_paragraph(view, node))
        first = passage.nodes[0].eid
        yield aside(in_words(Reference.of(summary, site, first, view.place_of(first)), ""))


def collection(theme: str, places: str, parts: Iterable[bytes]) -> bytes:
    """Return the file of a theme's passages, given its name, of which places it is, and the parts of plans in order."""
    title = f"{theme}：{places}规划的条文"
    head = [heading(title, 1), aside("校订的缘由见各规划的网页；引用日期由引用者填写。")]
    return word_file(title, LIBRARY, (*head, *parts))
