"""Put emendations on printed fields: strings and emendations in, segments out, faults as (index, rule, words)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from medplan.catalogue.agencies import UNIT_SEPARATORS
from medplan.plan.address import Eid
from medplan.plan.model import UNIT_FIELDS, Field, Segment

Fault = tuple[int, str, str, str]


@dataclass(slots=True)
class Draft:
    """A node before it is frozen: its address, its printed fields, and the spans that emendations claim."""

    eid: Eid
    fields: dict[str, str]
    spans: dict[str, list[tuple[int, int, int]]] = field(default_factory=dict)


def _unit_spans(text: str) -> Iterable[tuple[int, int]]:
    start = 0
    for gap in UNIT_SEPARATORS.finditer(text):
        if gap.start() > start:
            yield start, gap.start()
        start = gap.end()
    if start < len(text):
        yield start, len(text)


def find_occurrences(name: str, text: str, printed: str, reads: str) -> list[tuple[int, int]]:
    """Return where `printed` stands in the field `name`: whole names among units, else any place.

    A place whose surroundings already read `reads` is not one.
    """
    if name in UNIT_FIELDS:
        whole = [(a, b) for a, b in _unit_spans(text) if text[a:b] == printed]
        if whole:
            return whole
    found = []
    read_already = _read_already(text, printed, reads)
    start = text.find(printed)
    while start >= 0:
        if not read_already >> start & 1:
            found.append((start, start + len(printed)))
        start = text.find(printed, start + len(printed))
    return [] if name in UNIT_FIELDS and "、" not in printed else found


def _read_already(text: str, printed: str, reads: str) -> int:
    """Return a bit for each place of a text where `printed` would stand within what already reads `reads`.

    One number of as many bits as the text has letters: a long reading of one letter, many times over, takes no longer.
    """
    whole, at = 0, text.find(reads)
    while at >= 0:
        whole |= 1 << at
        at = text.find(reads, at + 1)
    within, at = 0, reads.find(printed)
    while whole and at >= 0:
        within |= whole << at
        at = reads.find(printed, at + len(printed))
    return within


def _field_matches(name: str, wanted: str | None) -> bool:
    return wanted is None or name == wanted or name.split(":")[0] == wanted


def apply_emendations(
    drafts: list[Draft], emendations: list[Mapping[str, Any]]
) -> tuple[list[tuple[Eid, ...]], list[Fault]]:
    """Claim spans on `drafts` for each emendation.

    Return, per emendation, the addresses it changes; and faults as (index, rule, message, cure).
    """
    by_eid: dict[Eid, list[Draft]] = {}
    for draft in drafts:
        for eid in (draft.eid, *draft.eid.ancestors):
            by_eid.setdefault(eid, []).append(draft)
    touched: list[tuple[Eid, ...]] = []
    faults: list[Fault] = []
    for index, emendation in enumerate(emendations):
        at, printed, reads = emendation["at"], emendation["printed"], emendation["reads"]
        times = emendation.get("times", 1)
        scope = by_eid.get(at, [])
        if times == 1:
            scope = [draft for draft in scope if draft.eid == at]
        hits = [
            (draft, name, span)
            for draft in scope
            for name, text in draft.fields.items()
            if _field_matches(name, emendation.get("field"))
            for span in find_occurrences(name, text, printed, reads)
        ]
        touched.append(tuple(dict.fromkeys(draft.eid for draft, _, _ in hits)))
        if not scope:
            faults.append((index, "unknown-eid", f"没有条文 {at}", "查条文地址"))
        elif len(hits) != times:
            faults.append(
                (
                    index,
                    "emendation-count",
                    f"“{printed}”在 {at} 里有 {len(hits)} 处，应为 {times} 处",
                    "前后多抄几个字使它唯一，或写 field、times",
                )
            )
        else:
            faults.extend(_claim(index, hits))
    return touched, faults


def _claim(index: int, hits: list[tuple[Draft, str, tuple[int, int]]]) -> list[Fault]:
    for draft, name, (start, end) in hits:
        spans = draft.spans.setdefault(name, [])
        if any(start < b and a < end for a, b, _ in spans):
            words = f"与第 {next(i for a, b, i in spans if start < b and a < end) + 1} 条校订重叠"
            return [(index, "emendation-overlap", words, "并为一条")]
        spans.append((start, end, index))
    return []


def segment_field(text: str, spans: list[tuple[int, int, int]], emendations: list[Mapping[str, Any]]) -> Field:
    """Return the printed text cut into segments, each emendation's difference marked character by character."""
    segments: list[Segment] = []
    position = 0
    for start, end, index in sorted(spans):
        if start > position:
            segments.append(Segment(text=text[position:start]))
        segments.extend(diff_segments(text[start:end], emendations[index]["reads"], index))
        position = end
    if position < len(text):
        segments.append(Segment(text=text[position:]))
    return tuple(segments)


def diff_segments(printed: str, reads: str, index: int | None = None) -> list[Segment]:
    """Return the segments that lead from `printed` to `reads`; the last changed one closes the emendation."""
    segments: list[Segment] = []
    matcher = SequenceMatcher(None, printed, reads, autojunk=False)
    codes = matcher.get_opcodes()
    last = max((i for i, code in enumerate(codes) if code[0] != "equal"), default=-1)
    for i, (tag, a, b, c, d) in enumerate(codes):
        closes = i == last
        if tag == "equal":
            segments.append(Segment(text=printed[a:b]))
            continue
        if b > a:
            closes_here = closes and d == c
            segments.append(Segment(text=printed[a:b], op="del", emendation=index, closes=closes_here))
        if d > c:
            segments.append(Segment(text=reads[c:d], op="ins", emendation=index, closes=closes))
    return segments
