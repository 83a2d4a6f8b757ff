"""Read one YAML file from a stranger: text in, plain data with the place of every node out, faults as issues."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from medplan.files.text import find_forbidden, forbidden_in, take_text
from medplan.files.yaml_slips import Slip, cut_lines, explain, find_key_slip
from medplan.issues import Issue

MAX_DEPTH = 40
MAX_NODES = 60_000
Place = tuple[int, int]
DataPath = tuple[str | int, ...]

_PLAIN = dict.fromkeys(("", "~", "null", "Null", "NULL")) | {"true": True, "false": False}
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,9})")
_DROPPED = -1  # where the value of a repeated key is read to: no place in the data
_QUOTE_IT = "文字以这个符号开头的，整段用引号括起"


@dataclass(slots=True)
class Document:
    """One YAML file as plain data: every scalar text but null, true, false and the schema's integers.

    `places` holds line and column (from 1) of each value, `key_places` of each mapping key, by data path; `scalars` is
    kept by `datapath.scalars_of`. `whole` tells whether the file was read to its end; `spoilt` are lines with
    characters that no plan holds, which were read without them.
    """

    path: str
    data: Any = None
    places: dict[DataPath, Place] = field(default_factory=dict)
    key_places: dict[DataPath, Place] = field(default_factory=dict)
    whole: bool = False
    spoilt: frozenset[int] = frozenset()
    scalars: list[tuple[DataPath, Any]] | None = field(default=None, compare=False, repr=False)

    def apart(self, issues: list[Issue]) -> list[Issue]:
        """Return the issues but those on spoilt lines: they may come of what is told of there already."""
        return [issue for issue in issues if issue.line not in self.spoilt] if self.spoilt else issues

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
    taken = take_text(path, shown)
    if taken.issues and (taken.damaged or not taken.text):
        return Document(path=shown), list(taken.issues)
    cleared, issues = find_forbidden(taken.text, shown)
    document, faults = load_text(cleared, shown, integer_keys, sound=not issues)
    document.spoilt = frozenset(issue.line for issue in issues)
    return document, [*taken.issues, *issues, *document.apart(faults)]


def load_text(
    text: str, shown: str, integer_keys: frozenset[str] = frozenset(), *, sound: bool = False
) -> tuple[Document, list[Issue]]:
    """Return YAML text as a Document; refuse duplicate keys, anchors, aliases, tags, depth and a second document.

    After a duplicate key or a text over several lines reading goes on, so that all of them are told of. A `sound` text
    is known to hold nothing that no plan holds.
    """
    document = Document(path=shown)
    # Escapes can spell what the file's own lines did not show.
    spelt = "\\" in text or not (sound or forbidden_in(text) is None)
    builder = _Builder(document, integer_keys, text, spelt=spelt)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            if not builder.take(event):
                break
        else:
            document.whole = True
    except yaml.MarkedYAMLError as error:
        builder.stop_at(explain(text, error), error.problem_mark.line + 1 if error.problem_mark else 1)
    except yaml.YAMLError:
        builder.add_issue((1, 1), "yaml-syntax", "有 YAML 不认的字符", "删去看不见的字符")
    document.data = builder.root
    return document, builder.issues


class _Builder:
    """Builds plain data from the parser's events without recursion, noting the place of every node."""

    def __init__(self, document: Document, integer_keys: frozenset[str], text: str, *, spelt: bool) -> None:
        self.document, self.text, self.spelt = document, text, spelt
        self.quoted_to = 0
        self.repeated: set[DataPath] = set()
        self._lines: list[str] | None = None
        self.integer_keys = integer_keys
        self.issues: list[Issue] = []
        self.root: Any = None
        self.nodes = 0
        self.documents = 0
        # One frame a container: the container, its path and, in a mapping, the key that waits for a value.
        self.stack: list[tuple[Any, DataPath, list[str]]] = []

    def take(self, event: Any) -> bool:
        """Take one event; return False when reading on makes no sense."""
        if type(event) is yaml.ScalarEvent and event.anchor is None and event.tag is None:  # nearly always
            return self._take_scalar(event)
        name = type(event).__name__
        if name == "DocumentStartEvent":
            self.documents += 1
            if self.documents > 1:
                return self._refuse(
                    event, "one-document", "一个文件只能写一份规划", "删去这一行的 --- 及其后的内容，另存一个文件"
                )
        if name == "AliasEvent" or getattr(event, "anchor", None):
            return self._refuse(event, "no-anchor", "不能用 & 锚点和 * 引用", f"照写全文；{_QUOTE_IT}")
        tag = getattr(event, "tag", None)
        if tag and tag != "!":
            return self._refuse(event, "no-tag", f"不能用标签 {tag[:40]}", f"删去标签；{_QUOTE_IT}")
        if name == "ScalarEvent":
            return self._take_scalar(event)
        if name in ("MappingStartEvent", "SequenceStartEvent"):
            if len(self.stack) >= MAX_DEPTH:
                return self._refuse(event, "too-deep", f"嵌套超过 {MAX_DEPTH} 层", "减少层次")
            return self._add({} if name.startswith("Mapping") else [], event)
        if name in ("MappingEndEvent", "SequenceEndEvent"):
            self.stack.pop()
        return True

    def _take_scalar(self, event: Any) -> bool:
        if self.spelt and (fault := forbidden_in(event.value)):
            return self._refuse(event, *fault[1:])
        if event.value.isspace():
            self._note(event, "empty", "只有空格，没有文字", "填写，或删去这一项")
        if event.style not in ("|", ">") and event.end_mark.line > event.start_mark.line:
            self._broken_line(event)
        return self._add(self._scalar(event), event)

    def _scalar(self, event: Any) -> Any:
        if not event.style and event.implicit[0]:
            if event.value in _PLAIN:
                return _PLAIN[event.value]
            if self._key_here() in self.integer_keys and _INTEGER.fullmatch(event.value):
                return int(event.value)
        return event.value

    def _key_here(self) -> str | int:
        """Return the key whose value, or whose list's item, is being read."""
        container, path, waiting = self.stack[-1] if self.stack else ({}, (), [])
        keys = path if isinstance(container, list) else waiting
        return keys[-1] if keys else ""

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
                path = (*parent_path, waiting.pop())
                if path in self.repeated:
                    self.repeated.discard(path)
                    path = (*path, _DROPPED)  # the first stands; the second is read to its end and dropped
                else:
                    parent[path[-1]] = value
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
            cure = "删去一个，或并为一处；是列表里的另一项，前面加“- ”"
            self._note(event, "duplicate-key", f"键 {key[:40]} 重复（第 {first} 行已有）", cure)
            self.repeated.add(where)
            waiting.append(key)
            return True
        self.document.key_places[where] = (event.start_mark.line + 1, event.start_mark.column + 1)
        parent[key] = None
        waiting.append(key)
        return True

    def _broken_line(self, event: Any) -> None:
        """Note a text over several lines: a lost dash or quote makes one of what was meant as two."""
        start, end = event.start_mark, event.end_mark
        if event.style:
            words = f"从这里打开的引号到第 {end.line + 1} 行才合上"
            self._note(event, "broken-line", words, f"在这段文字的末尾补上 {event.style}；一段文字写在一行里")
            self.quoted_to = end.line + 1
            return
        line = next(n for n in range(start.line + 1, end.line + 1) if self.lines()[n].strip())
        text = self.lines()[line]
        slip = find_key_slip(text)
        column = len(text) - len(text.lstrip())
        words = f"这一行会接到第 {start.line + 1} 行的文字后面"
        cure = "另起一段的，前面加“- ”或键名；同一段的，写在一行里"
        if text.lstrip().startswith("- "):
            words, cure = f"{words}，因为缩进比上一项深", "行首的空格删到与上一项对齐"
        column, words, cure = slip or (column, words, cure)
        self.add_issue((line + 1, column + 1), "broken-line", words, cure)

    def stop_at(self, slip: Slip, line: int) -> None:
        """Add the slip that stopped the parser at a line, unless a quote left open before has been told of."""
        if self.quoted_to == line:
            return
        same = {issue for issue in self.issues if issue.rule == "broken-line" and slip.line <= issue.line <= line}
        self.issues = [issue for issue in self.issues if issue not in same]
        self.add_issue((slip.line, slip.column), "yaml-syntax", slip.message, slip.cure)

    def lines(self) -> list[str]:
        """Return the text in lines, cut when first asked for."""
        if self._lines is None:
            self._lines = cut_lines(self.text)
        return self._lines

    def add_issue(self, place: Place, rule: str, message: str, cure: str) -> None:
        """Add an issue at a line and column."""
        line, column = place
        self.issues.append(
            Issue(path=self.document.path, line=line, column=column, rule=rule, message=message, cure=cure)
        )

    def _note(self, event: Any, rule: str, message: str, cure: str) -> None:
        self.add_issue((event.start_mark.line + 1, event.start_mark.column + 1), rule, message, cure)

    def _refuse(self, event: Any, rule: str, message: str, cure: str) -> bool:
        self._note(event, rule, message, cure)
        return False
