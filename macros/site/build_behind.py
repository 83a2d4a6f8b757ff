"""Build the site anew in a process of its own while the old one is served: an order in; the new one in its place out.

The process is forked of one that has loaded the code and runs nothing else: no thread of the server is in it, and all
cores may be used.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import pickle
import signal
import threading
from dataclasses import dataclass
from multiprocessing import connection, forkserver
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING

import properdocs.replacement  # noqa: F401  (what its command does first: plugins that name mkdocs mean this engine)
from properdocs.commands.build import build
from properdocs.config import load_config
from properdocs.exceptions import Abort

if TYPE_CHECKING:
    from macros.site.plugin import LibraryPlugin


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What to build: by which configuration, where it is served, in which folder and under which address.

    `look` is the file to leave the look of its pages in.
    """

    config_file: str
    site: str
    url: str
    strict: bool
    use_directory_urls: bool
    look: Path


def prepare() -> BaseContext:
    """Return what begins such processes, and have one load the code meanwhile."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context()
    forkserver.set_forkserver_preload([__name__, "macros.site.plugin", "macros"])
    forkserver.ensure_running()
    return multiprocessing.get_context("forkserver")


def build_behind(order: Order) -> None:
    """Build a site and put it in the place of the one that is served; exit with 1 where it did not come to be."""
    os.setpgid(0, 0)  # so that it can be ended with all that it began
    threading.Thread(target=_end_with_parent, daemon=True).start()
    logging.getLogger("properdocs").addHandler(logging.StreamHandler())
    logging.getLogger("properdocs").setLevel(logging.WARNING)
    config = load_config(
        config_file=order.config_file,
        site_dir=order.site,
        strict=order.strict,
        use_directory_urls=order.use_directory_urls,
    )
    config.site_url = order.url
    plugins = config.plugins
    library: LibraryPlugin = plugins["library"]  # type: ignore[assignment]
    plugins.on_startup(command="serve", dirty=False)
    library.write_aside()
    try:
        build(config, serve_url=order.url)
        order.look.write_bytes(pickle.dumps(library.look))
    except Abort as stopped:
        print(stopped, flush=True)
        raise SystemExit(1) from None
    finally:
        plugins.on_shutdown()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os.killpg(0, signal.SIGKILL)


def end(process: BaseProcess) -> None:
    """End a process that builds, with all that it began."""
    if process.pid is not None and process.is_alive():
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:  # it has not yet begun
            process.kill()
    process.join()
