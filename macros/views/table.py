"""The table of pages: each kind of generated page, and each function for hand-written pages, with all that it needs.

A new kind of page is a row here, a view and a template of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from macros.build.facts import Build
from macros.build.page_kinds import PER_PAGE, Entry, GeneratedPage, Macro, PageKind, root_of
from macros.views import (
    change_pages,
    citation_pages,
    data_pages,
    drafting_page,
    grounds,
    guide_pages,
    home_page,
    indicator_pages,
    library_pages,
    lineage_parts,
    measure_pages,
    pair_pages,
    place_pages,
    plan_head,
    plan_pages,
    theme_pages,
    timeline_pages,
    version_pages,
    wording_pages,
)
from macros.views.change_pages import CHANGES_A_PAGE
from macros.views.citation_pages import DOCUMENTS_A_PAGE
from macros.views.library_pages import PLANS_A_QUALITY_PAGE
from macros.views.pair_pages import PASSAGES_A_PAGE
from macros.views.theme_pages import PLANS_A_THEME_PAGE
from medplan.plan.address import PLANS, VERSIONS
from medplan.running.doing import doing


def _list_row(
    name: str,
    entries: Callable[[Build], Iterable[Entry[None]]],
    view: Callable[[Build, str, None, int], str],
    per_page: int = PER_PAGE,
    macro: str = "",
    rests_on: Callable[[Build, None, int], Iterable[str]] | None = None,
) -> PageKind[None]:
    """Return the row of a list whose address, template and, if no other is given, macro bear its name."""
    return PageKind(
        name=name,
        url=f"{name}/",
        template=f"pages/{name}",
        entries=entries,
        view=view,
        per_page=per_page,
        macro=macro or name,
        rests_on=rests_on,
    )


_ROWS = (
    PageKind(
        name="plan",
        url=f"{PLANS}/{{}}/",
        template="pages/plan",
        entries=plan_pages.plan_entries,
        view=plan_pages.plan,
        head=plan_head.plan_head,
        rests_on=grounds.plan,
    ),
    PageKind(
        name="jurisdiction",
        url="jurisdictions/{}/",
        template="pages/jurisdiction",
        entries=place_pages.jurisdiction_entries,
        view=place_pages.jurisdiction,
        rests_on=grounds.jurisdiction,
    ),
    PageKind(
        name="indicator",
        url="indicators/{}/",
        template="pages/indicator",
        entries=indicator_pages.indicator_entries,
        view=indicator_pages.indicator,
        per_page=PER_PAGE,
        rests_on=grounds.indicator,
    ),
    PageKind(
        name="theme",
        url="themes/{}/",
        template="pages/theme",
        entries=theme_pages.theme_entries,
        view=theme_pages.theme,
        per_page=PLANS_A_THEME_PAGE,
        rests_on=grounds.theme,
    ),
    PageKind(
        name="agency",
        url="agencies/{}/",
        template="pages/measures",
        entries=measure_pages.agency_entries,
        view=measure_pages.agency,
        section="measures",
        rests_on=grounds.agency,
    ),
    _list_row(
        "quality",
        library_pages.quality_entries,
        library_pages.quality,
        per_page=PLANS_A_QUALITY_PAGE,
        macro="quality_report",
        rests_on=grounds.quality,
    ),
    _list_row("measures", measure_pages.measures_entries, measure_pages.measures, rests_on=grounds.measures),
    _list_row("timeline", timeline_pages.timeline_entries, timeline_pages.timeline, rests_on=grounds.timeline),
    _list_row("wording", wording_pages.wording_entries, wording_pages.wording, rests_on=grounds.wording),
    PageKind(
        name="wording_pair",
        url="wording/{}/",
        template="pages/wording_pair",
        entries=pair_pages.pair_entries,
        view=pair_pages.wording_pair,
        per_page=PASSAGES_A_PAGE,
        rests_on=grounds.wording_pair,
    ),
    PageKind(
        name="versions",
        url=f"{VERSIONS}/{{}}/",
        template="pages/versions",
        entries=version_pages.version_entries,
        view=version_pages.versions,
        section="plans",
        rests_on=grounds.versions,
    ),
    _list_row(
        "citations",
        citation_pages.citations_entries,
        citation_pages.citations,
        per_page=DOCUMENTS_A_PAGE,
        rests_on=grounds.citations,
    ),
    _list_row("changes", change_pages.change_entries, change_pages.changes, per_page=CHANGES_A_PAGE),
    PageKind(
        name="cited",
        url="citations/{}/",
        template="pages/cited",
        entries=citation_pages.cited_entries,
        view=citation_pages.cited,
        per_page=PER_PAGE,
        rests_on=grounds.cited,
    ),
)
PAGE_KINDS: tuple[PageKind[Any], ...] = _ROWS

MACROS = (
    Macro(name="plan_list", template="macros/plan_list", view=plan_pages.plan_list),
    Macro(name="indicator_table", template="macros/excerpt", view=plan_pages.indicator_table),
    Macro(name="provision", template="macros/excerpt", view=plan_pages.provision),
    Macro(name="sample_provision", template="macros/excerpt", view=plan_pages.sample_provision),
    Macro(name="coverage", template="macros/coverage", view=place_pages.coverage),
    Macro(name="home_page", template="macros/home", view=home_page.home_page),
    Macro(name="search_page", template="macros/search_page", view=library_pages.search_page),
    Macro(name="download_list", template="macros/downloads", view=data_pages.download_list),
    Macro(name="download_columns", template="macros/download_columns", view=data_pages.download_columns),
    Macro(name="compare_page", template="macros/compare_page", view=lineage_parts.compare_page),
    Macro(name="drafting_page", template="macros/drafting_page", view=drafting_page.drafting_page),
    Macro(name="indicator_matrix", template="macros/indicator_matrix", view=indicator_pages.indicator_matrix),
    Macro(name="theme_matrix", template="macros/theme_matrix", view=theme_pages.theme_matrix),
    Macro(name="rule_list", template="macros/rules", view=guide_pages.rule_list),
    Macro(name="hand_in", template="macros/hand_in", view=guide_pages.hand_in),
    Macro(name="schema_reference", template="macros/reference", view=guide_pages.schema_reference),
)


def list_pages(build: Build) -> Iterator[GeneratedPage]:
    """Yield every page to generate, kind by kind."""
    for kind in PAGE_KINDS:
        yield from kind.pages(build)


def render_page(build: Build, page: GeneratedPage) -> str:
    """Return the content of a generated page."""
    with doing("填网页", page.url or "首页"):
        return plan_pages.with_day(build, kind_of(page).view(build, root_of(page.url), page.key, page.number))


def kind_of(page: GeneratedPage) -> PageKind[Any]:
    """Return a generated page's row of the table."""
    return next(kind for kind in PAGE_KINDS if kind.name == page.kind)


def list_macros() -> Iterator[Macro]:
    """Yield every function for hand-written pages: those of MACROS, and the first pages of paged lists."""
    yield from MACROS
    for kind in PAGE_KINDS:
        if kind.macro:
            yield Macro(name=kind.macro, template=kind.template, view=_first_page(kind))


def _first_page(kind: PageKind[Any]) -> Any:
    def view(build: Build, root: str) -> str:
        return kind.view(build, root, None, 1)

    view.__doc__ = kind.view.__doc__
    return view
