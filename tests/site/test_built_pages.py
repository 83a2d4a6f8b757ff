"""The repository's own site as built: its pages, the text in them, their addresses and links."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
import yaml
from bs4 import BeautifulSoup
from builds import PLAN_IDS, ROOT, Build, build_site, hand_written, shared_build
from built_html import ORIGIN, broken_links, cell_of, html_files, missing_from_head, parse, plain_text, waited_for

from macros.build.scripts import without_comments
from medplan.language.fidelity_fold import fold_print
from medplan.library.repository import Repository
from medplan.rereading.reread import reread

pytestmark = pytest.mark.site

ADVERTISEMENT = "乐鱼电竞"
ADVERTISED = "370000-shandong-145-press"
INDEXES = ("", "plans/", "jurisdictions/", "data/", "quality/", "contribute/", "about/")
PLACES = {
    place["code"]: place for place in yaml.load((ROOT / "data/jurisdictions.yaml").read_text("utf-8"), yaml.CBaseLoader)
}
# What a browser fetches by itself: attributes that hold an address, and the elements whose `href` is one.
FETCHED = ("src", "srcset", "poster", "data", "action", "formaction", "background", "xlink:href", "manifest", "ping")


@pytest.fixture(scope="module")
def soups(built: Build) -> dict[Path, BeautifulSoup]:
    """Return every page of the site, parsed."""
    return {path: parse(path) for path in html_files(built.site)}


def test_strict_build_ends_well_without_a_warning(built: Build) -> None:
    assert built.code == 0, built.output
    assert not [line for line in built.output.splitlines() if re.match(r"\s*(WARNING|ERROR)", line)], built.output


def with_page() -> set[str]:
    """Return the codes that have a page: the country, the provinces, and what holds a plan or lies above one."""
    codes = {code for code, place in PLACES.items() if place["level"] in ("national", "province")}
    for plan_id in PLAN_IDS:
        code = plan_id[:6]
        while code in PLACES:
            codes.add(code)
            code = PLACES[code]["parent"]
    return codes


@pytest.mark.parametrize("url", [*INDEXES, *(f"plans/{plan}/" for plan in PLAN_IDS)])
def test_every_page_of_the_contract_is_there(built: Build, url: str) -> None:
    assert (built.site / url / "index.html").is_file()


def test_every_place_with_plans_at_or_below_it_has_a_page(built: Build) -> None:
    assert {path.parent.name for path in built.site.glob("jurisdictions/*/index.html")} == with_page()


def test_no_page_is_there_that_the_contract_does_not_know(built: Build) -> None:
    pages = {f"{path.parent.relative_to(built.site).as_posix()}/" for path in built.site.rglob("index.html")}
    kinds = "plans|jurisdictions|indicators|themes|agencies|quality|wording|citations|changes"
    generated = re.compile(rf"({kinds})/[a-z0-9-]+/")
    unknown = {page for page in pages - {"./"} - set(hand_written()) if not generated.fullmatch(page)}
    assert not unknown
    assert {page for page in pages if page.startswith("plans/")} == {"plans/", *(f"plans/{plan}/" for plan in PLAN_IDS)}


def remaining_source(plan_id: str) -> list[str]:
    """Return every text that the plan may be: its source, folded, less each excluded passage as often as stated.

    A passage that the source holds more often than it is excluded leaves more than one possibility.
    """
    path = next((ROOT / "data/plans").glob(f"*/{plan_id}.yaml"))
    source = yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)["source"]
    left = [fold_print((ROOT / source["file"]).read_text("utf-8"))]
    # The longest first: a short passage may stand in a long one.
    for passage in sorted(source["excluded"], key=lambda e: -len(fold_print(e["text"]))):
        text, times = fold_print(passage["text"]), int(passage.get("times", 1))
        assert text, passage
        left = [shorter for whole in left for shorter in without(whole, text, times)]
    return left


def without(whole: str, passage: str, times: int) -> list[str]:
    """Return `whole` less `times` of the places where it holds `passage`, for each choice of places."""
    if times == 0:
        return [whole]
    places = [m.start() for m in re.finditer(re.escape(passage), whole)]
    assert len(places) >= times, passage
    if len(places) == times:
        return [whole.replace(passage, "")]
    assert times == 1, f"“{passage}”: a choice of several places"
    return [whole[:at] + whole[at + len(passage) :] for at in places]


@pytest.mark.parametrize("plan_id", PLAN_IDS)
def test_article_less_what_the_site_adds_is_the_source_less_its_exclusions(read_page, plan_id: str) -> None:
    article = read_page(f"plans/{plan_id}/").select_one("article[data-plan]")
    assert article["data-plan"] == plan_id
    shown, sources = fold_print(plain_text(article)), remaining_source(plan_id)
    if shown not in sources:
        at = next((i for i, (a, b) in enumerate(zip(shown, sources[0], strict=False)) if a != b), len(shown))
        pytest.fail(f"page: {shown[at - 10 : at + 30]}\nsource: {sources[0][at - 10 : at + 30]}")


@pytest.mark.parametrize("plan_id", PLAN_IDS)
def test_every_address_of_the_plan_is_an_id_once(read_page, plan_id: str) -> None:
    plan = next(plan for plan in Repository.open(ROOT / "data").plans() if plan.id == plan_id)
    page = read_page(f"plans/{plan_id}/")
    inside = Counter(str(element["id"]) for element in page.select("article[data-plan] [id]"))
    wrong = {node.eid: inside[node.eid] for node, _ in plan.walk() if inside[node.eid] != 1}
    assert not wrong


@pytest.mark.parametrize("plan_id", PLAN_IDS)
def test_every_row_of_provisions_is_an_element_of_class_provision(built: Build, read_page, plan_id: str) -> None:
    rows = json.loads((built.site / "data/provisions.json").read_text("utf-8"))
    page = read_page(f"plans/{plan_id}/")
    marked = {str(element["id"]) for element in page.select("article[data-plan] .provision[id]")}
    missing = [(row["eid"], row["kind"]) for row in rows if row["plan_id"] == plan_id and row["eid"] not in marked]
    assert not missing


@pytest.mark.parametrize("plan_id", PLAN_IDS)
def test_every_provision_has_an_address(read_page, plan_id: str) -> None:
    page = read_page(f"plans/{plan_id}/")
    assert not [str(element)[:120] for element in page.select("article[data-plan] .provision:not([id])")]


@pytest.mark.parametrize("plan_id", PLAN_IDS)
def test_every_emendation_is_shown_with_its_reason(read_page, plan_id: str) -> None:
    plan = next(plan for plan in Repository.open(ROOT / "data").plans() if plan.id == plan_id)
    page = read_page(f"plans/{plan_id}/")
    notes = [note.get_text() for note in page.select(".note--emendation")]
    assert len(notes) == len(plan.emendations)
    for emendation in plan.emendations:
        assert any(all(p in n for p in (emendation.printed, emendation.reads, emendation.why)) for n in notes), (
            emendation
        )


@pytest.mark.parametrize("plan_id", PLAN_IDS)
def test_every_note_in_the_text_has_its_mark_and_every_mark_its_note(read_page, plan_id: str) -> None:
    article = read_page(f"plans/{plan_id}/").select_one("article[data-plan]")
    marks = {str(mark["href"]) for mark in article.select(".mark a")}
    notes = {f"#{note['id']}" for note in article.select(".note")}
    assert marks - notes == set()
    assert notes - marks == set()


@pytest.mark.parametrize("plan_id", PLAN_IDS)
def test_every_remark_stands_on_the_page_and_the_quality_page(read_page, plan_id: str) -> None:
    plan = next(plan for plan in Repository.open(ROOT / "data").plans() if plan.id == plan_id)
    notes = " ".join(note.get_text() for note in read_page(f"plans/{plan_id}/").select(".notes .note"))
    quality = read_page("quality/").get_text()
    for remark in plan.remarks:
        assert remark.text in notes
        assert remark.text in quality


def test_ids_are_not_repeated(soups: dict[Path, BeautifulSoup]) -> None:
    for path, page in soups.items():
        counts = Counter(str(element["id"]) for element in page.select("[id]"))
        assert not [key for key, count in counts.items() if count > 1], path


def test_internal_links_and_fragments_resolve(built: Build, soups: dict[Path, BeautifulSoup]) -> None:
    assert not broken_links(built.site, soups)


def test_no_link_begins_at_the_root(built: Build, soups: dict[Path, BeautifulSoup]) -> None:
    found = [
        f"{path.relative_to(built.site)}: {name}={element[name]}"
        for path, page in soups.items()
        if path.name != "404.html"
        for element in page.find_all(True)
        for name in (*FETCHED, "href")
        if str(element.get(name, "")).startswith("/")
    ]
    assert not found


def test_404_and_canonical_links_follow_the_site_url(tmp_path_factory: pytest.TempPathFactory) -> None:
    def build(folder: Path) -> Build:
        return build_site(folder / "site", SITE_URL="https://plans.example/library/")

    made = shared_build(tmp_path_factory, "site-url", build)
    assert made.code == 0, made.output
    lost = parse(made.site / "404.html")
    links = [str(e[name]) for e in lost.find_all(True) for name in ("href", "src") if e.get(name)]
    own = [link for link in links if not link.startswith(("#", "http"))]
    assert own
    assert all(link.startswith("/library/") for link in own), own
    plan = parse(made.site / "plans" / PLAN_IDS[0] / "index.html")
    assert plan.select_one("link[rel=canonical]")["href"] == f"https://plans.example/library/plans/{PLAN_IDS[0]}/"


def is_foreign(address: str) -> bool:
    """Return whether an address names a scheme or an origin that is not the page's own."""
    return bool(re.match(r"\s*([a-z][a-z0-9+.-]*:|//)", address, re.I)) and not address.startswith("data:image/")


