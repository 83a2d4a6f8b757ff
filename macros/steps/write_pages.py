"""Write what is generated into the site, page by page in the engine's frame, on all cores: a build in; files out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import escape

from macros.build.facts import Build
from macros.build.frame import Frame, Framed
from macros.build.kept import Kept
from macros.build.page_kinds import GeneratedPage, root_of
from macros.views.table import kind_of, render_page
from medplan.files.digest import digest
from medplan.library.repository import ROOT
from medplan.parallel import map_in_order

FEW_PAGES = 64  # written sooner than processes are started
KEPT = Kept(folder=ROOT / ".cache" / "pages")
MOST_BYTES = 2_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWriter:
    """Writes generated pages under `site`."""

    build: Build
    frame: Frame
    site: Path

    def write(self, page: GeneratedPage) -> str:
        """Write one page and return its address."""
        path = self.site / page.url / "index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.html_of(page), encoding="utf-8", newline="\n")
        return page.url

    def html_of(self, page: GeneratedPage) -> str:
        """Return a page whole."""
        build, kind = self.build, kind_of(page)
        return self.frame.fill(
            Framed(
                url=page.url,
                section=kind.section or page.url.partition("/")[0],
                title=str(escape(page.title)),
                description=str(escape(page.description)),
                content=self.content_of(page),
                head=kind.head(build, root_of(page.url), page.key) if kind.head else "",
                edit_url=build.templates.host.edit_url(page.source) if page.source else "",
            )
        )

    def content_of(self, page: GeneratedPage) -> str:
        """Return what fills a page, taken out where it is kept."""
        build, kind = self.build, kind_of(page)
        if kind.rests_on is None:
            return render_page(build, page)
        grounds = (build.common, build.day.isoformat(), page.url, *kind.rests_on(build, page.key))
        name = digest(ground.encode() for ground in grounds)
        if (known := KEPT.recall(name)) is not None:
            return known.decode()
        made = render_page(build, page)
        KEPT.keep(name, made.encode())
        return made


def write_pages(writer: PageWriter, pages: Sequence[GeneratedPage], jobs: int | None = None) -> Iterator[str]:
    """Write pages, by several processes when there are many, and yield the address of each when it is written."""
    yield from map_in_order(PageWriter.write, writer, pages, jobs, FEW_PAGES)
    KEPT.prune(MOST_BYTES)
