"""Slips and wrong encodings hide no other fault and make none: in the catalogues, in the redirects, in plans."""

from __future__ import annotations

from pathlib import Path

import pytest

from medplan.rules.redirects import load_redirects

from .support import SAMPLE_AT, make_root, put, sample, validate

PLAN = "body:\n  - {num: 一、, text: 医疗保障规划的总体要求和发展基础。, themes: [enrolment]}\n"
FAULTY = f"{PLAN}  - 医疗,保障。\n  - {{num: 二、, text: 基金运行。, themes: [enrolmen]}}\n"
REST = ["half-width", "unknown-id"]


def told(data: Path) -> list[tuple[str, str]]:
    return [(issue.path.removeprefix("data/"), issue.rule) for issue in validate(data)]


def append(data: Path, name: str, text: str) -> None:
    with (data / f"{name}.yaml").open("a", encoding="utf-8") as catalogue:
        catalogue.write(text)


SLIPS = (
    "- id: 甲\n  name: %乙\n",
    "-id: x\n",
    "- {id: x, name: 甲\n- {id: y, name: 乙, definition: 丙}\n",
    "- id: x\n\tname: 甲\n",
)


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_in_a_catalogue_hides_no_other_fault_and_makes_none(slip: str, tmp_path: Path) -> None:
    data = make_root(tmp_path)
    put(data, sample(PLAN.replace("[enrolment]", "[x]")))
    append(data, "themes", f"{slip}- {{id: other, name: 别的, definition: 别的事, nmae: 误}}\n- {{id: third}}\n")
    found = told(data)
    assert found.count(("themes.yaml", "yaml-syntax")) == 1
    assert [rule for _, rule in found if rule != "yaml-syntax"] == ["unknown-key", "missing-key"]
    assert {path for path, _ in found} == {"themes.yaml"}, "what the plan names may be what was lost"


def test_places_below_a_lost_one_are_not_blamed(tmp_path: Path) -> None:
    data = make_root(tmp_path)
    path = data / "jurisdictions.yaml"
    text = path.read_text("utf-8")
    line = next(line for line in text.splitlines() if 'code: "320000"' in line)
    path.write_text(text.replace(line, line.replace("}", "")), encoding="utf-8")
    assert told(data) == [("jurisdictions.yaml", "yaml-syntax")]


MOVED = "- {from: plans/320500-suzhou-old/, to: plans/320500-suzhou-sample/, why: 代号改正}\n"
LOST = "- {from: plans/320500-suzhou-older/, to: plans/320500-suzhou-sample/, why: %误}\n"
OF_LOST = "- {from: 'plans/320500-suzhou-older/#chp_1', to: plans/320500-suzhou-sample/, why: 改正}\n"
NOWHERE = "- {from: plans/320500-suzhou-oldest/, to: plans/320500-suzhou-gone/, why: 改正}\n"


@pytest.mark.parametrize("broken", [LOST, LOST.replace("%误", "改正, wy: 误"), LOST.replace("%误", "改正\u200b")])
def test_a_broken_redirect_hides_no_other_fault_and_makes_none(broken: str, tmp_path: Path) -> None:
    data = make_root(tmp_path)
    put(data, sample(PLAN))
    put(data, MOVED + OF_LOST + broken + NOWHERE + MOVED, "data/redirects.yaml")
    found = [(issue.rule, issue.line) for issue in validate(data)]
    assert len(found) == 3 and found[0][1] == 3
    assert found[1:] == [("redirect-target", 4), ("duplicate-id", 5)]
    redirects, issues = load_redirects(data)
    assert issues and len(redirects.entries) in (4, 5), "a build is not made of them: there are issues"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_a_known_encoding_is_told_and_hides_no_other_fault(encoding: str, tmp_path: Path) -> None:
    data = make_root(tmp_path)
    put(data, sample(FAULTY).encode(encoding))
    assert [rule for _, rule in told(data)] == ["encoding", *REST]
    put(data, sample(PLAN).encode(encoding))
    assert [rule for _, rule in told(data)] == ["encoding"]
    themes = (data / "themes.yaml").read_text("utf-8") + "- {id: other, name: 别的, definition: 别的事, nmae: 误}\n"
    (data / "themes.yaml").write_bytes(themes.encode(encoding))
    assert told(data) == [
        (SAMPLE_AT.removeprefix("data/"), "encoding"),
        *[("themes.yaml", r) for r in ("encoding", "unknown-key")],
    ]


@pytest.mark.parametrize("encoding", ["big5", "euc-kr", "shift-jis"])
def test_an_encoding_that_is_not_known_is_told_and_nothing_guessed(encoding: str, tmp_path: Path) -> None:
    data = make_root(tmp_path)
    put(data, sample(FAULTY).encode(encoding, "ignore"))
    assert [rule for _, rule in told(data)] == ["encoding"]


def test_a_few_damaged_bytes_hide_no_fault_of_the_rest_and_make_none(tmp_path: Path) -> None:
    data = make_root(tmp_path)
    whole = sample(FAULTY + "remarks:\n  - {at: para_1, kind: note, quote: 医疗保障规划的总体, text: 甲}\n").encode()
    for old, lost in (("总体要求", b"\xe6\x80"), ("num: 一", b"n\xffm: "), ("themes: [enrolment]", b"them\xff")):
        assert whole.count(old.encode()) == 1
        put(data, whole.replace(old.encode(), lost))
        assert [rule for _, rule in told(data)] == ["encoding", *REST], lost
    put(data, whole.replace("医疗,保".encode(), b"\xe4,\xe4"))
    assert [rule for _, rule in told(data)] == ["encoding", "unknown-id"]
