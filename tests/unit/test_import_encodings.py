"""Texts and pages in every encoding of Chinese: read right whatever they declare, or refused; garbled text never."""

from __future__ import annotations

from pathlib import Path

import pytest

from medplan.importing.read.blocks import Doubt, Paragraph
from medplan.importing.read.encoding import decode_text
from medplan.importing.read.html import read_html
from medplan.importing.read.legible import is_garbled
from medplan.importing.read.limits import Refused
from medplan.importing.read.receive import receive
from medplan.issues import has_errors

from .support import make_root, validate
from .test_scripts import main

PLAIN = "甲市长期护理保险实施办法\n\n第一条　为了保障失能人员的基本护理，制定本办法。\n第二条　二〇二四年起施行。\n"
TRADITIONAL = "甲縣長期照顧服務辦法\n\n第一條　為了保障失能人員的照顧，訂定本辦法。\n第二條　二〇二四年起施行。\n"
UNICODE = [f"utf-{bits}{order}" for bits in (16, 32) for order in ("", "-le", "-be")]
# A name of place that is rare (亳, 鄄, 濮) says nothing against a text.
RARE = "亳州市和鄄城县、濮阳县医疗保障局关于印发方案的通知\n各有关单位：\n现将方案印发给你们。\n"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", *UNICODE, "gb18030", "gbk", "gb2312", "hz"])
@pytest.mark.parametrize("text", [PLAIN.replace("〇", "零"), RARE, PLAIN.splitlines()[0]])
def test_a_text_is_read_in_the_encoding_it_has(codec: str, text: str) -> None:
    if codec in ("gb2312", "hz") and text is RARE:
        text = text.replace("鄄", "郓")
    assert decode_text(text.encode(codec)) == text


@pytest.mark.parametrize("codec", ["utf-8", *UNICODE, "gb18030", "big5hkscs"])
def test_a_text_in_traditional_characters_too(codec: str) -> None:
    assert decode_text(TRADITIONAL.encode(codec)) == TRADITIONAL


@pytest.mark.parametrize("declared", ["", "gb2312", "utf-8", "big5", "iso-8859-1", "utf-16", "x-bogus"])
@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16", "utf-16-be"])
def test_a_page_is_read_in_the_encoding_it_has_whatever_it_declares(declared: str, codec: str) -> None:
    page = f"<html><head><meta charset='{declared}'></head><body>{'<p>'.join(PLAIN.split())}</body></html>"
    texts = [b.text for b in read_html(page.encode(codec)) if isinstance(b, Paragraph)]
    assert texts[0] == "甲市长期护理保险实施办法" and texts[-1] == "二〇二四年起施行。"


@pytest.mark.parametrize(
    ("was", "read_as"),
    [
        ("utf-8", "gb18030"),
        ("utf-8", "latin-1"),
        ("utf-8", "cp1252"),
        ("utf-8", "big5hkscs"),
        ("gb18030", "latin-1"),
        ("gb18030", "big5hkscs"),
        ("gb18030", "utf-8"),
        ("gb18030", "euc-kr"),
        ("gb18030", "shift-jis"),
        ("big5hkscs", "gb18030"),
        ("big5hkscs", "latin-1"),
    ],
)
@pytest.mark.parametrize("lost", ["ignore", "replace"])
@pytest.mark.parametrize("kept_as", ["utf-8", "utf-16", "gb18030"])
def test_a_text_garbled_once_and_saved_again_is_refused(was: str, read_as: str, lost: str, kept_as: str) -> None:
    text = TRADITIONAL if was == "big5hkscs" else PLAIN
    garbled = (text * 4).encode(was).decode(read_as, lost)
    if (read_as == "utf-8" and lost == "ignore") or read_as == kept_as:
        return  # so little is left that nothing can be told of it; or the bytes are those of the document again
    with pytest.raises(Refused) as refused:
        decode_text(garbled.encode(kept_as, "ignore"))
    assert "重新保存" in refused.value.cure or "另存" in refused.value.cure


