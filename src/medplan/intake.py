"""Take in a file's text from a stranger: refuse what no plan holds (size, encoding, hidden characters, templates)."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from medplan.errors import Issue

MAX_BYTES = 4_000_000
# What opens a template; `%}` and `#}` alone may end a flow mapping.
_TEMPLATE = re.compile(r"\{\{|\{%|\{#")
# Invisible characters that reorder or hide text, beyond the control characters of category Cc.
_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def read_text(path: Path, shown: str) -> tuple[str, list[Issue]]:
    """Return the file's text, or "" and the issue that says why it can't be read (size, kind, encoding)."""

    def refuse(rule: str, message: str, cure: str) -> tuple[str, list[Issue]]:
        return "", [Issue(path=shown, rule=rule, message=message, cure=cure)]

    if path.is_symlink() or not path.is_file():
        return refuse("file-kind", "不是普通文件", "YAML 须是普通文件，不能是文件夹、链接，也不能不存在")
    if path.stat().st_size > MAX_BYTES:
        return refuse("file-size", f"文件超过 {MAX_BYTES // 1_000_000} MB", "拆分，或删去多余内容")
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        return refuse("encoding", f"第 {error.start + 1} 字节起不是 UTF-8", "用编辑器另存为 UTF-8 编码")
    if text.startswith("\ufeff"):
        return refuse("encoding", "文件开头有 BOM", "另存为不带 BOM 的 UTF-8 编码")
    return text.replace("\r\n", "\n"), []


Fault = tuple[int, str, str, str]


def forbidden_in(text: str) -> Fault | None:
    """Return the first thing in a line that no plan holds, as (column from 1, rule, message, cure), None when clean.

    Template syntax, and hidden, control, unassigned or private-use characters; tabs and line feeds pass.
    """
    if found := _TEMPLATE.search(text):
        words = f"有模板语法 {found.group()}"
        return found.start() + 1, "template-syntax", words, "删去；规划正文里不会有这样的符号"
    if text.replace("\u3000", "").replace("\t", "").replace("\n", "").isprintable():
        return None
    for column, char in enumerate(text, start=1):
        if unicodedata.category(char) in _HIDDEN_CATEGORIES and char not in "\t\n":
            return column, "hidden-character", f"有看不见或不能用的字符 U+{ord(char):04X}", "删去这个字符"
    return None


def find_forbidden(text: str, path: str) -> list[Issue]:
    """Return an issue for each line of a file that holds what `forbidden_in` finds."""
    issues: list[Issue] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if fault := forbidden_in(line):
            column, rule, message, cure = fault
            issues.append(Issue(path=path, line=number, column=column, rule=rule, message=message, cure=cure))
    return issues
