"""A new plan to fill in: a place and the document's facts in; a skeleton that validates, with comments, out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from medplan.catalogue.catalogues import Catalogues, Jurisdiction, full_name
from medplan.catalogue.naming import home_of, slug_of
from medplan.catalogue.romanise import bare_name
from medplan.plan.head import empty_head, head_titles
from medplan.schema.schemas import load_schema

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
PLACEHOLDER = "（从这里起照原件的次序写正文，写好后删去这一段）"
NO_SHA = "0" * 64
_SLUGS = (("十四五", "145"), ("十五五", "155"), ("十六五", "165"))


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPlan:
    """A plan to begin: `facts` are the keys of its file that are known, as the file has them; the rest stays open.

    `sha256` is None while there is no source.
    """

    place: Jurisdiction
    slug: str
    facts: Mapping[str, Any]
    origin: str | None
    suffix: str = ".txt"
    sha256: str | None = None


def find_places(words: str, catalogues: Catalogues) -> list[Jurisdiction]:
    """Return the jurisdictions that a code, a name (with or without its kind or what lies above) or pinyin means.

    Several come back when the words fit several; [] when they fit none.
    """
    words = words.strip()
    places = list(catalogues.jurisdictions.values())
    if words in catalogues.jurisdictions:
        return [catalogues.jurisdictions[words]]
    spelt = re.sub(r"[\s'’]", "", words.lower())
    ways = (
        lambda p: p.name == words,
        lambda p: words.endswith(p.name) and full_name(catalogues.ancestors(p.code), p) == words,
        lambda p: bare_name(p.name) == words,
        lambda p: slug_of(p.pinyin) == spelt,
        lambda p: words in p.also() or (p.hanyu is not None and slug_of(p.hanyu) == spelt),
    )
    return next((found for way in ways if (found := [p for p in places if way(p)])), [])


def suggest_slug(title: str) -> str:
    """Return the usual end of an id for a title that names a five-year plan, "" for another."""
    return next((slug for words, slug in _SLUGS if words in title), "")


def home(plan: NewPlan, catalogues: Catalogues) -> tuple[str, str]:
    """Return the folder under plans/ and the id of a new plan."""
    folder, start = home_of(plan.place, catalogues)
    return folder, f"{start}{plan.slug}"


def skeleton(plan: NewPlan, plan_id: str) -> str:
    """Return the YAML to fill in: every key that a file must have, and what the schema says of it."""
    source = {"file": f"data/sources/{plan_id}{plan.suffix}", "sha256": plan.sha256 or NO_SHA, "origin": plan.origin}
    known = {"jurisdiction": plan.place.code, **plan.facts, "source": {**source, "excluded": []}}
    said = {"jurisdiction": plan.place.name}
    if not plan.sha256:
        said["sha256"] = "还没有原件：存好以后，用 sha256sum 算出来填在这里"
    values = empty_head() | known
    head = "".join(_lines(values, load_schema("plan")["properties"], said))
    rest = "、".join(f"{key}（{title}）" for key, title in head_titles().items() if key not in {"id", *values})
    return f"""\
# yaml-language-server: $schema=../../../schema/plan.schema.json
# 照原件的次序写，文字照录，标点用全角。写完运行 scripts/validate.py 和 scripts/prove_source.py {plan_id}
{head}# 用得着时再写的键：{rest}
body:
  # 有编号的条文写成：
  #   - num: 第一章
  #     heading: 发展基础
  #     body:
  #       - 不编号的自然段，直接写文字。
  #       - num: 一、
  #         heading: 与正文接排的标题，连同句号。
  #         text: 正文。
  #         lead: 市医保局    # 牵头单位，照抄
  #         schedule: 2025年底前    # 进度要求，照抄
  # 指标表、任务表、专栏的写法见网站的“参与”页
  - {PLACEHOLDER}
"""


def _lines(values: Mapping[str, Any], keys: Mapping[str, Any], said: Mapping[str, str]) -> Iterator[str]:
    """Yield a line for each key with a value, in the schema's order, with what is said of it, else the schema's words.

    The source takes a line for each of its own keys.
    """
    for key in (key for key in keys if key in values):
        described, value = keys[key], values[key]
        if key == "source":
            yield f"{key}:\n"
            yield from (f"  {line}" for line in _lines(value, described["properties"], said))
        else:
            words = said.get(key) or f"{described['title']}：{described['description']}"
            yield f"{key}: {_value(value, described)}    # {words}\n"


def _value(value: Any, described: Mapping[str, Any]) -> str:
    """Return a value on one line: JSON is YAML, whatever characters a text has; only a fixed word stands bare."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_value(inner, {})}" for key, inner in value.items()) + "}"
    fixed = any(choice.get("const") == value for choice in described.get("oneOf", ()))
    return value if fixed else json.dumps(value, ensure_ascii=False)
