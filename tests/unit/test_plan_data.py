"""What a plan's file says is kept whole in the model: the head, documents, figures, emendations and their faults."""

from __future__ import annotations

import pytest

from medplan.plan.address import Address, Eid
from medplan.plan.build_plan import build_plan
from medplan.plan.emend import find_occurrences
from medplan.plan.head import Exclusion, Original
from medplan.plan.model import Plan

from .library import head_of
from .support import HEAD, read_sample

SHA = "0" * 64


def built(body: str, head: str = HEAD) -> Plan:
    _, plan, issues = read_sample(body, head)
    assert not issues
    return plan


def test_the_source_is_kept_with_its_original_its_address_and_what_is_left_out() -> None:
    head = HEAD.replace(
        "  excluded: []\n",
        f"  original: {{file: data/sources/a.docx, sha256: '{SHA}', reader: 2}}\n  url: https://example.cn/a\n"
        "  excluded: [{text: 甲, why: 导航}, {text: 乙, why: 广告, times: 3}]\n",
    )
    source = built("body: [甲。]\n", head).source
    assert source.original == Original(file="data/sources/a.docx", sha256=SHA, reader=2)
    assert source.url == "https://example.cn/a"
    assert [(e.text, e.why, e.times) for e in source.excluded] == [("甲", "导航", 1), ("乙", "广告", 3)]


def test_documents_above_are_kept_with_their_plan_and_date() -> None:
    head = head_of(
        "320500",
        implements="[{title: 甲, number: null, plan: 320000-jiangsu-145}]\n"
        'repealed_by: {title: 乙, number: null, date: "2024-01-01"}',
    )
    plan = built("body: [甲。]\n", head)
    assert [(d.title, d.number, d.plan) for d in plan.implements] == [("甲", None, "320000-jiangsu-145")]
    assert plan.repealed_by is not None
    assert (plan.repealed_by.title, plan.repealed_by.date) == ("乙", "2024-01-01")


def test_a_cited_document_is_named_in_book_marks_unless_its_forms_are_given() -> None:
    plan = built(
        """
        body: [落实甲办法。, 落实《甲办法》。, {num: 一、, heading: 乙, body: [落实医改意见。]}]
        cites:
          - {title: 甲办法, number: null, plan: 320000-jiangsu-145}
          - {title: 乙意见, number: null, printed: [医改意见], at: [para_1]}
        """
    )
    assert [(c.title, c.plan, c.printed, c.eids) for c in plan.cites] == [
        ("甲办法", "320000-jiangsu-145", ("《甲办法》",), ("p_2",)),
        ("乙意见", None, ("医改意见",), ("para_1__p_1",)),
    ]


@pytest.mark.parametrize(("by_editor", "eids"), [("", ("title", "p_1")), ("title_by_editor: true\n", ("p_1",))])
def test_a_title_that_the_editor_wrote_names_no_document(by_editor: str, eids: tuple[str, ...]) -> None:
    head = HEAD.replace("title: 苏州市样本规划\n", f"title: 落实《甲办法》方案\n{by_editor}")
    plan = built("body: [落实《甲办法》。]\ncites: [{title: 甲办法, number: null}]\n", head)
    assert plan.cites[0].eids == eids


def test_what_running_text_states_is_kept_with_unit_nature_and_years() -> None:
    stated = (
        "{at: p_1, indicator: enrolment-rate, match: exact, nature: binding, name: 参保率, unit: '%',"
        " baseline: 90, baseline_year: 2020, target: 95, target_year: 2025}"
    )
    [found] = built(f"body: [参保率由90提高到95。]\nstated_indicators: [{stated}]\n").stated_indicators
    assert (found.unit, found.ref.nature, found.ref.match) == ("%", "binding", "exact")
    assert (found.baseline, found.baseline_year, found.target, found.target_year) == ("90", 2020, "95", 2025)


def test_only_a_unit_with_heading_and_text_has_its_heading_run_in() -> None:
    plan = built(
        "body:\n  - {num: 一、, heading: 甲。, text: 乙。}\n  - {num: 二、, text: 丙。}\n  - {num: 三、, heading: 丁}\n"
    )
    assert [node.runs_in for node, _ in plan.walk() if node.kind == "para"] == [True, False, False]
    assert plan.find("para_2") is not None
    assert plan.find("para_9") is None


