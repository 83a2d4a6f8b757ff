"""What a plan's kind, stage, period and successors mean on a day: the order of weight, the words, and the phases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from medplan.library.status import PLAIN, WORDS, How, RelatedDocument, Standing, build_day, standing_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The facts of a plan; it is issued for 2021 to 2025 unless told."""

    kind: str = "plan"
    stage: str = "issued"
    period: tuple[int, int] | None = (2021, 2025)


def end(how: How, day: str | None, title: str = "新规划", number: str | None = "苏府〔2026〕5号") -> RelatedDocument:
    return RelatedDocument(how=how, title=title, number=number, date=day)


def standing(day: str, *ends: RelatedDocument, **facts: object) -> Standing:
    return standing_of(Facts(**facts), ends, date.fromisoformat(day))  # type: ignore[arg-type]


DRAFT, PRESS, REPEALED = {"stage": "consultation"}, {"kind": "press-conference"}, {"stage": "repealed"}
NEXT, DECISION = end("replaced", "2026-03-01"), end("repealed", "2026-05", "关于废止部分文件的决定", None)
NONE: dict[str, object] = {"period": None}
# day, ends, facts; key, word, sentence, date
CASES: list[tuple[str, tuple[RelatedDocument, ...], dict[str, object], str, str, str, str | None]] = [
    ("2025-12-31", (), {}, "in-period", "规划期内", "已印发，规划期内（2021—2025年）。", "2021-01-01"),
    ("2026-01-01", (), {}, "ended", "规划期已满", "已印发，规划期已满（自2026年1月1日）。", "2026-01-01"),
    ("2020-12-31", (), {}, "upcoming", "规划期未到", "已印发，规划期未到（自2021年1月1日起）。", "2021-01-01"),
    ("2026-01-01", (), NONE, "issued", "已印发", "已印发，没有写明规划期。", None),
    (
        "2023-01-01",
        (),
        DRAFT,
        "consultation",
        "征求意见稿",
        "征求意见稿，尚未定稿：这是公开征求意见的草案，与正式印发的文本可能不同。",
        None,
    ),
    (
        *("2026-01-01", (), DRAFT, "consultation", "征求意见稿"),
        "征求意见稿，尚未定稿：这是公开征求意见的草案，与正式印发的文本可能不同；规划期已满（自2026年1月1日）。",
        None,
    ),
    ("2023-01-01", (), PRESS, "secondary", "第二手资料", "第二手资料：这是关于规划的发布会实录，不是规划本身。", None),
    (
        "2023-01-01",
        (),
        PRESS | DRAFT,
        "secondary",
        "第二手资料",
        "第二手资料：这是关于规划的发布会实录，不是规划本身。",
        None,
    ),
    ("2026-02-28", (NEXT,), {}, "ended", "规划期已满", "已印发，规划期已满（自2026年1月1日）。", "2026-01-01"),
    (
        "2026-03-01",
        (NEXT,),
        {},
        "replaced",
        "已被取代",
        "已由《新规划》（苏府〔2026〕5号，2026年3月1日）取代。",
        "2026-03-01",
    ),
    (
        "2026-05-01",
        (NEXT, DECISION),
        {},
        "repealed",
        "已废止",
        "已废止（据《关于废止部分文件的决定》（2026年5月））。",
        "2026-05",
    ),
    ("2023-01-01", (), REPEALED, "repealed", "已废止", "已废止（据哪份文件，本库没有记载）。", None),
    (
        "2026-04-30",
        (DECISION,),
        REPEALED,
        "ended",
        "规划期已满",
        "已印发，规划期已满（自2026年1月1日）。",
        "2026-01-01",
    ),
    (
        "2026-05-01",
        (DECISION,),
        REPEALED | NONE,
        "repealed",
        "已废止",
        "已废止（据《关于废止部分文件的决定》（2026年5月））。",
        "2026-05",
    ),
    ("2023-01-01", (end("replaced", None, number=None),), {}, "replaced", "已被取代", "已由《新规划》取代。", None),
    (
        *("2026-03-01", (NEXT,), DRAFT, "replaced", "征求意见稿 · 已被取代"),
        "已由《新规划》（苏府〔2026〕5号，2026年3月1日）取代。征求意见稿，尚未定稿：这是公开征求意见的草案，与正式印发的文本可能不同。",
        "2026-03-01",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]} {case[4]}")
def test_a_status_is_told_with_key_word_sentence_and_date(
    case: tuple[str, tuple[RelatedDocument, ...], dict[str, object], str, str, str, str | None],
) -> None:
    day, ends, facts, *told = case
    now = standing(day, *ends, **facts).now
    assert [now.key, now.word, now.sentence, now.date] == told
    assert now.mark == ("" if now.key in PLAIN else now.word)


def test_no_word_claims_that_a_thing_was_done() -> None:
    said = "".join(case[5] for case in CASES) + "".join(WORDS.values())
    assert not set("成毕现") & set(said), "完成、完毕、实现"


def test_of_several_documents_the_first_one_counts() -> None:
    later = end("replaced", "2031", "再新规划")
    assert standing("2040-01-01", later, NEXT).now.sentence == "已由《新规划》（苏府〔2026〕5号，2026年3月1日）取代。"


def test_phases_follow_each_other_and_tell_what_the_day_alone_would() -> None:
    ends = (NEXT, DECISION)
    found = standing("2020-06-01", *ends)
    assert [(str(p.since), p.key) for p in found.phases] == [
        ("None", "upcoming"),
        ("2021-01-01", "in-period"),
        ("2026-01-01", "ended"),
        ("2026-03-01", "replaced"),
        ("2026-05-01", "repealed"),
    ]
    for phase in found.phases[1:]:
        alone = standing(str(phase.since), *ends)
        assert alone.now == phase
        assert [p.since for p in alone.later] == [p.since for p in found.phases if p.since and p.since > phase.since]


def test_what_a_browser_is_told() -> None:
    assert standing("2025-12-20").told() == " in-period ;2026-01-01 ended 规划期已满"
    assert standing("2025-12-20").told(whole=True) == " in-period 规划期内;2026-01-01 ended 规划期已满"
    assert standing("2026-12-20").told() == " ended 规划期已满"
    assert (
        standing("2026-02-01", NEXT, **DRAFT).told()
        == " consultation 征求意见稿;2026-03-01 replaced 征求意见稿 · 已被取代"
    )


def test_a_change_that_no_mark_shows_is_a_phase_all_the_same() -> None:
    """A draft stays a draft when its period ends, but its sentence says so."""
    before, after = standing("2025-12-31", **DRAFT), standing("2026-01-01", **DRAFT)
    assert before.now.word == after.now.word
    assert "规划期已满" in after.now.sentence and "规划期已满" not in before.now.sentence
    assert before.later == (after.now,)
    assert before.told() == " consultation 征求意见稿"


def test_the_day_can_be_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1766188800")
    assert build_day() == date(2025, 12, 20)
