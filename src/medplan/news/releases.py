"""Releases of the data, and what became of a plan since each: what git keeps in; data for a plan's page out."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from medplan.news.entries import NewsItem

# A release is named by its month, a second one of the same month with a number more: 2026.11, 2026.11.2.
NAME = re.compile(r"[0-9]{4}\.(0[1-9]|1[0-2])(\.[1-9][0-9]{0,2})?")
Compared = tuple[tuple[NewsItem, ...], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A dated copy of the data: `name` is its tag, `time` that of its commit in seconds since 1970.

    `held` are the ids of the plans that it holds, `since` what changed of one from then on, the items and how many more
    there are, for those that changed.
    """

    name: str
    time: int
    held: frozenset[str]
    since: Mapping[str, Compared]

    @property
    def day(self) -> str:
        """Return its ISO date, in universal time."""
        return datetime.fromtimestamp(self.time, UTC).strftime("%Y-%m-%d")

    def told_of(self, plan_id: str) -> dict[str, Any]:
        """Return what a plan's page is told of it: whether it holds the plan, and what changed of that since."""
        items, more = self.since.get(plan_id, ((), 0))
        told = [{"eid": i.eid, "group": i.group, "where": i.where, "words": i.words} for i in items]
        return {"name": self.name, "day": self.day, "held": plan_id in self.held, "items": told, "more": more}


def order_of(name: str) -> tuple[int, ...]:
    """Return what releases are sorted by, the first first: 2026.9.2 comes before 2026.11."""
    return tuple(map(int, name.split(".")))


def release_file(plan_id: str, releases: Sequence[Release], urls: Mapping[str, str]) -> bytes:
    """Return the file of a plan, the latest release first; `urls` are the addresses of releases by name, "" unknown."""
    told = [release.told_of(plan_id) | {"url": urls[release.name]} for release in releases]
    return (json.dumps({"releases": told}, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
