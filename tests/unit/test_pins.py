"""Addresses are kept when text moves: what to pin, and that pinning it is enough, whatever was done to a plan."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from medplan.plan.address import Eid
from medplan.plan.model import Plan
from medplan.review.address_report import describe_addresses
from medplan.review.addresses import Renamed
from medplan.review.pairing import pair_provisions
from medplan.review.pins import Kept, keep_addresses

from .support import read_sample

A, B, C = "甲甲说的是参保扩面的事情。", "乙乙说的则是基金监管办法。", "丙丙与前两段又完全不相同。"
NEW = "后来新添的这些话别处从来没有。"
WORDS = "参保基金监管待遇支付药品采购服务信息经办法治人才规划目标任务保障改革创新统筹筹资门诊住院护理生育救助公平可持续"


def plan_of(body: list[Any]) -> tuple[Plan, dict[tuple[int, int], tuple[Any, ...]]]:
    """Return a plan with this body, and the path of what stands at each place of its file."""
    lines = "body:\n" + "".join(f"  - {json.dumps(item, ensure_ascii=False)}\n" for item in body)
    document, plan, issues = read_sample(lines)
    assert not issues, issues
    return plan, {place: at for at, place in document.places.items()}


def kept(old: list[Any], new: list[Any]) -> Kept:
    plan = plan_of(new)[0]
    return keep_addresses(plan, pair_provisions(plan_of(old)[0], plan))


def pinned(old: list[Any], new: list[Any]) -> dict[str, str]:
    """Return the pins asked for, by the address that each thing has without."""
    return {str(pin.node.eid): str(pin.eid) for pin in kept(old, new).pins}


@pytest.mark.parametrize(
    ("new", "pins"),
    [
        ([A, B, C], {}),
        ([A, B, C, NEW], {}),
        ([NEW, A, B, C], {"p_1": "p_0"}),
        ([A, NEW, B, C], {"p_2": "p_1b"}),
        ([A, NEW, NEW + "再添一句。", B, C], {"p_2": "p_1b", "p_3": "p_1c"}),
        ([A, C], {"p_2": "p_3"}),
        ([B, C], {"p_1": "p_2"}),
        ([A, B], {}),
        ([B, A, C], {"p_1": "p_2", "p_2": "p_1"}),
        ([A, NEW, C], {"p_2": "p_2b"}),
        # A correction of a few characters is the same paragraph.
        ([A, B.replace("办法", "方法"), C], {}),
    ],
)
def test_few_pins_keep_the_addresses_of_unnumbered_paragraphs(new: list[str], pins: dict[str, str]) -> None:
    assert pinned([A, B, C], new) == pins


def test_a_pinned_paragraph_is_counted_on_from() -> None:
    eids = [
        node.eid for node in plan_of([A, {"id": "p_4", "text": B}, C, {"id": "p_5b", "text": NEW}, "末。"])[0].nodes
    ]
    assert eids[1:] == ["p_1", "p_4", "p_5", "p_5b", "p_6"]


def test_what_was_pinned_before_is_not_asked_for_again() -> None:
    before = [A, {"id": "p_1b", "text": NEW}, B, C]
    assert pinned(before, before) == {}
    assert pinned(before, [A, {"id": "p_1b", "text": NEW}, "又添的一段，哪里都没有过。", B, C]) == {"p_2": "p_1c"}


def test_units_that_change_their_numbers_for_each_other_s_keep_their_addresses() -> None:
    one, two = {"num": "一、", "heading": "扩大参保覆盖", "text": A}, {"num": "二、", "heading": "加强监管", "text": B}
    swapped = [two | {"num": "一、"}, one | {"num": "二、"}]
    assert pinned([one, two], swapped) == {"para_1": "para_2", "para_2": "para_1"}
    # A unit found missing: the number that it prints was another's.
    found = [one, {"num": "二、", "heading": "新", "text": NEW}, two | {"num": "三、"}]
    assert pinned([one, two], found) == {"para_2": "para_1b", "para_3": "para_2"}


def test_what_lies_within_follows_the_unit_that_is_pinned() -> None:
    one = {"num": "一、", "heading": "扩大参保覆盖", "body": [A, B]}
    two = {"num": "二、", "heading": "加强基金监管", "body": [C]}
    assert pinned([one, two], [two | {"num": "一、"}, one | {"num": "二、"}]) == {
        "para_1": "para_2",
        "para_2": "para_1",
    }


def rows(*names: str) -> dict[str, Any]:
    named = [{"indicator": None, "name": name, "target": "80"} for name in names]
    return {"indicators": {"columns": {"name": "指标", "target": "2025年"}, "rows": named}}


def table(*cells: str) -> dict[str, Any]:
    return {"table": {"rows": [[cell, "0512"] for cell in cells]}}


def test_rows_keep_their_addresses() -> None:
    long = ["职工医保政策范围内住院支付比例", "居民医保政策范围内住院支付比例", "重点救助对象救助比例"]
    assert pinned([rows(*long[:2])], [rows(long[2], *long[:2])]) == {"ind_1__row_1": "ind_1__row_0"}
    found = kept([table(A, B)], [table(A, NEW, B)])
    assert not found.pins
    assert [(node.eid, ids) for node, ids in found.tables] == [("table_1", ("row_1", "row_1b", "row_2"))]
    pinned_table = table(A, NEW, B)
    pinned_table["table"]["ids"] = ["row_1", "row_1b", "row_2"]
    assert not kept([table(A, B)], [pinned_table]).tables


def test_the_editor_is_told_the_line_and_what_to_write() -> None:
    plan = plan_of([A, NEW, B, C])[0]
    fault = Renamed(plan=plan, kept=keep_addresses(plan, pair_provisions(plan_of([A, B, C])[0], plan)))
    for form in ("text", "markdown"):
        told = list(describe_addresses([fault], form))
        line = plan.nodes[2].place[0]
        assert any(f"第 {line} 行（p_2 原来是 " in text and "这一段写成" in text for text in told)
        paste = [text.strip() for text in told if text.startswith(" " * 8)]
        assert paste == ["- id: p_1b", f'text: "{NEW}"']


def sentence(dice: random.Random) -> str:
    return "".join(dice.choice(WORDS) for _ in range(dice.randint(14, 40))) + "。"


def made_up(dice: random.Random, depth: int = 0) -> list[Any]:
    """Return a body of paragraphs, units and tables."""
    body: list[Any] = [sentence(dice) for _ in range(dice.randint(1, 5))]
    if depth < 2:
        for number in "一二三四"[: dice.randint(0, 4)]:
            num = f"第{number}章" if depth == 0 else f"{number}、"
            body.append({"num": num, "heading": sentence(dice)[:14], "body": made_up(dice, depth + 1)})
    if dice.random() < 0.3:
        body.append(table(*(sentence(dice) for _ in range(3))))
    if dice.random() < 0.3:
        body.append(rows(*(sentence(dice)[:18] for _ in range(3))))
    return body


def edited(dice: random.Random, body: list[Any]) -> list[Any]:
    """Return a body in which texts were put in, taken out, swapped and replaced, here and within."""
    body = json.loads(json.dumps(body))
    for item in body:
        if isinstance(item, dict) and "body" in item and dice.random() < 0.5:
            item["body"] = edited(dice, item["body"])
        for kind in ("table", "indicators"):
            if isinstance(item, dict) and kind in item and dice.random() < 0.5:
                dice.shuffle(item[kind]["rows"])
    texts = [at for at, item in enumerate(body) if isinstance(item, str)]
    what = dice.choice(("insert", "delete", "swap", "replace", "nothing"))
    if what == "insert" or not texts:
        body.insert(dice.choice([0, *texts]), sentence(dice))
    elif what == "delete" and len(body) > 1:
        del body[dice.choice(texts)]
    elif what == "swap" and len(texts) > 1:
        one, two = dice.sample(texts, 2)
        body[one], body[two] = body[two], body[one]
    elif what == "replace":
        body[dice.choice(texts)] = sentence(dice)
    return body


def with_pins(body: list[Any], found: Kept, places: dict[tuple[int, int], tuple[Any, ...]]) -> list[Any]:
    """Return the body as an editor leaves it who wrote what was asked for."""
    body = json.loads(json.dumps(body))
    for node, local in [(pin.node, pin.eid.local) for pin in found.pins] + [(node, ids) for node, ids in found.tables]:
        *above, last = places[node.place][1:]
        at: Any = body
        for step in above:
            at = at[step]
        if isinstance(local, tuple):
            at[last]["table"]["ids"] = list(local)
        elif isinstance(at[last], str):
            at[last] = {"id": local, "text": at[last]}
        else:
            at[last] = {"id": local} | at[last]
    return body


@pytest.mark.parametrize("seed", range(40))
def test_pinning_what_is_asked_for_is_enough(seed: int) -> None:
    dice = random.Random(seed)
    before = made_up(dice)
    after = edited(dice, before)
    old, (new, places) = plan_of(before)[0], plan_of(after)
    found = keep_addresses(new, pair_provisions(old, new))
    mended, _ = plan_of(with_pins(after, found, places))
    assert {str(node.eid) for node, _ in mended.walk() if node.kind != "title"} == {
        str(eid) for eid in found.final.values() if eid != "title"
    }
    alignment = pair_provisions(old, mended)
    for eid in alignment.old_all:
        # The address is gone, and asks for a redirect, or it still names what it named.
        assert eid not in alignment.new_all or alignment.new_eids.get(eid) == eid, eid
    again = keep_addresses(mended, alignment)
    assert not again.pins and not again.tables
    assert all(isinstance(eid, Eid) for eid in found.final)
