"""Fixtures of the site's tests: built sites, parsed pages."""

from __future__ import annotations

from functools import cache
from typing import Protocol

import pytest
from bs4 import BeautifulSoup
from builds import Build, build_site, shared_build, stage_hostile, stage_moved
from built_html import parse


class ReadPage(Protocol):
    """Return the parsed page at an address of the site, such as `plans/x/`."""

    def __call__(self, url: str) -> BeautifulSoup: ...


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The repository's own site, built once for all workers."""
    return shared_build(tmp_path_factory, "site", lambda folder: build_site(folder / "site"))


@pytest.fixture(scope="session")
def read_page(built: Build) -> ReadPage:
    """Return pages of the repository's site, each parsed once."""
    return cache(lambda url: parse(built.site / url / "index.html"))


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A site with the hostile plan."""
    return shared_build(
        tmp_path_factory,
        "hostile",
        lambda folder: build_site(folder / "site", data=stage_hostile(folder / "data")),
    )


@pytest.fixture(scope="session")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A site with redirects."""
    return shared_build(
        tmp_path_factory,
        "moved",
        lambda folder: build_site(
            folder / "site", data=stage_moved(folder / "data"), SITE_URL="https://library.example/library/"
        ),
    )
