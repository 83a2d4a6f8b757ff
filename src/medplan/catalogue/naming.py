"""How plans are named and where they stand: a jurisdiction in; the folder and the beginning of the id out."""

from __future__ import annotations

import re

from medplan.catalogue.catalogues import Catalogues, Jurisdiction

# A file's name has 255 bytes at most, and the page of two plans side by side is named by both ids.
MAX_ID = 120


def slug_of(pinyin: str) -> str:
    """Return a romanised name as it stands in ids: Nei Mongol → neimongol, Xi'an → xian."""
    return re.sub(r"[^a-z0-9]", "", pinyin.lower().replace("ü", "u"))


def home_of(place: Jurisdiction, catalogues: Catalogues) -> tuple[str, str]:
    """Return the folder under data/plans/ where a jurisdiction's plans stand, and how their ids begin."""
    above = [*catalogues.ancestors(place.code), place]
    province = next((p for p in above if p.level == "province"), above[0])
    return f"{province.code[:2]}-{slug_of(province.pinyin)}", f"{place.code}-{slug_of(place.pinyin)}-"
