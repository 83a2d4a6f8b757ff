"""Built pages read: files of a site in; their parsed form, their text as printed and their dead links out."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from bs4 import BeautifulSoup, NavigableString, Tag

ORIGIN = "https://library.example"
# A run of text ends where these do, as a line of the source does.
BREAKS = frozenset(
    ("p", "div", "section", "aside", "header", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "br", "details")
) | {"table", "caption", "tr", "td", "th"}


def parse(path: Path) -> BeautifulSoup:
    """Return a built page."""
    return BeautifulSoup(path.read_text("utf-8"), "html.parser")


def html_files(site: Path) -> list[Path]:
    """Return every page of a site, 404.html too."""
    return sorted(site.rglob("*.html"))


def url_of(site: Path, path: Path) -> str:
    """Return the address at which a file of the site is served under /library/."""
    return f"{ORIGIN}/library/{path.relative_to(site).as_posix().removesuffix('index.html')}"


def cell_of(row: Tag, head: str) -> Tag:
    """Return the cell of a table's row that stands below a head with these words."""
    heads = [th.get_text() for th in row.find_parent("table").select("thead th")]
    return row.find_all(["th", "td"], recursive=False)[next(n for n, said in enumerate(heads) if head in said)]


def plain_text(element: Tag) -> str:
    """Return an element's text as printed: without what the site adds, and with a new line where a run ends."""
    pieces: list[str] = []

    def take(node: Tag) -> None:
        for child in node.children:
            if isinstance(child, NavigableString):
                pieces.append(str(child))
            elif isinstance(child, Tag) and child.name != "ins" and not child.has_attr("data-editorial"):
                classes = set(child.get("class") or ())
                apart = child.name in BREAKS or classes & {"num", "run-in", "duty"}
                pieces.append("\n" if apart else "")
                take(child)
                pieces.append("\n" if apart else "")

    take(element)
    return "".join(pieces)


def missing_from_head(site: Path, path: Path, page: BeautifulSoup) -> list[str]:
    """Return what every page has and this one has not: its language, encoding, width, icon, title, description."""
    icons = [urljoin(url_of(site, path), str(link["href"])) for link in page.select("head link[rel=icon]")]
    files = [site / urlsplit(icon).path.removeprefix("/library").lstrip("/") for icon in icons]
    has = {
        "lang": str(page.html.get("lang", "")).startswith("zh"),
        "charset": page.select_one("head meta[charset=utf-8]") is not None,
        "viewport": "width=device-width" in str(page.select("head meta[name=viewport]")),
        "icon": len(files) == 1 and files[0].is_file(),
        "title": bool(page.title and page.title.get_text(strip=True)),
        "description": bool(page.select("head meta[name=description]:not([content=''])")),
    }
    return [name for name, there in has.items() if not there]


def waited_for(page: BeautifulSoup) -> list[str]:
    """Return the files that a browser must have before it shows a page: sheets, and scripts that are not put off."""
    sheets = [str(link["href"]) for link in page.select("link[rel~=stylesheet]:not([media=print])")]
    put_off = ("async", "defer")
    scripts = [
        str(script["src"])
        for script in page.select("head script[src]")
        if script.get("type") != "module" and not any(script.has_attr(name) for name in put_off)
    ]
    return sheets + scripts


def broken_links(site: Path, soups: dict[Path, BeautifulSoup]) -> list[str]:
    """Return every link of a site, followed from under /library/, whose file or fragment is not there."""
    ids = {path: {str(element["id"]) for element in page.select("[id]")} for path, page in soups.items()}
    broken = []
    for path, page in soups.items():
        if path.name == "404.html":  # served at any depth: its links are absolute
            continue
        base = url_of(site, path)
        for element in page.find_all(True):
            for name in ("href", "src"):
                link = element.get(name)
                if link is None:
                    continue
                address, fragment = urldefrag(urljoin(base, str(link)))
                if not address.startswith(f"{ORIGIN}/"):
                    continue
                file = site / unquote(urlsplit(address).path.removeprefix("/library/"))
                file = file / "index.html" if address.endswith("/") or file.is_dir() else file
                if not address.startswith(f"{ORIGIN}/library/") or not file.is_file():
                    broken.append(f"{base}: {link}")
                elif fragment and unquote(fragment) not in ids.get(file, ()):
                    broken.append(f"{base}: {link} (no such fragment)")
    return broken
