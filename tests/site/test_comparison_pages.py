"""Pages across plans, held against the YAML as a small reader of its own finds it: figures, themes, tasks, places."""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import icalendar
import pytest
from bs4 import BeautifulSoup, Tag
from builds import PLAN_IDS, Build
from built_html import cell_of, parse
from reading_yaml import (
    HESHAN,
    SHANDONG,
    SUZHOU,
    ZHENGNING,
    catalogue,
    counties_and_all,
    indicator_rows,
    numbers_in,
    plans,
    themes_of,
    with_duties,
)

pytestmark = pytest.mark.site

INDICATORS = sorted({row["indicator"] for plan_id in PLAN_IDS for row in indicator_rows(plan_id)})
PLACE_NAMES = {
    plan_id: next(p["name"] for p in catalogue("jurisdictions") if p["code"] == plan_id[:6]) for plan_id in PLAN_IDS
}
SAYS = {HESHAN: ("征求意见稿", "草案"), SHANDONG: ("第二手资料",)}
# How many of the first unit make one of the second.
WORTH = {("万元", "亿元"): Decimal(10000), ("元", "亿元"): Decimal(100_000_000), ("元", "万元"): Decimal(10000)}


def text(element: Tag) -> str:
    """Return an element's text without space."""
    return "".join(element.get_text().split())


def name_of(row: dict[str, str]) -> str:
    """Return the name a row of the YAML prints, without a bracket at its end: sources print those badly."""
    return re.sub("（[^（）]*）?$", "", "".join(row["name"].split()))


def plan_of(element: Tag) -> str:
    """Return the plan that the first link to one within an element leads to."""
    link = element.select_one("a[href*='plans/']")
    assert link is not None, element
    return str(link["href"]).split("plans/")[1].split("/")[0]


def rows_of(page: BeautifulSoup, caption: str) -> list[Tag]:
    """Return the rows of the table whose caption begins so, none when there is no such table."""
    for table in page.select("table.tbl--compare"):
        if text(table.caption).startswith(caption):
            return table.select("tbody tr")
    return []


def figures(row: Tag) -> tuple[str, str]:
    """Return what a row of a comparison shows as baseline and as target, without the small print."""
    cells = [BeautifulSoup(str(cell_of(row, name)), "html.parser") for name in ("基期值", "目标值")]
    for cell in cells:
        for small in cell.select("small"):
            small.decompose()
    return text(cells[0]), text(cells[1])


# The judged examples.


def test_varieties_of_drugs_compare_three_plans_and_not_a_completion_rate(read_page) -> None:
    page = read_page("indicators/drug-vbp-varieties/")
    shown = {plan_of(row): figures(row) for row in rows_of(page, "可以比较")}
    assert shown == {SHANDONG: ("未列", "≥500"), HESHAN: ("112", "＞500"), ZHENGNING: ("120", "＞500")}
    assert SUZHOU not in {plan_of(row) for row in page.select("table.tbl--compare tbody tr")}
    assert "完成率" not in page.select_one(".doc").get_text()
    for row in rows_of(page, "须分开看"):
        assert row.select(".obstacle"), text(row)


def test_income_of_the_fund_compares_two_units(read_page) -> None:
    page = read_page("indicators/fund-income/")
    rows = {plan_of(row): row for row in rows_of(page, "可以比较")}
    assert {plan: figures(row)[0] for plan, row in rows.items()} == {HESHAN: "7.3", ZHENGNING: "2.4"}
    assert "原文72954.2万元" in text(rows[HESHAN])
    assert "原文" not in text(rows[ZHENGNING])
    assert "单位亿元" in text(page.select_one("dl.meta"))


