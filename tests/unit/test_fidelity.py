"""The proof of fidelity: it holds for the five plans, and any one character changed anywhere breaks it.

The places are random. A failure prints its seed; `FIDELITY_SEED=<seed> pytest tests/unit/test_fidelity.py` repeats it.
"""

from __future__ import annotations

import hashlib
import os
import random
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from medplan.language.fidelity_fold import fold_print
from medplan.plan.head import Exclusion
from medplan.plan.model import Plan, printed_text
from medplan.plan.printed import own_fields
from medplan.rules.fidelity import Proof, prove, trace

from .support import FIVE, HEAD, HESHAN, SHANDONG, SUZHOU, ZHENGNING, Held, copied, read_sample, rebuild

PLACES = 60
SEED = int(os.environ.get("FIDELITY_SEED", random.randrange(2**32)))
POOL = "龘囍的市医7302qZΩ"
# Keys of a plan's body whose values the source does not print as they stand.
UNPRINTED = frozenset({"id", "themes", "indicator", "match", "nature", "why"})


@pytest.fixture
def dice(request: pytest.FixtureRequest) -> random.Random:
    print(f"FIDELITY_SEED={SEED}")
    return random.Random(f"{SEED} {request.node.name}")


def with_source(plan: Plan, source: bytes) -> tuple[Plan, bytes]:
    """Return the plan as if it had been made from this very source, so that the checksum alone tells nothing."""
    digest = hashlib.sha256(source).hexdigest()
    return replace(plan, source=replace(plan.source, sha256=digest)), source


def breaks(plan: Plan, source: bytes) -> bool:
    proof = prove(*with_source(plan, source))
    assert proof.sha256_matches
    return not proof.holds and (proof.mismatch is not None or bool(proof.unused))


def wording(text: str) -> list[int]:
    """Return where letters, digits and Han characters stand."""
    return [i for i, char in enumerate(text) if unicodedata.category(char)[0] in "LN"]


def other(char: str, dice: random.Random) -> str:
    return dice.choice([c for c in POOL if unicodedata.normalize("NFKC", char) != c])


@pytest.mark.parametrize("plan_id", FIVE)
def test_the_plan_holds_its_source_whole(held: dict[str, Held], plan_id: str) -> None:
    proof = prove(held[plan_id].plan, held[plan_id].source)
    assert proof.mismatch is None
    assert proof.unused == ()
    assert proof.sha256_matches
    assert proof.holds
    assert proof.source_characters == proof.excluded_characters + proof.plan_characters
    assert proof.plan_characters > 5000


@pytest.mark.parametrize("plan_id", FIVE)
def test_a_changed_character_of_the_source_breaks_the_proof(
    held: dict[str, Held], plan_id: str, dice: random.Random
) -> None:
    text = held[plan_id].source.decode("utf-8")
    for at in dice.sample(wording(text), PLACES):
        changed = text[:at] + other(text[at], dice) + text[at + 1 :]
        assert breaks(held[plan_id].plan, changed.encode()), (at, text[at - 10 : at + 10])


@pytest.mark.parametrize("plan_id", FIVE)
def test_a_lost_or_doubled_character_of_the_source_breaks_the_proof(
    held: dict[str, Held], plan_id: str, dice: random.Random
) -> None:
    text = held[plan_id].source.decode("utf-8")
    for at in dice.sample(wording(text), 10):
        assert breaks(held[plan_id].plan, (text[:at] + text[at + 1 :]).encode()), at
        assert breaks(held[plan_id].plan, (text[:at] + text[at] + text[at:]).encode()), at


Slot = tuple[Callable[[], str], Callable[[str], None]]


def printed_slots(data: dict[str, Any]) -> Iterator[Slot]:
    """Yield a getter and a setter for every value of the data that the source prints."""

    def visit(container: Any, key: Any) -> Iterator[Slot]:
        value = container[key]
        if isinstance(value, str):
            yield lambda: container[key], lambda text: container.__setitem__(key, text)
        elif isinstance(value, dict):
            for inner in value:
                if inner not in UNPRINTED:
                    yield from visit(value, inner)
        elif isinstance(value, list):
            for index in range(len(value)):
                yield from visit(value, index)

    for key in ("notice", "title", "subtitle", "body"):
        if key in data and not (key == "title" and data.get("title_by_editor")):
            yield from visit(data, key)


