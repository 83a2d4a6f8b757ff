"""Initials of places: what a reader types for them; the library that reads characters is not kept in memory for it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from medplan.catalogue.place_initials import PlaceInitials
from medplan.running.apart import done_apart

PLACES = {"320500": ("苏州市", "Suzhou"), "140400": ("长治市", "Changzhi"), "150000": ("内蒙古自治区", "Nei Mongol")}


def test_each_place_has_its_own_by_its_official_spelling() -> None:
    initials = PlaceInitials(PLACES)
    assert {code: initials[code] for code in reversed(PLACES)} == {"320500": "sz", "140400": "cz", "150000": "nmg"}


def test_what_was_loaded_to_make_them_is_gone() -> None:
    asked = (
        "import sys; from medplan.catalogue.place_initials import PlaceInitials;"
        f"PlaceInitials({PLACES!r}).make(); sys.exit('pypinyin' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0


def test_a_fault_apart_is_a_fault_here() -> None:
    assert done_apart(len, "abc") == 3
    with pytest.raises(ValueError, match="invalid literal"):
        done_apart(int, "x")
