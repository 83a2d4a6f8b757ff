"""The documents that the importer is measured with: one seed one file, and a score that sees what is wrong."""

from __future__ import annotations

import copy
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from benchmarks.made.made import Made, make_document
from benchmarks.made.measure_made import import_one, least, read_plan, score_version
from benchmarks.made.score import MEASURES, Score, score_body, score_front
from benchmarks.made.versions import write_version
from benchmarks.made.words import Words, wordings
from benchmarks.real_documents import read_scores
from benchmarks.run import BENCHES
from medplan.library.repository import Repository

from .support import ROOT


def made_with(measure: str, repository: Repository) -> Made:
    """Return the first document that has something of a measure."""
    for seed in range(60):
        made = make_document(seed, repository.catalogues)
        score = Score()
        plan = read_plan(made.data())
        score_body(plan, plan, made.head.closing, score)
        if score.total[measure]:
            return made
    raise AssertionError(measure)


def compared(made: Made, change: Any) -> Score:
    """Return the score of the right plan after a change."""
    data = copy.deepcopy(made.data())
    change(data)
    score = Score()
    score_front(made.data(), data, [], score)
    score_body(read_plan(made.data()), read_plan(data), made.head.closing, score)
    return score


@pytest.mark.parametrize("form", ["txt", "html"])
def test_the_same_seed_makes_the_same_bytes(form: str, repository: Repository, tmp_path: Path) -> None:
    for name in ("first", "second"):
        write_version(make_document(7, repository.catalogues), form, tmp_path / name)
    assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes()


def test_every_kind_is_made_in_both_halves(repository: Repository) -> None:
    made = [make_document(seed, repository.catalogues) for seed in range(2 * len(wordings()["kinds"]))]
    for half in (True, False):
        assert {m.head.kind for m in made if m.is_apart is half} == {kind["kind"] for kind in wordings()["kinds"]}


def test_some_wordings_are_seen_in_what_is_held_apart_only() -> None:
    forms = {half: {str(Words(seed=2 * n + half).pick("duty_forms")) for n in range(300)} for half in (0, 1)}
    assert forms[1] - forms[0] and forms[0] - forms[1]


def test_the_right_plan_is_right_in_all(repository: Repository) -> None:
    total: set[str] = set()
    for seed in range(40):
        made = make_document(seed, repository.catalogues)
        score = compared(made, lambda data: None)
        assert score.right == score.total and not score.silent and not score.notes, (seed, score.notes)
        total |= {key for key, count in score.total.items() if count}
    assert total == set(MEASURES) - {"home"}


def items(data: Any) -> list[dict[str, Any]]:
    """Return every mapping within, the outermost first."""
    if isinstance(data, dict):
        return [data, *(item for value in data.values() for item in items(value))]
    return [item for value in data for item in items(value)] if isinstance(data, list) else []


def spoil(data: dict[str, Any], key: str, value: Any) -> None:
    """Change the first value of a key below the head."""
    next(item for item in items(data["body"]) if key in item)[key] = value


@pytest.mark.parametrize(
    ("measure", "key", "value"),
    [
        ("duties", "responsible", "别的单位"),
        ("cells", "caption", "别的表题"),
        ("cells", "baseline", "别的数"),
        ("provisions", "heading", "别的标题"),
    ],
)
def test_one_thing_wrong_is_one_less(measure: str, key: str, value: str, repository: Repository) -> None:
    for seed in range(0, 200, 2):
        made = make_document(seed, repository.catalogues)
        if any(key in item for item in items(made.data()["body"])):
            break
    score = compared(made, lambda data: spoil(data, key, value))
    assert score.right[measure] < score.total[measure]
    assert any(note.startswith(f"{measure}: ") for note in score.notes)


def test_a_closing_line_within_a_unit_is_wrong(repository: Repository) -> None:
    made = made_with("closing", repository)

    def move(data: dict[str, Any]) -> None:
        at = data["body"].index(made.head.closing[0])
        line = data["body"].pop(at)
        unit = next(item for item in data["body"] if isinstance(item, dict) and "num" in item)
        unit.setdefault("body", []).append(line)

    score = compared(made, move)
    assert score.right["closing"] == score.total["closing"] - 1


def test_a_wrong_value_is_silent_unless_a_doubt_names_it() -> None:
    wanted = {"title": "甲市规划", "issuer": "甲市医保局", "document_number": None, "published": "2021-01-02"}
    found = wanted | {"published": "2021-01-03", "issuer": None}
    for doubts, silent in (([], 1), (["日期有两处，取了文末的"], 0), (["没有找到发文机关"], 1)):
        score = Score()
        score_front(wanted, found, doubts, score)
        assert (score.right["published"], score.right["issuer"], score.right["title"]) == (0, 0, 1)
        assert score.silent == silent


def test_figures_for_targets_are_the_least_and_none_where_nothing_was_counted() -> None:
    row = {key: [9, 10] for key in MEASURES} | {"silent": 1, "refused": 0}
    found = least({"txt": row | {"cells": [0, 0]}, "pdf": row | {"duties": [1, 4], "silent": 2}})
    assert (found["duties"], found["silent"], found["cells"], found["cells_pdf"]) == (0.25, 3, None, 0.9)


def test_a_page_is_imported_and_scored(repository: Repository, tmp_path: Path) -> None:
    made = make_document(0, repository.catalogues)
    path = tmp_path / "0.html"
    write_version(made, "html", path)
    draft, code = import_one(path, repository)
    assert (draft.data["title"], code) == (made.head.title, made.head.place.code)
    score = score_version(made, "html", path, repository)
    assert score.right["title"] == score.right["home"] == 1
    path.write_bytes(b"<p></p>")
    assert score_version(made, "html", path, repository).refused == 1


def test_what_the_scorer_of_real_documents_prints_is_read() -> None:
    printed = (
        "document\tfront\n甲.html\t3/4\n    front: title silent: '乙', should be '甲'\n"
        "    duties: front: issuer silent: 1\n"
        "乙.pdf\t–\n    front: issuer missing: None, should be '甲局'\n"
        '{"documents": 4, "refused": 1, "seconds": 10.0, "units_found": [3, 4], "units_right": [2, 4],'
        ' "paragraphs": [1, 1], "duties": [0, 0], "tables": [0, 1], "colophon": [1, 2], "annexes": [0, 0]}\n'
    )
    figures = read_scores(printed)
    assert figures["title"] == {"right": [2, 4], "silent": 1}
    assert figures["issuer"] == {"right": [2, 4], "silent": 0}
    assert figures["published"] == {"right": [3, 4], "silent": 0}
    assert (figures["seconds"], figures["units_right"]) == (2.5, [2, 4])


@pytest.mark.parametrize("names", [[], ["import"], ["import", "wording"], ["validate"]])
def test_make_bench_measures_what_is_named_after_it(names: list[str]) -> None:
    said = subprocess.run(
        ["make", "--dry-run", "bench", *names], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    [run] = re.findall(r"-m benchmarks\.run(.*)", said.stdout)
    assert run.split() == names
    assert set(names) <= set(BENCHES) and "warning" not in said.stderr
