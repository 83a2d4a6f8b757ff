"""`serve` driven in this process: a project of copies to edit, the engine's own loop, fresh builds beside it."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import properdocs.replacement  # noqa: F401  (what its command does first: plugins that name mkdocs mean this engine)
import pytest
from builds import HOSTILE, ROOT, stage_data, stage_plan
from forks import Forks, clean_environment
from properdocs.commands import serve
from properdocs.exceptions import Abort

from macros.build import styles, templates
from macros.steps import write_site
from medplan.schema import schemas

ENGINE = str(Path(sys.executable).parent / "properdocs")
DAY = "1795651200"
ADDRESS = "http://127.0.0.1:8000/"
# Not in a page that is served for an editor: the engine's own script, put into it later, renews it.
POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*><meta name="referrer"[^>]*>')
ISSUE = re.compile(r"^\S+:\d+:\d+: (?:错误|提示) .*$", re.M)
BASE = (HOSTILE / "base.yaml").read_text("utf-8")
UPPER, LOWER, OTHER = "320000-jiangsu-small", "320500-suzhou-small", "150200-baotou-small"
NAMES = {"320000": "江苏省", "320500": "苏州市", "150200": "包头市", "370000": "山东省", "440784": "鹤山市"}
FOLDERS = {"32": "32-jiangsu", "15": "15-neimongol", "37": "37-shandong", "44": "44-guangdong"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a build came to: whether it went through, what it said of the data, the site's files by their contents."""

    done: bool
    issues: tuple[str, ...]
    files: dict[str, str]


def files_of(site: Path) -> dict[str, str]:
    """Return what each file of a site holds, as a digest."""
    paths = (path for path in site.rglob("*") if path.is_file())
    read = ((path, path.read_bytes()) for path in paths)
    shown = ((path, POLICY.sub(b"", content) if path.suffix == ".html" else content) for path, content in read)
    return {path.relative_to(site).as_posix(): hashlib.sha256(content).hexdigest() for path, content in shown}


@dataclass(frozen=True, slots=True)
class Project:
    """A project and its data, all of it copies; `touched` are the files edited since they were last asked for."""

    folder: Path
    touched: list[Path] = field(default_factory=list)

    @property
    def data(self) -> Path:
        """Return the data root."""
        return self.folder / "data"

    @classmethod
    def stage(cls, folder: Path) -> Project:
        """Return a project with three small plans, of which one implements another."""
        folder.mkdir()
        for name in ("docs", "macros", "schema", "src"):
            ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
            shutil.copytree(ROOT / name, folder / name, ignore=ignored)
        shutil.copy(ROOT / "mkdocs.yml", folder)
        # What neither is edited nor of this test: the guide's examples, drawn charts and compiled templates.
        (folder / "tests").symlink_to(ROOT / "tests")
        (ROOT / ".cache").mkdir(exist_ok=True)
        (folder / ".cache").symlink_to(ROOT / ".cache")
        project = cls(folder)
        stage_data(project.data, plans=())
        project.put(UPPER)
        project.put(LOWER, implements=UPPER)
        project.put(OTHER)
        return project

    def put(self, plan_id: str, find: str = "", instead: str = "", *, implements: str | None = None) -> None:
        """Write a small plan with its source, some of its words changed, implementing a plan when one is named."""
        text = BASE.replace("320500", plan_id[:6]).replace("苏州市", NAMES[plan_id[:6]])
        if implements:
            text = text.replace("number: 中发〔2020〕5号}", f"number: 中发〔2020〕5号, plan: {implements}}}")
        assert find in text, find
        text = text.replace(find, instead)
        self.touched.append(stage_plan(self.data, text, plan_id, FOLDERS[plan_id[:2]]))

    @staticmethod
    def name_of(plan_id: str) -> str:
        """Return a plan's file, from the project's folder on."""
        return f"data/plans/{FOLDERS[plan_id[:2]]}/{plan_id}.yaml"

    def remove(self, name: str) -> None:
        """Delete a file."""
        (self.folder / name).unlink()
        self.touched.append(self.folder / name)

    def edit(self, name: str, find: str, instead: str) -> None:
        """Change words of a file, which it must hold; its time stays what it was, and so may its size."""
        path = self.folder / name
        text, times = path.read_text("utf-8"), path.stat()
        assert find in text, (name, find)
        path.write_text(text.replace(find, instead), encoding="utf-8")
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
        self.touched.append(path)

    def environment(self) -> dict[str, str]:
        """Return the environment of a process that runs the project's own code on its data."""
        path = f"{self.folder}:{self.folder / 'src'}"
        day = os.environ.get("SOURCE_DATE_EPOCH", DAY)
        return clean_environment(MEDPLAN_DATA=str(self.data), PYTHONPATH=path, SOURCE_DATE_EPOCH=day)


