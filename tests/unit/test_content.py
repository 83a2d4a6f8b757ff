"""What the five plans hold, read from the raw sources by a parser of the test's own, against data and downloads."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from medplan.library.repository import Repository
from medplan.publish.downloads import Exporter, prepare_downloads

from .library import summary_of
from .support import BAOTOU, FIVE, HESHAN, ROOT, SHANDONG, SUZHOU, ZHENGNING

FULL_WIDTH = str.maketrans(",;:?!()", "，；：？！（）")
NATURES = {"约束性": "binding", "预期性": "anticipatory"}
CATEGORIES = {"参保覆盖", "基金安全", "保障程度", "精细管理", "优质服务"}
ADVERT = "乐鱼电竞"
KEYS = {
    "plans": "id, title, jurisdiction_code, jurisdiction, level, kind, stage, period_start, period_end, issuer, "
    "document_number, published, url",
    "provisions": "plan_id, eid, num, path, text, reading, themes, url",
    "indicators": "plan_id, eid, row, indicator_id, match, name, unit, baseline, target, nature, baseline_value, "
    "target_value, target_comparator, url",
    "measures": "plan_id, eid, text, lead, supporting, responsible, schedule, due, recurring, url",
}
Row = dict[str, Any]


def source(plan_id: str) -> str:
    return (ROOT / "data" / "sources" / f"{plan_id}.txt").read_text("utf-8")


def plain(plan_id: str) -> Row:
    """Return a plan's YAML as plain strings, read without the library."""
    (path,) = (ROOT / "data" / "plans").glob(f"*/{plan_id}.yaml")
    loaded: Row = yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)
    return loaded


def within(items: list[Any], key: str) -> Iterator[Any]:
    """Yield every item of a body that has `key`, in order."""
    for item in items:
        if isinstance(item, dict):
            if key in item:
                yield item
            yield from within(item.get("body", []), key)


