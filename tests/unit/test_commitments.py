"""Dated commitments: what is one, when it is due, and that what is no date of the calendar is none."""

from __future__ import annotations

import re
from datetime import date

import pytest

from medplan.facts.commitments import Commitment, commitments, shorten
from medplan.language.dates import last_day

from .library import head_of
from .support import BAOTOU, ROOT, SUZHOU, ZHENGNING, Held, read_sample

PUBLISHED = head_of("320500", published='"2021-10-08"')


def found_in(*paragraphs: str, heading: str = "主要任务") -> list[Commitment]:
    body = "".join(f"\n      - {text}" for text in paragraphs)
    _, plan, issues = read_sample(f"\nbody:\n  - num: 一、\n    heading: {heading}\n    body:{body}\n", PUBLISHED)
    assert not issues
    return list(commitments(plan))


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("到2023年，实现实际付费。", "2023"),
        ("2022年底前完成市级统筹。", "2022-12"),
        ("2023年6月底前建成平台。", "2023-06"),
        ("2023年6月30日前建成平台。", "2023-06-30"),
        ("到“十四五”末期，全面实现市级统筹。", "2025-12"),
        ("力争在2025年前纳入全区统筹。", "2025"),
        # What is done in another clause says nothing of this one.
        ("平台已建成，2023年底前完成推广。", "2023-12"),
        ("2023年底前完成推广，已有基础。", "2023-12"),
        ("任务如下：2023年6月建成。", "2023-06"),
        ("2023年6月底前落实《实施办法》。", "2023-06"),
    ],
)
def test_a_time_of_completion_in_running_text_is_a_commitment(text: str, due: str) -> None:
    [found] = found_in(text)
    assert (found.due, found.text, found.eid) == (due, text, "para_1__p_1")
    assert found.before == (text == "力争在2025年前纳入全区统筹。")


@pytest.mark.parametrize(
    "text",
    [
        "截至2021年底，参保人数1065万人。",
        "自2022年1月起执行新标准。",
        "2020年6月，组建成立管理中心。",  # before the plan
        "2022年已建成平台。",  # done
        "我市已于2022年建成平台。",
        "2022年印发了实施办法。",
        "2022年8月在全省率先实现省内结算。",
        "落实《关于到2023年建成平台的通知》要求。",
        "参照《办法》（内政办发〔2023〕7号）整合政策。",
        "2022年一季度，疫情形势好转。",
        "截止2022年底，参保人数1065万人。",
        "自2022年执行新标准。",
        "从2022年执行新标准。",
        "比2022年提高两成。",
        "较2022年提高两成。",
        "以2022年为基数。",
        "2023年13月完成。",
        "2023年0月完成。",
        "2023年2月30日前完成。",
        "2023年6月31日前完成。",
    ],
)
def test_what_is_no_time_of_completion_is_none(text: str) -> None:
    assert found_in(text) == []


def test_a_word_that_says_since_when_counts_within_forty_characters() -> None:
    assert found_in("自" + "，" * 39 + "2022年执行。") == []
    assert [c.due for c in found_in("自" + "，" * 40 + "2022年执行。")] == ["2022"]


def test_provisions_numbered_by_decimals_are_read_too() -> None:
    _, plan, issues = read_sample(
        """
        body:
          - num: "1"
            text: 2023年1月完成。
            body:
              - num: "1.1"
                text: 2023年2月完成。
                body:
                  - num: 1.1.1
                    text: 2023年3月完成。
                    body: [{num: 1.1.1.1, text: 2023年4月完成。}]
        """,
        PUBLISHED,
    )
    assert not issues
    found = [(c.due, c.eid.rsplit("__", 1)[-1].split("_")[0]) for c in commitments(plan)]
    assert found == [("2023-01", "point"), ("2023-02", "cl"), ("2023-03", "subcl"), ("2023-04", "lvl")]


def test_looking_back_counts_only_what_is_ahead() -> None:
    said = found_in("2022年全市实现了统筹，计划于2023年底前合并。", "2022年参保率达到99%。", heading="发展基础")
    assert [c.due for c in said] == ["2023-12"]


