"""Hostile files: the committed ones of cases/hostile/files and those too large or too odd to commit, put into a root.

Each is a way to put one hostile thing into a data root, and what the validator must print of it, in full.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import yaml
from unit.support import CASES, SAMPLE_AT, put, sample

from medplan.files.document import MAX_NODES
from medplan.issues import MAX_ISSUES

FOLDER = CASES / "hostile"
WHOLE = sample("body: [甲。]\n")
HUNDRED_MB = 100_000_000
PLANS_AT = "plans/32-jiangsu"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hostile:
    """One hostile thing: its name, how it is put into a data root, and the lines that must be printed of it.

    Of very many lines there are the first, `…` and the last.
    """

    name: str
    put: Callable[[Path], object]
    lines: tuple[str, ...]


def of_text(text: str | bytes) -> Callable[[Path], object]:
    """Return what puts a plan's file of this content into a data root."""
    return lambda data: put(data, text)


def _plan_path(data: Path) -> Path:
    path = data / SAMPLE_AT.removeprefix("data/")
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _huge(data: Path) -> None:
    with _plan_path(data).open("wb") as file:
        file.truncate(HUNDRED_MB)


def _outside(data: Path) -> Path:
    """Return a good plan outside the root, in a folder as under plans/."""
    path = data.parent / "elsewhere" / "32-jiangsu" / Path(SAMPLE_AT).name
    path.parent.mkdir(parents=True)
    path.write_text(WHOLE, encoding="utf-8")
    return path


def _linked_file(data: Path) -> None:
    _plan_path(data).symlink_to(_outside(data))


def _linked_folder(data: Path) -> None:
    (data / PLANS_AT).symlink_to(_outside(data).parent)


def _linked_plans(data: Path) -> None:
    outside = _outside(data)
    (data / "plans").rmdir()
    (data / "plans").symlink_to(outside.parent.parent)


def _linked_to_itself(data: Path) -> None:
    (data / PLANS_AT).symlink_to(data / "plans")


def _linked_source(data: Path) -> None:
    put(data, WHOLE)
    source = data / "sources" / "320500-suzhou-sample.txt"
    source.unlink()
    source.symlink_to("/etc/passwd")


def _linked_catalogue(data: Path) -> None:
    put(data, WHOLE)
    (data / "synonyms.yaml").rename(data.parent / "synonyms.yaml")
    (data / "synonyms.yaml").symlink_to(data.parent / "synonyms.yaml")


def _pipe(data: Path) -> None:
    os.mkfifo(_plan_path(data))


def _pipe_for_source(data: Path) -> None:
    put(data, WHOLE)
    source = data / "sources" / "320500-suzhou-sample.txt"
    source.unlink()
    os.mkfifo(source)


def _socket(data: Path) -> None:
    """Bind a socket in the root; its path is relative, since a socket's may be no longer than a hundred bytes."""
    path, here = _plan_path(data), Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


def _forged_name(data: Path) -> None:
    put(data, WHOLE, SAMPLE_AT.replace("sample", "x\n::error::forged\u202e"))


def _wide(count: int, inside: str = "甲。") -> str:
    """Return a body of chapters of a thousand paragraphs each, the last with a fault."""
    chapters = (
        f"  - num: 第{n}章\n    heading: 甲\n    body:\n" + f"      - {inside}\n" * 1000 for n in range(1, count + 1)
    )
    return "body:\n" + "".join(chapters) + "      - 甲,乙。\n"


def _deep_and_wide() -> str:
    """Return a body eighteen levels deep with the longest ids, and as many paragraphs below as a file may hold."""
    lines = ["body:"]
    for level in range(18):
        lines += [f"{'  ' * (2 * level + 1)}- id: unit_{'a' * 50}{level}", f"{'  ' * (2 * level + 2)}body:"]
    lines += [f"{'  ' * 37}- 甲。"] * 2_999 + [f"{'  ' * 37}- 甲,乙。"]
    return "\n".join(lines) + "\n"


