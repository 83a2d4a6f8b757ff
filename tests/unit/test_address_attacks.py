"""Published addresses under attack: each way of losing one, or of giving it to something else, stops a change."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from medplan.library.repository import Repository
from medplan.plan.model import Plan
from medplan.publish.plan_files import PLAN_FILES
from medplan.review.addresses import Told, check_addresses
from medplan.review.pairing import pair_provisions
from medplan.review.pins import keep_addresses
from medplan.review.revision import extract_revision

from .support import SAMPLE_AT, make_root, put, read_sample, sample, validate
from .test_scripts import main

PAGE = "plans/320500-suzhou-sample/"
OTHER = "320500-suzhou-other"
A, B, C = "甲甲说的是参保扩面的事情。", "乙乙说的则是基金监管办法。", "丙丙与前两段又完全不相同。"
TEXT = f"body:\n  - {A}\n  - {B}\n  - {C}\n"
STATED = TEXT + "stated_indicators:\n  - {at: p_1, indicator: enrolment-rate, match: exact, name: 参保, target: 扩面}\n"
QUOTED = STATED.replace("indicator: enrolment-rate", '"indicator": "enrolment-rate"')
DUTY = "body:\n  - {num: 一、, text: 甲的内容是这样的一句话。, lead: 市医保局}\n"
OLD_REDIRECTS = ((f"{PAGE}#p_9", f"{PAGE}#p_1"), ("indicators/old-one/", "indicators/"))
Output = pytest.CaptureFixture[str]


def redirects(*entries: tuple[str, str]) -> str:
    return "".join(f'- {{from: "{old}", to: "{new}", why: 改正}}\n' for old, new in entries) or "[]\n"


@dataclass(frozen=True, kw_only=True)
class Attack:
    """A change: the plan before and after (None: taken out), the redirects before and after, what else is done."""

    old: str = TEXT
    new: str | None = TEXT
    old_redirects: str = "[]\n"
    redirects: str = "[]\n"
    renamed: str = ""
    more: Callable[[Path], None] = field(default=lambda data: None)
    says: str = ""


def take_out_indicator(data: Path) -> None:
    text = (data / "indicators.yaml").read_text("utf-8")
    start = text.index("- id: enrolment-rate\n")
    path = data / "indicators.yaml"
    path.write_text(text[:start] + text[text.index("- id: ", start + 5) :], encoding="utf-8")


ATTACKS = {
    "redirects deleted": Attack(
        old_redirects=redirects(*OLD_REDIRECTS), says=f'- {{from: "{PAGE}#p_9", to: "{PAGE}#p_1", why: "改正"}}'
    ),
    "redirect re-aimed": Attack(
        old_redirects=redirects(*OLD_REDIRECTS),
        redirects=redirects((f"{PAGE}#p_9", f"{PAGE}#p_3"), OLD_REDIRECTS[1]),
        says=f"data/redirects.yaml:1 写着 「{PAGE}#p_3」，应为 「{PAGE}#p_1」",
    ),
    "provision redirected to something unrelated": Attack(
        old=DUTY,
        new=DUTY.replace("一、", "二、"),
        redirects=redirects((f"{PAGE}#para_1", "themes/enrolment/")),
        says=f"应为 「{PAGE}#para_2」",
    ),
    "provision redirected to a neighbour": Attack(
        new=f"body:\n  - {A}\n  - {{num: 一、, text: {B}}}\n  - {{id: p_3, text: {C}}}\n",
        redirects=redirects((f"{PAGE}#p_2", f"{PAGE}#p_3")),
        says=f"应为 「{PAGE}#para_1」",
    ),
    "renamed plan redirected to a theme": Attack(
        renamed=OTHER, redirects=redirects((PAGE, "themes/enrolment/")), says=f"应为 「plans/{OTHER}/」"
    ),
    "renamed plan not redirected": Attack(renamed=OTHER, says=f'from: "{PAGE}", to: "plans/{OTHER}/"'),
    "renamed plan whose paragraphs moved": Attack(
        new=f"body:\n  - 新添的一段话，别处从来没有。\n  - {A}\n  - {B}\n  - {C}\n",
        renamed=OTHER,
        redirects=redirects((PAGE, f"plans/{OTHER}/")),
        says="- id: p_0",
    ),
    "new redirects unreadable": Attack(
        old_redirects=redirects(*OLD_REDIRECTS), redirects="- [\n", says="redirects.yaml 读不出，不能核对"
    ),
    "old redirects unreadable": Attack(
        old_redirects="- {from: [\n", redirects=redirects(*OLD_REDIRECTS), says="旧版本的 data/redirects.yaml 读不出"
    ),
    "indicator without its last plan": Attack(old=STATED, says='from: "indicators/enrolment-rate/", to: "indicators/"'),
    "indicator in quotes without its last plan": Attack(old=QUOTED, says='from: "indicators/enrolment-rate/"'),
    "indicator in quotes taken out of the catalogue": Attack(
        old=QUOTED, more=take_out_indicator, says='from: "indicators/enrolment-rate/"'
    ),
    "indicator redirected to a theme": Attack(
        old=STATED,
        redirects=redirects(("indicators/enrolment-rate/", "themes/enrolment/")),
        says="写着 「themes/enrolment/」，应为 「indicators/」",
    ),
    "agency without its last plan": Attack(
        old=DUTY,
        new=DUTY.replace(", lead: 市医保局", ""),
        says='from: "agencies/healthcare-security/", to: "measures/"',
    ),
    "place without its last plan": Attack(
        new=None, redirects=redirects((PAGE, "plans/")), says='from: "jurisdictions/320500/", to: "jurisdictions/"'
    ),
    "paragraph put in": Attack(new=TEXT.replace("body:\n", "body:\n  - 新添的一段话，别处没有。\n"), says="- id: p_0"),
    "paragraphs swapped": Attack(new=f"body:\n  - {B}\n  - {A}\n  - {C}\n", says=f'text: "{B}"'),
    "paragraph replaced": Attack(new=TEXT.replace(B, "完全是另一回事，写在这里。"), says="- id: p_2b"),
    "paragraph replaced by a few characters": Attack(
        old=TEXT.replace(B, "到此为止。"), new=TEXT.replace(B, "另有说明。"), says="- id: p_2b"
    ),
    "paragraph of a few characters replaced": Attack(
        old=TEXT.replace(B, "附则。"), new=TEXT.replace(B, "完全是另一回事，写在这里。"), says="- id: p_2b"
    ),
    "long paragraph replaced by a few characters": Attack(new=TEXT.replace(B, "另有说明。"), says="- id: p_2b"),
    "unit of a few characters replaced": Attack(
        old="body:\n  - {num: 一、, heading: 总则}\n",
        new="body:\n  - {num: 一、, heading: 结语}\n",
        says="id: para_1b",
    ),
    "row of a few characters replaced": Attack(
        old=TEXT + "  - table: {rows: [[甲甲], [乙乙], [丙丙]]}\n",
        new=TEXT + "  - table: {rows: [[甲甲], [丁丁], [丙丙]]}\n",
        says="ids: [row_1, row_2b, row_3]",
    ),
    "paragraph taken out": Attack(
        new=TEXT.replace(f"  - {B}\n", ""), redirects=redirects((f"{PAGE}#p_3", f"{PAGE}#p_2")), says="- id: p_3"
    ),
}


def staged(attack: Attack, folder: Path) -> tuple[Path, Path]:
    """Return the data root before a change and the one after it."""
    base, head = make_root(folder / "base"), folder / "head" / "data"
    put(base, sample(attack.old))
    put(base, attack.old_redirects, "data/redirects.yaml")
    shutil.copytree(base, head)
    put(head, attack.redirects, "data/redirects.yaml")
    path = head / SAMPLE_AT.removeprefix("data/")
    if attack.new is None:
        path.unlink()
    else:
        put(head, sample(attack.new))
    if attack.renamed:
        path.rename(path.with_name(f"{attack.renamed}.yaml"))
    attack.more(head)
    return base, head


@pytest.mark.parametrize("name", ATTACKS)
def test_it_stops_the_change_and_the_editor_is_told_what_to_write(name: str, tmp_path: Path, capsys: Output) -> None:
    base, head = staged(ATTACKS[name], tmp_path)
    assert main("check_addresses", str(base), str(head)) == 1
    assert ATTACKS[name].says in capsys.readouterr().out
    assert main("check_addresses", str(base), str(base)) == 0 or "old redirects" in name


@pytest.mark.parametrize(
    ("new", "entries"),
    [
        # What was asked for, written: the paragraph put in has an id of its own.
        (TEXT.replace("body:\n", "body:\n  - {id: p_0, text: 新添的一段话，别处没有。}\n"), ()),
        (f"body:\n  - {{id: p_2, text: {B}}}\n  - {{id: p_1, text: {A}}}\n  - {C}\n", ()),
        (TEXT.replace(B, "{id: p_2b, text: 完全是另一回事，写在这里。}"), ((f"{PAGE}#p_2", f"{PAGE}#p_2b"),)),
        (f"body:\n  - {A}\n  - {{id: p_3, text: {C}}}\n", ((f"{PAGE}#p_2", f"{PAGE}#title"),)),
        (TEXT + "  - 添在末尾的一段。\n", ()),
        (TEXT.replace(A, "{id: p_1, text: " + A + "}"), ()),
    ],
)
def test_what_was_written_as_told_goes_through(
    new: str, entries: tuple[tuple[str, str], ...], tmp_path: Path, capsys: Output
) -> None:
    base, head = staged(Attack(new=new, redirects=redirects(*entries)), tmp_path)
    assert main("check_addresses", str(base), str(head)) == 0, capsys.readouterr().out
    assert [i for i in validate(head) if i.path == "data/redirects.yaml"] == []


def test_a_redirect_follows_what_its_target_becomes(tmp_path: Path) -> None:
    follow = Attack(
        old_redirects=redirects(("plans/320500-suzhou-first/", PAGE)),
        redirects=redirects(("plans/320500-suzhou-first/", f"plans/{OTHER}/"), (PAGE, f"plans/{OTHER}/")),
        renamed=OTHER,
    )
    base, head = staged(follow, tmp_path)
    assert list(check_addresses(Repository.open(base), Repository.open(head))) == []


def test_a_redirect_goes_when_its_page_is_there_again(tmp_path: Path) -> None:
    """The validator asks for it: redirects are for what is no more."""
    again = Attack(new=STATED, old_redirects=redirects(("indicators/enrolment-rate/", "indicators/")))
    base, head = staged(again, tmp_path)
    assert list(check_addresses(Repository.open(base), Repository.open(head))) == []
    put(head, again.old_redirects, "data/redirects.yaml")
    assert "redirect-source" in [issue.rule for issue in validate(head)]


def test_a_plan_taken_out_with_a_redirect_is_told_with_its_downloads(tmp_path: Path) -> None:
    gone = Attack(new=None, redirects=redirects((PAGE, "plans/"), ("jurisdictions/320500/", "jurisdictions/")))
    base, head = staged(gone, tmp_path)
    (told,) = check_addresses(Repository.open(base), Repository.open(head))
    assert isinstance(told, Told)
    assert told.files[:2] == ("data/plans/320500-suzhou-sample.json", "data/calendar/320500-suzhou-sample.ics")
    assert told.files == tuple(f"data/{name.format('320500-suzhou-sample')}" for name in PLAN_FILES)


def shared_words() -> str:
    return "；".join(f"各级医疗保障部门要把第{n}项工作摆上重要位置" for n in "甲乙丙丁戊己庚辛") + "。"


def test_a_pair_that_loses_its_shared_wording_is_missed_and_kept_under_new_ids(tmp_path: Path, capsys: Output) -> None:
    body = f"body:\n  - {shared_words()}\n"
    base, head = staged(Attack(old=body, new=body), tmp_path)
    for data in (base, head):
        put(data, sample(body), f"data/plans/32-jiangsu/{OTHER}.yaml")
    put(head, sample(TEXT), f"data/plans/32-jiangsu/{OTHER}.yaml")
    assert main("check_addresses", str(base), str(head)) == 1
    assert f'from: "wording/{OTHER}--320500-suzhou-sample/"' in capsys.readouterr().out
    # Renamed and redirected, the pair's page leads on by itself.
    (head / "plans" / "32-jiangsu" / f"{OTHER}.yaml").unlink()
    put(head, sample(body), "data/plans/32-jiangsu/320500-suzhou-third.yaml")
    put(head, redirects((f"plans/{OTHER}/", "plans/320500-suzhou-third/")), "data/redirects.yaml")
    assert main("check_addresses", str(base), str(head)) == 0, capsys.readouterr().out


def test_a_page_of_two_versions_is_missed_and_kept_under_new_ids(tmp_path: Path, capsys: Output) -> None:
    base, head = staged(Attack(), tmp_path)
    for data in (base, head):
        put(data, sample(f"previous_version: 320500-suzhou-sample\n{TEXT}"), f"data/plans/32-jiangsu/{OTHER}.yaml")
    later, page = head / "plans" / "32-jiangsu" / f"{OTHER}.yaml", f"versions/320500-suzhou-sample--{OTHER}/"
    whole = later.read_text("utf-8")
    later.write_text(whole.replace("previous_version: 320500-suzhou-sample\n", ""), encoding="utf-8")
    assert main("check_addresses", str(base), str(head)) == 1
    assert f'from: "{page}", to: "plans/{OTHER}/"' in capsys.readouterr().out
    put(head, redirects((page, f"plans/{OTHER}/")), "data/redirects.yaml")
    assert main("check_addresses", str(base), str(head)) == 0, capsys.readouterr().out
    assert validate(head) == []
    # Renamed and redirected, the page leads on by itself.
    later.rename(later.with_name("320500-suzhou-third.yaml")).write_text(whole, encoding="utf-8")
    put(head, redirects((f"plans/{OTHER}/", "plans/320500-suzhou-third/")), "data/redirects.yaml")
    assert main("check_addresses", str(base), str(head)) == 0, capsys.readouterr().out


def test_it_works_from_git_alone(tmp_path: Path) -> None:
    """The base is a revision in which nothing but data/ is asked for, as in a pull request."""
    attack = ATTACKS["paragraph put in"]
    base, head = staged(attack, tmp_path)
    repository = tmp_path / "repository"
    shutil.copytree(base, repository / "data")
    git = ["git", "-C", str(repository), "-c", "user.name=e", "-c", "user.email=e@example.invalid"]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "base"]):
        subprocess.run([*git, *command], check=True, capture_output=True)
    old = extract_revision(repository, "HEAD", tmp_path / "extracted")
    assert [type(f).__name__ for f in check_addresses(Repository.open(old), Repository.open(head))] == ["Renamed"]


def long_plan(paragraphs: int, first: str) -> Plan:
    lines = "".join(f"  - 第{n}段说的是第{n * 7}件与别处都不相同的事情，编号{n}。\n" for n in range(paragraphs))
    return read_sample(f"body:\n  - {first}\n{lines}")[1]


def calls_for(paragraphs: int) -> int:
    """Return how many calls of Python it takes to find the pins of a plan with a paragraph put in."""
    old, new = long_plan(paragraphs, "第一段。"), long_plan(paragraphs, "新添的一段话，别处没有。\n  - 第一段。")
    count = 0

    def seen(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(seen)
    try:
        keep_addresses(new, pair_provisions(old, new))
    finally:
        sys.setprofile(None)
    return count


def test_twice_the_paragraphs_take_twice_the_work() -> None:
    assert calls_for(800) < 2.5 * calls_for(400)
