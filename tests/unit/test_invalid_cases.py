"""Every rule of the validator refuses its broken file, at the right place, in Chinese and with a cure."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from hostile_corpus import corpus
from jsonschema import Draft202012Validator

from medplan.files.document import MAX_NODES, Document
from medplan.files.text import MAX_BYTES
from medplan.issues import Issue
from medplan.library.repository import Repository
from medplan.rules.cases import Expected, read_case
from medplan.rules.rulebook import all_rules
from medplan.schema import schemas

from .support import CASES, HEAD, ROOT, SAMPLE_AT, make_root, places, put, sample, validate

FILES = sorted((CASES / "invalid").glob("*.yaml"))
HAN = re.compile("[一-鿿]")
# Rules whose broken file no editor can hold in a repository of text, or that no file reaches at all.
AT_RUN_TIME = {"source-file", "encoding", "file-kind", "file-size", "file-unreadable", "too-large", "more-issues"}
MADE = {line.split()[2] for case in corpus() for line in case.lines if line != "…"}
# Rules of the corrections of romanised names, which the validator does not read: see test_jurisdictions.py.
ELSEWHERE = {"needless"}


def printed(issue: Issue) -> Expected:
    """Return an issue as a case expects it."""
    words = issue.as_text().split(f" {issue.level} {issue.rule} ", 1)[1]
    return Expected(rule=issue.rule, line=issue.line, column=issue.column, words=words)


def assert_useful(issue: Issue) -> None:
    """An editor who reads no English and no Python is told what is wrong and what to do."""
    assert HAN.search(issue.message), issue
    assert HAN.search(issue.cure) or issue.cure.startswith("data/"), issue
    assert "\n" not in issue.as_text()
    assert issue.as_text().startswith(f"{issue.path}:{issue.line}:{issue.column}: {issue.level} {issue.rule} ")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_broken_file_is_refused_at_its_place(path: Path, tmp_path: Path) -> None:
    case = read_case(path)
    assert case.expected, "a case says what it expects"
    data = make_root(tmp_path)
    put(data, case.text, case.at or SAMPLE_AT)
    for beside in path.parent.glob(f"{path.stem}.*"):  # the text and the document that the plan names
        if beside != path:
            put(data, beside.read_bytes(), f"data/sources/320500-suzhou-sample{beside.suffix}")
    issues = validate(data)
    assert tuple(map(printed, issues)) == case.expected
    for issue in issues:
        assert issue.path == (case.at or SAMPLE_AT)
        assert_useful(issue)


def rules_in_source() -> set[str]:
    """Return every rule's code that the code can give, read from the code itself."""
    found: set[str] = set()
    for path in (ROOT / "src" / "medplan").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                place = {"issue": 1, "add": 1, "hint": 1, "say": 1, "add_issue": 1, "_note": 1, "_refuse": 1}.get(name)
                given = [node.args[place]] if place is not None and len(node.args) > place else []
                given += [k.value for k in node.keywords if k.arg == "rule"]
            elif path.name in ("emend.py", "text.py") and isinstance(node, ast.Tuple) and len(node.elts) == 4:
                given = [node.elts[1]]  # a fault: index, rule, message, cure
            else:
                continue
            found |= {
                g.value
                for g in given
                if isinstance(g, ast.Constant)
                and isinstance(g.value, str)
                and re.fullmatch("[a-z]+(-[a-z]+)*", g.value)
            }
    return found


def test_every_rule_has_a_broken_file() -> None:
    covered = {expected.rule for path in FILES for expected in read_case(path).expected}
    rules = rules_in_source()
    assert rules - ELSEWHERE == set(all_rules()), "the guide lists the rules that the code has"
    assert len(rules) > 35, "the rules were found in the code"
    assert rules - covered - AT_RUN_TIME - ELSEWHERE == set()
    assert covered - rules == set()
    assert not AT_RUN_TIME & covered
    assert AT_RUN_TIME - {"file-unreadable"} <= MADE, "for that one see test_hostile_files.py: root may read all"


def test_each_rule_has_a_case_of_its_name_for_the_guide() -> None:
    for rule in all_rules().keys() - AT_RUN_TIME:
        assert read_case(CASES / "invalid" / f"{rule}.yaml").expected[0].rule == rule


