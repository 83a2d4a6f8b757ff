"""Parts of the theme replaced by ours: each names the original it was made from, still the one installed."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from properdocs.utils import get_theme_dir

from .support import ROOT

OURS = ROOT / "macros" / "theme"
ORIGINAL = re.compile(r"^ *original: (?P<name>[\w./-]+\.html) (?P<digest>[0-9a-f]{64})\b", re.M)


def installed_theme() -> Path:
    """Return the folder of the theme's templates as installed."""
    return Path(get_theme_dir("material"))


@pytest.mark.parametrize("path", sorted(OURS.rglob("*.html")), ids=lambda path: path.relative_to(OURS).as_posix())
def test_what_we_replace_is_as_it_was_when_we_replaced_it(path: Path) -> None:
    name = path.relative_to(OURS).as_posix()
    originals = {found["name"]: found["digest"] for found in ORIGINAL.finditer(path.read_text("utf-8"))}
    if (installed_theme() / name).exists():
        assert originals, f"the theme has a {name} too: write the original's name and sha256 into ours"
    for original, digest in originals.items():
        file = installed_theme() / original
        assert file.exists(), f"the theme has no {original} any more: see whether anything still reads {name}"
        now = hashlib.sha256(file.read_bytes()).hexdigest()
        assert now == digest, f"{original} changed: take over what is new into macros/theme/{name}, then write {now}"


def test_some_parts_are_replaced() -> None:
    assert any((installed_theme() / path.relative_to(OURS)).exists() for path in OURS.rglob("*.html"))
