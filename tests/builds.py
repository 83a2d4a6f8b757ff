"""Builds for tests: data roots and projects in; built sites and what the engine said out; shared by xdist's workers."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import yaml
from forks import clean_environment, run_command

from macros.build import facts
from macros.build.templates import Templates
from macros.steps.open_build import open_build
from medplan.catalogue.naming import slug_of
from medplan.files.document import load_document
from medplan.issues import Issue
from medplan.library.repository import Repository
from medplan.plan.build_plan import build_plan
from medplan.plan.printed import printed_fields
from medplan.schema.schemas import integer_keys

ROOT = Path(__file__).resolve().parents[1]
HOSTILE = ROOT / "tests" / "cases" / "hostile"
CHAIN = ROOT / "tests" / "cases" / "lineage"
VERSIONS = ROOT / "tests" / "cases" / "versions"
PLAN_IDS = tuple(sorted(path.stem for path in (ROOT / "data" / "plans").glob("*/*.yaml")))
NO_SHA = "0" * 64
HOSTILE_PLACE = '"><img src=x onerror=__pwned=60>'
HOSTILE_ID = "320599-suzhou-hostile"
# The same plan without a sign that HTML knows: its page has the same elements.
TAMED_ID = "320599-suzhou-tamed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """A build that ended: the folder it was to write, the engine's exit code and all it said."""

    site: Path
    code: int
    output: str


def hand_written() -> list[str]:
    """Return the addresses of the pages of docs/: "" for the home page, `plans/` …"""
    sources = (path.relative_to(ROOT / "docs").with_suffix("") for path in (ROOT / "docs").rglob("*.md"))
    folders = ((path.parent if path.name == "index" else path).as_posix() for path in sources)
    return sorted("" if folder == "." else f"{folder}/" for folder in folders)


def build_site(
    site: Path, *, project: Path = ROOT, data: Path | None = None, anew: bool = False, **environment: str
) -> Build:
    """Build the project strictly into `site`; never raise for a build that fails.

    `anew`: by a process that is started for it, with hashes of its own and on the cores that the test may use.
    """
    if data is not None:
        environment["MEDPLAN_DATA"] = str(data)
    command = ["properdocs", "build", "--config-file", "mkdocs.yml", "--strict", "--site-dir", site]
    given = clean_environment(**environment)
    if anew:
        program = [str(Path(sys.executable).with_name("properdocs")), *map(str, command[1:])]
        with (site.parent / f"{site.name}.said").open("w+", encoding="utf-8") as said:
            code = subprocess.run(
                program, cwd=project, env=given, stdout=said, stderr=said, timeout=120, check=False
            ).returncode
            done = subprocess.CompletedProcess(program, code, Path(said.name).read_text("utf-8"))
    else:
        done = run_command(*command, folder=project, environment=given)
    return Build(site=site, code=done.returncode, output=done.stdout)


def open_data(data: Path, spool: Path, bulk_url: str = "") -> tuple[facts.Build | None, list[Issue]]:
    """Return what a build of a data root knows before it writes a page, or None, and the issues."""
    return open_build(data, facts.Spool(folder=spool), Templates.read(), date(2026, 12, 1), jobs=1, bulk_url=bulk_url)


