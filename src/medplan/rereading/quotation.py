"""Names that are quoted in one place and bare in another: what a plan prints in; the rarer writings out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import numpy as np

from medplan.language.any_word import any_word
from medplan.rereading.candidate import Candidate, around
from medplan.rereading.keys import among
from medplan.rereading.runs import Index
from medplan.rereading.said import PARTS, Fields, Said, pairs_of

# A quoted name: short, within one sentence.
_QUOTED = re.compile(r"“([^“”。；\0]{2,16})”|《([^《》。；\0]{5,50})》")
# Names that documents of the State Council print in quotation marks wherever they use them: 国办发〔2020〕35号
# (跨省通办), 国办发〔2019〕51号 (好差评), 国发〔2018〕27号 (一网通办), 国发〔2015〕40号 (互联网+), 国办发〔2015〕58号
# (双随机).
_ALWAYS = re.compile(r"(?:双随机、一公开|放管服|好差评|跨省通办|一网通办|互联网[+＋])(?![^“”\0]{0,16}”)")
_LONG = 10  # characters: a longer name is a document's, and one place that marks it is enough
_MOST_ALIKE = 20  # names that begin alike and are looked for
_TWICE = 2  # times that other plans quote a name, at least, and none has it bare
_MOST_BARE = 6  # places: a name that stands bare in more is one that needs no marks


def quotations(said: Fields) -> Iterator[Candidate]:
    """Yield places where a name stands without the marks that it has elsewhere in the plan."""
    quoted: dict[str, int] = {}
    first: dict[str, Said] = {}
    for one, _, _, found in said.find(_QUOTED):
        name = found.group(1) or found.group(2)
        quoted[name] = quoted.get(name, 0) + 1
        first.setdefault(name, one)
    by_head: dict[str, list[str]] = {}
    for name in sorted(quoted, key=lambda n: (-len(n), n)):
        names = by_head.setdefault(name[:2], [])
        if len(names) < _MOST_ALIKE and (quoted[name] >= 2 or len(name) >= _LONG):
            names.append(name)
    bare: dict[str, list[tuple[Said, int, int]]] = {}
    for one, start, end, found in said.find(_ALWAYS):
        marked = one.text[max(0, start - 1) : start] in ("“", "+")
        if one.node.kind != "title" and not marked and found.group() not in quoted:
            yield Candidate(
                kind="quotation", eid=one.node.eid, place=one.node.place,
                quote=one.text[max(0, start - 2) : end + 2], words=f"“{found.group()}”公文里通常加引号，此处没有",
                here=around(one.text, start, end),
            )  # fmt: skip
    heads = [head for head, names in by_head.items() if names]
    masked = _QUOTED.sub(_masked, said.whole)
    last = 0
    for at in np.flatnonzero(among(said.pairs, pairs_of(heads))).tolist() if heads else ():
        if at < last or masked[at : at + 2] not in by_head:
            continue
        name = next(filter(lambda known: masked.startswith(known, at), by_head[masked[at : at + 2]]), None)
        if name is not None and masked[at - 1] != "第":
            one, start = said.at(at)
            last = at + len(name)
            if one.node.kind != "title":
                bare.setdefault(name, []).append((one, at - start, last - start))
    for name, places in bare.items():
        if len(name) < _LONG and len(places) > min(_MOST_BARE, quoted[name]):
            continue
        for one, start, end in places[:_MOST_BARE]:
            where = first[name]
            at = where.text.find(name)
            yield Candidate(
                kind="quotation", eid=one.node.eid, place=one.node.place,
                quote=one.text[max(0, start - 2) : end + 2],
                words=f"“{name}”在别处加引号或书名号（{quoted[name]} 处），此处没有",
                here=around(one.text, start, end),
                there=where.text[max(0, at - 1) : at + len(name) + 1], other=where.node.eid,
            )  # fmt: skip


def quoted_elsewhere(said: Fields, neighbours: Index) -> Iterator[Candidate]:
    """Yield places where a name stands without the quotation marks that every other plan has about it."""
    theirs = PARTS.join(text.printed for text in neighbours.laid.texts)
    often = Counter(found.group(1) for found in _QUOTED.finditer(theirs) if found.group(1))
    own = {found.group(1) for _, _, _, found in said.find(_QUOTED)}
    names = frozenset(name for name, times in often.items() if times >= _TWICE and name not in own)
    if not names:
        return
    named = re.compile(any_word(names))
    bare = {found.group() for found in named.finditer(_QUOTED.sub(_masked, theirs))}
    for found in named.finditer(_QUOTED.sub(_masked, said.whole)):
        one, begin = said.at(found.start())
        start, end, name = found.start() - begin, found.end() - begin, found.group()
        if name not in bare and one.node.kind != "title":
            yield Candidate(
                kind="quotation", eid=one.node.eid, place=one.node.place,
                quote=one.text[max(0, start - 2) : end + 2],
                words=f"“{name}”在别的规划里加引号（{often[name]} 处），此处没有", here=around(one.text, start, end),
                there=f"“{name}”",
            )  # fmt: skip


def _masked(found: re.Match[str]) -> str:
    return PARTS * len(found.group())
