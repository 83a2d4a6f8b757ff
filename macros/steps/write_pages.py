"""Write what is generated into the site, page by page in the engine's frame, on all cores: a build in; files out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import escape

from macros.build.facts import Build
from macros.build.frame import Frame, Framed
from macros.build.kept_files import KeptFiles
from macros.build.page_kinds import GeneratedPage, root_of
from macros.views.table import kind_of, render_page
from medplan.files.digest import digest
from medplan.library.repository import ROOT
from medplan.parallel import map_in_order

FEW_PAGES = 64  # written sooner than processes are started
FOLDER = ROOT / ".cache" / "pages"
MOST_BYTES = 3_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWriter:
    """Writes generated pages under `site`; `common` is a hash of what all of them rest on."""

    build: Build
    frame: Frame
    site: Path
    kept: KeptFiles
    common: str

    @classmethod
    def of(cls, build: Build, frame: Frame, site: Path) -> PageWriter:
        """Return one for a build and the frame of its pages."""
        kept = KeptFiles(folder=FOLDER)
        kept.look()
        bulk = build.bulk.url if build.bulk else "-"
        common = digest(part.encode() for part in (build.common, build.day.isoformat(), bulk, repr(frame)))
        return cls(build=build, frame=frame, site=site, kept=kept, common=common)

    def write(self, page: GeneratedPage) -> str:
        """Write one page, or put the one that is kept; return its address."""
        path = self.site / page.url / "index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        grounds = self.grounds_of(page)
        if not grounds:
            path.write_text(self.html_of(page), encoding="utf-8", newline="\n")
        elif not self.kept.put(grounds, path):
            self.kept.keep(grounds, path, self.html_of(page).encode())
        return page.url

    def grounds_of(self, page: GeneratedPage) -> str:
        """Return a hash of all that a page rests on, "" for one that every build fills."""
        rests_on = kind_of(page).rests_on
        if rests_on is None:
            return ""
        head = (self.common, page.url, page.title, page.description, page.source or "")
        return digest(ground.encode() for ground in (*head, *rests_on(self.build, page.key, page.number)))

    def html_of(self, page: GeneratedPage) -> str:
        """Return a page whole."""
        build, kind = self.build, kind_of(page)
        return self.frame.fill(
            Framed(
                url=page.url,
                section=kind.section or page.url.partition("/")[0],
                title=str(escape(page.title)),
                description=str(escape(page.description)),
                content=render_page(build, page),
                head=kind.head(build, root_of(page.url), page.key) if kind.head else "",
                edit_url=build.templates.host.edit_url(page.source) if page.source else "",
            )
        )


def write_pages(writer: PageWriter, pages: Sequence[GeneratedPage], jobs: int | None = None) -> Iterator[str]:
    """Write pages, by several processes when there are many, and yield the address of each when it is written."""
    yield from map_in_order(PageWriter.write, writer, pages, jobs, FEW_PAGES)
    writer.kept.prune(MOST_BYTES)
