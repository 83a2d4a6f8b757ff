"""Addresses that moved, as pages: the library's redirects in; small pages, and notes below a plan, out."""

from __future__ import annotations

import json
from collections.abc import Iterator

from macros.build.facts import Build

SCRIPT = "javascripts/moved.js"


def moved_pages(build: Build, site_url: str, icon: str) -> Iterator[tuple[str, str]]:
    """Yield the old address of each redirected page with a page that leads on, with scripts and without.

    `icon` is the theme's, under `site`: a page that names none makes the browser ask for one at the root.
    A provision's old address goes to its own new one, or to the provision of the same name.
    """
    redirects = build.redirects
    for source, entry in redirects.pages().items():
        root = "../" * source.count("/")
        provisions = {p.source_eid: root + p.target for p in redirects.provisions_of(source)}
        html = build.render(
            "moved_page",
            root=root,
            script=SCRIPT,
            icon=icon,
            target=root + entry.target,
            canonical=(site_url + entry.target if site_url else root + entry.target).partition("#")[0],
            provisions=json.dumps(provisions),
        )
        yield source, html


def provisions(build: Build, root: str, page: str) -> str:
    """Return the notes on the provisions of a page that moved, each at its old address; "" when there are none."""
    entries = build.redirects.provisions_of(page)
    if not entries:
        return ""
    # A provision of the same page is reached without leaving it.
    hrefs = [e.target.removeprefix(page) if e.target.startswith(page) else root + e.target for e in entries]
    return build.render("moved_provisions", moved=list(zip(entries, hrefs, strict=True)))
