"""What changed: a build in; the list, what a plan's page says of its last change, and where its feeds are, out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from macros.build.facts import Build
from macros.build.page_kinds import Entry, on_page, page_count

CHANGES_A_PAGE = 30
MOST_SHOWN = 8  # items of an entry that are not folded away


def change_entries(build: Build) -> Iterator[Entry[None]]:
    """Yield the one list."""
    yield Entry(
        key=None, title="更新记录", description="本库收录、更正了哪些规划，逐项写明，可以订阅", count=len(build.news)
    )


def changes(build: Build, root: str, _: None, page: int) -> str:
    """Return a page of what changed, the latest first."""
    held = {plan.id: plan for plan in build.index.plans}
    here = on_page(build.news, page, CHANGES_A_PAGE)
    texts = {plan_id: build.plan_html(plan_id) for plan_id in {entry.plan_id for entry in here} & held.keys()}
    return build.render(
        "pages/changes",
        root=root,
        entries=[(entry, held.get(entry.plan_id)) for entry in here],
        # A provision that is no more, or has another address by now, is told without a link.
        standing={
            (entry.plan_id, item.eid)
            for entry in here
            for item in entry.items
            if item.eid and f'id="{item.eid}"' in texts.get(entry.plan_id, "")
        },
        provinces=province_names(build),
        most=MOST_SHOWN,
        page=page,
        pages=page_count(len(build.news), CHANGES_A_PAGE),
    )


def province_names(build: Build) -> Mapping[str, str]:
    """Return the names, by their two digits, of the provinces with a feed: those that anything changed in."""
    named = {code: build.index.catalogues.province_name(code) for code in sorted({e.plan_id[:2] for e in build.news})}
    return {code: name for code, name in named.items() if name}


def last_change(build: Build, root: str, plan_id: str) -> str:
    """Return what a plan's page says of its last change, "" where nothing is known."""
    found = build.news_of.get(plan_id)
    return build.render("parts/last_change", root=root, entry=found[0]) if found else ""
