"""Addresses that moved, as pages: the library's redirects in; small pages, and notes below a plan, out."""

from __future__ import annotations

import json
from collections.abc import Iterator

from macros.build.facts import Build
from medplan.plan.address import Address

SCRIPT = "javascripts/moved.js"


def moved_pages(build: Build, site_url: str, icon: str) -> Iterator[tuple[str, str]]:
    """Yield the old address of each redirected page with a page that leads on, with scripts and without.

    `icon` is the theme's, under `site`: a page that names none makes the browser ask for one at the root.
    A provision's old address goes to its own new one, or to the provision of the same name.
    """
    redirects = build.redirects
    for source, entry in redirects.pages().items():
        root = "../../"
        provisions = {p.source.eid: p.target.href(root) for p in redirects.provisions_of(source)}
        html = build.render(
            "moved_page",
            root=root,
            script=SCRIPT,
            icon=icon,
            target=entry.target.href(root),
            canonical=entry.target.page.href(site_url or root),
            provisions=json.dumps(provisions),
        )
        yield str(source), html


def provisions(build: Build, root: str, page: Address) -> str:
    """Return the notes on the provisions of a page that moved, each at its old address; "" when there are none."""
    entries = build.redirects.provisions_of(page)
    if not entries:
        return ""
    # A provision of the same page is reached without leaving it.
    hrefs = [entry.target.href(root, page) for entry in entries]
    return build.render("parts/moved_provisions", moved=list(zip(entries, hrefs, strict=True)))
