"""Set punctuation that a scrape flattened to GB/T 15834: text in, text with full-width marks out."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

_HAN = "㐀-鿿"
_NEAR = rf"[{_HAN}，。；：？！、（）《》〈〉“”‘’〔〕【】…％%\d]"
_FULL_BESIDE = rf"[{_HAN}，。；：？！、（）《》“”‘’]"
# A run of half-width marks beside a Chinese character or mark: each set full makes its neighbour stand beside one.
_BESIDE = re.compile(rf"(?<![,;:?!()])(?:(?<={_FULL_BESIDE})[,;:?!()]++|[,;:?!()]++(?={_FULL_BESIDE}))")
_BETWEEN = re.compile(rf"(?<={_NEAR}) (?={_NEAR})")
# A line of names and offices, without the marks of a sentence.
_NAMES = re.compile(rf"[{_HAN}（）、：· ]{{3,120}}")
_OFFICE = re.compile("(?:局|厅|委|部|院|办|署|委员会|办公室|政府|中心|公司|银行|协会|联合会|学会|法院|检察院)$")
_POST = re.compile(
    "(?:[局厅处科市省县区州镇乡院司会行署组部队站校所]长|主任|书记|主席|委员|专员|秘书长?|干部|科员|主管|经理|总监|巡视员|调研员|常委|教授|医师|研究员)"
    "(?:[（][^（）]{1,20}[）])?$"
)
_MARKS = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
# The space after 第一章 tells its number from a mention of it.
_PART = re.compile(
    r"\s*(第[〇零一二三四五六七八九十百\d]{1,5}[编篇章节条](?:之[一二三四五六七八九十]{1,2})?)[\s　\xa0]+(?=\S)"
)
# A document's number has its year in 〔〕 (GB/T 9704).
_YEAR_OF_NUMBER = re.compile(rf"(?<=[{_HAN}])\s?[\[［（(【]([12]\d{{3}})[\]］）)】](\s?\d{{1,4}}\s?号)")
_ROUNDS = 6
_SMALL = str.maketrans("﹝﹞﹙﹚―", "〔〕（）—")


def punctuate(text: str) -> str:
    """Return the text with half-width marks of Chinese sentences made full-width.

    Marks between digits (1,000 2:1) or within Latin words stay; brackets turn in pairs when either side or the
    content is Chinese; runs of spaces beside Chinese characters go.
    """
    for _ in range(_ROUNDS):
        # One mark made full-width may make a Chinese context of its neighbour.
        before, text = text, _set_once(text)
        if text == before:
            break
    return text


def _set_once(text: str) -> str:
    opening = _PART.match(text)
    if opening:
        text = text[opening.end() :]
    text = _YEAR_OF_NUMBER.sub(r"〔\1〕\2", text.translate(_SMALL))
    text = re.sub(r"[ \t　\xa0]+", " ", text).strip()
    # A space within 《》 parts the two bodies that issued a document: 《中共中央 国务院关于…》.
    parts = re.split(r"(《[^》]{0,150}》)", text)
    names = _NAMES.fullmatch(text)
    parts[::2] = [part_names(part) if names else re.sub(_BETWEEN, "", part) for part in parts[::2]]
    text = "".join(parts)
    text = re.sub(rf"(?<=[{_HAN}]) (?=[A-Za-z])|(?<=[A-Za-z]) (?=[{_HAN}])", "", text)
    text = _brackets(text)
    text = re.sub(r"(?<!\d)([,;:?!])|([,;:?!])(?!\d)", _mark(text), text)
    text = _quotes(_sweep(text))
    text = re.sub(r"(?<=[，；：？！]) | (?=[，；：？！。）])|(?<=（) ", "", text)
    text = re.sub(r"(?<=\d{4})-(?=\d{4}年)", "—", text)
    return f"{opening[1]} {text}" if opening else text


def part_names(text: str) -> str:
    """Return a line of names with one space where it parts a name from a post, or two offices; 总 则 is one word."""
    words: list[str] = []
    single = False
    for word in text.split(" "):
        # Letters set apart make one word: 张 某, 总 则.
        if words and len(word) == 1 and single:
            words[-1] += word
        else:
            words.append(word)
        single = len(word) == 1
    out = words[0]
    for before, word in pairwise(words):
        person = _POST.search(word) and len(re.split("[：、]", before)[-1]) <= 4 and len(word) > 2
        offices = _OFFICE.search(before) and _OFFICE.search(word) and min(len(before), len(word)) >= 3
        out += f" {word}" if person or offices else word
    return out


def punctuate_words(text: str) -> str:
    """Return names parted by spaces, such as offices in a cell, each with its marks set and one space between them."""
    words = " ".join(word for part in text.split() if (word := punctuate(part)))
    return re.sub("(?<=[，。；：、（]) | (?=[，。；：、）])", "", words)


def _mark(text: str) -> Callable[[re.Match[str]], str]:
    def replace(found: re.Match[str]) -> str:
        mark = found.group()
        before, after = text[: found.start()], text[found.end() :]
        left, right = before[-1:], after[:1]
        latin = left.isascii() and left.isalnum() and right.isascii() and right.strip()
        if latin and not (left.isdigit() and mark in ",;"):
            return mark
        around = before[-12:] + after[:12]
        return _MARKS[mark] if re.search(rf"[{_HAN}]", around) else mark

    return replace


def _sweep(text: str) -> str:
    """Make every mark full-width that still stands beside a Chinese character or mark."""
    turned = str.maketrans(_MARKS | {"(": "（", ")": "）"})
    return _BESIDE.sub(lambda found: found.group().translate(turned), text)


def _quotes(text: str) -> str:
    """Make straight quotation marks “ ” and ‘ ’ in turn; within a Latin word ' is an apostrophe."""
    text = re.sub(r"(?<=[A-Za-z])'(?=[A-Za-z])", "’", text)
    for straight, marks in (('"', "“”"), ("'", "‘’")):
        parts = text.split(straight)
        text = parts[0] + "".join(marks[i % 2] + part for i, part in enumerate(parts[1:]))
    return text


def _brackets(text: str) -> str:
    out = list(text)
    opened: list[int] = []
    for i, char in enumerate(text):
        if char == "(":
            opened.append(i)
        elif char == ")" and opened:
            start = opened.pop()
            around = text[max(0, start - 1) : start] + text[start + 1 : i] + text[i + 1 : i + 2]
            if re.search(_NEAR, around):
                out[start], out[i] = "（", "）"
        elif char == ")" and re.match(rf"[{_HAN}]", text[i - 1 : i] or " "):
            out[i] = "）"
    for start in opened:
        if re.search(rf"[{_HAN}%]", text[max(0, start - 1) : start + 2]):
            out[start] = "（"
    return "".join(out)
