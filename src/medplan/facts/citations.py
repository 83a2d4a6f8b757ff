"""Documents that a plan's text names: a plan in; titles, numbers and the provisions that name them out, never stored.

What the editor lists (`implements`, `cites`) comes first and settles what abbreviations such as 《意见》 stand for; the
rest is read from the text: 《…》 with the number in brackets behind it, and numbers without a title.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from medplan.language.digits import with_ascii_digits
from medplan.language.fidelity_fold import fold_print
from medplan.plan.address import Eid
from medplan.plan.head import CitedDocument, name_of_document
from medplan.plan.model import Plan, reading_text
from medplan.plan.once import once
from medplan.plan.printed import locator, node_text

_OPEN, _CLOSE = "〔﹝［\\[【（(", "〕﹞］\\]】）)"
_NUMBER = re.compile(
    rf"(?P<office>[㐀-鿿]{{1,12}})[{_OPEN}]\s*+(?P<year>(?:19|20)[0-9][0-9])\s*+[{_CLOSE}]\s*+(?:第\s*+)?(?P<number>[0-9]{{1,5}})\s*+号"
    r"|(?P<order>[㐀-鿿]{2,20}?令)\s*+(?:第\s*+)?(?P<of_order>[0-9]{1,5})\s*+号"
)
# How every number ends: where nothing does, the pattern above need not look for a beginning at each character.
_NUMBER_ENDS = re.compile(r"[0-9]\s*+号")
_TITLE = re.compile(r"《((?:[^《》]|《[^《》]*》){1,200})》")
_SHORT_FORM = re.compile(r"(?:简称|下称|以下称)(?:为)?[:：]?\s*[“\"'《]*([^”\"'《》（）()，。；]{1,30})")
_BRACKET = re.compile(r"\s*[（(]([^（）()]*(?:[（(][^（）()]*[)）][^（）()]*)*)[)）]")
# Words that end up before an office's sign when a number is read from running text.
_LEAD_IN = re.compile(r"^.*(?:按照|根据|依据|贯彻|落实|执行|印发|以及|及|和|与|按|依|见|的|《|》)(?=[㐀-鿿])")


@dataclass(slots=True, kw_only=True)
class Citation:
    """A document as one plan names it; `eids` are the provisions, in order, `places` their names in short.

    `title` is None where only a number is given, `number` None where none is. `plan` is the plan of the library that
    the editor says it is. `listed` tells whether the editor lists it, `implemented` whether the plan carries it out,
    `title_by_editor` whether the source prints no such title.
    """

    title: str | None
    number: str | None
    plan: str | None = None
    listed: bool = False
    implemented: bool = False
    title_by_editor: bool = False
    eids: list[Eid] = field(default_factory=list)
    places: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Return the title as a reader is told it, "" where only a number is given."""
        return name_of_document(self.title, by_editor=self.title_by_editor) if self.title else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A document named in running text, with the short forms that the text introduces for it."""

    title: str | None
    number: str | None
    short_forms: tuple[str, ...] = ()


def plain_number(text: str) -> str | None:
    """Return a document's number in the form 国办发〔2021〕36号, None when the text holds none."""
    digits = with_ascii_digits(text)
    found = _NUMBER.search(digits) if _NUMBER_ENDS.search(digits) else None
    if found is None:
        return None
    if found["order"]:
        return f"{found['order']}第{int(found['of_order'])}号"
    return f"{_LEAD_IN.sub('', found['office'])}〔{found['year']}〕{int(found['number'])}号"


def mentions(text: str) -> Iterator[Mention]:
    """Yield the documents that a text names, in order: titles with what stands in brackets behind them, then numbers.

    A number in brackets behind a title belongs to it. A title inside another (《关于印发《…》的通知》) is part of it.
    """
    taken: list[tuple[int, int]] = []  # in order, none over another
    short: tuple[str, ...] = ()
    for found in _TITLE.finditer(text):
        if taken and found.start() < taken[-1][1] and found[1] in short:
            continue
        bracket = _BRACKET.match(text, found.end())
        inside = bracket[1] if bracket else ""
        number = plain_number(inside)
        short = tuple(form.strip() for form in _SHORT_FORM.findall(inside))
        taken.append((found.start(), bracket.end() if bracket and (number or short) else found.end()))
        yield Mention(title=" ".join(found[1].split()), number=number, short_forms=short)
    digits = with_ascii_digits(text)
    for found in _NUMBER.finditer(digits) if _NUMBER_ENDS.search(digits) else ():
        before = bisect_right(taken, (found.start(), len(text))) - 1
        if before < 0 or found.start() >= taken[before][1]:
            yield Mention(title=None, number=plain_number(found.group()))


