"""Reading YAML from a stranger: text stays text, every place is exact, nothing clever gets through."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from medplan.files.document import MAX_DEPTH, load_text
from medplan.files.text import find_forbidden, forbidden_in
from medplan.importing.draft.dump import dump_plan

INTEGERS = frozenset({"times", "rows", "start"})


def load(text: str) -> Any:
    document, issues = load_text(text, "x.yaml", INTEGERS)
    assert not issues, [issue.as_text() for issue in issues]
    return document.data


def fault(text: str) -> tuple[str, int, int]:
    _, (issue,) = load_text(text, "x.yaml", INTEGERS)
    return issue.rule, issue.line, issue.column


@pytest.mark.parametrize(
    "scalar",
    [
        "2021-10-08",
        "1:30",
        "0x1f",
        "010",
        "1.50",
        "1e3",
        "yes",
        "no",
        "on",
        "off",
        "Yes",
        "True",
        "FALSE",
        "2021",
        "-1",
        ".inf",
        ".nan",
        "3",
        "1_000",
        "=",
        "null值",
        "~甲",
    ],
)
def test_a_scalar_stays_text(scalar: str) -> None:
    assert load(f"published: {scalar}") == {"published": scalar}
    assert load(f"[{scalar}]") == [scalar]


def test_only_null_true_and_false_are_more_than_text() -> None:
    assert load("{a: null, b: ~, c: , d: true, e: false}") == {"a": None, "b": None, "c": None, "d": True, "e": False}
    assert load("""{a: "null", b: '~', c: "", d: "true", e: 'false'}""") == {
        "a": "null",
        "b": "~",
        "c": "",
        "d": "true",
        "e": "false",
    }


def test_integers_are_only_where_the_schema_says() -> None:
    assert load("{times: 3, other: 3, rows: [1, '2', x], start: 08}") == {
        "times": 3,
        "other": "3",
        "rows": [1, "2", "x"],
        "start": "08",
    }
    assert load("times: {inner: 3}") == {"times": {"inner": "3"}}
    assert load("times: 12345678901234567890") == {"times": "12345678901234567890"}, "no number of any length"


def test_places_are_exact() -> None:
    document, issues = load_text(
        '# 说明\n标题: 苏州\nbody:\n  - 甲。\n  - {编号: 一、, text: "乙"}\n  - num: 二、\n    body:\n      - 丙\n',
        "x.yaml",
    )
    assert not issues
    assert document.places == {
        (): (2, 1),
        ("标题",): (2, 5),
        ("body",): (4, 3),
        ("body", 0): (4, 5),
        ("body", 1): (5, 5),
        ("body", 1, "编号"): (5, 10),
        ("body", 1, "text"): (5, 20),
        ("body", 2): (6, 5),
        ("body", 2, "num"): (6, 10),
        ("body", 2, "body"): (8, 7),
        ("body", 2, "body", 0): (8, 9),
    }
    assert document.key_places[("body", 1, "text")] == (5, 14)
    assert document.place(("body", 1, "gone", 3)) == (5, 5), "what has no place of its own has its parent's"
    assert document.place(("body", 1, "text"), key=True) == (5, 14)
    assert document.place(("nowhere",)) == (2, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\na: 2", ("duplicate-key", 2, 1)),
        ("a: {b: 1, b: 2}", ("duplicate-key", 1, 11)),
        ("1: a\n'1': b", ("duplicate-key", 2, 1)),
        ("a: &x 1", ("no-anchor", 1, 4)),
        ("a: *x", ("no-anchor", 1, 4)),
        ("- &x [甲]\n- *x", ("no-anchor", 1, 3)),
        ("b: {<<: {a: 1}}", ("no-anchor", 1, 5)),
        ("a: !!int 1", ("no-tag", 1, 4)),
        ("a: !x {b: c}", ("no-tag", 1, 4)),
        ("a: !!python/object/apply:os.system [id]", ("no-tag", 1, 4)),
        ("a: b\n---\nc: d", ("one-document", 2, 1)),
        ("a: b\n...\n---\nc: d", ("one-document", 3, 1)),
        ("? [a]\n: b", ("key-text", 1, 3)),
        ("? {a: b}\n: c", ("key-text", 1, 3)),
        ("null: a", ("key-text", 1, 1)),
        ("true: a", ("key-text", 1, 1)),
        ("[" * MAX_DEPTH + "[", ("too-deep", 1, MAX_DEPTH + 1)),
        ("a:\n\tb: c", ("yaml-syntax", 2, 1)),
        ("甲：乙\nb: c", ("yaml-syntax", 1, 1)),
        ("a: [甲", ("yaml-syntax", 1, 4)),
        ("a: %甲", ("yaml-syntax", 1, 4)),
        ("a: @甲", ("yaml-syntax", 1, 4)),
        ("a: 甲: 乙", ("yaml-syntax", 1, 5)),
        ("  a: 1\n b: 2", ("yaml-syntax", 2, 2)),
    ],
)
def test_what_no_plan_needs_is_refused_at_its_place(text: str, expected: tuple[str, int, int]) -> None:
    assert fault(text) == expected


def test_a_second_key_names_the_line_of_the_first() -> None:
    _, (issue,) = load_text("a: 1\nb: 2\na: 3", "x.yaml")
    assert "第 1 行" in issue.message


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("body:\n\t- 甲", "制表符"),
        ("title: 甲\nkind：plan\nstage: issued", "半角冒号"),
        ("kind：plan\nstage: issued", "半角冒号"),
        ("a: 甲: 乙", "引号"),
    ],
)
def test_the_cure_of_common_slips_is_named(text: str, hint: str) -> None:
    _, (issue,) = load_text(text, "x.yaml")
    assert hint in issue.message + issue.cure


def test_aliases_cannot_blow_up() -> None:
    bomb = "a: &a [x,x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)},*{chr(97 + i)}]\n" for i in range(9)
    )
    assert fault(bomb) == ("no-anchor", 1, 4)


YAMLISH = st.text("ab:：- [],{}\"'#&*!|>%@`?\t\n~甲乙1<=\\x07", max_size=40)


@given(st.one_of(st.text(st.characters(exclude_categories=["Cs"]), max_size=60), YAMLISH))
@example("\0")
@example("\ufeff")
@example("%YAML 1.3\n---\na")
@example('a: "\\uD800"')
@example("{" * 3000)
@example("? " * 500)
def test_no_text_breaks_the_loader(text: str) -> None:
    document, issues = load_text(text, "x.yaml", INTEGERS)
    assert len(issues) <= 1
    for issue in issues:
        assert issue.line >= 1
        assert issue.column >= 1
        assert issue.cure or find_forbidden(text, "x.yaml")[1], "what a file can hold is refused with a cure"
    for path in document.places:
        value = document.data
        for step in path:
            value = value[step]


PROSE = st.text(
    st.one_of(st.characters(categories=["L", "N", "P", "S"]), st.sampled_from(" ，。、：（）“”#:-%1")),
    min_size=1,
    max_size=40,
).filter(lambda text: forbidden_in(text) is None)


@given(st.lists(PROSE, min_size=1, max_size=4))
def test_what_the_importer_writes_is_read_back(texts: list[str]) -> None:
    data = {"title": texts[0], "body": [*texts, {"num": "1.", "text": texts[-1]}]}
    document, issues = load_text(dump_plan(data), "x.yaml")
    assert not issues
    assert document.data == data
