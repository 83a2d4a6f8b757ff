"""Generated pages as last laid out: under `serve`, one is laid out again only when something it shows has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TEMPLATE = "cached.html"


class LaidOut:
    """One for a run of `serve`: each generated page as written, by address, under a key of all that it is made of."""

    def __init__(self) -> None:
        self._outputs: dict[str, tuple[str, str]] = {}

    def recall(self, url: str, key: str) -> str | None:
        """Return a page as written for the same key, None when it was not."""
        known = self._outputs.get(url)
        return known[1] if known and known[0] == key else None

    def keep(self, url: str, key: str, output: str) -> None:
        """Keep a page as written."""
        self._outputs[url] = (key, output)


def frame_of(config: Any, nav: Any) -> str:
    """Return a key of what every page is framed by: configuration, the theme's own templates, navigation with titles.

    The pages of the navigation must have been read: those without a title in it are named by their own.
    """
    theme = Path(config.theme.custom_dir)
    named = (config.site_url, config.repo_url, config.edit_uri, *_entries(nav.items))
    contents = (path.read_bytes() for path in (Path(config.config_file_path), *sorted(theme.rglob("*.html"))))
    return digest(*map(str, named), *contents)


def digest(*parts: str | bytes) -> str:
    """Return a key of all parts, each with its length, so that no two rows of parts are taken for each other."""
    made = hashlib.sha256()
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        made.update(b"%d:" % len(raw) + raw)
    return made.hexdigest()


def _entries(items: Any) -> Iterator[str]:
    for item in items:
        yield f"{item.title} {getattr(item, 'url', '')}"
        yield from _entries(item.children or ())
