"""Wherever a built site names a plan, it says how the plan stands: the places are found in the built files.

A page may say it once for many lines: in the heading, the caption or the head of a table above them, or at the top of
the plan's own page. What only names a place (the way there, the tree of places) names no plan.
"""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import icalendar
import pytest
from bs4 import BeautifulSoup, NavigableString, Tag
from builds import Build, shared_build
from built_html import parse
from standing import MARKED, NEW, OLD, PLANS, MadeUp, build_standing

LINES = ("tr", "li", "p", "h1", "h2", "h3", "h4", "dt", "dd", "caption", "figcaption", "summary", "span")
HEADINGS = {
    "table": "caption, thead th",
    "tbody": "th[scope=rowgroup]",
    "section": ":scope > :is(h1, h2, h3), :scope > header > h3",
}
WHOLE = {"ladder", "chart"}  # read as one, whatever stands first
# Parts of a page that name places, not plans, and the frame around every page.
OF_PLACES = "head, header.top, nav, script, option, .tree, .places, .toc, [data-packed], [data-bulk]"
# What a plan's own words say of another plan is not ours to mark.
OF_PLANS = ".passage, .beside div p + p, .contents, .excerpt .provision, [id$=-undecided] ~ ul q"
NOT_READ = ("sitemap.xml", "sitemap.xml.gz", "SHA256SUMS")
# What is a plan as printed, or a reference to it; tables of the JSON's own rows, which their tests hold against it.
AS_PRINTED = {".docx", ".txt", ".md", ".xml", ".bib", ".ris"}
OF_ROWS = {".xlsx", ".sqlite", ".parquet"}


@pytest.fixture(scope="session")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The site of the made-up plans."""
    made = shared_build(tmp_path_factory, "standing", build_standing)
    assert made.code == 0, made.output
    return made


@cache
def naming_files(site: Path, plan_id: str) -> list[Path]:
    """Return every file of a site that holds a plan's id, title or place, but what plans were made from."""
    plan = next(p for p in PLANS if p.id == plan_id)
    words = [word.encode() for word in (plan.id, plan.title, plan.place)]
    found = []
    for path in sorted(
        p
        for p in site.rglob("*")
        if p.is_file() and p.name not in NOT_READ and p.parent.name not in ("sources", "citations")
    ):
        raw = path.read_bytes()
        content = gzip.decompress(raw) if path.suffix == ".bin" else raw
        content = json.dumps(json.loads(content), ensure_ascii=False).encode() if path.suffix == ".json" else content
        if any(word in content for word in words):
            found.append(path)
    return found


def files(site: Path, plan: MadeUp, *suffixes: str) -> list[Path]:
    return [path for path in naming_files(site, plan.id) if path.suffix in suffixes]


def test_every_kind_of_file_that_names_a_plan_is_looked_at(standing: Build) -> None:
    kinds = {path.suffix for plan in MARKED for path in naming_files(standing.site, plan.id)}
    assert kinds - AS_PRINTED - OF_ROWS == {".html", ".json", ".csv", ".ics", ".bin"}
    for plan in MARKED:
        names = {path.relative_to(standing.site).as_posix() for path in naming_files(standing.site, plan.id)}
        assert len(files(standing.site, plan, ".html")) > 25, "the made-up plan is named all over the site"
        assert {"data/plans.json", "data/measures.csv", "data/calendar.ics", "timeline/index.html"} <= names


# HTML


def says(element: Tag, plan: MadeUp) -> bool:
    """Return whether a mark of this plan, with its word, is within an element, to be seen without scripts."""
    marks = element.select("i[data-key], .badges")
    return any(plan.word in mark.get_text() and not is_hidden(mark) for mark in marks)


def is_hidden(element: Tag) -> bool:
    return any(e.has_attr("hidden") for e in (element, *element.parents))


def is_said(node: Tag | NavigableString, plan: MadeUp) -> bool:
    """Return whether how the plan stands is said in the node's line, or in a heading of what the line belongs to."""
    if isinstance(node, NavigableString) and f"{plan.place}（{plan.word}）" in node:
        return True
    for above in (node, *node.parents):
        before = above.find_previous_sibling()
        ladder = before if isinstance(before, Tag) and "ladder" in (before.get("class") or ()) else None
        for heading in (above.find_previous_sibling(["h2", "h3"]), ladder):
            if isinstance(heading, Tag) and says(heading, plan):
                return True
        if not isinstance(above, Tag):
            continue
        if (above.name in LINES or WHOLE & set(above.get("class") or ())) and says(above, plan):
            return True
        if any(says(heading, plan) for heading in above.select(HEADINGS.get(above.name, ":scope > .pair-head"))):
            return True
        if "doc" in (above.get("class") or ()):
            return False
    return False


