"""Pack a built site to be read from disk: its folder in; a zip whose links lead to files, without a server, out."""

from __future__ import annotations

import re
import sys
import zipfile
from pathlib import Path

from medplan.files.packed import put, to_entry
from medplan.library.repository import ROOT
from medplan.running.arguments import Arguments

_LINK = re.compile(r'(<(?:a|link|form)\b[^<>]*?\b(?:href|action)=")([^":?#<>]*)([?#][^"<>]*)?(")')
# Of no use without a server.
_LEFT_OUT = ("_headers", "robots.txt", "sitemap.xml", "sw.js", "site.webmanifest")


def to_files(html: str) -> str:
    """Return a page whose links to folders lead to the page in each."""
    return _LINK.sub(lambda found: f"{found[1]}{_file(found[2])}{found[3] or ''}{found[4]}", html)


def _file(address: str) -> str:
    last = address.rpartition("/")[2]
    if not address or last not in ("", ".", ".."):
        return address
    return f"{address.rstrip('/')}/index.html"


def pack_site(site: Path, packed: Path) -> int:
    """Write a site's files into a zip, the same bytes for the same site; return how many."""
    packed.parent.mkdir(parents=True, exist_ok=True)
    files = sorted(path for path in site.rglob("*") if path.is_file() and path.name not in _LEFT_OUT)
    with zipfile.ZipFile(packed, "w") as archive:
        for path in files:
            content = path.read_bytes()
            if path.suffix == ".html":
                content = to_files(content.decode("utf-8")).encode("utf-8")
            put(archive, to_entry(f"{packed.stem}/{path.relative_to(site).as_posix()}", content))
    return len(files)


def main(arguments: list[str] | None = None) -> int:
    """Pack; return 0, or 1 when there is no site."""
    parser = Arguments(prog="macros.steps.pack_site", description="把生成的网站打成一个可以从磁盘上打开的 zip")
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="网站的文件夹")
    parser.add_argument("--out", type=Path, default=ROOT / "dist" / "medplan-site.zip", help="写到哪里")
    given = parser.parse_args(arguments)
    if not (given.site / "index.html").is_file():
        print(f"{given.site} 里没有网站，请先运行 make site", file=sys.stderr)
        return 1
    print(f"{given.out}：{pack_site(given.site, given.out)} 个文件；解开后打开 index.html，可以读，搜索要联网的网站")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
