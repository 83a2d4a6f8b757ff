"""Pages opened and watched: a server for a built site under a prefix, the guard, what a phone is."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request

PREFIX = "/library/"
# How long anything may take before a test gives up, as Playwright's own actions: what works comes long before it.
PATIENCE_MS = 30_000
OpenPage = Callable[..., Page]
NewPage = Callable[..., Page]


class Handler(SimpleHTTPRequestHandler):
    """Serve a folder under PREFIX, and nothing beside it; keep silent."""

    def translate_path(self, path: str) -> str:
        """Return the file for an address; one that is not there for an address outside PREFIX."""
        if not urlsplit(path).path.startswith(PREFIX):
            return str(Path(self.directory) / "outside the prefix")
        return super().translate_path(path.removeprefix(PREFIX.rstrip("/")))

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """A server that a browser may hang up on."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a closed page drops its connections."""


def serve(site: Path) -> Iterator[str]:
    """Yield the address of a folder's files, served on a free port."""
    server = Server(("127.0.0.1", 0), partial(Handler, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}{PREFIX}"
    server.shutdown()
    server.server_close()


def watch(page: Page, root: str, faults: list[str]) -> None:
    """Note in `faults` what no page of ours may do."""
    host = urlsplit(root).netloc

    def asked(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https") and (address.netloc != host or not address.path.startswith(PREFIX)):
            faults.append(f"request: {request.url}")

    def said(message: ConsoleMessage) -> None:
        if message.type == "error":
            faults.append(f"console: {message.text}")

    page.on("request", asked)
    page.on("console", said)
    page.on("pageerror", lambda error: faults.append(f"error: {error}"))
    page.on("dialog", lambda dialog: (faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))


def settle(page: Page) -> None:
    """Wait until the page has drawn what it was asked to, and each of its images has come or failed."""
    page.evaluate(
        """async () => {
            const end = image => new Promise(r => ["load", "error"].forEach(e => image.addEventListener(e, r)));
            await Promise.all([...document.images].filter(i => !i.complete && i.loading !== "lazy").map(end));
            await new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)));
        }"""
    )


def wait_until(page: Page, there: Callable[[], object]) -> None:
    """Wait for what the page's own events bring about in the test, such as a request held back."""
    end = time.monotonic() + PATIENCE_MS / 1000
    while not there():
        assert time.monotonic() < end, "it did not come about"
        page.wait_for_timeout(20)


def phone(**more: Any) -> dict[str, Any]:
    """Return the options of a phone that is touched."""
    return {"width": 390, "height": 844, "has_touch": True, "is_mobile": True, "device_scale_factor": 2} | more
