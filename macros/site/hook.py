"""The engine's events: before a build every plan is checked; generated pages are stubs, filled past Markdown."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache
from markupsafe import escape
from properdocs.config.defaults import ProperDocsConfig
from properdocs.exceptions import Abort, PluginError
from properdocs.structure.files import File, Files
from properdocs.structure.nav import Navigation
from properdocs.structure.pages import Page
from properdocs.structure.toc import AnchorLink, TableOfContents

from macros.build import library, reporting, slots
from macros.site import page_cache
from macros.views import moved_pages, plan_pages
from medplan.issues import format_issues
from medplan.library.repository import ROOT
from medplan.publish.contents import ContentsEntry
from medplan.publish.pages import Page as GeneratedPage
from medplan.publish.pages import list_pages, list_wording_pages

# No word of a plan may stand in a page's source: it would be run as a template.
STUB = "---\nrender_macros: false\n---\n"
_pages: dict[str, GeneratedPage] = {}


def on_startup(*, command: str, dirty: bool) -> None:
    """Under `serve`, keep what need not be read again."""
    if command == "serve":
        library.keep_plans()


def on_config(config: ProperDocsConfig) -> ProperDocsConfig:
    """Read, check and render the library; stop the build with every issue listed."""
    slots.forget()
    reporting.set_repository(config.repo_url, config.edit_uri)
    opened, issues = library.open_library()
    if issues:
        print(format_issues(issues, "text"))
    if opened is None:
        raise Abort("规划或目录有误，见上；改好以后再生成网站")
    opened.write_calendars((config.site_url or "").rstrip("/"))
    return config


def on_files(files: Files, config: ProperDocsConfig) -> Files:
    """Add a stub for every generated page; refuse one that a hand-written page already has."""
    _pages.clear()
    opened = library.current()
    repository = opened.repository
    for page in chain(list_pages(opened.index), list_wording_pages(opened.index, opened.wording, opened.cited)):
        uri = f"{page.url}index.md"
        if files.get_file_from_path(uri) is not None:
            raise PluginError(f"生成的页面 {uri} 与手写的页面同名，请把手写的改名")
        file = File.generated(config, uri, content=STUB)
        file.edit_uri = _edit_uri(page.source, config) if page.source else None
        files.append(file)
        StubPage(None, file, config)
        _pages[uri] = page
    config.watch.append(str(repository.data))
    return files


class StubPage(Page):
    """A generated page: its source is empty, so there is no Markdown to convert."""

    def render(self, config: ProperDocsConfig, files: Files) -> None:
        """Make the content empty; `on_page_content` fills it."""
        self.content = ""
        self.toc = TableOfContents([])
        self.present_anchor_ids = set()


def _edit_uri(source: str, config: ProperDocsConfig) -> str:
    """Return the YAML's address relative to `edit_uri`, which points at docs/."""
    return f"../{source}"


def on_page_content(html: str, page: Page, config: ProperDocsConfig, files: Files) -> str:
    """Fill a generated page; its title and contents are set here, past every template."""
    generated = _pages.get(page.file.src_uri)
    if generated is None:
        return slots.fill(html)
    # The theme strips tags from `page.title` and thereby unescapes it; `meta.title` it prints as it stands.
    page.title = page.meta["title"] = str(escape(generated.title))
    page.meta["description"] = str(escape(generated.description))
    page.meta["hide"] = ["navigation"] if generated.view == "plan" else ["navigation", "toc"]
    contents = library.current().contents[generated.key] if generated.view == "plan" else ()
    page.toc = TableOfContents(_anchors(contents))
    content = plan_pages.generated_page(generated)
    key, output = page_cache.recall(page.url, content, generated.title, repr(contents))
    page.meta["cache_key"] = key
    if output is not None:
        page.meta |= {"template": page_cache.TEMPLATE, "cached": output}
    return content


def on_nav(nav: Navigation, config: ProperDocsConfig, files: Files) -> Navigation:
    """Take down what the frame of every page is made of."""
    page_cache.note_shell(config, nav)
    return nav


def on_env(env: Environment, config: ProperDocsConfig, files: Files) -> Environment:
    """Keep the theme's templates compiled from build to build, and let them link to the report of an error."""
    env.globals["report_url"] = reporting.report_url
    folder = ROOT / ".cache" / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    env.bytecode_cache = FileSystemBytecodeCache(str(folder))
    return env


def on_post_page(output: str, page: Page, config: ProperDocsConfig) -> str:
    """Keep a generated page as laid out, for the next build of this process."""
    if "cache_key" in page.meta and "cached" not in page.meta:
        page_cache.keep(page.url, page.meta["cache_key"], output)
    return output


def _anchors(entries: tuple[ContentsEntry, ...]) -> list[AnchorLink]:
    anchors = []
    for entry in entries:
        anchor = AnchorLink(str(escape(entry.title)), entry.eid, entry.level + 1)
        anchor.children = _anchors(entry.children)
        anchors.append(anchor)
    return anchors


def on_post_build(config: ProperDocsConfig, **_: Any) -> None:
    """Put the downloads, and a page at every address that moved, into the built site."""
    library.current().write_downloads(Path(config.site_dir))
    moved_pages.write_pages(Path(config.site_dir), config.site_url or "", config.theme["favicon"])
