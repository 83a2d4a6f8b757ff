"""What lies under plans/: a folder in, the plans' files in order and whatever does not belong there out."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from medplan.files.copies import COPY
from medplan.files.ordinary import FileFault

SHEET = ".review.html"  # what the importer writes beside a draft to be looked at, never committed
_STRAY = FileFault(
    rule="stray-file", message="plans/ 下只放 省级文件夹/代号.yaml", cure="移走，或改名为 .yaml、放进省级文件夹"
)
_NESTED = FileFault(
    rule="stray-file",
    message="省级文件夹里又有文件夹；plans/ 下只放 省级文件夹/代号.yaml",
    cure="把里面的规划移到省级文件夹里，删去这个文件夹",
)
_LINK = FileFault(rule="file-kind", message="是链接，不是文件夹", cure="删去链接，把文件夹本身放在这里")
_CLOSED = FileFault(rule="file-unreadable", message="文件夹读不出", cure="改好读取权限")


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """`plans` in administrative order of their names, of whatever kind the files are; `strays` with their faults."""

    plans: tuple[Path, ...]
    strays: tuple[tuple[Path, FileFault], ...]


def _is_told(folder: Path) -> bool:
    """Return whether a folder within a province's is a link, or bears a plan's name: both are told of as such."""
    return folder.is_symlink() or folder.suffix == ".yaml"


def survey(folder: Path) -> Survey:
    """Return what lies under a folder of plans; links to folders are told of, not followed."""
    if folder.is_symlink():
        return Survey(plans=(), strays=((folder, _LINK),))
    plans: list[Path] = []
    strays: list[tuple[Path, FileFault]] = []

    def note(error: OSError) -> None:
        if folder.exists():
            strays.append((Path(str(error.filename)), _CLOSED))

    for at, folders, files in os.walk(folder, onerror=note):
        here = Path(at)
        depth = len(here.relative_to(folder).parts)
        plans += [here / name for name in (*files, *folders) if depth == 1 and name.endswith(".yaml")]
        strays += [(here / name, _LINK) for name in folders if (here / name).is_symlink() and here / name not in plans]
        if depth == 1:
            strays += [(here / name, _NESTED) for name in folders if not _is_told(here / name)]
            folders.clear()  # what lies in them is told of with them
        strays += [(here / name, _STRAY) for name in files if depth != 1 or not name.endswith((".yaml", SHEET, COPY))]
    return Survey(plans=tuple(sorted(plans, key=lambda p: p.name)), strays=tuple(sorted(strays, key=lambda s: s[0])))
