"""A site packed to be read from disk: links lead to files, nothing else is changed, the same bytes each time."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from macros.steps.pack_site import pack_site, to_files


@pytest.mark.parametrize(
    ("link", "file"),
    [
        ("../../plans/", "../../plans/index.html"),
        ("x/#p_1", "x/index.html#p_1"),
        ("../search/?q=医保", "../search/index.html?q=医保"),
        (".", "./index.html"),
        ("../..", "../../index.html"),
        ("#p_1", "#p_1"),
        ("style.css", "style.css"),
        ("https://x.example/a/", "https://x.example/a/"),
        ("mailto:a@x.example", "mailto:a@x.example"),
    ],
)
def test_links_to_folders_lead_to_files(link: str, file: str) -> None:
    assert (
        to_files(f'<p>href="a/" <a class="b" href="{link}">c</a>') == f'<p>href="a/" <a class="b" href="{file}">c</a>'
    )


def test_a_packed_site_is_whole(tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "plans").mkdir(parents=True)
    (site / "index.html").write_text('<a href="plans/">a</a>', encoding="utf-8")
    (site / "plans/index.html").write_text('<a href="..">b</a>', encoding="utf-8")
    (site / "sw.js").write_text("", encoding="utf-8")
    assert pack_site(site, tmp_path / "one" / "a.zip") == pack_site(site, tmp_path / "two" / "a.zip") == 2
    assert (tmp_path / "one/a.zip").read_bytes() == (tmp_path / "two/a.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one/a.zip") as packed:
        assert packed.namelist() == ["a/index.html", "a/plans/index.html"]
        assert packed.read("a/index.html") == b'<a href="plans/index.html">a</a>'
