"""Names of places: a plan and the catalogue in; where the plan's own, or one above, lacks a letter, out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from medplan.catalogue.catalogues import Catalogues
from medplan.language.any_word import any_word
from medplan.plan.model import Plan
from medplan.rereading.candidate import Candidate, around
from medplan.rereading.said import Fields

_MOST_ABOVE = 4  # county, prefecture, province, country


def places(plan: Plan, said: Fields, catalogues: Catalogues) -> Iterator[Candidate]:
    """Yield each place where a name stands with one letter missing: 苏市 for 苏州市, 内古自治区 for 内蒙古自治区.

    A name without its last letter is a short form, one without its first may end another's, and 江市 is no 江门市
    within 湛江市.
    """
    meant: dict[str, str] = {}
    names = list(_names(plan, catalogues))
    for name in names:
        for at in range(1, len(name) - 1):
            meant.setdefault(name[:at] + name[at + 1 :], name)
    spoilt = [short for short in meant if not any(short in name for name in names)]
    if not spoilt:
        return
    others: frozenset[str] | None = None
    wanted = re.compile(any_word(spoilt))
    for one, start, end, found in said.find(wanted):
        if others is None:  # nearly never asked for, and as long as the catalogue
            others = frozenset(place.name for place in catalogues.jurisdictions.values())
        if any(one.text[start - more : end] in others for more in (1, 2) if start >= more):
            continue
        yield Candidate(
            kind="lost", eid=one.node.eid, place=one.node.place, quote=one.text[max(0, start - 2) : end + 2],
            words=f"“{found.group()}”疑为“{meant[found.group()]}”脱字", here=around(one.text, start, end),
            there=meant[found.group()],
        )  # fmt: skip


def _names(plan: Plan, catalogues: Catalogues) -> Iterator[str]:
    """Yield the names of the plan's place and of those above it."""
    place = catalogues.jurisdictions.get(plan.jurisdiction)
    for _ in range(_MOST_ABOVE):
        if place is None:
            return
        if len(place.name) >= 3:
            yield place.name
        place = catalogues.jurisdictions.get(place.parent or "")
