"""Write what changed for programs: a build in; feeds of all, of each province and plan, and changes since releases."""

from __future__ import annotations

from pathlib import Path

from macros.build.facts import Build
from macros.views.change_pages import province_names
from medplan.news.feeds import AUTHOR, Feed
from medplan.news.releases import release_shard, shard_of


def write_feeds(build: Build, site: Path) -> None:
    """Write them below changes/ of the site."""
    titles = {plan.id: plan.title for plan in build.index.plans}

    def write(path: str, feed: Feed) -> None:
        folder = site / path
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "feed.xml").write_bytes(feed.as_atom())
        (folder / "feed.json").write_bytes(feed.as_json())

    site_url = build.site_url
    write("changes/", Feed(f"{AUTHOR}：更新记录", "changes/", build.news, titles, site_url))
    for code, name in province_names(build).items():
        of_it = [entry for entry in build.news if entry.plan_id[:2] == code]
        path = f"changes/{code}/"
        write(path, Feed(f"{AUTHOR}：{name}的更新记录", path, of_it, titles, site_url))
    for plan_id, entries in build.news_of.items():
        if plan_id in titles:
            path = f"changes/{plan_id}/"
            write(path, Feed(f"{AUTHOR}：{titles[plan_id]}", path, entries, titles, site_url))


def write_releases(build: Build, site: Path) -> None:
    """Write, below changes/, what changed of plans since each release; nothing where there is no release.

    Many plans are told of in one file: the files of a site are counted by those who keep it.
    """
    urls = {release.name: build.templates.host.release_url(release.name) for release in build.releases}
    folder = site / "changes" / "releases"
    shards: dict[str, list[str]] = {}
    for plan in build.index.plans if urls else ():
        shards.setdefault(shard_of(plan.id), []).append(plan.id)
    for name, plan_ids in shards.items():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(release_shard(plan_ids, build.releases, urls))
