"""Addresses that moved, as pages: the library's redirects in; small pages, and notes below a plan, out."""

from __future__ import annotations

import json
from pathlib import Path

from macros.build.library import current
from macros.build.render import render
from medplan.plan.address import Address

SCRIPT = "javascripts/moved.js"


def write_pages(site: Path, site_url: str, icon: str) -> None:
    """Write a page at the old address of each redirected page; it leads on with scripts and without.

    `icon` is the theme's, under `site`: a page that names none makes the browser ask for one at the root.
    A provision's old address goes to its own new one, or to the provision of the same name.
    """
    redirects = current().redirects
    for source, entry in redirects.pages().items():
        folder = site / str(source)
        root = "../../"
        provisions = {p.source.eid: p.target.href(root) for p in redirects.provisions_of(source)}
        html = render(
            "moved_page",
            root=root,
            script=SCRIPT,
            icon=icon,
            target=entry.target.href(root),
            canonical=entry.target.page.href(site_url or root),
            provisions=json.dumps(provisions),
        )
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "index.html").write_text(html, encoding="utf-8")


def provisions(root: str, page: Address) -> str:
    """Return the notes on the provisions of a page that moved, each at its old address; "" when there are none."""
    entries = current().redirects.provisions_of(page)
    if not entries:
        return ""
    # A provision of the same page is reached without leaving it.
    hrefs = [entry.target.href(root, page) for entry in entries]
    return render("moved_provisions", moved=list(zip(entries, hrefs, strict=True)))
