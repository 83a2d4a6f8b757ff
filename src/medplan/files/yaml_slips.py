"""Say in plain Chinese what is wrong with a file that is not YAML: the parser's error and the text in, the fault out.

A parser stops where it can't go on; the slip often stands lines before. What is returned is the place of the slip.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_KEY = re.compile(r"(?P<lead>\s*(?:- +)*)(?P<key>[a-z][a-z_]*)(?P<colon>：|:(?! |$|//))")
_DASH = re.compile(r"(?P<lead>\s*(?:- +)*)-(?![-\s]|$)")
_TAB = re.compile(r"[ -]*\t")
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_HEAD = re.compile(r"\s*(?:- +)*")
_BEFORE_DASH = re.compile(r"\s*(?=- )")
_KEY_LINE = re.compile(r"\s*(?:- +)*[^\s:]+:(?: |$)")
_COLON = re.compile(r"\S:\s")
_SIGN = re.compile("alias|anchor|tag|block scalar|directive")
_QUOTES = "\"'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """A slip of the pen: line and column (from 1), what is wrong and the cure."""

    line: int
    column: int
    message: str
    cure: str


def explain(text: str, error: Any) -> Slip:
    """Return the slip behind a marked error of the YAML parser."""
    lines = cut_lines(text)
    mark, context = error.problem_mark or error.context_mark, error.context_mark
    at = (mark.line, mark.column) if mark else (0, 0)
    began = (context.line, context.column) if context else None
    return _Search(lines, at, began, str(error.context or ""), str(error.problem or error)).find()


def cut_lines(text: str) -> list[str]:
    """Return a text in lines as the YAML parser counts them."""
    return _BREAK.split(text)


def find_key_slip(line: str) -> tuple[int, str, str] | None:
    """Return (offset, message, cure) of a slip at the head of a line: a tab, a wrong colon, a dash without a space."""
    if found := _TAB.match(line):
        return found.end() - 1, "行首有制表符（Tab）", "删去，缩进只用空格"
    if found := _KEY.match(line):
        key = found["key"]
        wrong = "用了全角冒号“：”" if found["colon"] == "：" else "的冒号后面没有空格"
        return found.start("colon"), f"键 {key} {wrong}", f"写成“{key}: ”，半角冒号加一个空格"
    if found := _DASH.match(line):
        return found.end() - 1, "列表的短横后面没有空格", "短横后面加一个空格：“- ”"
    return None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


class _Search:
    """The search for one slip; lines and columns count from 0 until a Slip is made."""

    def __init__(
        self, lines: list[str], at: tuple[int, int], began: tuple[int, int] | None, context: str, problem: str
    ) -> None:
        self.lines = lines
        self.line, self.column = min(at[0], len(lines) - 1), at[1]
        self.at_end = at[0] >= len(lines) or not "".join([lines[self.line][self.column :], *lines[at[0] + 1 :]]).strip()
        self.began, self.context, self.problem = began, context, problem

    def find(self) -> Slip:
        """Return the slip: what the parser was about to read tells where to look."""
        if self.began and "quoted scalar" in self.context:
            return self._quoted(self.began)
        if self.began and "simple key" in self.context:
            return self._head(self.began[0]) or self._no_key(*self.began)
        if slip := self._head(self.line):
            return slip
        if self.began and _SIGN.search(self.context):
            return self._sign(*self.began)
        if "cannot start any token" in self.problem or "mapping keys are not" in self.problem:
            return self._sign(self.line, self.column)
        if "block sequence entries" in self.problem:
            return self._slip(self.line, self.column, "列表的短横不能写在键的同一行", "另起一行再写“- ”")
        if self.began and "flow" in self.context:
            return self._flow(self.began)
        if "mapping values are not allowed" in self.problem:
            return self._colon()
        if "expected key" in self.problem or "'-' indicator" in self.problem:
            return self._block()
        if "<document start>" in self.problem:
            first = next((n for n, line in enumerate(self.lines) if line.strip() and line[0] != "#"), 0)
            wide = _indent(self.lines[first])
            if wide and _indent(self.lines[self.line]):
                return self._uneven()
            if wide:
                return self._slip(first, wide, f"第一项缩进 {wide} 格，后面的没有缩进", "行首的空格删去")
            return self._slip(self.line, self.column, "整份文件的内容到前一行已经结束", "删去前面的 --- 或 ... 行")
        return self._slip(self.line, self.column, "这里的写法读不懂", "对照指南里的例子，查看缩进、冒号和引号")

    def _slip(self, line: int, column: int, message: str, cure: str) -> Slip:
        return Slip(line=line + 1, column=column + 1, message=message, cure=cure)

    def _head(self, line: int) -> Slip | None:
        """Return the slip at the head of the line, or of the line before, which the parser took for one text."""
        for number in (line, self._before(line)):
            if number is not None and (found := find_key_slip(self.lines[number])):
                return self._slip(number, *found)
        return None

    def _before(self, line: int) -> int | None:
        return next((n for n in range(line - 1, -1, -1) if self.lines[n].strip()), None)

    def _quoted(self, began: tuple[int, int]) -> Slip:
        if "escape" in self.problem:
            words = "双引号里的反斜杠 \\ 有特别的意思"
            return self._slip(self.line, max(0, self.column - 1), words, "把整段文字改用单引号括起")
        mark = self.lines[began[0]][began[1]]
        words = f"从这里打开的引号 {mark} 没有合上"
        return self._slip(*began, words, f"在这段文字的末尾补上 {mark}")

    def _no_key(self, line: int, column: int) -> Slip:
        words = "这一行既没有键名和冒号，也没有“- ”"
        return self._slip(line, column, words, "是列表的一项，前面加“- ”；是上一行的下文，接到上一行末尾")

    def _sign(self, line: int, column: int) -> Slip:
        sign = self.lines[line][column : column + 1]
        words = f"文字不能以 {sign} 开头，除非括在引号里"
        return self._slip(line, column, words, "整段文字用引号括起，如 '>95'、'%'")

    def _flow(self, began: tuple[int, int]) -> Slip:
        # A bracket that holds nothing before the end is said to begin after it.
        here = self.lines[began[0]][began[1] : began[1] + 1] if began[0] < len(self.lines) else ""
        began = began if here and here in "{[" else self._bracket(began)
        opened = self.lines[began[0]][began[1]]
        name, closing = ("花括号", "}") if opened == "{" else ("方括号", "]")
        if self.line == began[0] and not self.at_end:
            wide = self.lines[self.line].rfind("，", began[1], self.column)
            if wide >= 0:
                return self._slip(
                    self.line,
                    wide,
                    f"{name}里的逗号用了全角“，”",
                    "改为半角逗号加一个空格；文字里的逗号，用引号括起整段",
                )
            return self._slip(
                self.line,
                self.column,
                f"{name}里缺逗号，或多了符号",
                "两项之间写半角逗号加空格；含符号的文字用引号括起",
            )
        words = f"从这里打开的{name} {opened} 没有合上"
        return self._slip(*began, words, f"在这一项的末尾补上 {closing}；文字以 {opened} 开头的，用引号括起")

    def _bracket(self, before: tuple[int, int]) -> tuple[int, int]:
        """Return the last opening bracket before a place."""
        for number in range(min(before[0], len(self.lines) - 1), -1, -1):
            line = self.lines[number][: before[1]] if number == before[0] else self.lines[number]
            if (column := max(line.rfind("{"), line.rfind("["))) >= 0:
                return number, column
        return self.line, max(0, min(self.column, len(self.lines[self.line]) - 1))

    def _colon(self) -> Slip:
        line = self.lines[self.line]
        before = line[: self.column]
        if _COLON.search(before) or "{" in before or self._before(self.line) is None:
            return self._slip(
                self.line, self.column, "文字里有冒号加空格，会被当作键", "整段文字用引号括起，或改用全角冒号"
            )
        above = self._before(self.line) or 0
        if _KEY_LINE.match(self.lines[above]):
            head = _HEAD.match(self.lines[above])
            wanted = len(head.group()) if head else 0
            words = f"这一行缩进 {_indent(line)} 格，上一行的键缩进 {wanted} 格，没有对齐"
            return self._slip(self.line, _indent(line), words, f"行首改为 {wanted} 个空格")
        return self._no_key(above, _indent(self.lines[above]))

    def _block(self) -> Slip:
        line = self.lines[self.line]
        before = line[: self.column].rstrip()
        if before.lstrip(" -"):
            sign = "引号" if before[-1] in _QUOTES else "括号" if before[-1] in "]}" else "这一项"
            return self._slip(
                self.line, self.column, f"{sign}合上以后还有文字", "整段文字用另一种引号括起；文中的引号写“”"
            )
        started = self.began[1] if self.began else 0
        if self.column == started and not line[self.column :].startswith("-"):
            return self._slip(self.line, self.column, "列表里的这一项缺“- ”", "在这一行前面补上“- ”")
        if self.column == started:
            return self._slip(self.line, self.column, "“- ”开头的列表和键写在了同一层", "列表要缩进在它的键下面")
        return self._uneven()

    def _uneven(self) -> Slip:
        words = f"缩进 {self.column} 格，和前面哪一层都没有对齐"
        levels = " 或 ".join(str(n) for n in self._levels())
        return self._slip(self.line, self.column, words, f"行首改为 {levels} 个空格，与同一层的上一行对齐")

    def _levels(self) -> list[int]:
        """Return the columns at which keys (dashes, for a line with a dash) stand above, of the levels still open."""
        found: list[int] = []
        dash = self.lines[self.line].lstrip().startswith("-")
        for line in reversed(self.lines[: self.line]):
            head = _BEFORE_DASH.match(line) if dash else _HEAD.match(line)
            if not head:
                continue
            wide = len(head.group())
            if line.strip() and (not found or wide < found[0]):
                found.insert(0, wide)
        return found
