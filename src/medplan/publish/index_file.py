"""The index of the downloads: the files that were written and what day the places are of in, index.json out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from medplan.publish.columns import to_json
from medplan.publish.contract import (
    DOWNLOADS,
    FORMAT_VERSION,
    Download,
    DownloadIndex,
    IndexedFile,
    PackedFile,
    TableFile,
)


def write_index(
    folder: Path,
    files: Mapping[str, Sequence[TableFile]],
    packed: Sequence[PackedFile] = (),
    vintage: tuple[str, str] = ("", ""),
) -> None:
    """Write the index of the downloads, given the files of each table, those made of them and the places' vintage."""
    (folder / "index.json").write_bytes(to_json(download_index(files, packed, vintage), indent=True))


def download_index(
    files: Mapping[str, Sequence[TableFile]], packed: Sequence[PackedFile] = (), vintage: tuple[str, str] = ("", "")
) -> DownloadIndex:
    """Return the index of the downloads, given the files of each table, those made of them and the places' vintage."""
    apart = any(file.province for written in files.values() for file in written)
    listed = []
    for download in DOWNLOADS:
        bulk = apart and download.bulky
        for file in files.get(download.id, ()):
            listed.append(_listed(download, file.name, file.format, bulk=bulk, size=file.size))
        if download.id not in files:
            ending = ".gz" if apart and download.packed else ""
            listed.append(_listed(download, download.path + ending, "json", bulk=bulk))
    as_of, source = vintage
    return DownloadIndex(
        format_version=FORMAT_VERSION,
        files=tuple(listed),
        packed=tuple(packed),
        places_as_of=as_of,
        places_source=source,
    )


def _listed(download: Download, name: str, ending: str, *, bulk: bool, size: int | None = None) -> IndexedFile:
    return IndexedFile(
        file=name,
        title=download.title,
        format=ending,
        schema=f"schema/{download.schema_name}",
        compression="gzip" if name.endswith(".gz") else None,
        bytes=size,
        bulk=bulk,
    )
