"""Read one YAML file from a stranger: text in, plain data with the place of every node out, faults as issues."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from medplan.errors import Issue
from medplan.intake import find_forbidden, forbidden_in, read_text

MAX_DEPTH = 40
MAX_NODES = 200_000
Place = tuple[int, int]
DataPath = tuple[str | int, ...]

_PLAIN_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_PLAIN_BOOL = {"true": True, "false": False}
_INTEGER = re.compile(r"-?(0|[1-9]\d{0,9})")


@dataclass(slots=True)
class Document:
    """One YAML file as plain data: every scalar text but null, true, false and the schema's integers.

    `places` holds line and column (from 1) of each value, `key_places` of each mapping key, by data path.
    """

    path: str
    data: Any = None
    places: dict[DataPath, Place] = field(default_factory=dict)
    key_places: dict[DataPath, Place] = field(default_factory=dict)

    def place(self, at: DataPath, *, key: bool = False) -> Place:
        """Return line and column of the node at `at`, or of its nearest ancestor that has one."""
        if key and at in self.key_places:
            return self.key_places[at]
        while at and at not in self.places:
            at = at[:-1]
        return self.places.get(at, (1, 1))

    def issue(self, at: DataPath, rule: str, message: str, cure: str = "", *, key: bool = False) -> Issue:
        """Return an issue placed at the node `at`."""
        line, column = self.place(at, key=key)
        return Issue(path=self.path, line=line, column=column, rule=rule, message=message, cure=cure)


def load_document(path: Path, shown: str, integer_keys: frozenset[str] = frozenset()) -> tuple[Document, list[Issue]]:
    """Return the file as a Document, and the issues that kept it from being read whole.

    `integer_keys` names the keys whose plain digits are numbers; all other scalars stay text.
    """
    text, issues = read_text(path, shown)
    if issues:
        return Document(path=shown), issues
    issues = find_forbidden(text, shown)
    if issues:
        return Document(path=shown), issues
    return load_text(text, shown, integer_keys)


def load_text(text: str, shown: str, integer_keys: frozenset[str] = frozenset()) -> tuple[Document, list[Issue]]:
    """Return YAML text as a Document; refuse duplicate keys, anchors, aliases, tags, depth and a second document."""
    document = Document(path=shown)
    builder = _Builder(document, integer_keys)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            if not builder.take(event):
                break
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        builder.issues.append(
            Issue(
                path=shown,
                line=(mark.line + 1) if mark else 1,
                column=(mark.column + 1) if mark else 1,
                rule="yaml-syntax",
                message=f"YAML 写法有误：{_syntax_words(str(error.problem or error))}",
                cure=_syntax_cure(text, mark.line if mark else 0),
            )
        )
    except yaml.YAMLError as error:
        builder.issues.append(Issue(path=shown, rule="yaml-syntax", message=f"YAML 写法有误：{error}"))
    document.data = builder.root
    return document, builder.issues


_SYNTAX = (
    ("cannot start any token", "有不能用在开头的符号（多半是制表符）"),
    ("mapping values are not allowed", "这里不能有冒号"),
    ("could not find expected ':'", "缺冒号，或冒号用了全角"),
    ("did not find expected key", "缩进不齐，或这里不该有内容"),
    ("did not find expected '-' indicator", "列表的短横不齐"),
    ("did not find expected ',' or", "花括号或方括号里缺逗号，或没有写完"),
    ("found unexpected end of stream", "引号没有写完"),
    ("found undefined alias", "有 * 号引用"),
    ("found character", "有不能用的字符"),
    ("expected <document start>", "文件里有两份文档"),
)


def _syntax_words(problem: str) -> str:
    return next((words for key, words in _SYNTAX if key in problem), problem)


def _syntax_cure(text: str, line: int) -> str:
    lines = text.split("\n")
    near = "\n".join(lines[max(0, line - 1) : line + 1])
    if "\t" in near:
        return "缩进只用空格，不用制表符"
    if re.search(r"^\s*(- )?[a-z_]+：", near, re.M):
        return "键后面用半角冒号加一个空格"
    return "查看缩进、冒号后的空格和引号；文字里有冒号加空格、# 号或以符号开头的，用引号括起"


class _Builder:
    """Builds plain data from the parser's events without recursion, noting the place of every node."""

    def __init__(self, document: Document, integer_keys: frozenset[str]) -> None:
        self.document = document
        self.integer_keys = integer_keys
        self.issues: list[Issue] = []
        self.root: Any = None
        self.nodes = 0
        self.documents = 0
        # One frame a container: the container, its path and, in a mapping, the key that waits for a value.
        self.stack: list[tuple[Any, DataPath, list[str]]] = []

    def take(self, event: Any) -> bool:
        """Take one event; return False when reading on makes no sense."""
        name = type(event).__name__
        if name == "DocumentStartEvent":
            self.documents += 1
            if self.documents > 1:
                return self._refuse(event, "one-document", "一个文件只能有一份文档", "删去 --- 及其后的内容")
        if name == "AliasEvent" or getattr(event, "anchor", None):
            return self._refuse(event, "no-anchor", "不能用 & 锚点和 * 引用", "照写全文")
        tag = getattr(event, "tag", None)
        if tag and tag != "!":
            return self._refuse(event, "no-tag", f"不能用标签 {tag}", "删去标签")
        if name == "ScalarEvent":
            # Escapes and folded lines can spell what the file's own lines did not show.
            if fault := forbidden_in(event.value):
                return self._refuse(event, *fault[1:])
            return self._add(self._scalar(event), event)
        if name in ("MappingStartEvent", "SequenceStartEvent"):
            if len(self.stack) >= MAX_DEPTH:
                return self._refuse(event, "too-deep", f"嵌套超过 {MAX_DEPTH} 层", "减少层次")
            return self._add({} if name.startswith("Mapping") else [], event)
        if name in ("MappingEndEvent", "SequenceEndEvent"):
            self.stack.pop()
        return True

    def _scalar(self, event: Any) -> Any:
        if not event.style and event.implicit[0]:
            if event.value in _PLAIN_NULL:
                return None
            if event.value in _PLAIN_BOOL:
                return _PLAIN_BOOL[event.value]
            if self._key_here() in self.integer_keys and _INTEGER.fullmatch(event.value):
                return int(event.value)
        return event.value

    def _key_here(self) -> str | int:
        """Return the key whose value, or whose list's item, is being read."""
        if not self.stack:
            return ""
        container, path, waiting = self.stack[-1]
        if isinstance(container, list):
            return path[-1] if path else ""
        return waiting[0] if waiting else ""

    def _add(self, value: Any, event: Any) -> bool:
        place = (event.start_mark.line + 1, event.start_mark.column + 1)
        self.nodes += 1
        if self.nodes > MAX_NODES:
            return self._refuse(event, "too-large", f"节点超过 {MAX_NODES} 个", "拆分文件")
        path: DataPath = ()
        if not self.stack:
            self.root = value
        else:
            parent, parent_path, waiting = self.stack[-1]
            if isinstance(parent, list):
                path = (*parent_path, len(parent))
                parent.append(value)
            elif not waiting:
                return self._take_key(value, parent, parent_path, waiting, event)
            else:
                key = waiting.pop()
                path = (*parent_path, key)
                parent[key] = value
        self.document.places[path] = place
        if isinstance(value, dict | list):
            self.stack.append((value, path, []))
        return True

    def _take_key(self, key: Any, parent: dict[str, Any], path: DataPath, waiting: list[str], event: Any) -> bool:
        if isinstance(key, dict | list) or key is None or isinstance(key, bool):
            return self._refuse(event, "key-text", "键须是文字", "写一个英文键名")
        if key == "<<":
            return self._refuse(event, "no-anchor", "不能用 << 合并键", "照写全文")
        key = str(key)
        where = (*path, key)
        if key in parent:
            first = self.document.key_places[where][0]
            return self._refuse(
                event,
                "duplicate-key",
                f"键 {key} 重复（第 {first} 行已有）",
                "删去一个，或并为一处",
            )
        self.document.key_places[where] = (event.start_mark.line + 1, event.start_mark.column + 1)
        parent[key] = None
        waiting.append(key)
        return True

    def _refuse(self, event: Any, rule: str, message: str, cure: str) -> bool:
        mark = event.start_mark
        self.issues.append(
            Issue(
                path=self.document.path,
                line=mark.line + 1,
                column=mark.column + 1,
                rule=rule,
                message=message,
                cure=cure,
            )
        )
        return False