@pytest.mark.parametrize("plan_id", FIVE)
def test_a_changed_character_of_the_yaml_breaks_the_proof(
    held: dict[str, Held], plan_id: str, dice: random.Random
) -> None:
    own = held[plan_id]
    data = copied(own.document)
    places = [(slot, at) for slot in printed_slots(data) for at in wording(slot[0]())]
    assert len(places) > 5000
    for (get, put), at in dice.sample(places, PLACES):
        before = get()
        put(before[:at] + other(before[at], dice) + before[at + 1 :])
        assert breaks(rebuild(own.document, plan_id, data), own.source), (before, at)
        put(before)
    assert prove(rebuild(own.document, plan_id, data), own.source).holds, "what was changed was put back"


@pytest.mark.parametrize("plan_id", FIVE)
def test_a_lost_or_added_character_of_the_yaml_breaks_the_proof(
    held: dict[str, Held], plan_id: str, dice: random.Random
) -> None:
    own = held[plan_id]
    data = copied(own.document)
    places = [(slot, at) for slot in printed_slots(data) for at in wording(slot[0]())]
    for (get, put), at in dice.sample(places, 10):
        before = get()
        for after in (before[:at] + before[at + 1 :], before[:at] + "医" + before[at:]):
            put(after)
            assert breaks(rebuild(own.document, plan_id, data), own.source), (before, after)
        put(before)


def lists_of_provisions(items: list[Any]) -> Iterator[list[Any]]:
    yield items
    for item in items:
        if isinstance(item, dict) and "body" in item:
            yield from lists_of_provisions(item["body"])


@pytest.mark.parametrize("plan_id", FIVE)
def test_a_deleted_doubled_or_swapped_provision_breaks_the_proof(
    held: dict[str, Held], plan_id: str, dice: random.Random
) -> None:
    own = held[plan_id]
    data = copied(own.document)
    lists = list(lists_of_provisions(data["body"]))
    for _ in range(12):
        items = dice.choice(lists)
        at = dice.randrange(len(items))
        item = items.pop(at)
        assert breaks(rebuild(own.document, plan_id, data), own.source), item
        items[at:at] = [item, item]
        assert breaks(rebuild(own.document, plan_id, data), own.source), item
        items.pop(at)
    long_lists = [items for items in lists if len(items) > 1]
    for _ in range(8):
        items = dice.choice(long_lists)
        one, two = dice.sample(range(len(items)), 2)
        if items[one] != items[two]:
            items[one], items[two] = items[two], items[one]
            assert breaks(rebuild(own.document, plan_id, data), own.source), (one, two)
            items[one], items[two] = items[two], items[one]
    assert prove(rebuild(own.document, plan_id, data), own.source).holds, "what was changed was put back"


@pytest.mark.parametrize("plan_id", [SUZHOU, HESHAN, ZHENGNING])
def test_swapped_rows_natures_or_cells_of_the_table_break_the_proof(
    held: dict[str, Held], plan_id: str, dice: random.Random
) -> None:
    own = held[plan_id]
    data = copied(own.document)
    (table,) = [
        item["indicators"]
        for items in lists_of_provisions(data["body"])
        for item in items
        if isinstance(item, dict) and "indicators" in item
    ]
    rows = table["rows"]
    at = dice.randrange(len(rows) - 1)
    rows[at], rows[at + 1] = rows[at + 1], rows[at]
    assert breaks(rebuild(own.document, plan_id, data), own.source)
    rows[at], rows[at + 1] = rows[at + 1], rows[at]
    row = rows[at]
    row["nature"] = {"binding": "anticipatory", "anticipatory": "binding"}[row["nature"]]
    assert breaks(rebuild(own.document, plan_id, data), own.source)
    row["nature"] = {"binding": "anticipatory", "anticipatory": "binding"}[row["nature"]]
    row["target"], row["name"] = row["name"], row["target"]
    assert breaks(rebuild(own.document, plan_id, data), own.source)


def with_exclusions(plan: Plan, excluded: tuple[Exclusion, ...]) -> Plan:
    return replace(plan, source=replace(plan.source, excluded=excluded))


