"""One entry of what changed: what a commit did to a plan's file in; what a reader is told of it, in words, out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from medplan.library.repository import Repository
from medplan.plan.address import Eid
from medplan.review.change import GROUPS, Change
from medplan.review.report import inline
from medplan.review.revision import FileRevision
from medplan.review.roots import compare_files

Kind = Literal["added", "corrected", "removed"]
KINDS: dict[Kind, str] = {"added": "收录", "corrected": "更正", "removed": "移出"}
_KIND_OF: dict[str, Kind] = {"A": "added", "M": "corrected", "D": "removed"}
MOST_ITEMS = 30
UNREADABLE = "更正以前的写法，现在的程序读不出，没有逐条比较"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsItem:
    """One thing that changed: `group` in words, `where` the provision's path ("" for the whole), `eid` its address."""

    group: str
    where: str
    words: str
    eid: Eid | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsEntry:
    """What became of one plan at one time; `more` counts the items that are not told one by one."""

    plan_id: str
    kind: Kind
    commit: str
    time: int
    items: tuple[NewsItem, ...] = ()
    more: int = 0

    @property
    def key(self) -> str:
        """Return what it is known by, for good."""
        return f"{self.plan_id}-{self.commit[:12]}"

    @property
    def moment(self) -> str:
        """Return when it was, as feeds write it."""
        return datetime.fromtimestamp(self.time, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    @property
    def day(self) -> str:
        """Return the ISO date, in universal time."""
        return self.moment[:10]

    @property
    def word(self) -> str:
        """Return what became of the plan in a word."""
        return KINDS[self.kind]

    @property
    def summary(self) -> str:
        """Return how much of what changed: 条文 3 处，指标 1 处."""
        counts: dict[str, int] = {}
        for item in self.items:
            counts[item.group] = counts.get(item.group, 0) + 1
        told = "，".join(f"{group} {count} 处" for group, count in counts.items())
        return told + (f"，另有 {self.more} 处" if self.more else "")


def entry_of(revision: FileRevision, items: tuple[NewsItem, ...] = (), more: int = 0) -> NewsEntry:
    """Return the entry of what a commit did to a plan's file."""
    return NewsEntry(
        plan_id=Path(revision.path).stem,
        kind=_KIND_OF.get(revision.how[:1], "corrected"),
        commit=revision.commit,
        time=revision.time,
        items=items,
        more=more,
    )


def items_between(old: Path, new: Path, repository: Repository) -> tuple[tuple[NewsItem, ...], int]:
    """Return what changed between two versions of a plan's file, and how much more; nothing for the layout alone."""
    state = compare_files(repository, old, repository, new)
    if state.changes is None:
        return (NewsItem(group="写法", where="", words=UNREADABLE, eid=None),), 0
    found = state.changes.changes
    return tuple(map(_item, found[:MOST_ITEMS])), max(0, len(found) - MOST_ITEMS)


def _item(change: Change) -> NewsItem:
    eid = Eid.parse(change.eid) if change.eid else None
    return NewsItem(group=GROUPS[change.group], where=change.where, words=inline(change.words, "text"), eid=eid)