@pytest.fixture(scope="module")
def downloads(repository: Repository, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    with Exporter(folder) as exporter:
        for plan in repository.plans():
            exporter.add(prepare_downloads(plan, summary_of(plan, repository.catalogues), repository.catalogues))
    return folder


def table(downloads: Path, name: str, plan_id: str | None = None) -> list[Row]:
    rows: list[Row] = json.loads((downloads / f"{name}.json").read_text("utf-8"))
    return [row for row in rows if plan_id is None or row["plan_id"] == plan_id]


# Indicator tables


def suzhou_cells() -> list[tuple[str, ...]]:
    """Return (num, name, baseline, target, nature) of each row, from the page's lines."""
    lines = [line.strip() for line in source(SUZHOU).splitlines() if line.strip()]
    start = lines.index("指标属性", lines.index("主要指标与预期目标")) + 1
    end = next(i for i in range(start, len(lines)) if lines[i].startswith("第三章"))
    return list(zip(*[iter(lines[start:end])] * 5, strict=True))


def zhengning_cells() -> list[tuple[str, ...]]:
    """Return (category, name, baseline, target, nature) of each row, from the document's cells."""
    lines = [line.strip() for line in source(ZHENGNING).splitlines() if line.strip()]
    start = lines.index("指标属性", lines.index("主要指标")) + 1
    rows: list[tuple[str, ...]] = []
    cells: list[str] = []
    category = ""
    for line in lines[start:]:
        if line[0] in "①注":
            break
        if line not in NATURES:
            cells.append(line)
            continue
        if cells[0] in CATEGORIES:
            category = cells.pop(0)
        rows.append((category, "".join(cells[:-2]), cells[-2], cells[-1], line))
        cells = []
    assert not cells
    return rows


def heshan_cells() -> list[tuple[str, ...]]:
    """Return (category, name, baseline, target, nature) of each row, from the lines that begin with a tab."""
    lines = source(HESHAN).splitlines()
    start = lines.index("\t属性") + 1
    cells = []
    for line in lines[start:]:
        if line and not line.startswith("\t"):
            break
        if line.startswith("\t"):
            cells.append(line.strip())
    rows = []
    category = ""
    for row in zip(*[iter(cells)] * 5, strict=True):
        category = row[0] or category
        rows.append((category, *row[1:]))
    return rows


CELLS = {SUZHOU: (suzhou_cells, 16), ZHENGNING: (zhengning_cells, 16), HESHAN: (heshan_cells, 15)}


@pytest.mark.parametrize("plan_id", CELLS)
def test_the_indicator_table_is_row_for_row_as_printed(downloads: Path, plan_id: str) -> None:
    read, count = CELLS[plan_id]
    printed = read()
    assert len(printed) == count
    rows = [row for row in table(downloads, "indicators", plan_id) if row["row"] is not None]
    assert [row["row"] for row in rows] == list(range(1, count + 1))
    got = [(row["name"], row["baseline"], row["target"], row["nature"]) for row in rows]
    assert got == [
        (name.translate(FULL_WIDTH), baseline, target, NATURES[nature]) for _, name, baseline, target, nature in printed
    ]
    if plan_id != SUZHOU:
        assert [row["category"] for row in rows] == [cells[0] for cells in printed]


@pytest.mark.parametrize("plan_id", CELLS)
def test_the_yaml_of_the_table_is_row_for_row_as_printed(plan_id: str) -> None:
    (found,) = within(plain(plan_id)["body"], "indicators")
    rows = found["indicators"]["rows"]
    assert [(r["name"], r["baseline"], r["target"], r["nature"]) for r in rows] == [
        (name.translate(FULL_WIDTH), baseline, target, NATURES[nature])
        for _, name, baseline, target, nature in CELLS[plan_id][0]()
    ]
    if plan_id == SUZHOU:
        assert [r["num"] for r in rows] == [cells[0] for cells in suzhou_cells()]


@pytest.mark.parametrize(
    ("plan_id", "row", "wanted"),
    [
        (SUZHOU, 1, ("%", 98, 99, ">", None)),
        (SUZHOU, 2, ("%", 73.51, 75, "=", None)),
        (SUZHOU, 5, ("%", None, None, "range", 5)),
        (SUZHOU, 8, ("%", 62.45, 70, "~", None)),
        (SUZHOU, 16, ("%", None, 90, ">=", None)),
        (ZHENGNING, 2, ("亿元", 2.4, None, "qualitative", None)),
        (ZHENGNING, 4, ("%", 80, None, "qualitative", None)),
        (ZHENGNING, 8, ("%", None, 70, "=", None)),
        (ZHENGNING, 11, ("个", 120, 500, ">", None)),
        (ZHENGNING, 12, ("类", 3, 5, ">", None)),
        (HESHAN, 2, ("万元", 72954.2, None, "qualitative", None)),
        (HESHAN, 9, ("%", None, 80, "=", None)),
        (HESHAN, 11, ("类", 1, 5, ">", None)),
    ],
)
def test_figures_are_read_with_their_units(downloads: Path, plan_id: str, row: int, wanted: tuple[Any, ...]) -> None:
    (found,) = [r for r in table(downloads, "indicators", plan_id) if r["row"] == row]
    keys = ("unit", "baseline_value", "target_value", "target_comparator", "target_high")
    assert tuple(found[key] for key in keys) == wanted
    assert (found["baseline_year"], found["target_year"]) == (2020, 2025)


@pytest.mark.parametrize("plan_id", [BAOTOU, SHANDONG])
def test_figures_of_running_text_stand_in_the_provision_they_name(downloads: Path, plan_id: str) -> None:
    rows = table(downloads, "indicators", plan_id)
    assert len(rows) >= 10
    texts = {row["eid"]: row["text"] for row in table(downloads, "provisions", plan_id)}
    for row in rows:
        assert row["row"] is None
        assert row["name"] in texts[row["eid"]]
        for key in ("baseline", "target"):
            assert row[key] is None or row[key] in texts[row["eid"]]


@pytest.mark.parametrize(
    ("plan_id", "indicator", "wanted"),
    [
        (BAOTOU, "enrolment-rate", (None, 95, ">=", "%")),
        (BAOTOU, "assistance-ceiling", (8, 10, "=", "万元")),
        (BAOTOU, "fund-settlement-cycle", (30, 20, "=", "个工作日")),
        (BAOTOU, "online-service-items", (None, 28, "=", "项")),
        (SHANDONG, "enrolment-rate", (None, 97, ">=", "%")),
    ],
)
def test_some_figures_of_running_text(downloads: Path, plan_id: str, indicator: str, wanted: tuple[Any, ...]) -> None:
    rows = [row for row in table(downloads, "indicators", plan_id) if row["indicator_id"] == indicator]
    keys = ("baseline_value", "target_value", "target_comparator", "unit")
    assert wanted in [tuple(row[key] for key in keys) for row in rows]


def test_every_percentage_target_of_baotou_and_shandong_speech_is_listed_or_none(downloads: Path) -> None:
    ids = {row["indicator_id"] for row in table(downloads, "indicators") if row["indicator_id"]}
    known = {entry["id"] for entry in yaml.load((ROOT / "data/indicators.yaml").read_text("utf-8"), yaml.CBaseLoader)}
    assert ids <= known


# Measures


def baotou_brackets() -> list[tuple[str, dict[str, str]]]:
    """Return (text, duties) of the lines that end in a bracket with the unit in charge."""
    found = []
    for line in source(BAOTOU).splitlines():
        match = re.fullmatch(r"(\d+)\.(.*)\((牵头单位:[^()]*)\)", line)
        if not match:
            continue
        duties: dict[str, str] = {}
        for part in match[3].split(";"):
            label, colon, units = part.partition(":")
            duties[label if colon else "进度"] = units if colon else part
        found.append((match[2], duties))
    return found


def apart(units: str) -> list[str]:
    return [u for u in re.split("[、,]", re.sub("按职能分工负责$", "", units)) if u]


def test_the_measures_of_baotou_are_the_brackets_of_the_source(downloads: Path) -> None:
    brackets = baotou_brackets()
    rows = table(downloads, "measures", BAOTOU)
    assert len(brackets) == len(rows) == 26
    for number, ((text, duties), row) in enumerate(zip(brackets, rows, strict=True), start=1):
        assert row["num"] == f"{number}."
        assert row["text"] == text.translate(FULL_WIDTH)
        assert row["lead"] == apart(duties["牵头单位"])
        assert row["supporting"] == apart(duties.get("配合单位", ""))
        assert row["responsible"] == apart(duties.get("责任单位", ""))
        assert row["schedule"] == duties["进度"].translate(FULL_WIDTH)


def test_the_schedules_of_baotou(downloads: Path) -> None:
    for row in table(downloads, "measures", BAOTOU):
        month = re.search(r"(\d{4})年(\d{1,2})月完成", row["schedule"])
        assert row["due"] == (f"{month[1]}-{int(month[2]):02d}" if month else None), row["schedule"]
        assert row["ongoing"] == ("持续推进" in row["schedule"])
        assert row["recurring"] is None
        assert row["due"] or row["ongoing"]
    both = [row for row in table(downloads, "measures", BAOTOU) if row["schedule"] == "2023年6月完成、持续推进"]
    assert [(row["due"], row["ongoing"]) for row in both] == [("2023-06", True)] * 2


def wording(text: str) -> str:
    """Return the letters, digits and signs of a text."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c)[0] in "LN" or c in "%+")


def zhengning_tasks() -> list[tuple[str, str, list[str], list[str], str]]:
    """Return (num, text, leads, supporting units, schedule) of each row of the annex, from its cells."""
    text = source(ZHENGNING)
    body = text[text.index("进度要求") + 4 : text.index("抄送")]
    cells = [[line.strip() for line in cell.splitlines() if line.strip()] for cell in re.split(r"\n\s*\n", body)]
    cells = [cell for cell in cells if cell]
    starts = [i for i, cell in enumerate(cells) if re.match(r"\d{1,2}\s?\.", cell[0])]
    rows = []
    for at in starts:
        end = next(i for i in range(at + 2, len(cells)) if re.search("持续推进|年|落实$", cells[i][0]))
        number, _, words = "".join(cells[at]).partition(".")
        supporting = [unit for cell in cells[at + 2 : end] for line in cell for unit in line.split()]
        rows.append((number.strip(), words, cells[at + 1], supporting, cells[end][0]))
    return rows


def units_of(value: Any) -> list[str]:
    lines = value if isinstance(value, list) else [value] if value else []
    return [unit for line in lines for unit in line.split()]


def test_the_task_table_of_zhengning_is_row_for_row_as_printed() -> None:
    printed = zhengning_tasks()
    assert len(printed) == 40
    (found,) = within(plain(ZHENGNING)["body"], "tasks")
    groups = found["tasks"]["groups"]
    assert [len(group["rows"]) for group in groups] == [6, 10, 5, 6, 6, 7]
    rows = [row for group in groups for row in group["rows"]]
    for (number, text, lead, supporting, schedule), row in zip(printed, rows, strict=True):
        assert row["num"].rstrip(".") == number
        assert wording(row["text"]) == wording(text)
        assert units_of(row["lead"]) == lead
        assert units_of(row.get("supporting")) == supporting
        assert row["schedule"] == schedule.translate(FULL_WIDTH)


def is_read_from(name: str, printed: str) -> bool:
    """Return whether a unit's name may be what the printed one reads: no printed character lost."""
    rest = iter(name)
    return all(char in rest for char in printed)


def test_the_measures_of_zhengning_are_its_task_table(downloads: Path) -> None:
    rows = table(downloads, "measures", ZHENGNING)
    printed = zhengning_tasks()
    assert len(rows) == 40
    for (_, text, lead, supporting, schedule), row in zip(printed, rows, strict=True):
        assert wording(row["text"]) == wording(text)
        for names, cells in ((row["lead"], lead), (row["supporting"], supporting)):
            assert len(names) == len(cells), (names, cells)
            assert all(is_read_from(name, cell) for name, cell in zip(names, cells, strict=True)), (names, cells)
        assert row["responsible"] == []
        assert row["schedule"] == schedule.translate(FULL_WIDTH)


SCHEDULES = {
    "每年12月底前": (None, "FREQ=YEARLY;BYMONTH=12", False, False),
    "持续推进": (None, None, True, False),
    "2022年完成，并持续推进": ("2022", None, True, False),
    "2023年底前完成，并持续推进": ("2023-12", None, True, False),
    "2023年前完成，并持续推进": ("2023", None, True, True),
    "2025年前完成": ("2025", None, False, True),
    "按照省安排时间落实": (None, None, False, False),
}


def test_the_schedules_of_zhengning(downloads: Path) -> None:
    rows = table(downloads, "measures", ZHENGNING)
    assert {row["schedule"] for row in rows} == set(SCHEDULES)
    for row in rows:
        got = (row["due"], row["recurring"], row["ongoing"], row["due_before"])
        assert got == SCHEDULES[row["schedule"]], row["schedule"]
    assert sum(row["recurring"] == "FREQ=YEARLY;BYMONTH=12" for row in rows) == 2


def test_every_unit_is_an_agency_or_has_a_remark(downloads: Path) -> None:
    for plan_id in FIVE:
        quotes = {(r.get("at"), r.get("quote")) for r in plain(plan_id).get("remarks", [])}
        for row in table(downloads, "measures", plan_id):
            for role in ("lead", "supporting", "responsible"):
                assert len(row[role]) == len(row[f"{role}_agencies"])
                for name, agency in zip(row[role], row[f"{role}_agencies"], strict=True):
                    assert agency or (row["eid"], name) in quotes or (row["eid"], None) in quotes, (row["eid"], name)


@pytest.mark.parametrize(
    ("name", "agency"),
    [
        ("市医保局", "healthcare-security"),
        ("县财政局", "finance"),
        ("市卫健委", "health"),
        ("人社局", "human-resources"),
    ],
)
def test_a_few_units_resolve_as_a_reader_would(downloads: Path, name: str, agency: str) -> None:
    found = {
        a
        for row in table(downloads, "measures")
        for role in ("lead", "supporting", "responsible")
        for n, a in zip(row[role], row[f"{role}_agencies"], strict=True)
        if n == name
    }
    assert found == {agency}


# Downloads


@pytest.mark.parametrize("name", KEYS)
def test_keys_come_in_the_contracts_order(downloads: Path, name: str) -> None:
    keys = KEYS[name].split(", ")
    rows = table(downloads, name)
    assert rows
    assert all(list(row)[: len(keys)] == keys for row in rows)
    assert len({tuple(row) for row in rows}) == 1, "all rows have the same keys"


@pytest.mark.parametrize("name", ["provisions", "indicators", "measures"])
def test_csv_opens_in_a_spreadsheet_and_says_what_json_says(downloads: Path, name: str) -> None:
    raw = (downloads / f"{name}.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert not raw.startswith(b"\xef\xbb\xbf" * 2)
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines(keepends=True)))
    wanted = table(downloads, name)
    assert len(rows) == len(wanted)
    assert list(rows[0])[: len(KEYS[name].split(", "))] == KEYS[name].split(", ")
    for got, row in zip(rows, wanted, strict=True):
        for key, value in row.items():
            shown = "、".join(value) if isinstance(value, list) else "" if value is None else str(value)
            assert got[key].removeprefix("'") == shown or got[key] == shown, key


