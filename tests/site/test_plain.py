"""The same site in plain frames, without the engine: the same pages with the same words, the same downloads."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from builds import ROOT, Build, shared_build, stage_project
from built_html import parse
from forks import clean_environment
from serving import files_of

from macros.plain import __main__ as plain_build

pytestmark = pytest.mark.site
ALONE = """
import sys
from macros.plain.__main__ import main
code = main(sys.argv[1:])
engines = [name for name in sys.modules if name.partition(".")[0] in ("properdocs", "mkdocs", "material")]
sys.exit(code or (f"an engine was loaded: {engines}" if engines else 0))
"""
DAY = date(2026, 12, 1)
CONTENT = ("h1", "h2", "p", "li", "td", "dd")


def build_plain(folder: Path, project: Path = ROOT) -> Build:
    done = subprocess.run(
        [sys.executable, "-c", ALONE, "--site-dir", str(folder / "site")],
        cwd=project,
        env=clean_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    return Build(site=folder / "site", code=done.returncode, output=done.stdout)


@pytest.fixture(scope="session")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The repository's site in plain frames."""
    made = shared_build(tmp_path_factory, "plain", build_plain)
    assert made.code == 0, made.output
    return made


def pages_in(site: Path) -> set[str]:
    return {path.relative_to(site).as_posix() for path in site.rglob("index.html")}


def scripts_of(site: Path) -> set[tuple[str, bool]]:
    """Return a page's scripts, each with whether only browsers without modules run it."""
    found = parse(site / "about" / "index.html").select("script[src]")
    return {(str(script["src"]), script.has_attr("nomodule")) for script in found}


def words_of(site: Path, page: str, frame: str) -> list[str]:
    content = parse(site / page).select_one(frame)
    assert content is not None, page
    return [" ".join(element.get_text().split()) for element in content.select(", ".join(CONTENT))]


def test_the_pages_are_the_same_and_say_the_same(plain: Build, built: Build) -> None:
    pages = pages_in(built.site)
    assert pages_in(plain.site) == pages and len(pages) > 150
    assert scripts_of(plain.site) == scripts_of(built.site)
    framed = {page for page in pages if 'http-equiv="refresh"' not in (built.site / page).read_text("utf-8")}
    differing = [
        page
        for page in sorted(framed)
        if words_of(plain.site, page, "main") != words_of(built.site, page, "article.page__text")
    ]
    assert differing == []


def test_what_is_no_page_is_the_same(plain: Build, built: Build) -> None:
    mine, engine_s = files_of(plain.site), files_of(built.site)
    served = ("data/", "search/index/", "measures/rows/", "timeline/rows/")
    others = {name for name in engine_s if name.startswith(served) and not name.endswith(".html")}
    assert {name for name in others if mine.get(name) != engine_s[name]} == set()
    assert len(others) > 100


def test_every_link_of_a_plain_page_leads_somewhere(plain: Build) -> None:
    broken = set()
    for page in sorted(pages_in(plain.site)):
        here = f"https://x.example/{page.removesuffix('index.html')}"
        for element in parse(plain.site / page).select("a[href], link[href], script[src], img[src]"):
            address = urlsplit(urljoin(here, str(element.get("href") or element.get("src"))))
            if address.netloc == "x.example":
                path = plain.site / address.path.lstrip("/")
                if not (path / "index.html" if address.path.endswith("/") else path).is_file():
                    broken.add((page, address.path))
    assert broken == set()


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        ("about/index.md", "\n\n[没有的页](nowhere.md)\n", "nowhere.md"),
        ("plans/320500-suzhou-145/index.md", "# 手写的\n", "同名"),
    ],
    ids=["a link to no page", "a page where a generated one stands"],
)
def test_a_fault_of_a_hand_written_page_is_told(
    file: str, text: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = stage_project(tmp_path / "project")
    page = project / "docs" / file
    page.parent.mkdir(exist_ok=True)
    page.write_text((page.read_text("utf-8") if page.exists() else "") + text, encoding="utf-8")
    monkeypatch.setattr(plain_build, "DOCS", project / "docs")
    monkeypatch.setattr(plain_build, "build_day", lambda: DAY)
    said: list[str] = []
    monkeypatch.setattr(plain_build, "print", lambda *words, **_: said.extend(words), raising=False)
    assert plain_build.main(["--site-dir", str(tmp_path / "site")]) == 2
    assert any(words in line for line in said)
    assert not (tmp_path / "site").exists()
