"""Where a plan's text was read or converted by a program, every page that shows it whole or its proof says so."""

from __future__ import annotations

import json

import pytest
from builds import Build, shared_build
from built_html import parse
from standing import PLANS, build_standing

SCANNED, CONVERTED = "990401-silin-155", "990301-chenlin-155"
WORDS = {SCANNED: "程序从扫描件识别（OCR）", CONVERTED: "LibreOffice 转换"}


@pytest.fixture(scope="session")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The site of the made-up plans."""
    made = shared_build(tmp_path_factory, "standing", build_standing)
    assert made.code == 0, made.output
    return made


@pytest.mark.parametrize("plan_id", WORDS)
def test_the_page_of_the_plan_says_so_at_its_head_and_beside_its_proof(standing: Build, plan_id: str) -> None:
    page = parse(standing.site / "plans" / plan_id / "index.html")
    (head,) = page.select(".metaline [data-text-from]")
    assert WORDS[plan_id] in head.get_text()
    (proof,) = page.select("section#source")
    assert WORDS[plan_id] in proof.get_text() and "核对的是" in proof.get_text()
    assert not page.select("article[data-plan] [data-text-from]"), "the plan's own text is left as it is"


def test_the_page_of_the_proofs_says_so(standing: Build) -> None:
    page = parse(standing.site / "quality" / "index.html")
    rows = {row.a["href"].rstrip("/").rsplit("/", 1)[-1]: row.get_text() for row in page.select("tbody tr") if row.a}
    for plan in PLANS:
        for plan_id, words in WORDS.items():
            assert (words in rows[plan.id]) == (plan.id == plan_id)


def test_the_download_says_so_and_of_no_other_plan(standing: Build) -> None:
    for plan in PLANS:
        whole = json.loads((standing.site / "data" / "plans" / f"{plan.id}.json").read_text("utf-8"))
        assert whole["source"]["text_from"] == {SCANNED: "ocr", CONVERTED: "libreoffice"}.get(plan.id)


def test_the_page_of_any_other_plan_does_not(standing: Build) -> None:
    page = (standing.site / "plans" / PLANS[0].id / "index.html").read_text("utf-8")
    assert "OCR" not in page and "LibreOffice" not in page