@once
def plan_citations(plan: Plan) -> tuple[Citation, ...]:
    """Return the documents a plan names, those listed by the editor first; the plan itself is none of them."""
    reader = _Reader(plan)
    for node, _ in plan.walk():
        text = node_text(node, reading_text)
        if node.kind != "title" and ("《" in text or "号" in text):
            for mention in mentions(text):
                reader.take(mention, node.eid)
    order = {node.eid: number for number, (node, _) in enumerate(plan.walk())}
    for known in reader.known:
        citation = known.citation
        citation.eids = sorted(known.eids, key=lambda eid: order.get(eid, 0))
        found = [(eid, plan.find(eid)) for eid in citation.eids]
        citation.places = [locator(at[1], at[0]) if at else eid for eid, at in found]
    return tuple(known.citation for known in reader.known)


@dataclass(slots=True, kw_only=True)
class _Known:
    """A document as far as the text has told of it: which of them it is, by folded title, and who names it."""

    place: int
    title: str
    citation: Citation
    eids: dict[Eid, None] = field(default_factory=dict)


class _Reader:
    """The citations of one plan while its text is read; each is looked up, never searched for."""

    def __init__(self, plan: Plan) -> None:
        self.known: list[_Known] = []
        self._by_title: dict[str, list[_Known]] = {}
        # The first with this folded title and number, and under "" the first with this number, whatever its title.
        self._by_number: dict[tuple[str, str | None], _Known] = {}
        self._own = {fold_print(plan.title)}
        self._own_number = plan.document_number
        self._short: dict[str, _Known] = {}
        self._listed: dict[str, dict[str, _Known]] = {}  # by provision, then by folded title
        for document in plan.implements:
            self._list(document).implemented = True
        for document in plan.cites:
            self._list(document)

    def _list(self, document: CitedDocument) -> Citation:
        """Take in a document that the editor lists, with the titles by which its provisions name it."""
        known = self._find(fold_print(document.title), document.number)
        if known is None or known.citation.number != document.number:
            known = self._add(Citation(title=document.title, number=document.number, listed=True))
        known.citation.title_by_editor = document.title_by_editor
        known.citation.plan = known.citation.plan or document.plan
        forms = [title for form in document.printed for title in _TITLE.findall(form)]
        for eid in document.eids:
            known.eids[eid] = None
            self._listed.setdefault(eid, {}).update({fold_print(form): known for form in (document.title, *forms)})
        return known.citation

    def take(self, mention: Mention, eid: Eid) -> None:
        """Take in a mention in the provision `eid`: of the plan itself, of a document known by now, or of a new one."""
        title = fold_print(mention.title or "")
        if title in self._own or (mention.number and mention.number == self._own_number):
            self._own |= {fold_print(form) for form in mention.short_forms}
            return
        known = self._listed.get(eid, {}).get(title) or self._find(title, mention.number)
        if known is None and not mention.number:
            known = self._short.get(title)
        if known is None:
            known = self._add(Citation(title=mention.title, number=mention.number))
        if mention.number and not known.citation.number:
            self._by_number.pop((known.title, None), None)
            known.citation.number = mention.number
            self._note_number(known)
        self._short |= {fold_print(form): known for form in mention.short_forms}
        known.eids[eid] = None

    def _add(self, citation: Citation) -> _Known:
        known = _Known(place=len(self.known), title=fold_print(citation.title or ""), citation=citation)
        self.known.append(known)
        self._by_title.setdefault(known.title, []).append(known)
        self._note_number(known)
        return known

    def _note_number(self, known: _Known) -> None:
        for title in (known.title, ""):
            first = self._by_number.setdefault((title, known.citation.number), known)
            if known.place < first.place:
                self._by_number[title, known.citation.number] = known

    def _find(self, title: str, number: str | None) -> _Known | None:
        """Return the citation with this title, and this number where both have one; by number alone without a title."""
        exact = self._by_number.get((title, number))
        if exact or not title:
            return exact
        same = self._by_title.get(title, [])
        alone = same[0] if len(same) == 1 else None
        return alone if alone and not (alone.citation.number and number) else None
