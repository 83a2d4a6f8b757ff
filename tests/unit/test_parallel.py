"""The same done to many things by several processes: results in order, this process at work too, faults in turn."""

from __future__ import annotations

import os
import time

import pytest

from medplan import parallel
from medplan.parallel import map_in_order

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
