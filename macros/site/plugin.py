"""The engine's events: a library is opened before a build; afterwards what is generated is written in the page's frame.

The engine lays out the hand-written pages and the frame; of a generated page it knows nothing.
"""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path
from typing import Any

from jinja2 import Environment
from properdocs.config.base import Config
from properdocs.config.defaults import ProperDocsConfig
from properdocs.exceptions import Abort, BuildError
from properdocs.livereload import LiveReloadServer
from properdocs.plugins import BasePlugin
from properdocs.structure.files import Files
from properdocs.structure.nav import Navigation
from properdocs.structure.pages import Page
from properdocs.utils import CountHandler

from macros.build.code_host import CodeHost
from macros.build.compiled import CompiledTemplates
from macros.build.facts import Build, Spool
from macros.build.policy import with_policy
from macros.build.slots import Slots
from macros.build.templates import Templates
from macros.site.assets import lighten_scripts, style_file, tell_of_pages
from macros.site.explained import explained
from macros.site.frame_pages import FramePage
from macros.site.preview import Preview
from macros.steps.memory import Memory, Prints, print_code
from macros.steps.open_build import open_build
from macros.steps.show_plans import Look
from macros.steps.unchanged import SiteRecord
from macros.steps.whole_site import SCRATCH, HeldFolder, SiteFault, WholeSite, hold_served, remove_leftovers
from macros.steps.write_site import SitePlan, write_site
from macros.views import plan_pages
from medplan.issues import HINT, format_issues
from medplan.library.repository import data_root
from medplan.library.status import build_day
from medplan.running.memory import give_back
from medplan.running.system import refusal


class NoSettings(Config):
    """The plugin's settings in mkdocs.yml: none."""