@pytest.mark.parametrize(
    ("published", "text", "due"),
    [
        ("2016-01-01", "到“十三五”末期，实现市级统筹。", "2020-12"),
        ("2020-12-31", "到“十三五”末期，实现市级统筹。", "2020-12"),
        ("2021-10-08", "到“十三五”末期，实现市级统筹。", None),
        ("2021-10-08", "截至“十四五”末期，参保率超过九成。", None),
        ("2021-10-08", "截至，“十四五”末期，参保率超过九成。", None),
        ("2021-10-08", "十五五期末建成。", "2030-12"),
        ("2021-10-08", "十六五期末建成。", "2035-12"),
        ("2021-10-08", "十七五期末建成。", "2040-12"),
        ("2021-10-08", "截至，2022年，参保率超过九成。", None),
        ("2021-10-08", "2022年度完成结算。", None),
        # One date that is none does not hide the next.
        ("2021-10-08", "2020年6月启动试点，2023年推广。", "2023"),
        ("2021-10-08", "2022年已经启动试点，2023年推广。", "2023"),
        ("2021-10-08", "2022年13月启动试点，2023年推广。", "2023"),
    ],
)
def test_what_is_a_date_of_completion_and_what_is_not(published: str, text: str, due: str | None) -> None:
    _, plan, _ = read_sample(f"body: [{text}]\n", head_of("320500", published=f'"{published}"'))
    assert [c.due for c in commitments(plan)] == ([due] if due else [])


@pytest.mark.parametrize(
    ("changes", "since", "until", "dues"),
    [
        ({"published": '"2022-10-08"'}, 2022, 2025, ["2022", "2023"]),
        ({}, 2021, 2025, ["2021", "2022", "2023"]),
        ({"period": "null"}, 0, None, ["2020", "2021", "2022", "2023"]),
    ],
)
def test_what_is_due_counts_from_the_plans_publication_else_from_its_period(
    changes: dict[str, str], since: int, until: int | None, dues: list[str]
) -> None:
    text = "2020年完成甲，2021年完成乙，2022年完成丙，2023年完成丁。"
    _, plan, _ = read_sample(f"body: [{text}]\n", head_of("320500", **changes))
    found = list(commitments(plan))
    assert [c.due for c in found] == dues
    assert {(c.since, c.until, c.before, c.ongoing, c.path) for c in found} == {(since, until, False, False, "")}


BY_KIND = """
notice: [2023年1月完成。]
body:
  - {num: 第一章, heading: 2023年2月完成}
  - num: 一、
    heading: 主要任务
    themes: [enrolment]
    body:
      - {num: 二、, text: 2023年3月完成。}
      - num: （一）
        heading: 2023年4月
        text: 完成。
        body: [{num: 1., text: 2023年5月完成。, themes: [fund-budget], body: [{num: （1）, text: 2023年6月完成。}]}]
      - {num: ①, text: 2023年7月完成。}
      - {id: unit_1, heading: 工程, text: 2023年8月完成。}
      - tasks:
          caption: 任务
          columns: {num: 序号, text: 任务, lead: 牵头}
          groups:
            - rows: [{num: 1., text: 2023年9月完成。, lead: [医保局, 财政局]}]
  - colophon: [2023年10月完成]
"""


def test_every_kind_of_provision_of_the_plan_itself_is_read() -> None:
    _, plan, issues = read_sample(BY_KIND, PUBLISHED)
    assert not issues
    found = {c.due: c for c in commitments(plan)}
    assert list(found) == [f"2023-{month:02d}" for month in (3, 4, 5, 6, 7, 8, 9)]
    point = found["2023-05"]
    assert (point.path, point.themes) == ("一、主要任务 › （一）2023年4月", ("enrolment", "fund-budget"))
    assert (found["2023-09"].lead, point.lead) == ("医保局、财政局", "")
    assert found["2023-04"].text == "2023年4月完成。"
    assert found["2023-06"].path == "一、主要任务 › （一）2023年4月 › 1."


