"""The frame's page in the engine, laid out like any other: its files and pages in; the frame cut at marks out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from properdocs.config.defaults import ProperDocsConfig
from properdocs.structure.files import File, Files, InclusionLevel
from properdocs.structure.nav import Navigation
from properdocs.structure.pages import Page

from macros.build.frame import CONTENT, DESCRIPTION, EDIT_SOURCE, FRAME_URL, TITLE, Frame

_URI = f"{FRAME_URL}index.md"


class FramePage:
    """The frame's page of one build; `frame` is what came of it when the engine has laid it out."""

    frame: Frame

    def __init__(self) -> None:
        self._sections: dict[str, str] = {}

    def add_to(self, files: Files, config: ProperDocsConfig) -> None:
        """Add the frame's page to the engine's files: outside the navigation, with empty text."""
        # No macro runs in it; nor is there a word to run.
        stub = "---\nrender_macros: false\n---\n"
        file = File.generated(config, _URI, content=stub, inclusion=InclusionLevel.NOT_IN_NAV)
        file.edit_uri = EDIT_SOURCE
        files.append(file)

    def take_sections(self, nav: Navigation) -> None:
        """Take down, for the first part of each address in the navigation, that of the entry shown for it."""
        for item in nav.items:
            parts = [url.partition("/")[0] for url in _urls(item)]
            self._sections |= dict.fromkeys(filter(None, parts), parts[0])

    def holds(self, page: Page) -> bool:
        """Return whether a page of the engine's is the frame's."""
        return page.file.src_uri == _URI

    def mark(self, page: Page) -> str:
        """Set marks for what a generated page has of its own; return the one for its text."""
        page.title = page.meta["title"] = TITLE
        page.meta["description"] = DESCRIPTION
        page.meta["hide"] = ["toc", "map"]
        return CONTENT

    def take(self, page: Page, html: str, finish: Callable[[str], str]) -> None:
        """Take the frame when it is laid out; `finish` is applied to it at each depth of address."""
        self.frame = Frame.cut(html, page.url, self._sections, finish)


def _urls(item: object) -> Iterator[str]:
    if isinstance(item, Page):
        yield item.url
    for child in getattr(item, "children", None) or ():
        yield from _urls(child)
