"""The site's search module run in node, for tests and benchmarks: queries in, what the browser would get out."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from macros.build.scripts import without_comments

ROOT = Path(__file__).resolve().parents[2]
MODULES = ROOT / "docs" / "javascripts"
DRIVER = Path(__file__).with_name("driver.mjs")
STATIC_IMPORT = re.compile(r'^import [^"]*"(\.[^"]+)";$', re.M)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a call gave: its value or its error (name, message), what it loaded (piece, bytes), milliseconds."""

    value: Any
    error: tuple[str, str] | None
    loaded: tuple[tuple[str, int], ...]
    ms: float


class SearchDriver:
    """A node process that answers calls of the search module on one index; use it as a context manager."""

    def __init__(self, index: Path, modules: Path = MODULES) -> None:
        node = shutil.which("node")
        if node is None:
            raise FileNotFoundError("node is missing: run scripts/ensure_browser.sh")
        command = [node, str(DRIVER), f"{modules.as_uri()}/", str(index)]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            env={k: v for k, v in os.environ.items() if k != "NODE_OPTIONS"},
        )
        self.opened = False

    def __enter__(self) -> SearchDriver:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.communicate()

    def call(
        self,
        call: str,
        *args: Any,
        fresh: bool = False,
        index: Path | None = None,
        server: str = "ok",
        abort: str | None = None,
    ) -> Answer:
        """Call a function of the module; `fresh` forgets all that was loaded before."""
        assert self.process.stdin is not None and self.process.stdout is not None
        request = {
            "call": call,
            "args": args,
            "fresh": fresh or not self.opened or index is not None,
            "index": None if index is None else str(index),
            "server": server,
            "abort": abort,
        }
        self.opened = True
        # ASCII, so that lone surrogates reach the module as they are.
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, f"node died at {request!r:.300}"
        told = json.loads(line)
        error = (told["error"]["name"], told["error"]["message"]) if "error" in told else None
        loaded = tuple((name, size) for name, size in told["loaded"])
        return Answer(value=told.get("value"), error=error, loaded=loaded, ms=told["ms"])

    def search(self, query: str, **options: Any) -> dict[str, Any]:
        """Return what search() promises for a query; raise where it rejects."""
        answer = self.call("search", query, options)
        assert answer.error is None, (query, answer.error)
        value: dict[str, Any] = answer.value
        return value

    def suggest(self, query: str) -> dict[str, Any]:
        """Return what suggest() promises for a query."""
        answer = self.call("suggest", query, {})
        assert answer.error is None, (query, answer.error)
        value: dict[str, Any] = answer.value
        return value

    def folds(self, texts: Sequence[str]) -> list[str]:
        """Return texts as the module folds them."""
        value: list[str] = self.call("fold", list(texts)).value
        return value


def code_bytes(modules: Path = MODULES) -> int:
    """Return the bytes of code that the first search loads, as served and not compressed."""
    served: dict[Path, str] = {}
    waiting = [modules / "search.js"]
    while waiting:
        path = waiting.pop()
        if path not in served:
            served[path] = without_comments(path.read_text("utf-8"))
            waiting += [(path.parent / name).resolve() for name in STATIC_IMPORT.findall(served[path])]
    return sum(len(code.encode()) for code in served.values())
