"""What the pages of cited documents are filled with: a build and a document's number in, HTML out."""

from __future__ import annotations

from collections.abc import Iterator

from macros.build.facts import Build
from macros.build.page_kinds import Entry, on_page, page_count
from medplan.compare.cited import CitedDocumentEntry

DOCUMENTS_A_PAGE = 50
PLANS_IN_A_LIST = 5  # of plans that name a document; the rest stands on a page of the document's own
MOST_PROVISIONS = 6


def citations_entries(build: Build) -> Iterator[Entry[None]]:
    """Yield the index of cited documents."""
    facts = "各规划引用了哪些文件，哪些条文引用"
    yield Entry(key=None, title="引用的文件", description=facts, count=len(build.cited.entries))


def document_url(number: int, entry: CitedDocumentEntry) -> str:
    """Return where the entry `number` (from 0) of the index of cited documents stands."""
    page = number // DOCUMENTS_A_PAGE + 1
    return "citations/" + (f"{page}/" if page > 1 else "") + f"#{entry.id}"


def citations(build: Build, root: str, _: None, page: int) -> str:
    """Return a page of the index of cited documents, those named by most plans first."""
    entries = build.cited.entries
    shown = [(entry, entry.naming()) for entry in on_page(entries, page, DOCUMENTS_A_PAGE)]
    return build.render(
        "pages/citations",
        root=root,
        rows=[(entry, plans[:PLANS_IN_A_LIST], len(plans)) for entry, plans in shown],
        total=len(entries),
        numbered=sum(entry.number is not None for entry in entries),
        held=sum(entry.held is not None for entry in entries),
        most=MOST_PROVISIONS,
        page=page,
        pages=page_count(len(entries), DOCUMENTS_A_PAGE),
        labels=build.labels,
    )


def cited_entries(build: Build) -> Iterator[Entry[int]]:
    """Yield the documents that more plans name than the index lists, by their numbers in it."""
    for number, entry in enumerate(build.cited.entries):
        if entry.plan_count > PLANS_IN_A_LIST:
            title = entry.name or entry.number or ""
            facts = f"{entry.plan_count} 份规划引用，及其条文"
            yield Entry(key=number, name=entry.id, title=f"{title}：谁引用", description=facts, count=entry.plan_count)


def cited(build: Build, root: str, number: int, page: int) -> str:
    """Return a page of all plans that name one document."""
    entry = build.cited.entries[number]
    plans = entry.naming()
    return build.render(
        "pages/cited",
        root=root,
        entry=entry,
        plans=on_page(plans, page),
        total=len(plans),
        most=MOST_PROVISIONS,
        page=page,
        pages=page_count(len(plans)),
        labels=build.labels,
    )
