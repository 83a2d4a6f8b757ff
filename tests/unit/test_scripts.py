"""The commands as an editor runs them: exit status, formats, wrong usage."""

from __future__ import annotations

import importlib.util
import json
import subprocess
from pathlib import Path
from types import ModuleType

import pytest
from forks import clean_environment, run_command

from .support import FIVE, HEAD, ROOT, SAMPLE_AT, SUZHOU, make_root, put, sample

HALF_WIDTH = sample("body:\n  - 甲,乙。\n")


def load_script(name: str) -> ModuleType:
    """Return a script as a module, so that most runs need no process of their own."""
    spec = importlib.util.spec_from_file_location(f"script_{name}", ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(name: str, *arguments: str, data: Path | None = None) -> subprocess.CompletedProcess[str]:
    given = clean_environment(MEDPLAN_DATA=str(data)) if data else clean_environment()
    return run_command(str(ROOT / "scripts" / f"{name}.py"), *arguments, environment=given, apart=True)


Output = pytest.CaptureFixture[str]


def main(name: str, *arguments: str) -> int:
    try:
        status: int = load_script(name).main(list(arguments))
    except SystemExit as stopped:
        assert isinstance(stopped.code, int)
        return stopped.code
    return status


# In processes of their own: what argparse, the environment and the exit status do together.


def test_the_repository_is_clean() -> None:
    done = run("validate")
    assert (done.returncode, done.stderr) == (0, "")
    assert "没有问题" in done.stdout


def test_issues_are_printed_one_a_line_with_status_1(tmp_path: Path) -> None:
    data = make_root(tmp_path)
    put(data, HALF_WIDTH)
    done = run("validate", data=data)
    assert done.returncode == 1
    assert done.stdout.splitlines() == [f"{SAMPLE_AT}:16:5: 错误 half-width 中文里有半角标点 ,：甲,乙。（改为“，”）"]


def test_wrong_usage_is_status_2() -> None:
    done = run("validate", "--format", "xml")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_the_proof_of_the_repository_holds() -> None:
    done = run("prove_source")
    assert (done.returncode, done.stderr) == (0, "")
    for plan_id in FIVE:
        assert f"{plan_id}：一致" in done.stdout


# In this process.


@pytest.mark.parametrize("form", ["text", "github", "json"])
def test_the_three_formats(form: str, tmp_path: Path, capsys: Output) -> None:
    data = make_root(tmp_path)
    put(data, HALF_WIDTH)
    assert main("validate", "--data", str(data), "--format", form) == 1
    out = capsys.readouterr().out
    if form == "json":
        (row,) = json.loads(out)
        assert (row["path"], row["line"], row["column"], row["rule"]) == (SAMPLE_AT, 16, 5, "half-width")
    elif form == "github":
        assert out.startswith(f"::error file={SAMPLE_AT},line=16,col=5,title=half-width::")
    else:
        assert out.startswith(f"{SAMPLE_AT}:16:5: 错误 half-width ")


@pytest.mark.parametrize(("form", "wanted"), [("text", "1 份规划，没有问题\n"), ("github", ""), ("json", "[]\n")])
def test_nothing_wrong_in_each_format(form: str, wanted: str, tmp_path: Path, capsys: Output) -> None:
    data = make_root(tmp_path)
    put(data, sample("body: [甲。]\n"))
    assert main("validate", "--data", str(data), "--format", form) == 0
    assert capsys.readouterr().out == wanted


def test_only_the_plans_asked_for_are_checked(tmp_path: Path, capsys: Output) -> None:
    data = make_root(tmp_path)
    good = put(data, sample("body: [甲。]\n"), SAMPLE_AT.replace("sample", "good"))
    bad = put(data, HALF_WIDTH)
    assert main("validate", str(good), "--data", str(data)) == 0
    assert "1 份规划" in capsys.readouterr().out
    assert main("validate", str(bad), "--data", str(data)) == 1
    assert main("validate", str(good), str(bad), "--data", str(data)) == 1


def test_a_file_that_is_not_there_is_not_passed_over(tmp_path: Path, capsys: Output) -> None:
    data = make_root(tmp_path)
    put(data, sample("body: [甲。]\n"))
    assert main("validate", str(data / "plans/32-jiangsu/320500-suzhou-gone.yaml"), "--data", str(data)) != 0
    assert main("validate", str(tmp_path / "gone.yaml"), "--data", str(data)) != 0
    capsys.readouterr()


def test_a_draft_outside_the_data_root_is_checked_too(tmp_path: Path, capsys: Output) -> None:
    data = make_root(tmp_path)
    draft = tmp_path / "320500-suzhou-draft.yaml"
    draft.write_text(HALF_WIDTH, encoding="utf-8")
    assert main("validate", str(draft), "--data", str(data)) == 1
    assert "half-width" in capsys.readouterr().out


def test_no_such_data_root_is_wrong_usage(tmp_path: Path, capsys: Output) -> None:
    assert main("validate", "--data", str(tmp_path / "nowhere")) == 2
    assert "nowhere" in capsys.readouterr().err


def test_a_value_that_cannot_be_read_does_not_stop_the_validator(tmp_path: Path, capsys: Output) -> None:
    data = make_root(tmp_path)
    put(
        data,
        sample(
            "body:\n  - indicators:\n      columns: {name: 指标, target: 2025年}\n"
            "      rows: [{indicator: null, name: 参保率, target: 1.2.3}]\n"
        ),
    )
    assert main("validate", "--data", str(data)) == 1
    assert "unread-value" in capsys.readouterr().out


def proving_root(tmp_path: Path, source: str, rest: str = "body: [甲乙。]\n") -> Path:
    data = make_root(tmp_path)
    put(data, sample(rest))
    (data / "sources" / "320500-suzhou-sample.txt").write_text(source, encoding="utf-8")
    return data


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("苏州市样本规划\n甲乙。", "sha256"),
        ("苏州市样本规划\n甲丙。", "data/sources/320500-suzhou-sample.txt:2 "),
        ("苏州市样本规划\n甲乙。多出的", "多出的"),
    ],
)
def test_a_proof_that_fails_says_where(source: str, said: str, tmp_path: Path, capsys: Output) -> None:
    data = proving_root(tmp_path, source)
    assert main("prove_source", "--data", str(data)) == 1
    out = capsys.readouterr().out
    assert "320500-suzhou-sample：不一致" in out
    assert said in out


