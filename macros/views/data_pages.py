"""The page /data/: the downloads of the build under way and their contract in; the list and the guide as HTML out."""

from __future__ import annotations

from macros.build.facts import Build
from macros.build.page_kinds import PER_PAGE
from medplan.publish.column_guide import guide_tables
from medplan.publish.contract import DOWNLOADS, FORMAT_VERSION, SMALL_FILES, TABLES, WHOLE_PLAN
from medplan.schema.schemas import schema_files


def download_list(build: Build, root: str) -> str:
    """Return the downloads with their sizes in KB and their schemas, and the version of their format."""
    schemas = {file: download.schema_name for download in DOWNLOADS for file in download.files}
    files = [
        (path.name, max(1, round(path.stat().st_size / 1000)), schemas.get(path.name))
        for path in sorted(build.spool.downloads.glob("*.*"))
    ]
    return build.render(
        "macros/downloads",
        root=root,
        files=files,
        version=FORMAT_VERSION,
        whole=WHOLE_PLAN,
        schemas=[path.name for path in schema_files()],
        plans=build.index.plans[:PER_PAGE],
    )


def download_columns(build: Build, root: str) -> str:
    """Return what each key of each download is, all but the tables folded away."""
    tables, others = ([(d, guide_tables(d)) for d in group] for group in (TABLES, (WHOLE_PLAN, *SMALL_FILES)))
    return build.render("macros/download_columns", root=root, tables=tables, others=others)
