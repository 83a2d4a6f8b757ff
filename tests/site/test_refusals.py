"""Builds that must not end well: colliding pages, broken plans, macros misspelt, attacks."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest
import yaml
from builds import (
    HOSTILE,
    ROOT,
    Build,
    build_site,
    open_data,
    run_script,
    stage_data,
    stage_plan,
    stage_project,
    validate_all,
)
from built_html import broken_links, parse

pytestmark = pytest.mark.site

BASE = (HOSTILE / "base.yaml").read_text("utf-8")
CASES = yaml.safe_load((HOSTILE / "refused.yaml").read_text("utf-8"))


def assert_left_no_site(made: Build) -> None:
    """Fail when a failed build left pages behind."""
    assert made.code != 0
    assert not list(made.site.rglob("*.html")) if made.site.exists() else True


def with_page(folder: Path, text: str) -> Path:
    """Return a project whose page /about/ has `text` after its own."""
    project = stage_project(folder)
    page = project / "docs/about/index.md"
    page.write_text(page.read_text("utf-8") + f"\n\n{text}\n", encoding="utf-8")
    return project


def test_a_page_that_collides_with_a_generated_one_is_refused(tmp_path: Path) -> None:
    project = stage_project(tmp_path / "project")
    page = project / "docs/plans/320500-suzhou-145/index.md"
    page.parent.mkdir()
    page.write_text("# 手写的\n", encoding="utf-8")
    made = build_site(tmp_path / "site", project=project)
    assert "plans/320500-suzhou-145/index.md" in made.output
    assert "同名" in made.output
    assert "Traceback" not in made.output
    assert_left_no_site(made)


def test_a_broken_plan_stops_the_build_with_file_line_and_cure(tmp_path: Path) -> None:
    data = stage_data(tmp_path / "data")
    path = data / "plans/32-jiangsu/320500-suzhou-145.yaml"
    lines = path.read_text("utf-8").split("\n")
    number = next(i for i, line in enumerate(lines) if line.startswith("stage:"))
    lines[number] = lines[number].replace("stage:", "stagee:")
    path.write_text("\n".join(lines), encoding="utf-8")
    made = build_site(tmp_path / "site", data=data)
    pattern = rf"data/plans/32-jiangsu/320500-suzhou-145\.yaml:{number + 1}:1: 错误 unknown-key .*stagee.*（.*stage.*）"
    assert re.search(pattern, made.output), made.output
    assert "Traceback" not in made.output
    assert_left_no_site(made)


def test_every_broken_plan_is_told_of_at_once(tmp_path: Path) -> None:
    data = stage_data(tmp_path / "data")
    for slug in ("a", "b"):
        stage_plan(data, BASE.replace("kind: plan", "kind: law"), f"320500-suzhou-{slug}")
    made = build_site(tmp_path / "site", data=data)
    assert {"320500-suzhou-a.yaml", "320500-suzhou-b.yaml"} <= set(re.findall(r"320500-suzhou-\w\.yaml", made.output))
    assert_left_no_site(made)


def test_a_source_that_is_not_there_stops_the_build(tmp_path: Path) -> None:
    data = stage_data(tmp_path / "data")
    (data / "sources/320500-suzhou-145.txt").unlink()
    made = build_site(tmp_path / "site", data=data)
    assert "320500-suzhou-145" in made.output
    assert "Traceback" not in made.output
    assert_left_no_site(made)


def test_a_source_that_is_a_link_elsewhere_stops_the_build(tmp_path: Path) -> None:
    data = stage_data(tmp_path / "data")
    secret = tmp_path / "secret.txt"
    (data / "sources/320500-suzhou-145.txt").rename(secret)
    (data / "sources/320500-suzhou-145.txt").symlink_to(secret)
    made = build_site(tmp_path / "site", data=data)
    assert "320500-suzhou-145" in made.output
    assert_left_no_site(made)


def test_macros_work_on_a_hand_written_page(tmp_path: Path) -> None:
    calls = (
        '<div id="m1" markdown="0">{{ plan_list(province="32") }}</div>\n\n'
        '<div id="m2" markdown="0">{{ indicator_table("440784-heshan-145-consultation") }}</div>\n\n'
        '<div id="m3" markdown="0">{{ provision("320500-suzhou-145", "chp_3__sec_1__para_2") }}</div>'
    )
    made = build_site(tmp_path / "site", project=with_page(tmp_path / "project", calls))
    assert made.code == 0, made.output
    page = parse(made.site / "about/index.html")
    assert [row["data-id"] for row in page.select("#m1 tbody tr")] == ["320500-suzhou-145"]
    assert len(page.select("#m2 table[data-indicators] tbody tr")) == 15
    excerpt = page.select_one("#m3")
    assert "多层次医疗保障体系" in excerpt.get_text() or excerpt.select_one(".num").get_text() == "二、"
    [source] = excerpt.select("figcaption a")
    assert source["href"] == "../plans/320500-suzhou-145/#chp_3__sec_1__para_2"


def test_an_excerpt_with_notes_has_no_dead_link(tmp_path: Path) -> None:
    call = '{{ provision("320500-suzhou-145", "chp_1__sec_1__para_1") }}'
    project, data = with_page(tmp_path / "project", call), stage_data(tmp_path / "data")
    made = build_site(tmp_path / "site", project=project, data=data)
    assert made.code == 0, made.output
    soups = {p: parse(p) for p in made.site.rglob("*.html")}
    assert not broken_links(made.site, soups)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ('{{ indicator_table("320500-suzhou-146") }}', "320500-suzhou-146"),
        ('{{ provision("320500-suzhou-146", "chp_1") }}', "320500-suzhou-146"),
        ('{{ provision("320500-suzhou-145", "chp_99") }}', "chp_99"),
        ('{{ plan_list(province="99") }}', "99"),
        ('{{ plan_lst(province="32") }}', "plan_lst"),
        ('{{ indicator_table("320500-suzhou-145").typo }}', "typo"),
        ("{{ typo }}", "typo"),
    ],
)
def test_a_macro_called_wrongly_fails_the_build(tmp_path: Path, call: str, said: str) -> None:
    project, data = with_page(tmp_path / "project", call), stage_data(tmp_path / "data")
    made = build_site(tmp_path / "site", project=project, data=data)
    assert made.code != 0
    assert "about/index.md" in made.output
    assert said in made.output


def test_the_base_of_the_cases_is_accepted(tmp_path: Path) -> None:
    data = stage_data(tmp_path / "data")
    path = stage_plan(data, BASE, "320500-suzhou-base")
    assert not validate_all(data)
    done = run_script("validate.py", path, "--data", data)
    assert done.returncode == 0, done.stdout
    assert run_script("prove_source.py", "320500-suzhou-base", "--data", data).returncode == 0


def pattern_of(case: dict[str, str], plan_id: str) -> str:
    """Return what is said of a case: file, line, column, level and rule."""
    return rf"data/plans/32-jiangsu/{plan_id}\.yaml:\d+:\d+: 错误 (?:{case['rule']}) "


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_an_attack_is_refused_by_validator_and_build(
    tmp_path: Path, case: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert BASE.count(case["find"]) == 1
    data = stage_data(tmp_path / "data", plans=())
    path = stage_plan(data, BASE.replace(case["find"], case["put"]), "320500-suzhou-case")
    validate = runpy.run_path(str(ROOT / "scripts/validate.py"))["main"]
    assert validate([str(path), "--data", str(data)]) == 1
    assert re.search(pattern_of(case, "320500-suzhou-case"), capsys.readouterr().out)
    opened, issues = open_data(data, tmp_path / "spool")
    assert opened is None
    assert [issue for issue in issues if re.match(pattern_of(case, "320500-suzhou-case"), issue.as_text())]


def test_a_build_with_attacks_names_each_and_leaves_no_site(tmp_path: Path) -> None:
    data = stage_data(tmp_path / "data")
    for case in CASES:
        stage_plan(data, BASE.replace(case["find"], case["put"]), f"320500-suzhou-{case['name']}")
    made = build_site(tmp_path / "site", data=data)
    assert "Traceback" not in made.output
    assert_left_no_site(made)
    silent = [c["name"] for c in CASES if not re.search(pattern_of(c, f"320500-suzhou-{c['name']}"), made.output)]
    assert not silent
    done = run_script("validate.py", "--data", data)
    assert done.returncode == 1
    assert "Traceback" not in done.stdout


def test_cases_are_known_by_their_names() -> None:
    assert len({case["name"] for case in CASES}) == len(CASES)
    assert not list((ROOT / "data").rglob("*hostile*"))
