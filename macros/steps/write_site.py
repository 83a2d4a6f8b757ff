"""What a site holds besides the pages the engine writes: a build in; downloads, calendars and moved pages out."""

from __future__ import annotations

import shutil
from pathlib import Path

from macros.build.facts import Build
from macros.build.policy import with_policy
from macros.views.moved_pages import moved_pages
from medplan.doing import doing
from medplan.plan.address import PLANS
from medplan.publish.calendars import named, write_calendar
from medplan.publish.downloads import PLAN_FILES
from medplan.schema.schemas import schema_files


def write_calendars(build: Build, site_url: str) -> None:
    """Write a calendar of each plan's dated commitments, and one of all, among the downloads."""
    downloads, index = build.spool.downloads, build.index
    folder = downloads / "calendar"
    folder.mkdir()
    with doing("写日历", "data/calendar.ics"):
        (downloads / "calendar.ics").write_bytes(write_calendar("医保规划库", index.commitments, site_url))
    for plan in index.plans:
        with doing("写日历", plan.path):
            own = [(plan, commitment) for commitment in index.commitments_by(plan.id)]
            (folder / f"{plan.id}.ics").write_bytes(write_calendar(named(plan.title, plan), own, site_url))


def write_downloads(build: Build, site: Path) -> None:
    """Copy the downloads and the schemas into the built site."""
    spool = build.spool
    shutil.copytree(spool.downloads, site / "data", dirs_exist_ok=True)
    shutil.copytree(spool.search, site / "search" / "index", dirs_exist_ok=True)
    for name in ("measures", "timeline"):
        shutil.copytree(spool.lists / name, site / name / "rows", dirs_exist_ok=True)
    (site / "data" / "schema").mkdir(exist_ok=True)
    for path in schema_files():
        shutil.copy(path, site / "data" / "schema")


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