@pytest.mark.parametrize("indicator", ["online-service-rate", "window-service-rate"])
def test_a_rate_online_and_at_windows_counts_for_both_and_is_marked_as_wider(read_page, indicator: str) -> None:
    page = read_page(f"indicators/{indicator}/")
    assert SUZHOU not in {plan_of(row) for row in rows_of(page, "可以比较")}
    [row] = [r for r in rows_of(page, "须分开看") if plan_of(r) == SUZHOU and "线上、窗口可办率" in text(r)]
    assert "“医保政务服务事项线上、窗口可办率”范围更宽" in text(row)
    links = read_page("indicators/").select(".tbl--matrix td a")
    cells = [a.parent for a in links if a["href"].endswith(f"{SUZHOU}/#{row_eid(row)}")]
    assert ["范围更宽" in text(cell) for cell in cells] == [True, True]
    lines = read_page("jurisdictions/320500/").select(".tbl--figures tbody tr")
    said = [text(line) for line in lines if "线上、窗口可办率" in text(line)]
    assert ["范围更宽" in line for line in said] == [True, True]


def row_eid(row: Tag) -> str:
    return str(row.select_one("td a[href*='plans/']")["href"]).split("#")[1]


STATED = (
    "indicators/*/",
    "themes/*/",
    "agencies/*/",
    "jurisdictions/*/",
    "measures/",
    "timeline/",
    "indicators/",
    "themes/",
    "plans/*/",
    "",
    "jurisdictions/",
    "plans/",
)


@pytest.mark.parametrize("plan_id", SAYS)
def test_a_draft_and_a_press_conference_are_marked_wherever_they_are_linked(built: Build, plan_id: str) -> None:
    seen, unmarked = 0, []
    for path in {path for pattern in STATED for path in built.site.glob(f"{pattern}index.html")}:
        if plan_id in path.parts or path.parent.parent.name == "plans":
            continue
        page = parse(path)
        for link in page.select(f"main a[href*='plans/{plan_id}/']"):
            seen += 1
            if not any(word in said for said in surroundings(link) for word in SAYS[plan_id]):
                unmarked.append(f"{path.relative_to(built.site)}: {link}")
    assert seen > 40
    assert not unmarked


def surroundings(link: Tag) -> list[str]:
    """Return what a reader sees with a link: its row or list entry, the head of its column, the head of its section."""
    around = [link.get_text()]
    near = link.find_parent(["tr", "li", "dt"])
    table = link.find_parent("table")
    if near is not None and table is not None and "tbl--matrix" in table["class"]:
        cell = link.find_parent(["td", "th"])
        at = near.find_all(["td", "th"]).index(cell)
        around.append(table.select("thead th")[at].get_text())
    elif near is not None:
        around.append(near.get_text())
    section = link.find_parent("section", class_="theme-plan")
    if section is not None:
        around.append(section.select_one("h3").get_text() + "".join(b.get_text() for b in section.select(".badge")))
    mark = link.find_next_sibling()
    if mark is not None and mark.name == "i" and mark.has_attr("data-key"):
        around.append(mark.get_text())
    caption = table.caption if table is not None else None
    around.append(caption.get_text() if caption else "")
    return around


# Indicators.


@pytest.mark.parametrize("indicator", INDICATORS)
def test_an_indicators_page_shows_every_row_of_the_yaml(read_page, indicator: str) -> None:
    """Each row is there once, with the numbers it prints (converted or kept), and its years and nature."""
    page = read_page(f"indicators/{indicator}/")
    wanted = [(p, row) for p in PLAN_IDS for row in indicator_rows(p) if row["indicator"] == indicator]
    rows = page.select("table.tbl--compare tbody tr")
    assert Counter(map(plan_of, rows)) == Counter(plan_id for plan_id, _ in wanted)
    unit = text(page.select_one("dl.meta dd"))
    left = list(rows)
    for plan_id, row in wanted:
        fitting = [r for r in left if plan_of(r) == plan_id and stands_at(r, row) and fits(r, row, unit)]
        assert fitting, (plan_id, row)
        left.remove(fitting[0])
        obstacles = fitting[0].select(".obstacle")
        assert obstacles or row["match"] == "exact", row
        if len({plan for plan, _ in wanted}) == 1:
            assert fitting[0] in rows_of(page, "只有一份规划")
            assert len(wanted) > 1 or "其他" not in "".join(map(text, obstacles)), "there is none"
        else:
            assert (fitting[0] in rows_of(page, "须分开看")) == bool(obstacles)
    assert not left
    assert len({plan_of(row) for row in rows_of(page, "可以比较")}) != 1


