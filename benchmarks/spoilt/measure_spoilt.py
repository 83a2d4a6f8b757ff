"""Measure what a rereading finds of faults drawn by chance: `python -m benchmarks.spoilt.measure_spoilt [--each N]`.

Even seeds are for developing the rules, odd ones kept apart: they are run for the totals only, with other characters
of like sound and shape.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

from benchmarks.measure import ROOT
from benchmarks.spoilt.kinds import CONTRADICTIONS, CORRUPTIONS, KINDS
from medplan.files.document import load_document
from medplan.library.repository import Repository
from medplan.plan.address import Eid
from medplan.plan.build_plan import build_plan
from medplan.plan.model import Plan, reading_text
from medplan.plan.printed import own_fields
from medplan.rereading.candidate import Candidate
from medplan.rereading.reread import propose
from medplan.rereading.runs import Index, index_of, texts_of
from medplan.running.arguments import Arguments
from medplan.schema.schemas import integer_keys
from tests.unit.support import FIVE, Held, copied, rebuild

_COUNTED = re.compile(" [0-9]+ ")
Counts = tuple[int, int]  # found, made


def main(argv: list[str] | None = None) -> int:
    """Print the shares of each kind, seeds for developing and seeds kept apart."""
    parser = Arguments(description="测量：在规划里随机做坏，再读找出多少")
    parser.add_argument("--each", type=int, default=6, help="每份规划每种做坏几处")
    parser.add_argument("--seeds", type=int, default=1, help="两半各用几个种子")
    parser.add_argument("--show", help="列出没有找出的，某一种（只在开发用的一半）")
    options = parser.parse_args(argv)
    halves = {apart: measure(apart, options.seeds, options.each, options.show) for apart in (False, True)}
    for name in KINDS:
        shares = (half[name] for half in halves.values())
        print(f"{name:14}" + "".join(f"  {found:3}/{made:3} {found / max(made, 1):4.0%}" for found, made in shares))
    for title, group in (("错脱", CORRUPTIONS), ("不一", CONTRADICTIONS)):
        print(title, *(f"{mean(half, group):.1%}" for half in halves.values()))
    return 0


def mean(half: dict[str, Counts], group: Any) -> float:
    """Return the mean of the shares of a group of kinds, each kind counting alike."""
    shares = [half[name][0] / half[name][1] for name in group if half[name][1]]
    return sum(shares) / len(shares)


def measure(apart: bool, seeds: int, each: int, show: str | None = None) -> dict[str, Counts]:
    """Return of each kind how many faults were proposed at their place, and how many were made."""
    repository = Repository.open(ROOT / "data")
    held = held_plans(repository)
    found: Counter[str] = Counter()
    made: Counter[str] = Counter()
    for plan_id in FIVE:
        one = held[plan_id]
        beside = index_of(text for other in FIVE if other != plan_id for text in texts_of(held[other].plan))
        before = keys(_read(one.plan, repository, beside))
        for name, spoil in KINDS.items():
            for seed in range(seeds):
                chance = random.Random(f"{2 * seed + apart} {plan_id} {name}")
                for _ in range(each):
                    data = copied(one.document)
                    if not spoil(data, chance, apart):
                        continue
                    plan = rebuild(one.document, plan_id, data)
                    places = changed(one.plan, plan)
                    if not places:
                        continue
                    made[name] += 1
                    hit = any(places & about(c) for c in _read(plan, repository, beside) if key(c) not in before)
                    found[name] += hit
                    if show == name and not hit and not apart:
                        print(plan_id[:6], *_difference(one.plan, plan))
    return {name: (found[name], made[name]) for name in KINDS}


def held_plans(repository: Repository) -> dict[str, Held]:
    """Return the plans of a repository by their ids."""
    held = {}
    for path in repository.plan_files():
        document, _ = load_document(path, repository.shown(path), integer_keys("plan"))
        plan, _ = build_plan(document, path.stem)
        held[path.stem] = Held(document=document, plan=plan, source=b"")
    return held


def _read(plan: Plan, repository: Repository, beside: Index) -> list[Candidate]:
    return propose(plan, repository.catalogues, beside)


def key(candidate: Candidate) -> tuple[str, ...]:
    """Return by what a candidate is known again."""
    return candidate.kind, candidate.eid, candidate.quote, _COUNTED.sub("", candidate.words), candidate.there


def keys(candidates: list[Candidate]) -> set[tuple[str, ...]]:
    """Return by what candidates are known again."""
    return set(map(key, candidates))


def about(candidate: Candidate) -> set[str]:
    """Return the provisions of the plan that a candidate names."""
    own = candidate.other if candidate.other and not candidate.other_plan else candidate.eid
    return {str(eid) for eid in (candidate.eid, own, *candidate.also)}


def changed(before: Plan, after: Plan) -> set[str]:
    """Return the provisions that read otherwise than before; of one that is gone those that stood beside it."""
    one, two = _said(before), _said(after)
    found = {eid for eid in one.keys() | two.keys() if one.get(eid) != two.get(eid)}
    above = {_above(eid) for eid in found}
    beside = {eid for eid in two if _above(eid) in above} if one.keys() - two.keys() else set()
    return found | above | beside


def _above(text: str) -> str:
    """Return the address that a provision's lies in, "" where it is no provision's."""
    eid = Eid.parse(text)
    return str(eid.parent or "") if eid else ""


def _said(plan: Plan) -> dict[str, list[str]]:
    return {
        str(node.eid): [name + reading_text(segments) for name, segments in own_fields(node)] for node, _ in plan.walk()
    }


def _difference(before: Plan, after: Plan) -> Iterator[str]:
    one, two = _said(before), _said(after)
    for eid, said in one.items():
        for a, b in zip(said, two.get(eid, []), strict=False):
            if a != b:
                at = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), 0)
                yield f"{eid} {a[max(0, at - 8) : at + 8]} → {b[max(0, at - 8) : at + 8]}"


if __name__ == "__main__":
    sys.exit(main())
