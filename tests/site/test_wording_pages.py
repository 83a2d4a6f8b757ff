"""Pages of shared wording and of cited documents: their figures counted another way, their links, their weight."""

from __future__ import annotations

import gzip
import re
from itertools import combinations
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from builds import PLAN_IDS, ROOT, Build, build_site, shared_build, stage_synthetic
from built_html import parse

from medplan.facts.citations import plan_citations
from medplan.language.fidelity_fold import fold_print
from medplan.library.repository import Repository
from medplan.plan.model import Plan, reading_text
from medplan.plan.printed import node_text

pytestmark = pytest.mark.site
RUN = 16
LISTED = 3
MANY, SHORT = 20, 24  # where two plans have more in common, what is short is counted
HEAVIEST = 60_000  # bytes, compressed


@pytest.fixture(scope="module")
def plans() -> dict[str, Plan]:
    return {plan.id: plan for plan in Repository.open(ROOT / "data").plans()}


@pytest.fixture(scope="module")
def said(plans: dict[str, Plan]) -> dict[str, dict[str, str]]:
    """Return each plan's provisions, folded, by address, as read and without numbers."""
    return {
        plan.id: {
            node.eid: fold_print(node_text(node, reading_text, number=False))
            for node, _ in plan.walk()
            if not (node.kind == "title" and plan.title_by_editor)
        }
        for plan in plans.values()
    }


def shared_by(text: str, others: set[str]) -> int:
    """Return how many characters of a text lie in RUN characters that are among `others`."""
    found = {i + k for i in range(len(text) - RUN + 1) if text[i : i + RUN] in others for k in range(RUN)}
    return len(found)


def runs_of(texts: dict[str, str]) -> set[str]:
    return {text[i : i + RUN] for text in texts.values() for i in range(len(text) - RUN + 1)}


@pytest.fixture(scope="module")
def shares(said: dict[str, dict[str, str]]) -> dict[tuple[str, str], tuple[int, int]]:
    """Return for each pair of plans, as ordered, characters of the first that stand in the second; and of its all."""
    return {
        (one, two): (
            sum(shared_by(text, runs_of(said[two])) for text in said[one].values()),
            sum(map(len, said[one].values())),
        )
        for one in said
        for two in said
        if one != two
    }


def pair_pages(built: Build) -> dict[tuple[str, str], BeautifulSoup]:
    paths = sorted((built.site / "wording").glob("*--*/index.html"))
    return {tuple(path.parent.name.split("--")): parse(path) for path in paths}  # type: ignore[misc]


def test_a_pair_has_a_page_where_it_shares_fifty_characters_with_one_of_its_nearest(
    built: Build, shares: dict[tuple[str, str], tuple[int, int]]
) -> None:
    pages = set(pair_pages(built))
    for one, two in combinations(PLAN_IDS, 2):
        least = min(shares[one, two][0], shares[two, one][0])
        nearer = [
            sum(shares[a, c][0] > shares[a, b][0] for c in PLAN_IDS if c != a) for a, b in ((one, two), (two, one))
        ]
        assert ((one, two) in pages) == (least >= 50 and min(nearer) < 3), (one, two, least, nearer)


def test_shares_agree_with_a_plain_count(built: Build, shares: dict[tuple[str, str], tuple[int, int]]) -> None:
    for (one, two), page in pair_pages(built).items():
        dds = [dd.get_text() for dd in page.select(".pair-head dd")]
        for key, text in zip(((one, two), (two, one)), dds, strict=True):
            shared, whole = shares[key]
            figures = re.match(r"([\d,]+) 字，其中 ([\d.]+)%（([\d,]+) 字）", text)
            assert figures, text
            assert (int(figures[1].replace(",", "")), int(figures[3].replace(",", ""))) == (whole, shared)
            assert figures[2] == f"{shared / whole * 100:.1f}"