class FreshBuilds(Forks):
    """Builds of a project from the beginning, each by a process that has built nothing before."""

    def __init__(self, project: Project) -> None:
        super().__init__(project.folder, project.environment())
        self._project = project

    def build(self, site: Path, address: str = ADDRESS) -> Outcome:
        """Return what a build comes to that is served at an address."""
        shutil.rmtree(site, ignore_errors=True)
        given = self._project.environment() | {"SITE_URL": address}
        command = ["properdocs", "build", "--config-file", "mkdocs.yml", "--site-dir", site]
        made = self.run(*command, environment=given, folder=self._project.folder)
        assert "Traceback" not in made.stdout, made.stdout
        done = made.returncode == 0
        return Outcome(done=done, issues=tuple(ISSUE.findall(made.stdout)), files=files_of(site) if done else {})


class Served:
    """Stands in for the engine's server of files: it builds when told to, and knows what is watched."""

    def __init__(self, builder: Callable[[], None], root: str, said: Callable[[], str]) -> None:
        self._builder = builder
        self._said = said
        self.site = Path(root)
        self.watched: list[Path] = []

    def rebuild(self) -> Outcome:
        """Return what building again in this process comes to, as it is done after a change."""
        self._said()
        try:
            self._builder()
        except Abort:
            return Outcome(done=False, issues=tuple(ISSUE.findall(self._said())), files={})
        return Outcome(done=True, issues=tuple(ISSUE.findall(self._said())), files=files_of(self.site))

    def watches(self, path: Path) -> bool:
        """Return whether a change of a file is noticed."""
        return any(path.is_relative_to(watched) for watched in self.watched)


def serve_while(
    project: Project, scenario: Callable[[Served], None], monkeypatch: pytest.MonkeyPatch, said: Callable[[], str]
) -> None:
    """Run the engine's `serve` on a project in this process; where it would wait for changes, run the scenario."""

    class Server(Served):
        def __init__(self, builder: Callable[[], None], root: str, **_: Any) -> None:
            super().__init__(builder, root, said)

        def watch(self, path: str) -> None:
            self.watched.append(Path(path).resolve())

        def serve(self, **_: Any) -> None:
            scenario(self)

        def shutdown(self) -> None:
            pass

    monkeypatch.setattr(serve, "LiveReloadServer", Server)
    # The code that runs is the repository's; what it reads besides is the project's.
    monkeypatch.setattr(templates, "FOLDER", project.folder / "macros" / "templates")
    monkeypatch.setattr(styles, "STYLES", project.folder / "macros" / "styles")
    monkeypatch.setattr(schemas, "SCHEMA_DIR", project.folder / "schema")
    monkeypatch.setattr(write_site, "ROOT", project.folder)
    monkeypatch.setenv("MEDPLAN_DATA", str(project.data))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DAY)
    for name in ("SITE_URL", "REPO_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(project.folder)
    monkeypatch.syspath_prepend(str(project.folder))  # as the macros' plugin does; undone with the rest
    serve.serve(config_file="mkdocs.yml")
