"""What the importer itself does with a document has a time limit, told in Chinese; the limit ends with the work."""

from __future__ import annotations

import re
import signal
import threading
from pathlib import Path

import pytest

from medplan.importing.read.limits import Refused
from medplan.importing.take_in import one
from medplan.importing.take_in.deadline import deadline
from medplan.library.repository import Repository

from .support import make_root

ENDLESS = re.compile(r"(甲+)+乙")


def search_without_end(*_: object, **__: object) -> None:
    """Search a text as no pattern of the project does."""
    ENDLESS.search("甲" * 60)


def test_a_search_without_end_is_stopped_and_told() -> None:
    before = signal.getsignal(signal.SIGPROF)
    with pytest.raises(Refused, match=r"认读用了 0\.2 秒处理器时间"), deadline(0.2):
        search_without_end()
    assert signal.getsignal(signal.SIGPROF) == before
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


def test_what_is_done_in_time_is_not_stopped() -> None:
    with deadline(0.2):
        done = 1
    assert done == 1
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


def test_another_thread_than_the_first_works_on_without_a_limit() -> None:
    done: list[int] = []

    def work() -> None:
        with deadline(0.01):
            done.append(sum(range(1000)))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [499500]


def test_recognition_without_end_refuses_the_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = make_root(tmp_path)
    document = tmp_path / "甲.txt"
    document.write_text("苏州市规划\n一、总则\n甲。\n", encoding="utf-8")
    monkeypatch.setattr(one, "RECOGNISE_SECONDS", 0.3)
    monkeypatch.setattr(one, "propose_home", search_without_end)
    with pytest.raises(Refused, match="还没有认完"):
        one.take_in(document, one.Given(), Repository.open(data))
