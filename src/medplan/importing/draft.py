"""Write a draft plan: a document's text and where it belongs in, the plan's mapping, YAML and doubts out."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any

import yaml

from medplan.catalogues import Catalogues
from medplan.importing.blocks import TITLE, Block, cut_blocks
from medplan.importing.punctuate import punctuate
from medplan.importing.structure import Structure, read_structure

SCHEMA_LINE = "# yaml-language-server: $schema=../../../schema/plan.schema.json\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft: the plan's mapping in the schema's order, and what could not be placed, as (line, words)."""

    data: dict[str, Any]
    doubts: tuple[tuple[int, str], ...]

    def as_yaml(self) -> str:
        """Return the draft as the text of a plan's file."""
        return SCHEMA_LINE + dump_plan(self.data)


def draft_plan(raw: bytes, *, code: str, source_file: str, catalogues: Catalogues) -> Draft:
    """Return a draft of the plan in a text document (UTF-8, else GB18030); raise UnicodeDecodeError for neither."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030")
    cut = cut_blocks(text)
    spoken = len(re.findall(r"[？?]\s*$", text, re.M)) >= 3 and "记者" in text
    notice, title, subtitle, rest = _front(cut.blocks, spoken=spoken)
    structure = read_structure(rest, spoken=spoken)
    _propose_indicators(structure.body, catalogues)
    place = catalogues.jurisdictions[code]
    draft_stage = "征求意见" in (subtitle or "") + title
    data: dict[str, Any] = {"title": title or f"{place.name}规划"}
    if not title:
        data = {"title": f"{place.name}医疗保障文件", "title_by_editor": True}
    data |= {"subtitle": subtitle} if subtitle else {}
    kind = "press-conference" if spoken else "scheme" if "方案" in title else "plan"
    data |= {
        "jurisdiction": code,
        "kind": kind,
        "stage": "consultation" if draft_stage else "issued",
        "period": {"start": 2021, "end": 2025} if "十四五" in title else None,
        "issuer": None,
        "document_number": None,
        "published": None,
        "source": {
            "file": source_file,
            "sha256": hashlib.sha256(raw).hexdigest(),
            "origin": None,
            "excluded": _counted(cut.excluded),
        },
        "implements": [],
    }
    if notice:
        data["notice"] = notice
    data["body"] = structure.body
    return Draft(data=data, doubts=tuple(structure.doubts))


def _front(blocks: list[Block], *, spoken: bool) -> tuple[list[Any], str, str | None, list[Block]]:
    """Return what stands before the title, the title, the line in brackets below it, and the rest."""
    if spoken:
        return [], "", None, blocks
    at = next((i for i, b in enumerate(blocks[:12]) if TITLE.fullmatch(b.lines[0])), None)
    if at is None:
        return [], "", None, blocks
    notice = [punctuate(b.text) for b in blocks[:at]]
    subtitle = None
    rest = blocks[at + 1 :]
    if len(blocks[at].lines) > 1:
        subtitle = punctuate("".join(blocks[at].lines[1:]))
    elif rest and re.fullmatch(r"[（(].{2,20}[)）]", rest[0].text):
        subtitle, rest = punctuate(rest[0].text), rest[1:]
    return notice, punctuate(blocks[at].lines[0]), subtitle, rest


def _counted(excluded: list[tuple[str, str]]) -> list[dict[str, Any]]:
    counts: dict[tuple[str, str], int] = {}
    for passage in excluded:
        counts[passage] = counts.get(passage, 0) + 1
    return [
        {"text": text, "why": why} | ({"times": times} if times > 1 else {}) for (text, why), times in counts.items()
    ]


def _propose_indicators(body: list[Any], catalogues: Catalogues) -> None:
    by_name = {n: i.id for i in catalogues.indicators.values() for n in (i.name, *i.names)}
    for item in body:
        if not isinstance(item, dict):
            continue
        for row in item.get("indicators", {}).get("rows", []):
            bare = re.sub(r"[（(][^（）()]{0,6}[）)]?$", "", row["name"])
            if row["name"] in by_name or bare in by_name:
                row["indicator"] = by_name.get(row["name"], by_name.get(bare))
                row["match"] = "exact"
        _propose_indicators(item.get("body", []), catalogues)


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _represent_map(dumper: yaml.SafeDumper, data: dict[str, Any]) -> yaml.Node:
    flat = all(not isinstance(v, dict | list) for v in data.values())
    row = flat and ("indicator" in data or ("why" in data and "printed" not in data))
    return dumper.represent_mapping("tag:yaml.org,2002:map", data.items(), flow_style=row)


def _represent_list(dumper: yaml.SafeDumper, data: list[Any]) -> yaml.Node:
    short = all(isinstance(v, str | int) for v in data) and sum(len(str(v)) for v in data) < 80
    return dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=short and bool(data))


_Dumper.add_representer(dict, _represent_map)
_Dumper.add_representer(list, _represent_list)


def dump_plan(data: dict[str, Any]) -> str:
    """Return a plan's mapping as YAML: keys in their order, one provision a line, rows of tables on one line."""
    text: str = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**6, indent=2)
    return text


__all__ = ["Draft", "Structure", "draft_plan", "dump_plan"]