def full_names() -> list[str]:
    """Return the places' names with those above them, the longest first."""
    names = {plan.code: plan.place for plan in PLANS}
    full = {"".join(names[c] for c in dict.fromkeys((f"{code[:2]}0000", f"{code[:4]}00", code))) for code in names}
    return sorted(full, key=len, reverse=True)


def names_it(text: str, plan: MadeUp) -> bool:
    """Return whether a text has a plan's title, or its place where no other made-up plan is of that place."""
    if plan.title in text or plan.place == "中国":
        return plan.title in text
    for full in full_names():
        text = text.replace(full, "" if not full.endswith(plan.place) else plan.place)
    return plan.place in text and sum(other.place == plan.place for other in PLANS) == 1


def named(page: BeautifulSoup, plan: MadeUp, *, its_place: bool) -> Iterator[Tag | NavigableString]:
    """Yield the links to a plan, and our own words with its title or its place; a link to a place names the place.

    On the page of `its_place` the place's name is not the plan's.
    """
    yield from page.select(f'a[href*="plans/{plan.id}/"]')
    for text in page.find_all(string=lambda text: bool(text) and names_it(text, plan)):
        link = text.find_parent("a")
        of_place = its_place or (link is not None and "jurisdictions/" in str(link.get("href")))
        if plan.title in text or not of_place:
            yield text


@cache
def read(path: Path) -> BeautifulSoup:
    """Return a page without its frame, what names places only, and the words of plans themselves."""
    page = parse(path)
    for article in page.select("article[data-plan]"):
        ours = [e for e in article.select("[data-editorial]") if e.find_parent(attrs={"data-editorial": True}) is None]
        article.replace_with(*[part.extract() for part in ours])
    for part in page.select(f"{OF_PLACES}, {OF_PLANS}"):
        part.decompose()
    return page


@pytest.mark.parametrize("plan", MARKED, ids=lambda plan: plan.key)
def test_every_page_says_it(standing: Build, plan: MadeUp) -> None:
    silent, found = [], 0
    for path in files(standing.site, plan, ".html"):
        if path.parent.name == plan.id:
            continue
        for node in named(read(path), plan, its_place=path.parent.name == plan.code):
            found += 1
            if not is_said(node, plan):
                around = node.find_parent().get_text() if isinstance(node, NavigableString) else node.get_text()
                silent.append(f"{path.relative_to(standing.site)}: {around[:60]!r}")
    assert silent == []
    assert found > 60, "the plan was found where it is named"


@pytest.mark.parametrize("plan", MARKED, ids=lambda plan: plan.key)
def test_its_own_page_says_it_whole_at_the_top(standing: Build, plan: MadeUp) -> None:
    page = parse(standing.site / "plans" / plan.id / "index.html")
    head = page.select_one(".plan-head")
    assert head is not None and says(head, plan)
    shown = [p.get_text() for p in head.select(".standing p") if not is_hidden(p)]
    assert len(shown) == 1
    assert SENTENCES[plan.key] in shown[0]
    assert SENTENCES[plan.key] in page.select_one('meta[name="description"]')["content"]  # type: ignore[index]
    assert not page.select("article.plan :is(i[data-key], .badges):not([data-editorial] *, [data-editorial])")


SENTENCES = {
    "consultation": "征求意见稿，尚未定稿",
    "repealed": "已废止（据《关于废止部分文件的决定》（寅府〔2026〕1号，2026年3月））。",
    "secondary": "第二手资料：这是关于规划的发布会实录，不是规划本身；规划期已满（自2026年1月1日）。",
    "replaced": "已由《卯兔市医疗保障155试验规划》（2026年2月1日）取代。",
    "ended": "已印发，规划期已满（自2026年1月1日）。",
    "upcoming": "已印发，规划期未到（自2031年1月1日起）。",
}


def test_what_replaces_and_what_is_replaced_lead_to_each_other(standing: Build) -> None:
    """Only the newer plan's file says it."""
    old, new = (parse(standing.site / "plans" / plan_id / "index.html") for plan_id in (OLD, NEW))
    [link] = old.select(".plan-head .standing a")
    assert link["href"] == f"../../plans/{NEW}/"
    [row] = [row for row in new.select(".plan-head .meta .wide") if row.dt.get_text() == "取代"]  # type: ignore[union-attr]
    assert row.a is not None and row.a["href"] == f"../../plans/{OLD}/"
    assert "已被取代" in row.get_text()


