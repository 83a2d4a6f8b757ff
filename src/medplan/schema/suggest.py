"""Did you mean …? What an editor wrote and what there is in, the nearest of it in words out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

MAX_KNOWN = 5000  # comparing with more takes longer than an editor waits


def suggest(written: str, known: Mapping[str, str] | Iterable[str]) -> str:
    """Return “是不是 x？”, or "" when nothing is near.

    `known` are the ids (keys, codes) there are; a mapping gives the Chinese name of each, which may have been written.
    """
    names = dict(known) if isinstance(known, Mapping) else dict.fromkeys(known, "")
    if len(names) > MAX_KNOWN or not written.strip():
        return ""
    wanted = written.strip()[:80].lower().replace("_", "-")
    by_form = {key.lower().replace("_", "-"): key for key in names}
    by_name = {name: key for key, name in names.items() if name}
    near = get_close_matches(wanted, by_form, 1) or get_close_matches(wanted, by_name, 1)
    if not near:
        return ""
    key = by_form.get(near[0]) or by_name[near[0]]
    return f"是不是 {key}（{names[key]}）？" if names[key] else f"是不是 {key}？"
