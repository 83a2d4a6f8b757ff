"""Read the built site in Firefox and WebKit: `python -m engines [firefox|webkit …]`; 0 where nothing is wrong."""

from __future__ import annotations

import functools
import http.server
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engines.drivers import firefox, webkit
from engines.reading import faults

ROOT = Path(__file__).parents[2]
ENGINES = {"firefox": firefox, "webkit": webkit}
# Before any other script: what goes wrong in the page is kept for who asks.
WATCH = b"""window.__errors = [];
const named = ({message, target}) => message || `not loaded: ${target.src || target.href}`;
addEventListener("error", (event) => __errors.push(named(event)), true);
addEventListener("unhandledrejection", (event) => __errors.push(String(event.reason)));
"""


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serve the site; every page with the script that watches it."""

    def do_GET(self) -> None:
        """Answer with a file, a page with one more script in it."""
        path = Path(self.translate_path(self.path))
        page = path / "index.html" if path.is_dir() else path
        if self.path == "/watch.js":
            self._answer(WATCH, "text/javascript")
        elif page.suffix == ".html" and page.is_file():
            body = page.read_bytes().replace(b"<title>", b'<script src="/watch.js"></script><title>', 1)
            self._answer(body, "text/html; charset=utf-8")
        else:
            super().do_GET()

    def _answer(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Server(http.server.ThreadingHTTPServer):
    """A server that a browser may hang up on."""

    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Say nothing: a page that is left drops its connections."""


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Yield the address of a folder's files, served on a free port."""
    handler = functools.partial(Handler, directory=str(site))
    with Server(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def main() -> int:
    """Return 0 where nothing is wrong, 1 where something is or there is no site."""
    site, pictures = ROOT / "site", ROOT / "test-results" / "browsers"
    if not (site / "index.html").is_file():
        print("先运行 make site", file=sys.stderr)
        return 1
    pictures.mkdir(parents=True, exist_ok=True)
    found = 0
    with served(site) as root:
        for name in sys.argv[1:] or ENGINES:
            with ENGINES[name]() as engine:
                for fault in faults(engine, root, pictures):
                    found += 1
                    print(f"{name}: {fault}")
    print(f"{found} 处不对；图在 {pictures.relative_to(ROOT)}/")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
