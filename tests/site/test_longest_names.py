"""A library of the longest names that the validator lets pass is built: names of files have bytes enough."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from builds import build_site, stage_data, validate_all

from medplan.catalogue.naming import MAX_ID

pytestmark = pytest.mark.site

SUZHOU, ZHENGNING = "320500-suzhou-145", "621025-zhengning-145"
LONG = "a" * 80  # the most that the schemas of the catalogues allow
IDS = {"themes": "enrolment", "indicators": "enrolment-rate", "agencies": "healthcare-security"}


def rename(path: Path, old: str, new: str) -> None:
    """Write a file anew with every id `old` in it made `new`."""
    text = path.read_text("utf-8")
    assert old in text
    for before, after in ((" ", ","), (" ", "}"), (" ", "\n"), ("[", ","), ("[", "]"), (" ", "]")):
        text = text.replace(f"{before}{old}{after}", f"{before}{new}{after}")
    path.write_text(text, encoding="utf-8")


def test_the_longest_names_are_built(tmp_path: Path) -> None:
    data = stage_data(tmp_path / "data", plans=(SUZHOU, ZHENGNING))
    plan = data / "plans" / "32-jiangsu" / f"{SUZHOU}.yaml"
    for catalogue, old in IDS.items():
        rename(data / f"{catalogue}.yaml", old, LONG)
    indicators = data / "indicators.yaml"  # whose category has the theme's name
    themed = re.sub(r"(themes: \[[^]]*)\benrolment\b(?!-)", rf"\1{LONG}", indicators.read_text("utf-8"))
    indicators.write_text(themed, encoding="utf-8")
    for path in (data / "plans").glob("*/*.yaml"):
        rename(path, "enrolment", LONG)
        rename(path, "enrolment-rate", LONG)
    names = ["320500-suzhou-".ljust(MAX_ID, letter) for letter in "xy"]
    for name in names:  # of the same words, so that there is a page of the two side by side
        plan.with_stem(name).write_bytes(plan.read_bytes())
    assert validate_all(data) == []
    made = build_site(tmp_path / "site", data=data)
    assert made.code == 0, made.output
    pages = [f"plans/{name}" for name in names] + [f"{catalogue}/{LONG}" for catalogue in IDS]
    pages.append(f"wording/{names[0]}--{names[1]}")
    assert [page for page in pages if not (made.site / page / "index.html").is_file()] == []
