"""What plans say of the documents before and after them: the files that say it in; statements, and contradictions, out.

A statement is one file's word: that it replaces a document, or that a document replaced or repealed it. Either file may
say it alone; what both say must agree, no document comes before itself, and none is older than what it replaces.
That a plan is a version of the same work as another, only the later of the two says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from medplan.files.document import DataPath, Document
from medplan.issues import MAX_ISSUES, Issue
from medplan.language.dates import chinese_date
from medplan.language.fidelity_fold import fold_print
from medplan.plan.head import CitedDocument, PlanHead

VERSION = "previous_version"
KEYS = ("replaces", "replaced_by", "repealed_by", VERSION)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFile:
    """A plan's head, and the file that it was read from, which knows the place of every word."""

    head: PlanHead
    document: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One file's word on another document; `at` is where it stands in the file."""

    file: PlanFile
    key: str
    at: DataPath
    other: CitedDocument

    @property
    def own(self) -> str:
        """Return the name of the plan whose file it is, as `name_of` gives it to a document."""
        return f"plan {self.file.head.id}"

    @property
    def order(self) -> tuple[str, str]:
        """Return the names of the older and of the newer document."""
        pair = (name_of(self.other), self.own)
        return pair if self.key in ("replaces", VERSION) else (pair[1], pair[0])

    def issue(self, key: str, rule: str, message: str, cure: str) -> Issue:
        """Return an issue at a key of the statement, or at the whole of it for ""."""
        return self.file.document.issue((*self.at, key) if key else self.at, rule, message, cure)


def name_of(document: CitedDocument) -> str:
    """Return what tells a document from others: the plan's id, else its number, else its title."""
    if document.plan:
        return f"plan {document.plan}"
    return f"number {fold_print(document.number)}" if document.number else f"title {fold_print(document.title)}"


def statements_of(file: PlanFile) -> Iterator[Statement]:
    """Yield what a file says of documents before and after it, in the order of the keys."""
    for index, other in enumerate(file.head.replaces):
        yield Statement(file=file, key="replaces", at=("replaces", index), other=other)
    for key in ("replaced_by", "repealed_by"):
        other = getattr(file.head, key)
        if other is not None:
            yield Statement(file=file, key=key, at=(key,), other=other)
    if file.head.previous_version:
        other = CitedDocument(title="", number=None, plan=file.head.previous_version)
        yield Statement(file=file, key=VERSION, at=(VERSION,), other=other)


def check_succession(files: Mapping[str, PlanFile]) -> list[Issue]:
    """Return every contradiction among the statements of files, by id; those of plans that are named too."""
    said = [statement for file in files.values() for statement in statements_of(file)]
    issues = [issue for statement in said for issue in (*_misnamed(statement, files), *_misdated(statement))]
    for file in files.values():
        issues += _two_words(file)
    return [*issues, *_rivals(said, files), *_misversioned(said, files), *_loops(said)]


def _misnamed(statement: Statement, files: Mapping[str, PlanFile]) -> Iterator[Issue]:
    """Yield what a statement says otherwise than the file of the plan that it names."""
    held = files.get(statement.other.plan or "")
    if held is None:
        return
    for key, label, said, there in (
        ("title", "标题", statement.other.title, held.head.title),
        ("number", "文号", statement.other.number, held.head.document_number),
    ):
        if said and there and fold_print(said) != fold_print(there):
            words = f"{label}与 {held.head.id} 的文件不一致：那里是“{there}”"
            yield statement.issue(key, "succession-differs", words, "照那一份的写法改；代号写错的，改代号")
    said, there = statement.other.date, held.head.published
    if said and there and not _agree(said, there):
        words = f"日期与 {held.head.id} 的文件不一致：那里是 {there}"
        yield statement.issue("date", "succession-differs", words, "核对两份文件的日期")


def _misdated(statement: Statement) -> Iterator[Issue]:
    """Yield an issue where the newer document bears the older date."""
    own, other = statement.file.head.published, statement.other.date
    if not own or not other or _agree(own, other):
        return
    if statement.key == "replaces" and other > own:
        words = f"所取代的文件是{chinese_date(other)}的，晚于本文件（{chinese_date(own)}）"
    elif statement.key != "replaces" and other < own:
        words = f"取代或废止它的文件是{chinese_date(other)}的，早于本文件（{chinese_date(own)}）"
    else:
        return
    yield statement.issue("date", "succession-date", words, "核对两份文件的日期和先后")


