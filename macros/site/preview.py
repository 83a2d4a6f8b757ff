"""What `serve` does after a change: what changed on disk in; the plans concerned at once, then the whole site, out.

The engine's server calls `update` when a file that it watches changed, and has browsers load again what they show when
that returns. A process of its own builds the site anew; when it has ended, a file that is watched too is touched.
"""

from __future__ import annotations

import os
import pickle
import shutil
import sys
import threading
import time
from collections.abc import Sequence
from multiprocessing import connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from properdocs.config.defaults import ProperDocsConfig
from properdocs.livereload import LiveReloadServer

from macros.site.build_behind import Order, build_behind, end, prepare
from macros.steps.memory import Memory, Prints, print_code
from macros.steps.show_plans import Look, PlanShower
from macros.steps.watched import changed, states
from medplan.issues import format_issues, has_errors
from medplan.library.repository import data_root
from medplan.plan.address import Address

MOST_SHOWN = 8  # plans changed at once; where there are more, the site is made anew at once
PATIENCE = 3.0  # seconds to wait for the whole site where no plan was shown first


class Preview:
    """The server's work on changes; `code` is what the code was when it was loaded, `folder` one for its own files."""

    def __init__(self, config: ProperDocsConfig, look: Look, code: Prints, folder: Path, memory: Memory) -> None:
        self._config = config
        self._code = code
        self._over = folder / "over"
        self._order = Order(
            config_file=config.config_file_path,
            site=config.site_dir,
            url=config.site_url or "",
            strict=config.strict,
            use_directory_urls=config.use_directory_urls,
            look=folder / "look",
        )
        site, url = Path(config.site_dir), self._order.url.rstrip("/")
        self._shower = PlanShower(site=site, site_url=url, memory=memory, look=look)
        self._watched = [Path(path) for path in (config.docs_dir, config.config_file_path, *config.watch)]
        self._known = states(self._watched)
        self._whole: BaseProcess | None = None
        self._begun_by = prepare()

    def attach(self, server: LiveReloadServer) -> None:
        """Have the server call `update` instead of building, also when a build has ended."""
        self._over.touch()
        server.watch(str(self._over))
        server.builder = self.update

    def update(self) -> None:
        """Show what changed: plans at once, all else when the site has been built anew. The last change wins."""
        if self._code != print_code():
            self._restart()
        if self._whole is not None and not self._whole.is_alive():
            self._close(self._whole)
        now = states(self._watched)
        files, self._known = changed(self._known, now), now
        if files:
            self.stop()
            self._show(files)

    def stop(self) -> None:
        """End the build that is under way."""
        if self._whole is not None:
            end(self._whole)
            self._whole = None

    def _show(self, files: Sequence[str]) -> None:
        plans = data_root() / "plans"
        paths = [Path(file) for file in files]
        edited = [path for path in paths if path.suffix == ".yaml" and path.is_relative_to(plans)]
        shown = [path for path in edited if path.is_file()] if len(edited) <= MOST_SHOWN else []
        issues = self._shower.show(edited, shown)
        if issues:
            print(format_issues(issues, "text"), flush=True)
        if has_errors(issues):
            print("有误，见上；全站还是原来的，改好以后再更新", flush=True)
            return
        for path in shown:
            print(f"先更新了 {self._order.url}{Address.of_plan(path.stem)}，全站随后", flush=True)
        self._whole = self._begun_by.Process(target=build_behind, args=(self._order,))  # type: ignore[attr-defined]
        self._whole.start()
        if not shown:
            self._await(self._whole)
        if self._whole.is_alive():
            threading.Thread(target=self._tell_end, args=(self._whole,), daemon=True).start()
        else:
            self._close(self._whole)

    def _await(self, process: BaseProcess) -> None:
        """Wait for a build that will soon be there, unless something changes meanwhile."""
        most = time.monotonic() + PATIENCE
        while process.is_alive() and time.monotonic() < most and states(self._watched) == self._known:
            process.join(PATIENCE / 10)

    def _tell_end(self, process: BaseProcess) -> None:
        connection.wait([process.sentinel])
        if process is self._whole:
            self._over.touch()

    def _close(self, ended: BaseProcess) -> None:
        """Take note of what a build that has ended came to."""
        self._whole = None
        ended.join()
        if ended.exitcode:
            print("全站没有更新，见上；改好以后再试", flush=True)
            return
        self._shower.look = pickle.loads(self._order.look.read_bytes())
        print("全站已更新", flush=True)

    def _restart(self) -> None:
        """Begin the command anew in its place: code once loaded stays what it was. The browser reconnects."""
        print("程序改了，重新开始预览", flush=True)
        self.stop()
        shutil.rmtree(self._config.site_dir, ignore_errors=True)
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])
