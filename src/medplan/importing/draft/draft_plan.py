"""Write a draft plan: a document taken in and where it belongs, the plan's mapping and doubts out."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from medplan.catalogue.catalogues import Catalogues
from medplan.files.document import load_text
from medplan.importing.draft.doubts import Subject, Told, tell
from medplan.importing.draft.dump import SCHEMA_LINE, dump_plan
from medplan.importing.draft.propose import propose_indicators, propose_themes
from medplan.importing.read.blocks import Block, Grid, Paragraph
from medplan.importing.read.limits import Refused
from medplan.importing.read.version import READER
from medplan.importing.recognise.clean import clean_blocks
from medplan.importing.recognise.frame import REPRINTED, Sorted, set_frame_aside, sort_blocks
from medplan.importing.recognise.front import FIELDS, Evidence, Front, read_front, read_kind
from medplan.importing.recognise.nesting import Structure
from medplan.importing.recognise.punctuate import punctuate
from medplan.importing.recognise.rejoin import rejoin
from medplan.importing.recognise.speeches import is_spoken, part_speeches, read_speakers
from medplan.importing.recognise.structure import read_structure
from medplan.importing.recognise.text_tables import find_text_tables
from medplan.importing.recognise.tidy import tidy
from medplan.issues import ERROR
from medplan.plan.build_plan import build_plan
from medplan.plan.head import empty_head, head_titles
from medplan.rules.check_plan import check_plan
from medplan.rules.fidelity import prove
from medplan.schema.schemas import check_schema, integer_keys, load_schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft: the plan's mapping in the schema's order, and what an editor must look at, in the source's order.

    `evidence` are all readings of the head's fields, those taken and those that were not, with their places.
    """

    data: dict[str, Any]
    told: tuple[Told, ...]
    evidence: tuple[Evidence, ...] = ()

    @property
    def doubts(self) -> tuple[tuple[int, str], ...]:
        """Return what an editor must look at as (source's line, words)."""
        return tuple((told.line, told.words) for told in self.told)

    def as_yaml(self) -> str:
        """Return the draft as the text of a plan's file."""
        return SCHEMA_LINE + dump_plan(self.data)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a plan belongs: its jurisdiction's code, its id, the files of its source and of the document received.

    `url` and `origin` are where the document was published, when an editor gave them; `text_from` is the schema's.
    """

    code: str
    plan_id: str
    path: str
    source_file: str
    original_file: str | None = None
    url: str | None = None
    origin: str | None = None
    text_from: str | None = None


def draft_plan(
    blocks: list[Block], source: bytes, original: bytes | None, place: Place, catalogues: Catalogues
) -> Draft:
    """Return a draft that validates and whose every character is proved against `source`, the text of the document.

    When what was recognised does not prove, paragraphs are taken as they stand; raise Refused when nothing can be made.
    """
    clean, hidden = clean_blocks(blocks)
    fault = ""
    for attempt in (_recognise, _flat, _bare):
        data, doubts = attempt(clean, place, catalogues)
        data["source"] |= {"sha256": hashlib.sha256(source).hexdigest()}
        if original is not None and place.original_file:
            digest = hashlib.sha256(original).hexdigest()
            data["source"]["original"] = {"file": place.original_file, "sha256": digest, "reader": READER}
            data["source"] |= {"text_from": place.text_from} if place.text_from else {}
        if fault:
            doubts += tell(Subject.TEXT, [(0, f"没有按层级录入，各段照原样排列，须手工加编号：{fault}")])
        evidence = tuple(data.pop("evidence"))
        doubts += tell(Subject.TEXT, hidden)
        draft = Draft(data=data, told=tuple(sorted(doubts, key=lambda t: (t.line, t.words))), evidence=evidence)
        found = find_fault(draft, source, place, catalogues)
        if found is None:
            return draft
        fault = fault or found
    raise Refused(f"草稿通不过校验：{fault}", "只复制正文存为 .txt 再导入，或手工录入")


def find_fault(draft: Draft, source: bytes, place: Place, catalogues: Catalogues) -> str | None:
    """Return the first thing that makes a draft invalid or unproved, None for a good one."""
    if not draft.data["body"]:
        return "除目录、页眉等之外没有正文"
    document, issues = load_text(draft.as_yaml(), place.path, integer_keys("plan"))
    issues = issues or [i for i in check_schema(document, "plan") if i.level == ERROR]
    if issues:
        return issues[0].message
    plan, issues = build_plan(document, place.plan_id)
    faults = [i for i in issues + check_plan(plan, document, catalogues) if i.level == ERROR]
    if faults:
        return faults[0].message
    proof = prove(plan, source)
    if proof.holds:
        return None
    if proof.mismatch:
        return f"原文第 {proof.mismatch.source_line} 行“{proof.mismatch.source_has[:12]}”与草稿对不上"
    return f"不收的文字“{''.join(proof.unused)[:12]}”在原文里找不到"


Made = tuple[dict[str, Any], list[Told]]


def _recognise(blocks: list[Block], place: Place, catalogues: Catalogues) -> Made:
    kept = set_frame_aside(blocks)
    texts = [b.text for b in kept.blocks if isinstance(b, Paragraph)]
    spoken = is_spoken(texts)
    whole, unsure = rejoin(find_text_tables(kept.blocks))
    data = _head(kept, whole, place, catalogues, spoken=spoken)
    rest = data.pop("rest")
    # What ends a line of the title or a signature without a mark goes on nowhere.
    unsure = [(line, words) for line, words in unsure if rest and line >= rest[0].line]
    speakers = read_speakers([b.text for b in rest if isinstance(b, Paragraph)]) if spoken else None
    structure = read_structure(rest, speakers=speakers)
    _set_reprinted_aside(kept, structure)
    body = part_speeches(structure.body, speakers) if speakers else structure.body
    doubts = [
        *tell(Subject.HEAD, data.pop("doubts")),
        *tell(Subject.TEXT, kept.doubts),
        *tell(Subject.STRUCTURE, [*unsure, *structure.doubts]),
        *tell(Subject.TABLES, structure.table_doubts),
        *tell(Subject.DUTIES, structure.duty_doubts),
        *tell(Subject.REMARKS, [(0, words) for words in propose_indicators(body, catalogues)]),
    ]
    propose_themes(body, catalogues)
    data["body"] = tidy(body)
    data["source"]["excluded"] = kept.passages()
    return data, doubts


def _flat(blocks: list[Block], place: Place, catalogues: Catalogues) -> Made:
    kept = set_frame_aside(blocks)
    return _as_it_stands(kept, place, catalogues)


def _bare(blocks: list[Block], place: Place, catalogues: Catalogues) -> Made:
    return _as_it_stands(sort_blocks(blocks), place, catalogues)


def _as_it_stands(kept: Sorted, place: Place, catalogues: Catalogues) -> Made:
    data = _head(kept, [], place, catalogues, spoken=False)
    del data["rest"]
    body: list[Any] = []
    for block in kept.blocks:
        if isinstance(block, Paragraph):
            body.append(punctuate(block.text))
        else:
            body += [punctuate(cell) for row in block.rows for cell in row if cell]
    data["body"] = tidy([text for text in body if text])
    data["source"]["excluded"] = kept.passages()
    return data, [*tell(Subject.HEAD, data.pop("doubts")), *tell(Subject.TEXT, kept.doubts)]


def _head(
    kept: Sorted, blocks: list[Paragraph | Grid], place: Place, catalogues: Catalogues, *, spoken: bool
) -> dict[str, Any]:
    """Return the plan's keys up to its body, with `rest`, the blocks of the body, and `doubts`."""
    front = read_front(blocks, kept.excluded, kept.meta, spoken=spoken)
    kept.excluded += front.aside
    doubts = [*front.doubts, *_take_given(front, place)]
    name = catalogues.jurisdictions[place.code].name
    data: dict[str, Any] = {"title": front.title}
    if not front.title:
        data = {"title": f"{name}医疗保障{'发布会实录' if spoken else '文件'}", "title_by_editor": True}
        doubts.append((1, "没有找到标题，暂拟了一个；原文印有标题的，改正，并去掉“标题由编者拟定”"))
    elif front.title_by_editor:
        data["title_by_editor"] = True
    data |= {"subtitle": front.subtitle} if front.subtitle else {}
    source: dict[str, Any] = {"file": place.source_file, "sha256": "", "origin": front.origin, "excluded": []}
    data |= empty_head() | {
        "jurisdiction": place.code,
        "kind": read_kind(front.title, spoken=spoken),
        "stage": front.stage,
        "period": front.period,
        "issuer": front.issuer,
        "document_number": front.number,
        "published": front.published,
        "source": source | ({"url": front.url} if front.url else {}),
    }
    data |= {key: value for key in ("published_on", "printed_by") if (value := getattr(front, key))}
    data = {key: data[key] for key in load_schema("plan")["properties"] if key in data}
    for key, words in head_titles().items():
        # Only plans have a period that they may be expected to name.
        if key in data and data[key] is None and (key != "period" or re.search("规划|纲要|计划", front.title)):
            doubts.append((0, f"没有找到{FIELDS.get(key, words)}，空着；原文印有的请补上"))
    if front.notice:
        data["notice"] = tidy(list(front.notice))
    return data | {"rest": front.rest, "doubts": doubts, "evidence": front.evidence}


def _take_given(front: Front, place: Place) -> list[tuple[int, str]]:
    """Put what an editor gave before what the page says; return doubts where the two disagree."""
    doubts: list[tuple[int, str]] = []
    for name, given, read in (("url", place.url, front.url), ("origin", place.origin, front.origin)):
        if given is None:
            continue
        front.evidence.append(Evidence(field=name, value=given, place="编辑给出的"))
        if read is not None and read != given:
            doubts.append((0, f"{FIELDS[name]}两处不同：编辑给出的是“{given}”，保存的网页作“{read}”；取了编辑给出的"))
    front.url, front.origin = place.url or front.url, place.origin or front.origin
    return doubts


def _set_reprinted_aside(kept: Sorted, structure: Structure) -> None:
    for line, text in structure.reprinted:
        kept.excluded.append((line, text, REPRINTED))
        structure.table_doubts.append((line, f"组题在同一组里又印了一次，当作换页时重印，没有收：“{text}”"))