def test_a_plan_in_its_period_has_no_mark_to_be_seen(standing: Build) -> None:
    plain = [f"plans/{plan.id}/" for plan in PLANS if not plan.word]
    told = 0
    for path in sorted(standing.site.rglob("*.html")):
        for mark in parse(path).select("a[href] + i[data-key]"):
            own = str(mark.find_previous_sibling("a")["href"]).partition("#")[0].endswith(tuple(plain))  # type: ignore[index]
            assert is_hidden(mark) or not own, f"{path}: {mark}"
            assert is_hidden(mark) == (not mark.get_text(strip=True)), f"{path}: {mark}"
            told += own
    assert told > 10, "they are named, and marked for a later day"


def test_a_page_that_may_say_otherwise_later_names_the_day(standing: Build) -> None:
    for path in sorted(standing.site.rglob("*.html")):
        page = parse(path)
        may_change = bool(page.select("[data-status], [data-since]"))
        days = [time["datetime"] for time in page.select(".as-of time")]
        assert days == (["2026-06-01"] if may_change else []), path
    assert parse(standing.site / "timeline" / "index.html").select(".as-of")


# Data


def dictionaries(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict):
        yield data
        data = list(data.values())
    for inner in data if isinstance(data, list) else ():
        yield from dictionaries(inner)


@pytest.mark.parametrize("plan", MARKED, ids=lambda plan: plan.key)
def test_every_row_of_a_download_says_it(standing: Build, plan: MadeUp) -> None:
    rows = 0
    for path in files(standing.site, plan, ".json"):
        for row in dictionaries(json.loads(path.read_text("utf-8"))):
            # One document told of in another plan's file is looked up by its id.
            if "how" in row or "at" in row or plan.id not in (row.get("id"), row.get("plan_id"), row.get("plan")):
                continue
            rows += 1
            said = row["status"].split(" ")[1] if row["status"].startswith(" ") else row["status"]
            assert said == plan.key, f"{path}: {row}"
    for path in files(standing.site, plan, ".csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for line in csv.DictReader(file):
                # The tables behind pictures are for readers: their heads and words are Chinese.
                own = plan.id in (line.get("plan_id"), line.get("规划代号"))
                said = line["status"] == plan.key if "status" in line else plan.word in line["状态"]
                assert not own or said, f"{path}: {line}"
                rows += own
    assert rows > 24


def test_the_date_of_a_status_stands_beside_it(standing: Build) -> None:
    rows = {row["id"]: row for row in json.loads((standing.site / "data/plans.json").read_text("utf-8"))}
    dates = {plan.key: rows[plan.id]["status_date"] for plan in MARKED}
    assert dates == {
        **{"consultation": None, "secondary": None, "repealed": "2026-03", "replaced": "2026-02-01"},
        **{"ended": "2026-01-01", "upcoming": "2031-01-01"},
    }
    phases = [(p["since"], p["status"], p["plain"]) for p in rows["990400-sishe-165"]["status_phases"]]
    assert phases == [(None, "upcoming", False), ("2031-01-01", "in-period", True), ("2036-01-01", "ended", False)]


def test_a_plan_whole_names_what_came_before_and_after_it(standing: Build) -> None:
    old, new = (json.loads((standing.site / f"data/plans/{i}.json").read_text("utf-8")) for i in (OLD, NEW))
    [after], [before] = old["ended_by"], new["replaced"]
    assert (after["how"], after["plan"], after["date"]) == ("replaced", NEW, "2026-02-01")
    assert (before["how"], before["plan"], before["title"]) == ("replaced", OLD, old["title"])
    assert old["replaced"] == new["ended_by"] == []


@pytest.mark.parametrize("plan", MARKED, ids=lambda plan: plan.key)
def test_every_event_of_a_calendar_says_it(standing: Build, plan: MadeUp) -> None:
    events = 0
    for path in files(standing.site, plan, ".ics"):
        calendar = icalendar.Calendar.from_ical(path.read_bytes())
        for event in calendar.walk("VEVENT"):
            if str(event["uid"]).startswith(plan.id):
                events += 1
                assert f"{plan.place}（{plan.word}）" in str(event["summary"])
                assert SENTENCES[plan.key] in str(event["description"])
        if path.stem == plan.id:
            assert str(calendar["x-wr-calname"]) == f"{plan.title}（{plan.word}）"
    assert events >= 2


def test_search_knows_how_each_plan_stands(standing: Build) -> None:
    index = standing.site / "search" / "index"
    manifest = json.loads(gzip.decompress((index / "manifest.bin").read_bytes()))
    column = manifest["columns"]["status"]
    told = [column["values"][at] for at, count in zip(*[iter(column["runs"])] * 2, strict=True) for _ in range(count)]
    ids = gzip.decompress((index / manifest["version"] / "plans.bin").read_bytes()).decode().split("\n")
    words = dict(zip(ids, told, strict=True))
    for plan in PLANS:
        assert words[plan.id].startswith(f" {plan.key} {plan.word}"), plan
