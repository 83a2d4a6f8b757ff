"""The site's one style sheet: the theme's own sheets and the library's components in, in order; their text out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from properdocs.config.defaults import ProperDocsConfig
from properdocs.exceptions import PluginError
from properdocs.structure.files import File

URI = "stylesheets/library.css"
STYLES = Path(__file__).parents[1] / "styles"
# The theme names its sheets by their content: main.57a0d79d.min.css. `macros/theme/main.html` links none of them.
THEME_SHEETS = ("main", "palette")
# The order of the cascade: of two rules that weigh the same the later one holds, so what is general comes first.
COMPONENTS = (
    *("tokens", "frame", "site-nav", "type"),
    *("page-head", "badges", "tables", "indicators"),
    *("plan", "notes", "tools", "tasks", "source", "details", "contents"),
    *("forms", "home", "places", "quality"),
    *("combobox", "search", "find"),
    *("matrix", "chart", "timeline", "themes", "glance"),
    *("corrections", "guide", "wording", "citations", "lineage", "compare"),
    "print",
)


def style_file(config: ProperDocsConfig) -> File:
    """Return the sheet as a file of the site."""
    return File.generated(config, URI, content=join_styles(config.theme.dirs))


def join_styles(theme_folders: Sequence[str]) -> str:
    """Return the theme's sheets, found in its folders, and then each component's, each below its name."""
    # The theme's come first, as linked by itself; the first begins with @charset, which counts nowhere else.
    theme = [_theme_sheet(name, theme_folders).read_text("utf-8") for name in THEME_SHEETS]
    own = [f"/* {name} */\n{(STYLES / f'{name}.css').read_text('utf-8')}" for name in COMPONENTS]
    return "\n".join((*theme, *own))


def _theme_sheet(name: str, folders: Sequence[str]) -> Path:
    found = [path for folder in folders for path in Path(folder).glob(f"assets/stylesheets/{name}.*.min.css")]
    if len(found) != 1:
        raise PluginError(f"主题里应当有一张样式表 assets/stylesheets/{name}.*.min.css，找到 {len(found)} 张")
    return found[0]
