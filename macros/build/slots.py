"""Finished HTML kept out of Markdown: a macro leaves an empty element, and its HTML takes that place afterwards."""

from __future__ import annotations

import re

_SLOT = re.compile(r'<div data-slot="(\d+)"></div>')
_kept: list[str] = []
SLOT = '<div data-slot="{}"></div>'


def keep(html: str) -> str:
    """Keep HTML and return the element that stands for it in a page's Markdown."""
    _kept.append(html)
    return SLOT.format(len(_kept) - 1)


def fill(html: str) -> str:
    """Return a page's HTML with what was kept in its places."""
    return _SLOT.sub(lambda found: _kept[int(found[1])], html)


def forget() -> None:
    """Forget what an earlier build kept."""
    _kept.clear()