def test_every_address_of_a_download_exists(downloads: Path) -> None:
    eids = {(row["plan_id"], row["eid"]) for row in table(downloads, "provisions")}
    for name in ("indicators", "measures"):
        assert {(row["plan_id"], row["eid"]) for row in table(downloads, name)} <= eids
    for row in table(downloads, "provisions"):
        assert row["url"] == f"/plans/{row['plan_id']}/#{row['eid']}"


def test_the_provisions_are_the_whole_source_but_for_what_was_excluded(downloads: Path) -> None:
    for plan_id in FIVE:
        rows = table(downloads, "provisions", plan_id)
        data = plain(plan_id)
        own = [r for r in rows if not (r["eid"] == "title" and data.get("title_by_editor"))]
        characters = sum(len(wording((row["num"] or "") + row["text"])) for row in own)
        left_out = sum(len(wording(e["text"])) * int(e.get("times", 1)) for e in data["source"]["excluded"])
        assert characters + left_out == len(wording(source(plan_id))), plan_id


def test_a_plan_whole_is_valid_json_with_its_apparatus(downloads: Path) -> None:
    for plan_id in FIVE:
        whole = json.loads((downloads / "plans" / f"{plan_id}.json").read_text("utf-8"))
        data = plain(plan_id)
        assert (whole["id"], whole["title"]) == (plan_id, data["title"])
        assert len(whole["emendations"]) == len(data.get("emendations", []))
        assert len(whole["remarks"]) == len(data.get("remarks", []))
        assert all(e["at"] for e in whole["emendations"]), "an emendation changes something"


def test_the_advertising_phrase_is_nowhere_but_in_the_note_of_what_was_excluded(downloads: Path) -> None:
    for path in sorted(p for p in downloads.rglob("*") if p.is_file()):
        text = path.read_text("utf-8")
        if path.name != f"{SHANDONG}.json":
            assert ADVERT not in text, path.name
            continue
        whole = json.loads(text)
        assert any(e["text"] == ADVERT for e in whole["source"]["excluded"])
        whole["source"]["excluded"] = []
        assert ADVERT not in json.dumps(whole, ensure_ascii=False)


def test_plans_are_told_apart_by_stage_and_kind(downloads: Path) -> None:
    rows = {row["id"]: row for row in table(downloads, "plans")}
    assert list(rows) == sorted(FIVE)
    assert (rows[HESHAN]["stage"], rows[HESHAN]["kind"], rows[HESHAN]["level"]) == ("consultation", "plan", "county")
    assert (rows[SHANDONG]["kind"], rows[SHANDONG]["level"]) == ("press-conference", "province")
    assert (rows[BAOTOU]["kind"], rows[BAOTOU]["published"]) == ("scheme", "2023-03-17")
    assert (rows[SUZHOU]["period_start"], rows[SUZHOU]["period_end"]) == (2021, 2025)
