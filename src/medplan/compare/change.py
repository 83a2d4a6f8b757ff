"""One change between two versions of a plan, in words: what it is made of, and the groups that a report lists."""

from __future__ import annotations

from dataclasses import dataclass

GROUPS = {
    "address": "地址",
    "metadata": "文件信息",
    "indicator": "指标",
    "measure": "任务",
    "wording": "条文",
    "theme": "主题",
    "apparatus": "校订和编者注",
    "source": "来源",
}
NONE = "未列"


class Said(str):
    """Words of a plan or a catalogue, not ours: a report sets them apart and lets none of them act as markup."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change: `group` is a key of GROUPS, `eid` the provision's address in the new version (old, if it is gone).

    `where` is the provision's path as a reader names it, "" for the plan as a whole; `words` is the sentence, in pieces
    of ours (str) and of the plan's (Said).
    """

    group: str
    eid: str | None = None
    where: str = ""
    words: tuple[str, ...]


def named(value: object) -> str:
    """Return a value of the plan to stand in a sentence, NONE for one that is missing."""
    return NONE if value is None or value == "" else Said(value)


def from_to(what: str, old: object, new: object) -> tuple[str, ...]:
    """Return the sentence “what 由 old 改为 new”."""
    return (f"{what}由 ", named(old), " 改为 ", named(new))


def shortened(text: str, longest: int = 40) -> Said:
    """Return the beginning of a text, marked when something is left out."""
    return Said(text if len(text) <= longest else text[: longest - 1] + "…")
