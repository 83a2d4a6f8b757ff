"""Read an ordinary file and nothing else: a path in, its bytes out, or why not (folder, link, pipe, size, rights)."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from medplan.running.system import reason

_CURE = "须是普通文件，不能是文件夹、链接、管道或设备，也不能不存在"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFault:
    """Why a file's bytes are not to be had: the rule broken, what is wrong and the cure, in Chinese."""

    rule: str
    message: str
    cure: str


def read_ordinary(path: Path, most: int) -> tuple[bytes, FileFault | None]:
    """Return a file's bytes (at most `most`), or b"" and the fault.

    A link is not followed, a pipe or a device not waited for, and no more than `most` bytes are held.
    """
    content, fault = b"", find_fault(path, most)
    if fault is None:
        try:
            handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
            with os.fdopen(handle, "rb") as file:
                content = file.read(most + 1)
        except OSError as error:
            error.filename = None  # the file is told beside the fault
            return b"", FileFault(
                rule="file-unreadable", message=f"读不出：{reason(error)}", cure="改好权限，或重新放一份"
            )
    return (b"", _too_large(most)) if len(content) > most else (content, fault)


def fingerprint(path: Path, most: int) -> str:
    """Return what a file is, where it really lies and what it holds, as one word: equal words, equal reading."""
    content, fault = read_ordinary(path, most)
    held = hashlib.sha256(content).hexdigest() if fault is None else fault.message
    return f"{held} {os.path.realpath(path)}"


def _too_large(most: int) -> FileFault:
    return FileFault(rule="file-size", message=f"文件超过 {most // 1_000_000} MB", cure="拆分，或删去多余内容")


def find_fault(path: Path, most: int) -> FileFault | None:
    """Return why a file is not one to read, without reading it; None when nothing speaks against it."""
    try:
        kind = os.lstat(path)
    except (OSError, ValueError):  # ValueError: a name with NUL in it
        return FileFault(rule="file-kind", message="没有这个文件", cure=_CURE)
    if not stat.S_ISREG(kind.st_mode):
        words = {stat.S_IFLNK: "是链接", stat.S_IFDIR: "是文件夹"}.get(stat.S_IFMT(kind.st_mode), "是管道或设备")
        return FileFault(rule="file-kind", message=f"{words}，不是普通文件", cure=_CURE)
    return _too_large(most) if kind.st_size > most else None
