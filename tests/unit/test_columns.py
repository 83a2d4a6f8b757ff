"""Typed rows: one declaration of a column makes the JSON, the CSV's head, the schema and the guide."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Annotated, Any, NamedTuple

import jsonschema_rs
import pytest

from medplan.publish.column_guide import GuideTable, guide_tables
from medplan.publish.columns import Column, as_data, names_of, to_json
from medplan.publish.contract import DOWNLOADS, Download
from medplan.publish.row_schema import schema_of
from medplan.publish.rows.plans import PlansRow
from medplan.publish.rows.provisions import ProvisionsRow
from medplan.schema.schemas import plan_labels

HAN = re.compile("[㐀-鿿]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands among another row's keys."""

    code: Annotated[str, Column(title="代号", pattern="^[a-z]+$")]
    is_: Annotated[bool, Column(title="是否")]


class Pair(NamedTuple):
    """A row that JSON writes as a list."""

    first: Annotated[int, Column(title="甲")]
    second: Annotated[str | None, Column(title="乙")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """A row that holds others of its kind."""

    head: Annotated[Head, Column(title="头", spread=True)]
    texts: Annotated[dict[str, str], Column(title="字", spread=True, names={"num": "编号", "cell:": "单元格"})]
    nature: Annotated[str | None, Column(title="属性", choices="nature")]
    size: Annotated[int | float | None, Column(title="大小")]
    pairs: Annotated[tuple[Pair, ...], Column(title="对")]
    by_name: Annotated[dict[str, Pair], Column(title="各对")]
    tags: Annotated[tuple[str, ...], Column(title="标签", sparse=True)]
    below: Annotated[tuple[Tree, ...], Column(title="下级", sparse=True)]


def tree(**more: Any) -> Tree:
    given: dict[str, Any] = {
        "head": Head(code="a", is_=True),
        "texts": {"num": "一、", "cell:2": "乙"},
        "nature": None,
        "size": 1.5,
        "pairs": (Pair(1, None),),
        "by_name": {"x": Pair(2, "丙")},
        "tags": (),
        "below": (),
    }
    return Tree(**given | more)


def schema() -> dict[str, Any]:
    return schema_of(list[Tree], name="x.schema.json", title="样本", description="样本", version="1.0.0")


def test_a_row_is_written_in_the_order_of_its_type() -> None:
    text = to_json(tree(tags=("甲",)))
    assert (
        text
        == (
            '{"code":"a","is":true,"num":"一、","cell:2":"乙","nature":null,"size":1.5,'
            '"pairs":[[1,null]],"by_name":{"x":[2,"丙"]},"tags":["甲"]}'
        ).encode()
    )


def test_indented_and_plain_say_the_same() -> None:
    row = tree(below=(tree(), tree(size=3)))
    texts = {to_json([row]), to_json([row], indent=True)}
    assert len(texts) == 2
    assert len({json.dumps(json.loads(text)) for text in texts}) == 1


def test_what_a_row_writes_passes_its_schema() -> None:
    validator = jsonschema_rs.validator_for(schema())
    for row in (tree(), tree(size=2, nature="binding"), tree(below=(tree(tags=("甲",)),))):
        validator.validate(json.loads(to_json([row])))


@pytest.mark.parametrize(
    "change",
    [
        {"code": "A"},
        {"code": None},
        {"is": "true"},
        {"num": 1},
        {"cell:1": None},
        {"nature": "bindin"},
        {"size": "1"},
        {"pairs": [[1]]},
        {"pairs": [["1", None]]},
        {"by_name": {"x": 1}},
        {"tags": [1]},
        {"below": [{}]},
    ],
    ids=str,
)
def test_what_no_row_writes_fails_its_schema(change: dict[str, Any]) -> None:
    data = json.loads(to_json(tree())) | change
    assert not jsonschema_rs.validator_for(schema()).is_valid([data])


@pytest.mark.parametrize("key", ["code", "is", "nature", "size", "pairs", "by_name"])
def test_a_key_that_is_always_written_is_asked_for(key: str) -> None:
    data = json.loads(to_json(tree()))
    del data[key]
    assert not jsonschema_rs.validator_for(schema()).is_valid([data])


def test_a_type_without_a_schema_is_refused() -> None:
    with pytest.raises(TypeError, match="complex"):
        schema_of(list[complex], name="x", title="x", description="x", version="1.0.0")


def test_a_plans_words_and_values_are_those_of_the_datas_schema() -> None:
    properties = next(d for d in DOWNLOADS if d.id == "plans").schema()["$defs"]["PlansRow"]["properties"]
    assert properties["issuer"]["title"] == plan_labels()["field"]["issuer"]
    for key in ("kind", "stage", "level"):
        told = {choice["const"]: choice["title"] for choice in properties[key]["oneOf"]}
        assert told == plan_labels()[key]


def test_a_new_column_is_one_line_and_what_fills_it() -> None:
    """The example of what `status` or another column takes: the type says all but the value."""

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Wider(ProvisionsRow):
        colour: Annotated[str, Column(title="颜色", note="样本", choices={"red": "红"})]

    download = Download(id="wider", path="wider.json", title="样本", about="样本", type=list[Wider], csv=True)
    row = Wider(
        **{name: () if name == "themes" else "x" for name in names_of(ProvisionsRow)},
        colour="red",
    )
    assert names_of(download.row_type)[-1] == "colour"
    assert list(as_data(row))[-1] == "colour"
    assert download.schema()["$defs"]["Wider"]["properties"]["colour"] == {
        "title": "颜色",
        "description": "样本",
        "oneOf": [{"const": "red", "title": "红"}],
    }
    assert guide_tables(download)[0].rows[-1].choices == (("red", "红"),)


def tables(download_id: str) -> list[GuideTable]:
    return guide_tables(next(d for d in DOWNLOADS if d.id == download_id))


def test_every_key_of_every_download_is_told_in_chinese() -> None:
    for download in DOWNLOADS:
        assert HAN.search(download.title + download.about)
        for table in guide_tables(download):
            assert table.rows
            for row in table.rows:
                assert HAN.search(row.title), (download.id, row.name)
                assert HAN.search(row.kinds)
                assert all(label for _, label in row.choices)


def test_the_guide_shows_a_tables_columns_and_what_they_hold() -> None:
    table, phases = tables("plans")
    assert (phases.title, phases.listed) == ("状态的各段", False)
    assert [row.name for row in table.rows] == list(names_of(PlansRow))
    whole = tables("plan")
    assert whole[0].rows[0].name == "id", "a plan's own keys stand among those of the whole"
    assert [row.kinds for row in whole[0].rows if row.name in ("period_start", "body")] == [
        "整数或空",
        "列表，每项是一组键值",
    ]
    ids = [table.id for d in DOWNLOADS for table in guide_tables(d)]
    assert len(set(ids)) == len(ids)
    for table in whole:
        assert {row.inner for row in table.rows if row.inner} <= set(ids)
    assert [table.listed for table in tables("compare-places")] == [True]
