"""How an issue is printed: one line for a terminal, an annotation for GitHub, JSON for programs."""

from __future__ import annotations

import json

import pytest

from medplan.issues import ERROR, HINT, Issue, format_issues, has_errors

ISSUE = Issue(path="data/a.yaml", line=3, column=5, rule="half-width", message="有半角标点 ,", cure="改为“，”")


def test_a_line_for_the_terminal() -> None:
    assert ISSUE.as_text() == "data/a.yaml:3:5: 错误 half-width 有半角标点 ,（改为“，”）"


def test_a_message_cannot_forge_a_line_or_steer_a_terminal() -> None:
    hostile = Issue(path="a.yaml", rule="x", message="甲\n::error::乙\x1b[2J\u202e", cure="")
    for form in ("text", "github"):
        text = format_issues([hostile], form)
        assert len(text.splitlines()) == 1
        assert "\x1b" not in text
        assert "\u202e" not in text
    assert "<U+000A>" in hostile.as_text()


def test_an_annotation_for_github() -> None:
    hint = Issue(path="a,b.yaml", line=2, column=1, rule="numbering-gap", message="50%", cure="核对", level=HINT)
    assert hint.as_github() == "::warning file=a%2Cb.yaml,line=2,col=1,title=numbering-gap::50%25。改法：核对"
    assert ISSUE.as_github().startswith("::error file=data/a.yaml,line=3,col=5,title=half-width::")


def test_json_holds_every_field() -> None:
    (row,) = json.loads(format_issues([ISSUE], "json"))
    assert row == {
        "path": "data/a.yaml",
        "line": 3,
        "column": 5,
        "rule": "half-width",
        "message": "有半角标点 ,",
        "cure": "改为“，”",
        "level": ERROR,
    }


def test_issues_come_in_order_of_place() -> None:
    def at(path: str, line: int, column: int) -> Issue:
        return Issue(path=path, line=line, column=column, rule="x", message="甲")

    shuffled = [at("b", 1, 1), at("a", 10, 1), at("a", 9, 7), at("a", 9, 3)]
    assert [line.rsplit(": 错误", 1)[0] for line in format_issues(shuffled, "text").splitlines()] == [
        *("a:9:3", "a:9:7", "a:10:1", "b:1:1")
    ]


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(ValueError, match="xml"):
        format_issues([], "xml")


def test_a_hint_is_no_error() -> None:
    assert not has_errors([Issue(path="a", rule="x", message="甲", level=HINT)])
    assert has_errors([ISSUE])