def test_no_attribute_fetches_from_another_origin(built: Build, soups: dict[Path, BeautifulSoup]) -> None:
    found = []
    for path, page in soups.items():
        for element in page.find_all(True):
            names = FETCHED if element.name == "a" else (*FETCHED, "href")
            found += [f"{path}: {element.name} {n}" for n in names if is_foreign(str(element.get(n, "")))]
            if element.name == "a":
                assert re.match(r"(https?:)?[^:]*$|https?://", str(element.get("href", ""))), element
            for url in re.findall(r"url\(([^)]*)\)", str(element.get("style", ""))):
                found += [f"{path}: style"] if is_foreign(url.strip("'\"")) else []
        for refresh in page.select("meta[http-equiv]"):
            found.append(f"{path}: {refresh}") if "refresh" in str(refresh["http-equiv"]).lower() else None
    assert not found


def test_no_style_or_script_fetches_from_another_origin(built: Build) -> None:
    found = []
    for path in built.site.rglob("*.css"):
        text = path.read_text("utf-8")
        urls = re.findall(r"url\(\s*['\"]?([^)'\"]*)", text) + re.findall(r"@import\s+['\"]([^'\"]*)", text)
        found += [f"{path.name}: {url}" for url in urls if is_foreign(url) and not url.startswith("data:")]
    for path in built.site.rglob("*.js"):
        text = path.read_text("utf-8")
        imports = re.findall(r"(?:^|[;}\n])\s*(?:import|export)\b[^;'\"]{0,300}['\"]([^'\"]*)['\"]", text)
        imports += re.findall(r"\b(?:import|importScripts|fetch)\(\s*['\"`]([^'\"`]*)", text)
        found += [f"{path.name}: {url}" for url in imports if is_foreign(url)]
        if path.is_relative_to(built.site / "javascripts"):
            urls = re.findall(r"https?://[^\s'\"`]*", text)
            # The names of the parts of a Word document are no addresses that are asked for.
            found += [f"{path.name}: {url}" for url in urls if not url.startswith("http://schemas.openxmlformats.org/")]
    assert not found


