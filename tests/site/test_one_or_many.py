"""One process or several, with what was kept and without: the same site, byte for byte; what is kept is used again."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from builds import HOSTILE, build_site, stage_chain, stage_data, stage_plan
from serving import files_of

from macros.build.facts import Build, Spool
from macros.build.frame import Frame
from macros.build.templates import Templates
from macros.steps import compare_words, kept_plans, open_build, write_pages
from macros.steps.read_plan import Reader
from macros.steps.write_pages import PageWriter
from macros.views.table import list_pages, render_page

pytestmark = pytest.mark.site
DAY = date(2026, 12, 1)
UPPER, LOWER = "320000-jiangsu-small", "320500-suzhou-small"
BASE = (HOSTILE / "base.yaml").read_text("utf-8")


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the plans that were read, not taken from what is kept; nothing is kept at first."""
    ids: list[str] = []
    check = Reader.check
    monkeypatch.setattr(Reader, "check", lambda *given: ids.append(given[1].stem) or check(*given))
    monkeypatch.setattr(kept_plans, "FOLDER", tmp_path / "kept")
    keep_in(tmp_path / "kept-of-all", monkeypatch)
    return ids


def keep_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have all that is made of several plans kept in a folder."""
    monkeypatch.setattr(open_build, "STEPS", folder / "steps")
    monkeypatch.setattr(compare_words, "FOLDER", folder / "wording")
    monkeypatch.setattr(write_pages, "FOLDER", folder / "pages")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data root with a plan that implements another."""
    folder = stage_data(tmp_path / "data", plans=())
    stage_plan(folder, BASE.replace("320500", "320000").replace("苏州市", "江苏省"), UPPER)
    stage_plan(folder, BASE.replace("number: 中发〔2020〕5号}", f"number: 中发〔2020〕5号, plan: {UPPER}}}"), LOWER)
    return folder


def opened(data: Path, spool: Path, jobs: int, day: date = DAY) -> Build:
    build, issues = open_build.open_build(data, Spool(folder=spool), Templates.read(), day, jobs=jobs)
    assert build is not None, issues
    return build


def pages_of(build: Build) -> dict[str, str]:
    return {page.url: render_page(build, page) for page in list_pages(build)}


def test_several_processes_read_what_one_reads(tmp_path: Path, read: list[str]) -> None:
    data = stage_chain(tmp_path / "data", counties=4)
    one, other = (opened(data, tmp_path / f"spool-{jobs}", jobs) for jobs in (1, 2))
    assert len(read) == len(one.index.plans) >= kept_plans.FEW_PLANS  # the second run found all of them kept
    kept_plans.FOLDER.rename(tmp_path / "aside")
    afresh = opened(data, tmp_path / "spool-3", 2)
    for made in (other, afresh):
        assert pages_of(made) == pages_of(one)
        assert files_of(made.spool.folder) == files_of(one.spool.folder)


def test_a_site_built_on_one_core_is_that_built_on_two(tmp_path: Path) -> None:
    cores = sorted(os.sched_getaffinity(0))
    data = stage_chain(tmp_path / "data", counties=4)
    sites = []
    for number, some in enumerate((cores[:1], cores)):
        os.sched_setaffinity(0, some)
        try:
            made = build_site(tmp_path / f"site-{number}", data=data, anew=True, SITE_URL="https://library.example/")
        finally:
            os.sched_setaffinity(0, cores)
        assert made.code == 0, made.output
        sites.append(files_of(made.site))
    assert sites[0] == sites[1] and len(sites[0]) > 100


def repeal(data: Path) -> None:
    text = BASE.replace("320500", "320000").replace("苏州市", "江苏省")
    repealed = (
        f"replaces:\n  - {{title: 苏州市医疗保障试验规划, number: null, date: '2021-10-08', plan: {LOWER}}}\nbody:\n"
    )
    stage_plan(data, text.replace("body:\n", repealed, 1), UPPER)


