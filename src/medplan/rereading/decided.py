"""What an editor has decided on already: a plan and candidates in; those nobody has answered yet out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from medplan.plan.address import Eid
from medplan.plan.model import Plan
from medplan.rereading.candidate import Candidate

_ENOUGH = 3  # characters in common, of which two passages speak of the same place


class Answer(NamedTuple):
    """An emendation, a remark or a check: the provisions that it speaks of, and the words, None of them whole.

    Words are looked for at the first provision only; the others it names are those it is compared with.
    """

    eids: tuple[Eid, ...]
    quote: str | None
    also: tuple[Eid, ...] = ()


def answers_of(plan: Plan) -> Iterator[Answer]:
    """Yield what was decided in a plan."""
    for emendation in plan.emendations:
        yield Answer((emendation.at, *emendation.eids), emendation.printed)
        yield Answer((emendation.at, *emendation.eids), emendation.reads)
    for remark in plan.remarks:
        if remark.at is not None:
            yield Answer((remark.at,), remark.quote, remark.also)
    for checked in plan.checked:
        yield Answer((checked.at,), checked.quote)


def answered(answer: Answer, candidate: Candidate) -> bool:
    """Return whether an answer is about a candidate: its provision and its words, or a pair of its provisions."""
    ends = [candidate.eid] if candidate.other is None or candidate.other_plan else [candidate.eid, candidate.other]
    if len(ends) == 2 and all(end in (*answer.eids, *answer.also) for end in ends):
        return True
    quotes = dict.fromkeys((*candidate.also, candidate.eid), candidate.quote)
    if len(ends) == 2:
        quotes[ends[1]] = candidate.there
    return any(eid in quotes and (answer.quote is None or _meet(answer.quote, quotes[eid])) for eid in answer.eids)


def undecided(plan: Plan, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return the candidates that nobody has answered, in their order."""
    by_eid: dict[Eid, list[Answer]] = {}
    for answer in answers_of(plan):
        for eid in {*answer.eids, *answer.also}:
            by_eid.setdefault(eid, []).append(answer)
    return [
        candidate
        for candidate in candidates
        if not any(
            answered(answer, candidate)
            for eid in (candidate.eid, candidate.other, *candidate.also)
            if eid is not None
            for answer in by_eid.get(eid, ())
        )
    ]


def _meet(one: str, two: str) -> bool:
    """Return whether two short passages have so many characters running in common that they are about one place."""
    short, long = sorted((one, two), key=len)
    size = min(len(short), _ENOUGH)
    return bool(short) and any(short[at : at + size] in long for at in range(len(short) - size + 1))
