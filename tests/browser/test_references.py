"""A provision's reference made in the browser: the same bytes as Python makes of the same plan and place."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest
from browsing import OpenPage
from playwright.sync_api import Page

from medplan.plan.address import Address, Eid
from medplan.publish.linked.reference import Reference, as_bibtex, as_csl, as_ris, reference_files

pytestmark = pytest.mark.browser
SITE = "https://library.example/library/"
ISSUED, DRAFT = "320500-suzhou-155-issued", "320500-suzhou-155-draft"
NUMBERS = {ISSUED: "苏医保发〔2026〕8号", DRAFT: None}
DATES = {ISSUED: "2026-03-01", DRAFT: "2025-12-01"}
ODD = {
    "everything odd": Reference(
        key="odd-p_1",
        author="a&b_{c}\\d~e^f",
        title='100% "引" #1 $2 \u2028<b>\t',
        number="〔2026〕\\&5号",
        published="2026",
        url="https://library.example/plans/odd/#p_1",
        place="第1段",
    ),
    "only a month": Reference(key="k", author="甲", title="乙", number=None, published="2021-03", url=""),
    "nothing known": Reference(key="k", author="甲", title="乙", number=None, published=None, url=""),
}


def saved(page: Page, eid: str, name: str) -> tuple[str, bytes]:
    """Return the name and content of the file that an item of a provision's menu saves."""
    page.locator(f'a.ref[href="#{eid}"]').click()
    with page.expect_download() as waiting:
        page.get_by_role("menuitem", name=name).click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


@pytest.mark.parametrize("plan_id", [ISSUED, DRAFT])
def test_a_provision_s_reference_is_what_python_makes(open_page: OpenPage, moved_site: str, plan_id: str) -> None:
    page = open_page(f"plans/{plan_id}/", root=moved_site)
    eid = Eid("chp_2__para_1")
    wanted = Reference(
        key=f"{plan_id}-{eid}",
        author="苏州市医疗保障局",
        title="苏州市医疗保障试验规划",
        number=NUMBERS[plan_id],
        published=DATES[plan_id],
        url=Address.of_plan(plan_id, eid).href(SITE),
        place="第二章一",
    )
    for ending, content in reference_files(wanted).items():
        name = {"ris": "RIS", "bib": "BibTeX", "csl.json": "CSL-JSON"}[ending]
        assert saved(page, eid, f"下载 {name}") == (f"{wanted.key}.{ending}", content)


def test_whatever_a_plan_is_called_both_write_the_same(open_page: OpenPage, moved_site: str) -> None:
    page = open_page(f"plans/{ISSUED}/", root=moved_site)
    for case, reference in ODD.items():
        told = {key: value or "" for key, value in asdict(reference).items()}
        made = page.evaluate(
            """async ([url, told]) => {
                const { asRis, asBibtex, asCsl } = await import(url);
                return [asRis(told), asBibtex(told), asCsl(told)];
            }""",
            [f"{moved_site}javascripts/plan/reference.js", told],
        )
        csl = json.dumps([as_csl(reference)], ensure_ascii=False, indent=1) + "\n"
        assert made == [as_ris(reference), as_bibtex(reference), csl], case