def test_the_index_lists_every_pair_with_the_same_figures(built: Build, read_page) -> None:
    rows = read_page("wording/").select(".tbl--wording tbody tr")
    pages = pair_pages(built)
    assert len(rows) == len(pages)
    shares = []
    for row in rows:
        one, two = (str(a["href"]).split("plans/")[1].strip("/") for a in row.select('a[href*="plans/"]'))
        heads = " ".join(dd.get_text() for dd in pages[one, two].select(".pair-head dd"))
        figures = [cell.contents[0].strip() for cell in row.select(".figure")]
        assert all(figure in heads for figure in figures)
        shares.append(max(float(figure.rstrip("%")) for figure in figures))
    assert shares == sorted(shares, reverse=True)


def test_each_row_shows_all_shared_words_of_two_provisions(built: Build, said: dict[str, dict[str, str]]) -> None:
    for (one, two), page in pair_pages(built).items():
        sections = page.select(".beside, .brief > li")
        expected = [eid for eid, text in said[one].items() if shared_by(text, runs_of(said[two]))]
        shown = [section["id"] for section in sections]
        left = [eid for eid in expected if eid not in shown]
        assert shown == [eid for eid in expected if eid not in left]
        assert (f"另有 {len(left)} 处" in page.get_text()) == bool(left) <= (len(expected) > MANY)
        for eid in left:
            words = {key: shared_by(said[one][eid], runs_of({"": text})) for key, text in said[two].items()}
            assert max(words.values()) < min(SHORT, len(said[one][eid]) / 4)
        for section in sections:
            sides = section.select(":scope > div")
            first = sides or [section]
            eids = [str(link["href"]).split("#")[1] for side in first for link in side.select("p > a, :scope > a")][:2]
            texts = (said[one][eids[0]], said[two][eids[1]])
            assert eids[0] == section["id"]
            told = section.h2.get_text() if sides else str(section.q.next_sibling)
            words = int(re.search(r"(\d+) 字", told)[1])
            assert words == shared_by(texts[0], runs_of({"": texts[1]}))
            # No other provision of the second plan has more of these words.
            assert words == max(shared_by(texts[0], runs_of({"": text})) for text in said[two].values())
            shares = [shared_by(text, runs_of({"": other})) / len(text) for text, other in (texts, texts[::-1])]
            assert bool(sides) == (max(shares) >= 1 / 4)
            if sides:
                for side, text in zip(sides, texts, strict=True):
                    assert_marks(side, text)
            else:
                shown = [fold_print(part) for part in section.q.get_text().split("……")]
                assert all(part in text for part in shown for text in texts)
                assert sum(map(len, shown)) == words


def assert_marks(side: Tag, text: str) -> None:
    """Assert that a side shows its own text, and that what is left out is counted."""
    shown = side.select_one("p:last-child")
    parts = re.split(r"〔略 \d+ 字(?:，两边相同)?〕", shown.get_text())
    at = 0
    for part in map(fold_print, parts):
        at = text.index(part, at) + len(part)


def test_differences_are_marked_but_not_as_emendations(built: Build) -> None:
    marked = 0
    for page in pair_pages(built).values():
        assert not page.select(".beside ins, .beside del")
        marked += len(page.select(".beside mark"))
        assert bool(page.select_one(".key mark")) == bool(page.select_one(".beside"))
    assert marked > 10


def test_a_draft_and_a_secondary_source_are_marked(built: Build, read_page) -> None:
    for pair, page in pair_pages(built).items():
        head = page.select_one(".pair-head").get_text()
        assert ("征求意见稿" in head) == any("consultation" in plan for plan in pair)
        assert ("发布会实录" in head) == any("press" in plan for plan in pair)
    for url in ("wording/", "citations/"):
        for link in read_page(url).select('a[href$="plans/440784-heshan-145-consultation/"]'):
            assert "征求意见稿" in link.find_parent(["td", "th", "li"]).get_text()


