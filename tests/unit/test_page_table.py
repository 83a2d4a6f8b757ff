"""The table of pages: a row for each page's template and macro; pages with addresses and words of their own."""

from __future__ import annotations

import pickle
import re
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from macros.build.facts import Build
from macros.build.page_kinds import PER_PAGE, Entry, GeneratedPage, PageKind, on_page, page_count
from macros.build.templates import FOLDER, Templates
from macros.views.library_pages import PLANS_A_QUALITY_PAGE
from macros.views.table import MACROS, PAGE_KINDS, kind_of, list_macros, list_pages
from medplan.compare.cited import index_citations
from medplan.compare.themes import COVERAGE_LABELS, coverage
from medplan.library.index import LibraryIndex
from medplan.library.repository import Repository

from .support import FIVE, ROOT


@pytest.fixture(scope="module")
def known(repository: Repository) -> Build:
    """What the table needs to know of the repository's plans to list their pages."""
    index = LibraryIndex(catalogues=repository.catalogues)
    for plan in repository.plans():
        index.add(plan, repository.prove(plan))
    return as_build(index)


def as_build(index: LibraryIndex) -> Build:
    groups = {
        theme: {key: [p for p in index.plans if coverage(p, theme) == key] for key in COVERAGE_LABELS}
        for theme in index.catalogues.themes
    }
    cited = index_citations(index.plans, index.citations)
    return cast(
        Build,
        SimpleNamespace(index=index, theme_groups=groups, wording=SimpleNamespace(pairs=[]), cited=cited, news=()),
    )


def templates_in(folder: str) -> set[str]:
    return {f"{folder}/{path.stem}" for path in (FOLDER / folder).glob("*.html")}


def test_every_template_of_a_page_has_its_row_and_every_template_of_a_macro() -> None:
    assert {kind.template for kind in PAGE_KINDS} == templates_in("pages") != set()
    assert {macro.template for macro in MACROS} == templates_in("macros") != set()
    # Besides: parts of pages, what templates import, and the page at an old address, which has no frame.
    others = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.html")}
    others = {name for name in others if name.partition("/")[0] not in ("pages", "macros", "parts")}
    assert {name for name in others if not name.startswith("_")} == {"moved_page.html"}


def test_what_hand_written_pages_call_is_in_the_table() -> None:
    names = [macro.name for macro in list_macros()]
    assert len(names) == len(set(names))
    pages = (path.read_text("utf-8") for path in (ROOT / "docs").rglob("*.md"))
    called = {name for page in pages for name in re.findall(r"\{\{ (\w+)\(", page)}
    assert called <= set(names)
    # The first page of a list that goes on is a hand-written one: it is there, and calls the macro of its row.
    for kind in (kind for kind in PAGE_KINDS if kind.macro):
        assert f"{{{{ {kind.macro}() }}}}" in (ROOT / "docs" / kind.url / "index.md").read_text("utf-8")


def test_addresses_of_pages_are_plain_and_unique(known: Build) -> None:
    urls = [page.url for page in list_pages(known)]
    assert len(set(urls)) == len(urls)
    assert all(re.fullmatch("[a-z0-9/-]+/", url) for url in urls)
    assert {f"plans/{plan_id}/" for plan_id in FIVE} <= set(urls)
    assert {"jurisdictions/320500/", "jurisdictions/100000/", "indicators/enrolment-rate/"} <= set(urls)
    assert {page.kind for page in list_pages(known)} >= {"plan", "jurisdiction", "indicator", "theme", "agency"}


def test_every_page_has_a_title_and_a_description_of_its_own(known: Build) -> None:
    pages = list(list_pages(known))
    assert len({page.title for page in pages if page.kind == "plan"}) == 5
    assert all(page.description and page.title for page in pages)
    (suzhou,) = [page for page in pages if page.key == "320500-suzhou-145"]
    assert (suzhou.source or "").endswith("32-jiangsu/320500-suzhou-145.yaml")
    assert "苏州市" in suzhou.title
    assert "46 项指标" in suzhou.description


def test_a_list_longer_than_a_page_goes_on(known: Build) -> None:
    assert [page_count(n) for n in (0, 1, PER_PAGE, PER_PAGE + 1, 3 * PER_PAGE)] == [1, 1, 1, 2, 3]
    index = known.index
    some = PLANS_A_QUALITY_PAGE
    many = LibraryIndex(catalogues=index.catalogues, plans=index.plans * (some // 5 * 2 + 1))
    pages = [page for page in list_pages(as_build(many)) if page.kind == "quality"]
    assert [page.url for page in pages] == ["quality/2/", "quality/3/"], "the first page is hand-written"
    assert [page.title for page in pages] == ["质量（第 2 页）", "质量（第 3 页）"]
    assert [len(on_page(many.plans, number, some)) for number in (1, 2, 3, 4)] == [some, some, 5, 0]
    assert not [page for page in list_pages(known) if page.kind == "quality"]


def test_a_new_kind_of_page_is_a_row_a_view_and_a_template() -> None:
    """A made-up kind of page, all of it here, comes to pages that are filled as the others are."""
    templates = Templates(texts={"pages/year.html": "{{ root }} {{ year }} {{ number }}"}, host=Templates.read().host)
    kind: PageKind[int] = PageKind(
        name="year",
        url="years/{}/",
        template="pages/year",
        entries=lambda build: [Entry(key=2025, name="2025", title="2025 年", description="到期的", count=150)],
        view=lambda build, root, year, number: build.render("pages/year", root=root, year=year, number=number),
        per_page=100,
    )
    build = cast(Build, SimpleNamespace(render=templates.render))
    made = [(page.url, page.title, kind.view(build, "../", page.key, page.number)) for page in kind.pages(build)]
    assert made == [("years/2025/", "2025 年", "../ 2025 1"), ("years/2025/2/", "2025 年（第 2 页）", "../ 2025 2")]


def test_a_page_can_be_sent_to_another_process(known: Build) -> None:
    """Pages are filled by a row's view, named, and a key: nothing of them holds on to this process."""
    pages: list[GeneratedPage] = list(list_pages(known))
    assert pickle.loads(pickle.dumps(pages)) == pages
    assert all(kind_of(page) in PAGE_KINDS for page in pages)
    with pytest.raises(StopIteration):
        kind_of(replace(pages[0], kind="none"))


def test_templates_can_be_sent_to_another_process_and_fill_alike(known: Build) -> None:
    templates = Templates.read()
    facts: dict[str, Any] = {"root": "", "labels": {}, "examples": [], "packed": False}
    before = templates.render("macros/compare_page", **facts)
    sent = pickle.loads(pickle.dumps(templates))
    assert sent == templates
    assert sent.render("macros/compare_page", **facts) == before
