"""`make serve`, edit by edit: what is told and what is served are those of a fresh build, byte for byte."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pytest
from serving import ENGINE, LOWER, OTHER, UPPER, FreshBuilds, Outcome, Project, Served, files_of, serve_while

from macros.steps import kept_plans
from macros.steps.read_plan import Reader

pytestmark = pytest.mark.site
NEW, LATER = "370000-shandong-small", "440784-heshan-small"
BODY = "body:\n  - num: 第一章"
REPLACES = f"replaces:\n  - {{title: 包头市医疗保障试验规划, number: null, date: '2021-10-08', plan: {OTHER}}}\n"
BAD = "与原文核对不一致"
OTHER_PAGE = f"plans/{OTHER}/index.html"
SOURCE, PAGE = f"data/sources/{LOWER}.txt", f"plans/{LOWER}/index.html"
INDICATORS, REDIRECTS, SCHEMA = "data/indicators.yaml", "data/redirects.yaml", "schema/plan.schema.json"
Edit = Callable[[Project], None]


@dataclass(frozen=True, slots=True)
class Step:
    """An edit; `refused` is the rule of an issue that stops the build after it, "" when none does.

    `shown` are words that stand in a file of the site from then on, as (file, words).
    """

    name: str
    edit: Edit
    refused: str = ""
    shown: tuple[str, str] | None = None


def put(plan_id: str, find: str = "", instead: str = "", *, implements: str | None = None) -> Edit:
    """Return the edit that writes a plan, words of the usual one changed."""
    return lambda project: project.put(plan_id, find, instead, implements=implements)


def edit(name: str, find: str, instead: str) -> Edit:
    """Return the edit that changes words of a file."""
    return lambda project: project.edit(name, find, instead)


def write(name: str, text: str, *, after: bool = False) -> Edit:
    """Return the edit that writes a file, or writes on at its end."""

    def apply(project: Project) -> None:
        path = project.folder / name
        path.write_text((path.read_text("utf-8") if after else "") + text, encoding="utf-8")
        project.touched.append(path)

    return apply


def remove(name: str) -> Edit:
    """Return the edit that deletes a file."""
    return lambda project: project.remove(name)


def set_day(seconds: str) -> Edit:
    """Return what changes the day on which builds are made; the test's own environment is put back after it."""
    return lambda project: os.environ.update(SOURCE_DATE_EPOCH=seconds)


