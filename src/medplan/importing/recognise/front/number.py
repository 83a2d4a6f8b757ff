"""Read a document's number (文号): lines in; the number, set as GB/T 9704 does, out."""

from __future__ import annotations

import re
import unicodedata

from medplan.importing.recognise.closing import squeeze

_HAN = "㐀-鿿"
_OPEN, _CLOSE = "〔\\[（(﹝【［〖{", "〕\\])）﹞】］〗}"
_LABEL = r"(?:(?:发文字号|文号|发文号|编号|文件编号)[:：])?"
_SERIAL = r"第?(?P<serial>\d{1,5})号"
# 某医保发〔2023〕7号, maybe with who signed it behind; a year without brackets only behind 发, 函 and the like.
_BRACKETED = re.compile(
    rf"{_LABEL}(?P<body>[{_HAN}（）()]{{1,20}}?)[{_OPEN}](?P<year>[12]\d{{3}})年?[{_CLOSE}]{_SERIAL}(?:签发人[:：]?[{_HAN}、]{{0,20}})?"
)
_BARE = re.compile(rf"{_LABEL}(?P<body>[{_HAN}]{{1,14}}[发字函规办文])(?P<year>20\d\d){_SERIAL}")
_HALF = re.compile(rf"{_LABEL}[{_HAN}]{{1,20}}[{_OPEN}][12]\d{{3}}年?[{_CLOSE}]")
_ORDER = re.compile(
    rf"[（(]?(?P<body>[{_HAN}]{{0,40}}?(?:令|公告|通告)?)[（(]?(?P<year>[12]\d{{3}}年)?第(?P<serial>[\d〇零一二三四五六七八九十百]{{1,6}})号(?P<after>令|公告|通告)?[)）]?"
)
_ISSUED_BY = re.compile(
    rf"日(?:以)?(?P<body>[{_HAN}]{{2,30}}?令)[〔（(]?第(?P<serial>[\d〇零一二三四五六七八九十百]{{1,6}})号[）)〕]?(?:公布|发布|颁布)"
)
_ORDER_HEAD = re.compile(rf"(?!.*(?:关于|印发))[{_HAN}]{{2,40}}(?:令|公告|通告)")
_LONGEST = 60


def number_at(lines: list[str], i: int) -> tuple[str, int] | None:
    """Return the number that stands in line i, and over how many lines; None when the line is no number's."""
    here = _squeeze(lines[i])
    below = _squeeze(lines[i + 1]) if i + 1 < len(lines) else ""
    if len(here) > _LONGEST + 30:
        return None
    if number := _of_document(here):
        return number, 1
    if _HALF.fullmatch(here) and len(below) < 20 and (number := _of_document(here + below)):
        return number, 2
    if _ORDER_HEAD.fullmatch(here) and len(below) < 24 and (order := _ORDER.fullmatch(below)) and not order["body"]:
        return f"{here}{order['year'] or ''}第{order['serial']}号", 2
    order = _ORDER.fullmatch(here)
    if order and (order["body"].endswith(("令", "公告", "通告")) or order["after"] or order["year"]):
        return f"{order['body']}{order['year'] or ''}第{order['serial']}号{order['after'] or ''}", 1
    return None


def order_in(text: str) -> str | None:
    """Return the order by which a law's heading says it was issued (某市人民政府令第28号公布), None without one."""
    found = _ISSUED_BY.search(_squeeze(text)[:200])
    return f"{found['body']}第{found['serial']}号" if found else None


def number_in(value: str) -> str | None:
    """Return the number that the value of a label is, None when it is none."""
    found = number_at([value.strip()], 0)
    return found[0] if found else None


def _of_document(text: str) -> str | None:
    if text[:1] in "（(" and text[-1:] in "）)":
        text = text[1:-1]
    found = _BRACKETED.fullmatch(text) or _BARE.fullmatch(text)
    if not found or found["body"].startswith(("见", "根据", "按照")):
        return None
    return f"{found['body']}〔{found['year']}〕{found['serial']}号"


def _squeeze(text: str) -> str:
    # 〔〕 and full-width brackets stay as they are; figures become the usual ones.
    return "".join(unicodedata.normalize("NFKC", c) if c.isdigit() else c for c in squeeze(text))
