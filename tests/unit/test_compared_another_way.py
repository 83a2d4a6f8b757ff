"""Comparisons held against the data read another way: figures by fractions, names, notes, deadlines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest

from medplan.catalogue.catalogues import Catalogues
from medplan.compare.glance import name_beside_value
from medplan.compare.indicators import Comparison
from medplan.compare.standing import Comparisons
from medplan.compare.units import Figure
from medplan.facts.commitments import commitments
from medplan.facts.derive import indicator_rows
from medplan.library.index import LibraryIndex
from medplan.library.repository import Repository
from medplan.publish.comparison_files import indicator_facts

from .library import DAY, head_of, library, proof_of, table
from .support import FIVE, SHANDONG, ZHENGNING, Held, read_sample

# Written here anew, so that a slip in the catalogue or in the reading of values is noticed.
WORTH = {
    "万人": 10_000,
    "人": 1,
    "亿元": 10**8,
    "万元": 10**4,
    "元": 1,
    "%": 1,
    "家": 1,
    "万家": 10**4,
    "种": 1,
    "类": 1,
}
WORTH |= {"个": 1, "个品种": 1, "项": 1, "元/人": 1, "万人次": 10**4, "人次": 1, "名": 1, "笔": 1, "亿笔": 10**8}
PLAIN = re.compile(r"(?:约|近|不低于|超过|不足|[>≥＞])?([0-9][0-9,.]*)[余多]?([万亿]?)[余多]?(.*?)(?:以上|左右|以内)?")


@pytest.fixture(scope="module")
def compared(held: dict[str, Held], repository: Repository) -> Comparisons:
    """Return the comparisons of the five."""
    index = LibraryIndex(catalogues=repository.catalogues, day=DAY)
    for one in held.values():
        index.add(one.plan, proof_of(one.plan.id))
    return Comparisons(index)


def table_rows(node: Any) -> Iterator[tuple[str, str | None, dict[str, Any]]]:
    """Yield (column's unit, …) of every row of a table of indicators, wherever it stands in the YAML."""
    if isinstance(node, dict):
        for row in node.get("indicators", {}).get("rows", []) if isinstance(node.get("indicators"), dict) else []:
            yield row.get("name", ""), row.get("unit"), row
        for value in node.values():
            yield from table_rows(value)
    elif isinstance(node, list):
        for value in node:
            yield from table_rows(value)


def by_hand(printed: str, unit: str | None, name: str) -> Fraction | None:
    """Return a printed figure in single things (people, yuan, per cent), None where this test can't tell."""
    found = PLAIN.fullmatch(printed.strip())
    if not found or ":" in printed or "—" in printed or "-" in printed:
        return None
    number, myriads, own = Fraction(found.group(1).replace(",", "")), found.group(2), found.group(3)
    bracket = re.search(r"[（(]([^（）()]+)[）)]?$", name.strip())
    named = next((u for u in (own and myriads + own, unit, bracket and bracket.group(1)) if u in WORTH), None)
    return number * WORTH[named] if named else None


def single_things(figure: Figure, unit: str) -> Fraction:
    return Fraction(figure.low) * WORTH[unit]


def test_figures_are_the_same_when_counted_in_single_things_from_the_yaml(
    held: dict[str, Held], compared: Comparisons
) -> None:
    told = 0
    for plan_id in FIVE:
        data = held[plan_id].document.data
        given = [*table_rows(data), *((s["name"], s.get("unit"), s) for s in data.get("stated_indicators", []))]
        for name, unit, row in given:
            if not row.get("indicator"):
                continue
            comparison = compared.of(row["indicator"])
            shown = [r for r in compared.rows_of(row["indicator"], plan_id) if r.row.name == name]
            for which in ("baseline", "target"):
                value = by_hand(str(row.get(which) or ""), unit, name)
                figures = [getattr(r, which) for r in shown if getattr(r.row, which) == row.get(which)]
                if value is None or comparison.unit not in WORTH:
                    continue
                assert figures and figures[0] is not None, (plan_id, name, row.get(which))
                assert single_things(figures[0], comparison.unit) == value, (plan_id, name, row.get(which))
                told += 1
    assert told > 150


@pytest.mark.parametrize("indicator", ["enrolment-number", "two-disease-beneficiaries"])
def test_a_figure_of_ten_thousands_beside_its_people_is_no_unknown_unit(compared: Comparisons, indicator: str) -> None:
    made = compared.of(indicator)
    assert not [o for row in made.apart for o in row.obstacles if "单位" in o.short]
    assert all(row.baseline or row.target for row in (*made.comparable, *made.apart))


@pytest.mark.parametrize(
    ("name", "baseline", "target", "shown"),
    [
        ("参保人数（万人）", "845.1万", "9697.8万", ("845.1", "9,697.8")),
        ("参保人数（人）", "845.1万", "9697.8万", ("845.1", "9,697.8")),
        ("参保人数", "845.1万", "9697.8万人", ("845.1", "9,697.8")),
        ("参保人数", "845.1万人", "9697.8万", ("845.1", "9,697.8")),
    ],
)
def test_ten_thousands_wherever_their_people_stand(
    name: str, baseline: str, target: str, shown: tuple[str, str]
) -> None:
    row = f"indicator: enrolment-number, match: exact, name: {name}, baseline: {baseline}, target: {target}"
    [found] = Comparisons(library((head_of("320500"), table(row)))).of("enrolment-number").comparable
    assert found.baseline and found.target
    assert (found.baseline.shown, found.target.shown) == shown


def test_no_unit_is_a_word_of_the_name(held: dict[str, Held], repository: Repository) -> None:
    units = {row.unit for one in held.values() for row in indicator_rows(one.plan) if row.unit}
    assert [unit for unit in units if repository.catalogues.unit_of(unit) is None] == []


def test_a_printed_value_is_what_the_source_prints(held: dict[str, Held], repository: Repository) -> None:
    """What is shown as the source's is in its text letter for letter, but for a unit that its column prints."""
    for one in held.values():
        source = "".join(one.source.decode("utf-8").split())
        for row in indicator_rows(one.plan):
            if row.ref.indicator_id not in repository.catalogues.indicators:
                continue
            made = indicator_facts(row, repository.catalogues)
            for shown in (made.baseline, made.target):
                if shown and shown.printed:
                    bare = re.sub(rf"(?<=[0-9]){re.escape(row.unit or '')}$", "", shown.printed)
                    assert bare.replace(":", "：") in source.replace(":", "："), shown.printed


def rows_of(comparison: Comparison) -> list[tuple[str, list[str]]]:
    return [(r.plan.id, [o.reason for o in r.obstacles]) for r in (*comparison.comparable, *comparison.apart)]


def test_an_indicator_of_one_row_has_nothing_to_differ_from(compared: Comparisons, held: dict[str, Held]) -> None:
    plans: dict[str, list[str]] = {}
    for plan_id in FIVE:
        for row in indicator_rows(held[plan_id].plan):
            plans.setdefault(row.ref.indicator_id or "", []).append(plan_id)
    alone = [i for i, ids in plans.items() if i and len(ids) == 1]
    assert len(alone) > 20
    for indicator in alone:
        reasons = [reason for _, found in rows_of(compared.of(indicator)) for reason in found]
        assert not [reason for reason in reasons if "其他" in reason or "原文没有写明" in reason], indicator
        assert not compared.of(indicator).is_beside_others
    both = [i for i, ids in plans.items() if i and len(set(ids)) > 1 and compared.of(i).is_beside_others]
    assert "enrolment-rate" in both


def test_a_row_of_two_indicators_counts_for_both(compared: Comparisons) -> None:
    for indicator in ("online-service-rate", "window-service-rate"):
        made = compared.of(indicator)
        [row] = [r for r in (*made.comparable, *made.apart) if "线上、窗口可办率" in r.row.name]
        assert row.target is not None and row.target.shown == "100"
        assert row.obstacles[0].short == "范围更宽"


def names_of(catalogues: Catalogues) -> dict[str, str]:
    return {n: entry.id for entry in catalogues.indicators.values() for n in (entry.name, *entry.names)}


def test_a_name_that_the_catalogue_has_matches_exactly_and_every_other_match_says_why(
    held: dict[str, Held], repository: Repository
) -> None:
    names = names_of(repository.catalogues)
    for plan_id in FIVE:
        data = held[plan_id].document.data
        for row in [*(r for _, _, r in table_rows(data)), *data.get("stated_indicators", [])]:
            if row.get("match") in (None, "exact"):
                continue
            assert row.get("why"), (plan_id, row["name"])
            assert names.get(row["name"]) != row["indicator"], (plan_id, row["name"])


def test_a_value_at_a_glance_stands_beside_its_own_name(held: dict[str, Held], repository: Repository) -> None:
    told = {row.name_read: name_beside_value(row, repository.catalogues) for row in indicator_rows(held[SHANDONG].plan)}
    assert told["国家和省级组织带量采购药品500个品种以上、高值医用耗材"] == "高值医用耗材集中带量采购品种数"
    assert told["四批157个国家组织药品和冠脉支架集采"].endswith("（范围更窄）")
    assert told["重点救助对象符合规定的住院费用救助比例"] == "重点救助对象符合规定的住院费用救助比例"
    assert not [name for name in told.values() if re.search("[0-9]", name)]


def test_a_note_that_holds_all_period_begins_with_the_period(held: dict[str, Held]) -> None:
    plan = held[ZHENGNING].plan
    [note] = [c for c in commitments(plan) if c.eid.endswith("note_1")]
    assert plan.period and (note.since, note.until) == plan.period
    assert note.since < int((plan.published or "")[:4])
    [other] = [c for c in commitments(plan) if c.recurring and "现场检查" in c.text]
    assert other.since == int((plan.published or "")[:4]), "no more than from the day of the plan"


def test_a_deadline_whose_year_is_lost_does_not_get_the_first_ones(held: dict[str, Held]) -> None:
    told = [c for c in commitments(held[SHANDONG].plan) if "省级" in c.text and "平台建设并上线" in c.text]
    assert {c.due for c in told} == {"2021-12", "2021"}
    assert all(c.text.endswith("……（下一项的年份原文脱漏）") and "建成全省" not in c.text for c in told)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2022年底完成甲并上线年底建成乙。", ["2022年底完成甲并上线……（下一项的年份原文脱漏）"]),
        ("2022年年底前完成甲。", ["2022年年底前完成甲。"]),
        ("2022年底完成甲，当年底建成乙。", ["2022年底完成甲，当年底建成乙。"]),
        ("2022年底完成甲并上线年底建成乙，2023年推广。", ["2022年底完成甲并上线年底建成乙，2023年推广。"] * 2),
    ],
)
def test_a_sentence_is_told_up_to_where_a_year_is_lost(text: str, told: list[str]) -> None:
    _, plan, _ = read_sample(f"body: [{text}]\n", head_of("320500"))
    assert [c.text for c in commitments(plan)] == told