class LibraryPlugin(BasePlugin[NoSettings]):
    """The library in the engine: one for a run, kept by the engine from build to build under `serve`.

    `build` and `slots` are those of the build under way.
    """

    build: Build
    slots: Slots

    def __init__(self) -> None:
        self._memory: Memory | None = None
        self._code: Prints | None = None
        self._preview: Preview | None = None
        self._folder: HeldFolder | None = None
        self._served: HeldFolder | None = None
        self._site: WholeSite | None = None
        self._record: SiteRecord | None = None
        self._serving = False
        # Whether to write beside the site that is served; the first one of `serve` is written before there is one.
        self._aside = False
        self._warnings = CountHandler(level=logging.WARNING)
        self._frame = FramePage()
        self._pages: list[Page] = []
        self._written: list[Page] = []

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Begin a run; under `serve`, keep the catalogues as read, for plans that are shown before the rest."""
        self._serving = command == "serve"
        self._memory = Memory() if self._serving else None
        self._code = print_code() if self._serving else None
        self._aside = not self._serving and not dirty

    def write_aside(self) -> None:
        """Write beside the site that is served by another process, which it replaces when it is whole."""
        self._aside = True

    def on_serve(self, server: LiveReloadServer, *, config: ProperDocsConfig, builder: Any) -> LiveReloadServer:
        """Have plans that are edited shown before the rest; hold no longer what the first build knew."""
        if self._code is None or self._memory is None or self._served is None:  # `serve --clean` builds as `build` does
            return server
        self._preview = Preview(config, self.look, self._code, self._served.path, self._memory)
        self._preview.attach(server)
        self._clear()
        del self.build, self.slots
        self._pages, self._written = [], []
        give_back()
        return server

    @property
    def look(self) -> Look:
        """Return how the build under way lays out its pages."""
        return Look(frame=self._frame.frame, host=self.build.templates.host)

    def on_shutdown(self) -> None:
        """End a run: a site that was written to its end takes the place of the old one."""
        if self._preview is not None:
            self._preview.stop()
        self._clear()
        if self._served is not None:
            self._served.remove()
            self._served = None

    def _clear(self) -> None:
        if self._folder is not None:
            self._folder.remove()
        logging.getLogger("properdocs").removeHandler(self._warnings)
        site, self._folder, self._site = self._site, None, None
        if site is not None:
            try:
                site.close()
            except SiteFault as fault:
                raise Abort(str(fault)) from fault
            if site.whole and self._record is not None:
                self._record.note()

    def on_build_error(self, *, error: Exception) -> None:
        """Take note that the site is not whole."""
        if self._site is not None:
            self._site.whole = False
        refused = None if isinstance(error, BuildError | Abort) else refusal(error)
        if refused is not None:  # what the engine itself was writing
            raise Abort(f"网站没有生成：{refused}；{self._left}") from error

    @property
    def _left(self) -> str:
        """Return what a build that failed leaves behind."""
        return "原来的网站没有动" if self._aside else "预览没有做完" if self._serving else "网站没有写完"

    def on_config(self, config: ProperDocsConfig) -> ProperDocsConfig:
        """Read, check and render the library; stop the build with every issue listed."""
        self._clear()
        if self._serving and not self._aside and self._served is None:
            self._served = hold_served(Path(config.site_dir))
        if self._aside and not self._serving:
            self._leave_unchanged(config)
        self._folder = HeldFolder(Path(tempfile.gettempdir()), SCRATCH)
        templates = Templates.read(CodeHost.configured(config.repo_url, config.edit_uri, config.extra.get("mail")))
        spool = Spool(folder=self._folder.path)
        with explained(self._left):
            build, issues = open_build(
                data_root(),
                spool,
                templates,
                build_day(),
                self._memory,
                bulk_url=self._bulk_url(config),
                site_url=_site_url(config),
            )
        if told := [issue for issue in issues if issue.level != HINT or not (self._serving and self._aside)]:
            print(format_issues(told, "text"))  # hints were told by the first build, those of a plan when it was edited
        if build is None:
            raise Abort("规划或目录有误，见上；改好以后再生成网站")
        if self._aside:
            self._site = WholeSite(Path(config.site_dir))
            config.site_dir = str(self._site.path)
            self._warnings = CountHandler(level=logging.WARNING)
            logging.getLogger("properdocs").addHandler(self._warnings)
        self.build, self.slots, self._frame, self._written = build, Slots(), FramePage(), []
        return config

    def _leave_unchanged(self, config: ProperDocsConfig) -> None:
        """End the run where the site is the one that it would build; else take down what it is built of."""
        project = Path(config.config_file_path).parent
        how = f"{build_day()} {config.strict} {config.site_url} {config.repo_url} {config.extra.get('mail')}"
        self._record = SiteRecord.of(Path(config.site_dir), data_root(), project, how)
        if self._record.holds():
            WholeSite.remove_leftovers(Path(config.site_dir))
            remove_leftovers(Path(tempfile.gettempdir()), SCRATCH)
            print(f"没有改动，{config.site_dir} 里的网站就是最新的")
            raise SystemExit(0)

    def on_files(self, files: Files, *, config: ProperDocsConfig) -> Files:
        """Add the style sheet and the frame's page."""
        files.append(style_file(config))
        lighten_scripts(files)
        self._frame.add_to(files, config)
        config.watch.append(str(self.build.repository.data))
        return files

    def on_nav(self, nav: Navigation, *, config: ProperDocsConfig, files: Files) -> Navigation:
        """Take down which entry of the navigation each section stands under."""
        self._frame.take_sections(nav)
        self._pages = nav.pages
        return nav

    def on_page_content(self, html: str, *, page: Page, config: ProperDocsConfig, files: Files) -> str:
        """Put what macros made in its places on a hand-written page; mark the places of the frame's page."""
        if self._frame.holds(page):
            return self._frame.mark(page)
        return plan_pages.with_day(self.build, self.slots.fill(html))

    def on_env(self, env: Environment, *, config: ProperDocsConfig, files: Files) -> Environment:
        """Keep the theme's templates compiled, with links to the report of an error; tell the sheet of the pages."""
        tell_of_pages(files, self._pages)
        env.globals["report_url"] = self.build.templates.host.report_url
        env.bytecode_cache = CompiledTemplates("theme")
        return env

    def on_post_page(self, output: str, *, page: Page, config: ProperDocsConfig) -> str:
        """Take the frame, which is no page of the site; tell the browser what a hand-written page may run."""
        if self._frame.holds(page):
            self._frame.take(page, output, self._finish)
            return ""
        self._written.append(page)
        return self._finish(output)

    def on_post_template(self, output_content: str, *, template_name: str, config: ProperDocsConfig) -> str:
        """Tell the browser what the page for an unknown address may run; leave out the engine's map of the site."""
        return self._finish(output_content) if template_name == "404.html" else ""

    def _bulk_url(self, config: ProperDocsConfig) -> str:
        return "" if self._serving else str(config.extra.get("bulk_url") or "")

    def _finish(self, html: str) -> str:
        # Not while serving: the engine's own script, by which a page renews itself, comes into it later.
        return html if self._serving else with_policy(html)

    def on_post_build(self, *, config: ProperDocsConfig, **_: Any) -> None:
        """Write all that is generated into the site."""
        plan = SitePlan(
            build=self.build,
            frame=self._frame.frame,
            site=Path(config.site_dir),
            # Where the site is served from the folder that is written, all of it must be there.
            bulk=self._site.bulk if self._site and not self._serving else Path(config.site_dir),
            site_url=_site_url(config),
            icon=config.theme["favicon"],
            written={page.url: f"docs/{page.file.src_uri}" for page in self._written},
        )
        with explained(self._left):
            write_site(plan)
        if self._site is not None:
            # The engine refuses a site with warnings only after this.
            self._site.whole = not (config.strict and self._warnings.get_counts())
            config.site_dir = str(self._site.served)


def _site_url(config: ProperDocsConfig) -> str:
    return (config.site_url or "").rstrip("/")