def stands_at(shown: Tag, row: dict[str, str]) -> bool:
    """Return whether a row of a page leads to the provision, and has the name, that a row of the YAML gives."""
    link = cell_of(shown, "说明").a
    return text(link).startswith(name_of(row)) and row_eid(shown) == row.get("at", row_eid(shown))


def fits(shown: Tag, row: dict[str, str], unit: str) -> bool:
    """Return whether a row of a page says what a row of the YAML does."""
    for (key, label), figure in zip((("baseline", "基期值"), ("target", "目标值")), figures(shown), strict=True):
        printed = row.get(key, "")
        wanted = numbers_in(printed)
        cell = text(cell_of(shown, label))
        if not wanted:
            words = "".join(printed.split()).strip("—-")
            if (words and words not in cell) or (not words and not figure.startswith("未列")):
                return False
        elif "原文" in cell:
            kept = cell.split("原文")[1]
            if numbers_in(kept.split("年")[0])[: len(wanted)] != wanted:
                return False
            worth = next((w for (small, big), w in WORTH.items() if small in kept and big == unit), None)
            if worth and abs(numbers_in(figure)[0] - wanted[0] / worth) > Decimal("0.05"):
                return False
        elif not (set(numbers_in(figure)) <= set(wanted) and numbers_in(figure)):
            return False
    nature = {"binding": "约束性", "anticipatory": "预期性", None: "未列"}[row.get("nature")]
    return text(cell_of(shown, "属性")) == nature


def test_every_indicator_of_the_yaml_has_a_page_and_no_other(built: Build) -> None:
    assert sorted(path.parent.name for path in built.site.glob("indicators/*/index.html")) == INDICATORS


def test_rows_that_can_be_compared_are_alike_in_what_makes_them_so(built: Build, read_page) -> None:
    """One unit, one base year, one target year, one nature in each table of what can be compared."""
    for indicator in INDICATORS:
        for column in ("基期值", "目标值"):
            said = [text(cell_of(row, column)) for row in rows_of(read_page(f"indicators/{indicator}/"), "可以比较")]
            figures_ = [cell for cell in said if numbers_in(cell.split("20")[0])]
            assert len({cell[-5:] for cell in figures_ if re.search(r"20\d\d年$", cell)}) <= 1, indicator
        natures = {text(cell_of(r, "属性")) for r in rows_of(read_page(f"indicators/{indicator}/"), "可以比较")}
        assert len(natures - {"未列"}) <= 1, indicator


def test_the_matrix_has_a_cell_where_the_yaml_has_a_row(read_page) -> None:
    matrix: dict[str, list[Tag]] = {}
    page = read_page("indicators/")
    for table in page.select(".tbl--matrix"):
        heads = [text(th) for th in table.select("thead th")[1:]]
        assert [PLACE_NAMES[plan_id] in head for plan_id, head in zip(PLAN_IDS, heads, strict=True)] == [True] * 5
        for row in table.select("tbody tr"):
            matrix[str(row.th.a["href"]).split("indicators/")[1].strip("/")] = row.select("td")
    below = {
        str(row.th.a["href"]).split("indicators/")[1].strip("/"): row for row in page.select(".tbl--sparse tbody tr")
    }
    assert sorted([*matrix, *below]) == INDICATORS
    for indicator, row in below.items():
        having = [p for p in PLAN_IDS if any(row["indicator"] == indicator for row in indicator_rows(p))]
        assert [plan_of(place) for place in row.select(".at-place")] == having
        assert text(row.td) == ("只有一份" if len(having) == 1 else f"{len(having)}份")
    for indicator, cells in matrix.items():
        for plan_id, cell in zip(PLAN_IDS, cells, strict=True):
            rows = [row for row in indicator_rows(plan_id) if row["indicator"] == indicator]
            assert bool(cell.select("a")) == bool(rows), (indicator, plan_id)
            if not rows:
                assert text(cell) == "○未列"
            elif all(row["match"] != "exact" for row in rows):
                assert re.search("近似对应|范围更宽|范围更窄|仅相关", text(cell)), (indicator, plan_id, text(cell))