def unpacked(path: Path) -> bytes:
    """Return a file's content, decompressed where it is compressed."""
    content = path.read_bytes()
    return gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content


def test_the_advertisement_stands_only_in_notes_of_what_was_excluded(built: Build) -> None:
    allowed = {
        f"plans/{ADVERTISED}/index.html": 1,
        "quality/index.html": 1,
        f"data/plans/{ADVERTISED}.json": 1,
    }
    received = f"data/sources/{ADVERTISED}.txt"
    files = {
        path.relative_to(built.site).as_posix(): unpacked(path) for path in built.site.rglob("*") if path.is_file()
    }
    found = {name: content.count(ADVERTISEMENT.encode()) for name, content in files.items()}
    assert found.pop(received), "what was received is served as it is"
    assert {name: count for name, count in found.items() if count} == allowed
    for url in (f"plans/{ADVERTISED}/", "quality/"):
        page = parse(built.site / url / "index.html")
        [text] = page.find_all(string=re.compile(ADVERTISEMENT))
        assert text.parent.name == "q"
        assert text.find_parent("details").summary.get_text().startswith("不收的文字")
    whole = json.loads((built.site / f"data/plans/{ADVERTISED}.json").read_text("utf-8"))
    assert [e["times"] for e in whole["source"]["excluded"] if e["text"] == ADVERTISEMENT] == [6]


