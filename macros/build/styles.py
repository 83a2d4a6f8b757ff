"""The library's own style sheet: its components, in order; their text out."""

from __future__ import annotations

from pathlib import Path

URI = "stylesheets/library.css"
STYLES = Path(__file__).parents[1] / "styles"
# The order of the cascade: of two rules that weigh the same the later one holds, so what is general comes first.
COMPONENTS = (
    *("tokens", "ground", "frame", "icons", "site-nav", "type"),
    *("page-head", "badges", "tables", "indicators"),
    *("plan", "notes", "tools", "tasks", "source", "details", "contents", "bar"),
    *("forms", "home", "places", "quality"),
    *("combobox", "search", "find"),
    *("matrix", "chart", "timeline", "themes", "glance"),
    *("corrections", "guide", "wording", "citations", "lineage", "compare", "drafting"),
    "print",
)


def join_components() -> str:
    """Return the library's own components, each below its name."""
    return "\n".join(f"/* {name} */\n{(STYLES / f'{name}.css').read_text('utf-8')}" for name in COMPONENTS)
