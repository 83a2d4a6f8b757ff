"""The report of changes as Markdown: no word of a plan is anything but text in it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from medplan.library.repository import Repository
from medplan.review.change import Said
from medplan.review.changes import compare_plans
from medplan.review.report import bullet, code_span, describe_plan_changes

from .support import HEAD, read_sample

RENDERER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
ATTACKS = [
    "<img src=x onerror=alert(1)>",
    "`<b>`",
    "``` \n\n# 标题\n<script>alert(1)</script>",
    "[点](javascript:alert(1)) ![图](https://example.com/x.png)",
    "| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |",
    "\n\n- 列表\n\n    代码",
    "@someone https://example.com #1 <https://example.com>",
    "末尾的反引号`",
    "`",
    "  ",
]


def elements(html: str) -> set[str]:
    return set(re.findall(r"<([a-z0-9]+)", html))


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_plan_s_words_are_text(attack: str) -> None:
    html = RENDERER.render(bullet(("文字由 ", Said(attack), " 改为 ", Said("甲")), "markdown") + "\n")
    assert elements(html) == {"ul", "li", "code"}


@given(st.text(st.sampled_from("`ab \n\t<>&[]()!*_~|#-\\甲\u3000"), max_size=30))
def test_a_code_span_holds_any_text_whole(text: str) -> None:
    html = RENDERER.renderInline(f"甲{code_span(text)}乙")
    assert elements(html) == {"code"}
    assert html.startswith("甲<code>") and html.endswith("</code>乙")


def test_a_hostile_change_shows_no_element(repository: Repository) -> None:
    attack = "<img src=x onerror=alert(1)>`**甲**`[乙](javascript:1)"
    old = read_sample("body: [旧文。]\n")[1]
    head = HEAD.replace("苏州市样本规划", attack).replace("issuer: null", f"issuer: '{attack}'")
    new = read_sample(f"body:\n  - '{attack}'\n  - 旧文。{attack}\n", head)[1]
    report = describe_plan_changes(compare_plans(old, new, repository.catalogues), "markdown")
    html = RENDERER.render(report)
    assert elements(html) == {"h3", "p", "strong", "ul", "li", "code"}
    assert report.count("onerror") >= 3


def test_no_control_character_reaches_a_terminal() -> None:
    assert "\x1b" not in bullet((Said("甲\x1b[2J\u202e乙"),), "text")
