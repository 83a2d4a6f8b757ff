"""Styles and scripts as the engine serves them: one sheet of the theme's and the library's, scripts made lighter."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from properdocs.config.defaults import ProperDocsConfig
from properdocs.exceptions import PluginError
from properdocs.structure.files import File, Files

from macros.build.scripts import without_comments
from macros.build.styles import URI, join_components

# The theme names its sheets by their content: main.57a0d79d.min.css. `macros/theme/main.html` links none of them.
THEME_SHEETS = ("main", "palette")


def style_file(config: ProperDocsConfig) -> File:
    """Return the sheet as a file of the site."""
    return File.generated(config, URI, content=join_styles(config.theme.dirs))


def join_styles(theme_folders: Sequence[str]) -> str:
    """Return the theme's sheets, found in its folders, and then each component's, each below its name."""
    # The theme's come first, as linked by itself; the first begins with @charset, which counts nowhere else.
    theme = [_theme_sheet(name, theme_folders).read_text("utf-8") for name in THEME_SHEETS]
    return "\n".join((*theme, join_components()))


def _theme_sheet(name: str, folders: Sequence[str]) -> Path:
    found = [path for folder in folders for path in Path(folder).glob(f"assets/stylesheets/{name}.*.min.css")]
    if len(found) != 1:
        raise PluginError(f"主题里应当有一张样式表 assets/stylesheets/{name}.*.min.css，找到 {len(found)} 张")
    return found[0]


def lighten_scripts(files: Files) -> None:
    """Have the site's own scripts served without comments; the theme's are another matter."""
    for file in files:
        if file.src_uri.startswith("javascripts/") and file.src_uri.endswith(".js"):
            file.content_string = without_comments(file.content_string)
