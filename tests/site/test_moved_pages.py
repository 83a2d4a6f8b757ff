"""Redirects as pages: every old address leads on, without scripts and under any path; and links to report an error."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from builds import HOSTILE, HOSTILE_ID, Build
from built_html import broken_links, html_files, missing_from_head, parse

from medplan.files.document import load_document
from medplan.schema.schemas import integer_keys

pytestmark = pytest.mark.site
PLAN = "plans/320500-suzhou-145/"
OLD = "plans/320500-suzhou-old/"


def test_it_is_built_without_a_warning(moved: Build) -> None:
    assert moved.code == 0, moved.output
    assert "WARNING" not in moved.output


def test_an_old_plan_leads_to_the_new_one_by_itself(moved: Build) -> None:
    page = parse(moved.site / OLD / "index.html")
    refresh = str(page.select_one("meta[http-equiv=refresh]")["content"])
    delay, _, target = refresh.partition("; url=")
    base = f"https://elsewhere.example/deep/path/{OLD}"
    assert delay == "0"
    for link in (target, page.select_one("body a")["href"]):
        assert urljoin(base, str(link)) == f"https://elsewhere.example/deep/path/{PLAN}"
    assert page.select_one("link[rel=canonical]")["href"] == f"https://library.example/library/{PLAN}"
    script = page.script
    assert (moved.site / OLD / str(script["src"])).resolve().is_file()
    assert json.loads(str(script["data-provisions"])) == {"chp_99": f"../../{PLAN}#chp_2"}
    assert page.html["lang"] == "zh-CN"
    assert "网址已改" in page.title.get_text()


def test_an_old_provision_stands_below_the_plan_and_names_the_new(moved: Build) -> None:
    page = parse(moved.site / PLAN / "index.html")
    note = page.find(id="chp_1__sec_9")
    assert note.has_attr("data-moved")
    assert note.find_parent(attrs={"data-editorial": True})
    assert note.find_parent("article", attrs={"data-plan": True}) is None
    target = page.select_one(str(note.a["href"]))
    assert "provision" in target["class"]
    assert "编号&<b>改正" in note.get_text(), "the reason is text"


def test_no_link_of_it_is_broken_and_no_page_lacks_its_head(moved: Build) -> None:
    soups = {path: parse(path) for path in html_files(moved.site)}
    assert broken_links(moved.site, soups) == []
    assert {
        path: missing for path, page in soups.items() if (missing := missing_from_head(moved.site, path, page))
    } == {}


def test_a_plan_s_downloads_answer_under_its_old_id_too(moved: Build) -> None:
    """A calendar that someone subscribed to, data that a program fetches: neither follows a page that leads on."""
    for name in ("plans/{}.json", "calendar/{}.ics"):
        now = (moved.site / "data" / name.format("320500-suzhou-145")).read_bytes()
        assert (moved.site / "data" / name.format("320500-suzhou-old")).read_bytes() == now


def test_the_page_of_a_pair_of_plans_leads_on_from_the_old_id(moved: Build) -> None:
    now = "wording/320500-suzhou-145--621025-zhengning-145/"
    assert (moved.site / now / "index.html").is_file()
    for name in ("320500-suzhou-old--621025-zhengning-145", "621025-zhengning-145--320500-suzhou-old"):
        refresh = parse(moved.site / "wording" / name / "index.html").select_one("meta[http-equiv=refresh]")
        assert str(refresh["content"]) == f"0; url=../../{now}"


def test_an_old_address_is_in_no_list(moved: Build) -> None:
    for name in ("sitemap.xml", "data/plans.json", "plans/index.html"):
        assert "suzhou-old" not in (moved.site / name).read_text("utf-8")


def reports(page: BeautifulSoup) -> list[dict[str, str]]:
    links = [str(a["href"]) for a in page.select("a") if a.get_text() == "报错"]
    return [{k: v[0] for k, v in parse_qs(urlsplit(link).query).items()} for link in links]


def test_a_plan_can_be_reported_and_each_provision_has_its_link(moved: Build) -> None:
    page = parse(moved.site / PLAN / "index.html")
    [whole] = reports(page)
    assert (whole["plan"], "provision" in whole) == ("320500-suzhou-145", False)
    assert whole["title"].endswith(page.h1.get_text())
    links = page.select("article[data-plan] a.ref")
    named = [str(link["href"]).removeprefix("#") for link in links]
    assert len(named) == len(set(named)) > 200
    assert all(link.find_parent(id=eid) for link, eid in zip(links, named, strict=True))
    assert all(link.has_attr("data-editorial") and link.get_text() for link in links)


@pytest.mark.parametrize("url", ["", "indicators/enrolment-rate/", "plans/", PLAN])
def test_every_page_says_where_to_report_it(moved: Build, url: str) -> None:
    link = parse(moved.site / url / "index.html").select_one("footer a.report")
    given = {k: v[0] for k, v in parse_qs(urlsplit(str(link["href"])).query).items()}
    assert given == {"template": "report-error.yml", "plan": f"/{url}"}


def test_a_plan_s_page_leads_to_its_yaml_in_the_web_editor(moved: Build) -> None:
    link = parse(moved.site / PLAN / "index.html").select_one("a[data-edit]")
    assert str(link["href"]).endswith("/edit/main/data/plans/32-jiangsu/320500-suzhou-145.yaml")


def test_a_hostile_title_adds_no_field_to_the_form(hostile: Build) -> None:
    [whole] = reports(parse(hostile.site / f"plans/{HOSTILE_ID}/index.html"))
    title = load_document(HOSTILE / "hostile.yaml", "x", integer_keys("plan"))[0].data["title"]
    assert set(whole) == {"template", "plan", "title"}
    assert whole["title"].removeprefix("报错：") == title[:60]