@pytest.mark.parametrize("plan_id", FIVE)
def test_exclusions_are_neither_more_nor_fewer_than_what_occurs(held: dict[str, Held], plan_id: str) -> None:
    own = held[plan_id]
    excluded = own.plan.source.excluded
    for at, exclusion in enumerate(excluded):
        assert breaks(with_exclusions(own.plan, excluded[:at] + excluded[at + 1 :]), own.source), exclusion.text
        more = replace(exclusion, times=exclusion.times + 1)
        assert breaks(with_exclusions(own.plan, (*excluded[:at], more, *excluded[at + 1 :])), own.source)
    foreign = Exclusion(text="不见于原文的一段文字", why="试")
    proof = prove(with_exclusions(own.plan, (*excluded, foreign)), own.source)
    assert not proof.holds
    assert proof.unused == (foreign.text,)


def test_an_exclusion_may_not_swallow_the_plans_own_words(held: dict[str, Held]) -> None:
    own = held[SUZHOU]
    paragraph = next(node.printed("text") for node, _ in own.plan.walk() if node.kind == "p")
    greedy = Exclusion(text=paragraph, why="试")
    assert breaks(with_exclusions(own.plan, (*own.plan.source.excluded, greedy)), own.source)


def test_another_file_is_told_of_by_its_checksum(held: dict[str, Held]) -> None:
    own = held[SUZHOU]
    proof = prove(own.plan, own.source + b"\n")
    assert proof.mismatch is None
    assert not proof.sha256_matches
    assert not proof.holds


def test_the_first_place_is_named_so_that_an_editor_finds_it() -> None:
    _, plan, _ = read_sample("body:\n  - 第一段文字。\n  - {num: 一、, heading: 目标, body: [达到百分之九十五。]}\n")
    source = "苏州市样本规划\n第一段文字。\n一、目标\n达到百分之九十六。\n".encode()
    proof: Proof = prove(*with_source(plan, source))
    assert proof.mismatch is not None
    assert (proof.mismatch.source_line, proof.mismatch.eid) == (4, "para_1__p_1")
    assert proof.mismatch.source_has.startswith("六")
    assert proof.mismatch.plan_has.startswith("五")


SMALL = "body:\n  - num: 一、\n    heading: 目标\n    body: [达到九成。, 逐年提高。]\n  - 末段。\n"
LINES = [  # each line that SMALL prints, and its provision
    ("苏州市样本规划", "title"),
    ("一、", "para_1"),
    ("目标", "para_1"),
    ("达到九成。", "para_1__p_1"),
    ("逐年提高。", "para_1__p_2"),
    ("末段。", "p_1"),
]


@pytest.mark.parametrize("line", range(len(LINES)))
def test_each_character_that_differs_is_named_by_its_line_and_provision(line: int) -> None:
    _, plan, _ = read_sample(SMALL)
    texts = [text for text, _ in LINES]
    node = next(node for node, _ in plan.walk() if node.eid == LINES[line][1])
    for at in wording(texts[line]):
        changed = texts[line][:at] + "龘" + texts[line][at + 1 :]
        source = "\n".join([*texts[:line], changed, *texts[line + 1 :]])
        found = prove(*with_source(plan, source.encode())).mismatch
        assert found is not None
        assert (found.source_line, found.eid, found.plan_line) == (line + 1, LINES[line][1], node.place[0]), at
        assert found.source_has == " ".join("\n".join([changed[at:], *texts[line + 1 :]])[:24].split())
        assert found.plan_has == " ".join("\n".join([texts[line][at:], *texts[line + 1 :]])[:24].split())
        assert found.before == " ".join("\n".join([*texts[:line], texts[line][:at]])[-12:].split())


def test_what_is_missing_or_too_much_at_the_end_is_named_there() -> None:
    _, plan, _ = read_sample(SMALL)
    texts = [text for text, _ in LINES]
    short = prove(*with_source(plan, "\n".join(texts[:-1]).encode())).mismatch
    assert short is not None
    assert (short.source_line, short.eid, short.source_has, short.plan_has) == (5, "p_1", "", "末段。")
    long = prove(*with_source(plan, "\n".join([*texts, "又一段。"]).encode())).mismatch
    assert long is not None
    assert (long.source_line, long.eid, long.source_has, long.plan_has) == (7, "p_1", "又一段。", "")
    nothing = prove(*with_source(plan, b"")).mismatch
    assert nothing is not None
    assert (nothing.source_line, nothing.eid, nothing.before) == (1, "title", "")
    assert nothing.plan_has.startswith("苏州市样本规划")