WHOLE = sample("body: [甲。]\n")
BROKEN_BYTES = {
    "bom": (b"\xef\xbb\xbf" + WHOLE.encode(), "encoding", 1, 1),
    "gb18030": (WHOLE.encode("gb18030"), "encoding", 1, 8),
    "utf-16": (WHOLE.encode("utf-16"), "encoding", 1, 1),
    "nul": (WHOLE.replace("甲。", "甲\0。").encode(), "hidden-character", 15, 9),
    "bidi-override": (WHOLE.replace("甲。", "\u202e甲。").encode(), "hidden-character", 15, 8),
    "bidi-isolate": (WHOLE.replace("甲。", "甲\u2066。").encode(), "hidden-character", 15, 9),
    "bom-inside": (WHOLE.replace("甲。", "甲。\ufeff").encode(), "hidden-character", 15, 10),
    "line-separator": (WHOLE.replace("甲。", "甲\u2028。").encode(), "hidden-character", 15, 9),
    "escape": (WHOLE.replace("甲。", "甲\x1b[2J。").encode(), "hidden-character", 15, 9),
    "in-comment": (f"# 甲\u202e乙\n{WHOLE}".encode(), "hidden-character", 1, 4),
    "too-large": (WHOLE.encode() + b"# " + b"x" * MAX_BYTES, "file-size", 1, 1),
    "empty": (b"", "wrong-type", 1, 1),
    "too-many-nodes": (b"[" + b"1," * (MAX_NODES + 1) + b"]", "too-large", 1, 2 * MAX_NODES),
}


@pytest.mark.parametrize("name", BROKEN_BYTES)
def test_file_of_wrong_bytes_is_refused(name: str, tmp_path: Path) -> None:
    content, *expected = BROKEN_BYTES[name]
    data = make_root(tmp_path)
    put(data, content)
    issues = validate(data)
    assert places(issues) == [tuple(expected)]
    assert_useful(issues[0])


def test_windows_line_ends_are_no_fault(tmp_path: Path) -> None:
    data = make_root(tmp_path)
    put(data, WHOLE.replace("\n", "\r\n"))
    assert validate(data) == []


@pytest.mark.parametrize("kind", ["symlink", "dangling-symlink", "directory"])
def test_what_is_no_plain_file_is_refused(kind: str, tmp_path: Path) -> None:
    data = make_root(tmp_path)
    secret = tmp_path / "secret.yaml"
    secret.write_text(WHOLE, encoding="utf-8")
    path = data / SAMPLE_AT.removeprefix("data/")
    path.parent.mkdir(parents=True)
    if kind == "directory":
        path.mkdir()
    else:
        path.symlink_to(secret if kind == "symlink" else tmp_path / "nowhere")
    issues = validate(data)
    assert places(issues) == [("file-kind", 1, 1)]
    assert issues[0].path.endswith(".yaml")
    assert_useful(issues[0])


def test_missing_catalogue_is_told_of(tmp_path: Path) -> None:
    data = make_root(tmp_path)
    (data / "themes.yaml").unlink()
    (issue,) = validate(data)
    assert (issue.path, issue.rule) == ("data/themes.yaml", "file-kind")


def test_broken_catalogue_does_not_stop_the_plans_from_being_checked(tmp_path: Path) -> None:
    data = make_root(tmp_path)
    put(data, "- {id: Enrolment}\n", "data/themes.yaml")
    put(data, sample("body: ['甲,乙。']\n"))
    rules = {(issue.path, issue.rule) for issue in validate(data)}
    assert ("data/themes.yaml", "wrong-form") in rules
    assert (SAMPLE_AT, "half-width") in rules


def test_any_other_keyword_of_a_schema_still_gives_an_issue_in_chinese() -> None:
    document = Document(path="x", data={"times": 3}, places={(): (1, 1), ("times",): (4, 8)})
    (error,) = Draft202012Validator({"properties": {"times": {"title": "次数", "multipleOf": 2}}}).iter_errors(
        document.data
    )
    (issue,) = schemas._issues_of(error, document)
    assert (issue.rule, issue.line, issue.column) == ("wrong-form", 4, 8)
    assert "次数" in issue.message


def test_all_faults_are_told_at_once_in_order_of_place(tmp_path: Path) -> None:
    data = make_root(tmp_path)
    head = HEAD.replace("stage: issued", "stage: issue").replace("published: null", "published: 昨天")
    put(data, sample("body: [甲。]\nremark: []\n", head))
    assert [issue.rule for issue in validate(data)] == ["unknown-value", "wrong-form", "unknown-key"]


def test_a_near_miss_is_offered(tmp_path: Path) -> None:
    data = make_root(tmp_path)
    put(data, sample("body:\n  - {num: 一、, heding: 总则, text: 甲。}\n"))
    (issue,) = validate(data)
    assert "heading" in issue.cure


def test_a_source_that_is_not_there_is_told_of(tmp_path: Path) -> None:
    data = make_root(tmp_path)
    path = put(data, sample("body: [甲。]\n", HEAD.replace("320500-suzhou-sample.txt", "320500-suzhou-gone.txt")))
    repository = Repository.open(data)
    plan, _ = repository.read_plan(path)
    assert plan is not None
    with pytest.raises(OSError, match="gone"):
        repository.prove(plan)
