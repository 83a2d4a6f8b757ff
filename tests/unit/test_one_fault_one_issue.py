"""One fault is told of once, and hides no other: in the catalogues, under plans/, in a plan's text."""

from __future__ import annotations

from pathlib import Path

import pytest

from medplan.issues import ERROR, Issue, has_errors

from .support import HEAD, SAMPLE_AT, make_root, put, sample, validate

pytestmark = pytest.mark.slow

BODY = "body:\n" + "".join(f"  - {{num: {n}、, text: 甲{n}。, themes: [enrolment]}}\n" for n in "一二三四五")
TABLE = """\
stated_indicators:
  - {at: para_1, indicator: enrolment-rate, match: exact, name: 甲一, target: 甲一}
"""


def told(issues: list[Issue]) -> list[tuple[str, int, str]]:
    """Return (file, line, rule) of each issue."""
    return [(issue.path, issue.line, issue.rule) for issue in issues]


def edit(data: Path, name: str, old: str, new: str) -> int:
    """Replace the only place of `old` in a catalogue and return its line."""
    path = data / f"{name}.yaml"
    text = path.read_text("utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize(
    ("name", "old", "new", "rule"),
    [
        ("themes", "- id: enrolment\n", "- id: enrolment\n  nmae: 参保\n", "unknown-key"),
        ("themes", "- id: enrolment\n", "- id: Enrolment\n", "wrong-form"),
        ("themes", "- id: enrolment\n", "- id: [enrolment]\n", "wrong-type"),
        ("indicators", "- id: enrolment-rate\n", "- id: Enrolment-rate\n", "wrong-form"),
        ("jurisdictions", 'code: "320000"', 'code: "320000", size: 1', "unknown-key"),
        ("jurisdictions", 'code: "320500"', 'code: "320500", size: 1', "unknown-key"),
        ("jurisdictions", 'code: "320500"', 'code: "320500", si\u200bze: 1', "hidden-character"),
    ],
)
def test_a_broken_entry_is_one_error_not_one_for_each_reference(
    name: str, old: str, new: str, rule: str, tmp_path: Path
) -> None:
    data = make_root(tmp_path)
    put(data, sample(BODY + TABLE))
    assert validate(data) == []
    edit(data, name, old, new)
    assert [(i.path, i.rule) for i in validate(data)] == [(f"data/{name}.yaml", rule)]


def test_what_no_entry_has_is_still_told_of_beside_a_broken_one(tmp_path: Path) -> None:
    data = make_root(tmp_path)
    put(data, sample(BODY.replace("[enrolment]", "[enrolmen]", 1)))
    edit(data, "themes", "- id: enrolment\n", "- id: enrolment\n  nmae: 参保\n")
    assert [issue.rule for issue in validate(data)] == ["unknown-id", "unknown-key"]


def test_a_catalogue_that_is_no_yaml_is_one_error(tmp_path: Path) -> None:
    data = make_root(tmp_path)
    put(data, sample(BODY))
    (data / "themes.yaml").write_text("- {id: enrolment\n", encoding="utf-8")
    assert [(i.path, i.rule) for i in validate(data)] == [("data/themes.yaml", "yaml-syntax")]


def test_a_unit_of_nothing_is_refused(tmp_path: Path) -> None:
    data = make_root(tmp_path)
    with (data / "units.yaml").open("a", encoding="utf-8") as units:
        units.write('- {id: none, symbol: 零, dimension: money, factor: "0.00"}\n')
    assert [issue.rule for issue in validate(data)] == ["wrong-form"]


def test_an_indicator_of_an_unknown_theme_is_told_of_though_another_theme_is_broken(tmp_path: Path) -> None:
    data = make_root(tmp_path)
    with (data / "themes.yaml").open("a", encoding="utf-8") as themes:
        themes.write("- {id: other, name: 别的}\n")
    text = (data / "indicators.yaml").read_text("utf-8")
    (data / "indicators.yaml").write_text(text.replace("[enrolment]", "[nothing]", 1), encoding="utf-8")
    found = {(i.path, i.rule) for i in validate(data)}
    assert found == {("data/themes.yaml", "missing-key"), ("data/indicators.yaml", "unknown-id")}


def test_ten_thousand_stray_files_are_one_line(tmp_path: Path) -> None:
    data = make_root(tmp_path)
    folder = data / "plans" / "32-jiangsu"
    folder.mkdir()
    for number in range(10_000):
        (folder / f"{number:05d}.txt").touch()
    (issue,) = validate(data)
    assert (issue.path, issue.rule) == ("data/plans/32-jiangsu", "stray-file")
    assert "10000 个" in issue.message
    assert "00000.txt、00001.txt、00002.txt" in issue.message


