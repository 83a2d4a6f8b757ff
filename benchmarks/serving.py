"""How soon `make serve` shows an edit: sizes of the library in; seconds until a page has it, and memory, out."""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

from benchmarks.editing import Editor
from benchmarks.measure import OUT, ROOT, Held
from benchmarks.synthetic import QUOTED, data_root
from medplan.publish.rows.common import plan_url

LONGEST = 3600  # seconds for a whole site
BETWEEN = 0.02
BEFOREHAND = "data-beforehand"  # on a page that was shown before the rest
SHOWN = "先更新了"  # said for each such page
EDITED = ("number", "words", "title", "theme", "number", "words")


class Server:
    """`serve` on a data root, begun by `with` and ended with it; `said` is what it says."""

    def __init__(self, data: Path, said: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        self._data = data
        self._said = said

    def __enter__(self) -> Server:
        engine = str(Path(sys.executable).parent / "properdocs")
        command = [engine, "serve", "--config-file", "mkdocs.yml", "--dev-addr", self.address]
        given = {k: v for k, v in os.environ.items() if k not in ("SITE_URL", "REPO_URL")}
        with self._said.open("wb") as said:
            self._process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=given | {"PYTHONUTF8": "1", "MEDPLAN_DATA": str(self._data)},
                stdout=said,
                stderr=subprocess.STDOUT,
            )
        self.held = Held(self._process.pid)
        self.held.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.held.over.set()
        self.held.join()
        self._process.terminate()
        self._process.wait()

    def said(self) -> str:
        """Return what it has said so far."""
        return self._said.read_text("utf-8", errors="replace")

    def page(self, plan_id: str) -> str:
        """Return a plan's page as it is served, "" where there is none."""
        try:
            with urlopen(f"http://{self.address}{plan_url(plan_id)}", timeout=LONGEST) as answer:
                content: bytes = answer.read()
                return content.decode("utf-8")
        except HTTPError:
            return ""
        except OSError:  # not yet served
            return BEFOREHAND

    def until(self, holds: Callable[[], bool]) -> float:
        """Return the seconds until something holds."""
        begun = time.monotonic()
        while not holds():
            if self._process.poll() is not None or time.monotonic() - begun > LONGEST:
                raise RuntimeError(self.said()[-2000:])
            time.sleep(BETWEEN)
        return time.monotonic() - begun


def measure_serve(sizes: tuple[int, ...]) -> dict[str, Any]:
    """Serve at each size, edit plans one after the other, and look at their pages over HTTP."""
    found: dict[str, Any] = {}
    for count in sizes:
        data = data_root(OUT, count)
        editor = Editor(data=data, chance=random.Random(count), spared=QUOTED)
        with tempfile.TemporaryDirectory() as folder, Server(data, Path(folder, "said")) as server:
            try:
                row = _serve(server, editor)
            finally:
                editor.undo()
        found[str(count)] = row
        found[f"shown_s_{count}"] = max(row["shown_s"])
        found[f"told_s_{count}"] = row["told_s"]
    return found


def _shows(server: Server, plan_id: str, words: str, times: int) -> bool:
    """Return whether a page has words; where there are none to look for, whether it is shown once more than before."""
    return words in server.page(plan_id) if words else server.said().count(SHOWN) > times and bool(server.page(plan_id))


def _is_whole(server: Server, plan_id: str) -> bool:
    return BEFOREHAND not in server.page(plan_id)


def _serve(server: Server, editor: Editor) -> dict[str, Any]:
    plan = editor.plans()[len(editor.plans()) // 2]
    begun = server.until(lambda: "<article" in server.page(plan.stem))
    first_mb, server.held.most = server.held.most, 0
    shown, whole = [], []
    for number, kind in enumerate(EDITED):
        times = server.said().count(SHOWN)
        path, words = editor.edit(kind, editor.plans()[(number + 1) * 7 % len(editor.plans())])
        seconds = server.until(partial(_shows, server, path.stem, words, times))
        shown.append(round(seconds, 2))
        more = server.until(partial(_is_whole, server, path.stem))
        whole.append(round(seconds + more, 1))
    # One that is taken out is gone when the site is whole; put back, it is a new one.
    gone, _ = editor.edit("take out", editor.plans()[len(editor.plans()) // 3])
    whole.append(round(server.until(lambda: not server.page(gone.stem)), 1))
    editor.edit("put back")
    shown.append(round(server.until(lambda: "<article" in server.page(gone.stem)), 2))
    # What is wrong is told without waiting for the rest, while the last edit's site is under way.
    text = plan.read_text("utf-8")
    editor.edit("number", plan)
    plan.write_text(text.replace("\nkind: ", "\nkind: x", 1), encoding="utf-8")
    told = server.until(lambda: "unknown-value" in server.said())
    return {
        "first_site_s": round(begun, 1),
        "shown_s": shown,
        "whole_s": whole,
        "told_s": round(told, 2),
        "first_site_mb": round(first_mb / 1024),
        "later_mb": round(server.held.most / 1024),
    }
