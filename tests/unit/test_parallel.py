"""The same done to many things by several processes: results in order, this process at work too, faults in turn."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from medplan import parallel
from medplan.parallel import Aside, map_in_order
from medplan.running.doing import doing

THINGS = list(range(200))


def numbered(factor: int, thing: int) -> tuple[int, int]:
    time.sleep(0.0005)
    return factor * thing, os.getpid()


def faulty(last: int, thing: int) -> int:
    if thing > last:
        raise ValueError(thing)
    return thing


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_results_come_in_order_from_as_many_processes_as_asked_for_this_one_among_them(jobs: int) -> None:
    found = list(map_in_order(numbered, 3, THINGS, jobs))
    assert [number for number, _ in found] == [3 * thing for thing in THINGS]
    processes = {process for _, process in found}
    assert len(processes) == jobs
    assert os.getpid() in processes


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("last", [0, 20, 150])
def test_a_fault_is_raised_when_its_turn_comes(jobs: int, last: int) -> None:
    with pytest.raises(ValueError, match=str(last + 1)):
        list(map_in_order(faulty, last, THINGS, jobs))
    asked = map_in_order(faulty, last, THINGS, jobs)
    size = 1 if jobs == 1 else 12  # a portion has one outcome
    assert [next(asked) for _ in range((last + 1) // size * size)] == list(range((last + 1) // size * size))


def test_other_processes_begin_anew_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "RENEWED", 4)
    found = list(map_in_order(numbered, 3, THINGS, 2))
    assert [number for number, _ in found] == [3 * thing for thing in THINGS]
    assert len({process for _, process in found}) > 3


@pytest.mark.parametrize("jobs", [1, 2])
def test_long_things_are_done_one_by_one_aside_or_here_where_there_is_one_core(jobs: int) -> None:
    with Aside(jobs) as aside:
        asked = [aside.ask(numbered, factor, 7) for factor in (2, 3)]
        found = [told() for told in asked]
    assert [number for number, _ in found] == [14, 21]
    (process,) = {process for _, process in found}
    assert (process == os.getpid()) is (jobs == 1)


@pytest.mark.parametrize("jobs", [1, 2])
def test_of_many_things_done_aside_this_process_does_what_is_not_begun_when_it_asks(jobs: int) -> None:
    with Aside(jobs) as aside:
        aside.ask(time.sleep, 0.2)
        found = aside.ask_each(numbered, [(10, thing) for thing in range(20)])()
        later = aside.ask_each(numbered, [(10, thing) for thing in range(3)])
        aside.ask(os.getpid)()  # things are done one by one: those before are done
        processes = {process for _, process in later()}
    assert [number for number, _ in found] == [10 * thing for thing in range(20)]
    assert len({process for _, process in found}) == jobs
    assert found[-1][1] == os.getpid()
    assert (os.getpid() in processes) is (jobs == 1)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_fault_of_a_long_thing_is_raised_with_its_notes(jobs: int) -> None:
    with Aside(jobs) as aside, pytest.raises(ValueError, match="乙") as caught:
        aside.ask(fault)()
    assert caught.value.__notes__ == ["写 甲"]


def fault() -> None:
    with doing("写", "甲"):
        raise ValueError("乙")


@pytest.mark.skipif(sys.platform != "linux", reason="the system must end a process with the one that forked it")
def test_what_is_done_elsewhere_ends_with_the_process_that_asked_for_it(tmp_path: Path) -> None:
    note = tmp_path / "process"
    code = f"""
import os, pathlib, signal, time
from medplan.parallel import Aside
asker = os.getpid()
def long():
    pathlib.Path({str(note)!r}).write_text(str(os.getpid()))
    os.kill(asker, signal.SIGKILL)
    time.sleep(600)
with Aside(2) as aside:
    aside.ask(long)()
"""
    subprocess.run([sys.executable, "-c", code], check=False)
    while _lives(note.read_text("ascii")):  # the system ends it a moment later
        time.sleep(0.01)


def _lives(process: str) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{process}/status").read_text("ascii")
    except OSError:
        return False
