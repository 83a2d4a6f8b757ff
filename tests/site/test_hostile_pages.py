"""A plan whose every text is an attack: in the built pages it is text, and nothing of it an element or attribute."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from bs4 import BeautifulSoup, Tag
from builds import HOSTILE, HOSTILE_ID, HOSTILE_PLACE, ROOT, TAMED_ID, Build, run_script, stage_hostile, validate_all
from built_html import parse, plain_text

from macros.build.templates import Templates
from macros.views.plan_alone import render_alone
from medplan.language.fidelity_fold import fold_print
from medplan.library.repository import Repository
from medplan.library.summary import summarise
from medplan.plan.address import Eid
from medplan.publish.plan_view import PlanView
from medplan.rereading.candidate import Candidate
from medplan.rereading.strongest import MOST, strongest_of

pytestmark = pytest.mark.site

TEXT = yaml.load((HOSTILE / "hostile.yaml").read_text("utf-8"), yaml.CBaseLoader)
NOT_SHOWN = frozenset(
    ("jurisdiction", "kind", "stage", "published", "file", "sha256", "url", "id", "at", "also", "indicator", "match")
)
IN_LIBRARY = ("", "plans/", "data/", "quality/", "jurisdictions/", "jurisdictions/320599/", "jurisdictions/320500/")


def texts(data: Any, key: str = "") -> Iterator[str]:
    """Yield every text of the plan that a reader is shown in the article."""
    if isinstance(data, dict):
        for name, value in data.items():
            yield from texts(value, name)
    elif isinstance(data, list):
        for value in data:
            yield from texts(value, key)
    elif key not in NOT_SHOWN and data not in ("null", "binding"):
        yield data


def shape(page: BeautifulSoup) -> list[tuple[str, tuple[str, ...]]]:
    """Return every element of a page with the names of its attributes, in order."""
    return [(element.name, tuple(sorted(element.attrs))) for element in page.find_all(True)]


def squeeze(text: str) -> str:
    """Return a text without white space."""
    return re.sub(r"\s+", "", text)


def test_the_hostile_plan_is_accepted(tmp_path: Path) -> None:
    data = stage_hostile(tmp_path / "data")
    assert not [issue for issue in validate_all(data) if " 错误 " in issue]
    assert run_script("prove_source.py", HOSTILE_ID, "--data", data).returncode == 0


def test_the_build_ends_well(hostile: Build) -> None:
    assert hostile.code == 0, hostile.output


def test_its_page_has_the_elements_of_its_tamed_twin(hostile: Build) -> None:
    attack, tamed = (shape(parse(hostile.site / f"plans/{plan}/index.html")) for plan in (HOSTILE_ID, TAMED_ID))
    assert [tag for tag in attack if tag not in set(tamed)] == []
    assert attack == tamed


@pytest.mark.parametrize("url", [f"plans/{HOSTILE_ID}/", *IN_LIBRARY])
def test_no_page_has_an_element_or_attribute_of_it(hostile: Build, url: str) -> None:
    page = parse(hostile.site / url / "index.html")
    for element in page.find_all(True):
        assert not [name for name in element.attrs if name.startswith("on") or name in ("srcdoc", "style")], element
        for name in ("href", "src", "action", "formaction", "data"):
            assert not re.match(r"\s*(javascript|data|vbscript):", str(element.get(name, "")), re.I), element
        forbidden = ("iframe", "object", "embed", "base", "math", "marquee", "video", "audio", "style", "template")
        assert element.name not in (*forbidden, "img"), element
    for script in page.find_all("script"):
        if script.get("type") == "application/ld+json":
            assert json.loads(script.string or ""), "data, whatever it says: read, never run"
            continue
        assert "__pwned" not in (script.string or "")
        assert not re.match(r"[a-z]*:?//", str(script.get("src", "")))


def test_the_article_shows_every_text_as_it_is(hostile: Build) -> None:
    page = parse(hostile.site / f"plans/{HOSTILE_ID}/index.html")
    article = page.select_one("article[data-plan]")
    shown = squeeze(page.select_one(".doc").get_text() + plain_text(article))
    missing = [text for text in texts(TEXT) if squeeze(text) not in shown]
    assert not missing
    data = Repository.open(hostile.site.parent / "data")
    source = (data.data / "sources" / f"{HOSTILE_ID}.txt").read_text("utf-8")
    [passage] = TEXT["source"]["excluded"]
    assert fold_print(plain_text(article)) == fold_print(source).removeprefix(fold_print(passage["text"]))


def test_attributes_and_titles_hold_the_text_as_it_is(hostile: Build) -> None:
    page = parse(hostile.site / f"plans/{HOSTILE_ID}/index.html")
    article = page.select_one("article[data-plan]")
    assert article["data-title"] == TEXT["title"]
    assert article["data-author"] == TEXT["issuer"]
    assert page.title.get_text(strip=True).startswith(f"{TEXT['title']}（{HOSTILE_PLACE}）")
    assert str(page.select_one("meta[name=description]")["content"]).startswith(TEXT["title"])
    assert page.h1.get_text() == TEXT["title"]
    place = parse(hostile.site / "jurisdictions/320599/index.html")
    assert place.title.get_text(strip=True).startswith(HOSTILE_PLACE)
    assert place.h1.get_text() == HOSTILE_PLACE


def test_contents_hold_the_text_as_it_is(hostile: Build) -> None:
    page = parse(hostile.site / f"plans/{HOSTILE_ID}/index.html")
    heading = squeeze(TEXT["body"][8]["heading"])
    assert heading in squeeze(page.select_one('.contents nav a[href="#chp_1"]').get_text())


def test_markdown_and_entities_are_left_alone(hostile: Build) -> None:
    article = parse(hostile.site / f"plans/{HOSTILE_ID}/index.html").select_one("article[data-plan]")
    lines = [squeeze(p.get_text()) for p in article.select("p.provision")]
    for text in ("1. 不是列表", "# 不是标题", "&lt;script&gt;window.__pwned=17&lt;/script&gt; &#60;b&#62; &amp;amp;"):
        assert any(squeeze(text) in line for line in lines), text
    assert not article.select(":is(li, code, pre, strong, em, a[href^=http]):not([data-editorial] *)")


def test_downloads_hold_the_text_as_it_is(hostile: Build) -> None:
    whole = json.loads((hostile.site / f"data/plans/{HOSTILE_ID}.json").read_text("utf-8"))
    assert whole["title"] == TEXT["title"]
    assert whole["source"]["excluded"] == [TEXT["source"]["excluded"][0] | {"times": 1}]
    lines = csv.DictReader(io.StringIO((hostile.site / "data/provisions.csv").read_text("utf-8-sig"), newline=""))
    rows = {line["eid"]: line for line in lines if line["plan_id"] == HOSTILE_ID}
    assert rows["p_1"]["text"] == TEXT["body"][0]


def test_quotes_break_out_of_no_attribute(hostile: Build) -> None:
    """The validator refuses straight quotes in a plan's text; the templates must not rely on that."""
    repository = Repository.open(ROOT / "data")
    plan = next(plan for plan in repository.plans() if plan.id == "320500-suzhou-145")
    attack = '"\'><img src=x onerror=alert(1)> onload="alert(1)" x=\'{{7*7}}'
    plan = dataclasses.replace(plan, title=attack, issuer=attack, document_number=attack, published=plan.published)
    summary = summarise(plan, repository.prove(plan), repository.catalogues)
    themes = dict.fromkeys(repository.catalogues.themes, attack)
    opened = [
        Candidate(kind="twin", eid=Eid("p_1"), place=(0, 0), quote="", words=f"{n}", here=attack, there="")
        for n in range(MOST + 1)
    ]
    html = render_alone(PlanView(plan, indicator_names={}), summary, opened, themes, Templates.read())
    page = BeautifulSoup(html[plan.id], "html.parser")
    article: Tag = page.select_one("article[data-plan]")
    assert (article["data-title"], article["data-author"]) == (attack, attack)
    assert page.h1.get_text() == attack
    undecided = BeautifulSoup(html[f"-undecided/{plan.id}"], "html.parser")
    assert len(undecided.select("li")) == len(strongest_of(plan, opened)) < len(opened)
    assert f"全部 {len(opened)} 处" in undecided.get_text()
    assert not page.find("img") and not undecided.find("img")
    assert not [e for e in page.find_all(True) if any(name.startswith("on") for name in e.attrs)]
