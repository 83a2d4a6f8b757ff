"""Hostile files and the build: it refuses each as the validator does, leaves no site and runs nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from builds import build_site, open_data, stage_data
from hostile_corpus import MAX_ISSUES, Hostile, corpus, shortened
from unit.support import SAMPLE_AT

pytestmark = pytest.mark.site

CORPUS = corpus()
TOGETHER = ("pipe", "linked-source", "linked-folder", "billion-laughs", "python-object", "jinja")


def staged(folder: Path, *cases: Hostile) -> Path:
    """Return a data root with a good plan and hostile things beside it."""
    data = stage_data(folder / "data", plans=())
    (data / "sources" / "320500-suzhou-sample.txt").write_text("样本", encoding="utf-8")
    for case in cases:
        case.put(data)
    return data


@pytest.mark.parametrize("case", CORPUS, ids=lambda case: case.name)
def test_the_build_refuses_it_with_the_validator_s_words(case: Hostile, tmp_path: Path) -> None:
    data = staged(tmp_path, case)
    opened, issues = open_data(data, tmp_path / "spool")
    assert opened is None
    printed = [issue.as_text().replace(str(data), "data") for issue in sorted(issues)]
    assert shortened(printed) == case.lines
    assert len(printed) <= MAX_ISSUES + 1


@pytest.mark.parametrize("name", TOGETHER)
def test_a_whole_build_leaves_no_site(name: str, tmp_path: Path) -> None:
    data = staged(tmp_path, next(case for case in CORPUS if case.name == name))
    made = build_site(tmp_path / "site", data=data)
    assert made.code != 0
    assert "Traceback" not in made.output
    assert SAMPLE_AT in made.output or "data/plans/32-jiangsu:1:1" in made.output
    assert not list(tmp_path.rglob("pwned"))
    assert not made.site.exists() or not list(made.site.rglob("*.html"))
