"""The guide's generated pages: every rule with what is printed of its case, every key of the YAML."""

from __future__ import annotations

import re

import pytest
from builds import ROOT, Build
from built_html import parse

from medplan.rules.cases import read_case
from medplan.rules.rulebook import all_rules
from medplan.schema.reference import sections
from medplan.schema.schemas import CATALOGUES

pytestmark = pytest.mark.site

CASES = ROOT / "tests" / "cases" / "invalid"


def squeeze(text: str) -> str:
    """Return a text without white space."""
    return re.sub(r"\s+", "", text)


def test_every_rule_is_there_with_an_example(built: Build) -> None:
    page = parse(built.site / "contribute/rules/index.html")
    sections_by_id = {section["aria-labelledby"]: section for section in page.select("section.rule")}
    assert list(sections_by_id) == list(all_rules())
    for code, rule in all_rules().items():
        section = sections_by_id[code]
        assert section.h3["id"] == code
        text = squeeze(section.get_text())
        assert squeeze(rule.asks) in text
        assert squeeze(rule.cure) in text
        path = CASES / f"{code}.yaml"
        if path.exists():
            first = read_case(path).expected[0]
            assert squeeze(first.words) in text
            assert f"第{first.line}行第{first.column}列" in text
            marked = [number.get_text() for number in section.select(".is-fault .rule__number")]
            assert marked == ([str(first.line)] if read_case(path).excerpt() else [])
        elif code != "file-unreadable":  # no fault of a file's text
            assert f"错误{code}" in text, "what is printed of a file that can't be kept"


def test_nothing_of_an_example_runs_or_hides(built: Build) -> None:
    text = (built.site / "contribute/rules/index.html").read_text("utf-8")
    assert "{{ 7*7 }}" in text
    lines = [code.get_text() for code in parse(built.site / "contribute/rules/index.html").select(".rule__lines code")]
    assert "  - 甲<U+200B>乙。" in lines, "and what stands for it is text"
    assert not re.search("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\x00-\x08]", text)


def test_every_key_of_the_yaml_is_there(built: Build) -> None:
    page = parse(built.site / "contribute/reference/index.html")
    ids = {element["id"] for element in page.select("[id]")}
    shown = [element.get_text() for element in page.select(".reference th[scope=row] > code")]
    wanted = [key for name in ("plan", *CATALOGUES, "redirects") for section in sections(name) for key in section.keys]
    assert sorted(shown) == sorted(key.name for key in wanted)
    assert {key.section for key in wanted if key.section} <= ids
    assert len(page.select(".reference__required")) == sum(key.required for key in wanted)
    values = {element.get_text() for element in page.select(".reference__choice code")}
    assert values >= {value for key in wanted for value, _ in key.choices}


@pytest.mark.parametrize("name", ["rules", "reference"])
def test_the_guide_leads_there(built: Build, name: str) -> None:
    guide = parse(built.site / "contribute/index.html")
    assert guide.select(f'article a[href$="{name}/"]')
