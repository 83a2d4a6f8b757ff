"""Take in a file's text from a stranger: refuse what no plan holds (encoding, hidden characters, templates)."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from medplan.files.ordinary import read_ordinary
from medplan.issues import Issue
from medplan.language.lookalike import find_lookalike, without_lookalikes
from medplan.language.unseen import find_unseen, with_plain_spaces

MAX_BYTES = 4_000_000
# What opens a template; `%}` and `#}` alone may end a flow mapping.
_TEMPLATE = re.compile(r"\{\{|\{%|\{#")
_BRACES = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_NOT_UTF_8 = (b"\xff\xfe", b"\xfe\xff")


def read_text(path: Path, shown: str) -> tuple[str, list[Issue]]:
    """Return the file's text, or "" and the issue that says why it can't be read (kind, size, rights, encoding).

    Line ends of Windows (CRLF) are taken for plain ones; a byte order mark is an issue.
    """
    raw, fault = read_ordinary(path, MAX_BYTES)
    if fault is not None:
        return "", [Issue(path=shown, rule=fault.rule, message=fault.message, cure=fault.cure)]
    line = column = 1
    try:
        text = raw.decode("utf-8")
        if not text.startswith("\ufeff"):
            return text.replace("\r\n", "\n"), []
        words = "文件开头有看不见的 BOM 标记"
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        words = "从这里起不是 UTF-8 编码" + _guessed(raw)
    cure = "用编辑器打开，另存为 UTF-8（不带 BOM）"
    return "", [Issue(path=shown, line=line, column=column, rule="encoding", message=words, cure=cure)]


def _guessed(raw: bytes) -> str:
    if raw.startswith(_NOT_UTF_8) or raw.count(b"\0") > len(raw) // 4:
        return "，像是 UTF-16（记事本的“Unicode”）"
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "，像是 GBK（记事本的“ANSI”）"


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
