"""What one build knows: made once all plans have been read, handed down to everything that writes a page."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from markupsafe import Markup

from macros.build.templates import Templates
from medplan.compare.ancestry import Ancestry
from medplan.compare.cited import CitationIndex
from medplan.compare.standing import Comparisons
from medplan.compare.themes import Coverage
from medplan.library.index import LibraryIndex
from medplan.library.repository import Repository
from medplan.library.summary import PlanSummary
from medplan.news.entries import NewsEntry
from medplan.news.releases import Release
from medplan.plan.model import Plan
from medplan.publish.lists import Facets
from medplan.publish.picture_tables import FOLDER as PICTURES
from medplan.publish.time_line import TimeLine
from medplan.rules.redirects import Redirects
from medplan.wording.pairs import Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Spool:
    """A build's folder on disk: what is served besides pages, and what was rendered of each plan by itself."""

    folder: Path

    @property
    def downloads(self) -> Path:
        """Return the folder that holds what is served under /data/."""
        return self.folder / "data"

    @property
    def bulk(self) -> Path:
        """Return the folder that holds what of it is kept apart, where plans are many."""
        return self.folder / "bulk"

    @property
    def api(self) -> Path:
        """Return the folder that holds what is served under /api/v1/."""
        return self.folder / "api"

    @property
    def search(self) -> Path:
        """Return the folder that holds the search index."""
        return self.folder / "search"

    @property
    def lists(self) -> Path:
        """Return the folder that holds the lists to filter, each in a folder of its name."""
        return self.folder / "lists"

    @property
    def wording(self) -> Path:
        """Return the folder that holds the wording of all plans."""
        return self.folder / "wording"

    @property
    def rendered(self) -> Path:
        """Return the file that holds what was rendered of each plan by itself."""
        return self.folder / "rendered"


class Rendered:
    """What was rendered of plans, one after another in a file; where each piece is, by name, stays in memory."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._file: BinaryIO | None = path.open("wb")
        # By what stands before a plan's id and that: there are dozens a plan. A start and, 32 bits lower, a length.
        self._places: dict[str, dict[str, int]] = {}
        self._plans: dict[str, str] = {}
        self._end = 0

    def keep(self, name: str, piece: str | bytes) -> None:
        """Keep a piece under a name."""
        assert self._file is not None, "closed"
        raw = piece.encode("utf-8") if isinstance(piece, str) else piece
        self._file.write(raw)
        group, _, plan = name.rpartition("/")
        self._places.setdefault(group, {})[self._plans.setdefault(plan, plan)] = self._end << 32 | len(raw)
        self._end += len(raw)

    def close(self) -> None:
        """End the keeping: from here on pieces are recalled."""
        if self._file is not None:
            self._file.close()
        self._file = None

    def recall(self, name: str) -> str:
        """Return what was kept under a name."""
        return self.recall_bytes(name).decode("utf-8")

    def recall_bytes(self, name: str) -> bytes:
        """Return what was kept under a name, as it stands on disk."""
        group, _, plan = name.rpartition("/")
        place = self._places[group][plan]
        file = os.open(self._path, os.O_RDONLY)
        try:
            return os.pread(file, place & 0xFFFFFFFF, place >> 32)
        finally:
            os.close(file)


def word_part(theme: str, plan_id: str) -> str:
    """Return the name under which a plan's part of a theme's file for Word is kept."""
    return f"word/{theme}/{plan_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """A file for Word of what plans say on a theme: its name under data/, its province, "" for one of all."""

    file: str
    province: str
    plans: Sequence[PlanSummary]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulk:
    """What is downloaded and read by no page, kept apart from the site: where it is in the spool, where it is served.

    `url` ends with a slash where the files are served below it as they would be below the site's; else it is a page
    that tells how to get all of them. "" means that they are published into the site after all.
    """

    folder: Path
    url: str

    def href(self, name: str) -> str:
        """Return the address of a file by its name under data/, "" where it is that of the site."""
        return f"{self.url}data/{name}" if self.url.endswith("/") else self.url


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """What a build knows: the index in memory, every plan's own HTML and the downloads in the spool.

    `day` is the day that the pages speak of. `theme_groups` are for each theme the plans that address it, those
    that don't, and those not reviewed, in order of place, `collections` its files for Word. `bulk` is None where all
    downloads are in the site. `common` is a hash of what every page rests on: code, templates, schemas, catalogues.
    `prints` stand, by a plan's id, for all that was read of it; `totals` count what the report on fidelity counts.
    `site_url` is the site's address without a slash at its end, "" when unknown; `news` what changed, the latest first,
    `news_of` the same by plan, `releases` the latest dated copies of the data.
    """

    repository: Repository
    index: LibraryIndex
    redirects: Redirects
    wording: Wording
    cited: CitationIndex
    comparisons: Comparisons
    ancestry: Ancestry
    theme_groups: Mapping[str, Mapping[Coverage, Sequence[PlanSummary]]]
    collections: Mapping[str, Sequence[Collection]]
    time_line: TimeLine
    measure_facets: Facets
    timeline_facets: Facets
    labels: Mapping[str, Mapping[str, str]]
    day: date
    templates: Templates
    spool: Spool
    rendered: Rendered
    bulk: Bulk | None
    site_url: str
    common: str
    prints: Mapping[str, str]
    totals: Mapping[str, int]
    news: Sequence[NewsEntry]
    news_of: Mapping[str, Sequence[NewsEntry]]
    releases: Sequence[Release]

    @property
    def packed(self) -> bool:
        """Return whether the small files that scripts fetch are compressed: where plans are many."""
        return self.bulk is not None

    def download_href(self, root: str, name: str) -> str:
        """Return the address of a bulky download by its name under data/, from a page."""
        return (self.bulk and self.bulk.href(name)) or f"{root}data/{name}"

    def picture_href(self, root: str, name: str) -> str:
        """Return the address of the numbers behind a picture by its name, from a page."""
        return self.download_href(root, f"{PICTURES}/{name}.csv")

    def render(self, template: str, **facts: Any) -> str:
        """Return a template (`plan_list`, `indicator` …) filled with facts."""
        return self.templates.render(template, **facts)

    def read_plan(self, plan_id: str) -> Plan:
        """Return a plan whole, read again from its file; raise KeyError for an unknown id."""
        held = self.index.plan(plan_id) if plan_id in self.index else None
        plan = self.repository.read_plan(self.repository.path_of(held.path))[0] if held else None
        if plan is None:
            raise KeyError(f"没有规划 {plan_id}")
        return plan

    def plan_html(self, plan_id: str) -> str:
        """Return a plan's page as far as it was rendered from the plan alone."""
        return self.rendered.recall(plan_id)

    def theme_html(self, theme: str, plan_id: str, root: str) -> Markup:
        """Return what a plan says on a theme, rendered, to stand on a page from which `root` leads to the site's."""
        return self._part(f"{theme}/{plan_id}", root)

    def undecided_html(self, plan_id: str, root: str) -> Markup:
        """Return what nobody has decided on in a plan, rendered, to stand on such a page."""
        return self._part(f"-undecided/{plan_id}", root)

    def _part(self, name: str, root: str) -> Markup:
        # Rendered before it is known on which page of a list it will stand: its links are those of the second folder.
        return Markup(self.rendered.recall(name).replace('href="../../plans/', f'href="{root}plans/'))
