"""References to a plan and a provision: what a reader, Zotero, LaTeX and a program that knows CSL take of them."""

from __future__ import annotations

import json
import re

import pytest
import rispy

from medplan.plan.address import Eid
from medplan.publish.linked.reference import Reference, as_bibtex, as_csl, as_ris, in_words, reference_files

from .library import head_of, library

SITE = "https://library.example"
WHOLE = Reference(
    key="320500-suzhou-145",
    author="苏州市医疗保障局",
    title="苏州市医疗保障事业发展“十四五”规划",
    number="苏医保〔2021〕1号",
    published="2021-10-08",
    url=f"{SITE}/plans/320500-suzhou-145/",
)


def entry_of(text: str) -> dict[str, str]:
    """Return the fields of the one entry of a BibTeX file; braces must balance."""
    assert text.count("{") == text.count("}")
    found = re.fullmatch(r"@techreport\{([^,]+),\n((?:  \w+ = \{.*\},\n)+)\}\n", text)
    assert found, text
    return dict(re.findall(r"  (\w+) = \{(.*)\},\n", found[2])) | {"key": found[1]}


def test_a_reference_in_words_keeps_to_the_edition_that_applies() -> None:
    assert in_words(WHOLE, "2026-11-26") == (
        "苏州市医疗保障局. 苏州市医疗保障事业发展“十四五”规划[EB/OL].（2021-10-08）[2026-11-26]. "
        "https://library.example/plans/320500-suzhou-145/."
    )


def test_ris_is_read_by_others() -> None:
    [found] = rispy.loads(as_ris(WHOLE))
    assert found["type_of_reference"] == "RPRT"
    assert found["title"] == WHOLE.title
    assert found["authors"] == [f"{WHOLE.author},"]
    assert found["year"] == "2021"
    assert found["date"] == "2021/10/08"
    assert found["urls"] == [WHOLE.url]


def test_csl_and_bibtex_hold_the_same() -> None:
    csl, bib = as_csl(WHOLE), entry_of(as_bibtex(WHOLE))
    assert csl["issued"] == {"date-parts": [[2021, 10, 8]]}
    assert (csl["title"], csl["number"], csl["URL"]) == (WHOLE.title, WHOLE.number, WHOLE.url)
    assert (bib["title"], bib["number"], bib["url"]) == (f"{{{WHOLE.title}}}", WHOLE.number, WHOLE.url)
    assert (bib["year"], bib["month"], bib["date"]) == ("2021", "10", "2021-10-08")


def test_a_provision_is_named_by_its_place_and_address() -> None:
    plan = library((head_of("320500"), "body: [甲]\n")).plans[0]
    found = Reference.of(plan, SITE, Eid("chp_1"), "第一章")
    assert found.whole_title.endswith("：第一章")
    assert found.url.endswith("/#chp_1")
    assert as_csl(found)["section"] == "第一章"
    assert rispy.loads(as_ris(found))[0]["title"] == found.whole_title


@pytest.mark.parametrize("text", ["甲}\\input{x}乙", "甲\nER  - \nTY  - BOOK", "100%_#$&~^", "{甲}}"])
def test_no_title_breaks_a_record(text: str) -> None:
    plan = library((head_of("320500", title=json.dumps(text), issuer=json.dumps(text)), "body: [甲]\n")).plans[0]
    files = reference_files(Reference.of(plan, SITE))
    assert len(rispy.loads(files["ris"].decode())) == 1
    assert entry_of(files["bib"].decode())["key"] == plan.id
    assert json.loads(files["csl.json"])[0]["title"] == " ".join(text.split())


def test_what_is_not_known_is_left_out() -> None:
    plan = library((head_of("320500"), "body: [甲]\n")).plans[0]
    bare = Reference.of(plan, "")
    assert in_words(bare, "") == f"{plan.place.name}. {plan.title}[EB/OL].[引用日期]."
    assert "PY  -" not in as_ris(bare)
    assert "issued" not in as_csl(bare)
