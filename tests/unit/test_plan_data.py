"""What a plan's file says is kept whole in the model: the head, documents, figures, emendations and their faults."""

from __future__ import annotations

import pytest

from medplan.plan.address import Address, Eid
from medplan.plan.build_plan import build_plan
from medplan.plan.emend import find_occurrences
from medplan.plan.head import Exclusion, Original
from medplan.plan.model import Plan
from medplan.plan.printed import locator, node_text

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


PINNED = """\
body:
  - indicators:
      columns: {name: 指标, target: 2025年}
      rows:
        - {name: 甲, indicator: enrolment-rate, match: close, why: 口径不同, target: 1, id: row_b}
      notes:
        - {text: 乙, id: note_c}
    id: ind_a
  - tasks:
      columns: {num: 序号, text: 任务}
      groups:
        - heading: 甲组
          id: group_b
          rows:
            - {num: 七, text: 甲, id: row_d}
            - {num: 八, text: 乙}
            - {text: 丙}
    id: tasks_a
  - table:
      columns: [甲, 乙]
      rows: [[丙, 丁]]
    id: table_a
  - {num: 一、, text: 甲, id: para_4}
  - {num: 附, heading: 乙, id: unit_2}
  - {heading: 丙, id: unit_5}
  - {num: 注, heading: 丁, id: unit_6}
  - num: 第三章
    heading: 章
    body:
      - num: 第一节
        heading: 节
        body:
          - {num: 二、, text: 甲}
          - num: "1.1"
            text: 丁
  - box: 专栏2
    body:
      - {num: "3.", text: 乙}
      - {num: （一）, text: 乙}
stated_indicators:
  - {at: para_4, indicator: enrolment-rate, match: close, why: 口径不同, name: 甲, target: 甲}
checked:
  - {at: para_4, quote: 甲, why: 无误}
  - {at: para_4, why: 没有错字}
"""


def test_a_pinned_address_is_that_of_its_provision_and_what_is_cited_of_it_is_what_it_prints() -> None:
    plan = built(PINNED)
    assert [(node.eid, locator(above, node), node_text(node)) for node, above in plan.walk()][1:] == [
        ("ind_a", "指标表", "指标2025年"),
        ("ind_a__row_b", "指标表第b行", "甲 1"),
        ("ind_a__note_c", "指标表表注c", "乙"),
        ("tasks_a", "任务分解表", "序号任务"),
        ("tasks_a__group_b", "任务分解表甲组", "甲组"),
        ("tasks_a__group_b__row_d", "任务分解表甲组第d行", "七 甲"),
        ("tasks_a__group_b__row_8", "任务分解表甲组第8行", "八 乙"),
        ("tasks_a__group_b__row_3", "任务分解表甲组第3行", "丙"),
        ("table_a", "表", "甲乙"),
        ("table_a__row_1", "表第1行", "丙 丁"),
        ("para_4", "一", "一、甲"),
        ("unit_2", "附", "附乙"),
        ("unit_5", "丙", "丙"),
        ("unit_6", "注", "注丁"),
        ("chp_3", "第三章", "第三章章"),
        ("chp_3__sec_1", "第三章第一节", "第一节节"),
        ("chp_3__sec_1__para_2", "第三章第一节二", "二、甲"),
        ("chp_3__sec_1__cl_1", "第三章第一节1.1", "1.1 丁"),
        ("box_2", "专栏2", "专栏2"),
        ("box_2__point_3", "专栏2第3项", "3.乙"),
        ("box_2__subpara_1", "专栏2（一）", "（一）乙"),
    ]


def test_why_an_indicator_is_only_near_and_what_was_checked_are_kept() -> None:
    plan = built(PINNED)
    refs = [node.indicator for node, _ in plan.walk() if node.indicator] + [s.ref for s in plan.stated_indicators]
    assert [ref.why for ref in refs] == ["口径不同", "口径不同"]
    assert [(c.at, c.quote, c.why) for c in plan.checked] == [("para_4", "甲", "无误"), ("para_4", None, "没有错字")]


@pytest.mark.parametrize(
    ("program", "words"),
    [(None, None), ("ocr", "有认错的字；核对的是识别出的文字"), ("libreoffice", "由 LibreOffice 转换")],
)
def test_a_reader_is_told_of_a_text_that_a_program_made(program: str | None, words: str | None) -> None:
    original = f"  original: {{file: data/sources/a.pdf, sha256: '{SHA}'}}\n"
    said = f"{original}  text_from: {program}\n" if program else original
    source = built("body: [甲。]\n", HEAD.replace("  excluded: []\n", f"{said}  excluded: []\n")).source
    assert source.original == Original(file="data/sources/a.pdf", sha256=SHA)
    caveat = source.caveat
    assert caveat is None if words is None else caveat and caveat[0] in "文原" and words in caveat
