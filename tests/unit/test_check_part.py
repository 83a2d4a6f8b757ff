"""What is said of the sound part of a broken plan: all faults but those that come of what is broken."""

from __future__ import annotations

import pytest

from medplan.files.document import DataPath, load_text
from medplan.rules.check_part import check_part
from medplan.schema.schemas import integer_keys

from .library import catalogues, head_of
from .support import HEAD, SAMPLE_AT, sample

Told = list[tuple[str, int]]
ODD = head_of("320500", stage="issue")  # a fault that no other has to do with

UNITS = """\
body:
  - num: 第一章
    heading: 总则
    body:
      - {num: 一、, heading: 甲。, text: 乙。, lead: 某某处, schedule: 2023年13月完成}
      - {num: 三、, heading: 丙。, text: 丁。}
  - num: 第二章
    heading: 任务
    body:
      - {num: 一、, heading: 戊。, text: 己。, lead: 某某处, printed_as: "己。"}
      - {num: 甲乙, heading: 庚。, text: 辛。}
      - table:
          columns: [甲, 乙]
          ids: [row_a]
          rows:
            - [丙, 丁]
            - [戊, 己]
  - heading: 附则
    text: 壬。
emendations:
  - {at: chp_1__para_1, printed: 癸, reads: 子, why: 误字}
remarks:
  - {at: chp_2__para_9, kind: note, text: 没有这一条}
  - {at: chp_2__para_1, kind: note, quote: 癸, text: 没有这些字}
"""
MENDED, UNREAD, REMARK, QUOTE = (
    ("emendation-count", 21),
    ("unread-schedule", 5),
    ("unknown-eid", 23),
    ("not-in-text", 24),
)
GAP, FORM, LETTERS, HEADED, ROWS = (
    ("numbering-gap", 6),
    ("duty-form", 10),
    ("no-address", 11),
    ("no-address", 18),
    ("row-ids", 14),
)
LEADS = (("unknown-agency", 5), ("unknown-agency", 10))
OF_UNITS = {MENDED, UNREAD, REMARK, QUOTE, GAP, FORM, LETTERS, HEADED, ROWS, *LEADS}

FIGURES = """\
body:
  - indicators:
      columns: {name: 指标, target: 2025年}
      rows:
        - {name: 参保率, indicator: enrolment-rate, match: exact, target: 9？%}
  - {num: 一、, text: 参保率达到95%。}
  - 甲乙。
notice:
  - 丙丁。
stated_indicators:
  - {at: para_1, indicator: enrolment-rate, match: exact, name: 参保率, target: 9？%}
  - {at: para_1, indicator: enrolment-rate, match: exact, name: 参保率, baseline: 94%, target: 95%}
  - {at: para_1, indicator: enrolment-rate, match: exact, name: 参保率, target: 96%}
  - {at: para_1, indicator: enrolment-rate, match: exact, name: 参保费, target: 95%}
emendations:
  - {at: ind_1__row_1, printed: ？, reads: 5, why: 误字}
  - {at: para_1, printed: 参保率, reads: 参保数, why: 误字, times: 2}
remarks:
  - {kind: note, at: para_1, also: [para_2, notice__p_1], text: 甲}
  - {kind: note, quote: 癸, text: 乙}
checked:
  - {at: p_1, quote: 丙, why: 甲}
  - {at: title, quote: 丙, why: 甲}
  - {at: notice__p_1, quote: 癸, why: 甲}
"""
STATED = tuple(("not-in-text", line) for line in (11, 12, 13, 14))
TWICE, ALSO, NOWHERE, READ = ("emendation-count", 17), ("unknown-eid", 19), ("not-in-text", 20), ("unread-value", 11)
FIRST, TITLE, NOTICE = (("not-in-text", line) for line in (22, 23, 24))
OF_FIGURES = {*STATED, TWICE, ALSO, NOWHERE, READ, FIRST, TITLE, NOTICE}
ASKED = OF_FIGURES - {READ}


