"""Two versions of one plan side by side: each provision's fate, what moved, and what the indicators became."""

from __future__ import annotations

import re

import pytest

from medplan.catalogue.catalogues import Catalogues, load_catalogues
from medplan.files.document import load_text
from medplan.plan.build_plan import build_plan
from medplan.plan.model import Plan
from medplan.review.changes import compare_plans
from medplan.review.two_versions import Row, TwoVersions, compare_versions
from medplan.schema.schemas import integer_keys

from .support import CASES, make_root, read_sample

VERSIONS = CASES / "versions"


def read(end: str) -> Plan:
    """Return one of the made-up versions."""
    path = VERSIONS / f"320500-suzhou-155-{end}.yaml"
    document, issues = load_text(path.read_text("utf-8"), path.name, integer_keys("plan"))
    plan, found = build_plan(document, path.stem)
    assert not issues
    assert not found
    return plan


@pytest.fixture(name="catalogues", scope="module")
def _catalogues(tmp_path_factory: pytest.TempPathFactory) -> Catalogues:
    return load_catalogues(make_root(tmp_path_factory.mktemp("data")))[0]


@pytest.fixture(name="found", scope="module")
def _found(catalogues: Catalogues) -> TwoVersions:
    return compare_versions(read("draft"), read("issued"), catalogues)


def outline(found: TwoVersions) -> list[str]:
    """Return what each part is: 6 same, or a row's fate and addresses, ↷ where it moved."""
    return [_outline(part) for part in found.parts]


def _outline(part: tuple[Row, ...]) -> str:
    row = part[0]
    if row.fate == "same" and not row.moved:
        return f"{len(part)} same"
    places = [side.eid if side else "-" for side in (row.old, row.new)]
    return f"{row.fate} {' '.join(places)}{' ↷' if row.moved else ''}"


def test_every_provision_stands_once_with_what_became_of_it(found: TwoVersions) -> None:
    assert outline(found) == [
        "dropped subtitle -",
        "4 same",
        "reworded chp_2__para_3 chp_2__para_1",
        "same chp_2__para_1 chp_2__para_2 ↷",
        "dropped chp_2__para_2 -",
        "added - chp_2__para_3",
        "1 same",
    ]
    assert found.counts == {"same": 6, "punctuation": 0, "reworded": 1, "added": 1, "dropped": 2}
    assert found.moved == 1


def test_only_what_differs_is_marked_and_each_side_reads_as_it_is_printed(found: TwoVersions) -> None:
    [row] = next(part for part in found.parts if part[0].fate == "reworded")
    assert row.old
    assert row.new
    assert [run.text for run in row.old.runs if run.own] == ["三", "2027", "2027"]
    assert [run.text for run in row.new.runs if run.own] == ["一", "2026", "2026"]
    whole = (
        "一、健全待遇清单制度。推进实施医疗保障待遇清单制度，2026年底以前全部落实。"
        "（牵头单位：市医保局；2026年12月完成）"
    )
    assert "".join(run.text for run in row.new.runs) == whole
    assert (row.old.place, row.new.place) == ("第二章三", "第二章一")


def test_indicators_are_told_apart_by_their_rows_not_their_numbers(found: TwoVersions) -> None:
    figures = [(row.name, bool(row.old), bool(row.new), row.words) for row in found.figures]
    assert figures == [
        ("参保率（%）", True, True, ("目标值由 >95 改为 >98（上调 3 个百分点）",)),
        ("医保政策宣传场次（场）", True, False, ()),
    ]
    assert found.same_figures == 1


def test_the_head_and_the_duties_are_told_in_the_words_of_the_review(found: TwoVersions) -> None:
    assert ["".join(change.words) for change in found.head] == [
        "效力阶段由 征求意见稿 改为 已印发",
        "文号由 未列 改为 苏医保发〔2026〕8号",
        "日期由 2025-12-01 改为 2026-03-01",
    ]
    assert ["".join(change.words) for change in found.duties] == [
        "进度要求由 2027年12月完成 改为 2026年12月完成（提前：2027-12 → 2026-12）"
    ]


def test_a_version_beside_itself_differs_in_nothing(catalogues: Catalogues) -> None:
    same = compare_versions(read("issued"), read("issued"), catalogues)
    assert outline(same) == ["8 same"]
    assert (same.moved, same.figures, same.head, same.duties) == (0, (), (), ())


MOVES = {
    "only numbers follow an insertion": ("[甲甲, 乙乙, 丙丙]", "[丁丁, 甲甲, 乙乙, 丙丙]", []),
    "the last comes first": ("[甲甲, 乙乙, 丙丙]", "[丙丙, 甲甲, 乙乙]", ["p_3"]),
    "a chapter moves with what is in it": (
        "[{num: 第一章, heading: 首, body: [甲甲]}, {num: 第二章, heading: 次, body: [乙乙]},"
        " {num: 第三章, heading: 末, body: [丙丙]}]",
        "[{num: 第一章, heading: 末, body: [丙丙]}, {num: 第二章, heading: 首, body: [甲甲]},"
        " {num: 第三章, heading: 次, body: [乙乙]}]",
        ["chp_3"],
    ),
    "into another chapter": (
        "[{num: 第一章, heading: 首, body: [甲甲, 乙乙]}, {num: 第二章, heading: 次, body: [丙丙]}]",
        "[{num: 第一章, heading: 首, body: [甲甲]}, {num: 第二章, heading: 次, body: [乙乙, 丙丙]}]",
        ["chp_1__p_2"],
    ),
}


@pytest.mark.parametrize("case", MOVES)
def test_what_moved_is_what_was_moved_by_itself(case: str, catalogues: Catalogues) -> None:
    before, after, wanted = MOVES[case]
    texts = [re.sub("([甲乙丙丁])\\1", r"\1" * 9, text) for text in (before, after)]
    old, new = (read_sample(f"body: {text}\n")[1] for text in texts)
    rows = [row for part in compare_versions(old, new, catalogues).parts for row in part]
    assert [row.old.eid for row in rows if row.moved and row.old] == wanted


def test_a_row_that_is_gone_is_not_taken_for_the_one_with_its_number(catalogues: Catalogues) -> None:
    changes = compare_plans(read("draft"), read("issued"), catalogues).changes
    told = ["".join(change.words) for change in changes if change.group == "indicator"]
    assert told == [
        "指标参保率（%）：目标值由 >95 改为 >98（上调 3 个百分点）",
        "删去指标 医保政策宣传场次（场）：基期值 10，目标值 20",
    ]
