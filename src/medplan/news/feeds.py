"""What changed as feeds: entries in; an Atom feed (RFC 4287) and a JSON Feed (1.1) out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from medplan.news.entries import NewsEntry
from medplan.plan.address import Address

MOST_IN_A_FEED = 50
_ATOM = "http://www.w3.org/2005/Atom"
_VERSION = "https://jsonfeed.org/version/1.1"
_NO_TIME = "2000-01-01T00:00:00Z"
AUTHOR = "医保规划库"


class Feed:
    """A feed of some entries, the latest first: `path` is its folder from the site's root, with a slash at its end.

    `site` is the site's address, "" when unknown: then links lead from the feed, and names are no addresses.
    """

    def __init__(
        self, title: str, path: str, entries: Sequence[NewsEntry], titles: Mapping[str, str], site: str
    ) -> None:
        self._title, self._path, self._site, self._titles = title, path, site, titles
        self._entries = entries[:MOST_IN_A_FEED]
        self._root = f"{site}/" if site else "../" * path.count("/")

    def as_atom(self) -> bytes:
        """Return it as Atom."""
        feed = Element("feed", {"xmlns": _ATOM, "xml:lang": "zh-CN"})
        SubElement(feed, "id").text = self._name("feed", self._path)
        SubElement(feed, "title").text = self._title
        SubElement(feed, "updated").text = self._entries[0].moment if self._entries else _NO_TIME
        SubElement(SubElement(feed, "author"), "name").text = AUTHOR
        SubElement(feed, "link", rel="self", type="application/atom+xml", href=f"{self._root}{self._path}feed.xml")
        SubElement(feed, "link", rel="alternate", type="text/html", href=f"{self._root}changes/")
        for entry in self._entries:
            made = SubElement(feed, "entry")
            SubElement(made, "id").text = self._name("entry", entry.key)
            SubElement(made, "title").text = self._headline(entry)
            SubElement(made, "updated").text = entry.moment
            SubElement(made, "link", rel="alternate", type="text/html", href=self._link(entry))
            SubElement(made, "category", term=entry.kind, label=entry.word)
            SubElement(made, "content", type="text").text = words_of(entry)
        made_xml: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
        return made_xml + b"\n"

    def as_json(self) -> bytes:
        """Return it as a JSON Feed."""
        feed: dict[str, Any] = {"version": _VERSION, "title": self._title, "language": "zh-CN"}
        if self._site:
            feed |= {"home_page_url": f"{self._site}/changes/", "feed_url": f"{self._site}/{self._path}feed.json"}
        feed["authors"] = [{"name": AUTHOR}]
        feed["items"] = [
            {
                "id": self._name("entry", entry.key),
                **({"url": self._link(entry)} if self._site else {}),
                "title": self._headline(entry),
                "content_text": words_of(entry),
                "date_published": entry.moment,
                "tags": [entry.word],
            }
            for entry in self._entries
        ]
        return (json.dumps(feed, ensure_ascii=False, indent=1) + "\n").encode()

    def _name(self, kind: str, key: str) -> str:
        return f"{self._site}/changes/#{kind}-{key}" if self._site else f"urn:medplan:{kind}:{key}"

    def _link(self, entry: NewsEntry) -> str:
        if entry.kind == "removed":
            return f"{self._root}changes/"
        return Address.of_plan(entry.plan_id).href(self._root)

    def _headline(self, entry: NewsEntry) -> str:
        return f"{entry.word}：{self._titles.get(entry.plan_id, entry.plan_id)}"


def words_of(entry: NewsEntry) -> str:
    """Return an entry in lines of plain text."""
    lines = [f"{item.group}　{f'{item.where}：' if item.where else ''}{item.words}" for item in entry.items]
    return "\n".join([*lines, *([f"另有 {entry.more} 处"] if entry.more else [])]) or entry.word
