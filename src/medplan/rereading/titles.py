"""Titles of documents: what a plan prints in; titles that end alike and are not the same out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from medplan.rereading.candidate import Candidate
from medplan.rereading.said import Fields, Said

_TITLE = re.compile(r"《([^《》\0]{6,80})》")
_FOLDED = re.compile(r"[\s“”‘’、]+")
_TAIL = 8  # characters


def titles(said: Fields) -> Iterator[Candidate]:
    """Yield the shorter of two titles that end alike, once each, with the longer beside it."""
    by_tail: dict[str, dict[str, list[Said]]] = {}
    for one, _, _, found in said.find(_TITLE):
        name = found.group(1)
        by_tail.setdefault(_FOLDED.sub("", name)[-_TAIL:], {}).setdefault(name, []).append(one)
    for group in by_tail.values():
        if not 2 <= len(group) <= 6:
            continue
        longest = max(group, key=lambda name: (len(name), name))
        for name, places in group.items():
            if name != longest:
                yield Candidate(
                    kind="title", eid=places[0].node.eid, place=places[0].node.place, quote=name,
                    words="同一题名疑有两种写法", here=f"《{name}》", there=f"《{longest}》",
                    other=group[longest][0].node.eid, also=tuple(one.node.eid for one in places[1:9]),
                )  # fmt: skip