def test_what_a_reporter_asks_is_no_commitment() -> None:
    body = "body:\n  - {question: 记者：, body: [2023年能完成吗？]}\n  - {answer: 局长：, body: [2024年完成。]}\n"
    _, plan, issues = read_sample(body, PUBLISHED)
    assert not issues
    assert [c.due for c in commitments(plan)] == ["2024"]


def test_a_title_in_the_text_is_shown_though_not_read() -> None:
    first = "落实《关于到2023年建成平台的通知》，2024年底前完成。"
    assert [(c.due, c.text) for c in found_in(f"{first}后一句。")] == [("2024-12", first)]


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("计划甲乙丙丁戊己庚辛壬癸2023年建成。", True),
        ("计划甲乙丙丁戊己庚辛壬癸子2023年建成。", False),
        ("2023年甲乙丙丁力争建成。", True),
        ("2023年甲乙丙丁戊力争建成。", False),
        ("“十四五”末期全面建成。", True),
    ],
)
def test_in_a_look_back_only_words_close_by_say_that_a_date_is_ahead(text: str, counts: bool) -> None:
    assert bool(found_in(text, heading="发展基础")) is counts


def test_under_other_headings_a_date_is_a_commitment_without_more_words() -> None:
    assert [c.due for c in found_in("2023年建成平台。", heading="其他事项")] == ["2023"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("字" * 140, "字" * 140),
        ("字" * 141, "字" * 140 + "……"),
        # Cut before the last mark within 140 characters, whichever mark it is.
        ("字" * 100 + "，" + "字" * 60, "字" * 100 + "……"),
        ("字" * 80 + "，" + "字" * 19 + "。" + "字" * 60, "字" * 80 + "，" + "字" * 19 + "……"),
        ("字" * 139 + "；" + "字", "字" * 139 + "……"),
        ("字" * 90 + "、" + "字" * 60, "字" * 90 + "……"),
        ("字" * 140 + "、", "字" * 140 + "……"),
        # A mark in the first half would leave too little.
        ("字" * 70 + "、" + "字" * 90, "字" * 70 + "、" + "字" * 69 + "……"),
        ("字" * 71 + "、" + "字" * 90, "字" * 71 + "……"),
        ("，" + "字" * 200, "，" + "字" * 139 + "……"),
    ],
)
def test_a_long_text_is_cut_at_a_mark(text: str, shown: str) -> None:
    assert shorten(text) == shown


@pytest.mark.parametrize(
    ("due", "day"),
    [
        ("2024", date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 29)),
        ("2023-02", date(2023, 2, 28)),
        ("2023-06-30", date(2023, 6, 30)),
    ],
)
def test_a_date_is_due_on_its_last_day(due: str, day: date) -> None:
    assert last_day(due) == day


# Listed by reading the two sources through, as printed there; each with its date.
LISTED = {
    SUZHOU: [
        ("计划于2022年底前将全市分散的7个统筹区合并为一个统筹区", "2022-12", "chp_1__sec_1__para_3__p_1"),
        ("到2025年,全市医疗保障制度更加成熟定型", "2025", "chp_2__sec_3__p_2"),
        ("到2030年,全面建成以基本医疗保险为主体", "2030", "chp_2__sec_3__p_3"),
        ("到2022年底,全面实现“六统一”", "2022-12", "chp_3__sec_1__para_1__p_1"),
        ("到“十四五”末期,全面实现大病保险、医疗救助、长期护理保险的市级统筹", "2025-12", "chp_3__sec_1__para_1__p_2"),
        ("到2022年底全面实现基本医保市级统筹", "2022-12", "chp_3__sec_1__box_1__point_1"),
        ("到十四五末期由医疗保险市级统筹升格", "2025-12", "chp_3__sec_1__box_1__point_1"),
        ("十四五末期修订完成苏州市社会基本医疗保险管理办法", "2025-12", "chp_3__sec_1__box_1__point_2"),
        ("到“十四五”末期,实现参保人数达到1200万人", "2025-12", "chp_3__sec_2__box_2__point_3"),
        ("到2023年实现实际付费", "2023", "chp_3__sec_3__box_3__point_4"),
        ("到“十四五”末期,住院按照DRG支付", "2025-12", "chp_3__sec_3__box_3__point_4"),
    ],
    BAOTOU: [
        ("2023年1月完成", "2023-01", "para_2__subpara_1__point_2"),
        ("力争在2025年前纳入全区统筹", "2025", "para_2__subpara_1__point_4"),
        ("2023年3月完成", "2023-03", "para_2__subpara_2__point_6"),
        ("2023年1月完成", "2023-01", "para_2__subpara_2__point_7"),
        ("2023年6月完成", "2023-06", "para_2__subpara_2__point_8"),
        ("2023年2月完成", "2023-02", "para_2__subpara_2__point_9"),
        ("2023年4月完成", "2023-04", "para_2__subpara_2__point_10"),
        ("2023年9月完成", "2023-09", "para_2__subpara_2__point_11"),
        ("2023年6月完成", "2023-06", "para_2__subpara_2__point_12"),
        ("2023年6月完成", "2023-06", "para_2__subpara_3__point_14"),
        ("2023年5月完成", "2023-05", "para_2__subpara_3__point_15"),
        ("2023年3月完成", "2023-03", "para_2__subpara_3__point_17"),
        ("2023年重点落实落地省际联盟采购", "2023", "para_2__subpara_4__point_18"),
        ("2023年6月完成", "2023-06", "para_2__subpara_4__point_19"),
        ("2023年重点完成中医类、化验类、影像类", "2023", "para_2__subpara_4__point_19"),
        ("2023年6月完成", "2023-06", "para_2__subpara_4__point_21"),
        ("2023年6月完成", "2023-06", "para_2__subpara_6__point_26"),
    ],
}