def _agree(one: str, other: str) -> bool:
    """Return whether two ISO dates may be one day: 2026-03 and 2026-03-01."""
    short = min(len(one), len(other))
    return one[:short] == other[:short]


def _two_words(file: PlanFile) -> Iterator[Issue]:
    """Yield an issue where one file tells the same document twice, not alike."""
    one, other = file.head.replaced_by, file.head.repealed_by
    if one and other and name_of(one) == name_of(other) and (one.title, one.date) != (other.title, other.date):
        words = "与 replaced_by 是同一份文件，标题或日期不一致"
        yield file.document.issue(("repealed_by",), "succession-differs", words, "核对，两处写成一样")


def _rivals(said: list[Statement], files: Mapping[str, PlanFile]) -> Iterator[Issue]:
    """Yield an issue where a file says that one document replaced it, and another file that it did.

    A third that replaces both is no rival: what was replaced once may be set aside again.
    """
    claims: dict[str, dict[str, Statement]] = defaultdict(dict)
    for statement in said:
        if statement.key == "replaces" and statement.other.plan in files:
            claims[statement.other.plan or ""][statement.own] = statement
    for plan_id, claimed in claims.items():
        own = files[plan_id].head.replaced_by
        if own is None or name_of(own) in claimed:
            continue
        for claim in claimed.values():
            if name_of(own) not in {name_of(other) for other in claim.file.head.replaces}:
                words = f"{claim.file.head.id} 的文件说它取代本文件，这里写的却是另一份"
                place = files[plan_id].document
                yield place.issue(("replaced_by",), "succession-differs", words, "核对是哪一份，改好其中一处")


def _misversioned(said: list[Statement], files: Mapping[str, PlanFile]) -> Iterator[Issue]:
    """Yield an issue where what a file calls its previous version can't be one, or is that of another file already."""
    taken: dict[str, str] = {}
    for statement in sorted((s for s in said if s.key == VERSION), key=lambda s: s.file.document.path):
        own, old = statement.file.head, files.get(statement.other.plan or "")
        if old is None or old.head.id == own.id:
            continue
        before = old.head
        if before.jurisdiction != own.jurisdiction:
            words = f"{before.id} 是另一个行政区（{before.jurisdiction}）的，不会是本文件的前一版"
            yield statement.issue("", "succession-differs", words, "核对代号；下一期、上级的规划不是版本")
        elif before.kind != own.kind or own.kind == "press-conference":
            words = f"{before.id} 与本文件不是同一种文件，或是发布会实录，不会是本文件的前一版"
            yield statement.issue("", "succession-differs", words, "核对代号和 kind")
        elif before.published and own.published and before.published[: len(own.published)] > own.published:
            days = f"{chinese_date(before.published)}的，晚于本文件（{chinese_date(own.published)}）"
            yield statement.issue("", "succession-date", f"前一版是{days}", "核对两份文件的日期和先后")
        if before.id in taken:
            words = f"{before.id} 的后一版已经是 {taken[before.id]}"
            yield statement.issue("", "succession-differs", words, "各版依先后相连，写紧接着的前一版")
        taken.setdefault(before.id, own.id)


def _loops(said: list[Statement]) -> Iterator[Issue]:
    """Yield an issue for each circle of documents that come before themselves, at a statement that closes it."""
    edges: dict[tuple[str, str], Statement] = {}
    for statement in said:
        edges.setdefault(statement.order, statement)
    for _ in range(MAX_ISSUES):
        before: dict[str, set[str]] = defaultdict(set)
        for older, newer in edges:
            before[newer].add(older)
        try:
            TopologicalSorter(before).prepare()
            return
        except CycleError as circle:
            names = circle.args[1]
        steps = [pair for pair in pairwise(names) if pair in edges]
        closing = max(steps, key=lambda pair: (edges[pair].file.document.path, edges[pair].at))
        titles = {name_of(s.other): s.other.plan or f"《{s.other.title}》" for s in said}
        titles |= {s.own: s.file.head.id for s in said}
        ways = " → ".join(titles[name] for name in names)
        itself = "文件不能是自己的前一版" if edges[closing].key == VERSION else "文件不能取代或废止自己"
        words = itself if len(names) == 2 else f"各文件的先后绕成了一圈：{ways}"
        yield edges.pop(closing).issue("", "succession-loop", words, "核对哪一份在先，只留对的")
