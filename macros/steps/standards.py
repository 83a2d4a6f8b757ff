"""Files that browsers and search engines ask every site for: a build in; card, icons, manifest and robots.txt out."""

from __future__ import annotations

import json
from pathlib import Path

from macros.build.facts import Build
from macros.steps.card import ICON_SIZES, draw_card, draw_icon
from macros.views.home_page import tiles_of

CARD = "images/card.png"
MANIFEST = "site.webmanifest"
NAME = "医保规划库"


def write_standards(build: Build, site: Path, site_url: str, icon: str) -> None:
    """Write them under `site`; `icon` is the site's, there already, `site_url` its address, "" when unknown."""
    (site / CARD).write_bytes(draw_card(tiles_of(build.index)))
    for size in ICON_SIZES:
        (site / f"images/icon-{size}.png").write_bytes(draw_icon(size))
    icons = [{"src": icon, "sizes": "any", "type": "image/svg+xml"}]
    icons += [{"src": f"images/icon-{n}.png", "sizes": f"{n}x{n}", "type": "image/png"} for n in ICON_SIZES]
    manifest = {
        "name": NAME,
        "short_name": NAME,
        "lang": "zh-CN",
        "start_url": ".",
        "scope": ".",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#14566b",
        "icons": icons,
    }
    (site / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    mapped = f"Sitemap: {site_url}/sitemap.xml\n" if site_url else ""
    (site / "robots.txt").write_text(f"User-agent: *\nAllow: /\n{mapped}", encoding="utf-8")
