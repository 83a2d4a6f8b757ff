"""Say what became of a document: what was taken in; the report's lines, in an editor's words, out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from medplan.importing.draft.doubts import Kind, Subject, Told, by_kind
from medplan.importing.guard.seal import Guards
from medplan.importing.recognise.front import FIELDS
from medplan.importing.take_in.journal import BEFORE, DONE, FAILED, Outcome
from medplan.importing.take_in.one import Taken
from medplan.issues import visible
from medplan.library.status import build_day, standing_of
from medplan.plan.head import read_head

_SHOWN = 5  # of one kind; the lines of all are named, the words of all are on the review sheet
Shown = Callable[[Path], str]


def report_lines(taken: Taken, shown: Shown) -> list[str]:
    """Return where the draft is, how it stands, what was left out and what an editor must look at."""
    return [visible(line) for line in (*_made(taken, shown), *_left_out(taken), *_doubted(taken, shown))]


def next_steps(taken: Taken, shown: Shown) -> list[str]:
    """Return what the program can't do for an editor, and the commands that follow."""
    source = taken.draft.data["source"]
    wanted = {"origin": f"{FIELDS['origin']}（原件登在哪里）", "url": FIELDS["url"]}
    missing = [words for key, words in wanted.items() if not source.get(key)]
    lines = ["接下来：", f"  一、对着原文逐段读改草稿{'；补上' if missing else ''}{'、'.join(missing)}"]
    if "indicators:" in taken.draft.as_yaml():
        lines.append("  二、指标表每一行对应哪个指标、对应得多近，是程序提议的，逐行核对")
    return [*lines, f"  scripts/validate.py {shown(taken.out)}", f"  scripts/prove_source.py {taken.out.stem}"]


def _made(taken: Taken, shown: Shown) -> Iterator[str]:
    yield f"草稿写入 {shown(taken.out)}"
    head = read_head(taken.draft.data, taken.out.stem)
    if mark := standing_of(head, (), build_day()).now.mark:
        yield f"状态：{mark}"
    yield f"原文存为 {shown(list(taken.files)[1])}，逐字核对一致"
    if head.source.caveat:
        yield f"注意：{head.source.caveat}"
    yield f"核对页写入 {shown(taken.sheet)}，用浏览器打开；不随规划提交"
    if taken.guards:
        yield guard_line(taken.guards)


def guard_line(guards: Guards) -> str:
    """Return what held the process that read a document, and what it could do that it should not, in words."""
    if not guards.by:
        return "读原件的进程只限了内存、时间：这个系统没有 Landlock、seccomp。来历不明的文件，换一台新的 Linux 导入"
    rest = f"；这个系统挡不住它{'、'.join(guards.open)}" if guards.open else ""
    return f"读原件的进程不能{'、'.join(guards.held)}（{'、'.join(guards.by)}）{rest}"


def _left_out(taken: Taken) -> Iterator[str]:
    excluded = taken.draft.data["source"]["excluded"]
    if not excluded:
        return
    yield f"不收的文字 {len(excluded)} 段，逐段列在草稿里："
    for why in dict.fromkeys(passage["why"] for passage in excluded):
        texts = [" ".join(passage["text"].split()) for passage in excluded if passage["why"] == why]
        several = f"（{len(texts)} 段）" if len(texts) > 1 else ""
        yield f"  {why}{several}：{texts[0] if len(texts[0]) <= 40 else texts[0][:38] + '……'}"


def _doubted(taken: Taken, shown: Shown) -> Iterator[str]:
    told = taken.draft.told
    if not told:
        yield "没有存疑之处"
        return
    kinds = by_kind(told)
    counted = f"，分 {len(kinds)} 种" if len(kinds) < len(told) else ""
    where = f"（行号是 {shown(taken.source)} 的）" if any(one.line for one in told) else ""
    yield f"须核对 {len(told)} 处{counted}，要紧的在前{where}："
    for n, kind in enumerate(kinds):
        if n == 0 or kinds[n - 1].subject is not kind.subject:
            yield f"  {kind.subject.value}"
        yield from (f"    {line}" for line in _kind(kind))


def _kind(kind: Kind) -> Iterator[str]:
    said = [(one, kind.own_words(one)) for one in kind.told]
    if len(said) == 1:
        ((one, words),) = said
        place = f"（第 {one.line} 行）" if one.line else ""
        yield f"{kind.words}{place}{f'：{words}' if words else ''}"
        return
    worded = [(one, words) for one, words in said if words]
    lines = _lines(kind.told if not worded else [one for one, _ in worded[_SHOWN:]])
    yield f"{kind.words}（{len(said)} 处{f'，{lines}' if lines and not worded else ''}）{'：' if worded else ''}"
    for one, words in worded[:_SHOWN]:
        yield f"  {f'第 {one.line} 行：' if one.line else ''}{words}"
    if worded[_SHOWN:]:
        yield f"  另有 {len(worded) - _SHOWN} 处{f'：{lines}' if lines else '，见核对页'}"


def _lines(told: Sequence[Told]) -> str:
    numbers = sorted({one.line for one in told if one.line})
    return f"第 {'、'.join(map(str, numbers))} 行" if numbers else ""


def outcome_line(outcome: Outcome) -> str:
    """Return what became of one of many documents, on one line."""
    made = f"{outcome.plan_id}，须核对 {sum(outcome.doubts.values())} 处"
    said = outcome.message if outcome.result == FAILED else "，".join(filter(None, (made, outcome.message)))
    return visible(f"{outcome.result} {outcome.name}：{said}")


def summary_rows(outcomes: Sequence[Outcome]) -> list[tuple[str, str, str, str, str]]:
    """Return of each of many documents its result, name, title or reason, doubts by subject, and seconds."""
    rows = []
    for outcome in outcomes:
        failed = outcome.result == FAILED
        said = outcome.message if failed else f"{outcome.title}{f'（{outcome.message}）' if outcome.message else ''}"
        doubts = "" if failed else _counted(outcome.doubts) or "无"
        rows.append((outcome.result, visible(outcome.name), visible(said), doubts, f"{outcome.seconds:.1f}"))
    return rows


def guard_lines(outcomes: Sequence[Outcome]) -> list[str]:
    """Return what held the processes that read the documents, each way once."""
    return list(dict.fromkeys(outcome.guards for outcome in outcomes if outcome.guards and outcome.result == DONE))


def summary_line(outcomes: Sequence[Outcome]) -> str:
    """Return how many documents there were, by result."""
    counts = Counter(outcome.result for outcome in outcomes)
    sums = "，".join(f"{result} {counts[result]}" for result in (DONE, BEFORE, FAILED) if counts[result])
    return f"共 {len(outcomes)} 份：{sums}"


def _counted(doubts: dict[str, int]) -> str:
    return "、".join(f"{s.value} {doubts[s.value]}" for s in Subject if doubts.get(s.value))
