"""What a reader fetches: the pages of plans against their own words, the frame around every page."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from builds import PLAN_IDS, Build, build_site, shared_build
from built_html import parse

from benchmarks.synthetic import write_data

pytestmark = pytest.mark.site

KB = 1024
MOST_COMPRESSED = 25 * KB
# The words of a long plan take as much alone; then the rest of its page adds so much to them.
MOST_OVER_WORDS = 1.6
MOST_OF_ITS_WORDS = 2.2
CONTENT = '<article class="page__text'
MOST_FRAME = 8 * KB
MOST_GENERATED_FRAME = 6 * KB  # there are thousands of them; a plan says there too, for machines, what it is
SMALL = ("", "plans/", "indicators/enrolment-rate/", "jurisdictions/320500/", "themes/enrolment/")


@pytest.fixture(scope="module")
def shuffled(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The site of made-up plans of a whole plan's length, whose clauses are alike."""

    def build(folder: Path) -> Build:
        return build_site(folder / "site", data=write_data(folder / "data", 20))

    made = shared_build(tmp_path_factory, "shuffled-20", build)
    assert made.code == 0, made.output
    return made


def inside(html: str) -> str:
    """Return what a page holds within its frame."""
    return html.partition(CONTENT)[2].rpartition("</article>")[0]


def assert_light(page: Path) -> None:
    """Assert that a plan's page holds little beside its words; the frame around it is weighed alone."""
    html = inside(page.read_text("utf-8")).encode()
    words = parse(page).main.get_text().encode()
    assert len(html) <= MOST_OF_ITS_WORDS * len(words), f"{len(html)} bytes, {len(words)} of words"
    packed, packed_words = (len(gzip.compress(text, 6)) for text in (html, words))
    most = max(MOST_COMPRESSED, MOST_OVER_WORDS * packed_words)
    assert packed <= most, f"{packed} bytes compressed, its words {packed_words}"


@pytest.mark.parametrize("plan_id", PLAN_IDS)
def test_a_plan_s_page_holds_little_beside_its_words(built: Build, plan_id: str) -> None:
    assert_light(built.site / "plans" / plan_id / "index.html")


def test_among_many_plans_that_are_alike_too(shuffled: Build) -> None:
    pages = sorted(shuffled.site.glob("plans/*-*/index.html"))
    assert len(pages) == 21
    for page in pages:
        assert_light(page)


@pytest.mark.parametrize("url", [*SMALL, f"plans/{PLAN_IDS[0]}/"])
def test_the_frame_is_small_and_says_nothing_twice(built: Build, url: str) -> None:
    html = (built.site / url / "index.html").read_text("utf-8")
    before, _, rest = html.partition(CONTENT)
    frame = before + rest.rpartition("</article>")[2]
    assert "site-nav" in before and "site-foot" in frame
    page = parse(built.site / url / "index.html")
    maps = page.select("footer .site-map")
    assert len(frame.encode()) <= (MOST_FRAME if maps else MOST_GENERATED_FRAME)
    for shown in (*page.select("header .site-nav"), *maps):
        links = [str(a["href"]) for a in shown.select("a")]
        assert links and len(links) == len(set(links))