# Themes.


def test_the_matrix_of_themes_says_which_kind_of_nothing(read_page) -> None:
    table = read_page("themes/").select_one(".tbl--matrix")
    rows = {str(row.th.a["href"]).split("themes/")[1].strip("/"): row.select("td") for row in table.select("tbody tr")}
    assert list(rows) == [theme["id"] for theme in catalogue("themes")]
    for theme, cells in rows.items():
        for plan_id, cell in zip(PLAN_IDS, cells[:5], strict=True):
            reviewed = "themes_reviewed" in plans()[plan_id]
            nothing = "未论及" if reviewed else "未审阅"
            if theme in themes_of(plan_id):
                assert re.fullmatch("[1-9][0-9,]*字", text(cell)), (theme, plan_id)
            else:
                assert text(cell) == nothing, (theme, plan_id)
        assert text(cells[5]) == "未收录"
    held = {plan_id[:2] for plan_id in PLAN_IDS}
    absent = [p for p in catalogue("jurisdictions") if p["level"] == "province" and p["code"][:2] not in held]
    assert str(len(absent)) in text(table.select("thead th")[6])


@pytest.mark.parametrize("theme", [theme["id"] for theme in catalogue("themes")])
def test_a_themes_page_names_who_addresses_it_and_who_does_not(read_page, theme: str) -> None:
    page = read_page(f"themes/{theme}/")
    said = {text(div.dt): text(div.dd) for div in page.select("dl.strip > div")}
    for plan_id in PLAN_IDS:
        kind = "论及" if theme in themes_of(plan_id) else "未论及"
        assert PLACE_NAMES[plan_id] in said[kind], (theme, plan_id)
        assert (page.find("section", id=plan_id) is not None) == (kind == "论及")
    assert said["未审阅"] == "没有"


# Measures, time, agencies.


def test_every_measure_of_the_yaml_is_listed(read_page) -> None:
    page = read_page("measures/")
    listed = Counter(plan_of(row) for row in page.select("tbody[data-static] tr:not(.of-plan)"))
    assert listed == Counter({p: len(with_duties(p)) for p in PLAN_IDS if with_duties(p)})
    assert text(page.select_one(".count")) == f"共{sum(listed.values())}项"


def units(value: object) -> str:
    return "、".join(value) if isinstance(value, list) else str(value or "")


@pytest.mark.parametrize(("agency", "name"), [("finance", "财政"), ("civil-affairs", "民政局"), ("tax", "税务")])
def test_an_agencys_page_lists_the_measures_that_name_it(read_page, agency: str, name: str) -> None:
    page = read_page(f"agencies/{agency}/")
    named = [m for p in PLAN_IDS for m in with_duties(p)]
    led = sum(name in units(m.get("lead")) for m in named)
    part = sum(any(name in units(m.get(role)) for role in ("lead", "supporting", "responsible")) for m in named) - led
    facts = {text(div.dt): text(div.dd) for div in page.select("dl.meta > div")}
    assert (facts["牵头"], facts["配合或负责"]) == (f"{led}项", f"{part}项")
    assert len(page.select("tbody[data-static] tr:not(.of-plan)")) == led + part > 0