@pytest.mark.parametrize(
    ("emendations", "told"),
    [
        ("{at: p_1, printed: 甲, reads: 乙, why: 误}", []),
        ("{at: p_1, printed: 丙, reads: 乙, times: 2, why: 误}", []),
        (
            "{at: p_1, printed: 丙, reads: 乙, why: 误}",
            [("emendation-count", "“丙”在 p_1 里有 2 处，应为 1 处", "前后多抄几个字使它唯一，或写 field、times")],
        ),
        (
            "{at: p_1, printed: 甲, reads: 乙, times: 2, why: 误}",
            [("emendation-count", "“甲”在 p_1 里有 1 处，应为 2 处", "前后多抄几个字使它唯一，或写 field、times")],
        ),
        ("{at: p_9, printed: 甲, reads: 乙, why: 误}", [("unknown-eid", "没有条文 p_9", "查条文地址")]),
        # What touches does not overlap.
        ("{at: p_1, printed: 甲丁, reads: 乙, why: 误}, {at: p_1, printed: 戊, reads: 己, why: 误}", []),
        ("{at: p_1, printed: 戊, reads: 己, why: 误}, {at: p_1, printed: 甲丁, reads: 乙, why: 误}", []),
        (
            "{at: p_1, printed: 戊丙, reads: 己, why: 误}, {at: p_1, printed: 甲丁, reads: 乙, why: 误},"
            " {at: p_1, printed: 丁戊, reads: 己, why: 误}",
            [("emendation-overlap", "与第 1 条校订重叠", "并为一条")],
        ),
        # It is told which of those before it is in the way, not which one touches.
        (
            "{at: p_1, printed: 甲, reads: 己, why: 误}, {at: p_1, printed: ，丙, reads: 己, why: 误},"
            " {at: p_1, printed: 戊, reads: 己, why: 误}, {at: p_1, printed: 丁戊丙, reads: 己, why: 误}",
            [("emendation-overlap", "与第 3 条校订重叠", "并为一条")],
        ),
    ],
)
def test_what_an_emendation_must_meet(emendations: str, told: list[tuple[str, str, str]]) -> None:
    body = f"body: [甲丁戊丙，丙。]\nemendations: [{emendations}]\n"
    document, plan, issues = read_sample(body)
    assert [(issue.rule, issue.message, issue.cure) for issue in issues] == told
    assert build_plan(document, plan.id)[0] == plan
    assert [e.times for e in plan.emendations] == [e.get("times", 1) for e in document.data["emendations"]]


@pytest.mark.parametrize(
    ("text", "kind", "name", "eid"),
    [
        ("plans/320500-suzhou-145/", "plans", "320500-suzhou-145", None),
        ("plans/320500-suzhou-145/#chp_1__sec_2", "plans", "320500-suzhou-145", "chp_1__sec_2"),
        ("jurisdictions/320500/", "jurisdictions", "320500", None),
        ("themes/enrolment/", "themes", "enrolment", None),
    ],
)
def test_an_address_is_read_and_written_the_same(text: str, kind: str, name: str, eid: str | None) -> None:
    address = Address.parse(text)
    assert address is not None
    assert (address.kind, address.name, address.eid, str(address)) == (kind, name, eid, text)


@pytest.mark.parametrize(
    "text", ["plans/a", "plans/甲/", "甲themes/a/", "themes甲/a/", "plans甲/a/", "plans/a甲/#p_1", "themes/a/#p_1"]
)
def test_what_is_no_address_is_none(text: str) -> None:
    assert Address.parse(text) is None


def test_a_provision_lies_below_its_parent_and_what_is_no_address_is_refused() -> None:
    assert Eid("chp_1__sec_2").parent == "chp_1"
    assert Eid("chp_1").parent is None
    assert Eid("chp_1__sec_2__p_3").ancestors == ("chp_1__sec_2", "chp_1")
    assert Eid.parse("chp_1") == "chp_1"
    assert Eid.parse("甲") is None
    with pytest.raises(ValueError, match=r"^not an address: '甲'$"):
        Eid("甲")


@pytest.mark.parametrize("text", ["财政局、医保局", "、财政局、、医保局、", "医保局"])
def test_a_unit_is_found_whole_among_units(text: str) -> None:
    start = text.index("医保局")
    assert find_occurrences("lead", text, "医保局", "医疗保障局") == [(start, start + 3)]
    assert find_occurrences("lead", text, "医保", "医疗保障") == []


def test_an_exclusion_is_met_once_unless_it_says_more() -> None:
    assert Exclusion(text="甲", why="导航").times == 1
