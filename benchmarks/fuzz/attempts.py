"""What is tried with each command: a stage and a source of chance in; AssertionError, or whatever escapes, out."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import random
import resource
import shutil
import signal
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

from benchmarks.fuzz.spoiling import VALUES, spoil_bytes, spoil_document, spoil_yaml
from benchmarks.fuzz.stage import PLAN_ID, SUFFIXES, Stage
from benchmarks.measure import ROOT
from macros.build.facts import Spool
from macros.build.templates import Templates
from macros.steps.open_build import open_build
from macros.views.table import list_pages, render_page
from medplan.files.document import load_text
from medplan.importing.guard.seal import Guards
from medplan.importing.read import receive, worker
from medplan.importing.read.blocks import Block, load_blocks
from medplan.importing.read.limits import Refused
from medplan.issues import has_errors
from medplan.library.repository import Repository
from medplan.plan.address import Address, Eid
from medplan.schema.schemas import CATALOGUES, integer_keys

Attempt = Callable[[Stage, random.Random], None]
DAY = date(2026, 12, 1)
_READING = 20  # seconds: the reader's own process would long have been ended by the system


@cache
def script(name: str) -> Any:
    """Return a command as a module."""
    spec = importlib.util.spec_from_file_location(f"script_{name}", ROOT / "scripts" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(name: str, *arguments: object, codes: tuple[int, ...] = (0, 1)) -> tuple[int, str]:
    """Run a command in this process; return its exit status, one of `codes`, and all that it said."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            code = script(name).main([str(argument) for argument in arguments])
        except SystemExit as ended:
            code = ended.code
    assert code in codes, f"{name} 退出 {code}：{said.getvalue()[-400:]}"
    assert "Traceback" not in said.getvalue()
    assert code == 0 or said.getvalue().strip(), f"{name} 退出 {code}，什么也没有说"
    return code, said.getvalue()


def validate(stage: Stage, chance: random.Random) -> None:
    """Whatever stands in a plan, a catalogue, the redirects or a source, the validator says what is wrong."""
    for _ in range(chance.choice((1, 1, 1, 2))):
        way = chance.random()
        if way < 0.6:
            stage.plan.write_bytes(spoil_yaml(chance.choice(stage.yamls), chance, stage.yamls))
        elif way < 0.85:
            path = stage.data / f"{chance.choice(CATALOGUES)}.yaml"
            path.write_bytes(spoil_yaml(path.read_text("utf-8", "replace"), chance, stage.yamls))
        elif way < 0.95:
            page, old, new = (Address.of_plan(PLAN_ID, eid) for eid in (None, Eid("chp_9"), Eid("chp_1")))
            moved = f"- {{from: {Address.of_plan('320500-suzhou-old')}, to: {page}, why: 代号改正}}\n"
            moved += f"- {{from: '{old}', to: '{new}', why: 编号改正}}\n"
            (stage.data / "redirects.yaml").write_bytes(spoil_yaml(moved, chance))
        else:
            stage.source.write_bytes(spoil_bytes(stage.source.read_bytes(), chance))
    run("validate", "--data", stage.data, "--format", chance.choice(("text", "github", "json")))


def build(stage: Stage, chance: random.Random) -> None:
    """What the validator accepts, builds: every page is laid out."""
    stage.put(spoil_yaml(chance.choice(stage.yamls), chance, stage.yamls))
    accepted = not has_errors(Repository.open(stage.data).check())
    if not accepted and chance.random() < 0.9:
        return
    spool = stage.folder / "spool"
    opened, issues = open_build(stage.data, Spool(folder=spool), Templates.read(), DAY)
    assert opened is None or accepted, "生成的，校验没有通过"
    if opened is None:
        unproved = run("prove_source", "--data", stage.data)[0] == 1
        assert not accepted or unproved, f"校验通过的，没有生成：{[i.as_text() for i in issues][:3]}"
        return
    assert all(render_page(opened, page) for page in list_pages(opened))


def prove(stage: Stage, chance: random.Random) -> None:
    """The proof holds for no source but the one that was received."""
    if chance.random() < 0.5:
        stage.plan.write_bytes(spoil_yaml(chance.choice(stage.yamls), chance, stage.yamls))
    before = stage.source.read_bytes()
    stage.source.write_bytes(spoil_bytes(before, chance))
    code, said = run("prove_source", "--data", stage.data)
    own = stage.source.name.encode() in stage.plan.read_bytes()
    assert code == 1 or not own or stage.source.read_bytes() == before, said


