"""What is kept from run to run comes back as it was, or not at all and aloud."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from macros.build import compiled
from macros.build.kept import Kept

CONTENT = "图\n".encode() * 100


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    kept = Kept(folder=tmp_path / "new")
    assert kept.recall("a.svg") is None
    kept.keep("a.svg", CONTENT)
    assert kept.recall("a.svg") == CONTENT
    assert [path.name for path in kept.folder.iterdir()] == ["a.svg"]


DAMAGED = {"empty": b"", "of-before": CONTENT, "sum": b"0" * 64 + b"\n" + CONTENT, "cut": None}


@pytest.mark.parametrize("damage", DAMAGED.values(), ids=DAMAGED.keys())
def test_what_is_damaged_is_dropped_and_told(
    damage: bytes | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = Kept(folder=tmp_path)
    kept.keep("a.svg", CONTENT)
    path = tmp_path / "a.svg"
    path.write_bytes(path.read_bytes()[:-1] if damage is None else damage)
    assert kept.recall("a.svg") is None
    assert f"缓存 {path} 坏了" in capsys.readouterr().out
    assert not path.exists()


def test_where_nothing_can_be_kept_work_goes_on(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    kept = Kept(folder=tmp_path / "file")
    kept.keep("a.svg", CONTENT)
    assert kept.recall("a.svg") is None


def test_damaged_code_of_a_template_is_never_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(compiled, "FOLDER", tmp_path)

    def fill(by: str = "x", **options: bool) -> str:
        kept = compiled.CompiledTemplates(by)
        loader = DictLoader({"a": "{{ 6 * 7 }}{{ '<' }}"})
        return Environment(loader=loader, bytecode_cache=kept, **options).get_template("a").render()  # type: ignore[arg-type]

    assert fill() == "42<"
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    assert fill() == "42<"
    assert capsys.readouterr().out == ""
    path.write_bytes(whole[:-4] + b"\0\0\0\0")
    assert fill() == "42<"
    assert "坏了" in capsys.readouterr().out
    assert path.read_bytes() == whole, "made anew"
    assert fill("y", autoescape=True) == "42&lt;", "compiled in another way"
