"""Compress by libdeflate: contents in; gzip members, entries of a zip, zlib's streams out.

The machine's own zlib takes twice the time, and what it makes of the same content depends on its version.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import deflate

LEVEL = 6  # 7 takes a fifth longer for six bytes in a thousand
QUICK = 4  # two thirds of the time for three bytes in a hundred: for what is large and fetched by few
BEST = 12  # twenty times as long for six bytes in a hundred: for what is made once and fetched by all
_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can tell: the same content gives the same bytes
_BEGINNING = re.compile(rb"\x1f\x8b\x08\0\0\0\0\0")  # of a gzip member without a name and a time
_LEAST = 23  # bytes: a member that holds nothing
_MODE = 0o644 << 16
Content = bytes | bytearray | memoryview


def to_gzip(content: Content, level: int = LEVEL) -> bytes:
    """Return content as one gzip member without a time."""
    return bytes(deflate.gzip_compress(content, level))


def from_gzip(member: bytes) -> bytes:
    """Return the content of one gzip member; raise deflate.DeflateError for what is none."""
    content = bytes(deflate.gzip_decompress(member))
    if not content and len(member) > _LEAST:  # the library looks no further where the size told is 0
        raise deflate.DeflateError("a member that tells no size")
    return content


def from_members(packed: bytes) -> Iterator[bytes]:
    """Yield the contents of gzip members that stand one after another, each made by `to_gzip`.

    A beginning within a compressed text is no beginning: what ends there has not the checksum that stands at its end.
    """
    start = 0
    for end in (*(found.start() for found in _BEGINNING.finditer(packed, 1)), len(packed)):
        try:
            content = from_gzip(packed[start:end])
        except deflate.DeflateError:
            if end == len(packed):
                raise
        else:
            yield content
            start = end


def to_zlib(content: Content, level: int = LEVEL) -> bytes:
    """Return content as zlib's stream, as pictures hold it."""
    return bytes(deflate.zlib_compress(content, level))


class Entry(NamedTuple):
    """A file in a zip: its name, its content compressed, that content's size and checksum."""

    name: str
    packed: bytes
    size: int
    checksum: int


def to_entry(name: str, content: Content, level: int = LEVEL) -> Entry:
    """Return a file, to be put into one or more zips."""
    return Entry(name, bytes(deflate.deflate_compress(content, level)), len(content), deflate.crc32(content))


def put(archive: ZipFile, entry: Entry) -> None:
    """Put a file behind the last of a zip that is being written, whatever the day and whoever writes it."""
    info = ZipInfo(entry.name, _DAY)
    info.compress_type, info.external_attr = ZIP_DEFLATED, _MODE
    info.file_size, info.compress_size, info.CRC = entry.size, len(entry.packed), entry.checksum
    file = archive.fp
    assert file is not None, "a zip that was closed"
    info.header_offset = archive.start_dir
    file.seek(archive.start_dir)
    file.write(info.FileHeader())
    file.write(entry.packed)
    archive.start_dir = file.tell()
    archive.filelist.append(info)
    archive.NameToInfo[info.filename] = info
