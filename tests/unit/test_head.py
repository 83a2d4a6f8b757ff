"""The head of a plan: every key of the file is of the head or of the text, and each place takes the fields from it."""

from __future__ import annotations

from dataclasses import MISSING, fields

import pytest

from medplan.plan.head import CitedDocument, PlanHead, empty_head, head_fields, head_titles, in_words, read_head
from medplan.schema.schemas import load_schema

from .support import BAOTOU, SUZHOU, Held

# The keys whose characters are the plan's own, and what the editor says of them: nodes and lists, no facts.
OF_THE_TEXT = {"subtitle", "notice", "body", "cites", "stated_indicators", "emendations", "remarks", "checked"}
FIELDS = {field.name: field for field in fields(PlanHead)}


def test_every_key_of_a_file_is_of_the_head_or_of_the_text() -> None:
    schema = load_schema("plan")
    assert set(schema["properties"]) == (set(FIELDS) - {"id"}) | OF_THE_TEXT
    left_out = {name for name, field in FIELDS.items() if field.default is not MISSING}
    assert set(schema["required"]) - {"body"} == set(FIELDS) - {"id"} - left_out, "a default is a key one may leave out"


def test_fields_stand_in_the_order_of_the_file_and_are_called_as_the_schema_calls_them() -> None:
    keys = {key: described["title"] for key, described in load_schema("plan")["properties"].items()}
    assert list(head_titles().items()) == [("id", "代号")] + [(k, v) for k, v in keys.items() if k in FIELDS]


def test_what_the_file_says_is_what_the_head_holds(held: dict[str, Held]) -> None:
    for plan_id, own in held.items():
        head, data = read_head(own.document.data, plan_id), own.document.data
        assert head_fields(head) == head_fields(own.plan)
        for name in ("title", "kind", "stage", "issuer", "document_number", "published"):
            assert getattr(head, name) == data[name]
        assert head.themes_reviewed == data.get("themes_reviewed")
        assert head.title_by_editor == data.get("title_by_editor", False)
        assert head.period == (tuple(data["period"].values()) if data["period"] else None)
        assert [d.title for d in head.implements] == [d["title"] for d in data["implements"]]
        assert head.source.sha256 == data["source"]["sha256"]
    assert held[SUZHOU].plan.period == (2021, 2025)
    assert held[BAOTOU].plan.kind == "scheme"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("stage", "consultation", "征求意见稿"),
        ("kind", "scheme", "实施方案"),
        ("period", (2021, 2025), "2021—2025"),
        ("title_by_editor", True, "是"),
        ("title_by_editor", False, "否"),
        ("issuer", None, None),
        ("issuer", "issued", "issued"),
        ("title", "exact", "exact"),
        ("implements", (), None),
        ("replaces", (CitedDocument(title="甲", number=None),), None),
    ],
)
def test_a_value_is_told_in_words(name: str, value: object, words: str | None) -> None:
    assert in_words(name, value) == words


def test_what_may_stay_open_is_open_in_a_new_file() -> None:
    assert empty_head() == {
        "period": None,
        "issuer": None,
        "document_number": None,
        "published": None,
        "implements": [],
    }


def test_what_a_few_words_tell_is_told(held: dict[str, Held]) -> None:
    told = {name: (title, words) for name, title, words in held[SUZHOU].plan.facts()}
    assert told["period"] == ("规划期", "2021—2025")
    assert told["stage"] == ("效力阶段", "已印发")
    assert not told.keys() & {"document_number", "source", "implements"}, "not set, or more than a few words"
