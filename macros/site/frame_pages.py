"""The frame's pages in the engine, laid out like any other: its files and pages in; frames cut at marks out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from properdocs.config.defaults import ProperDocsConfig
from properdocs.structure.files import File, Files, InclusionLevel
from properdocs.structure.nav import Navigation
from properdocs.structure.pages import Page
from properdocs.structure.toc import AnchorLink, TableOfContents

from macros.build.frame import CONTENT, DESCRIPTION, EDIT_SOURCE, ENTRY, FIRST, FRAME_URL, TITLE, Frame, Frames

# One without a table of contents beside the text, one with.
_PLAIN, _WITH_CONTENTS = f"{FRAME_URL}index.md", f"{FRAME_URL.replace('page', 'toc')}index.md"


class FramePages:
    """The frame's pages of one build; `frames` returns what came of them when the engine has laid them out."""

    def __init__(self) -> None:
        self._laid_out: dict[str, Frame] = {}
        self._sections: dict[str, str] = {}

    def add_to(self, files: Files, config: ProperDocsConfig) -> None:
        """Add the frame's pages to the engine's files: outside the navigation, with empty text."""
        for uri in (_PLAIN, _WITH_CONTENTS):
            # No macro runs in them; nor is there a word to run.
            stub = "---\nrender_macros: false\n---\n"
            file = File.generated(config, uri, content=stub, inclusion=InclusionLevel.NOT_IN_NAV)
            file.edit_uri = EDIT_SOURCE
            files.append(file)

    def take_sections(self, nav: Navigation) -> None:
        """Take down, for the first part of each address in the navigation, that of the entry shown for it."""
        for item in nav.items:
            parts = [url.partition("/")[0] for url in _urls(item)]
            self._sections |= dict.fromkeys(filter(None, parts), parts[0])

    def holds(self, page: Page) -> bool:
        """Return whether a page of the engine's is one of the frame's."""
        return page.file.src_uri in (_PLAIN, _WITH_CONTENTS)

    def mark(self, page: Page) -> str:
        """Set marks for what a generated page has of its own; return the one for its text."""
        # The theme strips tags from `page.title` and thereby unescapes it; `meta.title` it prints as it stands.
        page.title = page.meta["title"] = TITLE
        page.meta["description"] = DESCRIPTION
        contents = page.file.src_uri == _WITH_CONTENTS
        page.meta["hide"] = ["navigation"] if contents else ["navigation", "toc"]
        page.toc = TableOfContents([AnchorLink(ENTRY, FIRST, 2)] if contents else [])
        return CONTENT

    def take(self, page: Page, html: str, finish: Callable[[str], str]) -> None:
        """Take a frame that was laid out; `finish` is applied to it at each depth of address."""
        self._laid_out[page.file.src_uri] = Frame.cut(html, page.url, self._sections, finish)

    def frames(self) -> Frames:
        """Return the frames."""
        return Frames(plain=self._laid_out[_PLAIN], with_contents=self._laid_out[_WITH_CONTENTS])


def _urls(item: object) -> Iterator[str]:
    if isinstance(item, Page):
        yield item.url
    for child in getattr(item, "children", None) or ():
        yield from _urls(child)
