"""Releases of the data, and what became of a plan since each: what git keeps in; data for a plan's page out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
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


def order_of(name: str) -> tuple[int, ...]:
    """Return what releases are sorted by, the first first: 2026.9.2 comes before 2026.11."""
    return tuple(map(int, name.split(".")))


def shard_of(plan_id: str) -> str:
    """Return the name of the file that tells of a plan: one for the plans of a prefecture and what is below it."""
    return f"{plan_id[:4]}.json"


def release_shard(plan_ids: Iterable[str], releases: Sequence[Release], urls: Mapping[str, str]) -> bytes:
    """Return the file that tells of plans, the latest release first; `urls` are releases' addresses, "" unknown.

    Of each plan it holds what changed, with the releases since which just that did: the same is not said twice. A
    release that is not among them does not hold the plan.
    """
    told = {
        "releases": [{"name": one.name, "day": one.day, "url": urls[one.name]} for one in releases],
        "plans": {plan_id: _since_each(plan_id, releases) for plan_id in plan_ids},
    }
    return (json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _since_each(plan_id: str, releases: Sequence[Release]) -> list[dict[str, Any]]:
    names: dict[Compared, list[str]] = {}
    for release in releases:
        if plan_id in release.held:
            names.setdefault(release.since.get(plan_id, ((), 0)), []).append(release.name)
    return [
        {
            "releases": since,
            "items": [{"eid": i.eid, "group": i.group, "where": i.where, "words": i.words} for i in items],
            "more": more,
        }
        for (items, more), since in names.items()
    ]
