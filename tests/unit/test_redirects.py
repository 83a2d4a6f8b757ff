"""Addresses that moved: what the file may say, and that no published address vanishes unnoticed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from medplan.library.repository import Repository
from medplan.review.addresses import LostAddress, check_addresses
from medplan.review.roots import PlanState
from medplan.rules.redirects import load_redirects

from .support import SAMPLE_AT, make_root, places, put, sample, validate
from .test_scripts import main

BODY = "body:\n  - {num: 一、, text: 甲的内容是这样的一句话。}\n  - {num: 二、, text: 乙的内容是那样的一句话。}\n"
PAGE = "plans/320500-suzhou-sample/"
Output = pytest.CaptureFixture[str]


@pytest.fixture
def roots(tmp_path: Path) -> tuple[Path, Path]:
    """Two data roots with the same plan."""
    base = make_root(tmp_path / "base")
    put(base, sample(BODY))
    shutil.copytree(base, tmp_path / "head" / "data")
    return base, tmp_path / "head" / "data"


def lost(base: Path, head: Path) -> list[str]:
    found = list(check_addresses(Repository.open(base), Repository.open(head)))
    told = [fault for fault in found if not isinstance(fault, PlanState | LostAddress)]
    assert not told, told
    unread = [f"unread {a.plan_id}" for a in found if isinstance(a, PlanState)]
    return unread + [f"{a.address} → {a.now}" for a in found if isinstance(a, LostAddress)]


def redirect(data: Path, *entries: tuple[str, str]) -> None:
    lines = "".join(f'- {{from: "{old}", to: "{new}", why: 编号改正}}\n' for old, new in entries)
    put(data, lines, "data/redirects.yaml")


def test_an_unchanged_library_loses_nothing(roots: tuple[Path, Path]) -> None:
    assert lost(*roots) == []


def test_a_corrected_number_needs_a_redirect_and_is_content_with_one(roots: tuple[Path, Path]) -> None:
    base, head = roots
    put(head, sample(BODY.replace("二、", "三、")))
    assert lost(base, head) == [f"{PAGE}#para_2 → {PAGE}#para_3"]
    redirect(head, (f"{PAGE}#para_2", f"{PAGE}#para_3"))
    assert [i for i in validate(head) if i.path == "data/redirects.yaml"] == []
    assert lost(base, head) == []


def test_a_provision_taken_out_may_lead_to_what_lies_above(roots: tuple[Path, Path]) -> None:
    base, head = roots
    body = "body:\n  - num: 一、\n    heading: 甲\n    body: [乙丙丁戊, 己庚辛壬]\n"
    put(base, sample(body))
    put(head, sample(body.replace(", 己庚辛壬", "")))
    assert lost(base, head) == [f"{PAGE}#para_1__p_2 → {PAGE}#para_1"]


def test_a_renamed_plan_keeps_its_address_and_those_of_its_provisions(roots: tuple[Path, Path]) -> None:
    base, head = roots
    old = head / SAMPLE_AT.removeprefix("data/")
    new = old.with_name("320500-suzhou-other.yaml")
    old.rename(new)
    assert lost(base, head) == [f"{PAGE} → plans/320500-suzhou-other/"]
    redirect(head, (PAGE, "plans/320500-suzhou-other/"))
    assert lost(base, head) == []
    new.write_text(new.read_text("utf-8").replace("二、", "三、"), encoding="utf-8")
    assert lost(base, head) == [f"{PAGE}#para_2 → plans/320500-suzhou-other/#para_3"]
    redirect(
        head,
        (PAGE, "plans/320500-suzhou-other/"),
        (f"{PAGE}#para_2", "plans/320500-suzhou-other/#para_3"),
    )
    assert [i for i in validate(head) if i.path == "data/redirects.yaml"] == []
    assert lost(base, head) == []


def test_a_plan_that_can_t_be_read_is_not_taken_for_kept(roots: tuple[Path, Path]) -> None:
    base, head = roots
    put(head, "title: [")
    assert lost(base, head) == ["unread 320500-suzhou-sample"]


def test_an_old_plan_that_today_s_rules_refuse_stops_nobody(roots: tuple[Path, Path], capsys: Output) -> None:
    base, head = roots
    put(base, sample(BODY) + "an_older_key: x\n")
    for command in ("check_addresses", "compare_plans"):
        assert main(command, str(base), str(head)) == 0
        assert "旧版本读不出" in capsys.readouterr().out
        assert main(command, str(head), str(base)) == 1
        assert "新版本读不出" in capsys.readouterr().out


def test_an_entry_taken_out_of_a_catalogue_had_a_page(roots: tuple[Path, Path]) -> None:
    base, head = roots
    text = (head / "themes.yaml").read_text("utf-8")
    first, second = text.index("- id: "), text.index("- id: ", text.index("- id: ") + 1)
    gone = text[first:second].split("\n")[0].removeprefix("- id: ")
    (head / "themes.yaml").write_text(text[:first] + text[second:], encoding="utf-8")
    assert lost(base, head) == [f"themes/{gone}/ → themes/"]


def test_the_command_fails_with_the_line_to_write(roots: tuple[Path, Path], capsys: Output) -> None:
    base, head = roots
    assert main("check_addresses", str(base), str(head)) == 0
    capsys.readouterr()
    put(head, sample(BODY.replace("二、", "三、")))
    assert main("check_addresses", str(base), str(head)) == 1
    line = next(line for line in capsys.readouterr().out.splitlines() if "from:" in line)
    put(head, line.strip() + "\n", "data/redirects.yaml")
    assert main("check_addresses", str(base), str(head)) == 0
    assert main("check_addresses", str(base / "nowhere"), str(head)) == 2


def test_a_redirect_of_a_provision_is_checked_against_the_plan(tmp_path: Path) -> None:
    data = make_root(tmp_path)
    path = put(data, sample(BODY))
    redirect(data, (f"{PAGE}#para_9", f"{PAGE}#para_8"), (f"{PAGE}#para_1", f"{PAGE}#para_2"))
    assert places(validate(data)) == [("redirect-target", 1, 52), ("redirect-source", 2, 10)]
    # One plan checked by itself asks for no other; the file checked by itself asks for the plans it names.
    assert main("validate", str(path), "--data", str(data)) == 1
    assert main("validate", str(data / "redirects.yaml"), "--data", str(data)) == 1


def test_a_root_without_redirects_has_none(tmp_path: Path) -> None:
    redirects, issues = load_redirects(make_root(tmp_path))
    assert (redirects.entries, issues) == ((), [])