def test_a_place_is_told_where_little_or_nothing_is_printed() -> None:
    _, plan, _ = read_sample("body: [甲乙, 丙]\n")
    found = prove(*with_source(plan, "\n苏州市样本规划\n甲乙\n丙\n\n多".encode())).mismatch
    assert found is not None
    assert (found.source_line, found.eid, found.source_has) == (6, "p_2", "多")
    _, plan, _ = read_sample("body: [——]\n", HEAD.replace("kind: plan", "title_by_editor: true\nkind: plan"))
    found = prove(*with_source(plan, "多".encode())).mismatch
    assert found is not None
    assert (found.source_line, found.plan_line, found.eid) == (1, 1, "")


def excluding(source: str, *excluded: str | tuple[str, int]) -> Proof:
    _, plan, _ = read_sample("body: [甲乙丙。]\n")
    each = [(e, 1) if isinstance(e, str) else e for e in excluded]
    plan = with_exclusions(plan, tuple(Exclusion(text=text, why="试", times=times) for text, times in each))
    return prove(*with_source(plan, source.encode()))


def test_the_lines_of_what_was_left_out_are_told() -> None:
    proof = excluding("\n广告\n苏州市样本规划\n甲广告乙丙。\n广告", ("广告", 3))
    assert proof.holds
    assert (proof.excluded_lines, proof.excluded_characters) == ((2, 4, 5), 6)


def test_what_is_left_out_too_seldom_or_is_no_wording_is_told() -> None:
    found = excluding("广告苏州市样本规划甲广告乙丙。广告", ("广告", 2)).mismatch
    assert found is not None
    assert (found.source_has, found.plan_has) == ("广告", "")
    assert excluding("苏州市样本规划甲乙丙。", "——").unused == ("——",)


def test_of_two_exclusions_the_longest_counts_and_of_equals_the_first() -> None:
    assert excluding("苏州市样本规划甲乙丁戊丙。", "丁戊", "乙丁").holds is False, "the other was not met"
    assert excluding("苏州市样本规划甲乙丁戊丙。", "丁戊", "乙丁").mismatch is None
    assert excluding("苏州市样本规划甲乙丁戊丙。", "丁", "丁戊").unused == ("丁",)
    assert excluding("苏州市样本规划甲乙丁戊丙。", "丁戊", "丁").unused == ("丁",)


def test_an_exclusion_does_not_reach_back_over_words_that_agree() -> None:
    found = excluding("苏州市样本规划甲乙丁丙。", "甲乙").mismatch
    assert found is not None
    assert (found.source_has, found.plan_has) == ("丁丙。", "丙。")


@pytest.mark.parametrize(
    ("title", "source", "excluded", "source_has", "plan_has"),
    [
        # A number is shown whole, decimal point and all, though only its last digit differs.
        ("至1234.5为止", "至1234.6为止", (), "1234.6为止", "1234.5为止"),
        ("至10.5为止", "至10.55为止", (), "10.55为止", "10.5为止"),
        ("至12为止", "至13为止", (), "13为止", "12为止"),
        # But no more than the number, and nothing of what was excluded before it.
        ("医12为止", "医13为止", (), "13为止", "12为止"),
        ("12为止", "2013为止", ("20",), "13为止", "12为止"),
        ("甲12为止", "甲13为止", (), "13为止", "12为止"),
        ("至1312为止", "至13乙1313为止", ("乙13",), "13为止", "12为止"),
        # Where the text begins with the number, what stands before is not its end.
        ("12为止9", "13为止9", (), "13为止9", "12为止9"),
        ("2为止1", "3为止1", (), "3为止1", "2为止1"),
    ],
)
def test_a_number_is_shown_whole(
    title: str, source: str, excluded: tuple[str, ...], source_has: str, plan_has: str
) -> None:
    _, plan, _ = read_sample("body: [末段。]\n", HEAD.replace("苏州市样本规划", title))
    plan = with_exclusions(plan, tuple(Exclusion(text=text, why="试") for text in excluded))
    found = prove(*with_source(plan, f"{source}\n末段。".encode())).mismatch
    assert found is not None
    assert (found.source_has, found.plan_has) == (f"{source_has} 末段。", f"{plan_has} 末段。")
    assert (found.source_line, found.eid) == (1, "title")