MAKERS: dict[str, Callable[[Path], object]] = {
    "gbk": of_text(WHOLE.encode("gbk")),
    "utf-16": of_text(WHOLE.encode("utf-16")),
    "utf-16-without-mark": of_text(WHOLE.encode("utf-16-le")),
    "latin-bytes": of_text(WHOLE.encode() + b"# caf\xe9\n"),
    "bom": of_text(b"\xef\xbb\xbf" + WHOLE.encode()),
    "nul": of_text(WHOLE.replace("甲。", "甲\0。")),
    "lone-carriage-returns": of_text(WHOLE.replace("\n", "\r")),
    "binary": of_text(bytes(range(256)) * 16),
    "directory": lambda data: _plan_path(data).mkdir(),
    "linked-file": _linked_file,
    "linked-folder": _linked_folder,
    "linked-plans": _linked_plans,
    "linked-to-itself": _linked_to_itself,
    "linked-source": _linked_source,
    "linked-catalogue": _linked_catalogue,
    "pipe": _pipe,
    "pipe-for-source": _pipe_for_source,
    "socket": _socket,
    "forged-name": _forged_name,
    "hundred-megabytes": _huge,
    "huge-scalar": of_text(sample("body: [" + "甲" * 1_300_000 + "]\n")),
    "huge-key": of_text(sample("body: [甲。]\n" + "k" * 1_000 + ": 甲\n")),
    "too-many-nodes": of_text(b"[" + b"1," * (MAX_NODES + 1) + b"]"),
    "brackets": of_text("[" * 1_000_000),
    "braces": of_text("{" * 1_000_000),
    "dashes": of_text("- " * 1_000_000),
    "keys-within-keys": of_text("? " * 100_000),
    "many-unknown-keys": of_text(sample("body: [甲。]\n") + "".join(f"key{n}: 甲\n" for n in range(28_000))),
    "many-repeated-keys": of_text(WHOLE + "kind: plan\n" * 28_000),
    "many-faults": of_text(sample("body:\n" + "  - 甲,乙。\n" * 2_900)),
    "many-themes": of_text(
        sample(
            "body:\n  - num: 一、\n    text: 甲。\n    themes: [" + "".join(f"t{n}, " for n in range(40_000)) + "{}]\n"
        )
    ),
    "deep-and-wide": of_text(sample(_deep_and_wide())),
    "many-cites": of_text(
        sample("body: [甲。]\ncites:\n" + "".join(f"  - {{title: 乙{n}, number: null}}\n" for n in range(10_000)))
    ),
    "cites-to-the-limit": of_text(
        sample(
            _wide(45)
            + "cites:\n"
            + "".join(
                f"  - {{title: 乙{n}, title_by_editor: true, number: null, "
                "printed: [丙, 丁, 戊, 己, 庚, 辛, 壬, 癸, 子, 乙]}\n"
                for n in range(100)
            )
        )
    ),
    "emendations-to-the-limit": of_text(
        sample(
            _wide(45)
            + "emendations:\n"
            + "  - {at: chp_1, printed: 甲。, reads: 乙。, why: 丙, times: 1000}\n"
            + "".join(f"  - {{at: chp_{n % 45 + 1}, printed: 子, reads: 乙, why: 丙, times: 2}}\n" for n in range(299))
        )
    ),
}


def committed() -> dict[str, Callable[[Path], object]]:
    """Return the hostile files that are kept in the repository, by name."""
    found = sorted((FOLDER / "files").glob("*.yaml"))
    return {path.stem: of_text(path.read_bytes()) for path in found}


def corpus() -> list[Hostile]:
    """Return every hostile thing with what must be printed of it, as cases/hostile/printed.yaml has it."""
    printed = yaml.safe_load((FOLDER / "printed.yaml").read_text("utf-8"))
    ways = MAKERS | committed()
    assert printed.keys() == ways.keys(), printed.keys() ^ ways.keys()
    return [Hostile(name=name, put=ways[name], lines=tuple(lines)) for name, lines in printed.items()]


def shortened(lines: list[str]) -> tuple[str, ...]:
    """Return the lines printed, of more than a hundred the first, `…` and the last."""
    return (lines[0], "…", lines[-1]) if len(lines) > MAX_ISSUES else tuple(lines)
