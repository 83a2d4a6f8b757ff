"""Views of the table of pages: each fills its own template, from the build and a key alone, in whatever process."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from builds import ROOT, open_data

from macros.build.facts import Build
from macros.build.templates import Templates
from macros.views.table import PAGE_KINDS, list_pages, render_page
from medplan.parallel import FEW, map_in_order

pytestmark = pytest.mark.site


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """What a build of the repository's data knows."""
    opened, issues = open_data(ROOT / "data", tmp_path_factory.mktemp("spool"))
    assert opened is not None, issues
    return opened


@pytest.mark.parametrize("kind", PAGE_KINDS, ids=lambda kind: kind.name)
def test_a_view_fills_the_template_of_its_row(kind: Any, build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    entries = list(kind.entries(build))
    # Five plans cite no document more often than the index lists, and no two of them are versions of one.
    assert entries or kind.name in ("cited", "versions")
    filled: list[str] = []
    render = Templates.render
    monkeypatch.setattr(Templates, "render", lambda *given, **facts: filled.append(given[1]) or render(*given, **facts))
    for entry in entries[:1]:
        kind.view(build, "../../", entry.key, 1)
        # A plan's page is filled when the plan is read, before all others are known.
        assert kind.template in filled or kind.name == "plan"


def test_pages_are_the_same_from_other_processes(build: Build) -> None:
    pages = list(list_pages(build))
    assert len(pages) >= FEW and {page.kind for page in pages} >= {"plan", "theme", "indicator", "wording_pair"}
    here = [render_page(build, page) for page in pages]
    assert list(map_in_order(render_page, build, pages, 2)) == here


def test_what_a_build_knows_stays_as_it_is(build: Build, tmp_path: Path) -> None:
    again, _ = open_data(ROOT / "data", tmp_path / "spool")
    assert again is not None
    first, last = list(list_pages(build)), list(list_pages(again))
    assert first == last
    # In whatever order pages are asked for, and however often, they are the same.
    turned = [render_page(again, page) for page in reversed(last)]
    assert [render_page(build, page) for page in first] == turned[::-1]
    with pytest.raises(AttributeError):
        build.index = again.index  # type: ignore[misc]


def test_what_a_plan_says_on_a_theme_leads_to_the_plan_from_whatever_page_of_the_theme(build: Build) -> None:
    theme, groups = next((theme, groups) for theme, groups in build.theme_groups.items() if groups.get("addressed"))
    [plan, *_] = groups["addressed"]
    for root in ("../../", "../../../"):
        links = re.findall(r'href="([^"]*)"', build.theme_html(theme, plan.id, root))
        to_plans = [link for link in links if "plans/" in link]
        assert to_plans and all(link.startswith(f"{root}plans/{plan.id}/#") for link in to_plans)
