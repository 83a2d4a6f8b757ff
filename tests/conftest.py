"""Fixtures for every test: the repository's five plans, and the browser, once a worker."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.browsing import PATIENCE_MS, NewPage
from browser.contexts import Contexts
from hypothesis import settings
from playwright.sync_api import Browser, expect, sync_playwright
from unit.support import Held

from medplan.files.document import load_document
from medplan.library.repository import Repository
from medplan.plan.build_plan import build_plan
from medplan.schema.schemas import integer_keys

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
LONG_CALLS = ("test_serving", "test_whatever_validates")
SLOW_FOLDERS = ("browser", "search", "site")
BROWSER_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# Both are built of one source. The first draws no window around a page, and takes two thirds of the processor's time.
CHROMIUMS = ("chromium-headless-shell", "chromium")
# All pages are of one origin: they share a process, which a page of its own takes as long to start as to be read.
BROWSER_ARGUMENTS += ["--disable-site-isolation-trials", "--renderer-process-limit=1"]

# The same examples everywhere, so that a red build is red for everyone; HYPOTHESIS_PROFILE=explore looks further.
settings.register_profile("steady", derandomize=True, deadline=None, max_examples=150, database=None)
settings.register_profile("explore", deadline=None, max_examples=5000, database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

# Parsed pages and plans are many small objects that live long: looking for garbage in them takes a quarter of the time.
gc.set_threshold(100_000, 50, 100)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark slow what builds a site, runs the search or needs a browser; `make check` leaves it out with the others.

    The tests of one long call each come first: begun last, they leave the other core idle.
    """
    for item in items:
        folder = item.path.relative_to(TESTS).parts[0]
        if folder in SLOW_FOLDERS or "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)
    items.sort(key=lambda item: item.path.stem not in LONG_CALLS)


@pytest.fixture(scope="session")
def repository() -> Repository:
    """The repository's own data, whatever MEDPLAN_DATA says."""
    return Repository.open(ROOT / "data")


@pytest.fixture(scope="session")
def held(repository: Repository) -> dict[str, Held]:
    """The repository's plans by id; not to be changed."""
    found: dict[str, Held] = {}
    for path in repository.plan_files():
        document, issues = load_document(path, repository.shown(path), integer_keys("plan"))
        assert not issues, [issue.as_text() for issue in issues]
        plan, _ = build_plan(document, path.stem)
        found[path.stem] = Held(document=document, plan=plan, source=repository.source_path(plan).read_bytes())
    return found


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, one for each worker: the command named by CHROMIUM, else the first there is."""
    named = os.environ.get("CHROMIUM")
    found = shutil.which(named) if named else next(filter(None, map(shutil.which, CHROMIUMS)), None)
    assert found, f"no command {named or CHROMIUMS[-1]}: scripts/ensure_browser.sh installs it"
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=BROWSER_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def contexts(chromium: Browser) -> Contexts:
    """The contexts of that browser, kept from test to test."""
    return Contexts(chromium)


@pytest.fixture
def new_page(contexts: Contexts) -> Iterator[NewPage]:
    """Open empty pages, for one test; `width`, `height`, a fixed time `now`, any option of a context."""
    yield contexts.new_page
    contexts.clear()