def run_script(name: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a script of scripts/ and return what it said, errors included, in `stdout`."""
    return run_command(str(ROOT / "scripts" / name), *arguments)


def shared_build(factory: pytest.TempPathFactory, name: str, build: Callable[[Path], Build]) -> Build:
    """Return the build called `name`, made in a folder of its own by the first worker that asks for it."""
    base = factory.getbasetemp()
    common = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    folder = common / f"build-{name}"
    with (common / f"build-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        note = folder / "build.json"
        if not note.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            made = build(folder)
            note.write_text(json.dumps({"site": str(made.site), "code": made.code, "output": made.output}), "utf-8")
        told = json.loads(note.read_text("utf-8"))
    return Build(site=Path(told["site"]), code=told["code"], output=told["output"])


def stage_project(folder: Path) -> Path:
    """Return a project whose docs/ may be edited: a copy of mkdocs.yml and docs/, links to the rest."""
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    shutil.copytree(ROOT / "docs", folder / "docs")
    for name in ("data", "macros", "schema", "src"):
        (folder / name).symlink_to(ROOT / name)
    return folder


@cache
def few_jurisdictions() -> str:
    """Return the catalogue of jurisdictions cut to the provinces and the prefectures with plans: it loads faster."""
    text = (ROOT / "data" / "jurisdictions.yaml").read_text("utf-8")
    near = {plan_id[:4] for plan_id in PLAN_IDS}
    kept = [
        {key: None if value == "null" else value for key, value in entry.items()}
        for entry in yaml.load(text, yaml.CBaseLoader)
        if entry["level"] in ("national", "province") or entry["code"][:4] in near
    ]
    return "".join(f"- {json.dumps(entry, ensure_ascii=False)}\n" for entry in kept)


def stage_data(folder: Path, *, plans: Collection[str] = ("320500-suzhou-145",)) -> Path:
    """Return a data root with the repository's catalogues and some of its plans (a page of docs/ shows Suzhou's)."""
    (folder / "plans").mkdir(parents=True)
    (folder / "sources").mkdir()
    for catalogue in (ROOT / "data").glob("*.yaml"):
        shutil.copy(catalogue, folder)
    (folder / "jurisdictions.yaml").write_text(few_jurisdictions(), encoding="utf-8")
    for path in (ROOT / "data" / "plans").glob("*/*.yaml"):
        if path.stem in plans:
            (folder / "plans" / path.parent.name).mkdir(exist_ok=True)
            shutil.copy(path, folder / "plans" / path.parent.name)
            shutil.copy(ROOT / "data" / "sources" / f"{path.stem}.txt", folder / "sources")
    return folder


def stage_plan(data: Path, text: str, plan_id: str, province: str = "32-jiangsu") -> Path:
    """Write a plan's YAML and, where it can be read, the source it is proved against; return the YAML's path."""
    text = text.replace("SOURCE.txt", f"{plan_id}.txt")
    path = data / "plans" / province / f"{plan_id}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    document, issues = load_document(path, path.name, integer_keys("plan"))
    if not issues and document.data.keys() >= {"title", "body", "source"}:
        source = _source_of(path, data)
        (data / "sources" / f"{plan_id}.txt").write_text(source, encoding="utf-8", newline="\n")
        digest = hashlib.sha256(source.encode()).hexdigest()
        path.write_text(text.replace(NO_SHA, digest), encoding="utf-8", newline="\n")
    return path


def _source_of(path: Path, data: Path) -> str:
    """Return the text of a source that the plan holds whole: its excluded passages, then its text."""
    document, _ = load_document(path, path.name, integer_keys("plan"))
    try:
        plan, _ = build_plan(document, path.stem)
    except (AttributeError, KeyError, TypeError, ValueError):
        return "读不出\n"
    lines = [passage.text for passage in plan.source.excluded for _ in range(passage.times)]
    return "\n".join([*lines, *(printed for _, _, printed in printed_fields(plan)), ""])


def stage_hostile(folder: Path) -> Path:
    """Return a data root with the hostile plan and its tamed twin, both of a place with a hostile name."""
    data = stage_data(folder)
    with (data / "jurisdictions.yaml").open("a", encoding="utf-8") as catalogue:
        entry = {"code": "320599", "name": HOSTILE_PLACE, "pinyin": "Suzhou", "level": "county", "parent": "320500"}
        catalogue.write(f"- {json.dumps(entry)}\n")
    text = (HOSTILE / "hostile.yaml").read_text("utf-8")
    stage_plan(data, text, HOSTILE_ID)
    stage_plan(data, tame(text), TAMED_ID)
    return data


def stage_moved(folder: Path) -> Path:
    """Return a data root with Suzhou's plan, which once had another id and other addresses for some provisions.

    Another plan shares words with it; a third is there as a draft, as issued and as amended.
    """
    data = stage_data(folder, plans=("320500-suzhou-145", "621025-zhengning-145"))
    plan, page = "plans/320500-suzhou-145/", "plans/320500-suzhou-old/"
    moves = {page: plan, f"{page}#chp_99": f"{plan}#chp_2", f"{plan}#chp_1__sec_9": f"{plan}#chp_1__sec_2"}
    lines = [f'- {{from: "{old}", to: "{new}", why: 编号&<b>改正}}\n' for old, new in moves.items()]
    (data / "redirects.yaml").write_text("".join(lines), encoding="utf-8")
    for version in sorted(VERSIONS.glob("*.yaml")):
        stage_plan(data, version.read_text("utf-8"), version.stem)
    return data


def tame(text: str) -> str:
    """Return the hostile YAML with each sign that HTML, Markdown or JavaScript knows made full width."""
    signs = str.maketrans({"<": "＜", "&": "＆", "`": "｀", "*": "＊", "=": "＝"})
    url = re.search(r"^  url: .*$", text, re.M)
    tamed = re.sub(r"(?<!')>(?!95)", "＞", text.translate(signs))
    assert url is not None
    return re.sub(r"^  url: .*$", lambda _: url.group(), tamed, flags=re.M)


def letters(number: int) -> str:
    """Return a number below 676 as two letters."""
    return chr(97 + number // 26) + chr(97 + number % 26)


def stage_synthetic(folder: Path, count: int) -> Path:
    """Return a data root with `count` copies of the small plan, each of a made-up prefecture of a made-up province."""
    data = stage_data(folder)
    text = (HOSTILE / "base.yaml").read_text("utf-8")
    entries = [{"code": "990000", "name": "甲乙省", "pinyin": "Jiayi", "level": "province", "parent": "100000"}]
    for number in range(count):
        code, end = f"99{number + 10}00", letters(number)
        name = f"丙{'甲乙丙丁戊己庚辛壬癸'[number // 10]}{'子丑寅卯辰巳午未申酉'[number % 10]}市"
        entries.append({"code": code, "name": name, "pinyin": f"Bing{end}", "level": "prefecture", "parent": "990000"})
        plan = text.replace("320500", code).replace("苏州市", name)
        stage_plan(data, plan, f"{code}-bing{end}-145", "99-jiayi")
    with (data / "jurisdictions.yaml").open("a", encoding="utf-8") as catalogue:
        catalogue.writelines(f"- {json.dumps(entry, ensure_ascii=False)}\n" for entry in entries)
    return data


def stage_chain(folder: Path, *, counties: int = 0) -> Path:
    """Return a data root with made-up plans of four levels, one under the other, and of more counties beside the last.

    Of Qingyang's other counties the first `counties` have the small plan, whose years are the same.
    """
    data = stage_data(folder)
    for path in sorted(CHAIN.glob("*.yaml")):
        stage_plan(data, path.read_text("utf-8"), path.stem, "10-zhongguo" if path.stem < "2" else "62-gansu")
    text = (HOSTILE / "base.yaml").read_text("utf-8")
    entries = [json.loads(line[2:]) for line in (data / "jurisdictions.yaml").read_text("utf-8").splitlines()]
    others = [e for e in entries if e["parent"] == "621000" and e["code"] != "621025"]
    for entry in others[:counties]:
        plan = text.replace("320500", entry["code"]).replace("苏州市", entry["name"])
        stage_plan(data, plan, f"{entry['code']}-{slug_of(entry['pinyin'])}-145", "62-gansu")
    return data


def validate_all(data: Path) -> list[str]:
    """Return every issue under a data root as text."""
    return [issue.as_text() for issue in Repository.open(data).check()]
