"""Propose where a document belongs: its blocks and what an editor gave in; its jurisdiction's code and slug out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from medplan.catalogue.catalogues import Catalogues, Jurisdiction, full_name
from medplan.catalogue.naming import home_of
from medplan.importing.draft.places import Gazetteer
from medplan.importing.read.blocks import Block, Paragraph
from medplan.importing.read.limits import Refused
from medplan.importing.recognise.clean import clean_blocks
from medplan.importing.recognise.frame import Sorted, set_frame_aside
from medplan.importing.recognise.front import Evidence, Front, read_front
from medplan.importing.recognise.speeches import is_spoken

_FORMS = (
    ("规划", "plan"),
    ("纲要", "outline"),
    ("计划", "programme"),
    ("方案", "scheme"),
    ("意见", "opinions"),
    ("办法", "measures"),
    ("条例", "regulations"),
    ("细则", "rules"),
    ("规则", "rules"),
    ("规程", "rules"),
    ("规定", "provisions"),
    ("决定", "decision"),
    ("决议", "resolution"),
    ("报告", "report"),
    ("公告", "announcement"),
    ("通告", "announcement"),
    ("批复", "reply"),
    ("答复", "reply"),
    ("要点", "priorities"),
    ("清单", "list"),
    ("目录", "list"),
    ("预案", "contingency"),
    ("通报", "circular"),
    ("议案", "bill"),
    ("纪要", "minutes"),
    ("标准", "standard"),
    ("指南", "guide"),
    ("通知", "notice"),
    ("函", "letter"),
)
_NATIONAL = re.compile(
    "国务院|中共中央|中央|中华人民共和国|国家|全国|财政部|民政部|教育部|人力资源|住房城乡|工业和信息化部|公安部|农业农村部|最高人民|海关总署"
)
_FIRST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Where a document belongs, and what an editor must look at because it was proposed, as (line, words).

    `evidence` are the places that title, issuer or text name, by their codes.
    """

    place: Jurisdiction
    slug: str
    doubts: tuple[tuple[int, str], ...] = ()
    evidence: tuple[Evidence, ...] = ()


def propose_home(
    blocks: Sequence[Block],
    catalogues: Catalogues,
    *,
    code: str | None,
    slug: str | None,
    is_taken: Callable[[str], bool],
) -> Home:
    """Return a document's home; what an editor gave wins, the rest is proposed from title, issuer and text.

    `is_taken` tells whether an id is another document's. Raise Refused when no place, or more than one, fits.
    """
    given = catalogues.jurisdictions[code] if code else None
    told = [Evidence(field="jurisdiction", value=given.code, place="编辑给出的")] if given else []
    if given is not None and slug:
        return Home(place=given, slug=slug, evidence=tuple(told))
    kept = set_frame_aside(clean_blocks(blocks)[0])
    texts = [block.text for block in kept.blocks if isinstance(block, Paragraph)]
    front = read_front(kept.blocks, kept.excluded, kept.meta, spoken=is_spoken(texts))
    place, doubts, evidence = (given, [], told) if given else _propose_place(front, kept, texts, catalogues)
    start = home_of(place, catalogues)[1]
    chosen = slug or _free(propose_slug(front, spoken=is_spoken(texts)), start, front.number, is_taken)
    return Home(place=place, slug=chosen, doubts=tuple(doubts), evidence=tuple(evidence))


def propose_slug(front: Front, *, spoken: bool) -> str:
    """Return the end of an id: 145 for the 14th five-year plan, 145-consultation for its draft, else notice-2023."""
    end = ""
    if front.period and front.period["start"] % 5 == 1 and front.period["end"] - front.period["start"] == 4:
        count = (front.period["start"] - 1966) // 5 + 3
        end = f"{count}5" if count >= 3 else ""
    if not end:
        form = next((slug for word, slug in _FORMS if word in front.title[-24:]), "document")
        ends = [(front.title.rfind(word), slug) for word, slug in _FORMS if word in front.title]
        form = max(ends)[1] if ends else form
        year = front.published or _year_of(front.number or "") or _year_of(front.title)
        end = f"{form}-{year[:4]}" if year else form
    return end + ("-press" if spoken else "-consultation" if front.stage == "consultation" else "")


def _year_of(text: str) -> str:
    found = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", text)
    return found.group() if found else ""


def _free(slug: str, start: str, number: str | None, is_taken: Callable[[str], bool]) -> str:
    """Return a slug that no other document has: with the number's serial, else counted on."""
    serial = re.search(r"〕(\d{1,5})号", number or "")
    ways = [slug, *([f"{slug}-{serial[1]}"] if serial else []), *(f"{slug}-{n}" for n in range(2, 1000))]
    return next((way for way in ways if not is_taken(start + way)), slug)


def _propose_place(
    front: Front, kept: Sorted, texts: Sequence[str], catalogues: Catalogues
) -> tuple[Jurisdiction, list[tuple[int, str]], list[Evidence]]:
    gazetteer = Gazetteer.of(catalogues)
    issuer = next((e for e in front.evidence if e.field == "issuer" and e.value == front.issuer), None)
    around = "\n".join([*texts, *(text for _, text, _ in kept.excluded), *(item.value for item in kept.meta)])
    opening = "\n".join([*map(str, front.notice[:_FIRST]), *texts[:_FIRST]])
    site = "\n".join(text for _, text, _ in kept.excluded[:40])
    own = "" if issuer is None or issuer.weak else issuer.value
    # A title that begins with who issued it names its subject after that.
    title = "" if own and front.title.startswith(own) else front.title
    found: list[tuple[str, Jurisdiction]] = []
    unsure: list[Jurisdiction] = []
    for where, words in (("发布机关", own), ("标题", title)):
        places = gazetteer.named(words, around) or ([catalogues.jurisdictions["100000"]] if _is_national(words) else [])
        found += [(where, places[0])] if len(places) == 1 else []
        unsure = unsure or (places if len(places) > 1 else [])
    weak = not found
    for where, words in (("标题", front.title), ("正文开头", opening), ("网页上的文字", site)):
        for look in (gazetteer.named, gazetteer.named_shortly):
            if not found and not unsure and words:
                places = look(words, around)
                found += [(where, places[0])] if len(places) == 1 else []
                unsure = unsure or (places if len(places) > 1 else [])
    if not found:
        listed = "、".join(f"{p.code} {full_name(catalogues.ancestors(p.code), p)}" for p in unsure[:12])
        example = unsure[0].code if unsure else "320500"
        reason = f"不能确定行政区，可能是：{listed}" if unsure else "不能确定行政区：标题、发布机关和正文开头都没有地名"
        raise Refused(reason, f"加上 --jurisdiction 和六位代码，如 --jurisdiction {example}")
    where, place = found[0]
    doubts = []
    other = next(((w, p) for w, p in found[1:] if p.code != place.code), None)
    name = full_name(catalogues.ancestors(place.code), place) or place.name
    if other:
        doubts.append(
            (
                0,
                f"行政区两处不同：取了{where}里的{name}（{place.code}），{other[0]}里的是{other[1].name}（{other[1].code}）",
            )
        )
    elif weak or unsure:
        doubts.append((0, f"行政区取自{where}，请核对，不对的用 --jurisdiction 另给：{name}（{place.code}）"))
    evidence = [Evidence(field="jurisdiction", value=p.code, place=where, weak=weak) for where, p in found]
    return place, doubts, evidence


def _is_national(words: str) -> bool:
    return bool(_NATIONAL.match(words.strip("《“ 关于印发")))