@pytest.mark.parametrize(
    ("source", "excluded", "holds"),
    [
        ("苏州市样本规划\n甲乙丙。", (), True),
        ("苏州市样本规划 甲,乙 丙.", (), True),
        ("导航苏州市样本规划\n甲乙丙。页脚", (("导航", 1), ("页脚", 1)), True),
        ("广告苏州市样本规划\n甲广告乙丙。广告", (("广告", 3),), True),
        ("广告苏州市样本规划\n甲广告乙丙。广告", (("广告", 2),), False),
        # The exclusion begins like the plan's next words: 甲乙 of 甲乙丁 first looks like the plan's own.
        ("苏州市样本规划\n甲乙丁甲乙丙。", (("甲乙丁", 1),), True),
        ("苏州市样本规划\n甲乙丙。多", (), False),
        ("苏州市样本规划\n甲乙。", (), False),
        ("", (), False),
    ],
)
def test_small_sources(source: str, excluded: tuple[tuple[str, int], ...], holds: bool) -> None:
    _, plan, _ = read_sample("body: [甲乙丙。]\n")
    plan = with_exclusions(plan, tuple(Exclusion(text=text, why="试", times=times) for text, times in excluded))
    assert prove(*with_source(plan, source.encode())).holds is holds


def test_the_advertising_phrase_is_excluded_with_its_reason(held: dict[str, Held]) -> None:
    (found,) = [e for e in held[SHANDONG].plan.source.excluded if "乐鱼电竞" in e.text]
    assert found.times == held[SHANDONG].source.decode().count("乐鱼电竞")
    assert found.why


@pytest.mark.parametrize(
    ("source", "holds"),
    [
        ("1.2022年建成。", True),
        ("1. 2022年建成。", True),
        ("1、2022年建成。", True),
        ("1.2023年建成。", False),
        ("2.2022年建成。", False),
        ("1.20.22年建成。", False),
        ("12022年建成。", False),
        ("1 2022年建成。", False),
        ("1\n2022年建成。", False),
    ],
)
def test_a_number_may_run_into_the_figure_behind_it(source: str, *, holds: bool) -> None:
    _, plan, issues = read_sample("body:\n  - {num: 1., text: 2022年建成。}\n")
    assert issues == []
    printed = f"{plan.title}\n{source}\n".encode()
    proof = prove(*with_source(plan, printed))
    assert proof.holds == holds
    assert not holds or proof.source_characters == proof.plan_characters


@pytest.mark.parametrize("plan_id", FIVE)
def test_every_run_of_a_source_has_its_owner(held: dict[str, Held], plan_id: str) -> None:
    """What each node and each exclusion is traced to is what it prints, and nothing is of no owner."""
    plan, source = held[plan_id].plan, held[plan_id].source.decode("utf-8")
    runs = trace(plan, source)
    found: dict[int, str] = {}
    ends = [offset for offset, _ in runs[1:]] + [len(source)]
    for (offset, owner), end in zip(runs, ends, strict=True):
        found[id(owner)] = found.get(id(owner), "") + fold_print(source[offset:end])
    # A decimal point may stand at a seam between two.
    assert len("".join(found.values())) >= len(fold_print(source)) - len(runs)
    for node, _ in plan.walk():
        printed = "".join(fold_print(printed_text(segments)) for _, segments in own_fields(node))
        assert not printed or node.kind == "title" or found[id(node)].replace(".", "") == printed.replace(".", "")
    for exclusion in plan.source.excluded:
        assert found[id(exclusion)] == fold_print(exclusion.text) * exclusion.times


def test_a_run_begins_where_an_exclusion_does_that_begins_like_the_plan() -> None:
    _, plan, _ = read_sample("body: [甲乙丙丁, 戊己]\n")
    plan = replace(
        plan, title_by_editor=True, source=replace(plan.source, excluded=(Exclusion(text="甲乙页眉", why="页眉"),))
    )
    source = "甲乙页眉\n甲乙丙丁戊己"
    runs = [(offset, owner.why if isinstance(owner, Exclusion) else owner.eid) for offset, owner in trace(plan, source)]
    assert runs == [(0, "页眉"), (5, "p_1"), (9, "p_2")]