def told(text: str, head: str = ODD, plan_id: str = "320500-suzhou-sample", lost: tuple[DataPath, ...] = ()) -> Told:
    """Return (rule, line of the text behind the head) of each issue of the sound part."""
    document, issues = load_text(sample(text, head), SAMPLE_AT, integer_keys("plan"))
    assert not issues
    return sorted((i.rule, i.line - head.count("\n")) for i in check_part(document, plan_id, catalogues(), lost)[2])


def test_a_fault_of_the_head_hides_none_of_the_text() -> None:
    assert set(told(UNITS)) == OF_UNITS
    assert set(told(FIGURES)) == OF_FIGURES


@pytest.mark.parametrize(
    ("old", "new", "gone"),
    [
        # A unit whose number is broken: what is in it has no address, and may be what is asked for.
        ("num: 第一章", "num: [第一章]", {MENDED, REMARK, QUOTE, GAP}),
        ("num: 第二章", "num: [第二章]", {MENDED, REMARK, QUOTE, GAP}),
        ("{num: 甲乙,", "{num: [甲乙],", {LETTERS, REMARK, QUOTE, GAP}),
        ("  - heading: 附则", "  - heading: [附则]", {HEADED, MENDED, REMARK, QUOTE, GAP}),
        # Its words are broken: what is asked for of them may be there.
        ("heading: 戊。", "heading: [戊。]", {FORM, QUOTE, GAP}),
        ("heading: 丙。", "heading: [丙。]", {GAP}),
        ("schedule: 2023年13月完成", "schedule: [2023年13月完成]", {UNREAD, MENDED, GAP}),
        ("[丙, 丁]", "[丙, [丁]]", {GAP}),
        ("ids: [row_a]", "ids: [[row_a]]", {ROWS, GAP}),
        ("{num: 三、, heading: 丙。, text: 丁。}", "[三、]", {MENDED, GAP}),
        ("{num: 甲乙,", "{num: 甲乙, id: [unit_1],", {LETTERS, REMARK, QUOTE, GAP}),
        # What would mend or excuse a fault is broken.
        ("reads: 子", "reads: [子]", {MENDED, UNREAD, LEADS[0]}),
        ("{at: chp_1__para_1, printed", "{at: [], printed", {MENDED, UNREAD, *LEADS, REMARK, QUOTE}),
        ("text: 没有这些字", "text: [没有这些字]", {QUOTE, GAP, *LEADS}),
        ("quote: 癸", "quote: [癸]", {QUOTE, GAP, *LEADS}),
        ("at: chp_2__para_1", "at: [chp_2__para_1]", {QUOTE, GAP, *LEADS}),
    ],
)
def test_what_is_broken_may_be_the_reason_of_a_fault_of_units(old: str, new: str, gone: set[tuple[str, int]]) -> None:
    assert UNITS.count(old) == 1
    assert OF_UNITS - set(told(UNITS.replace(old, new))) == gone
    assert set(told(UNITS.replace(old, new))) <= OF_UNITS


@pytest.mark.parametrize(
    ("old", "new", "gone"),
    [
        ("reads: 5", "reads: [5]", {READ, NOWHERE}),
        ("reads: 参保数", "reads: [参保数]", {TWICE, *STATED, READ, NOWHERE}),
        ("text: 参保率达到95%。", "text: [参保率达到95%。]", {TWICE, *STATED, NOWHERE}),
        ("  - 甲乙。", "  - {a: 甲乙}", ASKED),
        ("丙丁。", "{a: 丙丁}", {NOTICE, NOWHERE}),
        ("baseline: 94%", "baseline: [94%]", {STATED[1]}),
        ("{at: p_1, quote: 丙, why: 甲}", "{at: p_1, quote: 丙, why: [甲]}", {FIRST}),
        ("quote: 癸, text: 乙", "quote: 癸, text: [乙]", {NOWHERE}),
    ],
)
def test_what_is_broken_may_be_the_reason_of_a_fault_of_figures(old: str, new: str, gone: set[tuple[str, int]]) -> None:
    assert FIGURES.count(old) == 1
    assert OF_FIGURES - set(told(FIGURES.replace(old, new))) == gone
    assert set(told(FIGURES.replace(old, new))) <= OF_FIGURES


