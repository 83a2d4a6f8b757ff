"""The map of the site for search engines: addresses with the files they show in; sitemap.xml, with true dates, out.

A date is that of the last commit that changed the page's file. A page that shows many files has none, nor has any page
where the history is not whole.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path
from xml.sax.saxutils import escape

MOST_ADDRESSES = 50_000  # in one file: https://www.sitemaps.org/protocol.html
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_DATE = "\x01"


def write_site_map(site: Path, site_url: str, files: Mapping[str, str | None], dates: Mapping[str, str]) -> None:
    """Write the map of pages by address, each with the file it shows; where there are very many, a map of maps."""
    pages = ((f"{site_url}/{url}", dates.get(file or "")) for url, file in files.items())
    parts = []
    while part := list(islice(pages, MOST_ADDRESSES)):
        parts.append(part)
    if len(parts) == 1:
        _write(site / "sitemap.xml", "urlset", "url", parts[0])
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        _write(site / name, "urlset", "url", part)
    _write(site / "sitemap.xml", "sitemapindex", "sitemap", ((f"{site_url}/{name}", None) for name in names))


def _write(path: Path, outer: str, inner: str, pages: Iterable[tuple[str, str | None]]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<{outer} {_NAMESPACE}>\n')
        for address, date in pages:
            changed = f"<lastmod>{date}</lastmod>" if date else ""
            file.write(f"<{inner}><loc>{escape(address)}</loc>{changed}</{inner}>\n")
        file.write(f"</{outer}>\n")


def commit_dates(root: Path, folders: Iterable[str]) -> dict[str, str]:
    """Return the day of the last commit to each file below `folders` of `root`, by its path from there.

    None when there is no git, no repository, or one whose history was cut.
    """
    if git_lines(root, "rev-parse", "--is-shallow-repository") != ["false"]:
        return {}
    log = git_lines(root, "log", f"--format={_DATE}%cs", "--name-only", "--no-renames", "--relative", "--", *folders)
    dates: dict[str, str] = {}
    day = ""
    for line in log:
        if line.startswith(_DATE):
            day = line[1:]
        elif line:
            dates.setdefault(line, day)
    return dates


def git_lines(root: Path, *arguments: str) -> list[str]:
    """Return what git says of a folder, [] when there is no git or it refuses."""
    command = ["git", "-C", str(root), "-c", "core.quotePath=false", *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8", errors="replace")
    except (OSError, subprocess.CalledProcessError):
        return []
    return done.stdout.splitlines()
