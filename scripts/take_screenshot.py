#!/usr/bin/env python3
"""Make the README's picture from the built site: `take_screenshot.py`; needs `make site` and Debian's chromium."""

from __future__ import annotations

import functools
import http.server
import shutil
import sys
import threading
from pathlib import Path

if __name__ == "__main__":
    import own_python  # noqa: F401 - begins anew in .venv where this Python has no medplan

from playwright.sync_api import sync_playwright

from medplan.repository import ROOT

SIZE = {"width": 1280, "height": 800}
PAGE = "plans/320500-suzhou-145/"


def main() -> int:
    """Return 0 when docs/images/plan.png was written, 1 when the site or the browser is missing."""
    chromium = shutil.which("chromium")
    if not (ROOT / "site" / PAGE).is_dir() or chromium is None:
        print("先运行 make site，并安装 chromium", file=sys.stderr)
        return 1
    out = ROOT / "docs" / "images" / "plan.png"
    out.parent.mkdir(exist_ok=True)
    handler = functools.partial(_Quiet, directory=str(ROOT / "site"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, sync_playwright() as play:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = play.chromium.launch(executable_path=chromium, args=arguments)
        page = browser.new_page(viewport=SIZE)
        page.goto(f"http://127.0.0.1:{server.server_port}/{PAGE}")
        page.screenshot(path=Path(out))
        browser.close()
        server.shutdown()
    return 0


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing of each request."""


if __name__ == "__main__":
    sys.exit(main())
