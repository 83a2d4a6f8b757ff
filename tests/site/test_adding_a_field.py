"""A made-up field of a plan, added in the files that CONTRIBUTING names and no other: it is wherever it should be."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from builds import ROOT, build_site, stage_data
from built_html import parse
from forks import clean_environment

from medplan.plan.head import PlanHead
from medplan.publish.contract import FORMAT_VERSION

SUZHOU = "320500-suzhou-145"
HEADING = "### 给规划加一个字段，改哪几个文件"
KEY, TITLE, VALUE = "approved_by", "批准机关", "苏州市人民政府常务会议"


def after(anchor: str, *lines: str) -> Callable[[str], str]:
    """Return an edit that puts lines after each line that begins with an anchor, as far to the right as it."""

    def edit(text: str) -> str:
        changed, times = re.subn(
            rf"^(\s*){re.escape(anchor)}.*\n", lambda m: m[0] + "".join(f"{m[1]}{x}\n" for x in lines), text, flags=re.M
        )
        assert times, anchor
        return changed

    return edit


def in_the_schema(text: str) -> str:
    """Return the schema with the field described after the document's number."""
    schema = json.loads(text)
    keys = {}
    for name, described in schema["properties"].items():
        keys[name] = described
        if name == "document_number":
            keys[KEY] = {"title": TITLE, "description": "批准文件的机关", "type": "string", "maxLength": 100}
    return json.dumps(schema | {"properties": keys}, ensure_ascii=False)


def in_the_rows(text: str) -> str:
    """Return the rows of plans.json with a column for the field."""
    column = f'{KEY}: Annotated[str | None, Column(field="{KEY}")]'
    text = after("document_number: Annotated", column)(text)
    return after("document_number=plan.", f"{KEY}=plan.{KEY},")(text)


# What a colleague would write, file by file.
EDITS: dict[str, Callable[[str], str]] = {
    "schema/plan.schema.json": in_the_schema,
    "src/medplan/plan/head.py": after("document_number: str | None", f"{KEY}: str | None = None"),
    "src/medplan/publish/rows/plans.py": in_the_rows,
    "src/medplan/publish/contract.py": lambda text: text.replace(f'"{FORMAT_VERSION}"', '"9.9.0"'),
    "CHANGELOG.md": after("### 新增", f"- 规划数据可写 `{KEY}`（{TITLE}）。"),
}


def run(project: Path, script: str, *arguments: str | Path) -> str:
    """Return what a script of the project prints, its own packages before the repository's."""
    command = [sys.executable, str(project / "scripts" / script), *map(str, arguments)]
    path = f"{project / 'src'}:{project}"
    done = subprocess.run(
        command, cwd=project, env=clean_environment(PYTHONPATH=path), capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, 1), done.stderr
    assert not done.stderr, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with the field, its data with Suzhou's plan that has it, and that plan as it was."""
    folder = tmp_path_factory.mktemp("field") / "project"
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("docs", "macros", "schema", "scripts", "src"):
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    (folder / "tests").symlink_to(ROOT / "tests")  # the rules' page shows its cases
    for name in ("mkdocs.yml", "CHANGELOG.md"):
        shutil.copy(ROOT / name, folder)
    for name, edit in EDITS.items():
        (folder / name).write_text(edit((folder / name).read_text("utf-8")), encoding="utf-8")
    data = stage_data(folder / "data")
    plan = data / "plans" / "32-jiangsu" / f"{SUZHOU}.yaml"
    shutil.copy(plan, folder / "before.yaml")
    with_field = re.sub(r"(?m)^(document_number:.*\n)", rf"\1{KEY}: {VALUE}\n", plan.read_text("utf-8"))
    plan.write_text(with_field, encoding="utf-8")
    return folder


def test_the_files_are_those_that_contributing_names_and_at_most_five() -> None:
    section = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition(HEADING)[2].partition("\n#")[0]
    assert re.findall(r"^\d\. `([^`]+)`", section, re.M) == list(EDITS)
    assert len(EDITS) <= 5


def test_it_is_in_the_page_and_in_the_downloads(project: Path) -> None:
    site = project / "site"
    path = f"{project / 'src'}:{project}"
    made = build_site(site, project=project, data=project / "data", anew=True, PYTHONPATH=path)
    assert made.code == 0, made.output
    page = parse(site / "plans" / SUZHOU / "index.html")
    facts = {dt.text: dt.find_next_sibling("dd").text for dt in page.select(".metaline dl.meta dt")}
    assert facts[TITLE] == VALUE
    assert json.loads((site / "data" / "plans" / f"{SUZHOU}.json").read_text("utf-8"))[KEY] == VALUE
    (row,) = json.loads((site / "data" / "plans.json").read_text("utf-8"))
    assert row[KEY] == VALUE
    index = json.loads((site / "data" / "index.json").read_text("utf-8"))
    assert index["format_version"] == "9.9.0"
    schema = (site / "data" / "schema" / "download-plans.schema.json").read_text("utf-8")
    assert f'"{KEY}"' in schema and TITLE in schema
    reference = parse(site / "contribute" / "reference" / "index.html")
    assert any(KEY in code.text for code in reference.select("code"))


def test_the_editor_is_told_of_it(project: Path) -> None:
    data = project / "data"
    assert "没有问题" in run(project, "validate.py", "--data", data), "it is a key like any other"
    facts = ("--place", "苏州", "--title", "某规划", "--slug", "new", "--period", "无")
    run(project, "new_plan.py", *facts, "--data", data)
    begun = data / "plans" / "32-jiangsu" / "320500-suzhou-new.yaml"
    assert f"{KEY}（{TITLE}）" in begun.read_text("utf-8")
    begun.unlink()


def test_a_review_tells_what_became_of_it(project: Path) -> None:
    plan = project / "data" / "plans" / "32-jiangsu" / f"{SUZHOU}.yaml"
    said = run(project, "compare_plans.py", project / "before.yaml", plan)
    assert re.search(rf"{TITLE}由 .*未列.* 改为 .*{VALUE}", said), said


# A file that names all of these lists the head: it is a place to change with every new field.
PRINTED = {"issuer", "document_number", "published", "period"}
# Some choose among the facts for a purpose of their own, and may leave a new one out.
CHOOSE = {
    "src/medplan/importing/": "finds facts in a document, each in its own way",
    "macros/templates/pages/plan.html": "has a place for some; one without a place stands after them",
    "src/medplan/publish/linked/json_ld.py": "says what schema.org has a name for",
    "scripts/new_plan.py": "asks for those that a document prints",
}


def test_no_other_file_lists_the_head() -> None:
    assert set(PlanHead.__dataclass_fields__) > PRINTED
    listing = {
        path.relative_to(ROOT).as_posix()
        for folder in ("src", "macros", "scripts", "schema", "docs/javascripts")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in (".py", ".html", ".js", ".json")
        and all(re.search(rf"\b{fact}\b", path.read_text("utf-8")) for fact in PRINTED)
    }
    assert {path for path in listing if not path.startswith(tuple(CHOOSE))} < set(EDITS)
    assert all(any(path.startswith(place) for path in listing) for place in CHOOSE), "what no longer does is off it"