def test_a_nested_folder_is_named_once(tmp_path: Path) -> None:
    data = make_root(tmp_path)
    for name in ("a", "b", "c/d"):
        put(data, sample(BODY), f"data/plans/32-jiangsu/old/{name}.yaml")
    (data / "plans" / "32-jiangsu" / "empty").mkdir()
    assert told(validate(data)) == [(f"data/plans/32-jiangsu/{name}", 1, "stray-file") for name in ("empty", "old")]


def test_broken_characters_hide_no_other_fault(tmp_path: Path) -> None:
    data = make_root(tmp_path)
    lines = [
        "body:",
        "  - 甲\u200b乙。",
        "  - 甲,乙。",
        "  - {num: 一、, text: '{{甲}}'}",
        "  - {num: 二、, text: 甲。, themes: [enrolmen]}",
        "  - {num: 三、, text: 甲\u0430b。, schedule: 2021年13月}",
        "  - {num: 四、, text: 甲。, schedule: 2021年13月}",
    ]
    put(data, sample("\n".join(lines) + "\n"))
    first = sample("").count("\n")
    assert [(line - first, rule) for _, line, rule in told(validate(data))] == [
        (2, "hidden-character"),
        (3, "half-width"),
        (4, "template-syntax"),
        (5, "unknown-id"),
        (6, "look-alike"),
        (7, "unread-schedule"),
    ]


def test_broken_form_hides_no_fault_of_the_words(tmp_path: Path) -> None:
    data = make_root(tmp_path)
    head = HEAD.replace("stage: issued", "stage: issue").replace("published: null", 'published: "2021-02-30"')
    put(data, sample("body:\n  - 甲,乙。\n  - {num: 一、, text: 甲。, themes: [enrolmen]}\nremark: []\n", head))
    rules = [issue.rule for issue in validate(data)]
    assert rules == ["unknown-value", "wrong-form", "half-width", "unknown-id", "unknown-key"]


@pytest.mark.parametrize("at", ["第1条", "chp_1__", "《p_1", "7"])
@pytest.mark.parametrize("key", ["emendations", "remarks", "stated_indicators"])
def test_an_address_that_is_none_hides_no_other_fault(key: str, at: str, tmp_path: Path) -> None:
    data = make_root(tmp_path)
    entry = {
        "emendations": "printed: 甲, reads: 乙, why: 印错",
        "remarks": "kind: note, text: 甲",
        "stated_indicators": "indicator: enrolment-rate, match: exact, name: 甲, target: 95%",
    }[key]
    put(data, sample(f"body:\n  - 甲。\n  - 甲,乙。\n{key}:\n  - {{at: '{at}', {entry}}}\n"))
    assert [issue.rule for issue in validate(data)] == ["half-width", "wrong-form"]


WHOLE = """\
body:
  - num: 第一章
    heading: 总则
    body:
      - 甲。
      - {num: 一、, heading: 甲。, text: 乙。, lead: 市医保局, schedule: 2023年13月完成}
      - {num: 二、, heading: 丙。, text: 丁。}
  - num: 第二章
    heading: 任务
    body:
      - {num: 一、, heading: 戊。, text: 己。}
remarks:
  - {at: chp_1__para_9, kind: note, text: 没有这一条}
  - {at: chp_2__para_1, kind: note, quote: 己, text: 有这一条}
"""
OTHERS = [(6, "unread-schedule"), (13, "unknown-eid")]


@pytest.mark.parametrize(
    ("old", "new", "line", "rule", "others"),
    [
        ("stage: issued", "stage: issue", -10, "unknown-value", OTHERS),
        ("period: {start: 2021, end: 2025}", "period: 2021", -9, "wrong-type", OTHERS),
        ('jurisdiction: "320500"', "jurisdiction: 苏州", -12, "wrong-form", OTHERS),
        ("    heading: 任务\n", "    hedaing: 任务\n", 9, "unknown-key", OTHERS),
        ("heading: 戊。, text: 己。", "heading: [戊。], text: 己。", 11, "wrong-type", OTHERS),
        ("kind: note, quote: 己,", "kind: note, quote: [己],", 14, "wrong-type", OTHERS),
        # What is cut may be what is asked for: nothing is said of that.
        ("      - 甲。\n", "      - {txt: 甲。}\n", 5, "unknown-key", OTHERS[:1]),
        ("      - {num: 二、,", "      - {num: [二、],", 7, "wrong-type", OTHERS[:1]),
        ("num: 第二章\n", "num: {a: 第二章}\n", 8, "wrong-type", OTHERS[:1]),
    ],
)
def test_broken_form_hides_no_fault_of_the_rest_and_makes_none(
    old: str, new: str, line: int, rule: str, others: list[tuple[int, str]], tmp_path: Path
) -> None:
    data = make_root(tmp_path)
    text = sample(WHOLE)
    assert text.count(old) == 1
    put(data, text.replace(old, new))
    first = sample("").count("\n")
    found = [(at - first, said) for _, at, said in told(validate(data))]
    assert sorted([(line, rule), *others]) == found


