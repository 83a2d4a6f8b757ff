"""The index of cited documents: every plan's citations in; one entry a document out, merged with care, doubts said."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from medplan.facts.citations import Citation
from medplan.language.fidelity_fold import fold_print
from medplan.library.summary import PlanSummary
from medplan.plan.head import name_of_document

# What a document is called when nothing is said but its kind: another one in every plan.
_KIND_ONLY = re.compile(
    "(?:实施|指导|若干|暂行|行动|总体|工作|专项|管理)*(?:意见|规划|规划纲要|纲要|通知|方案|办法|条例|决定|建议|目录|细则|计划|规定|清单|决议|报告)"
)
SHORT = 8  # characters below which a title may be anybody's
Naming = tuple[PlanSummary, dict[str, str]]  # a plan, and the names of its provisions by address


@dataclass(slots=True, kw_only=True)
class CitedDocumentEntry:
    """A document with all plans that name it, in the order of the plans.

    `id` stands in addresses, `titles` are the ways it is written.
    `held` is the plan of the library that it is, `held_by` why: `editor`, `number` or `title`. `doubts` are what a
    reader must know of the merging. `plan_count` is how many plans name the document.
    """

    id: str
    title: str
    titles: tuple[str, ...]
    number: str | None
    citations: list[tuple[PlanSummary, Citation]]
    plan_count: int
    held: PlanSummary | None = None
    held_by: str | None = None
    doubts: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return the title as a reader is told it, "" where only a number is given."""
        own = all(citation.title_by_editor for _, citation in self.citations if citation.title)
        return name_of_document(self.title, by_editor=own) if self.title else ""

    def naming(self) -> list[Naming]:
        """Return the plans that name the document, each with the provisions that do, in the order of the plans."""
        found: dict[str, Naming] = {}
        for plan, citation in self.citations:
            found.setdefault(plan.id, (plan, {}))[1].update(zip(citation.eids, citation.places, strict=True))
        return list(found.values())


@dataclass(slots=True)
class CitationIndex:
    """All entries, those named by most plans first."""

    entries: list[CitedDocumentEntry] = field(default_factory=list)
    _of_plan: dict[str, list[int]] = field(default_factory=dict)

    def of_plan(self, plan_id: str) -> list[int]:
        """Return the number of the entry of each citation of a plan, in the order of `plan_citations`."""
        return self._of_plan.get(plan_id, [])


Named = list[tuple[PlanSummary, Citation]]


def index_citations(plans: Sequence[PlanSummary], named_documents: Named) -> CitationIndex:
    """Return the index.

    The same number is the same document, however its title is written. A title without a number joins the one document
    that has this title and a number, and an equal title joins an equal title, where it says whose it is; one that
    doesn't (关于…的意见, 药品目录) stays apart from numbered ones, and a mere kind (《意见》) stays with its plan.
    """
    by_number: dict[str, Named] = {}
    by_title: dict[str, Named] = {}
    for plan, citation in named_documents:
        if citation.number:
            by_number.setdefault(citation.number, []).append((plan, citation))
        else:
            by_title.setdefault(_title_key(plan, citation), []).append((plan, citation))
    numbers_of: dict[str, set[str]] = {}
    for number, named in by_number.items():
        for title in {fold_print(c.title) for _, c in named if c.title}:
            numbers_of.setdefault(title, set()).add(number)
    doubts: dict[str, list[str]] = {}
    for key, named in list(by_title.items()):
        numbers = numbers_of.get(key, set())
        if len(numbers) == 1 and says_whose(named[0][1].title or ""):
            [number] = numbers
            by_number[number] += by_title.pop(key)
            places = "、".join(dict.fromkeys(plan.place.name for plan, _ in named[:5]))
            doubts.setdefault(number, []).append(f"{places}{'等' * (len(named) > 5)}没有写文号，按标题相同归在这里")
        elif numbers:
            some = "、".join(sorted(numbers)[:3])
            doubts.setdefault(key, []).append(f"没有写文号；是不是同题的{some}，不能确定")
        elif len({plan.id for plan, _ in named}) > 1 and not says_whose(named[0][1].title or ""):
            doubts.setdefault(key, []).append("标题没有写发布机关，也没有文号，各规划所指不一定是同一份文件")
    entries = [_entry(key, named, doubts.get(key, [])) for key, named in (*by_number.items(), *by_title.items())]
    _find_held(entries, plans)
    order = {plan.id: place for place, plan in enumerate(plans)}
    for entry in entries:
        entry.citations.sort(key=lambda named: order[named[0].id])
    entries.sort(key=lambda e: (-e.plan_count, e.number is None, e.title))
    index = CitationIndex(entries=entries)
    entry_of = {id(citation): place for place, entry in enumerate(entries) for _, citation in entry.citations}
    for plan, citation in named_documents:
        index._of_plan.setdefault(plan.id, []).append(entry_of[id(citation)])
    return index


def says_whose(title: str) -> bool:
    """Return whether a title is more than a kind or a subject: whether it can be only one document's."""
    return len(fold_print(title)) >= SHORT and not title.startswith("关于")


def _title_key(plan: PlanSummary, citation: Citation) -> str:
    title = fold_print(citation.title or "")
    return f"{title} {plan.id}" if _KIND_ONLY.fullmatch(title) else title


def _entry(key: str, named: Named, doubts: list[str]) -> CitedDocumentEntry:
    written = Counter(citation.title for _, citation in named if citation.title)
    titles = sorted(written, key=lambda title: (-written[title], -len(title), title))
    folded: dict[str, str] = {}
    for title in titles:
        folded.setdefault(fold_print(title), title)
    number = named[0][1].number  # those that print it come first
    others = list(folded.values())[1:]
    if number and others:
        doubts = [*doubts, "同一文号，标题写法不同"]
    if any(_KIND_ONLY.fullmatch(fold_print(c.title or "")) and not c.number for _, c in named):
        doubts = [*doubts, "只写了简称，所指未能确定"]
    return CitedDocumentEntry(
        id="d-" + hashlib.sha256(key.encode()).hexdigest()[:10],
        title=titles[0] if titles else "",
        titles=tuple(others),
        number=number,
        citations=named,
        plan_count=len({plan.id for plan, _ in named}),
        doubts=tuple(doubts),
    )


def _find_held(entries: list[CitedDocumentEntry], plans: Sequence[PlanSummary]) -> None:
    """Say of each entry which plan of the library it is, if any; a press conference is not the plan it is about."""
    by_id = {plan.id: plan for plan in plans}
    by_number: dict[str, list[PlanSummary]] = {}
    by_title: dict[str, list[PlanSummary]] = {}
    for plan in plans:
        if plan.kind != "press-conference":
            by_title.setdefault(fold_print(plan.title), []).append(plan)
            if plan.document_number:
                by_number.setdefault(plan.document_number, []).append(plan)
    for entry in entries:
        stated = {citation.plan for _, citation in entry.citations if citation.plan}
        titled = by_title.get(fold_print(entry.title), []) if says_whose(entry.title) else []
        for why, found in (
            ("editor", [by_id[plan] for plan in sorted(stated) if plan in by_id]),
            ("number", by_number.get(entry.number or "", [])),
            ("title", titled),
        ):
            if len(found) == 1 and entry.held is None:
                entry.held, entry.held_by = found[0], why
