"""The formatter: what it sets, and that no character of a plan, no comment and no order changes by it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from medplan.files.document import load_text
from medplan.files.house_style import LayoutError, set_layout

from .support import CASES, FIVE, HEAD, Held, make_root, put, sample
from .test_scripts import main

MESSY = HEAD + (
    "body:\n"
    "- num:   一、      # 第一条\n"
    "  heading: 总则\r\n"
    "  body:\n"
    "     # 其下\n"
    "     - 甲：不编号。   \n"
    "     -   乙\n"
    "\n\n\n"
    "- {num: '1.', text: \"丙\\u3000丁\"}\n"
    "- '1:30'\n"
    "- 2021-10-08\n"
    "- 95.0%\n"
    "- |\n"
    "  多行\n"
    "  文字\n"
)
SET = HEAD + (
    "body:\n"
    "  - num: 一、      # 第一条\n"
    "    heading: 总则\n"
    "    body:\n"
    "     # 其下\n"
    "      - 甲：不编号。\n"
    "      - 乙\n"
    "\n"
    "  - {num: '1.', text: \"丙　丁\"}\n"
    "  - '1:30'\n"
    "  - 2021-10-08\n"
    "  - 95.0%\n"
    "  - |\n"
    "    多行\n"
    "    文字\n"
)


def data_of(text: str) -> Any:
    document, issues = load_text(text, "x")
    assert not issues
    return document.data


def ordered(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)


def test_a_messy_file_is_set() -> None:
    assert re.sub(r" +# ", " # ", set_layout(MESSY, "x")) == re.sub(r" +# ", " # ", SET)


@pytest.mark.parametrize("plan_id", FIVE)
def test_the_five_plans_are_as_it_sets_them(held: dict[str, Held], plan_id: str) -> None:
    text = Path(held[plan_id].document.path).read_text("utf-8")
    assert set_layout(text, plan_id) == text


@pytest.mark.parametrize("path", sorted((CASES / "valid").glob("*.yaml")), ids=lambda path: path.stem)
def test_every_kind_of_content_comes_through(path: Path) -> None:
    text = path.read_text("utf-8")
    written = set_layout(text, path.name)
    assert ordered(data_of(written)) == ordered(data_of(text))
    assert set_layout(written, path.name) == written
    assert written.count("#") == text.count("#")


CHARACTERS = st.text(st.sampled_from("甲乙：，。“”（） 　'\"#:-?&*!|>%@`{}[],\\/~01.9年\t\na"), max_size=24)
SCALARS = CHARACTERS | st.sampled_from(
    ["null", "true", "~", "2021-10-08", "1:30", "0x1f", "1_000", "yes", "=", "<<", ""]
)
VALUES = st.recursive(
    SCALARS | st.none() | st.booleans() | st.integers(0, 3000),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abcdef"), inner, max_size=4),
    max_leaves=14,
)


@given(
    st.dictionaries(st.sampled_from(["title", "body", "period", "source", "x"]), VALUES, min_size=1),
    st.integers(2, 6),
    st.sampled_from([None, True, False]),
    st.sampled_from([20, 80, 10_000]),
)
def test_data_are_equal_before_and_after(data: dict[str, Any], indent: int, flow: bool | None, width: int) -> None:
    text = yaml.safe_dump(
        data, allow_unicode=True, indent=indent, default_flow_style=flow, width=width, sort_keys=False
    )
    before, issues = load_text(text, "x")
    if issues:
        return
    try:
        written = set_layout(text, "x")
    except LayoutError:
        return  # it refuses rather than change; the file is left as it is
    assert ordered(data_of(written)) == ordered(before.data)
    assert set_layout(written, "x") == written


def test_it_seldom_refuses() -> None:
    """Refusing everything would pass the test above."""
    for text in (
        "甲：乙",
        "“甲”",
        "# 甲",
        "a: b",
        "- 甲",
        "'",
        '"',
        "{甲}",
        "[乙]",
        "null",
        "1:30",
        "甲 #乙",
        "|",
        "%",
    ):
        for dumped in (json.dumps(text, ensure_ascii=False), "'" + text.replace("'", "''") + "'"):
            written = set_layout(f"body:\n- {dumped}\n", "x")
            assert written == f"body:\n  - {dumped}\n"


@pytest.mark.parametrize("text", ["body: [甲", "a: &b 1", "- 甲\n", "甲", "", "a: 1\na: 2\n"])
def test_what_it_can_t_read_it_leaves_alone(text: str, tmp_path: Path) -> None:
    path = put(make_root(tmp_path), text)
    assert main("format_plan", str(path)) == 1
    assert path.read_text("utf-8") == text
    assert [p.name for p in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(
    "text",
    [
        "body:\n- [甲, # 这条注释会丢\n   乙]\n",
        "title:\n  # 这条注释会丢\n  甲\n",
        "body:\n- |\n  行末的空格是文字  \n  乙\n",
        "? body # 键名的写法\n: 甲\n",
    ],
)
def test_what_would_lose_a_comment_or_a_character_is_refused(text: str) -> None:
    with pytest.raises(LayoutError, match="没有排"):
        set_layout(text, "x")


def test_the_command_sets_a_file_and_then_has_nothing_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = put(make_root(tmp_path), sample("body:\n- 甲。\n- 乙。\n"))
    before = path.read_bytes()
    assert main("format_plan", str(path), "--check") == 1
    assert path.read_bytes() == before
    assert main("format_plan", str(path)) == 1
    assert path.read_text("utf-8").endswith("body:\n  - 甲。\n  - 乙。\n")
    assert "重新 git add" in capsys.readouterr().out
    assert main("format_plan", str(path)) == 0


def test_a_link_is_not_written_through(tmp_path: Path) -> None:
    real = tmp_path / "real.yaml"
    real.write_text("body:\n- 甲。\n", encoding="utf-8")
    link = put(make_root(tmp_path), "")
    link.unlink()
    link.symlink_to(real)
    assert main("format_plan", str(link)) == 1
    assert real.read_text("utf-8") == "body:\n- 甲。\n"