def test_a_proof_without_a_source_fails(tmp_path: Path, capsys: Output) -> None:
    data = proving_root(tmp_path, "")
    (data / "sources" / "320500-suzhou-sample.txt").unlink()
    assert main("prove_source", "--data", str(data)) == 1
    assert "320500-suzhou-sample" in capsys.readouterr().out


def test_a_plan_too_broken_to_prove_fails(tmp_path: Path, capsys: Output) -> None:
    data = proving_root(tmp_path, "", "body: 甲\n")
    assert main("prove_source", "--data", str(data)) == 1
    assert "wrong-type" in capsys.readouterr().out


def test_one_plan_may_be_proved_alone(capsys: Output) -> None:
    assert main("prove_source", SUZHOU, "--data", str(ROOT / "data")) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"{SUZHOU}：一致")
    assert len(out.splitlines()) == 1


def test_an_unknown_plan_is_wrong_usage(capsys: Output) -> None:
    assert main("prove_source", "320500-suzhou-nothing", "--data", str(ROOT / "data")) == 2
    assert "320500-suzhou-nothing" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["FILE", "--jurisdiction", "999999"],
        ["FILE", "--slug", "../x"],
        ["FILE", "--jurisdiction", "320500", "--slug", "../../x"],
        ["FILE", "--jurisdiction", "320500", "--slug", "十四五"],
        ["gone.txt", "--jurisdiction", "320500", "--slug", "145"],
    ],
)
def test_wrong_usage_of_the_importer(arguments: list[str], tmp_path: Path, capsys: Output) -> None:
    incoming = tmp_path / "a.txt"
    incoming.write_text("甲", encoding="utf-8")
    data = make_root(tmp_path)
    given = [str(incoming) if a == "FILE" else a for a in arguments]
    assert main("import_plan", *given, "--data", str(data)) == 2
    assert capsys.readouterr().err
    assert list((data / "plans").iterdir()) == []


def test_a_document_that_is_no_text_is_refused(tmp_path: Path, capsys: Output) -> None:
    incoming = tmp_path / "a.txt"
    incoming.write_bytes(b"\xff\xff\x80\x00")
    data = make_root(tmp_path)
    assert main("import_plan", str(incoming), "--jurisdiction", "320500", "--slug", "145", "--data", str(data)) == 1
    assert "a.txt" in capsys.readouterr().err


def test_a_finished_plan_is_not_overwritten_by_a_draft(tmp_path: Path, capsys: Output) -> None:
    data = make_root(tmp_path)
    finished = put(data, sample("body: [校订过的文字。]\n"))
    incoming = tmp_path / "a.txt"
    incoming.write_text("苏州市医疗保障规划\n\n甲。", encoding="utf-8")
    status = main("import_plan", str(incoming), "--jurisdiction", "320500", "--slug", "sample", "--data", str(data))
    assert "校订过的文字" in finished.read_text("utf-8"), "an editor's work is lost"
    assert status != 0
    assert str(finished.name) in capsys.readouterr().err


def test_the_environment_names_the_data_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    data = make_root(tmp_path)
    put(data, sample("body: [甲。]\n", HEAD.replace("stage: issued", "stage: issue")))
    monkeypatch.setenv("MEDPLAN_DATA", str(data))
    assert main("validate") == 1
    assert "unknown-value" in capsys.readouterr().out


def test_every_command_tells_what_the_system_refuses_in_a_line() -> None:
    """`run` does; a command whose `main` is called bare would show its editor a traceback when the disk is full."""
    last = {path.stem: path.read_text("utf-8").splitlines()[-1].strip() for path in (ROOT / "scripts").glob("*.py")}
    del last["own_python"]  # no command
    assert last.pop("validate") == "sys.exit(run_whole())"
    assert not {name: line for name, line in last.items() if line != "sys.exit(run(main))"}
