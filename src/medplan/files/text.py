"""Take in a file's text from a stranger: refuse what no plan holds (encoding, hidden characters, templates)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from medplan.files.ordinary import read_ordinary
from medplan.issues import Issue
from medplan.language.lookalike import find_lookalike, without_lookalikes
from medplan.language.unseen import find_unseen, with_plain_spaces

MAX_BYTES = 4_000_000
# What opens a template; `%}` and `#}` alone may end a flow mapping.
_TEMPLATE = re.compile(r"\{\{|\{%|\{#")
_BRACES = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_MOST_DAMAGED = 20  # lines of a file; beyond them it is no text with a few bytes spoilt
_NOT_UTF_8 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A file's text, and why it is not to be kept as it is; `damaged` are the lines with bytes that are no text.

    A text in another encoding that was recognised is whole; one that was not recognised is "".
    """

    text: str
    issues: tuple[Issue, ...] = ()
    damaged: frozenset[int] = frozenset()


def read_text(path: Path, shown: str) -> tuple[str, list[Issue]]:
    """Return the file's text, or "" and the issue that says why it can't be read (kind, size, rights, encoding).

    Line ends of Windows (CRLF) are taken for plain ones; a byte order mark is an issue.
    """
    taken = take_text(path, shown)
    return ("" if taken.issues else taken.text), list(taken.issues)


def take_text(path: Path, shown: str) -> Taken:
    """Return a file's text as far as it is known, in whatever encoding, with the issue of a wrong one."""
    raw, fault = read_ordinary(path, MAX_BYTES)
    if fault is not None:
        return Taken(text="", issues=(Issue(path=shown, rule=fault.rule, message=fault.message, cure=fault.cure),))
    line = column = 1
    damaged: frozenset[int] = frozenset()
    try:
        text = raw.decode("utf-8").replace("\r\n", "\n")
        if not text.startswith("\ufeff"):
            return Taken(text=text)
        text, words = text[1:], "文件开头有看不见的 BOM 标记"
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        text, guessed, damaged = _recognise(raw)
        words = "从这里起不是 UTF-8 编码" + guessed
    cure = "用编辑器打开，另存为 UTF-8（不带 BOM）"
    issue = Issue(path=shown, line=line, column=column, rule="encoding", message=words, cure=cure)
    return Taken(text=text, issues=(issue,), damaged=damaged)


def _recognise(raw: bytes) -> tuple[str, str, frozenset[int]]:
    """Return bytes that are not UTF-8 as the text that they are, what they look like, and the lines that are damaged.

    What is no text of any known encoding is "".
    """
    if raw.startswith(_NOT_UTF_8) or raw.count(b"\0") > len(raw) // 4:
        words = "，像是 UTF-16（记事本的“Unicode”）"
        text = _decoded(raw, "utf-16") if raw.startswith(_NOT_UTF_8) else ""
        return text, words, frozenset()
    text = _decoded(raw, "gb18030")
    han = [char for char in text if "\u4e00" <= char <= "\u9fff"]
    if han and sum(map(_is_common, han)) >= 0.9 * len(han):
        return text, "，像是 GBK（记事本的“ANSI”）", frozenset()
    text = raw.decode("utf-8", "replace").replace("\r\n", "\n")
    lost = text.count("\ufffd")
    damaged = frozenset(n for n, line in enumerate(text.split("\n"), start=1) if "\ufffd" in line)
    sound = sum(not char.isascii() for char in text) - lost
    if len(damaged) > _MOST_DAMAGED or sound < 5 * lost:
        return "", "", frozenset()
    return text, "", damaged


def _decoded(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding).replace("\r\n", "\n")
    except UnicodeDecodeError:
        return ""


def _is_common(char: str) -> bool:
    """Return whether a character is one of the 3,755 that GB 2312 has first, as nine of ten in any text are."""
    return b"\xb0\xa1" <= char.encode("gb2312", "ignore") <= b"\xd7\xf9"


Fault = tuple[int, str, str, str]


def forbidden_in(text: str) -> Fault | None:
    """Return the first thing in a line that no plan holds, as (column from 1, rule, message, cure), None when clean.

    Template syntax; characters that can't be seen or told from others; look-alikes. Tabs and line feeds pass.
    """
    if found := _TEMPLATE.search(text):
        words = f"有模板语法 {found.group()}"
        return found.start() + 1, "template-syntax", words, "删去；规划正文里不会有这样的符号"
    if text.isascii() and text.isprintable():
        return None
    if double := find_lookalike(text):
        offset, char, meant = double
        cure = f"改为“{meant}”" if meant else "改为键盘上打出的字"
        return offset + 1, "look-alike", f"“{char}”（U+{ord(char):04X}）不是它看起来的那个字", cure
    if unseen := find_unseen(text):
        offset, words, cure = unseen
        return offset + 1, "hidden-character", words, cure
    return None


def find_forbidden(text: str, path: str) -> tuple[str, list[Issue]]:
    """Return an issue for each line of a file that holds what `forbidden_in` finds, and the text without it.

    So cleared the text can be read on, and what else is wrong in it be told in the same run.
    """
    if forbidden_in(text) is None:  # of the whole at once: what is wrong in a line is wrong in the text
        return text, []
    issues: list[Issue] = []
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        if fault := forbidden_in(line):
            column, rule, message, cure = fault
            issues.append(Issue(path=path, line=number, column=column, rule=rule, message=message, cure=cure))
            lines[number - 1] = _without_forbidden(line)
    return ("\n".join(lines) if issues else text), issues


def _without_forbidden(line: str) -> str:
    plain = _BRACES.sub("", with_plain_spaces(without_lookalikes(line)))
    return "".join(c for c in plain if c in "\t\u3000" or (c.isprintable() and not unicodedata.combining(c)))
