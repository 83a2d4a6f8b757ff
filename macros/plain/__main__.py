"""Build the site in plain frames: `python -m macros.plain [--site-dir DIR]`, in place of the engine's `build`."""

from __future__ import annotations

import shutil
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from macros.build.code_host import CodeHost
from macros.build.facts import Build, Spool
from macros.build.frame import CONTENT, DESCRIPTION, EDIT_SOURCE, FRAME_URL, TITLE, Frame, Framed
from macros.build.policy import with_policy
from macros.build.scripts import without_comments
from macros.build.styles import URI as STYLE
from macros.build.styles import join_components
from macros.build.templates import Templates
from macros.plain.hand_written import HandWritten, read_page, url_of
from macros.plain.settings import Settings
from macros.steps.open_build import open_build
from macros.steps.whole_site import SCRATCH, HeldFolder, SiteFault, WholeSite
from macros.steps.write_site import SitePlan, write_site
from medplan.issues import format_issues
from medplan.library.repository import ROOT, data_root
from medplan.library.status import build_day
from medplan.running.arguments import Arguments
from medplan.running.doing import told
from medplan.running.system import refusal

DOCS = ROOT / "docs"
ICON = "images/icon.svg"


def main(arguments: list[str] | None = None) -> int:
    """Build; return 0, 1 for faults of the data, 2 for an error of the program or of a page of docs/."""
    parser = Arguments(prog="macros.plain", description="把网站生成在最简单的网页框架里")
    parser.add_argument("--site-dir", type=Path, default=ROOT / "site", help="写到哪个文件夹")
    given = parser.parse_args(arguments)
    try:
        return _build(given.site_dir)
    except SiteFault as fault:
        words = str(fault)
    except Exception as error:
        refused = refusal(error)
        words = f"网站没有生成：{refused}；原来的网站没有动" if refused else f"生成网站出错：{told(error)}"
    print(words, file=sys.stderr)
    return 2


def _build(site_dir: Path) -> int:
    settings = Settings.read(ROOT / "mkdocs.yml")
    with ExitStack() as held:
        folder = HeldFolder(Path(tempfile.gettempdir()), SCRATCH)
        held.callback(folder.remove)
        site = WholeSite(site_dir)
        held.callback(site.close)
        templates = Templates.read(CodeHost.configured(settings.repo_url, settings.edit_uri, settings.mail))
        build, issues = open_build(
            data_root(),
            Spool(folder=folder.path),
            templates,
            build_day(),
            bulk_url=settings.bulk_url,
            site_url=settings.site_url,
        )
        if issues:
            print(format_issues(issues, "text"))
        if build is None:
            return 1
        _write(build, settings, site)
        site.whole = True
    return 0


def _write(build: Build, settings: Settings, whole: WholeSite) -> None:
    site = whole.path
    copied = shutil.ignore_patterns("*.md", "*.d.ts")
    shutil.copytree(DOCS, site, ignore=copied)
    for script in (site / "javascripts").rglob("*.js"):
        script.write_text(without_comments(script.read_text("utf-8")), encoding="utf-8")
    (site / STYLE).parent.mkdir(exist_ok=True)
    (site / STYLE).write_text(join_components(), encoding="utf-8")
    frame = _frame(build, settings)
    files = sorted(path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md"))
    for file in files:
        page = read_page(DOCS, file, build, settings)
        path = site / page.url / "index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_framed(frame, page, build), encoding="utf-8")
    write_site(
        SitePlan(
            build=build,
            frame=frame,
            site=site,
            bulk=whole.bulk,
            site_url=settings.site_url,
            icon=ICON,
            written={url_of(file): f"docs/{file}" for file in files},
        )
    )


def _frame(build: Build, settings: Settings) -> Frame:
    environment = Environment(undefined=StrictUndefined, autoescape=False)
    host = build.templates.host
    html = environment.from_string((Path(__file__).parent / "frame.html").read_text("utf-8")).render(
        site_name=settings.site_name,
        site_url=settings.site_url,
        copyright=settings.copyright,
        title=TITLE,
        description=DESCRIPTION,
        url=FRAME_URL,
        root="../..",
        icon=ICON,
        nav=[(group, [(name, url_of(file)) for name, file in pages]) for group, pages in settings.nav],
        content=CONTENT,
        edit=host.edit_url(EDIT_SOURCE),
        report=host.report_url(f"/{FRAME_URL}"),
    )
    groups = [[url_of(file).partition("/")[0] for _, file in pages] for _, pages in settings.nav]
    sections = {part: parts[0] for parts in groups for part in parts}
    return Frame.cut(html, FRAME_URL, sections, with_policy)


def _framed(frame: Frame, page: HandWritten, build: Build) -> str:
    return frame.fill(
        Framed(
            url=page.url,
            section=page.url.partition("/")[0],
            title=page.title,
            description=page.description,
            content=page.html,
            edit_url=build.templates.host.edit_url(f"docs/{page.file}"),
        )
    )


if __name__ == "__main__":
    sys.exit(main())