def day_after(due: str) -> date:
    """Return the first day on which a year, a month or a date is past."""
    parts = [int(n) for n in due.split("-")]
    if len(parts) == 3:
        return date(*parts) + timedelta(days=1)
    months = parts[0] * 12 + (parts[1] if len(parts) == 2 else 12)
    return date(months // 12, months % 12 + 1, 1)


def test_what_is_past_on_the_day_of_the_build_is_due_and_nothing_else(read_page) -> None:
    page = read_page("timeline/")
    said = {text(div.dt): text(div.dd) for div in page.select("dl.meta > div")}
    built_on = date(*map(int, re.search(r"截至(\d+)年(\d+)月(\d+)日", said["已到期"]).groups()))
    assert abs((built_on - date.today()).days) <= 1
    entries = page.select("ol.dated > li")
    dues = [str(entry.time["datetime"]) for entry in entries if entry.time]
    past = [day_after(due) <= built_on for due in dues]
    assert [bool(entry.select(".badge:not([hidden])")) for entry in entries if entry.time] == past
    assert not any(entry.select(".badge") for entry in entries if not entry.time)
    assert said["已到期"].startswith(f"{sum(past)}条")
    assert said["承诺"] == f"{len(entries)}条"
    assert 0 < sum(past) < len(entries)
    assert not re.search("已完成|未完成|逾期", text(page.select_one(".doc")))


def test_the_timeline_begins_with_what_is_next_and_its_counts_add_up(read_page) -> None:
    page = read_page("timeline/")
    said = {text(div.dt): int(text(div.dd).split("条")[0]) for div in page.select("dl.meta > div")[:4]}
    assert said["承诺"] == said["未到期"] + said["每年"] + said["已到期"]
    sections = {text(section.h2): section.select("ol.dated > li") for section in page.select("section.due")}
    assert [heading[:3] for heading in sections] == ["接下来", "每年都", "已到期"]
    assert [len(entries) for entries in sections.values()] == [said["未到期"], said["每年"], said["已到期"]]
    ahead, _, past = ([day_after(str(e.time["datetime"])) for e in found if e.time] for found in sections.values())
    assert ahead == sorted(ahead)
    assert past == sorted(past, reverse=True)
    years = page.select("details.year")
    assert [year.get("open") is not None for year in years] == [True] + [False] * (len(years) - 1)


def test_the_drawn_timeline_says_what_the_list_and_its_table_say(built: Build, read_page) -> None:
    page = read_page("timeline/")
    entries = Counter(plan_of(entry)[:6] for entry in page.select("ol.dated > li"))
    rows = page.select(".tl__row")[1:]
    assert [int(re.match("[0-9]+", text(row.select(".n")[1]))[0]) for row in rows] == list(
        dict(sorted(entries.items())).values()
    )
    assert "2030年1条" in text_of(rows, "苏州市")
    with (built.site / "data/pictures/timeline.csv").open(encoding="utf-8-sig", newline="") as file:
        counted = Counter()
        for row in csv.DictReader(file):
            counted[row["行政区划代码"]] += int(row["条数"])
    assert counted == entries
    table = page.select(".picture-table tbody tr")
    assert [int(text(row.select("td")[-1])) for row in table] == [entries[code] for code in sorted(entries)]


def text_of(rows, place: str) -> str:
    return next(row.select_one("[role=img]")["aria-label"] for row in rows if place in row.get_text()).replace(" ", "")


def test_calendars_hold_what_the_timeline_shows(built: Build, read_page) -> None:
    entries = Counter(plan_of(entry) for entry in read_page("timeline/").select("ol.dated > li"))

    def count(name: str) -> int:
        calendar = icalendar.Calendar.from_ical((built.site / f"data/{name}").read_bytes())
        assert not calendar.errors
        return len(calendar.walk("VEVENT"))

    assert count("calendar.ics") == sum(entries.values())
    assert {p: count(f"calendar/{p}.ics") for p in PLAN_IDS} == {p: entries[p] for p in PLAN_IDS}


# Places.


def test_coverage_counts_places_and_plans_of_each_province(read_page) -> None:
    page = read_page("jurisdictions/")
    rows = {
        str(row.th.a["href"]).split("jurisdictions/")[1].strip("/"): row
        for row in page.select(".tbl--coverage tbody tr")
    }
    provinces = [p for p in catalogue("jurisdictions") if p["level"] == "province"]
    assert list(rows) == [p["code"] for p in provinces]
    names = {"province": "省级", "prefecture": "地级", "county": "县级"}
    for province in provinces:
        places = counties_and_all(province["code"])
        held = {plan_id[:6] for plan_id in PLAN_IDS}
        wanted = ""
        for level, name in names.items():
            here = [p["code"] for p in places if p["level"] == level]
            wanted += f"{name}{len(held & set(here))}/{len(here)}" if here else ""
        row = rows[province["code"]]
        assert text(row.select_one("[data-label=有规划的]")) == wanted
        own = [p for p in PLAN_IDS if p[:2] == province["code"][:2]]
        reviewed = text(row.select_one("[data-label=最近审阅]"))
        if own:
            year, month, day = plans()[own[0]]["themes_reviewed"].split("-")
            assert reviewed == f"{year}年{int(month)}月{int(day)}日"
        else:
            assert reviewed == "无"
            assert text(row.select_one("[data-label=规划]")) == "未收录"


def test_a_places_page_has_its_figures_as_printed(read_page) -> None:
    for plan_id in (SUZHOU, HESHAN, ZHENGNING):
        page = read_page(f"jurisdictions/{plan_id[:6]}/")
        rows = page.select(".tbl--figures tbody tr")
        wanted = indicator_rows(plan_id)
        assert len(rows) == len(wanted)
        left = [(text(shown.th), text(cell_of(shown, "目标值"))) for shown in rows]
        for row in wanted:  # together under one indicator: what the table has, what the text says of it
            target = "".join(row["target"].split()) if numbers_in(row.get("target")) else ""
            left.remove(next(pair for pair in left if pair[0].startswith(name_of(row)) and target in pair[1]))


# At a glance.


@pytest.mark.parametrize("plan_id", PLAN_IDS)
def test_a_plan_opens_with_its_counts_and_what_binds(read_page, plan_id: str) -> None:
    section = read_page(f"plans/{plan_id}/").select_one("#glance")
    rows = indicator_rows(plan_id)
    binding = [row for row in rows if row.get("nature") == "binding"]
    head = text(section.select_one(".ladders h2"))
    assert head.startswith(f"指标{len(rows)}项")
    assert ("约束性" in head) == bool(binding)
    drawn = [(text(rung.select_one(".k a")), text(rung.select_one(".v"))) for rung in section.select(".rungs li")]
    for name, ends in drawn:
        [row] = {
            (row["baseline"], row["target"]) for row in rows if name.startswith(name_of(row)) and row.get("baseline")
        }
        assert ends.removesuffix("※") == "→".join("".join(end.split()) for end in row)
    left_out = text(section.select_one(".hint"))
    assert drawn or "不画图" in left_out
    if with_duties(plan_id):
        assert "牵头最多" in text(read_page(f"plans/{plan_id}/").select_one("#compared"))
    due = section.select_one(".due")
    assert "条，已到期" in text(due.h2)
    days = [told.split() for told in str(due["data-days"]).split(";") if told]
    assert sum(int(count) for _, count in days) == int(text(due.select_one("h2 b")))


def test_what_stands_out_names_the_others_with_their_marks(read_page) -> None:
    section = read_page(f"plans/{SHANDONG}/").select_one("#compared")
    said = text(next(div for div in section.select(":scope > div") if "不同之处" in text(div.h2)))
    assert "高值医用耗材集中带量采购品种数鹤山市征求意见稿＞5，正宁县规划期已满＞5≥15类，所设限值高于其他2份" in said


# Weight.


def test_no_page_is_heavier_than_60_kb(built: Build) -> None:
    files = [*built.site.rglob("*.html"), *built.site.glob("*/rows/*.json")]
    assert len(files) > 250
    sizes = {str(path.relative_to(built.site)): len(gzip.compress(path.read_bytes(), 6)) for path in files}
    assert not {name: size for name, size in sizes.items() if size > 60_000}


def test_lists_to_filter_hold_what_the_tables_do(built: Build, read_page) -> None:
    for name, selector in (("measures", "tbody[data-static] tr:not(.of-plan)"), ("timeline", "ol.dated > li")):
        rows = json.loads((built.site / f"{name}/rows/0.json").read_text("utf-8"))
        shown = read_page(f"{name}/").select(selector)
        assert [row["plan"] for row in rows] == [plan_of(row) for row in shown]
        assert [row["eid"] for row in rows] == [
            str(r.select_one("a[href*='plans/']")["href"]).split("#")[1] for r in shown
        ]