EDITS: dict[str, tuple[Callable[[Path], object], set[str]]] = {
    "nothing": (lambda data: None, set()),
    "a plan": (lambda data: stage_plan(data, BASE.replace("覆盖全民", "惠及全民"), LOWER), {LOWER}),
    "a plan that another names": (
        lambda data: stage_plan(data, BASE.replace("320500", "320000").replace("苏州市", "江苏"), UPPER),
        {UPPER},
    ),
    "a successor, told by its own file": (repeal, {UPPER, LOWER}),
    "a catalogue": (
        lambda data: (data / "themes.yaml").write_text((data / "themes.yaml").read_text("utf-8") + "\n# 注\n", "utf-8"),
        {UPPER, LOWER},
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_only_what_rests_on_an_edit_is_read_again(name: str, data: Path, tmp_path: Path, read: list[str]) -> None:
    edit, again = EDITS[name]
    opened(data, tmp_path / "spool-1", 1)
    assert set(read) == {UPPER, LOWER}
    read.clear()
    edit(data)
    now = pages_of(opened(data, tmp_path / "spool-2", 1))
    assert set(read) == again
    kept_plans.FOLDER.rename(tmp_path / "aside")
    assert pages_of(opened(data, tmp_path / "spool-3", 1)) == now


# One after another, and what each must have filled again at least.
EDITS_OF_PAGES: dict[str, tuple[Callable[[Path], object], set[str]]] = {
    "nothing": (lambda data: None, set()),
    "its heading": (EDITS["a plan"][0], {f"plans/{LOWER}/"}),
    "its words": (
        lambda data: stage_plan(data, BASE.replace("制度改革。", "制度改革，不断前进。"), LOWER),
        {f"plans/{LOWER}/", f"plans/{UPPER}/", f"wording/{UPPER}--{LOWER}/"},
    ),
    "its figures": (
        lambda data: stage_plan(data, BASE.replace("98%", "90%").replace("99%", "95%"), LOWER),
        {f"plans/{LOWER}/", "jurisdictions/320500/"},
    ),
    "its number": (
        lambda data: stage_plan(data, BASE.replace("document_number: null", "document_number: 苏府〔2021〕9号"), LOWER),
        {f"plans/{LOWER}/"},
    ),
    "its years": (
        lambda data: stage_plan(data, BASE.replace("end: 2025", "end: 2030"), LOWER),
        {f"plans/{LOWER}/", f"plans/{UPPER}/"},
    ),
    "its title, that another names": (EDITS["a plan that another names"][0], {f"plans/{UPPER}/", f"plans/{LOWER}/"}),
    "a plan more": (
        lambda data: stage_plan(data, BASE.replace("试验", "更多试验"), "320500-suzhou-more"),
        {"plans/320500-suzhou-more/", f"plans/{UPPER}/", f"plans/{LOWER}/", "jurisdictions/320000/"},
    ),
    "a plan less": (
        lambda data: (data / "plans" / "32-jiangsu" / f"{LOWER}.yaml").unlink(),
        {"plans/320500-suzhou-more/", f"plans/{UPPER}/", "jurisdictions/320500/"},
    ),
}


@pytest.fixture
def filled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses of the pages that were filled, not taken out."""
    urls: list[str] = []
    monkeypatch.setattr(
        write_pages, "render_page", lambda build, page: urls.append(page.url) or render_page(build, page)
    )
    return urls


def written(build: Build, site: Path) -> dict[str, bytes]:
    """Write a build's pages in an empty frame; return them."""
    writer = PageWriter.of(build, Frame.cut("xframecontentx", "x/", {}, str), site)
    list(write_pages.write_pages(writer, list(list_pages(build)), 1))
    return files_of(site)


def test_what_rests_on_an_edit_is_made_again(
    data: Path, tmp_path: Path, read: list[str], filled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = written(opened(data, tmp_path / "spool", 1), tmp_path / "site")
    assert {f"{url}index.html" for url in filled} == set(first)
    for number, (name, (edit, least)) in enumerate(EDITS_OF_PAGES.items()):
        edit(data)
        build = opened(data, tmp_path / f"spool-{number}", 1)
        filled.clear()
        now = written(build, tmp_path / f"site-{number}")
        again = set(filled)
        assert least <= again < {page.url for page in list_pages(build)}, name
        assert again or name == "nothing"
        keep_in(tmp_path / "nothing" / str(number), monkeypatch)
        anew = opened(data, tmp_path / f"anew-{number}", 1)
        assert files_of(anew.spool.folder) == files_of(build.spool.folder), f"{name}: as without anything kept"
        assert written(anew, tmp_path / f"anew-site-{number}") == now, f"{name}: as without anything kept"
        keep_in(tmp_path / "kept-of-all", monkeypatch)


def test_a_page_of_two_plans_is_filled_again_for_their_words_alone(
    data: Path, tmp_path: Path, read: list[str], filled: list[str]
) -> None:
    def pairs(number: int, edit: str, day: date = DAY) -> list[str]:
        EDITS_OF_PAGES[edit][0](data)
        build = opened(data, tmp_path / f"spool-{number}", 1, day)
        filled.clear()
        written(build, tmp_path / f"site-{number}")
        return [url for url in filled if "--" in url]

    assert pairs(0, "nothing")
    # Of a plan's headings the page says only how many characters the whole has.
    assert pairs(1, "its heading") == []
    assert pairs(2, "its words")
    assert pairs(3, "nothing") == []
    assert pairs(4, "nothing", date(2026, 12, 2))


def test_a_kept_page_that_was_damaged_is_filled_again_and_told(
    data: Path, tmp_path: Path, read: list[str], filled: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    build = opened(data, tmp_path / "spool", 1)
    before = written(build, tmp_path / "site")
    # The site's file is the kept one by another name: a hand that mends it there spoils it here.
    page = tmp_path / "site" / "plans" / LOWER / "index.html"
    page.write_bytes(page.read_bytes() + b"x")
    assert written(build, tmp_path / "again") == before
    assert capsys.readouterr().out.count("坏了，已经丢弃") == 1
    assert written(build, tmp_path / "again") == before, "over what is there"


def test_a_plan_whose_standing_changes_with_the_day_is_read_again(data: Path, tmp_path: Path, read: list[str]) -> None:
    opened(data, tmp_path / "spool-1", 1, date(2025, 12, 30))
    read.clear()
    opened(data, tmp_path / "spool-2", 1, date(2025, 12, 31))
    assert read == []
    opened(data, tmp_path / "spool-3", 1, date(2026, 1, 1))
    assert set(read) == {UPPER, LOWER}


def test_a_source_changed_or_gone_is_noticed(data: Path, tmp_path: Path, read: list[str]) -> None:
    opened(data, tmp_path / "spool-1", 1)
    source = data / "sources" / f"{LOWER}.txt"
    source.write_text(source.read_text("utf-8") + "添了字\n", "utf-8")
    read.clear()
    build = opened(data, tmp_path / "spool-2", 1)
    assert read == [LOWER]
    assert [build.index.plan(plan_id).proof.holds for plan_id in (UPPER, LOWER)] == [True, False]


def test_what_is_kept_damaged_is_read_again_and_told(
    data: Path, tmp_path: Path, read: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    before = pages_of(opened(data, tmp_path / "spool-1", 1))
    for path in kept_plans.FOLDER.iterdir():
        raw = bytearray(path.read_bytes())
        raw[len(raw) // 2] ^= 1
        path.write_bytes(raw)
    read.clear()
    assert pages_of(opened(data, tmp_path / "spool-2", 1)) == before
    assert set(read) == {UPPER, LOWER}
    assert capsys.readouterr().out.count("坏了，已经丢弃") == 2


def test_nothing_of_this_machine_is_needed(tmp_path: Path) -> None:
    """The same data under another path gives the same site."""
    sites = []
    for name in ("一", "another/place"):
        data = stage_chain(tmp_path / name / "data")
        made = build_site(tmp_path / name / "site", data=data, anew=True, HOME=str(tmp_path))
        assert made.code == 0, made.output
        sites.append(files_of(made.site))
    assert sites[0] == sites[1]
