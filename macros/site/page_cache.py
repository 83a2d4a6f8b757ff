"""Generated pages as last laid out in this process: under `serve`, an unchanged one is not laid out again."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

TEMPLATE = "cached.html"
_shell: list[str] = [""]
_outputs: dict[str, tuple[str, str]] = {}


def note_shell(config: Any, nav: Any) -> None:
    """Take down what every page's frame is made of: the configuration, the theme's own templates, the navigation."""
    digest = hashlib.sha256(str(nav).encode())
    theme = Path(config.theme.custom_dir)
    for path in (Path(config.config_file_path), *sorted(theme.rglob("*.html"))):
        digest.update(path.read_bytes())
    _shell[0] = digest.hexdigest()


def recall(url: str, *parts: str) -> tuple[str, str | None]:
    """Return the key of a page's present content, and the page as written for it before, if it was."""
    key = hashlib.sha256("\0".join((_shell[0], url, *parts)).encode()).hexdigest()
    known = _outputs.get(url)
    return key, known[1] if known and known[0] == key else None


def keep(url: str, key: str, output: str) -> None:
    """Keep a page as written."""
    _outputs[url] = (key, output)
