"""A plugin for pytest that runs, for each mutant, the tests that reach its lines; collected tests in, verdicts out.

First all tests run once and their lines are noted; then every mutant has a forked process of its own, which finds what
the session's fixtures made ready. A change within a function is put into the live function; one at the top of a module
needs the module, and all that imported it, anew. A mutant dies when a test fails, or when one takes far longer than it
does (by CPU time, so that a busy machine changes nothing).
"""

from __future__ import annotations

import functools
import gc
import importlib.util
import json
import os
import re
import resource
import signal
import sys
import time
from collections.abc import Iterator
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from benchmarks.measure import ROOT
from benchmarks.mutating import Mutant, mutants_of

SRC = ROOT / "src"
MOST_CALLS = 300_000  # a test that calls more functions is not run for mutants; calls are the same on every machine
AGAIN = 3.0  # CPU seconds: one that took longer is not tried again
LEAST_LIMIT, TIMES_LIMIT = 2, 3  # CPU seconds
MEMORY = 6 << 30
OURS = ("medplan", "macros", "unit", "conftest", "builds", "hostile_corpus", "scripts", "site")
# Packages whose caches hold what a mutant may make; those below hold catalogues and schemas, which take long to read.
CACHES = ("medplan.language", "medplan.plan", "medplan.rules", "medplan.facts", "medplan.compare")
KILLED, SURVIVED, UNREACHED = "killed", "survived", "unreached"
Tracer = Any


class Reach:
    """Which tests reach which lines, how many functions each calls and how long it takes."""

    def __init__(self) -> None:
        self.tests: dict[tuple[str, int], set[int]] = {}
        self.calls: list[int] = []
        self.seconds: list[float] = []
        self.texts: list[str] = []  # of the test's file

    def of(self, mutant: Mutant, path: str) -> list[int]:
        """Return the tests that reach a mutant, the quickest first.

        One at a module's top is reached by all that reach the module, and by the tests of the files that name it.
        """
        first, last = mutant.lines if mutant.function else (0, sys.maxsize)
        reached = [tests for (file, line), tests in self.tests.items() if file == path and first <= line <= last]
        found = set[int]().union(*reached)
        if not mutant.function:
            named = re.compile(rf"\b{re.escape(mutant.module)}\b")
            found.update(t for t, text in enumerate(self.texts) if named.search(text))
        return sorted((t for t in found if self.calls[t] <= MOST_CALLS), key=lambda t: (self.calls[t], t))


class _Session:
    """Stands for a test that needs nothing but the session: what is before it is torn down as far as that."""

    def __init__(self, session: pytest.Session) -> None:
        self.session = session

    def listchain(self) -> list[pytest.Session]:
        return [self.session]


def modules_of(packages: list[str]) -> Iterator[tuple[str, Path]]:
    """Yield the name and file of every module of packages (or the one module named)."""
    for package in packages:
        place = SRC / Path(*package.split("."))
        for path in sorted(place.glob("*.py")) if place.is_dir() else [place.with_suffix(".py")]:
            if path.name != "__init__.py":
                yield ".".join(path.relative_to(SRC).with_suffix("").parts), path


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out the tests that drive a browser: it can't be shared between forked processes."""
    items[:] = [item for item in items if "chromium" not in getattr(item, "fixturenames", ())]


def pytest_runtestloop(session: pytest.Session) -> bool:
    """Judge every mutant of the packages in MUTANTS_OF and write the verdicts to the file in MUTANTS_OUT."""
    items = list(session.items)
    modules = dict(modules_of(os.environ["MUTANTS_OF"].split(",")))
    reach = _measure_reach(session, {str(path) for path in modules.values()})
    gc.collect()
    gc.freeze()
    verdicts: dict[str, str] = {}
    out = Path(os.environ["MUTANTS_OUT"])
    running: dict[int, Mutant] = {}

    def take_one() -> None:
        pid, status = os.wait()
        if pid in running:
            verdicts[running.pop(pid).name] = SURVIVED if status == 0 else KILLED

    for module, path in modules.items():
        for mutant in mutants_of(module, path.read_text("utf-8"), str(path)):
            verdicts[mutant.name] = UNREACHED  # keeps the order; replaced when the tests have run
            tests = reach.of(mutant, str(path))
            if not tests:
                continue
            while len(running) >= (os.cpu_count() or 1):
                take_one()
            pid = os.fork()
            if pid == 0:
                _judge(mutant, path, [(items[t], reach.seconds[t]) for t in tests])
            running[pid] = mutant
        _say(session, f"{module}: {len(verdicts)}")
        out.write_text(json.dumps(verdicts, ensure_ascii=False, indent=1), "utf-8")
    while running:
        take_one()
    out.write_text(json.dumps(verdicts, ensure_ascii=False, indent=1), "utf-8")
    return True


def _say(session: pytest.Session, words: str) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    assert reporter is not None
    reporter.write_line(f"{time.strftime('%H:%M:%S')} {words}")


