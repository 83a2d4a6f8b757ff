"""Fixtures of the browser's tests: one Chromium and one server a worker; a guard that watches every page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import NewPage, OpenPage, serve, watch
from builds import Build, build_site, shared_build, stage_hostile, stage_moved
from playwright.sync_api import Page


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The repository's own site, built once for all workers."""
    made = shared_build(tmp_path_factory, "site", lambda folder: build_site(folder / "site"))
    assert made.code == 0, made.output
    return made


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A site with the hostile plan."""

    def build(folder: Path) -> Build:
        return build_site(folder / "site", data=stage_hostile(folder / "data"))

    made = shared_build(tmp_path_factory, "hostile", build)
    assert made.code == 0, made.output
    return made


@pytest.fixture(scope="session")
def site(built: Build) -> Iterator[str]:
    """The address of the repository's own site, with a slash at its end."""
    yield from serve(built.site)


@pytest.fixture(scope="session")
def hostile_site(hostile: Build) -> Iterator[str]:
    """The address of the site with the hostile plan."""
    yield from serve(hostile.site)


@pytest.fixture(scope="session")
def moved_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with redirects."""

    def build(folder: Path) -> Build:
        site_url = "https://library.example/library/"
        return build_site(folder / "site", data=stage_moved(folder / "data"), SITE_URL=site_url)

    made = shared_build(tmp_path_factory, "moved", build)
    assert made.code == 0, made.output
    yield from serve(made.site)


@pytest.fixture
def open_page(new_page: NewPage, site: str) -> Iterator[OpenPage]:
    """Open pages by their address on the site; fail the test when one asks elsewhere, logs an error or breaks.

    `root` is another site's address; what `new_page` takes may be given too.
    """
    faults: list[str] = []

    def open_it(url: str = "", *, root: str = site, **options: Any) -> Page:
        page = new_page(**options)
        watch(page, root, faults)
        page.goto(root + url, wait_until="load")
        return page

    yield open_it
    assert not faults
