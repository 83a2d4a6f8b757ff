"""The guide can't lie: its edits are made and its commands run in a copy, and must say what the guide says they say.

In docs/contribute/index.md a `diff` block is an edit of the file in its title, a `yaml` block with a title is quoted
from that file, and in a `console` block each line after `$ ` is run; the lines below it are what it prints.
"""

from __future__ import annotations

import re
import shlex
import shutil
import struct
import textwrap

import pytest

from .support import ROOT
from .test_rehearsal import Desk, at_desk

pytestmark = pytest.mark.slow

GUIDE = ROOT / "docs" / "contribute" / "index.md"
BLOCK = re.compile(r'^( *)```(diff|console|yaml)(?: title="([^"]+)")?\n(.*?)^\1```$', re.MULTILINE | re.DOTALL)


def blocks(text: str) -> list[tuple[str, str, str]]:
    """Return the guide's blocks as (kind, file, text), in order."""
    return [(kind, title or "", textwrap.dedent(body)) for _, kind, title, body in BLOCK.findall(text)]


def commands(block: str) -> list[tuple[str, str]]:
    """Return a console block as (command, what it prints)."""
    parts = re.split(r"^\$ (.*)\n", block, flags=re.MULTILINE)
    assert parts[0] == "", "a console block begins with a command"
    return list(zip(parts[1::2], parts[2::2], strict=True))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A clone of the repository, in which the scripts run by their names."""
    folder = tmp_path_factory.mktemp("guide")
    first = folder / "first"
    for name in ("src", "schema", "scripts", "data"):
        shutil.copytree(ROOT / name, first / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    shutil.copy(ROOT / ".gitignore", first)
    maker = Desk(folder=first)
    maker.git("init", "--quiet", "--initial-branch=main")
    maker.git("add", "--all")
    maker.git("-c", "user.name=x", "-c", "user.email=x@example.invalid", "commit", "--quiet", "--message", "First")
    made = at_desk(folder / "clone", first, folder)
    made.environment["PATH"] = f"{made.folder / '.venv' / 'bin'}:{made.environment['PATH']}"
    return made


def edit(desk: Desk, file: str, diff: str) -> None:
    """Make the edit of a diff block, whose lines may be parts of the file's lines."""
    old, new = ("\n".join(line[1:] for line in diff.splitlines() if line.startswith(sign)) for sign in "-+")
    path = desk.folder / file
    text = path.read_text("utf-8")
    assert text.count(old) == 1, f"{file} has {text.count(old)} times: {old}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_guides_commands_print_what_it_says(desk: Desk) -> None:
    ran = 0
    for kind, file, body in blocks(GUIDE.read_text("utf-8")):
        if kind == "diff":
            edit(desk, file, body)
        elif kind == "console":
            for command, printed in commands(body):
                desk.run(*shlex.split(command))
                assert desk.said.rstrip() == printed.rstrip(), command
                ran += 1
    assert ran >= 8
    desk.run("git", "status", "--short")
    assert desk.said == "", "at the end the guide has tidied up"


@pytest.mark.parametrize("quoted", [b for b in blocks(GUIDE.read_text("utf-8")) if b[0] == "yaml" and b[1]])
def test_what_the_guide_quotes_stands_in_the_file(quoted: tuple[str, str, str]) -> None:
    _, file, body = quoted
    assert body.strip() in textwrap.dedent(re.sub("^  ", "", (ROOT / file).read_text("utf-8"), flags=re.MULTILINE))


def test_the_guides_pictures_are_small_and_described() -> None:
    pictures = re.findall(r'!\[([^\]]*)\]\(([^)]+)\)\{ width="(\d+)" height="(\d+)" \}', GUIDE.read_text("utf-8"))
    assert len(pictures) >= 3
    for alt, name, *size in pictures:
        content = (GUIDE.parent / name).read_bytes()
        assert len(alt) >= 10
        assert content.startswith(b"\x89PNG")
        assert struct.unpack(">II", content[16:24]) == tuple(map(int, size)), name
        assert len(content) <= 80_000, name