def _measure_reach(session: pytest.Session, files: set[str]) -> Reach:
    """Run all tests once and note their lines; the tests must pass. What the session's fixtures made stays."""
    reach = Reach()
    failed = []
    for number, item in enumerate(session.items):
        reached: set[tuple[str, int]] = set()
        calls, seconds = MOST_CALLS + 1, 0.0
        for _ in range(2):  # a test that is the first to read the catalogues calls much that it does not call again
            if calls > MOST_CALLS and seconds < AGAIN:
                # What one test had worked out, the next must reach too.
                _forget_cached(tuple(os.environ["MUTANTS_OF"].split(",")))
                start = time.process_time()
                counted = [0]
                sys.settrace(_tracer(files, reached, counted))
                reports = runtestprotocol(item, log=False, nextitem=_following(session, number))
                sys.settrace(None)
                calls, seconds = counted[0], time.process_time() - start
                failed += [report.nodeid for report in reports if report.failed]
        reach.calls.append(calls)
        reach.seconds.append(round(seconds, 3))
        reach.texts.append(item.path.read_text("utf-8"))
        for line in reached:
            reach.tests.setdefault(line, set()).add(number)
    _say(session, f"{len(session.items)} tests, {sum(reach.seconds):.0f} CPU seconds while traced")
    if failed:
        raise pytest.UsageError(f"these tests fail without any change: {failed}")
    return reach


def _following(session: pytest.Session, number: int) -> Any:
    return session.items[number + 1] if number + 1 < len(session.items) else _Session(session)


def _tracer(files: set[str], reached: set[tuple[str, int]], calls: list[int]) -> Tracer:
    def line(frame: FrameType, event: str, _: object) -> Tracer:
        if event == "line":
            reached.add((frame.f_code.co_filename, frame.f_lineno))
        return line

    def call(frame: FrameType, _event: str, _: object) -> Tracer:
        calls[0] += 1
        if calls[0] > 2 * MOST_CALLS:
            sys.settrace(None)  # the rest of a long test goes untraced, and quicker
        if frame.f_code.co_filename in files:
            reached.add((frame.f_code.co_filename, frame.f_lineno))
            return line
        return None

    return call


def _silence() -> None:
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (1, 2):
        os.dup2(nothing, stream)


def _judge(mutant: Mutant, path: Path, items: list[tuple[pytest.Item, float]]) -> None:
    """Run the tests against a mutant until one fails, and end this process: 0 when none did."""
    _silence()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    code = 1
    try:
        if mutant.function:
            _replace_code(mutant)
            code = _run(items)
        else:
            _limit(LEAST_LIMIT * 4 + TIMES_LIMIT * sum(seconds for _, seconds in items))
            code = _run_anew(mutant, path, [item.nodeid for item, _ in items])
    finally:
        os._exit(code)


def _limit(seconds: float) -> None:
    """End this process when it has used so much more CPU time, or waited for twenty times as long."""
    signal.alarm(int(20 * seconds))
    limit = int(time.process_time() + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _run(items: list[tuple[pytest.Item, float]]) -> int:
    session = _Session(items[0][0].session)
    for (item, seconds), following in zip(items, [*(i for i, _ in items[1:]), session], strict=True):
        _limit(LEAST_LIMIT + TIMES_LIMIT * seconds)
        if any(report.failed for report in runtestprotocol(item, log=False, nextitem=following)):  # type: ignore[arg-type]
            return 1
    return 0


def _replace_code(mutant: Mutant) -> None:
    """Put the changed code into the live function, and forget what was cached before."""
    assert mutant.function
    found: Any = sys.modules[mutant.module]
    for part in mutant.function.split("."):
        found = vars(found)[part] if isinstance(found, type) else getattr(found, part)
    if isinstance(found, property):
        found = found.fget
    found = getattr(found, "__wrapped__", None) or getattr(found, "__func__", found)
    found.__code__ = _code_of(mutant.code, mutant.function)
    _forget_cached(CACHES)


def _forget_cached(packages: tuple[str, ...]) -> None:
    """Empty the caches of functions of packages."""
    for name, module in list(sys.modules.items()):
        if name.startswith("medplan."):
            for cached in vars(module).values():
                if isinstance(cached, functools._lru_cache_wrapper) and cached.__module__.startswith(packages):
                    cached.cache_clear()


def _code_of(code: CodeType, name: str) -> CodeType:
    for part in name.split("."):
        code = next(c for c in code.co_consts if isinstance(c, CodeType) and c.co_name == part)
    return code


class _Finder(MetaPathFinder):
    """Finds one module, as changed."""

    def __init__(self, mutant: Mutant, path: Path) -> None:
        self.mutant, self.path = mutant, path

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if name != self.mutant.module:
            return None
        loader = _Loader(name, str(self.path))
        loader.code = self.mutant.code
        return importlib.util.spec_from_file_location(name, self.path, loader=loader)


class _Loader(SourceFileLoader):
    code: CodeType

    def get_code(self, fullname: str) -> CodeType:
        return self.code


class _Only:
    """A plugin that keeps the tests named, in that order."""

    def __init__(self, names: list[str]) -> None:
        self.order = {name: at for at, name in enumerate(names)}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted((i for i in items if i.nodeid in self.order), key=lambda i: self.order[i.nodeid])


def _run_anew(mutant: Mutant, path: Path, names: list[str]) -> int:
    """Import everything of ours again, the module changed, and run the tests."""
    for name in [name for name in sys.modules if name.partition(".")[0] in OURS]:
        if name != "site":
            del sys.modules[name]
    sys.meta_path.insert(0, _Finder(mutant, path))
    files = sorted({name.partition("::")[0] for name in names})
    return int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", *files], plugins=[_Only(names)]))
