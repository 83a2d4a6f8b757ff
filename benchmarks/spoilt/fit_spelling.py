"""Fit the weights of the spelling rules: the five plans and faults drawn by chance in; `spelling.json` written.

`python -m benchmarks.spoilt.fit_spelling`. Seeds for developing alone are used. Each plan is read beside the others,
as a library of one plan more would read it; `--folds` fits without each plan in turn and tells what is found in it.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from itertools import chain
from typing import Any

import numpy as np

from benchmarks.measure import ROOT
from benchmarks.spoilt.kinds import KINDS
from benchmarks.spoilt.measure_spoilt import held_plans
from medplan.language.habits import Codes, Floats
from medplan.library.repository import Repository
from medplan.rereading import edits
from medplan.rereading.likelihood import PAD, Line
from medplan.rereading.runs import texts_of
from medplan.rereading.spelling import weighed
from medplan.running.arguments import Arguments
from tests.unit.support import FIVE, copied, rebuild

FAULTS = {
    edits.LOST: ("脱一字",),
    edits.WRONG: ("同音字", "形近字"),
    edits.TWICE: ("重一字",),
    edits.TURNED: ("两字颠倒",),
    edits.CUT: ("句首脱字",),
    edits.LOST_TWO: ("脱两字",),
    edits.CUT_TWO: ("句首脱字",),
    edits.COMMA: ("脱逗号",),
    edits.LISTED: ("脱顿号",),
}
SEEDS = (0, 2, 4)
EACH = 10
ALL = dict.fromkeys(edits.KINDS, 12)  # edits of one place that are looked at for the one that was made
SHRUNK = 5.0  # how strongly weights are held near nothing
Rows = dict[int, list[Floats]]


def main(argv: list[str] | None = None) -> int:
    """Fit on all five plans and write the weights."""
    parser = Arguments(description="按随机做坏的文字，定出“疑有错脱”的权重")
    parser.add_argument("--folds", action="store_true", help="每份轮流不用，看在它里面找出多少")
    options = parser.parse_args(argv)
    right, faulty = _rows()
    path = ROOT / "src" / "medplan" / "rereading" / "spelling.json"
    weights = {str(kind): [round(w, 4) for w in fit(right, faulty, kind)] for kind in edits.KINDS}
    path.write_text(
        "{\n" + ",\n".join(f'"{kind}": {json.dumps(w)}' for kind, w in weights.items()) + "\n}\n", encoding="utf-8"
    )
    for kind in edits.KINDS if options.folds else ():
        hits = []
        for left_out in FIVE:
            base, *factors = fit(right, faulty, kind, left_out)
            odds = np.sort(base + np.concatenate(right[left_out][kind]) @ factors)[::-1]
            line = odds[min(2, len(odds) - 1)]
            hits += [base + (rows @ factors).max() > line for rows in faulty[left_out][kind]]
        print(FAULTS[kind], f"{sum(hits)}/{len(hits)}")
    return 0


def fit(right: dict[str, Rows], faulty: dict[str, Rows], kind: int, left_out: str = "") -> list[float]:
    """Return what a kind of edit begins with, and what each feature adds, by a logistic regression."""
    clean, made = (
        np.concatenate([row for plan_id in FIVE if plan_id != left_out for row in held[plan_id][kind]])
        for held in (right, faulty)
    )
    rows = np.concatenate((made, clean))
    meant = np.concatenate((np.ones(len(made)), np.zeros(len(clean))))
    middle, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-3
    table = np.column_stack((np.ones(len(rows)), (rows - middle) / spread))
    weights = np.zeros(table.shape[1])
    weights[0] = np.log(meant.mean())
    held_back = np.full(len(weights), SHRUNK)
    held_back[0] = 1e-6

    def loss(tried: Floats) -> float:
        odds = table @ tried
        return float(np.sum(np.logaddexp(0, odds) - meant * odds) + 0.5 * (held_back * tried * tried).sum())

    now = loss(weights)
    for _ in range(40):
        likely = 1 / (1 + np.exp(-np.clip(table @ weights, -30, 30)))
        bend = table.T @ (table * (likely * (1 - likely) + 1e-9)[:, None]) + np.diag(held_back)
        step = np.linalg.solve(bend, table.T @ (meant - likely) - held_back * weights)
        size = 1.0
        while size > 1e-4 and loss(weights + size * step) > now:
            size /= 2
        then = loss(weights + size * step)
        if size <= 1e-4 or now - then < 1e-3:
            break
        weights, now = weights + size * step, then
    return [float(weights[0] - (weights[1:] * middle / spread).sum()), *(weights[1:] / spread).tolist()]


def _rows() -> tuple[dict[str, Rows], dict[str, Rows]]:
    """Return the features of edits of each plan as it stands, and of those that would undo a fault."""
    held = held_plans(Repository.open(ROOT / "data"))
    right: dict[str, Rows] = {}
    faulty: dict[str, Rows] = {}
    for plan_id in FIVE:
        beside = Line(chain.from_iterable(texts_of(held[other].plan) for other in FIVE if other != plan_id)).codes
        own = Line(texts_of(held[plan_id].plan))
        right[plan_id] = {found.kind: [rows] for found, rows in weighed(own.codes, beside)}
        faulty[plan_id] = {kind: [] for kind in edits.KINDS}
        for name in dict.fromkeys(chain.from_iterable(FAULTS.values())):
            for spoilt in _spoilt(held[plan_id], plan_id, name):
                for kind, rows in _undone(own.codes, spoilt, beside, name):
                    faulty[plan_id][kind].append(rows)
    return right, faulty


def _spoilt(one: Any, plan_id: str, name: str) -> Iterator[Codes]:
    for seed in SEEDS:
        chance = random.Random(f"{seed} {plan_id} {name}")
        for _ in range(EACH):
            data = copied(one.document)
            if KINDS[name](data, chance, False):
                yield Line(texts_of(rebuild(one.document, plan_id, data))).codes


def _undone(own: Codes, spoilt: Codes, beside: Codes, name: str) -> Iterator[tuple[int, Floats]]:
    """Yield the features of the edits that give back what stood before."""
    shorter = min(len(own), len(spoilt))
    parted = np.flatnonzero(own[:shorter] != spoilt[:shorter])
    if not len(parted):
        return
    at, gone = int(parted[0]), len(own) - len(spoilt)
    begin = at - int(np.argmax(spoilt[at - 1 :: -1] == 0))
    end = at + int(np.argmax(spoilt[at:] == 0))
    text = np.concatenate((np.zeros(PAD, dtype=np.uint64), spoilt[begin:end], np.zeros(PAD, dtype=np.uint64)))
    place = PAD + at - begin
    rest = np.concatenate((spoilt[:begin], spoilt[end:], beside))
    for found, rows in weighed(text, rest, ALL):
        if name not in FAULTS[found.kind]:
            continue
        where = np.abs(found.places - place) <= 1
        two = (int(own[at]) << int(edits.SHIFT)) | int(own[at + 1])
        if found.kind in (edits.LOST, edits.WRONG):
            where &= found.put == own[at]
        elif found.kind == edits.CUT:
            where &= found.put == own[at + gone - 1]
        elif found.kind in (edits.LOST_TWO, edits.CUT_TWO):
            where &= (found.put == two) & (gone == 2)
        if where.any():
            yield found.kind, rows[where]


if __name__ == "__main__":
    sys.exit(main())
