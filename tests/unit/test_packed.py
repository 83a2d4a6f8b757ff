"""What is compressed: the usual tools read it back, and the same content gives the same bytes."""

from __future__ import annotations

import gzip
import random
import shutil
import subprocess
import zipfile
import zlib
from pathlib import Path

import deflate
import pytest

from medplan.files.packed import BEST, from_gzip, from_members, put, to_entry, to_gzip, to_zlib

TEXT = "医疗保障 DRG付费 70%。".encode() * 200


def test_gzip_members_one_after_another_are_one_text() -> None:
    members = [to_gzip(text) for text in (TEXT, b"", b",\n", TEXT[:7])]
    assert gzip.decompress(b"".join(members)) == TEXT + b",\n" + TEXT[:7]
    assert [from_gzip(member) for member in members] == [TEXT, b"", b",\n", TEXT[:7]]
    assert len(to_gzip(TEXT, BEST)) <= len(members[0]) < len(TEXT) / 20
    assert zlib.decompress(to_zlib(TEXT)) == TEXT


def test_a_zip_is_read_by_the_usual_tools(tmp_path: Path) -> None:
    files = {"表/一.txt": TEXT, "empty": b"", "b.bin": bytes(range(256))}
    entries = [to_entry(name, content) for name, content in files.items()]
    for name in ("one.zip", "other.zip"):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            for entry in entries:
                put(archive, entry)
    packed = tmp_path / "one.zip"
    assert packed.read_bytes() == (tmp_path / "other.zip").read_bytes()
    with zipfile.ZipFile(packed) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == files
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    if unzip := shutil.which("unzip"):
        said = subprocess.run([unzip, "-t", packed], capture_output=True, text=True, check=False)
        assert said.returncode == 0 and "No errors" in said.stdout, said.stdout


def test_members_are_parted_where_one_begins_and_not_within() -> None:
    within = to_gzip(b"x")[:8] * 3  # in noise they stay as they are: beginnings that are none
    noise = random.Random(1).randbytes(600)
    texts = [TEXT, b"", noise[:300] + within + noise[300:], b"]\n"]
    assert list(from_members(b"".join(map(to_gzip, texts)))) == texts
    with pytest.raises(deflate.DeflateError):
        list(from_members(to_gzip(TEXT)[:-1]))
