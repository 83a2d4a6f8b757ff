"""Kinds of generated pages: a row of the table of pages in; the pages it comes to, with their addresses, out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from macros.build.facts import Build

PER_PAGE = 100
K = TypeVar("K")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Generic[K]):
    """Something with a page of its own, or with several: what it is known by, and what a search engine is told of it.

    `name` stands for it in the address; `count` is how many things its pages list; `source` is the YAML it shows.
    """

    key: K
    name: str = ""
    title: str
    description: str
    count: int = 0
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneratedPage:
    """A page to generate: its address from the site's root (with a slash at the end), and what fills it.

    `kind` names the row of the table, `key` is what the page shows, `number` which of its pages this is, from 1.
    """

    kind: str
    key: Any
    number: int
    url: str
    title: str
    description: str
    source: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageKind(Generic[K]):
    """A row of the table: the pages at `url` (`{}` being an entry's name), one entry's list `per_page` things a page.

    `view` fills one: (build, way to the root, key, number) → HTML, by `template`. Where there is a `macro`, the first
    page is a hand-written one that calls it. `section` is the entry of the navigation under which the page stands, ""
    for that with which its address begins. `head` makes what more stands in the pages' heads. `rests_on` tells what a
    page rests on besides what is common to all: it is kept under that. One without it is filled by every build.
    """

    name: str
    url: str
    template: str
    entries: Callable[[Build], Iterable[Entry[K]]]
    view: Callable[[Build, str, K, int], str]
    per_page: int | None = None
    macro: str | None = None
    section: str = ""
    head: Callable[[Build, str, K], str] | None = None
    rests_on: Callable[[Build, K, int], Iterable[str]] | None = None

    def pages(self, build: Build) -> Iterator[GeneratedPage]:
        """Yield the pages of this kind that a build comes to."""
        for entry in self.entries(build):
            url = self.url.format(entry.name)
            last = page_count(entry.count, self.per_page) if self.per_page else 1
            for number in range(2 if self.macro else 1, last + 1):
                later = number > 1
                yield GeneratedPage(
                    kind=self.name,
                    key=entry.key,
                    number=number,
                    url=url + (f"{number}/" if later else ""),
                    title=entry.title + (f"（第 {number} 页）" if later else ""),
                    description=entry.description,
                    source=entry.source,
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class Macro:
    """A function for hand-written pages: `view` is given the build, the way to the root, and what the page writes."""

    name: str
    template: str
    view: Callable[..., str]


def page_count(things: int, per_page: int = PER_PAGE) -> int:
    """Return how many pages a list of so many things takes, at least one."""
    return max(1, -(-things // per_page))


def on_page(things: Sequence[T], number: int, per_page: int = PER_PAGE) -> Sequence[T]:
    """Return what page `number` (from 1) of a paged list shows."""
    return things[(number - 1) * per_page : number * per_page]


def root_of(url: str) -> str:
    """Return the way from a page's address to the site's root: plans/x/ → ../../ (empty for the root itself)."""
    return "../" * url.strip("/").count("/") + ("../" if url.strip("/") else "")
