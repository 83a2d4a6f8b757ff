"""What an editor must look at: doubts as (line, words) in; each kind once, the most important first, out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

_PARTICULAR = re.compile(r"“[^“”]{0,400}”|\d+")


class Subject(Enum):
    """What a doubt is about, the most important first."""

    HEAD = "文件信息"
    TEXT = "文字"
    STRUCTURE = "层级和段落"
    TABLES = "表格"
    DUTIES = "分工和进度"
    REMARKS = "其他"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A doubt: the source's line (0: of none), what it is about, and words, of which the first part names its kind.

    What is particular to this place stands after a colon.
    """

    line: int
    words: str
    subject: Subject

    @property
    def general(self) -> str:
        """Return the part of the words that names the kind."""
        return self.words.partition("：")[0]

    @property
    def particular(self) -> str:
        """Return what is particular to this place, "" for nothing."""
        return self.words.partition("：")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """All doubts of one kind, in the source's order: what they have in common, and each with its own words."""

    subject: Subject
    words: str
    told: tuple[Told, ...]

    @property
    def lines(self) -> tuple[int, ...]:
        """Return the source's lines that the doubts are about, in order."""
        return tuple(sorted({one.line for one in self.told if one.line}))

    def own_words(self, one: Told) -> str:
        """Return what a doubt says beside what the kind has in common."""
        return one.particular if one.general == self.words else one.words


def tell(subject: Subject, doubts: Iterable[tuple[int, str]]) -> list[Told]:
    """Return doubts given as (line, words) as doubts about a subject."""
    return [Told(line=line, words=words, subject=subject) for line, words in doubts]


def by_kind(told: Sequence[Told]) -> list[Kind]:
    """Return doubts by kind, the most important subject first, then as they come.

    Of one kind are those that say the same before their colon, quoted words and figures aside.
    """
    order = list(Subject)
    kinds: dict[tuple[Subject, str], list[Told]] = {}
    for one in sorted(told, key=lambda t: order.index(t.subject)):
        kinds.setdefault((one.subject, _PARTICULAR.sub("…", one.general)), []).append(one)
    return [
        Kind(subject=subject, words=_common(held, masked), told=tuple(held))
        for (subject, masked), held in kinds.items()
    ]


def _common(held: Sequence[Told], masked: str) -> str:
    return held[0].general if len({one.general for one in held}) == 1 else masked