SHEET = "stylesheets/library.css"
PLANS = (
    Step("edit a plan", put(OTHER, "坚持以人民健康为中心", "坚持以保障人民健康为中心")),
    Step(
        "edit a plan and not its source", edit(Project.name_of(OTHER), "尽力而为", "依法而为"), shown=(OTHER_PAGE, BAD)
    ),
    Step("edit the plan that another implements", put(UPPER, "试验规划", "实验规划"), shown=(PAGE, "实验规划")),
    Step("add a plan", put(NEW)),
    Step("add a plan that implements a missing one", put(LATER, implements="440700-x"), "unknown-id"),
    Step("add the missing one under another name", put(LATER, implements=NEW)),
    Step("delete the plan that another implements", remove(Project.name_of(NEW)), "unknown-id"),
    Step("add it again, changed", put(NEW, "尽力而为", "依法而为")),
    Step("let it replace another", put(NEW, BODY, REPLACES + BODY), shown=(OTHER_PAGE, "已由")),
    Step("let it replace none", put(NEW)),
    Step("build in an earlier year", set_day("1732579200")),
    Step("break a plan", put(OTHER, "kind: plan", "kind: law"), "unknown-value"),
    Step("mend it", put(OTHER)),
    Step("delete a plan that implements another", remove(Project.name_of(LATER))),
)
SHARED = (
    Step("rename an indicator", edit(INDICATORS, "name: 基本医疗保险参保率", "name: 医疗保险参加的比率")),
    Step("take an indicator out", edit(INDICATORS, "id: enrolment-rate", "id: enrolment-rata"), "unknown-id"),
    Step("put it back", edit(INDICATORS, "id: enrolment-rata", "id: enrolment-rate")),
    Step("rename an agency", edit("data/agencies.yaml", "name: 医疗保障部门", "name: 医疗保险部门")),
    Step("rename a kind of plan", edit(SCHEMA, '"title": "规划"', '"title": "计划"'), shown=(PAGE, ">计划</span>")),
    Step("take a value out of the schema", edit(SCHEMA, '"const": "issued"', '"const": "issuad"'), "unknown-value"),
    Step("put it back", edit(SCHEMA, '"const": "issuad"', '"const": "issued"')),
    Step("change a word of a source", edit(SOURCE, "依法参保", "自愿参保"), shown=(PAGE, BAD)),
    Step("delete a source", remove(SOURCE), "source-file"),
    Step("put it back", put(LOWER, implements=UPPER), shown=(PAGE, "逐字核对一致")),
    Step("redirect", write(REDIRECTS, f'- {{from: plans/320500-x/, to: "plans/{LOWER}/", why: 改正}}\n')),
    Step("redirect to nothing", edit(REDIRECTS, f"{LOWER}/", "320500-suzhou-smell/"), "redirect-target"),
)
SITE = (
    Step("edit a page's template", edit("macros/templates/pages/plan.html", "怎样核对", "如何核对")),
    Step("edit a part of templates", edit("macros/templates/pages/plan.html", "来源与核对", "来源和核对")),
    Step("edit a list's template", edit("macros/templates/macros/plan_list.html", "规划期", "规划年")),
    Step("edit a part of the theme", edit("macros/theme/main.html", "本页有误", "此页有误")),
    Step("edit a style sheet", edit("macros/styles/wording.css", "Shared wording", "Common wording")),
    Step("edit a script", write("docs/javascripts/library.js", "void 0;\n", after=True)),
    Step("edit a page", write("docs/about/index.md", "\n又一段。\n", after=True)),
    Step(
        "say another line",
        edit("docs/wording/index.md", "line: ", "line: 好"),
        shown=(SHEET, "好几份规划"),
    ),
    Step("use a macro", write("docs/about/index.md", f'\n{{{{ indicator_table("{LOWER}") }}}}\n', after=True)),
    Step("edit the plan it shows", put(LOWER, "参保率（%）", "参加率（%）"), shown=("about/index.html", "参加率")),
    Step("move the repository", edit("mkdocs.yml", "https://github.com/", "https://gitlab.com/")),
)


BEFOREHAND = "data-beforehand"


def wait_until(holds: Callable[[], bool], serving: subprocess.Popen[bytes], said: Path) -> None:
    """Wait until something holds while a process serves."""
    for _ in range(1200):
        if holds():
            return
        assert serving.poll() is None, said.read_text("utf-8")
        time.sleep(0.1)
    raise AssertionError(said.read_text("utf-8"))


def wait_for(url: str, words: str, serving: subprocess.Popen[bytes], said: Path, *, there: bool = True) -> str:
    """Wait until a page that is served has words in it, or has them no more, and return it."""
    pages: list[str] = []

    def holds() -> bool:
        with suppress(OSError), urlopen(url, timeout=10) as answer:
            pages.append(answer.read().decode("utf-8"))
            return (words in pages[-1]) == there
        return False

    wait_until(holds, serving, said)
    return pages[-1]