def compare(stage: Stage, chance: random.Random) -> None:
    """Any two files that are called plans are compared, or it is said which can't be read."""
    old, new = stage.folder / "old.yaml", stage.folder / "new.yaml"
    text = chance.choice(stage.yamls)
    old.write_bytes(text.encode() if chance.random() < 0.7 else spoil_yaml(text, chance, stage.yamls))
    new.write_bytes(spoil_yaml(text, chance, stage.yamls))
    pair = (old, new) if chance.random() < 0.8 else (new, old)
    if chance.random() < 0.1:
        before = stage.folder / "before"
        shutil.copytree(stage.data, before)
        stage.plan.write_bytes(new.read_bytes())
        pair = (before, stage.data)
    run("compare_plans", *pair, "--data", stage.data, "--format", chance.choice(("text", "markdown")))


def layout(stage: Stage, chance: random.Random) -> None:
    """The formatter keeps every word and a copy, or leaves the file alone and says why; twice is no more than once."""
    content = spoil_yaml(chance.choice(stage.yamls), chance, stage.yamls)
    stage.plan.write_bytes(content)
    code, said = run("format_plan", stage.plan, "--data", stage.data)
    written = stage.plan.read_bytes()
    if code == 0 or written == content:
        assert written == content, "退出 0，文件却变了"
        return
    copy = stage.plan.with_name(f"{stage.plan.name}.1.bak")
    assert copy.read_bytes() == content, "排版以前的没有留下"
    keys = integer_keys("plan")
    old = load_text(content.decode().replace("\r\n", "\n"), "old", keys)[0]
    assert load_text(written.decode(), "new", keys)[0].data == old.data, said
    assert run("format_plan", stage.plan, "--data", stage.data)[0] == 0, "排版两次，结果不同"


def begin(stage: Stage, chance: random.Random) -> None:
    """What is begun by hand validates, or nothing is written and it is said why."""

    def odd(usual: str) -> str:
        return usual if chance.random() < 0.6 else "".join(chance.choice(VALUES) for _ in range(chance.randint(1, 3)))

    given = [f"--place={odd('苏州市')}", f"--title={odd('苏州市规划')}", f"--slug={odd('x')}"]
    given += [f"--period={odd('2021-2025')}", f"--issuer={odd('')}", f"--number={odd('')}", f"--origin={odd('某网站')}"]
    given += [f"--published={odd('2021-10-08')}", "--data", str(stage.data)]
    code, said = run("new_plan", *given, codes=(0, 1, 2))
    made = [path for path in stage.more() if path.is_file()]
    assert len(made) == (code == 0), said
    if code == 0:
        found = [issue for issue in Repository.open(stage.data).check(made) if issue.rule != "source-missing"]
        assert not has_errors(found), found


def take_in(suffix: str) -> Attempt:
    """Return the attempt for documents of a form."""

    def attempt(stage: Stage, chance: random.Random) -> None:
        """A document becomes a draft that validates and is proved, whole; or nothing is written and it is said why."""
        path = stage.folder / f"given{suffix}"
        path.write_bytes(spoil_document(suffix, stage.document(suffix, chance), chance))
        given = ["--jurisdiction", "320500", "--slug", "fuzz"] if chance.random() < 0.7 else []
        with contextlib.nullcontext() if chance.random() < 0.03 else _inline():
            code, said = run("import_plan", path, *given, "--data", stage.data, codes=(0, 1))
        made = [p for p in stage.more() if p.is_file() and p != path]
        assert not any(p.name.startswith(".") for p in made), made
        if code == 1:
            assert not made, f"没有导入，却写了 {made}：{said}"
            return
        plans = [p for p in made if p.suffix == ".yaml"]
        assert len(plans) == 1, made
        found = Repository.open(stage.data).check(plans)
        assert not has_errors(found), [issue.as_text() for issue in found][:3]
        assert run("prove_source", plans[0].stem, "--data", stage.data)[0] == 0, said

    return attempt


class _TooLong(Exception):
    pass


@contextlib.contextmanager
def _inline() -> Iterator[None]:
    """Read documents in this process, many times as fast as in one of their own; the system's limits then hold not."""
    with mock.patch.object(receive, "read_apart", _read_here), mock.patch.object(resource, "setrlimit"):
        yield


def _read_here(path: Path, suffix: str, progress: Any, *, ocr: bool) -> tuple[list[Block], Guards]:
    def stop(*_: object) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, _READING)
    said = io.StringIO()
    try:
        worker.main(suffix, path, said, ocr=ocr)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    kind, _, rest = said.getvalue().rstrip("\n").rpartition("\n")[2].partition(" ")
    assert kind in ("blocks", "refused"), said.getvalue()[-300:]
    if kind == "refused":
        raise Refused(*rest.partition("\t")[::2])
    return load_blocks(rest), Guards()


ATTEMPTS: dict[str, Attempt] = {
    "validate": validate,
    "build": build,
    "prove": prove,
    "compare": compare,
    "format": layout,
    "begin": begin,
    **{f"import-{suffix[1:]}": take_in(suffix) for suffix in SUFFIXES},
}
