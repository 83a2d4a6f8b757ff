"""Pack a release of the data: a built site and the changelog in; a zip, its checksum and what it brought, out.

The zip holds what is served under data/ and what is kept apart, with a checksum for each file, the licence, and the
part of the changelog; the same site gives the same bytes.
"""

from __future__ import annotations

import hashlib
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from macros.steps.write_sums import SUMS
from medplan.files.packed import put, to_entry
from medplan.library.repository import ROOT
from medplan.news.releases import NAME
from medplan.publish.downloads import bulk_of
from medplan.running.arguments import Arguments

LICENCE, CHANGELOG = "LICENSE-DATA.md", "CHANGELOG.md"


def part_of(changelog: str, name: str) -> str | None:
    """Return what a changelog says of a version, without its heading; None where it says nothing."""
    lines = changelog.splitlines()
    start = next((n for n, line in enumerate(lines) if line.startswith(f"## [{name}]")), None)
    if start is None:
        return None
    end = next((n for n in range(start + 1, len(lines)) if lines[n].startswith("## ")), len(lines))
    return "\n".join(lines[start + 1 : end]).strip() + "\n"


def pack_release(name: str, site: Path, notes: str, licence: str, out: Path) -> Path:
    """Write the zip, `SHA256SUMS` of it and `notes.md` into a folder; return the zip."""
    out.mkdir(parents=True, exist_ok=True)
    packed = out / f"medplan-data-{name}.zip"
    sums = []
    with zipfile.ZipFile(packed, "w") as archive:
        for path, content in (*_files(site), (LICENCE, licence.encode()), (CHANGELOG, notes.encode())):
            sums.append(f"{hashlib.sha256(content).hexdigest()}  {path}\n")
            put(archive, to_entry(f"{packed.stem}/{path}", content))
        put(archive, to_entry(f"{packed.stem}/{SUMS}", "".join(sums).encode()))
    digest = hashlib.sha256(packed.read_bytes()).hexdigest()
    (out / SUMS).write_text(f"{digest}  {packed.name}\n", encoding="utf-8")
    (out / "notes.md").write_text(notes, encoding="utf-8")
    return packed


def _files(site: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the downloads of a site in order of name, those kept apart too, without pages."""
    found = {
        path.relative_to(folder).as_posix(): path
        for folder in (site, bulk_of(site))
        for path in (folder / "data").rglob("*")
        if path.is_file() and path.name != "index.html"
    }
    for name in sorted(found):
        yield name, found[name].read_bytes()


def main(arguments: list[str] | None = None) -> int:
    """Pack; return 0, 1 when there is nothing to pack, 2 for a name that no release can have."""
    parser = Arguments(prog="macros.steps.pack_release", description="把生成的网站里的数据打成一版，附校验值和更新说明")
    parser.add_argument("name", help="版名，即标签：年.月，同月再发的加序号，如 2026.11、2026.11.2")
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="网站的文件夹")
    parser.add_argument("--changelog", type=Path, default=ROOT / CHANGELOG, help="更新日志")
    parser.add_argument("--out", type=Path, default=ROOT / "dist" / "release", help="写到哪个文件夹")
    given = parser.parse_args(arguments)
    if not NAME.fullmatch(given.name):
        print(f"版名 {given.name} 不对：应为年.月，同月再发的加序号，如 2026.11、2026.11.2", file=sys.stderr)
        return 2
    if not (given.site / "data" / "index.json").is_file():
        print(f"{given.site} 里没有网站，请先运行 make site", file=sys.stderr)
        return 1
    notes = part_of(given.changelog.read_text("utf-8"), given.name)
    if notes is None:
        print(f"{given.changelog.name} 里没有 ## [{given.name}] 一节，先把 [Unreleased] 改成它", file=sys.stderr)
        return 1
    licence = (ROOT / LICENCE).read_text("utf-8")
    packed = pack_release(given.name, given.site, notes, licence, given.out)
    print(f"{packed}：{packed.stat().st_size:,} 字节；同一文件夹里有 {SUMS} 和 notes.md")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
