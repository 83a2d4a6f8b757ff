"""What plans say of the documents before and after them: both directions, and every contradiction between two files."""

from __future__ import annotations

from pathlib import Path

import pytest

from medplan.issues import Issue
from medplan.library.repository import Repository
from medplan.library.status import RelatedDocument

from .support import HEAD, make_root, put, sample

OLD, NEW, THIRD = "320500-suzhou-old", "320500-suzhou-new", "320500-suzhou-third"
NUMBER = "苏府〔2026〕5号"
TITLES = {OLD: "苏州市旧规划", NEW: "苏州市新规划", THIRD: "苏州市再新规划"}
DATES = {OLD: "2021-10-08", NEW: "2026-03-01", THIRD: "2031-05"}


def naming(plan_id: str, **changes: str) -> str:
    """Return a document of the library as another file names it, with keys changed (`title`, `date` …)."""
    facts = {"title": TITLES[plan_id], "number": "null", "date": f'"{DATES[plan_id]}"', "plan": plan_id} | changes
    return "{" + ", ".join(f"{key}: {value}" for key, value in facts.items()) + "}"


def root(folder: Path, **said: str) -> Repository:
    """Return a library of plans by the last part of their ids, each with what its file says besides the usual."""
    data = make_root(folder)
    for end, words in said.items():
        plan_id = f"320500-suzhou-{end}"
        head = HEAD.replace("苏州市样本规划", TITLES[plan_id])
        head = head.replace("published: null", f'published: "{DATES[plan_id]}"')
        if plan_id == NEW:
            head = head.replace("document_number: null", f"document_number: {NUMBER}")
        put(data, sample(f"{words}\nbody: [甲。]\n", head), f"data/plans/32-jiangsu/{plan_id}.yaml")
    return Repository.open(data)


def told(issues: list[Issue]) -> list[tuple[str, str, int]]:
    """Return (the end of the file's name, rule, line) of each issue."""
    return sorted((Path(i.path).stem.rpartition("-")[2], i.rule, i.line) for i in issues)


WAYS = {
    "only the new one says so": ("", f"replaces: [{naming(OLD)}]", "replaced"),
    "only the old one says so": (f"replaced_by: {naming(NEW)}", "", "replaced"),
    "both say so": (f"replaced_by: {naming(NEW)}", f"replaces: [{naming(OLD)}]", "replaced"),
    "the old one says repealed": (f"repealed_by: {naming(NEW)}", f"replaces: [{naming(OLD)}]", "repealed"),
    "the old one says both": (
        f"replaced_by: {naming(NEW)}\nrepealed_by: {naming(NEW)}",
        f"replaces: [{naming(OLD)}]",
        "repealed",
    ),
    "the dates are known roughly": (f"""replaced_by: {naming(NEW, date='"2026"')}""", "", "replaced"),
}


@pytest.mark.parametrize("way", WAYS)
def test_both_sides_know_whichever_file_says_so(way: str, tmp_path: Path) -> None:
    old, new, how = WAYS[way]
    repository = root(tmp_path, old=old, new=new)
    assert told(repository.check()) == []
    succession = repository.succession()
    (end,) = succession.ended_by(succession.files[OLD].head)
    assert (end.how, end.title, end.date, end.plan) == (how, TITLES[NEW], DATES[NEW], NEW)
    (before,) = succession.replaced(succession.files[NEW].head)
    assert (before.title, before.date, before.plan) == (TITLES[OLD], DATES[OLD], OLD)
    assert succession.ended_by(succession.files[NEW].head) == succession.replaced(succession.files[OLD].head) == ()


def test_a_document_outside_the_library_is_as_it_is_told_of(tmp_path: Path) -> None:
    outside = '{title: 关于废止部分文件的决定, number: 苏府〔2026〕1号, date: "2026-05"}'
    succession = root(
        tmp_path, old=f"repealed_by: {outside}\nreplaces: [{outside.replace('2026', '2016')}]"
    ).succession()
    assert succession.ended_by(succession.files[OLD].head) == (
        RelatedDocument(how="repealed", title="关于废止部分文件的决定", number="苏府〔2026〕1号", date="2026-05"),
    )
    assert succession.replaced(succession.files[OLD].head) == (
        RelatedDocument(how="replaced", title="关于废止部分文件的决定", number="苏府〔2016〕1号", date="2016-05"),
    )


