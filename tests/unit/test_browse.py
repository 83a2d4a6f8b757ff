"""Lists to filter in the browser: what a reader of the files finds under any choice is what went in."""

from __future__ import annotations

import json
from datetime import date
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medplan.publish.lists import ListWriter, distances, write_measures, write_timeline
from medplan.publish.time_line import time_line

from .library import head_of, library

ROWS = st.lists(
    st.tuples(
        st.sampled_from(["110000", "320500", "320600"]), st.sets(st.sampled_from(["a", "b", "c-d"])), st.booleans()
    ),
    max_size=260,
)
MEASURES = """
body:
  - num: 一、
    heading: 任务
    themes: [enrolment]
    body:
      - {num: 1., heading: 甲。, text: 健全机制。, lead: 市医保局, supporting: 市财政局, schedule: 2023年6月完成}
      - {num: 2., heading: 乙。, text: 定期通报。, responsible: 市财政局、某某办, schedule: 每年底前}
      - {num: 3., heading: 丙。, text: 持续推进。, lead: 市财政局、市医保局}
"""


def place(code: str) -> Any:
    return SimpleNamespace(place=SimpleNamespace(code=code, name=f"名{code}"))


def read(folder: Path, name: str) -> Any:
    return json.loads((folder / f"{name}.json").read_text("utf-8"))


def rows_at(folder: Path, numbers: list[int]) -> list[dict[str, Any]]:
    return [read(folder, str(number // 100))[number % 100] for number in accumulate(numbers)]


@given(ROWS)
def test_every_choice_leads_to_its_rows_and_no_other(rows: list[tuple[str, set[str], bool]]) -> None:
    with TemporaryDirectory() as temporary:
        folder = Path(temporary) / "list"
        writer = ListWriter(folder)
        for number, (code, themes, dated) in enumerate(rows):
            writer.add({"n": number}, place(code), {"theme": sorted(themes), "year": ["2025"] if dated else ["none"]})
        facets = writer.close()
        assert facets.total == len(rows)
        for theme in ("a", "b", "c-d"):
            wanted = [number for number, (_, themes, _) in enumerate(rows) if theme in themes]
            assert facets.counts.get("theme", {}).get(theme, 0) == len(wanted)
            if wanted:
                assert [row["n"] for row in rows_at(folder, read(folder, f"theme-{theme}"))] == wanted
        for province in {code[:2] for code, _, _ in rows}:
            wanted = [number for number, (code, _, _) in enumerate(rows) if code[:2] == province]
            assert [row["n"] for row in rows_at(folder, read(folder, f"province-{province}"))] == wanted
            for code, name, numbers in read(folder, f"places-{province}"):
                assert name == f"名{code}"
                assert [row["n"] for row in rows_at(folder, numbers)] == [
                    number for number, (at, _, _) in enumerate(rows) if at == code
                ]


@pytest.mark.parametrize("value", ["../x", "a/b", "", "A", "主题", "a.json", "a b"])
def test_a_choice_that_could_be_a_path_is_refused(tmp_path: Path, value: str) -> None:
    writer = ListWriter(tmp_path / "list")
    with pytest.raises(ValueError, match="theme"):
        writer.add({}, place("110000"), {"theme": [value]})


def test_distances_add_up_to_the_numbers() -> None:
    assert distances([3, 5, 9]) == [3, 2, 4]
    assert distances([]) == []


def test_measures_are_found_by_agency_role_theme_and_year(tmp_path: Path) -> None:
    index = library((head_of("110000"), MEASURES), (head_of("320500", stage="consultation"), MEASURES))
    facets = write_measures(index, tmp_path / "m")
    assert facets.total == 6

    def texts(name: str) -> list[str]:
        return [row["place"][:1] + row["text"][:1] for row in rows_at(tmp_path / "m", read(tmp_path / "m", name))]

    assert texts("agency-finance") == ["北甲", "北乙", "北丙", "苏甲", "苏乙", "苏丙"]
    assert texts("lead-finance") == ["北丙", "苏丙"]
    assert texts("part-finance") == ["北甲", "北乙", "苏甲", "苏乙"]
    assert texts("lead-healthcare-security") == ["北甲", "北丙", "苏甲", "苏丙"]
    assert texts("part-healthcare-security") == []
    assert texts("theme-enrolment") == texts("agency-finance")
    assert (texts("year-2023"), texts("year-yearly"), texts("year-none")) == (
        ["北甲", "苏甲"],
        ["北乙", "苏乙"],
        ["北丙", "苏丙"],
    )
    first, second, *_ = rows_at(tmp_path / "m", read(tmp_path / "m", "province-32"))
    assert (first["status"], first["lead"], first["others"]) == (
        " consultation 征求意见稿",
        [["市医保局", "healthcare-security"]],
        [["市财政局", "finance"]],
    )
    assert second["others"][1] == ["某某办", ""]


def test_the_timeline_begins_with_what_is_next_and_goes_back_from_the_latest(tmp_path: Path) -> None:
    late = MEASURES.replace("2023年6月完成", "2022年底前")
    index = library((head_of("110000"), MEASURES), (head_of("320500"), late), day=date(2021, 1, 1))
    ahead, between, back = (time_line(index, date(year, 1, 1)) for year in (2021, 2023, 2030))
    assert [c.due or c.recurring for _, c in ahead.entries] == ["2022-12", "2023-06", "FREQ=YEARLY", "FREQ=YEARLY"]
    assert [c.due or c.recurring for _, c in between.entries] == ["2023-06", "FREQ=YEARLY", "FREQ=YEARLY", "2022-12"]
    assert [c.due or c.recurring for _, c in back.entries] == ["FREQ=YEARLY", "FREQ=YEARLY", "2023-06", "2022-12"]
    assert between.states == {"next": 1, "yearly": 2, "past": 1}
    assert between.years == {("next", "2023"): 1, ("yearly", ""): 2, ("past", "2022"): 1}
    assert between.span == range(2022, 2024)
    assert [(place.name, place.years, place.yearly, place.total) for place in between.places] == [
        ("北京市", {2023: 1}, 1, 2),
        ("苏州市", {2022: 1}, 1, 2),
    ]
    dated = ahead.entries
    facets = write_timeline(dated, index, tmp_path / "t")
    assert facets.counts["year"] == {"2022": 1, "2023": 1, "yearly": 2}
    assert facets.counts["state"] == {"next": 2, "yearly": 2}
    assert facets.counts["agency"] == {"healthcare-security": 2}
    [row] = rows_at(tmp_path / "t", read(tmp_path / "t", "year-2022"))
    assert (row["plan"], row["due"], row["lead"]) == ("320500-place-1", "2022-12", "市医保局")