def test_the_command_itself_serves_edits_of_data_and_of_code(tmp_path: Path) -> None:
    project = Project.stage(tmp_path / "project")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [ENGINE, "serve", "--config-file", "mkdocs.yml", "--dev-addr", address]
    given, said = project.environment() | {"TMPDIR": str(tmp_path)}, tmp_path / "said"
    with (
        said.open("wb") as out,
        subprocess.Popen(command, cwd=project.folder, env=given, stdout=out, stderr=out) as serving,
        FreshBuilds(project) as builds,
    ):
        try:
            page, other = f"http://{address}/plans/{LOWER}/", f"http://{address}/plans/{OTHER}/"
            wait_for(page, "覆盖全民", serving, said)
            # The plan is shown before the rest; a build that another edit overtakes never comes to be seen.
            project.put(LOWER, "覆盖全民", "惠及全民")
            assert 'id="glance"' in wait_for(page, "惠及全民", serving, said)
            assert f"先更新了 {page}" in said.read_text("utf-8")
            project.put(OTHER, "覆盖全民", "普及全民")
            wait_for(other, "普及全民", serving, said)
            wait_for(page, BEFOREHAND, serving, said, there=False)
            assert BEFOREHAND not in wait_for(other, "普及全民", serving, said)
            (site,) = (path for path in tmp_path.glob("properdocs_*"))
            fresh = builds.build(tmp_path / "fresh", f"http://{address}/")
            assert differences(Outcome(done=True, issues=(), files=files_of(site)), fresh) == []
            # An error is told, and what is served stays.
            project.put(OTHER, "kind: plan", "kind: law")
            wait_until(lambda: "unknown-value" in said.read_text("utf-8"), serving, said)
            assert "普及全民" in wait_for(other, "", serving, said)
            project.edit("macros/views/plan_pages.py", "全文。", "整份原文。")
            project.put(OTHER)
            (project.folder / "macros/views/plan_pages.py").touch()  # the watch goes by time
            wait_for(page, "整份原文。", serving, said)
            # The process is the same, with the new code in it: it goes on serving edits.
            project.put(LOWER, "覆盖全民", "广泛覆盖")
            wait_for(page, "广泛覆盖", serving, said)
        finally:
            serving.terminate()


def differences(one: Outcome, other: Outcome) -> list[str]:
    """Return the files of two sites that are not the same."""
    return sorted(name for name in one.files | other.files if one.files.get(name) != other.files.get(name))


def test_serving_again_without_an_edit_reads_no_plan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project = Project.stage(tmp_path / "project")
    read: list[str] = []
    check = Reader.check
    monkeypatch.setattr(kept_plans, "FOLDER", tmp_path / "kept")
    monkeypatch.setattr(Reader, "check", lambda *given: read.append(given[1].stem) or check(*given))

    def scenario(served: Served) -> None:
        assert sorted(read) == sorted([LOWER, OTHER, UPPER])
        read.clear()
        assert served.rebuild().done
        assert read == []
        project.put(OTHER, "试验规划", "实验规划")
        assert served.rebuild().done
        assert read == [OTHER]

    serve_while(project, scenario, monkeypatch, lambda: capsys.readouterr().out)


@pytest.mark.parametrize("steps", [PLANS, SHARED, SITE], ids=["plans", "shared", "frame"])
def test_serving_after_an_edit_is_building_afresh(
    steps: tuple[Step, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project = Project.stage(tmp_path / "project")

    def scenario(served: Served, fresh_builds: FreshBuilds) -> None:
        before = served.rebuild()
        assert before.done, before.issues
        for step in steps:
            project.touched.clear()
            step.edit(project)
            assert all(map(served.watches, project.touched)), step.name
            now, fresh = served.rebuild(), fresh_builds.build(tmp_path / "fresh")
            assert (now.done, now.issues) == (fresh.done, fresh.issues), step.name
            assert differences(now, fresh) == [], step.name
            # Each step is one that the editor or a reader notices.
            assert now.done != any(f" {step.refused} " in issue for issue in now.issues), (step.name, now.issues)
            assert now.done != bool(step.refused), (step.name, now.issues)
            assert now != before, step.name
            name, words = step.shown or ("index.html", "")
            assert not now.done or words in (served.site / name).read_text("utf-8"), step.name
            before = now

    with FreshBuilds(project) as builds:
        serve_while(project, lambda served: scenario(served, builds), monkeypatch, lambda: capsys.readouterr().out)
