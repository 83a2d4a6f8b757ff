"""The addresses of sources, asked of a server of the test's own: each answer gets its word."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from medplan.review import source_addresses
from medplan.review.source_addresses import check_sources, describe_sources

ANSWERS = {"/there": 200, "/gone": 404, "/removed": 410, "/closed": 403, "/moved": 302, "/file": 302, "/loop": 302}
LEADS = {"/moved": "/there", "/file": "file:///etc/passwd", "/loop": "/loop"}


class Host(BaseHTTPRequestHandler):
    """Answers by path; `/slow` says nothing for long."""

    def do_GET(self) -> None:
        if self.path == "/slow":
            self.server.stopped.wait(30)  # type: ignore[attr-defined]
            return
        self.send_response(ANSWERS[self.path])
        if self.path in LEADS:
            self.send_header("Location", LEADS[self.path])
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def host() -> Iterator[str]:
    """The address of a host on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Host)
    server.stopped = threading.Event()  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.stopped.set()  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()


def test_each_answer_has_its_word(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = ("/there", "/gone", "/removed", "/closed", "/moved", "/file", "/loop")
    found = list(check_sources([(f"plan{path}", host + path) for path in paths]))
    # Only of what never answers is little time given: what does answer may take long on a busy machine.
    monkeypatch.setattr(source_addresses, "TIMEOUT_S", 0.5)
    found += check_sources([("plan/slow", f"{host}/slow")])
    assert [(f.plan_id[4:], f.answer) for f in found] == [
        *(("/there", "answers"), ("/gone", "gone"), ("/removed", "gone"), ("/closed", "refused"), ("/moved", "moved")),
        *(("/file", "refused"), ("/loop", "refused"), ("/slow", "silent")),
    ]
    lines = describe_sources(found)
    assert lines[0].startswith("plan/gone：") and "没有了（404）" in lines[0]
    assert lines[-1] == "8 个来源网址，1 个还在"


def test_what_is_no_address_is_silent() -> None:
    [found] = check_sources([("plan", "http://127.0.0.1:99999/")])
    assert found.answer == "silent"
