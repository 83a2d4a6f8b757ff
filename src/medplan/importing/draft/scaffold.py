"""A new plan to fill in: a place and the document's facts in; a skeleton that validates, with comments, out."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from medplan.catalogue.catalogues import Catalogues, Jurisdiction, full_name
from medplan.catalogue.naming import home_of, slug_of
from medplan.catalogue.romanise import bare_name

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
PLACEHOLDER = "（从这里起照原件的次序写正文，写好后删去这一段）"
NO_SHA = "0" * 64
_SLUGS = (("十四五", "145"), ("十五五", "155"), ("十六五", "165"))


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPlan:
    """The facts of a plan to begin: None where the document prints none; `sha256` None while there is no source."""

    place: Jurisdiction
    slug: str
    title: str
    kind: str
    stage: str
    period: tuple[int, int] | None
    issuer: str | None
    document_number: str | None
    published: str | None
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
    """Return the YAML to fill in."""
    period = "null" if plan.period is None else f"{{start: {plan.period[0]}, end: {plan.period[1]}}}"
    sha = plan.sha256 or NO_SHA
    todo = "" if plan.sha256 else "    # 还没有原件：存好以后，用 sha256sum 算出来填在这里"
    return f"""\
# yaml-language-server: $schema=../../../schema/plan.schema.json
# 照原件的次序写，文字照录，标点用全角。写完运行 scripts/validate.py 和 scripts/prove_source.py {plan_id}
title: {_text(plan.title)}
jurisdiction: "{plan.place.code}"    # {plan.place.name}
kind: {plan.kind}    # plan 规划，scheme 实施方案，press-conference 发布会实录
stage: {plan.stage}    # issued 已印发，consultation 征求意见稿
period: {period}    # 规划期；原文没有的写 null
issuer: {_text(plan.issuer)}    # 发布机关；原文没有印的写 null
document_number: {_text(plan.document_number)}    # 文号，如 苏府〔2021〕1号；原文没有印的写 null
published: {_text(plan.published)}    # 日期，写在引号里；只知年月的写 "2021-10"
source:
  file: data/sources/{plan_id}{plan.suffix}    # 收到的原件，一个字也不改
  sha256: "{sha}"{todo}
  origin: {_text(plan.origin)}    # 原件刊载于何处；不详的写 null
  excluded: []    # 原件里不属于文件本身的文字（网页导航之类），每段写 text 和 why
implements: []    # 落实的上位文件，每件写 title 和 number（文号，没有的写 null）
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


def _text(value: str | None) -> str:
    return "null" if value is None else json.dumps(value, ensure_ascii=False)
