"""Addresses: what is printed is read back, what is malformed is None, and the parts tell where a provision lies."""

from __future__ import annotations

import json
import pickle
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medplan.plan.address import EID, NAME, Address, Eid, step
from medplan.schema.schemas import load_schema

from .support import ROOT, Held

words = st.text("abcxyz", min_size=1, max_size=6)
ordinals = st.text("0123456789ab", min_size=1, max_size=4)
steps = st.one_of(words, st.builds(step, words, ordinals))
paths = st.lists(steps, min_size=1, max_size=7)
eids = paths.map("__".join).map(Eid)
names = st.lists(st.text("abc019", min_size=1, max_size=5), min_size=1, max_size=4).map("-".join)
addresses = st.one_of(
    st.builds(Address.of_plan, names, st.none() | eids),
    st.builds(Address, kind=st.sampled_from(["jurisdictions", "indicators", "themes", "agencies"]), name=names),
)
# Text that is nearly an address, beside any text at all.
texts = st.one_of(st.text(), st.text("ab1_-/#\n ", max_size=12), addresses.map(str), eids.map(str))


@given(paths)
def test_an_address_is_its_steps_one_below_the_other(path: list[str]) -> None:
    eid: Eid | None = None
    for local in path:
        made = Eid.below(eid, local)
        assert (made.parent, made.local) == (eid, local)
        assert step(made.kind, made.ordinal) == local if "_" in local else (made.kind, made.ordinal) == (local, "")
        assert made.ancestors == ((eid, *eid.ancestors) if eid else ())
        eid = made
    assert eid == "__".join(path)
    assert len(eid.ancestors) == len(path) - 1


@given(eids, eids)
def test_what_lies_under_an_address_has_it_above(one: Eid, other: Eid) -> None:
    assert one.is_under(other) == (other in one.ancestors)
    assert not one.is_under(one)
    assert Eid(f"{one}__{other}").is_under(one)


def test_a_longer_number_does_not_lie_under_a_shorter_one() -> None:
    assert not Eid("chp_10__sec_1").is_under("chp_1")
    assert Eid("chp_1__sec_1").is_under("chp_1")
    assert Eid("chp_1__sec_1__para_2").ancestors == ("chp_1__sec_1", "chp_1")


@given(eids)
def test_an_address_is_text_wherever_text_is_asked_for(eid: Eid) -> None:
    assert Eid.parse(str(eid)) == eid
    assert {eid: 1}[str(eid)] == 1  # type: ignore[index]
    assert json.loads(json.dumps({"eid": eid})) == {"eid": str(eid)}
    again = pickle.loads(pickle.dumps(eid))
    assert again == eid and type(again) is Eid


@given(addresses)
def test_a_page_s_address_is_read_back(address: Address) -> None:
    assert Address.parse(str(address)) == address
    assert address.page.at(address.eid) == address
    assert address.href("../../") == f"../../{address}"
    assert address.href("../../", Address.of_plan("other-plan-of-all")) == f"../../{address}"
    assert address.href("../../", address.page) == (f"#{address.eid}" if address.eid else "")


@given(texts)
def test_any_text_is_an_address_that_prints_it_or_none(text: str) -> None:
    eid, address = Eid.parse(text), Address.parse(text)
    assert eid is None or str(eid) == text
    assert address is None or str(address) == text
    if eid is None:
        with pytest.raises(ValueError, match="not an address"):
            Eid(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "_1",
        "chp_",
        "chp__",
        "__chp_1",
        "chp_1_2",
        "Chp_1",
        "chp_1\n",
        "chp-1",
        "chp_1__",
        "第一章",
        "chp_1 ",
        "a___b",
    ],
)
def test_what_is_no_address_is_none(text: str) -> None:
    assert Eid.parse(text) is None
    assert Address.parse(f"plans/a/#{text}") is None


@pytest.mark.parametrize(
    "text",
    [
        "plans/a",
        "/plans/a/",
        "plans//",
        "plans/a/b/",
        "plans/a-/",
        "themes/a/#chp_1",
        "wording/a/",
        "plans/a/\n",
        "plans/A/",
    ],
)
def test_what_is_no_page_is_none(text: str) -> None:
    assert Address.parse(text) is None


def test_a_plan_s_own_addresses_are_all_of_the_form(held: dict[str, Held]) -> None:
    for own in held.values():
        for node, above in own.plan.walk():
            assert type(node.eid) is Eid
            assert node.eid.ancestors == tuple(n.eid for n in reversed(above))


def patterns(node: Any) -> Iterator[tuple[str, str]]:
    """Yield (key, pattern) of every key of a schema that has one."""
    if isinstance(node, dict):
        for key, value in node.items():
            if isinstance(value, dict) and "pattern" in value:
                yield key, value["pattern"]
            yield from patterns(value)
    elif isinstance(node, list):
        for value in node:
            yield from patterns(value)


def test_the_schemas_mean_the_same_by_an_address() -> None:
    """The schemas are read by editors' programs too, so their patterns stand there in full."""
    found = [(k, p) for k, p in patterns(load_schema("plan")) if k in ("at", "also", "id", "plan") or "__" in p]
    assert {"at", "id", "plan"} <= {key for key, _ in found}
    for key, pattern in found:
        # What an editor pins has an ordinal: steps without one are the page's own (title, colophon …).
        form = {"id": "[a-z]+_[0-9a-z]+", "plan": NAME}.get(key, EID)
        assert pattern == f"^{form}$", key
    for key, pattern in patterns(load_schema("redirects")):
        pages = "jurisdictions|indicators|themes|agencies"
        plans = f"({pages})/{NAME}/|plans/{NAME}/(#{EID})?"
        lists = "(plans|jurisdictions|indicators|themes|measures|wording)/"
        assert pattern == f"^({plans}|{lists if key == 'to' else f'(wording|versions)/{NAME}--{NAME}/'})$", key


# What took an address apart, or put one together, by hand.
BY_HAND = re.compile(
    r"""\.r?(?:split|partition)\(\s*["'](?:__?|\#)["']   # eid.split("__"), rpartition("_")
    |["']__["']\s*\.join|__\{|\}__|\+\s*["']__["']        # f"{parent}__{local}"
    |(?<!data/)plans/(?:\{\{[^{}]+\}\}|\{[^{}]+\})/(?=[\#"'`\s{])  # f"plans/{plan_id}/#{eid}", in a template too
    """,
    re.VERBOSE,
)
SOURCES = [
    p
    for folder in ("src", "macros", "scripts", "benchmarks")
    for p in sorted((ROOT / folder).rglob("*"))
    if p.suffix in (".py", ".html") and not {".cache", "out"} & set(p.relative_to(ROOT).parts)
]


def test_nobody_else_takes_an_address_apart() -> None:
    assert len(SOURCES) > 300
    for path in (path for path in SOURCES if path.name != "address.py"):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            assert not BY_HAND.search(line), f"{path}:{number}: {line.strip()}"


@pytest.mark.parametrize(
    "line",
    [
        'eid.split("__")',
        'eid.rpartition("_")[2]',
        'f"{parent}__{local}"',
        'a + "__"',
        '"__".join(parts)',
        'url.partition("#")',
        'f"plans/{plan_id}/"',
        'f"{site}/plans/{c.plan_id}/#{c.eid}"',
        '<a href="{{ root }}plans/{{ plan.id }}/#{{ row.eid }}">',
        '<a href="{{ root }}plans/{{ plan.id }}/#lineage">',
    ],
)
def test_the_search_finds_what_it_is_for(line: str) -> None:
    assert BY_HAND.search(line)
