"""What the importer believes of the process that read a document, which a document may have made its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from medplan.importing.guard.seal import Guards
from medplan.importing.read import apart
from medplan.importing.read.blocks import Paragraph
from medplan.importing.read.limits import Refused

GUARDED = 'guarded {"by": ["seccomp"], "held": ["联网"], "open": ["写文件"]}'
FORGED = GUARDED.replace('"open": ["写文件"]', '"open": []')
BLOCKS = 'blocks [["Paragraph", {"text": "甲"}]]'


def heard(monkeypatch: pytest.MonkeyPatch, *lines: str, code: str = "") -> tuple[object, object, list[int]]:
    """Return what the importer takes from a reader that prints these lines, and the steps it is told of."""
    steps: list[int] = []
    code = code or f"print({chr(10).join(lines)!r}, flush=True)"
    started = subprocess.Popen

    def stand_in(command: list[str], **options: object) -> object:
        return started([sys.executable, "-X", "utf8", "-c", code], **options)  # type: ignore[call-overload]

    monkeypatch.setattr(apart.subprocess, "Popen", stand_in)  # type: ignore[attr-defined]
    blocks, guards = apart.read_apart(Path("a.docx"), ".docx", lambda done, of: steps.append(done), ocr=False)
    return blocks, guards, steps


def test_what_holds_it_is_what_it_said_first(monkeypatch: pytest.MonkeyPatch) -> None:
    blocks, guards, steps = heard(monkeypatch, GUARDED, "progress 1/3", FORGED, "progress 2/3", BLOCKS)
    assert blocks == [Paragraph(text="甲")] and steps == [1, 2]
    assert guards == Guards(by=("seccomp",), held=("联网",), open=("写文件",))


@pytest.mark.parametrize(
    "line",
    [
        "blocks {",
        "blocks 1",
        "blocks [[1]]",
        'blocks [["Path", {}]]',
        'blocks [["Paragraph", {"text": 1}]]',
        'blocks [["Paragraph", {"text": "甲", "more": 1}]]',
        'blocks [["Grid", {"rows": [[1]], "at": []}]]',
        'blocks [["Grid", {"rows": 5, "at": []}]]',
        "blocks " + "[" * 100_000,
        "progress x/y",
        "progress 1",
        "guarded []",
        "\udcff".encode("utf-8", "surrogateescape").decode("latin-1"),
    ],
)
def test_what_has_not_the_form_is_a_refusal(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refused, match=r"读不出内容|读得太久"):
        heard(monkeypatch, line)


def test_saying_that_it_goes_on_gives_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_NO_PROGRESS", 1)
    loop = "import time\nwhile True: print('progress 1/2', flush=True); time.sleep(0.05)"
    with pytest.raises(Refused, match="读得太久"):
        heard(monkeypatch, code=loop)


def test_a_line_without_end_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_MOST_SAID", 3_000_000)
    with pytest.raises(Refused, match="读得太久"):
        heard(monkeypatch, code="import sys\nwhile True: sys.stdout.write('x' * 65536)")
