"""No text brings the validator to its knees: whatever stands in a file, issues come out, never an exception."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medplan.files.datapath import value_at
from medplan.language.schedule import read_schedule
from medplan.language.values import read_value
from medplan.library.repository import Repository

from .support import CASES, HEAD, SAMPLE_AT, make_root, put

pytestmark = pytest.mark.slow

SEEDS = [path.read_text("utf-8") for path in sorted(CASES.glob("*/*.yaml"))]
SCRAPS = [
    *(
        "\t",
        "\n",
        " ",
        "  ",
        "- ",
        ": ",
        "：",
        "，",
        "[",
        "]",
        "{",
        "}",
        '"',
        "'",
        "#",
        "&a ",
        "*a",
        "!x ",
        "|",
        ">",
        "%",
    ),
    *("\\", "甲", "1", "null", "true", "~", "---\n", "...\n", "? ", "<<: ", "num: ", "text: ", "body:\n", "id: ind_1"),
    *(
        "\u202e",
        "\ufeff",
        "\x00",
        "\x85",
        "\u2028",
        "\U0010ffff",
        "⻓",
        "{{",
        "一、",
        "2021-02-30",
        "chp_1__p_1",
        "9" * 30,
    ),
]
RELAXED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@st.composite
def spoilt(draw: st.DrawFn) -> str:
    """Return one of the cases with up to six scraps put in, taken out or moved."""
    text = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from([0, 0, 1, 2, 5, 40])))
        text = text[:start] + draw(st.sampled_from(SCRAPS)) + text[end:]
    return text


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_root(tmp_path_factory.mktemp("fuzz"))


def check(root: Path, content: str | bytes) -> None:
    """Check a file as the validator does, and that what it prints is a line with a place and a cure."""
    path = put(root, content)
    plan, issues = Repository.open(root).read_plan(path)
    assert plan is not None or issues
    lines = len(content.split(b"\n" if isinstance(content, bytes) else "\n"))  # type: ignore[arg-type]
    for issue in issues:
        assert issue.as_text().count("\n") == 0
        assert issue.cure
        assert issue.path == SAMPLE_AT
        assert 1 <= issue.line <= lines + 1
        assert issue.column >= 1


@RELAXED
@given(spoilt())
def test_a_spoilt_plan_gives_issues(root: Path, text: str) -> None:
    check(root, text.encode("utf-8", "surrogatepass"))


@RELAXED
@given(st.binary(max_size=300))
def test_any_bytes_give_issues(root: Path, content: bytes) -> None:
    check(root, content)


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=12),
    st.sampled_from(
        ["一、", "第1章", "0—5%", "2023年13月", "chp_1", "p_1", "exact", "enrolment-rate", "9" * 400, "0:0"]
    ),
)
KEYS = sorted(
    {key for text in SEEDS for key in ("num", "text", "body", "box", "id", "indicators", "rows", "columns", "tasks")}
    | {"heading", "table", "speech", "annex", "colophon", "lead", "schedule", "groups", "notes", "themes", "name"}
    | {"indicator", "match", "target", "baseline", "at", "printed", "reads", "why", "times", "quote", "kind", "caption"}
)
TREES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=25,
)
TOP = st.sampled_from(
    ["body", "notice", "emendations", "remarks", "cites", "stated_indicators", "implements", "period"]
)


@RELAXED
@given(st.dictionaries(TOP, TREES, min_size=1, max_size=3))
def test_any_data_where_a_plan_is_expected_gives_issues(root: Path, data: dict[str, Any]) -> None:
    whole = yaml.safe_load(HEAD) | {"jurisdiction": "320500", "body": ["甲。"]} | data
    check(root, yaml.safe_dump(whole, allow_unicode=True, width=10**6))


VALID = [yaml.load(path.read_text("utf-8"), yaml.CBaseLoader) for path in sorted((CASES / "valid").glob("*.yaml"))]


def places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the place of every value in plain data."""
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [place for key, value in inside for place in ((*path, key), *places(value, (*path, key)))]


@st.composite
def rearranged(draw: st.DrawFn) -> dict[str, Any]:
    """Return a valid plan with up to four values doubled, dropped, replaced or put in another's place."""
    data: dict[str, Any] = copy.deepcopy(draw(st.sampled_from(VALID)))
    for _ in range(draw(st.integers(1, 4))):
        found = places(data)
        *above, last = draw(st.sampled_from(found))
        parent = value_at(data, tuple(above))
        way = draw(st.sampled_from(["double", "drop", "replace", "another"]))
        if way == "double" and isinstance(parent, list):
            parent.insert(last, copy.deepcopy(parent[last]))
        elif way == "drop" and len(parent) > 1:
            del parent[last]
        elif way == "replace":
            parent[last] = draw(SCALARS)
        else:
            parent[last] = copy.deepcopy(value_at(data, draw(st.sampled_from(found))))
    return data


@RELAXED
@given(rearranged())
def test_a_rearranged_plan_gives_issues_or_a_plan(root: Path, data: dict[str, Any]) -> None:
    check(root, yaml.safe_dump(data, allow_unicode=True, width=10**6, sort_keys=False))


WRITTEN = st.text(
    st.sampled_from(
        "0123456789.,，:：%％‰<>≤≥—-~至到约不低于超过左右以上以下内每年月日底前末持续推进完成季度万元人次 "
    ),
    max_size=24,
) | st.text(max_size=24)


@given(WRITTEN)
def test_a_value_is_read_or_refused(text: str) -> None:
    try:
        read_value(text)
    except ValueError as error:
        assert str(error)[-1] >= "\u4e00" or "”" in str(error), "and refused in words"


@given(WRITTEN)
def test_a_schedule_is_read_or_refused(text: str) -> None:
    try:
        read_schedule(text)
    except ValueError as error:
        assert text in str(error)