@pytest.mark.parametrize("url", ["", "plans/", f"plans/{PLAN_IDS[0]}/", "jurisdictions/320500/"])
def test_nav_lists_indexes_only(read_page, url: str) -> None:
    page = read_page(url)
    links = [str(a["href"]) for a in page.select("nav.site-nav a[href], nav.site-map a[href], a.brand")]
    base = f"{ORIGIN}/library/{url}"
    shown = {urldefrag(urljoin(base, link))[0] for link in links if not link.startswith("#")}
    own = {link.removeprefix(f"{ORIGIN}/library").strip("/") for link in shown if link.startswith(ORIGIN)}
    assert own <= {page.strip("/") for page in hand_written()}
    assert own >= {index.strip("/") for index in INDEXES}


@pytest.mark.parametrize("plan_id", PLAN_IDS)
def test_edit_link_points_to_the_yaml(read_page, plan_id: str) -> None:
    path = next((ROOT / "data/plans").glob(f"*/{plan_id}.yaml")).relative_to(ROOT).as_posix()
    link = str(read_page(f"plans/{plan_id}/").select_one('a[rel="edit"]')["href"])
    assert urlsplit(link).path.endswith(f"/edit/main/{path}")


@pytest.mark.parametrize(
    ("plan_id", "words"),
    [
        (ADVERTISED, ("发布会实录", "第二手资料", "不是规划本身")),
        ("440784-heshan-145-consultation", ("征求意见稿", "尚未定稿", "草案")),
    ],
)
def test_a_draft_and_a_secondary_source_say_so_near_the_title(read_page, plan_id: str, words: tuple[str, ...]) -> None:
    head = read_page(f"plans/{plan_id}/").select_one(".plan-head")
    assert head.h1
    said = " ".join(e.get_text() for e in head.select(".badge, .standing p"))
    assert all(word in said for word in words), said


@pytest.mark.parametrize("url", ["plans/", "jurisdictions/", "", "jurisdictions/440784/"])
def test_a_draft_says_so_wherever_it_is_listed(read_page, url: str) -> None:
    page = read_page(url)
    links = page.select('.doc a[href*="440784-heshan-145-consultation"]')
    assert links
    assert any("征求意见稿" in link.find_parent(["li", "tr", "span"]).get_text() for link in links)


def test_a_plan_says_who_issued_it_only_where_the_source_does(built: Build, read_page) -> None:
    """A page's source and who printed a document are told as what they are, with what its date is a date of."""
    plans = {row["id"]: row for row in json.loads((built.site / "data/plans.json").read_text("utf-8"))}
    for plan_id, field, said, day in (
        ("320500-suzhou-145", "published_on", "网页的来源苏州市医疗保障局", "网页的发布日期"),
        ("621025-zhengning-145", "printed_by", "版记的印发机关正宁县人民政府办公室", "版记的印发日期"),
    ):
        head = plain_text(read_page(f"plans/{plan_id}/").select_one("dl.meta"))
        assert "发布机关原文未印" in head and said in head and day in head
        assert plans[plan_id]["issuer"] is None and said.endswith(plans[plan_id][field])


def test_a_name_of_the_editors_has_no_marks_and_says_so(read_page) -> None:
    name = "江苏省委、省政府实施意见"
    for url in ("plans/320500-suzhou-145/", "citations/"):
        said = plain_text(read_page(url))
        assert f"{name}（名称由编者拟定）" in said and f"《{name}》" not in said


