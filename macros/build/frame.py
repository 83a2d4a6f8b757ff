"""A page's frame, laid out once by the site's engine: its HTML with marked places in; any generated page framed, out.

The engine lays out a page at FRAME_URL whose title, description and text are marks. Cut at these marks, and
at every way to the site's root, it takes what a generated page has in their places: no text of a page is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from macros.build.page_kinds import root_of

FRAME_URL = "xframex/xpagex/"
TITLE, DESCRIPTION = "xframetitlex", "xframedescriptionx"
CONTENT = "xframecontentx"
EDIT_SOURCE = "xframesourcex"
MOST_DEEP = 4

_URL, _QUOTED_URL, _EDIT, _HEAD, _TAB = "url", "quoted", "edit", "head", "tab "
_HEAD_END = "</head>"
_EDIT_LINK = re.compile(rf'(<a href=")[^"]*{EDIT_SOURCE}("[^>]*>.*?</a>)', re.S)
_TAB_ITEM = re.compile(r'(<li class="tab)(" data-of="([a-z-]+)")')
_PLACE = re.compile("\0([^\0]*)\0")
_SCRIPT = re.compile(r"(<script.*?</script>)", re.S)
_GAP = re.compile(r"(?<![^\S\n])[^\S\n]*+\n\s*+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Framed:
    """What a frame is filled with: HTML, but for addresses.

    `url` leads from the site's root, `section` is that under which the page stands; `edit_url` is where its source is
    edited, "" without; `head` is what more stands in the page's head.
    """

    url: str
    section: str
    title: str
    description: str
    content: str
    edit_url: str = ""
    head: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A frame cut into what stands on every page and the places between; one for each depth of address, from 1."""

    depths: Mapping[int, tuple[str, ...]]
    sections: Mapping[str, str]
    edit: tuple[str, str]

    @classmethod
    def cut(cls, html: str, url: str, sections: Mapping[str, str], finish: Callable[[str], str]) -> Frame:
        """Return the frame of a page laid out at `url`, two folders deep.

        `sections` are the entries of the navigation by what addresses begin with; `finish` is applied before it is cut.
        """
        html = _close_up(html)
        link = _EDIT_LINK.search(html)

        def tab(found: re.Match[str]) -> str:
            return f"{found[1]}\0{_TAB}{found[3]}\0{found[2]}"

        html = _TAB_ITEM.sub(tab, html)
        html = _EDIT_LINK.sub(f"\0{_EDIT}\0", html).replace(_HEAD_END, f"\0{_HEAD}\0{_HEAD_END}", 1)
        marks = {url: _URL, quote(f"/{url}", safe=""): _QUOTED_URL}
        for mark, place in (marks | {mark: mark for mark in (TITLE, DESCRIPTION, CONTENT)}).items():
            html = html.replace(mark, f"\0{place}\0")
        roots = {0: "."} | {depth: root_of("x/" * depth).rstrip("/") for depth in range(1, MOST_DEEP + 1)}
        depths = {n: tuple(_PLACE.split(finish(html.replace("../..", root)))) for n, root in roots.items()}
        return cls(depths=depths, sections=dict(sections), edit=(link[1], link[2]) if link else ("", ""))

    def fill(self, page: Framed) -> str:
        """Return a page in this frame."""
        before, after = self.edit
        values = {
            _URL: page.url,
            _QUOTED_URL: quote(f"/{page.url}", safe=""),
            TITLE: page.title,
            DESCRIPTION: page.description,
            CONTENT: page.content,
            _HEAD: page.head,
            _EDIT: f"{before}{page.edit_url}{after}" if page.edit_url and before else "",
            f"{_TAB}{self.sections.get(page.section)}": " tab--on",
        }
        parts = list(self.depths[page.url.count("/")])
        parts[1::2] = [values.get(place, "") for place in parts[1::2]]
        return "".join(parts)


def _close_up(html: str) -> str:
    """Return HTML without empty lines and indents, its scripts as they are; no text of a frame keeps its lines."""
    parts = _SCRIPT.split(html)
    return "".join(part if number % 2 else _GAP.sub("\n", part) for number, part in enumerate(parts))
