"""Hand-written pages without an engine: a file of docs/ and the library's macros in; its title, words and HTML out."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag
from xml.etree.ElementTree import Element

import markdown
import yaml
from jinja2 import Environment, StrictUndefined
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from macros.build.facts import Build
from macros.build.page_kinds import Macro, root_of
from macros.build.slots import Slots
from macros.plain.settings import Settings
from macros.views.plan_pages import with_day
from macros.views.table import list_macros

_HEADER = "---\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandWritten:
    """A hand-written page: its address, title and description, its text as HTML."""

    url: str
    file: str
    title: str
    description: str
    html: str


def url_of(file: str) -> str:
    """Return the address of the page that a file of docs/ becomes: about/design.md → about/design/."""
    stem = file.removesuffix(".md")
    return stem.removesuffix("index") if stem.endswith("index") else f"{stem}/"


def read_page(docs: Path, file: str, build: Build, settings: Settings) -> HandWritten:
    """Return a page, its macros called; raise what they raise, and LookupError for a link that leads nowhere."""
    text = (docs / file).read_text("utf-8")
    _, header, body = text.split(_HEADER, 2) if text.startswith(_HEADER) else ("", "", text)
    known: Mapping[str, Any] = yaml.safe_load(header) or {}
    url, slots = url_of(file), Slots()
    environment = Environment(undefined=StrictUndefined)  # a page's own text, the project's, is HTML as it stands
    for macro in list_macros():
        environment.globals[macro.name] = _function(macro, build, slots, root_of(url))
    filled = environment.from_string(body).render(config=settings)
    converter = markdown.Markdown(
        extensions=[*settings.extensions, _Links(docs, file)], extension_configs=settings.extension_options
    )
    html = with_day(build, slots.fill(converter.convert(filled)))
    title = known.get("title") or next((line[2:] for line in body.splitlines() if line.startswith("# ")), file)
    return HandWritten(
        url=url, file=file, title=title, description=known.get("description") or settings.description, html=html
    )


def _function(macro: Macro, build: Build, slots: Slots, root: str) -> Callable[..., str]:
    return lambda *args, **options: slots.keep(macro.view(build, root, *args, **options))


class _Links(Extension):
    """Turns links to files of docs/ into links to pages."""

    def __init__(self, docs: Path, file: str) -> None:
        super().__init__()
        self._where = docs, file

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        """Register the treatment of links."""
        md.treeprocessors.register(_LinkTreatment(md, *self._where), "library_links", 0)


class _LinkTreatment(Treeprocessor):
    def __init__(self, md: markdown.Markdown, docs: Path, file: str) -> None:
        super().__init__(md)
        self._docs, self._file = docs, file

    def run(self, root: Element) -> None:
        """Change every link below an element."""
        for element in root.iter():
            for name in ("href", "src"):
                if link := element.get(name):
                    element.set(name, self._turned(link))

    def _turned(self, link: str) -> str:
        path, fragment = urldefrag(link)
        if not path or ":" in path or path.startswith("/"):
            return link
        target = posixpath.normpath(posixpath.join(posixpath.dirname(self._file), path))
        if not (self._docs / target).is_file():
            raise LookupError(f"{self._file} 里的链接 {link} 没有这个文件")
        there = url_of(target) if target.endswith(".md") else target
        return (root_of(url_of(self._file)) + there or "./") + (f"#{fragment}" if fragment else "")
