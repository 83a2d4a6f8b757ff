"""Versions of one plan: who comes after whom, which one took whose place, and what a file must not say of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from medplan.library.repository import Repository
from medplan.library.status import standing_of
from medplan.library.succession import Succession

from .support import HEAD, make_root, put, sample

NAMES = {"draft": "征求意见稿", "issued": "印发稿", "redraft": "修订征求意见稿", "amended": "修订稿"}
DAYS = {"draft": "2021-06-01", "issued": "2021-10-08", "redraft": "2023-02", "amended": "2023-05-01"}


def plan_id(end: str) -> str:
    """Return the id of a version."""
    return f"320500-suzhou-{end}"


def root(folder: Path, before: dict[str, str], **changes: str) -> Repository:
    """Return a library of versions, each with the one that its file says came before it, "" where it says nothing.

    `changes` are lines of a file's head instead of the usual: `amended="kind: scheme"`.
    """
    data = make_root(folder)
    for end, earlier in before.items():
        head = HEAD.replace("苏州市样本规划", f"苏州市样本规划（{NAMES[end]}）")
        head = head.replace("published: null", f'published: "{DAYS[end]}"')
        if end.endswith("draft"):
            head = head.replace("stage: issued", "stage: consultation")
        if change := changes.get(end):
            key = change.partition(":")[0]
            head = "".join(f"{change}\n" if line.startswith(f"{key}:") else line for line in head.splitlines(True))
        said = f"previous_version: {plan_id(earlier)}\n" if earlier else ""
        put(data, sample(f"{said}body: [甲。]\n", head), f"data/plans/32-jiangsu/{plan_id(end)}.yaml")
    return Repository.open(data)


CHAIN = {"draft": "", "issued": "draft", "redraft": "issued", "amended": "redraft"}


@pytest.fixture(name="chain")
def _chain(tmp_path: Path) -> Succession:
    repository = root(tmp_path, CHAIN)
    assert [issue.as_text() for issue in repository.check()] == []
    return repository.succession()


def test_every_version_knows_all_of_them_in_order_whatever_the_order_of_their_files(chain: Succession) -> None:
    for end in CHAIN:
        assert [v.id for v in chain.versions(chain.files[plan_id(end)].head)] == [plan_id(e) for e in CHAIN]


def test_a_draft_ends_with_its_issued_text_and_an_issued_text_with_the_next_issued_not_with_its_draft(
    chain: Succession,
) -> None:
    heads = {end: chain.files[plan_id(end)].head for end in CHAIN}
    ended = {end: [(d.how, d.plan) for d in chain.ended_by(head)] for end, head in heads.items()}
    assert ended == {
        "draft": [("finalised", plan_id("issued"))],
        "issued": [("replaced", plan_id("amended"))],
        "redraft": [("finalised", plan_id("amended"))],
        "amended": [],
    }
    before = {end: [(d.how, d.plan) for d in chain.replaced(head)] for end, head in heads.items()}
    assert before == {
        "draft": [],
        "issued": [("finalised", plan_id("draft"))],
        "redraft": [],
        "amended": [("replaced", plan_id("issued")), ("finalised", plan_id("redraft"))],
    }


def test_a_draft_is_told_to_be_final_from_the_day_of_its_issued_text(chain: Succession) -> None:
    draft = chain.files[plan_id("draft")].head

    def told(day: date) -> tuple[str, str, str]:
        now = standing_of(draft, chain.ended_by(draft), day).now
        return now.key, now.word, now.sentence

    assert told(date(2021, 7, 1))[:2] == ("consultation", "征求意见稿")
    assert told(date(2022, 1, 1)) == (
        "replaced",
        "征求意见稿 · 已定稿",
        "已定稿，印发的是《苏州市样本规划（印发稿）》（2021年10月8日）。这是公开征求意见的草案，与正式印发的文本可能不同。",
    )


FAULTS = {
    "another place": (
        {"draft": "", "issued": "draft"},
        {"issued": 'jurisdiction: "320000"'},
        "succession-differs 320500-suzhou-draft 是另一个行政区（320500）的，不会是本文件的前一版"
        "（核对代号；下一期、上级的规划不是版本）",
    ),
    "another kind": (
        {"draft": "", "issued": "draft"},
        {"issued": "kind: scheme"},
        "succession-differs 320500-suzhou-draft 与本文件不是同一种文件，或是发布会实录，不会是本文件的前一版"
        "（核对代号和 kind）",
    ),
    "two after one": (
        {"draft": "", "issued": "draft", "amended": "draft"},
        {},
        "succession-differs 320500-suzhou-draft 的后一版已经是 320500-suzhou-amended"
        "（各版依先后相连，写紧接着的前一版）",
    ),
    "older than the one before": (
        {"issued": "amended", "amended": ""},
        {},
        "succession-date 前一版是2023年5月1日的，晚于本文件（2021年10月8日）（核对两份文件的日期和先后）",
    ),
    "a circle": (
        {"draft": "issued", "issued": "draft"},
        {"issued": "published: null"},
        "succession-loop 各文件的先后绕成了一圈：320500-suzhou-draft → 320500-suzhou-issued → 320500-suzhou-draft"
        "（核对哪一份在先，只留对的）",
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_what_cannot_be_a_version_is_told_at_the_word_that_says_so(case: str, tmp_path: Path) -> None:
    before, changes, wanted = FAULTS[case]
    repository = root(tmp_path, before, **changes)
    found = [i for i in repository.check() if i.rule.startswith(("succession", "version"))]
    assert [f"{i.rule} {i.message}（{i.cure}）" for i in found] == [wanted]
    [issue] = found
    line = (tmp_path / issue.path).read_text("utf-8").splitlines()[issue.line - 1]
    assert line.startswith("previous_version: ")
    repository.succession().versions(repository.succession().files[Path(issue.path).stem].head)  # ends
