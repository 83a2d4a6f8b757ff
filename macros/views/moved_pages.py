"""Addresses that moved, as pages: the library's redirects in; small pages, and notes below a plan, out."""

from __future__ import annotations

import json
from collections.abc import Iterator

from macros.build.facts import Build
from medplan.plan.address import PLANS, Address

SCRIPT = "javascripts/moved.js"


def moved_pages(build: Build, site_url: str, icon: str) -> Iterator[tuple[str, str]]:
    """Yield the old address of each redirected page with a page that leads on, with scripts and without.

    `icon` is the theme's, under `site`: a page that names none makes the browser ask for one at the root.
    A provision's old address goes to its own new one, or to the provision of the same name.
    """
    redirects = build.redirects
    for source, target in (*_redirected(build), *_renamed_pairs(build)):
        root = "../../"
        provisions = {p.source.eid: p.target.href(root) for p in redirects.provisions_of(source)}
        html = build.render(
            "moved_page",
            root=root,
            script=SCRIPT,
            icon=icon,
            target=target.href(root),
            canonical=target.page.href(site_url or root),
            provisions=json.dumps(provisions),
        )
        yield str(source), html


def _redirected(build: Build) -> Iterator[tuple[Address, Address]]:
    for source, entry in build.redirects.pages().items():
        yield source, entry.target


def _renamed_pairs(build: Build) -> Iterator[tuple[Address, Address]]:
    """Yield the pages of two plans side by side under the former ids of plans, with where they are now.

    Those of shared wording are there in either order.
    """
    former: dict[str, list[str]] = {}
    for source, target in _redirected(build):
        if source.kind == target.kind == PLANS:
            former.setdefault(target.name, []).append(source.name)
    plans = build.index.plans
    for pair in build.wording.pairs if former else ():
        now = (plans[pair.first].id, plans[pair.second].id)
        for one in (now[0], *former.get(now[0], ())):
            for two in (now[1], *former.get(now[1], ())):
                if (one, two) != now:
                    yield Address.of_pair(one, two), Address.of_pair(*now)
                    yield Address.of_pair(two, one), Address.of_pair(*now)
    for now in (pair for plan in plans if former for pair in plan.version_pairs):
        for one in (now[0], *former.get(now[0], ())):
            for two in (now[1], *former.get(now[1], ())):
                if (one, two) != now:
                    yield Address.of_versions(one, two), Address.of_versions(*now)


def provisions(build: Build, root: str, page: Address) -> str:
    """Return the notes on the provisions of a page that moved, each at its old address; "" when there are none."""
    entries = build.redirects.provisions_of(page)
    if not entries:
        return ""
    # A provision of the same page is reached without leaving it.
    hrefs = [entry.target.href(root, page) for entry in entries]
    return build.render("parts/moved_provisions", moved=list(zip(entries, hrefs, strict=True)))
