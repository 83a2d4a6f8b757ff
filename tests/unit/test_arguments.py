"""An option whose value is only `--` is refused: argparse drops the value, and the command would do something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from medplan.running.arguments import Arguments

from .support import ROOT

COMMANDS = [
    path
    for folder in ("scripts", "macros", "benchmarks")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "parse_args(" in path.read_text("utf-8")
]


def parser() -> Arguments:
    made = Arguments()
    made.add_argument("--data", type=Path)
    made.add_argument("--all", action="store_true")
    made.add_argument("paths", nargs="*")
    return made


@pytest.mark.parametrize("given", [["--data=--"], ["--all", "--data=--", "x"]], ids=" ".join)
def test_two_dashes_are_no_value(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        parser().parse_args(given)
    assert end.value.code == 2
    assert "--data 的值不能只是 --" in capsys.readouterr().err


def test_what_is_left_out_and_what_stands_after_two_dashes_is_read() -> None:
    assert parser().parse_args([]).data is None
    options = parser().parse_args(["--data", "x", "--", "--y"])
    assert (options.data, options.paths) == (Path("x"), ["--y"])


def test_every_command_reads_its_arguments_so() -> None:
    assert len(COMMANDS) > 15
    assert not [path.name for path in COMMANDS if "ArgumentParser" in path.read_text("utf-8")]
