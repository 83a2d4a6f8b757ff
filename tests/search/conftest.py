"""Fixtures of the search's tests: the index of the repository's plans, and the browser's own module on it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser.browsing import serve
from builds import Build, build_site, shared_build
from driving import SearchDriver
from exactness import Scan
from indexing import write_index

from medplan.library.repository import Repository
from medplan.plan.model import Plan


def shared_folder(factory: pytest.TempPathFactory, name: str) -> Path:
    """Return a folder that xdist's workers share."""
    base = factory.getbasetemp()
    return (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / name


@pytest.fixture(scope="session")
def plans(held: dict[str, Any]) -> list[Plan]:
    """The repository's plans in the order of the index."""
    return [one.plan for one in held.values()]


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory, plans: list[Plan], repository: Repository) -> Path:
    """The index of the repository's plans, written by the first worker that asks for it."""
    folder = shared_folder(tmp_path_factory, "search-index")
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "manifest.bin").exists():
            write_index(folder, plans, repository.catalogues)
    return folder


@pytest.fixture(scope="session")
def driver(index: Path) -> Iterator[SearchDriver]:
    """The search module on that index."""
    with SearchDriver(index) as running:
        yield running


@pytest.fixture(scope="session")
def scan(plans: list[Plan]) -> Scan:
    """Every record of the repository's plans, to be looked through from end to end."""
    return Scan.of(plans)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The repository's own site, built once for all workers."""
    made = shared_build(tmp_path_factory, "site", lambda folder: build_site(folder / "site"))
    assert made.code == 0, made.output
    return made


@pytest.fixture(scope="session")
def site(built: Build) -> Iterator[str]:
    """The address of the repository's own site under a prefix, with a slash at its end."""
    yield from serve(built.site)
