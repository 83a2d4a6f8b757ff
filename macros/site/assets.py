"""Styles and scripts as the engine serves them: the library's sheet, joined; scripts made lighter."""

from __future__ import annotations

import json

from properdocs.config.defaults import ProperDocsConfig
from properdocs.structure.files import File, Files
from properdocs.structure.pages import Page

from macros.build.scripts import without_comments
from macros.build.styles import URI, join_components


def style_file(config: ProperDocsConfig) -> File:
    """Return the sheet as a file of the site."""
    return File.generated(config, URI, content=join_components())


def tell_of_pages(files: Files, pages: list[Page]) -> None:
    """Add to the sheet the words beside pages in the navigation, which thousands of generated pages would repeat."""
    sheet = files.src_uris[URI]
    sheet.content_string += "".join(
        f'.site-nav a[href$="/{page.url}"]:not(:has(small))::after {{ content: {_css_string(page.meta["line"])}; }}\n'
        for page in pages
        if page.meta.get("line")
    )


def _css_string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # quotes and backslashes are escaped alike


def lighten_scripts(files: Files) -> None:
    """Have the site's own scripts served without comments."""
    for file in files:
        if file.src_uri.startswith("javascripts/") and file.src_uri.endswith(".js"):
            file.content_string = without_comments(file.content_string)
