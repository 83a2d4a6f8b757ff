"""The engine's events: before a build every plan is checked; generated pages are stubs, filled past Markdown."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import escape
from properdocs.config.base import Config
from properdocs.config.defaults import ProperDocsConfig
from properdocs.exceptions import Abort, PluginError
from properdocs.plugins import BasePlugin
from properdocs.structure.files import File, Files, InclusionLevel
from properdocs.structure.nav import Navigation
from properdocs.structure.pages import Page
from properdocs.structure.toc import AnchorLink, TableOfContents

from macros.build.code_host import CodeHost
from macros.build.facts import Build, Spool
from macros.build.page_kinds import GeneratedPage
from macros.build.policy import HEADERS, with_policy
from macros.build.slots import Slots
from macros.build.templates import Templates
from macros.site.compiled import CompiledTemplates
from macros.site.laid_out import TEMPLATE, LaidOut, digest, frame_of
from macros.site.scripts import lighten_scripts
from macros.site.stylesheet import style_file
from macros.site.whole_site import HeldFolder, WholeSite
from macros.steps.memory import Memory, Prints, print_code
from macros.steps.open_build import open_build
from macros.steps.write_site import write_calendars, write_downloads, write_moved_downloads, write_moved_pages
from macros.views import plan_pages
from macros.views.table import list_pages, outline_of, render_page
from medplan.doing import told
from medplan.issues import format_issues
from medplan.library.repository import data_root
from medplan.library.status import build_day
from medplan.publish.contents import ContentsEntry

# No word of a plan may stand in a page's source: it would be run as a template.
STUB = "---\nrender_macros: false\n---\n"


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
        self._laid_out: LaidOut | None = None
        self._code: Prints | None = None
        self._folder: HeldFolder | None = None
        self._site: WholeSite | None = None
        self._aside = False  # whether to write beside the site that is served: not under `serve`, which has its own
        self._pages: dict[str, GeneratedPage] = {}
        self._nav: Navigation | None = None

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Begin a run; under `serve`, keep from build to build what need not be made again."""
        serving = command == "serve"
        self._memory = Memory() if serving else None
        self._laid_out = LaidOut() if serving else None
        self._code = print_code() if serving else None
        self._aside = not serving and not dirty

    def on_shutdown(self) -> None:
        """End a run: a site that was written to its end takes the place of the old one."""
        self._clear()

    def _clear(self) -> None:
        if self._folder is not None:
            self._folder.remove()
        if self._site is not None:
            self._site.close()
        self._folder = self._site = None

    def on_build_error(self, *, error: Exception) -> None:
        """Take note that the site is not whole."""
        if self._site is not None:
            self._site.whole = False

    def on_config(self, config: ProperDocsConfig) -> ProperDocsConfig:
        """Read, check and render the library; stop the build with every issue listed."""
        self._clear()
        if self._code is not None and self._code != print_code():
            _restart(config)
        self._folder = HeldFolder(Path(tempfile.gettempdir()), "medplan-build-")
        templates = Templates.read(CodeHost.configured(config.repo_url, config.edit_uri))
        spool = Spool(folder=self._folder.path)
        with _explained():
            build, issues = open_build(data_root(), spool, templates, build_day(), self._memory)
        if issues:
            print(format_issues(issues, "text"))
        if build is None:
            raise Abort("规划或目录有误，见上；改好以后再生成网站")
        with _explained():
            write_calendars(build, (config.site_url or "").rstrip("/"))
        if self._aside:
            self._site = WholeSite(config)
        self.build, self.slots = build, Slots()
        return config

    def on_files(self, files: Files, *, config: ProperDocsConfig) -> Files:
        """Add the style sheet and a stub for every generated page; refuse one that a hand-written page already has."""
        files.append(style_file(config))
        lighten_scripts(files)
        self._pages.clear()
        build = self.build
        for page in list_pages(build):
            uri = f"{page.url}index.md"
            if files.get_file_from_path(uri) is not None:
                raise PluginError(f"生成的页面 {uri} 与手写的页面同名，请把手写的改名")
            # Outside the navigation: the theme writes every entry of it into every page.
            file = File.generated(config, uri, content=STUB, inclusion=InclusionLevel.NOT_IN_NAV)
            # Relative to `edit_uri`, which points at docs/.
            file.edit_uri = f"../{page.source}" if page.source else None
            files.append(file)
            StubPage(None, file, config)
            self._pages[uri] = page
        config.watch.append(str(build.repository.data))
        return files

    def on_nav(self, nav: Navigation, *, config: ProperDocsConfig, files: Files) -> Navigation:
        """Take down the navigation, of which every page shows a part."""
        self._nav = nav
        return nav

    def on_page_content(self, html: str, *, page: Page, config: ProperDocsConfig, files: Files) -> str:
        """Fill a generated page; its title and contents are set here, past every template."""
        generated = self._pages.get(page.file.src_uri)
        if generated is None:
            return plan_pages.with_day(self.build, self.slots.fill(html))
        # The theme strips tags from `page.title` and thereby unescapes it; `meta.title` it prints as it stands.
        page.title = page.meta["title"] = str(escape(generated.title))
        page.meta["description"] = str(escape(generated.description))
        outline = outline_of(self.build, generated)
        page.meta["hide"] = ["navigation", "toc"] if outline is None else ["navigation"]
        page.toc = TableOfContents(_anchors(outline or ()))
        with _explained():
            return render_page(self.build, generated)

    def on_env(self, env: Environment, *, config: ProperDocsConfig, files: Files) -> Environment:
        """Keep the theme's templates compiled, let them link to the report of an error; recall pages as laid out."""
        env.globals["report_url"] = self.build.templates.host.report_url
        env.bytecode_cache = CompiledTemplates()
        if self._laid_out is not None:
            self._recall_pages(self._laid_out, config, files)
        return env

    def _recall_pages(self, laid_out: LaidOut, config: ProperDocsConfig, files: Files) -> None:
        frame = frame_of(config, self._nav)
        for uri in self._pages:
            file = files.get_file_from_path(uri)
            assert file is not None and file.page is not None
            page = file.page
            made_of = (frame, page.url, page.content, page.title, page.edit_url, page.meta["description"], *page.toc)
            key = digest(*map(str, made_of))
            page.meta["cache_key"] = key
            output = laid_out.recall(page.url, key)
            if output is not None:
                page.meta.update(template=TEMPLATE, cached=output)

    def on_post_page(self, output: str, *, page: Page, config: ProperDocsConfig) -> str:
        """Tell the browser what the page may run; under `serve` keep a generated page for the next build of this run.

        Not while serving: the engine's own script, by which a page renews itself, comes into it later.
        """
        if self._laid_out is None:
            return with_policy(output)
        if "cache_key" in page.meta and "cached" not in page.meta:
            self._laid_out.keep(page.url, page.meta["cache_key"], output)
        return output

    def on_post_template(self, output_content: str, *, template_name: str, config: ProperDocsConfig) -> str:
        """Tell the browser what the page for an unknown address may run."""
        return with_policy(output_content) if self._laid_out is None and template_name == "404.html" else output_content

    def on_post_build(self, *, config: ProperDocsConfig, **_: Any) -> None:
        """Put the downloads, and a page at every address that moved, into the built site."""
        site = Path(config.site_dir)
        write_downloads(self.build, site)
        write_moved_downloads(self.build, site)
        write_moved_pages(self.build, site, config.site_url or "", config.theme["favicon"])
        (site / "_headers").write_text(HEADERS, encoding="utf-8")
        if self._site is not None:
            self._site.finish(config)


@contextmanager
def _explained() -> Iterator[None]:
    """Stop the build at an error of the program with one line that says at which plan, provision or page it was."""
    try:
        yield
    except (Abort, PluginError):
        raise
    except Exception as error:
        words = f"生成网站的程序自身出错，不是规划的错（{told(error)}）；请把这一行附在报错里"
        raise PluginError(words) from error


def _restart(config: ProperDocsConfig) -> None:
    """Begin the command anew in this process's place: code once loaded stays what it was. The browser reconnects."""
    print("程序改了，重新开始预览", flush=True)
    shutil.rmtree(config.site_dir, ignore_errors=True)
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


class StubPage(Page):
    """A generated page: its source is empty, so there is no Markdown to convert."""

    def render(self, config: ProperDocsConfig, files: Files) -> None:
        """Make the content empty; `on_page_content` fills it."""
        self.content = ""
        self.toc = TableOfContents([])
        self.present_anchor_ids = set()


def _anchors(entries: tuple[ContentsEntry, ...]) -> list[AnchorLink]:
    anchors = []
    for entry in entries:
        anchor = AnchorLink(str(escape(entry.title)), entry.eid, entry.level + 1)
        anchor.children = _anchors(entry.children)
        anchors.append(anchor)
    return anchors
