"""Styles and scripts as the engine serves them: the library's sheet, joined; scripts made lighter."""

from __future__ import annotations

from properdocs.config.defaults import ProperDocsConfig
from properdocs.structure.files import File, Files

from macros.build.scripts import without_comments
from macros.build.styles import URI, join_components


def style_file(config: ProperDocsConfig) -> File:
    """Return the sheet as a file of the site."""
    return File.generated(config, URI, content=join_components())


def lighten_scripts(files: Files) -> None:
    """Have the site's own scripts served without comments."""
    for file in files:
        if file.src_uri.startswith("javascripts/") and file.src_uri.endswith(".js"):
            file.content_string = without_comments(file.content_string)
