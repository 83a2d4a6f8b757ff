"""Read what a saved web page says of itself outside its text: its tree and text in, Meta blocks out."""

from __future__ import annotations

import re
from typing import Any

from medplan.importing.read.blocks import Meta

# Browsers and savers write the address in a comment: “saved from url=(0031)https://…”, “url: https://…”.
_SAVED = re.compile(
    r"saved from url=\(\d{1,6}\)([^\s<>\"']{8,1500})|SingleFile[^\w<>]{0,9}url:\s{0,9}([^\s<>\"']{8,1500})"
)
_NAMES = {
    "articletitle": "title",
    "og:title": "page_title",
    "contentsource": "source",
    "sitename": "site",
    "og:site_name": "site",
    "columnname": "column",
    "columndescription": "",
    "pubdate": "posted",
    "publishdate": "posted",
    "firstpublishedtime": "posted",
    "article:published_time": "posted",
    "og:url": "url",
    "url": "url",
}
_ADDRESS = re.compile(r"https?://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:[0-9]+)?(/[^\s<>\"'\\{}]*)?")
_MOST, _LONGEST_ADDRESS = 300, 500


def read_meta(root: Any, page: str) -> list[Meta]:
    """Return the page's title, its site and column, when it was posted, where from and its address, as far as told."""
    found: list[tuple[str, str]] = []
    if saved := _SAVED.search(page[:20_000]):
        found.append(("url", saved[1] or saved[2]))
    for link in root.iter("link"):
        if (link.get("rel") or "").strip().lower() == "canonical":
            found.append(("url", link.get("href") or ""))
    for meta in root.iter("meta"):
        name = _NAMES.get((meta.get("name") or meta.get("property") or "").strip().lower())
        if name:
            found.append((name, meta.get("content") or ""))
    for title in root.iter("title"):
        found.append(("page_title", title.text or ""))
        break
    kept: list[Meta] = []
    for name, value in found:
        value = re.sub(r"\s+", " ", value).strip()
        if name == "url":
            value = value if is_address(value) else ""
        if value and len(value) <= (_LONGEST_ADDRESS if name == "url" else _MOST) and len(kept) < 40:
            kept.append(Meta(name=name, value=value))
    return kept


def is_address(text: str) -> bool:
    """Whether a text is the address of a web page as a plan's file may hold it, of a host with a dot in its name."""
    return len(text) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(text) is not None
