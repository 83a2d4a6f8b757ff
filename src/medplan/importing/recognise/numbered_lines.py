"""Parse one line of a plan: its printed number, its heading, text and duties."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from medplan.importing.recognise.duties import part_duties, unread_duties
from medplan.language.numbering import LEVELS, read_han_number, read_number

HAN_NUMBER = "[〇零一二三四五六七八九十百]{1,5}"
# Looser than what is read as a number, for scans and scrapes lose brackets and Word leaves %1 where it failed to count.
_NUMBER = re.compile(
    rf"(第(?:{HAN_NUMBER}|\d{{1,3}})[编篇章节](?=[\s　]|(?![的里、，至]|[和与及]第|规定|所列)[^。；：！？]{{0,50}}$)"
    rf"|第(?:{HAN_NUMBER}|\d{{1,3}})条之[一二三四五六七八九十]{{1,2}}(?=[\s　])"
    rf"|第(?:{HAN_NUMBER}|\d{{1,3}})条(?!第|规定|所|的|之|至|[和与及、]第)"
    rf"|{HAN_NUMBER}\s?[、．.]|[（(]?{HAN_NUMBER}[)）]、?|[（(]%\d[)）]|%\d\s?[、.．]"
    r"|\d{1,2}\s?(?:、|[.．](?!\d))|[（(]\d{1,2}[)）]、?|\d{1,2}[)）]、?|[①-⑳㈠-㈩⒈-⒛⑴-⒇])\s*"
)
_LOOSE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("subpara", re.compile(rf"[（(]?({HAN_NUMBER}|%\d)[)）]、?")),
    ("para", re.compile(r"(%\d)、")),
    ("point", re.compile(r"(%\d|\d{1,3})[.．、]")),
    ("subpoint", re.compile(r"(\d{1,3})[)）]、?")),
)
# 第三条之一, put between 第三条 and 第四条 by an amendment.
_INSERTED = re.compile(rf"第({HAN_NUMBER}|\d{{1,3}})条之([一二三四五六七八九十]{{1,2}})")
# What a sentence that lays down a rule says; 主要 and 要求 are other words.
_RULES = re.compile("应当|不得|是指|下列|，应(?!急|对)|(?<![主重需纪必紧首摘概次纲简只])要(?![求素点件害道领闻旨义务])")
HEADING_LENGTH = 40
HEADS = frozenset({"part", "chp", "sec"})
_LONGEST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """A line that begins with a number: as printed, its level and value, and the rest; `value` None when it is lost.

    `inserted` counts the articles that an amendment put after the one of this number (第三条之一), 0 for the article.
    """

    printed: str
    level: str
    value: int | None
    rest: str
    inserted: int = 0

    @property
    def rank(self) -> int:
        """Return how fine the level is, 0 the coarsest."""
        return LEVELS.index(self.level)

    @property
    def plain(self) -> bool:
        """Whether an address follows from the printed number itself."""
        number = read_number(self.printed)
        return number is not None and (number.level, number.value) == (self.level, self.value)


def read_numbered(text: str) -> Numbered | None:
    """Return the number that a line (with full-width punctuation) begins with, None when it begins with none."""
    found = _NUMBER.match(text)
    if not found:
        return None
    printed = re.sub(r"\s", "", found[1]).replace("(", "（").replace(")", "）")
    rest = text[found.end() :].strip()
    if number := read_number(printed):
        return Numbered(printed=printed, level=number.level, value=number.value, rest=rest)
    if between := _INSERTED.fullmatch(printed):
        values = read_han_number(between[1]), read_han_number(between[2])
        return Numbered(printed=printed, level="art", value=values[0] or None, rest=rest, inserted=values[1] or 1)
    for level, form in _LOOSE:
        if loose := form.fullmatch(printed):
            digits = loose[1]
            value = None if digits.startswith("%") else int(digits) if digits.isdigit() else read_han_number(digits)
            return Numbered(printed=printed, level=level, value=value or None, rest=rest)
    return None


def make_unit(
    numbered: Numbered, doubts: list[str], *, marked: bool = False, in_article: bool = False
) -> dict[str, Any]:
    """Return a numbered line as the plan's mapping: number, heading, text and duties; doubts go to `doubts`.

    A short line without a full stop, or one `marked` as a heading by the document, is a heading; the first short
    sentence of a longer one is a heading run in. What an article (第一条) and its items say is text.
    """
    unit: dict[str, Any] = {"num": numbered.printed}
    rest, duties = part_duties(numbered.rest)
    if unread := unread_duties(rest):
        doubts.append(unread)
    end = heading_end(numbered, rest, marked=marked, in_article=in_article)
    if end and numbered.level in HEADS and len(rest) > _LONGEST:
        end = 0
    if end:
        unit["heading"] = rest[:end].strip()
    if rest[end:].strip():
        unit["text"] = rest[end:].strip()
    return unit | duties


def heading_end(numbered: Numbered, rest: str, *, marked: bool, in_article: bool) -> int:
    """Return where the heading in what follows a number ends: all of it, its first sentence, or 0 for text alone."""
    if numbered.level in HEADS:
        return len(rest)
    if numbered.level == "art" or in_article:
        return _article_heading_end(rest) if numbered.level == "art" else 0
    if len(rest) <= HEADING_LENGTH and not re.search("。|[！？；]$", rest) and not _leads(rest):
        return len(rest)
    if marked and len(rest) <= HEADING_LENGTH and rest.endswith("。") and rest.count("。") == 1:
        return len(rest)
    return _run_in_end(rest) or 0


def _article_heading_end(rest: str) -> int:
    """Return where an article's heading ends: 【目的】, （目的）, or a few words that are no sentence."""
    named = re.match(r"【[^【】]{1,30}】|（[^（）]{1,20}）(?=[^，。；：]{2})", rest)
    if named:
        return named.end()
    return len(rest) if len(rest) <= 20 and not re.search("[，。；：！？]", rest) else 0


def _leads(text: str) -> bool:
    """Whether a line only leads over to the items below it: 有下列情形之一的：."""
    return text.endswith("：") and bool(re.search("，|下列|以下|如下|[的括是为]：$", text))


def _run_in_end(text: str) -> int | None:
    """Return where a heading run in before the text ends, None when the line has none."""
    sentence = re.match(rf"[^。：；！？]{{2,{HEADING_LENGTH}}}[。：]", text)
    if sentence and len(sentence.group()) < len(text):
        head = sentence.group()
        # What only a bracket follows is the whole text; what an article's words are in is a rule.
        alone = re.fullmatch(
            r"[（(][^（）()]*(?:[（(][^（）()]*[)）][^（）()]*)*[)）]。?", text[sentence.end() :].strip()
        )
        ruled = _RULES.search(head)
        # What a colon ends is a heading only where no clause goes before it: 工程：… but not 要坚持…，做到：….
        if not alone and not ruled and (head.endswith("。") or ("，" not in head and not _leads(head))):
            return sentence.end()
    title = re.match(r"[^。：；！？，《》]{2,12}《[^《》]{4,40}》(?=[㐀-鿿])", text)
    verbs = re.compile(r"(修订|制定|制订|出台|落实|完善|编制|贯彻|执行)$")
    goes_on = title and not re.match("[的和及与中等规要对第、]", text[title.end() :])
    if title and goes_on and verbs.search(text[: title.group().index("《")]):
        return title.end()
    return None