@pytest.mark.parametrize(
    ("lost", "gone"),
    [
        ((), OF_UNITS - {FORM, LETTERS, HEADED, ROWS}),
        (("body",), {MENDED, HEADED, REMARK, QUOTE, GAP}),
        (("body", 0), {MENDED, GAP}),
        (("body", 1, "body"), {LETTERS, REMARK, QUOTE, GAP}),
        (("remarks",), {GAP, *LEADS}),
        (("emendations",), {MENDED, UNREAD, *LEADS, REMARK, QUOTE}),
        (("emendations", 0), {MENDED, UNREAD, LEADS[0]}),
        (("title",), {GAP}),
        (("source",), set()),
    ],
)
def test_what_could_not_be_read_may_be_the_reason_of_a_fault(lost: DataPath, gone: set[tuple[str, int]]) -> None:
    assert OF_UNITS - set(told(UNITS, HEAD, lost=(lost,))) == gone


@pytest.mark.parametrize(
    "head",
    [
        ODD,
        head_of("苏州"),
        HEAD.replace("title: ", "titel: "),
        HEAD.replace("kind: plan", "kind: 7"),
        HEAD.replace("source:\n", "sources:\n"),
        HEAD.replace("  sha256: ", "  sha265: "),
        HEAD.replace("period: {start: 2021", "period: {start: 二〇二一"),
    ],
)
def test_whatever_of_the_head_is_broken_the_text_is_checked(head: str) -> None:
    assert UNREAD in told(UNITS, head)


def test_a_place_that_is_broken_is_not_unknown_and_a_name_is_held_against_a_place_that_is_not() -> None:
    body = "body: [甲。]\n"
    assert told(body, head_of("苏州")) == []
    assert [rule for rule, _ in told(body, head_of("990000", stage="issue"))] == ["unknown-jurisdiction"]
    assert [rule for rule, _ in told(body, plan_id="110000-beijing")] == ["file-name"]


def test_a_text_that_is_missing_altogether_hides_no_fault_of_the_head() -> None:
    assert told("bodi: [甲。]\n", HEAD) == []
    assert told("bodi: [甲。]\n", head_of("320500", period="{start: 2021, end: 2020}")) == [("out-of-range", -9)]


def test_a_broken_title_is_the_reason_of_no_fault_but_of_those_about_it() -> None:
    assert OF_FIGURES - set(told(FIGURES, head_of("320500", title="[规划]"))) == {TITLE, NOWHERE}
    remark = "body: [甲。]\nremarks:\n  - {at: subtitle, kind: note, text: 乙}\n  - {at: p_9, kind: note, text: 丙}\n"
    assert told(remark) == [("unknown-eid", 3), ("unknown-eid", 4)]
    assert told(f"{remark}subtitle: [丁]\n", HEAD) == [("unknown-eid", 4)]


@pytest.mark.parametrize("part", ["body", "notice"])
def test_a_row_that_a_note_names_may_be_the_broken_one_and_no_row_of_another_table(part: str) -> None:
    row = "{name: 甲, indicator: enrolment-rate, match: exact, target: 1}"
    rows = f"      columns: {{name: 指标, target: 2025年}}\n      rows:\n        - {row}\n        - {row}\n"
    text = f"{part}:\n  - indicators:\n{rows}      notes:\n        - {{text: 乙, rows: [3]}}\n  - indicators:\n{rows}"
    text += "" if part == "body" else "body: [丙]\n"
    assert told(text) == [("out-of-range", 8)]
    first, _, second = text.rpartition("target: 1")
    assert told(f"{first}targt: 1{second}") == [("out-of-range", 8)]
    assert told(text.replace("target: 1}\n      notes", "targt: 1}\n      notes")) == []


def test_rows_are_not_counted_where_one_is_broken() -> None:
    table = "body:\n  - table:\n      columns: [甲, 乙]\n      ids: [row_a, row_b]\n      rows:\n        - [丙, 丁]\n"
    assert told(table) == [("row-ids", 4)]
    assert told(f"{table}        - {{戊: 己}}\n") == []
