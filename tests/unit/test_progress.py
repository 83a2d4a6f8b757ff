"""What a build says of its progress: on a terminal, what and how many; in a pipe nothing."""

from __future__ import annotations

import io

from rich.console import Console

from macros.build.progress import busy, told


def test_a_terminal_shows_what_is_done_and_how_far() -> None:
    said = io.StringIO()
    console = Console(file=said, force_terminal=True, width=80)
    assert list(told(iter("甲乙丙"), "读规划", 3, console)) == list("甲乙丙")
    assert "读规划" in said.getvalue() and "3/3" in said.getvalue()
    with busy("比较文字", console):
        pass
    assert "比较文字" in said.getvalue()


def test_a_pipe_is_told_nothing() -> None:
    said = io.StringIO()
    console = Console(file=said, force_terminal=False)
    assert list(told(iter("甲乙"), "读规划", 2, console)) == list("甲乙")
    with busy("比较文字", console):
        pass
    assert said.getvalue() == ""
