"""Make a draft's body fit the schema: a body as recognised in, one without empty, overlong or double items out."""

from __future__ import annotations

import re
import string
from typing import Any

from medplan.importing.read.limits import Refused
from medplan.language.numbering import read_label, read_number
from medplan.plan.address import Eid, step

_TEXT = 20_000
_ITEMS = 3_000
_HEADED = {"box": 200, "annex": 200}


def tidy(body: list[Any]) -> list[Any]:
    """Return the body: boxes and annexes without content as paragraphs, long paragraphs parted, ids for double numbers.

    Raise Refused when more stands in one place than a plan can hold.
    """
    out: list[Any] = []
    for item in body:
        if isinstance(item, str):
            out += _parted(item)
            continue
        made = dict(item)
        if "body" in made:
            made["body"] = tidy(made["body"])
            if not made["body"]:
                del made["body"]
        if "num" in made and "body" in made and _names(made) and "heading" not in made:
            made = {("heading" if key == "text" else key): value for key, value in made.items()}
        kind = next((k for k in (*_HEADED, "lede", "speech", "question", "answer") if k in made), None)
        if kind and "body" not in made:
            out += [text for text in (made[kind], made.get("heading")) if text]
        elif len(made.get("text", "")) > _TEXT:
            first, *rest = _parted(made["text"])
            out.append(made | {"text": first, "body": [*rest, *made.get("body", [])]})
        else:
            out.append(made)
    if len(out) > _ITEMS:
        raise Refused(f"同一层有 {len(out)} 段，超过 {_ITEMS} 段", "核对原件是不是一份规划，或拆成几份")
    _name_doubles(out)
    return out


def _names(unit: dict[str, Any]) -> bool:
    """Whether a numbered sentence only names what stands under it: （三）基本原则。 An article's sentence does not."""
    number = read_number(str(unit["num"]))
    article = number is not None and number.level == "art"
    return not article and bool(re.fullmatch("[^，。：；！？]{2,30}。", unit.get("text", "")))


def _parted(text: str) -> list[str]:
    parts = []
    while len(text) > _TEXT:
        end = max(text.rfind("。", 0, _TEXT) + 1, _TEXT // 2)
        parts.append(text[:end])
        text = text[end:]
    return [part for part in (*parts, text) if part.strip()]


def _name_doubles(items: list[Any]) -> None:
    """Give an id to an item whose number another beside it has, for two can't have one address."""
    seen: set[str] = set()
    unnumbered: dict[str, int] = {}
    numbered = {_local(item, {}) for item in items if isinstance(item, dict) and not _is_unnumbered(item)}
    for item in items:
        local = _local(item, unnumbered) if isinstance(item, dict) else None
        if local is None:
            continue
        if local in seen and _is_unnumbered(item):
            # 附表 beside 附件1 and 附件2 is the third annex.
            kind = Eid(local).kind
            free = (step(kind, i) for i in range(1, len(items) + 2))
            local = next(name for name in free if name not in seen | numbered)
            _set_id(item, local)
        elif local in seen:
            stem = re.sub(r"[a-z]$", "", local) if re.search(r"\d[a-z]$", local) else local
            letters = (a + b for a in ("", *string.ascii_lowercase) for b in string.ascii_lowercase)
            local = next(n for n in (f"{stem}{letter}" for letter in letters if letter != "a") if n not in seen)
            _set_id(item, local)
        seen.add(local)


def _set_id(item: dict[str, Any], local: str) -> None:
    rest = dict(item)
    item.clear()
    key = next(iter(rest))
    item |= {key: rest.pop(key), "id": local} | {k: v for k, v in rest.items() if k != "id"}


def _is_unnumbered(item: dict[str, Any]) -> bool:
    """Whether an item is a box or an annex that prints no number and has no id."""
    return "id" not in item and any(kind in item and not read_label(item[kind], kind) for kind in ("box", "annex"))


def _local(item: dict[str, Any], unnumbered: dict[str, int]) -> str | None:
    """Return the last step of an item's address; labels without a number (附) are counted in `unnumbered`."""
    if "id" in item:
        return str(item["id"])
    if "num" in item:
        number = read_number(str(item["num"]))
        return step(number.level, number.value) if number else None
    for kind, prefix in (("box", "box"), ("annex", "att")):
        if kind in item:
            value = read_label(item[kind], kind)
            if not value:
                value = unnumbered[kind] = unnumbered.get(kind, 0) + 1
            return step(prefix, value)
    return None
