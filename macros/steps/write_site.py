"""Write all of a site that is generated: a build, and the engine's frame, in; pages, downloads, map out."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from macros.build.facts import Build
from macros.build.frame import Frame
from macros.build.policy import HEADERS, with_policy
from macros.build.progress import told
from macros.steps.site_map import commit_dates, write_site_map
from macros.steps.standards import write_standards
from macros.steps.whole_site import SiteFault
from macros.steps.write_feeds import write_feeds, write_releases
from macros.steps.write_pages import PageWriter, write_pages
from macros.steps.write_sums import SUMS, SUMS_APART, write_sums
from macros.views.moved_pages import moved_pages
from macros.views.table import list_pages
from medplan.library.repository import ROOT
from medplan.plan.address import PLANS
from medplan.publish.plan_files import PLAN_FILES, received, source_name
from medplan.schema.schemas import schema_files


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePlan:
    """What is to be written under `site`: of a build, in a frame.

    `bulk` is where what is kept apart goes. `site_url` is the site's address without a slash at its end, "" when
    unknown; `icon` the theme's, under `site`; `written` are the hand-written pages by address, each with its file.
    `jobs` processes write, as many as there are cores when it is None.
    """

    build: Build
    frame: Frame
    site: Path
    bulk: Path
    site_url: str
    icon: str
    written: Mapping[str, str]
    jobs: int | None = None


def write_site(plan: SitePlan) -> None:
    """Write what is generated; raise SiteFault where a hand-written page stands at the address of a generated one."""
    build, site = plan.build, plan.site
    pages = list(list_pages(build))
    for page in pages:
        if page.url in plan.written:
            raise SiteFault(f"生成的页面 {page.url}index.md 与手写的页面同名，请把手写的改名")
    write_downloads(build, site, plan.bulk)
    write_feeds(build, site)
    write_releases(build, site)
    write_sources(build, plan.bulk if build.bulk else site)
    write_moved_downloads(build, plan.bulk if build.bulk else site)
    write_sums(site / "data", SUMS)
    if build.bulk:
        write_sums(plan.bulk / "data", SUMS_APART)
    written = write_pages(PageWriter.of(build, plan.frame, site), pages, plan.jobs)
    for _ in told(written, "写网页", len(pages)):
        pass
    write_moved_pages(build, site, plan.site_url and f"{plan.site_url}/", plan.icon)
    if plan.site_url:
        files = {**plan.written, **{page.url: page.source for page in pages}}
        dates = commit_dates(ROOT, ("docs",)) | {
            f"data/{name}": day for name, day in commit_dates(build.repository.data, ("plans",)).items()
        }
        write_site_map(site, plan.site_url, files, dates)
    write_standards(build, site, plan.site_url, plan.icon)
    (site / "_headers").write_text(HEADERS, encoding="utf-8")


def write_downloads(build: Build, site: Path, bulk: Path) -> None:
    """Put the downloads and the schemas into the built site, and what is kept apart beside it."""
    spool = build.spool
    if build.bulk:
        _put_all(build.bulk.folder, bulk / "data")
    _put_all(spool.downloads, site / "data")
    _put_all(spool.api, (bulk if build.bulk else site) / "api" / "v1")
    _put_all(spool.search, site / "search" / "index")
    for name in ("measures", "timeline"):
        _put_all(spool.lists / name, site / name / "rows")
    (site / "data" / "schema").mkdir(exist_ok=True)
    for path in schema_files():
        shutil.copy(path, site / "data" / "schema")


def _put_all(spooled: Path, served: Path) -> None:
    """Move what is in a folder of the spool, which nothing writes on or reads any more, into one of the site.

    A folder goes whole where there is none of its name; what can't be moved, to another disk, is copied.
    """
    if not served.exists():
        served.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(spooled, served)
        return
    for path in sorted(spooled.iterdir()):
        if path.is_dir():
            _put_all(path, served / path.name)
        else:
            (served / path.name).unlink(missing_ok=True)
            shutil.move(path, served / path.name)


def write_sources(build: Build, site: Path) -> None:
    """Copy what plans were made from: the source's text, and the original where there is one."""
    for plan in build.index.plans:
        for file in received(plan):
            target = site / "data" / source_name(file)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(build.repository.path_of(file), target)


def write_moved_downloads(build: Build, site: Path) -> None:
    """Write a plan's own downloads at its former ids too: no server sends a program that asks for JSON elsewhere."""
    data = site / "data"
    for source, entry in build.redirects.pages().items():
        if source.kind == entry.target.kind == PLANS and entry.target.name:
            for name in PLAN_FILES:
                shutil.copyfile(data / name.format(entry.target.name), data / name.format(source.name))


def write_moved_pages(build: Build, site: Path, site_url: str, icon: str) -> None:
    """Write a page at the old address of each redirected page; `icon` is the theme's, under `site`.

    A page that is there again is left: a pair of plans may come to share words anew.
    """
    for url, html in moved_pages(build, site_url, icon):
        if (site / url / "index.html").exists():
            continue
        folder = site / url
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "index.html").write_text(with_policy(html), encoding="utf-8")