LONG = """\
body:
  - num: 第一章
    heading: 总则
    body:
      - 甲。
      - num: 一、
        heading: 甲。
        text: 乙。
        themes: [enrolment]
  - num: 第二章
    heading: 任务
    body:
      - num: 一、
        heading: 戊。
        text: 己。
        lead: 市医保局
        schedule: 2023年13月完成
      - 甲,乙。
      - {num: 二、, text: 甲。, themes: [enrolmen]}
remarks:
  - {at: chp_2__para_9, kind: note, text: 没有这一条}
"""
REST = [(17, "unread-schedule"), (18, "half-width"), (19, "unknown-id"), (21, "unknown-eid")]


@pytest.mark.parametrize(
    ("old", "new", "line", "rule"),
    [
        ("        text: 乙。", "\ttext: 乙。", 8, "yaml-syntax"),
        ("        text: 乙。", "        text：乙。", 8, "yaml-syntax"),
        ("        text: 乙。", "          text: 乙。", 8, "yaml-syntax"),
        ("        text: 乙。", "        text: 甲: 乙", 8, "yaml-syntax"),
        ("        text: 乙。", "        text: %乙", 8, "yaml-syntax"),
        ("        themes: [enrolment]", "        themes: [enrolment", 9, "yaml-syntax"),
        ("      - num: 一、\n        heading: 甲。", "      -num: 一、\n        heading: 甲。", 6, "yaml-syntax"),
        ("        text: 乙。", "        text: '乙。", 8, "yaml-syntax"),
        ("period: {start: 2021, end: 2025}", "period: {start: 2021, end: 2025", -9, "yaml-syntax"),
    ],
)
def test_a_slip_that_stops_the_parser_hides_no_fault_of_the_rest_and_makes_none(
    old: str, new: str, line: int, rule: str, tmp_path: Path
) -> None:
    data = make_root(tmp_path)
    text = sample(LONG)
    assert text.count(old) == 1
    put(data, text.replace(old, new))
    first = sample("").count("\n")
    assert [(at - first, said) for _, at, said in told(validate(data))] == [(line, rule), *REST]


def test_two_slips_are_told_of_in_one_run_and_what_stood_in_them_is_not(tmp_path: Path) -> None:
    data = make_root(tmp_path)
    text = sample(LONG).replace("text: 乙。", "text: %乙").replace("        lead: 市医保局", "        lead：市医保局")
    put(data, text.replace("at: chp_2__para_9", "at: chp_1__para_1__p_1"))
    first = sample("").count("\n")
    found = [(at - first, said) for _, at, said in told(validate(data))]
    assert found == [(8, "yaml-syntax"), (16, "yaml-syntax"), *REST[:3]]


def test_an_emendation_of_a_whole_table_is_not_missed_where_a_row_is_lost(tmp_path: Path) -> None:
    data = make_root(tmp_path)
    rows = "".join(f"          - {{num: '{n}', text: 市局甲}}\n" for n in (1, 2, 3))
    table = f"""\
body:
  - tasks:
      columns: {{num: 序号, text: 任务}}
      groups:
        - heading: 甲组
          rows:
{rows.replace("          - ", "            - ")}emendations:
  - {{at: tasks_1, printed: 市局, reads: 市医保局, times: 3, why: 脱字}}
"""
    put(data, sample(table))
    assert validate(data) == []
    put(data, sample(table.replace("text: 市局甲}", "text: 市局甲", 1)))
    assert [issue.rule for issue in validate(data)] == ["yaml-syntax"]
    put(data, sample(table.replace("text: 市局甲}", "txet: 市局甲}", 1)))
    assert {issue.line for issue in validate(data)} == {sample("").count("\n") + 7}


def test_very_many_hints_are_no_error_and_hide_none(tmp_path: Path) -> None:
    data = make_root(tmp_path)
    units = "".join(f"  - {{num: {n}., text: 甲。, lead: 某某处, id: point_{n}}}\n" for n in range(1, 121))
    put(data, sample(f"body:\n{units}"))
    issues = validate(data)
    assert len(issues) == 101 and not has_errors(issues)
    put(data, sample(f"body:\n{units}  - 甲,乙。\n"))
    assert [issue.rule for issue in validate(data) if issue.level == ERROR] == ["half-width"]


def test_everything_is_told_at_its_place(tmp_path: Path) -> None:
    data = make_root(tmp_path)
    put(data, sample("body:\n  - 甲\u200b乙。\n"))
    (issue,) = validate(data)
    assert (issue.path, issue.column) == (SAMPLE_AT, 6)
