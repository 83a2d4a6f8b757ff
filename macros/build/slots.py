"""Finished HTML kept out of Markdown: a macro leaves an empty element, and its HTML takes that place afterwards."""

from __future__ import annotations

import re

_SLOT = re.compile(r'<div data-slot="([0-9]+)"></div>')


class Slots:
    """What the macros of one build have made, each in the place that its page's Markdown holds for it."""

    def __init__(self) -> None:
        self._kept: list[str] = []

    def keep(self, html: str) -> str:
        """Keep HTML and return the element that stands for it in a page's Markdown."""
        self._kept.append(html)
        return f'<div data-slot="{len(self._kept) - 1}"></div>'

    def fill(self, html: str) -> str:
        """Return a page's HTML with what was kept in its places."""
        return _SLOT.sub(lambda found: self._kept[int(found[1])], html)