@pytest.mark.parametrize("plan_id", PLAN_IDS)
def test_each_provision_names_the_plans_that_say_it_too(
    built: Build, read_page, said: dict[str, dict[str, str]], plan_id: str
) -> None:
    page = read_page(f"plans/{plan_id}/")
    runs = {other: runs_of(texts) for other, texts in said.items() if other != plan_id}
    wanted = {
        eid: {other for other, some in runs.items() if shared_by(text, some)} for eid, text in said[plan_id].items()
    }
    found: dict[str, set[str]] = {eid: set() for eid, others in wanted.items() if others}
    for note in page.select("article details.alike"):
        assert note.has_attr("data-editorial")
        assert not note.has_attr("open")
        provision = note.find_parent("tr", class_="provision") or note.find_previous(class_="provision")
        most = []
        text = said[plan_id][str(provision["id"])]
        for a in note.select("a"):
            link = str(a["href"])
            other, eid = re.search(r"plans/([a-z0-9-]+)/#([a-z0-9_]+)$", link).groups()
            most.append(other)
            words, share = re.match(r"：(\d+) 字相同，占本条 ([\d.]+%)", str(a.next_sibling)).groups()
            assert int(words) == shared_by(text, runs_of({"": said[other][eid]}))
            assert share == f"{int(words) / len(text):.1%}"
            if pair := str(a.get("data-pair", "")):
                side, _, number = pair.partition("/")
                plans = [plan_id, other] if side == "1" else [other, plan_id]
                beside = read_page(f"wording/{'--'.join(plans)}/" + (f"{number}/" if number else ""))
                assert beside.find(id=str(provision["id"]) if side == "1" else eid)
        others = wanted[str(provision["id"])]
        held = {other: max(shared_by(text, runs_of({"": t})) for t in said[other].values()) for other in others}
        # Where the most that another has is little of it, one is told of.
        listed = LISTED if max(held.values()) >= max(SHORT, len(text) / 4) else 1
        assert note.summary.get_text() == f"{len(others)} 份规划有相同文字"
        assert ("其余不列" in note.get_text()) == (len(others) > listed)
        assert set(most) <= others
        assert len(most) == len(set(most)) == min(listed, len(others))
        assert sorted((held[other] for other in most), reverse=True) == sorted(held.values(), reverse=True)[:listed]
        found[str(provision["id"])] = others
    assert found == {eid: others for eid, others in wanted.items() if others}


def test_the_index_of_citations_goes_both_ways(read_page, plans: dict[str, Plan]) -> None:
    index = read_page("citations/")
    listed = {
        (str(row["id"]), plan, eid)
        for row in index.select(".tbl--cited tbody tr")
        for link in row.select(".citing a")
        for plan, eid in re.findall(r"plans/([a-z0-9-]+)/#([a-z0-9_]+)$", str(link["href"]))
    }
    back = set()
    for plan in plans.values():
        page = read_page(f"plans/{plan.id}/")
        items = page.select(".cites li")
        own = plan_citations(plan)
        assert len(items) == len(own)
        for item, citation in zip(items, own, strict=True):
            assert (citation.title or "") in item.get_text()
            assert (citation.number or "") in item.get_text()
            entry = str(item.select_one("a.cited-by")["href"]).split("#")[1]
            eids = [str(a["href"])[1:] for a in item.select("a") if str(a["href"]).startswith("#")]
            assert eids == citation.eids
            back |= {(entry, plan.id, eid) for eid in eids[:6]}
    assert back == listed


def test_no_page_is_heavy(built: Build) -> None:
    pages = [path for kind in ("wording", "citations", "plans") for path in (built.site / kind).rglob("index.html")]
    assert len(pages) > 10
    heavy = {path: size for path in pages if (size := len(gzip.compress(path.read_bytes()))) > HEAVIEST}
    assert not heavy


def test_words_of_a_whole_country_are_counted_and_pages_stay_few(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Many copies of one plan: what all say is common, and each plan is paired with a few others only."""

    def build(folder: Path) -> Build:
        return build_site(folder / "site", data=stage_synthetic(folder / "data", 48))

    made = shared_build(tmp_path_factory, "synthetic-48", build)
    assert made.code == 0, made.output
    plan = parse(made.site / "plans/991000-bingaa-145/index.html")
    notes = [note.get_text(" ", strip=True) for note in plan.select("details.alike summary")]
    assert "常见的文字，48 份规划都有" in notes, notes
    assert len(list((made.site / "wording").glob("*--*/index.html"))) <= 3 * 49