def test_the_lede_of_a_report_is_nobodys_speech(read_page) -> None:
    article = read_page("plans/370000-shandong-145-press/").select_one("article.plan")
    lede = article.select_one("#speech_1__p_1")
    assert "山东举行" in plain_text(lede)
    assert lede.find_parent(class_="spoken")["aria-label"] == "导语"
    assert "今天，我们邀请" in plain_text(article.select_one("#speech_2"))


def test_a_jurisdiction_shows_what_is_above_and_below_it(read_page) -> None:
    county, prefecture = read_page("jurisdictions/440784/"), read_page("jurisdictions/440700/")
    assert [a.get_text() for a in county.select(".crumbs a")] == ["行政区", "中国", "广东省", "江门市"]
    assert "440784-heshan-145-consultation" in str(prefecture.select_one(".tbl--list"))
    assert prefecture.select_one('a[href$="jurisdictions/440784/"]').get_text() == "鹤山市"
    assert "尚未收录江门市本级" in prefecture.get_text()


def test_quality_page_proves_every_plan(read_page) -> None:
    page = read_page("quality/")
    rows = page.select_one(".tbl--list tbody").find_all("tr")
    assert len(rows) == len(PLAN_IDS)
    assert all(cell_of(row, "结果").get_text(strip=True) == "一致" for row in rows)


def test_quality_page_lists_what_nobody_has_decided_on(read_page) -> None:
    repository = Repository.open(ROOT / "data")
    page = read_page("quality/")
    for plan in repository.plans():
        opened = reread(plan, repository.catalogues)
        summary = page.find(id=f"{plan.id}-undecided")
        if not opened:
            assert summary is None
            continue
        assert summary.get_text() == f"待定（{len(opened)}）"
        items = summary.find_parent("details").find_all("li")
        assert [item.a.get_text() for item in items] == [candidate.title for candidate in opened]
        assert all(candidate.words in item.get_text() for item, candidate in zip(items, opened, strict=True))


def test_titles_say_what_a_page_is(soups: dict[Path, BeautifulSoup]) -> None:
    titles = Counter(page.title.get_text(strip=True) for page in soups.values())
    assert not [title for title, count in titles.items() if count > 1]


def test_every_page_has_what_a_page_needs(built: Build, soups: dict[Path, BeautifulSoup]) -> None:
    assert not {path: missing for path, page in soups.items() if (missing := missing_from_head(built.site, path, page))}


def test_scripts_are_served_without_their_comments_and_types(built: Build) -> None:
    source = ROOT / "docs" / "javascripts"
    written = {path.relative_to(source): path.read_text("utf-8") for path in source.rglob("*.js")}
    served = built.site / "javascripts"
    found = {path.relative_to(served): path.read_text("utf-8") for path in served.rglob("*") if path.is_file()}
    assert found == {path: without_comments(text) for path, text in written.items()}
    assert sum(map(len, found.values())) < 0.75 * sum(map(len, written.values()))


def test_a_page_waits_for_one_sheet_and_no_script(soups: dict[Path, BeautifulSoup]) -> None:
    for path, page in soups.items():
        [sheet] = waited_for(page)
        assert sheet.endswith("/stylesheets/library.css") or sheet == "stylesheets/library.css", path
        assert not page.select("script[src]:not([type=module], [async], [defer])"), path


def test_no_page_names_the_releases_it_was_made_with(soups: dict[Path, BeautifulSoup]) -> None:
    """An upgrade of the engine that changes nothing else changes no page."""
    assert not [path for path, page in soups.items() if page.select_one("meta[name=generator]")]


def test_an_unknown_address_says_so_and_leads_on(soups: dict[Path, BeautifulSoup], built: Build) -> None:
    lost = soups[built.site / "404.html"]
    assert lost.h1.get_text() == "没有这个网页"
    assert lost.title.get_text() == "没有这个网页 - 医保规划库"
    assert [a["href"] for a in lost.select("article a")] == ["/plans/", "/jurisdictions/", "/."]
    assert lost.select_one("article form")["action"] == "/search/"
