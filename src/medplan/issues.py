"""What can be wrong with a file: faults as values, with the place and the cure, and how they are printed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

ERROR = "错误"
HINT = "提示"
MAX_ISSUES = 100  # of one file: beyond them an editor learns nothing new


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Issue:
    """One fault: `path:line:column` (both counted from 1), a rule's code, what is wrong and the cure."""

    path: str
    line: int = 1
    column: int = 1
    rule: str
    message: str
    cure: str = ""
    level: str = ERROR

    def as_text(self) -> str:
        """Return `path:line:column: 级别 规则 说明（改法）`, one line whatever the message holds."""
        cure = f"（{self.cure}）" if self.cure else ""
        said = f"{self.level} {self.rule} {self.message}{cure}"
        return f"{visible(self.path)}:{self.line}:{self.column}: {visible(said)}"

    def as_github(self) -> str:
        """Return the workflow command that annotates the line in a pull request."""
        kind = "error" if self.level == ERROR else "warning"
        cure = f"。改法：{self.cure}" if self.cure else ""
        text = _escape(f"{self.message}{cure}")
        place = f"file={_escape_property(self.path)},line={self.line},col={self.column}"
        return f"::{kind} {place},title={_escape_property(self.rule)}::{text}"


def visible(text: str) -> str:
    """Return `text` with every control, format or unassigned character written as U+XXXX."""
    return "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in text)


def _escape(text: str) -> str:
    return visible(text).replace("%", "%25")


def _escape_property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")


def format_issues(issues: Iterable[Issue], form: str) -> str:
    """Return the issues in order of place as `text`, `github` or `json`; raise ValueError for another form."""
    ordered = sorted(issues)
    if form == "json":
        text = json.dumps([asdict(issue) for issue in ordered], ensure_ascii=False, indent=2)
        return "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text)
    if form == "github":
        return "\n".join(issue.as_github() for issue in ordered)
    if form == "text":
        return "\n".join(issue.as_text() for issue in ordered)
    raise ValueError(f"no such form: {form}")


def limited(issues: list[Issue]) -> list[Issue]:
    """Return the issues of one file, cut after MAX_ISSUES with a word on the rest; errors come before hints."""
    if len(issues) <= MAX_ISSUES:
        return issues
    by_weight = sorted(issues, key=lambda issue: (issue.level != ERROR, issue))
    kept = sorted(by_weight[:MAX_ISSUES])
    level = by_weight[MAX_ISSUES].level  # of the heaviest that is cut: hints alone make no error
    last = kept[-1]
    words, cure = f"问题太多，只列出前 {MAX_ISSUES} 处", "先改好上面的，再校验一次"
    more = Issue(
        path=last.path, line=last.line, column=last.column, rule="more-issues", message=words, cure=cure, level=level
    )
    return [*kept, more]


def has_errors(issues: Iterable[Issue]) -> bool:
    """Return whether any issue is more than a hint."""
    return any(issue.level == ERROR for issue in issues)