@pytest.mark.parametrize(
    ("raw", "named"),
    [
        (b"\x1b$)A\x0eR=AF1#UO\x0f\n", "ISO-2022"),
        ("联通".encode("utf-16") + b"\0", "UTF-16"),
        (b"\x8e\xa2\xc4\xa1\x8e\xa2\xa1\xa6\xff" * 9, "EUC-TW"),
        (bytes(range(128, 256)) * 3, "认不出"),
        ("甲市\0乙县".encode(), "空字符"),
        (PLAIN.encode("utf-7"), "UTF-7"),
        (("국민의 건강을 보장하기 위하여 이 계획을 정한다.\n" * 5).encode("euc-kr"), "EUC-KR"),
    ],
)
def test_what_is_not_read_is_named(raw: bytes, named: str) -> None:
    with pytest.raises(Refused, match=named) as refused:
        decode_text(raw)
    assert "另存为 UTF-8" in refused.value.cure or "选错" in refused.value.cure


def test_a_few_words_with_a_plus_are_no_utf_7() -> None:
    assert decode_text(b"a plan +abcdef and C++abc\n") == "a plan +abcdef and C++abc\n"


@pytest.mark.parametrize("odd", ["\ufe0f", "\ufffc", "\u2800", "\u3164", "\u0903", "\U0001e8d0", "\u20dd"])
def test_what_is_drawn_as_nothing_or_on_nothing_is_left_out_and_the_draft_holds(odd: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"苏州市医疗保障规划\n一、总则{odd}\n为了保障①{odd}人民健康，{odd}制定本规划。\n", "utf-8")
    data = make_root(tmp_path)
    given = ["--jurisdiction", "320500", "--slug", "x", "--data", str(data)]
    assert main("import_plan", str(path), *given) == 0
    assert not any(has_errors([issue]) for issue in validate(data))
    (draft,) = (data / "plans").rglob("*.yaml")
    assert "为了保障①人民健康，制定本规划。" in draft.read_text("utf-8")


def test_two_words_in_gbk_that_are_utf_8_as_well() -> None:
    assert decode_text("联通".encode("gbk")) == "联通"


@pytest.mark.parametrize("text", ["Plan of 2025.", "ئۇيغۇر ئاپتونوم رايونى", "བོད་རང་སྐྱོང་ལྗོངས།", "", "\n"])
def test_a_text_in_another_script_is_not_garbled(text: str) -> None:
    assert not is_garbled(text * 5)


def test_a_letter_cut_in_two_is_told_of_in_its_place(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    raw = (PLAIN + "甲县保障基本护理。\n" * 60).encode("gb18030")
    at = raw.index("保障失能".encode("gb18030"))
    path.write_bytes(raw[: at + 1] + raw[at + 2 :])
    doubts = [(b.line, b.words) for b in receive(path).blocks if isinstance(b, Doubt)]
    assert len(doubts) == 1 and doubts[0][0] == 3 and "损坏" in doubts[0][1]


def test_a_paragraph_that_is_garbled_in_a_page_that_is_not(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    garbled = "为了保障失能人员的基本护理，制定本办法，自印发之日起施行。".encode().decode("gb18030", "ignore")
    path.write_text(f"<p>{'<p>'.join(PLAIN.split() * 9)}<p>{garbled}<p>完。", "utf-8")
    received = receive(path)
    at = next(i for i, b in enumerate(received.blocks) if isinstance(b, Doubt))
    assert isinstance(before := received.blocks[at - 1], Paragraph) and before.text == garbled


def test_the_bytes_received_are_kept_beside_the_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(PLAIN.encode("utf-16"))
    received = receive(path)
    assert received.text == PLAIN
    assert received.original == (".txt", PLAIN.encode("utf-16"))


def test_a_text_with_a_letter_cut_in_two_is_not_the_file_though_it_is_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    raw = (PLAIN + "甲县保障基本护理。\n" * 60).encode()
    at = raw.index("保障失能".encode())
    path.write_bytes(raw[: at + 1] + raw[at + 3 :])
    received = receive(path)
    assert received.original == (".txt", path.read_bytes())
    assert "\ufffd" in received.text and received.text.encode().decode() == received.text
