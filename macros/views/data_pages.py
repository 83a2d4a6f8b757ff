"""The page /data/: the downloads of the build under way and their contract in; the list and the guide as HTML out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from macros.build.facts import Build
from macros.build.page_kinds import PER_PAGE
from medplan.publish.column_guide import guide_tables
from medplan.publish.contract import DOWNLOADS, FORMAT_VERSION, SMALL_FILES, TABLES, WHOLE_PLAN, Download
from medplan.publish.linked.json_ld import describe_library
from medplan.schema.schemas import schema_files

# What a file without a schema of its own is, by its ending.
_FORMS = MappingProxyType(
    {
        "ics": "RFC 5545",
        "xlsx": "Excel 工作簿，各栏见“说明”一页",
        "sqlite": "SQLite，各栏见其中的 columns 表",
        "json": "Frictionless 数据包，说明各 CSV",
    }
)


_MEDIA = MappingProxyType(
    {
        "csv": "text/csv",
        "json": "application/json",
        "parquet": "application/vnd.apache.parquet",
        "sqlite": "application/vnd.sqlite3",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
)


class Listed(NamedTuple):
    """A download as listed: its name under data/, its address, its size in KB, its schema's name if it has one."""

    name: str
    href: str
    size: int
    schema: str | None


class Province(NamedTuple):
    """A province's files."""

    name: str
    files: list[Listed]


def download_list(build: Build, root: str) -> str:
    """Return the downloads with their sizes in KB and their schemas, and the version of their format."""
    index = json.loads((build.spool.downloads / "index.json").read_text("utf-8"))
    return build.render(
        "macros/downloads",
        root=root,
        files=list(_single(build, root)),
        tables=[(table, _by_province(build, root, table)) for table in TABLES if build.bulk and table.bulky],
        bulk_url=build.bulk.url if build.bulk else "",
        packed=list(_packed(build, root, index["packed"])),
        described=_described(build, root, [*index["files"], *index["packed"]]),
        forms=_FORMS,
        version=FORMAT_VERSION,
        whole=WHOLE_PLAN,
        schemas=[path.name for path in schema_files()],
        plans=[(plan, build.download_href(root, f"plans/{plan.id}.json")) for plan in build.index.plans[:PER_PAGE]],
    )


def _described(build: Build, root: str, listed: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the library's data as search engines are told of it."""
    site = f"{build.site_url}/" if build.site_url else root
    named = [file for file in listed if "{" not in file["file"]]
    found = [(file, _MEDIA.get(file["file"].removesuffix(".gz").rpartition(".")[2])) for file in named]
    files = [(_href(build, site, file), kind) for file, kind in found if kind][:PER_PAGE]
    return describe_library(build.site_url, files, len(build.index.plans), FORMAT_VERSION)


def _href(build: Build, root: str, file: Mapping[str, Any]) -> str:
    """Return the address of a file that the index of the downloads lists."""
    return build.download_href(root, file["file"]) if file["bulk"] else f"{root}data/{file['file']}"


def _packed(build: Build, root: str, listed: Iterable[Mapping[str, Any]]) -> Iterator[Province]:
    """Yield each province's files that hold tables in the form of another tool."""
    found: dict[str, list[Listed]] = {}
    for file in listed:
        if file["province"]:
            one = Listed(file["file"], _href(build, root, file), _kilobytes(file["bytes"]), None)
            found.setdefault(file["province"], []).append(one)
    for code, files in sorted(found.items()):
        yield Province(build.index.catalogues.province_name(code) or code, files)


def _single(build: Build, root: str) -> Iterator[Listed]:
    """Yield the files that hold all plans."""
    schemas = {file: download.schema_name for download in DOWNLOADS for file in download.files}
    found = [(path, f"{root}data/{path.name}") for path in build.spool.downloads.glob("*.*")]
    if build.bulk:
        found += [(path, build.download_href(root, path.name)) for path in build.bulk.folder.glob("*.*")]
    for path, href in sorted(found):
        yield Listed(path.name, href, _size(path), schemas.get(path.name))


def _by_province(build: Build, root: str, table: Download) -> list[Province]:
    """Return a table's files, province by province."""
    assert build.bulk is not None
    provinces: dict[str, list[Listed]] = {}
    for path in sorted((build.bulk.folder / table.id).iterdir(), reverse=True):
        name = f"{table.id}/{path.name}"
        listed = Listed(name, build.download_href(root, name), _size(path), table.schema_name)
        provinces.setdefault(path.name[:2], []).append(listed)
    names = build.index.catalogues
    return [Province(names.province_name(code) or code, files) for code, files in sorted(provinces.items())]


def _size(path: Path) -> int:
    return _kilobytes(path.stat().st_size)


def _kilobytes(size: int) -> int:
    return max(1, round(size / 1000))


def download_columns(build: Build, root: str) -> str:
    """Return what each key of each download is, all but the tables folded away."""
    tables, others = ([(d, guide_tables(d)) for d in group] for group in (TABLES, (WHOLE_PLAN, *SMALL_FILES)))
    return build.render("macros/download_columns", root=root, tables=tables, others=others)