@pytest.mark.parametrize("plan_id", LISTED)
def test_every_dated_commitment_of_two_sources_is_found_and_no_other(held: dict[str, Held], plan_id: str) -> None:
    plan = held[plan_id].plan
    wanted = [(due, eid) for _, due, eid in LISTED[plan_id]]
    assert [(c.due, c.eid) for c in commitments(plan)] == wanted
    source = "".join((ROOT / f"data/sources/{plan_id}.txt").read_text("utf-8").split())
    for phrase, _, _ in LISTED[plan_id]:
        assert phrase in source
    numbers = {eid: re.sub(r"\D", "", (eid.rsplit("_", 1)[-1])) for _, _, eid in LISTED[plan_id]}
    for _, _, eid in LISTED[plan_id]:
        node, _ = plan.find(eid)
        if node.kind == "point":
            assert node.printed("num").startswith(numbers[eid])


@pytest.mark.parametrize(
    ("outer", "inner", "found"),
    [
        ("面临形势和总体目标", "发展目标", True),
        ("面临形势和总体目标", "发展基础", False),
        ("发展基础", "主要任务", True),
        ("发展基础", "基金监管", False),
    ],
)
def test_the_nearest_heading_says_whether_a_provision_looks_back(outer: str, inner: str, found: bool) -> None:
    body = f"\nbody:\n  - num: 一、\n    heading: {outer}\n    body:\n      - num: （一）\n        heading: {inner}\n"
    _, plan, issues = read_sample(body + "        body: [2025年，制度更加成熟定型。]\n", PUBLISHED)
    assert not issues
    assert [c.due for c in commitments(plan)] == (["2025"] if found else [])


@pytest.mark.parametrize(
    ("text", "recurs"),
    [
        ("健全工作机制，每年开展一次全覆盖式现场检查。", True),
        ("参保率每年保持在95%以上。", True),
        ("目前每年采购金额约600亿元。", False),
        ("强化每年度预算管理。", False),
    ],
)
def test_what_shall_be_done_every_year_recurs(text: str, recurs: bool) -> None:
    found = [(c.due, c.recurring, c.before, c.ongoing) for c in found_in(text)]
    assert found == ([(None, "FREQ=YEARLY", False, False)] if recurs else [])


def test_notes_of_a_table_are_read_for_dates(held: Held) -> None:
    dated = {
        c.eid.rsplit("__", 1)[1]: c.due or c.recurring for c in commitments(held[ZHENGNING].plan) if "note_" in c.eid
    }
    assert dated == {"note_1": "FREQ=YEARLY", "note_2": "2025", "note_3": "2025"}
