"""Debian's Firefox and WebKitGTK driven by what they bring themselves: commands in, what the page answers out.

Firefox listens for Marionette, JSON behind its length; WebKitWebDriver for WebDriver over HTTP. Both take the same few
commands.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

PATIENCE = 60  # seconds for a browser to come up
MINI_BROWSER = "libwebkit*/MiniBrowser", "webkit*/MiniBrowser", "*/webkit*/MiniBrowser"


class Engine(Protocol):
    """A browser with one window."""

    name: str

    def open(self, url: str) -> None:
        """Open an address and wait until it has loaded."""

    def run(self, script: str, *arguments: Any) -> Any:
        """Return what the body of a function returns in the page; a promise is waited for."""

    def resize(self, width: int, height: int) -> None:
        """Make the window as large as told."""

    def picture(self) -> bytes:
        """Return the window as PNG."""


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Firefox:
    """Firefox by Marionette."""

    name = "firefox"

    def __init__(self, port: int) -> None:
        self._socket = _connected(port)
        self._count = 0
        self._receive()  # it greets first
        self._send("WebDriver:NewSession", {"capabilities": {"alwaysMatch": {"pageLoadStrategy": "normal"}}})
        self._send("WebDriver:SetTimeouts", {"script": 30000, "pageLoad": 60000})

    def _send(self, command: str, given: dict[str, Any]) -> Any:
        self._count += 1
        raw = json.dumps([0, self._count, command, given]).encode()
        self._socket.sendall(f"{len(raw)}:".encode() + raw)
        _, _, error, answer = self._receive()
        if error:
            raise RuntimeError(f"{command}: {error.get('message')}")
        return answer.get("value") if isinstance(answer, dict) else answer

    def _receive(self) -> Any:
        length = b""
        while not length.endswith(b":"):
            length += self._socket.recv(1)
        left = int(length[:-1])
        parts = []
        while left:
            part = self._socket.recv(left)
            parts.append(part)
            left -= len(part)
        return json.loads(b"".join(parts))

    def open(self, url: str) -> None:
        """Open an address."""
        self._send("WebDriver:Navigate", {"url": url})

    def run(self, script: str, *arguments: Any) -> Any:
        """Return what a function's body returns."""
        return self._send("WebDriver:ExecuteAsyncScript", {"script": _awaited(script), "args": [list(arguments)]})

    def resize(self, width: int, height: int) -> None:
        """Resize the window."""
        self._send("WebDriver:SetWindowRect", {"width": width, "height": height})

    def picture(self) -> bytes:
        """Return a picture."""
        return base64.b64decode(self._send("WebDriver:TakeScreenshot", {"full": False}))


class WebKit:
    """WebKitGTK by WebDriver."""

    name = "webkit"

    def __init__(self, port: int, browser: str) -> None:
        _connected(port).close()
        self._root = f"http://127.0.0.1:{port}"
        options = {"webkitgtk:browserOptions": {"binary": browser, "args": ["--automation"]}}
        answer = self._ask("POST", "/session", {"capabilities": {"alwaysMatch": options}})
        self._root += f"/session/{answer['sessionId']}"
        self._ask("POST", "/timeouts", {"script": 30000, "pageLoad": 60000})

    def _ask(self, method: str, path: str, given: dict[str, Any] | None = None) -> Any:
        body = None if given is None else json.dumps(given).encode()
        request = urllib.request.Request(self._root + path, body, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=90) as answer:
            return json.load(answer)["value"]

    def open(self, url: str) -> None:
        """Open an address."""
        self._ask("POST", "/url", {"url": url})

    def run(self, script: str, *arguments: Any) -> Any:
        """Return what a function's body returns."""
        return self._ask("POST", "/execute/async", {"script": _awaited(script), "args": [list(arguments)]})

    def resize(self, width: int, height: int) -> None:
        """Resize the window."""
        self._ask("POST", "/window/rect", {"width": width, "height": height})

    def picture(self) -> bytes:
        """Return a picture."""
        return base64.b64decode(self._ask("GET", "/screenshot"))


def _awaited(script: str) -> str:
    return (
        "const [given, done] = arguments;"
        f"(async (...given) => {{ {script} }})(...given).then(done, error => done({{failed: String(error)}}));"
    )


def _connected(port: int) -> socket.socket:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=90)
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


@contextlib.contextmanager
def firefox() -> Iterator[Engine]:
    """Yield Firefox, headless, with a profile of its own."""
    port = free_port()
    with tempfile.TemporaryDirectory() as profile:
        choices = {"marionette.port": port, "browser.shell.checkDefaultBrowser": False, "app.update.enabled": False}
        choices |= {"datareporting.policy.dataSubmissionEnabled": False, "intl.accept_languages": "zh-CN"}
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in choices.items()]
        (Path(profile) / "user.js").write_text("\n".join(lines), encoding="utf-8")
        command = [
            shutil.which("firefox-esr") or "firefox",
            "--headless",
            "--marionette",
            "--no-remote",
            "--profile",
            profile,
        ]
        with _running(command, HOME=profile):
            yield Firefox(port)


@contextlib.contextmanager
def webkit() -> Iterator[Engine]:
    """Yield WebKitGTK's small browser on a screen of its own."""
    browser = next(str(path) for pattern in MINI_BROWSER for path in sorted(Path("/usr/lib").glob(pattern)))
    port = free_port()
    with tempfile.TemporaryDirectory() as home:
        screen = ["xvfb-run", "--auto-servernum", "--server-args=-screen 0 1600x1200x24"]
        command = [*screen, "WebKitWebDriver", f"--port={port}", "--host=127.0.0.1"]
        # What a machine without a graphics card, and a container without namespaces, can't give.
        with _running(command, HOME=home, LIBGL_ALWAYS_SOFTWARE="1", WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS="1"):
            yield WebKit(port, browser)


@contextlib.contextmanager
def _running(command: list[str], **environment: str) -> Iterator[None]:
    assert shutil.which(command[0]), f"{command[0]} is not installed"
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command, env=os.environ | environment, stdout=said, stderr=said, start_new_session=True
        )
        try:
            yield
        finally:
            # With all that it started: a browser leaves processes behind.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, 15)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, 9)
                process.wait()