CONTRADICTIONS = {
    "a circle of two": ({"old": f"replaces: [{naming(NEW)}]", "new": f"replaces: [{naming(OLD)}]"}, "succession-loop"),
    "a circle of three": (
        {
            "old": f"replaces: [{naming(THIRD, date='null')}]",
            "new": f"replaces: [{naming(OLD)}]",
            "third": f"replaces: [{naming(NEW)}]",
        },
        "succession-loop",
    ),
    "each says the other ended it": (
        {"old": f"replaced_by: {naming(NEW)}", "new": f"repealed_by: {naming(OLD, date='null')}"},
        "succession-loop",
    ),
    "another title": ({"old": f"replaced_by: {naming(NEW, title='别的规划')}", "new": ""}, "succession-differs"),
    "another day": ({"old": f"""replaced_by: {naming(NEW, date='"2026-03-02"')}""", "new": ""}, "succession-differs"),
    "another number": (
        {"old": f"replaced_by: {naming(NEW, number='苏府〔2026〕2号')}", "new": ""},
        "succession-differs",
    ),
    "another successor": (
        {"old": f"replaced_by: {naming(THIRD)}", "new": f"replaces: [{naming(OLD)}]", "third": ""},
        "succession-differs",
    ),
    "a successor outside": (
        {"old": "replaced_by: {title: 别的, number: null, date: null}", "new": f"replaces: [{naming(OLD)}]"},
        "succession-differs",
    ),
    "what is replaced is younger": (
        {"old": f"""replaces: [{naming(NEW)}]""", "new": ""},
        "succession-date",
    ),
}


@pytest.mark.parametrize("case", CONTRADICTIONS)
def test_what_two_files_say_against_each_other_is_told(case: str, tmp_path: Path) -> None:
    said, rule = CONTRADICTIONS[case]
    repository = root(tmp_path, **said)
    found = [issue.rule for issue in repository.check() if issue.rule.startswith("succession")]
    assert rule in found
    assert set(found) <= {rule, "succession-date"}


TOLD = {
    "another title": (
        {"old": f"replaced_by: {naming(NEW, title='别的规划')}", "new": ""},
        (
            "old",
            "别的规划",
            "标题与 320500-suzhou-new 的文件不一致：那里是“苏州市新规划”",
            "照那一份的写法改；代号写错的，改代号",
        ),
    ),
    "another number": (
        {"old": f"replaced_by: {naming(NEW, number='苏府〔2026〕2号')}", "new": ""},
        (
            "old",
            "苏府〔2026〕2号",
            f"文号与 320500-suzhou-new 的文件不一致：那里是“{NUMBER}”",
            "照那一份的写法改；代号写错的，改代号",
        ),
    ),
    "another day": (
        {"old": f"""replaced_by: {naming(NEW, date='"2026-03-02"')}""", "new": ""},
        ("old", '"2026-03-02"', "日期与 320500-suzhou-new 的文件不一致：那里是 2026-03-01", "核对两份文件的日期"),
    ),
    # That the third takes its place is no contradiction, and hides none behind it.
    "another successor": (
        {
            "old": "",
            "new": "replaced_by: {title: 别的, number: null, date: null}",
            "third": f"replaces: [{naming(OLD)}, {naming(NEW)}]",
        },
        (
            "new",
            "{title: 别的",
            "320500-suzhou-third 的文件说它取代本文件，这里写的却是另一份",
            "核对是哪一份，改好其中一处",
        ),
    ),
}


@pytest.mark.parametrize("case", TOLD)
def test_a_contradiction_is_told_at_its_word_with_what_the_other_file_says(case: str, tmp_path: Path) -> None:
    said, (end, word, message, cure) = TOLD[case]
    repository = root(tmp_path, **said)
    [issue] = [issue for issue in repository.check() if issue.rule == "succession-differs"]
    line = (tmp_path / issue.path).read_text("utf-8").splitlines()[issue.line - 1]
    assert (Path(issue.path).stem, issue.message, issue.cure) == (f"320500-suzhou-{end}", message, cure)
    assert line[issue.column - 1 :].startswith(word)


def test_what_was_replaced_once_may_be_set_aside_again(tmp_path: Path) -> None:
    old, third = f"replaced_by: {naming(NEW)}", f"replaces: [{naming(OLD)}, {naming(NEW)}]"
    repository = root(tmp_path, old=old, new="", third=third)
    assert told(repository.check()) == []
    succession = repository.succession()
    assert [end.plan for end in succession.ended_by(succession.files[OLD].head)] == [NEW, THIRD]


def test_a_file_checked_alone_is_checked_against_the_plans_it_names(tmp_path: Path) -> None:
    repository = root(tmp_path, old="", new=f"replaces: [{naming(OLD, title='别的')}]")
    path = next(p for p in repository.plan_files() if p.stem == NEW)
    assert told(repository.check([path])) == [("new", "succession-differs", 15)]


def test_a_broken_file_says_nothing(tmp_path: Path) -> None:
    repository = root(tmp_path, old="", new=f"""replaces: [{naming(OLD, date='"2021-02-30"')}]""")
    assert repository.succession().files == {}
    assert ("new", "wrong-form", 15) in told(repository.check())


def test_many_circles_end(tmp_path: Path) -> None:
    ring = [f"320500-suzhou-r{number}" for number in range(40)]
    data = make_root(tmp_path)
    for plan_id in ring:
        others = ", ".join(f"{{title: 甲, number: null, date: null, plan: {other}}}" for other in ring)
        head = HEAD.replace("苏州市样本规划", "甲")
        put(data, sample(f"replaces: [{others}]\nbody: [甲。]\n", head), f"data/plans/32-jiangsu/{plan_id}.yaml")
    loops = [issue for issue in Repository.open(data).check() if issue.rule == "succession-loop"]
    assert 40 <= len(loops) <= 100
