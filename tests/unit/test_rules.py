"""Where each rule begins and ends: small plans in memory, the last that passes and the first that does not."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from medplan.catalogue.naming import MAX_ID
from medplan.files.document import load_text
from medplan.issues import ERROR, HINT, Issue
from medplan.plan.address import Address, Eid
from medplan.rules.cases import Case, Expected, lines_by_rule, read_case
from medplan.rules.check_plan import check_plan
from medplan.rules.check_references import check_source
from medplan.rules.redirects import SHOWN, Redirect, Redirects, check_redirects
from medplan.rules.rulebook import all_rules

from .library import catalogues, head_of
from .support import read_sample

BODY = "body: [甲。]\n"


def told(body: str = BODY, head: str = head_of("320500"), plan_ids: frozenset[str] | None = None) -> list[Issue]:
    """Return what the rules say of a small plan."""
    document, plan, issues = read_sample(body, head)
    assert not issues
    return check_plan(plan, document, catalogues(), plan_ids)


def words(issues: list[Issue]) -> list[tuple[str, str]]:
    """Return the rule and the message of each issue."""
    return [(issue.rule, issue.message) for issue in issues]


@pytest.mark.parametrize(
    ("published", "fault"),
    [
        ("2021-12-31", False),
        ("2021-04-30", False),
        ("2021-04-31", True),
        ("2023-02-28", False),
        ("2023-02-29", True),
        ("2024-02-29", False),
        ("2024-02-30", True),
        ("2021-10", False),
        ("2021", False),
    ],
)
def test_the_last_day_of_a_month_is_a_day_and_the_next_is_none(published: str, fault: bool) -> None:
    found = words(told(head=head_of("320500", published=f'"{published}"')))
    assert found == ([("wrong-form", f"没有 {published} 这一天")] if fault else [])


@pytest.mark.parametrize(("period", "fault"), [("{start: 2021, end: 2021}", False), ("{start: 2021, end: 2020}", True)])
def test_a_period_may_be_one_year_and_no_less(period: str, fault: bool) -> None:
    found = words(told(head=head_of("320500", period=period)))
    assert found == ([("out-of-range", "终止年早于起始年")] if fault else [])


@pytest.mark.parametrize(
    ("text", "near", "cure"),
    [
        ("甲乙丙丁戊己庚辛壬癸,子丑寅卯辰巳午未申酉", ",：丙丁戊己庚辛壬癸,子丑寅卯辰巳午未", "改为“，”"),
        ("甲,乙", ",：甲,乙", "改为“，”"),
        ("甲(乙）", "(：甲(乙）", "改为“（”"),
        ("甲'乙", "'：甲'乙", "改为“”‘’"),
        ('甲"乙', '"：甲"乙', "改为“”‘’"),
    ],
)
def test_a_half_width_mark_is_shown_with_what_stands_around_it(text: str, near: str, cure: str) -> None:
    [issue] = told(f"body:\n  - >-\n    {text}\n".replace(">-\n    ", "|-\n      "))
    assert (issue.rule, issue.message, issue.cure) == ("half-width", f"中文里有半角标点 {near}", cure)


@pytest.mark.parametrize("text", ["（DRG）,A", "《A》,A", "”,A", "A,（DRG）", "A,《A》", "A,“"])
def test_a_half_width_mark_beside_a_full_width_one_is_wrong(text: str) -> None:
    assert [issue.rule for issue in told(f"body: [{text!r}]\n")] == ["half-width"]


def test_what_is_left_out_of_the_source_is_as_the_source_has_it() -> None:
    head = head_of("320500").replace("  excluded: []\n", "  excluded: [{text: '甲,乙', why: 导航}]\n")
    assert told(head=head) == []


@pytest.mark.parametrize("text", ["DRG,DIP", "1,000元", "A:B", "10:30", "see (DRG)"])
def test_half_width_marks_between_latin_letters_and_figures_are_right(text: str) -> None:
    assert told(f'body: ["{text}"]\n') == []


def numbered(*numbers: str) -> str:
    return "body:\n" + "".join(f"  - {{num: {number}, text: 甲{at}。}}\n" for at, number in enumerate(numbers))


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        (("一、", "二、", "三、"), []),
        (("一、", "二、", "四、"), ["编号“四、”不连续，应为第 3"]),
        (("二、", "三、"), ["编号“二、”不连续，应为第 1"]),
        (("一、", "三、", "四、"), ["编号“三、”不连续，应为第 2"]),
        (("一、", "三、", "五、"), ["编号“三、”不连续，应为第 2", "编号“五、”不连续，应为第 4"]),
        (("①", "③"), []),
    ],
)
def test_numbers_run_on_among_siblings(numbers: tuple[str, ...], said: list[str]) -> None:
    issues = told(numbered(*numbers))
    assert words(issues) == [("numbering-gap", message) for message in said]
    assert all(issue.level == HINT for issue in issues)


def test_numbers_may_run_on_through_the_whole_plan_or_begin_anew() -> None:
    def chapters(*second: str) -> str:
        inner = "".join(f"\n      - {{num: {number}, text: 乙。}}" for number in second)
        return (
            "body:\n  - num: 第一章\n    heading: 甲\n    body: [{num: 1., text: 甲。}, {num: 2., text: 甲。}]\n"
            f"  - num: 第二章\n    heading: 乙\n    body:{inner}\n"
        )

    assert told(chapters("3.", "4.")) == []
    assert told(chapters("1.", "2.")) == []
    assert words(told(chapters("4."))) == [("numbering-gap", "编号“4.”不连续，应为第 1")]


def test_a_remark_on_the_provision_settles_a_gap() -> None:
    remark = "remarks: [{at: para_3, kind: discrepancy, text: 原文缺第二条}]\n"
    assert told(numbered("一、", "三、") + remark) == []


@pytest.mark.parametrize(
    ("remark", "said"),
    [
        ("", True),
        ("remarks: [{at: para_1, kind: note, text: 无此机构}]\n", False),
        ("remarks: [{at: para_1, kind: note, quote: 星际局, text: 无此机构}]\n", False),
        ("remarks: [{at: para_1, kind: note, quote: 甲, text: 另一回事}]\n", True),
    ],
)
def test_an_unknown_agency_is_told_of_unless_a_remark_speaks_of_it(remark: str, said: bool) -> None:
    issues = told("body:\n  - {num: 一、, text: 甲。, lead: 星际局}\n" + remark)
    assert words(issues) == ([("unknown-agency", "部门目录里没有“星际局”")] if said else [])
    assert all(issue.level == HINT and (issue.line, issue.column) == (16, 31) for issue in issues)
    assert all(
        issue.cure == "在 data/agencies.yaml 登记；已有的部门，把这个写法加进它的 names；或加编者注说明"
        for issue in issues
    )


@pytest.mark.parametrize(
    ("remark", "message"),
    [
        ("{at: p_1, kind: note, quote: 乙, text: 说明}", "p_1 里没有“乙”"),
        ("{kind: note, quote: 乙, text: 说明}", "（未写 at） 里没有“乙”"),
        ("{at: p_1, kind: note, quote: 甲, text: 说明}", None),
        ("{kind: note, text: 说明}", None),
    ],
)
def test_what_a_remark_quotes_stands_in_its_provision(remark: str, message: str | None) -> None:
    assert words(told(f"{BODY}remarks: [{remark}]\n")) == ([("not-in-text", message)] if message else [])


@pytest.mark.parametrize(("quote", "fault"), [("乙", True), ("甲", False), (None, False)])
def test_what_a_check_quotes_stands_in_its_provision(quote: str | None, fault: bool) -> None:
    line = "  - {at: p_1, why: 已核" + (f", quote: {quote}" if quote else "") + "}"
    issues = told(f"{BODY}checked:\n{line}\n")
    assert [(i.rule, i.line, i.column, i.message, i.cure) for i in issues] == (
        [("not-in-text", 17, line.index("乙") + 1, "p_1 里没有“乙”", "照录条文里的文字")] if fault else []
    )


def test_how_duties_are_printed_has_a_place_for_each_and_no_other() -> None:
    unit = "body:\n  - {num: 一、, text: 甲。, printed_as: '（{lead}）'}\n"
    assert words(told(unit)) == [("duty-form", "分工的印法里应恰好各有一处牵头、配合、责任单位或进度")]
    both = unit.replace("text: 甲。", "text: 甲。, lead: 市医保局, schedule: 2025年")
    assert words(told(both)) == [("duty-form", "分工的印法里应恰好各有一处{lead}、{schedule}")]


@pytest.mark.parametrize(("length", "fault"), [(MAX_ID, False), (MAX_ID + 1, True)])
def test_a_file_s_name_is_no_longer_than_the_most(length: int, fault: bool) -> None:
    document, plan, _ = read_sample(BODY)
    named = replace(plan, id="320500-suzhou-".ljust(length, "a"))
    said = f"文件名太长（.yaml 之前的上限 {MAX_ID} 个字符）"
    assert words(check_plan(named, document, catalogues())) == ([("file-name", said)] if fault else [])


@pytest.mark.parametrize(("row", "fault"), [(1, False), (2, False), (3, True)])
def test_a_note_names_a_row_that_the_table_has(row: int, fault: bool) -> None:
    rows = "".join(f"\n        - {{indicator: null, name: 率{n}, target: '95'}}" for n in (1, 2))
    body = f"body:\n  - indicators:\n      columns: {{name: 指标, target: 2025年}}\n      rows:{rows}\n"
    issues = words(told(f"{body}      notes: [{{num: ①, text: 指每年。, rows: [{row}]}}]\n"))
    assert issues == ([("out-of-range", f"表里没有第 {row} 行")] if fault else [])


@pytest.mark.parametrize("key", ["name", "baseline", "target"])
def test_each_figure_stated_in_running_text_stands_there(key: str) -> None:
    stated = {"name": "参保率", "baseline": "90%", "target": "95%"} | {key: "99%"}
    row = ", ".join(f"{name}: {value}" for name, value in stated.items())
    body = "body: [参保率由90%提高到95%。]\nstated_indicators:\n"
    years = "baseline_year: 2020, target_year: 2025"
    issues = told(f"{body}  - {{at: p_1, indicator: enrolment-rate, match: exact, {row}, {years}}}\n")
    assert words(issues) == [("not-in-text", "p_1 里没有“99%”")]
    assert issues[0].cure == "照录条文里的写法"


def test_a_value_is_checked_as_it_reads_after_emendation() -> None:
    rows = "{indicator: null, name: 参保率, target: 9?%}"
    body = f"body:\n  - indicators:\n      columns: {{name: 指标, target: 2025年}}\n      rows: [{rows}]\n"
    assert words(told(body)) == [("unread-value", "读不出“9?%”的数值")]
    mended = "emendations: [{at: ind_1__row_1, field: target, printed: 9?, reads: '95', why: 漏印}]\n"
    assert told(body + mended) == []


def references(count: int) -> str:
    return f"body:\n  - {{num: 一、, text: 甲。, themes: [{', '.join(f'enrolmen{n:02d}' for n in range(count))}]}}\n"


def test_the_nearest_names_are_looked_for_twenty_times_and_no_more() -> None:
    issues = [i for i in told(references(21)) if i.rule == "unknown-id"]
    assert [issue.message for issue in issues] == [f"主题目录里没有 enrolmen{n:02d}" for n in range(21)]
    assert ["enrolment" in issue.cure for issue in issues] == [True] * 20 + [False]
    assert issues[-1].cure == "查 data/themes.yaml，或先在那里登记"


def test_an_address_that_is_not_there_is_told_of_with_the_nearest_or_how_to_find_it() -> None:
    remark = "remarks: [{{at: {}, kind: note, text: 说明}}]\n"
    [near] = told(BODY + remark.format("p_2"))
    assert (near.rule, near.message) == ("unknown-eid", "没有条文 p_2")
    assert "p_1" in near.cure
    [far] = told(BODY + remark.format("chp_12__sec_34"))
    assert far.cure == "查条文地址：在规划页面上点那一条，地址栏里 # 之后的就是"


def test_a_plan_that_the_library_holds_may_be_named_and_no_other() -> None:
    head = head_of("320500", implements="[{title: 甲, number: null, plan: 320000-jiangsu-145}]")
    assert told(head=head, plan_ids=frozenset({"320000-jiangsu-145"})) == []
    assert told(head=head) == [], "where the library is not known, nothing is said of it"
    [issue] = told(head=head, plan_ids=frozenset({"320000-jiangsu-144"}))
    assert (issue.rule, issue.message) == ("unknown-id", "本库里没有 320000-jiangsu-145")
    assert issue.cure.endswith("查 data/plans/，或先在那里登记")


def case(*lines: str) -> Case:
    expected = Expected(rule="r", line=3, column=1, words="w")
    return Case(text="\n".join(lines), at=None, expected=(expected,))


def test_an_excerpt_is_the_lines_about_the_fault() -> None:
    assert case("一", "二", "三", "四", "五").excerpt() == [(2, "二"), (3, "三"), (4, "四")]
    assert case("一", "二", "三", "四", "五").excerpt(2)[-1] == (5, "五")
    assert case("一", "二", "三").excerpt(5) == [(1, "一"), (2, "二"), (3, "三")]
    assert case("# 注", "", "三", "# 注").excerpt() == [(3, "三")]
    assert case("一", "二", "# 三").excerpt() == []
    assert case("", "", "字" * 60).excerpt(0) == [(3, "字" * 60)]
    assert case("", "", "字" * 61).excerpt(0) == [(3, "字" * 60 + "…")]


def test_the_first_line_printed_of_each_rule_is_its_example() -> None:
    printed = {"a": ["x:1:2: 错误 rule-a 甲", "x:2:1: 错误 rule-b 乙"], "b": ["y:9:9: 错误 rule-a 丙", "没有问题"]}
    assert lines_by_rule(printed) == {"rule-a": "x:1:2: 错误 rule-a 甲", "rule-b": "x:2:1: 错误 rule-b 乙"}


@pytest.mark.parametrize(("folder", "fault"), [("32-jiangsu", False), ("x32-jiangsu", True), ("32-jiangsu-x", True)])
def test_a_plan_lies_in_the_folder_of_its_province(folder: str, fault: bool) -> None:
    document, plan, _ = read_sample(BODY)
    moved = replace(document, path=f"data/plans/{folder}/320500-suzhou-sample.yaml")
    issues = check_plan(plan, moved, catalogues())
    assert words(issues) == ([("file-folder", "文件应放在 32-jiangsu 文件夹")] if fault else [])


@pytest.mark.parametrize("key", ["published", "themes_reviewed"])
def test_each_date_of_a_plan_is_a_day(key: str) -> None:
    head = head_of("320500", published='"2021-10-08"') + "themes_reviewed: '2021-10-08'\n"
    day = "'2023-02-29'"
    lines = [f"{key}: {day}" if line.startswith(f"{key}:") else line for line in head.splitlines()]
    assert words(told(head="\n".join(lines) + "\n")) == [("wrong-form", "没有 2023-02-29 这一天")]


def test_a_stated_figure_that_can_t_be_read_is_told_of_at_its_place() -> None:
    row = "  - {at: p_1, indicator: enrolment-rate, match: exact, name: 参保率, target: 9？%}"
    [issue] = told(f"body: [参保率达到9？%。]\nstated_indicators:\n{row}\n")
    assert (issue.rule, issue.line, issue.column) == ("unread-value", 17, row.index("9？") + 1)


def test_a_source_is_read_up_to_its_limit(tmp_path: Path) -> None:
    document, _, _ = read_sample(BODY)
    path = tmp_path / "source.txt"
    path.touch()
    os.truncate(path, 100_000_000)
    assert check_source(document, path) == []
    os.truncate(path, 100_000_001)
    [issue] = check_source(document, path)
    assert (issue.rule, issue.level, issue.cure) == (
        "source-file",
        ERROR,
        "把收到的原文放到 data/sources/，文件名与这里写的一致",
    )


def test_a_case_is_read_without_the_lines_that_say_what_is_expected(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("# expect: rule-a 4:7 甲（改）\n# at: data/themes.yaml\n# 注\n- id: 甲\n", "utf-8")
    read = read_case(path)
    assert read.text == "#\n# at: data/themes.yaml\n# 注\n- id: 甲\n"
    assert read.at == "data/themes.yaml"
    assert read.expected == (Expected(rule="rule-a", line=4, column=7, words="甲（改）"),)
    path.write_text("- id: 甲\n", "utf-8")
    assert read_case(path).at is None


def test_only_these_rules_are_hints() -> None:
    assert {code for code, rule in all_rules().items() if rule.level == HINT} == {
        "numbering-gap",
        "original-unchecked",
        "source-missing",
        "unknown-agency",
    }


def redirected(text: str) -> list[tuple[str, int, str]]:
    document, issues = load_text(text, SHOWN)
    assert not issues
    entries = tuple(
        Redirect(source=Address.parse(e["from"]), target=Address.parse(e["to"]), why=e["why"]) for e in document.data
    )
    found = check_redirects(Redirects(document=document, entries=entries), frozenset(), {}, catalogues())
    return [(issue.rule, issue.line, issue.message) for issue in found]


@pytest.mark.parametrize(
    "target",
    ["jurisdictions/320500/", "indicators/enrolment-rate/", "themes/enrolment/", "agencies/healthcare-security/"],
)
def test_a_redirect_may_lead_to_every_kind_of_page(target: str) -> None:
    assert redirected(f"- {{from: themes/old/, to: {target}, why: 改名}}\n") == []
    gone = target.replace("0500/", "0599/").replace("e/", "x/").replace("t/", "x/").replace("y/", "x/")
    assert redirected(f"- {{from: themes/old/, to: {gone}, why: 改名}}\n") == [
        ("redirect-target", 1, f"没有 {gone} 这个网址")
    ]


@pytest.mark.parametrize(
    "source",
    ["themes/", "themes/enrolment/", "jurisdictions/320000/", "jurisdictions/100000/", "plans/a/", "plans/a/#p_1"],
)
def test_what_has_a_page_whatever_plans_there_are_is_not_redirected(source: str) -> None:
    document, _ = load_text(f"- {{from: '{source}', to: themes/financing/, why: 改名}}\n", SHOWN)
    found = Address.parse(source), Address.parse("themes/financing/")
    assert found[0] and found[1]
    entry = Redirect(source=found[0], target=found[1], why="改名")
    known = {"a": frozenset({Eid("p_1")})}
    [issue] = check_redirects(Redirects(document=document, entries=(entry,)), frozenset("a"), known, catalogues())
    assert (issue.rule, issue.message) == ("redirect-source", f"{source} 现在还在")


@pytest.mark.parametrize(("named", "rules"), [(None, []), (True, ["redirect-source"]), (False, [])])
def test_a_page_that_plans_give_rise_to_is_there_where_one_does(named: bool | None, rules: list[str]) -> None:
    document, _ = load_text("- {from: agencies/healthcare-security/, to: themes/enrolment/, why: 改名}\n", SHOWN)
    there, target = Address.parse("agencies/healthcare-security/"), Address.parse("themes/enrolment/")
    assert there and target
    redirects = Redirects(document=document, entries=(Redirect(source=there, target=target, why="改名"),))
    pages = None if named is None else frozenset({there} if named else ())
    assert [issue.rule for issue in check_redirects(redirects, frozenset(), {}, catalogues(), pages)] == rules


def test_of_two_redirects_the_line_of_the_first_address_is_told() -> None:
    first = "- to: themes/enrolment/\n  why: 改名\n  from: themes/old/\n"
    assert redirected(first + "- {from: themes/old/, to: themes/enrolment/, why: 改名}\n") == [
        ("duplicate-id", 4, "themes/old/ 与第 3 行重复")
    ]


def test_the_redirects_of_one_page_are_those_of_its_provisions() -> None:
    def entry(source: str) -> Redirect:
        found, there = Address.parse(source), Address.parse("themes/enrolment/")
        assert found and there
        return Redirect(source=found, target=there, why="改名")

    page, first, other = entry("plans/a/"), entry("plans/a/#p_1"), entry("plans/b/#p_1")
    made = Redirects(entries=(page, first, other))
    assert made.provisions_of(page.source) == [first]
    assert made.pages() == {page.source: page}
