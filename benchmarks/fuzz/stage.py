"""A data root to be spoilt and made whole again: a folder in; the files as they were, and what changed, out."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import sync_playwright

from benchmarks.made.made import make_document
from benchmarks.made.versions import write_version
from benchmarks.measure import CACHE, ROOT
from medplan.files.document import load_document
from medplan.library.repository import Repository
from medplan.plan.build_plan import build_plan
from medplan.plan.printed import printed_fields
from medplan.schema.schemas import integer_keys

CASES = ROOT / "tests" / "cases"
PLAN_ID = "320500-suzhou-small"
SUFFIXES = (".txt", ".html", ".docx", ".pdf")
_NEAR = ("100000", "320000", "320500", "320599", "370000", "440000", "440700", "440784", "620000", "621000", "621025")
_NO_SHA = "0" * 64


@dataclass(slots=True, kw_only=True)
class Stage:
    """A data root with the small plan of the tests and one of the library's own, a few places, all catalogues."""

    folder: Path
    pristine: dict[Path, bytes] = field(default_factory=dict)
    yamls: list[str] = field(default_factory=list)
    documents: dict[str, list[Path]] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        """Return the data root."""
        return self.folder / "data"

    @property
    def plan(self) -> Path:
        """Return the file of the plan that is spoilt."""
        return self.data / "plans" / "32-jiangsu" / f"{PLAN_ID}.yaml"

    @property
    def source(self) -> Path:
        """Return the file of that plan's source."""
        return self.data / "sources" / f"{PLAN_ID}.txt"

    @classmethod
    def make(cls, folder: Path) -> Stage:
        """Write a data root into an empty folder and return the stage."""
        stage = cls(folder=folder)
        stage.source.parent.mkdir(parents=True)
        stage.plan.parent.mkdir(parents=True)
        for path in (ROOT / "data").glob("*.yaml"):
            shutil.copy(path, stage.data)
        places = yaml.load((ROOT / "data" / "jurisdictions.yaml").read_text("utf-8"), yaml.CBaseLoader)
        near = [{k: None if v == "null" else v for k, v in place.items()} for place in places if place["code"] in _NEAR]
        listed = "".join(f"- {json.dumps(place, ensure_ascii=False)}\n" for place in near)
        (stage.data / "jurisdictions.yaml").write_text(listed, "utf-8")
        own = next((ROOT / "data" / "plans").glob("*/621025-*.yaml"))
        shutil.copytree(own.parent, stage.data / "plans" / own.parent.name)
        shutil.copy(ROOT / "data" / "sources" / f"{own.stem}.txt", stage.source.parent)
        stage.put((CASES / "hostile" / "base.yaml").read_bytes())
        stage.pristine = {path: path.read_bytes() for path in sorted(stage.data.rglob("*")) if path.is_file()}
        stage.yamls = [path.read_text("utf-8") for path in sorted((CASES / "valid").glob("*.yaml"))]
        stage.yamls += [(CASES / "hostile" / "base.yaml").read_text("utf-8"), own.read_text("utf-8")]
        return stage

    def restore(self) -> None:
        """Make the data root as it was; remove what else lies in the folder."""
        for path, content in self.pristine.items():
            if path.is_symlink() or not path.is_file() or path.read_bytes() != content:
                shutil.rmtree(path, ignore_errors=True)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        for path in self.more():
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()

    def more(self) -> list[Path]:
        """Return what lies in the folder and did not at first, the innermost first."""
        known = {self.data, *self.pristine, *(above for path in self.pristine for above in path.parents)}
        return sorted((path for path in self.folder.rglob("*") if path not in known), reverse=True)

    def changed(self) -> list[Path]:
        """Return the files of the data root that are not as they were, and those that are new."""
        old = [path for path, content in self.pristine.items() if not path.is_file() or path.read_bytes() != content]
        return [*old, *(path for path in self.more() if path.is_file())]

    def put(self, content: bytes) -> None:
        """Write the plan, and the source that it holds whole where it can be read, so that its proof holds too."""
        content = content.replace(b"SOURCE.txt", self.source.name.encode())
        self.plan.write_bytes(content)
        document, issues = load_document(self.plan, self.plan.name, integer_keys("plan"))
        if issues or not isinstance(document.data, dict):
            return
        try:
            plan, _ = build_plan(document, PLAN_ID)
            passages = [passage.text for passage in plan.source.excluded for _ in range(passage.times)]
            source = "\n".join([*passages, *(text for _, _, text in printed_fields(plan)), ""]).encode()
        except (AttributeError, KeyError, TypeError, ValueError, IndexError):
            return  # of a form that the validator refuses
        self.source.write_bytes(source)
        self.plan.write_bytes(content.replace(_NO_SHA.encode(), hashlib.sha256(source).hexdigest().encode()))

    def document(self, suffix: str, chance: random.Random) -> bytes:
        """Return one of the documents that are spoilt: the cases of the importer and some made ones."""
        if suffix not in self.documents:  # a PDF takes a browser
            self.documents[suffix] = [*sorted((CASES / "import").glob(f"*/*{suffix}")), *_made(suffix)]
        return chance.choice(self.documents[suffix]).read_bytes()


def _made(suffix: str) -> list[Path]:
    """Return four made documents, written once."""
    folder = CACHE / "fuzz"
    paths = [folder / f"{seed}{suffix}" for seed in range(4)]
    if not all(path.exists() for path in paths):
        folder.mkdir(parents=True, exist_ok=True)
        catalogues = Repository.open(ROOT / "data").catalogues
        made = [make_document(seed, catalogues) for seed in range(4)]
        _write(suffix, list(zip(made, paths, strict=True)))
    return paths


def _write(suffix: str, pairs: list[tuple[Any, Path]]) -> None:
    form = suffix[1:]
    if form != "pdf":
        for made, path in pairs:
            write_version(made, form, path)
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        for made, path in pairs:
            write_version(made, form, path, page)
        browser.close()
