"""Pages saved in one file: the main page in its own encoding, its address; frames told of, nothing fetched."""

from __future__ import annotations

import base64
import quopri
from pathlib import Path

import pytest

from medplan.importing.read.blocks import Doubt, Meta, Paragraph
from medplan.importing.read.limits import Refused
from medplan.importing.read.mhtml import read_mhtml
from medplan.importing.read.receive import receive

ADDRESS = "https://ylbzj.example.gov.cn/art/2023/5/6/art_11_2200.html"
PAGE = (
    "<html><head><meta charset='{}'><title>甲市医疗保障局</title></head><body><div>首页</div>"
    "<h1>甲市护理保险办法</h1><p>第一条　为了保障失能人员，制定本办法。<p>第二条　本办法自印发之日起施行。"
    "<img src='http://192.0.2.1/x.png'><iframe src='cid:frame-1@mhtml.blink'></iframe></body></html>"
)


def part(content: bytes, *headers: str, coded: str = "quoted-printable") -> bytes:
    """Return a part of a multipart message."""
    body = quopri.encodestring(content) if coded == "quoted-printable" else base64.encodebytes(content)
    lines = [*(headers or ("Content-Type: text/html",)), f"Content-Transfer-Encoding: {coded}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def saved(*parts: bytes, head: str = f"Snapshot-Content-Location: {ADDRESS}\r\n", kind: str = "related") -> bytes:
    """Return a page as a browser saves it, its parts given."""
    kind = f'multipart/{kind};\r\n\ttype="text/html";\r\n\tboundary="----MultipartBoundary--x----"'
    start = f"From: <Saved by Blink>\r\n{head}Subject: =?utf-8?Q?=E7=94=B2?=\r\nMIME-Version: 1.0\r\n"
    start += f"Content-Type: {kind}\r\n\r\n\r\n"
    return (
        start.encode()
        + b"".join(b"------MultipartBoundary--x----\r\n" + p + b"\r\n" for p in parts)
        + (b"------MultipartBoundary--x------\r\n")
    )


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("coded", ["quoted-printable", "base64"])
@pytest.mark.parametrize("declared", ["", "; charset=gb2312", "; charset=utf-8", "; charset=x-unknown"])
def test_the_page_and_its_address(tmp_path: Path, codec: str, coded: str, declared: str) -> None:
    path = tmp_path / "a.mhtml"
    page = PAGE.format(codec).encode(codec)
    style = part(b"p{color:red}", "Content-Type: text/css", "Content-Location: https://example.gov.cn/a.css")
    path.write_bytes(saved(part(page, f"Content-Type: text/html{declared}", coded=coded), style))
    received = receive(path)
    texts = [b.text for b in received.blocks if isinstance(b, Paragraph)]
    assert "甲市护理保险办法" in texts and "第二条　本办法自印发之日起施行。" in texts
    assert Meta(name="url", value=ADDRESS, line=1) in received.blocks
    assert not any("red" in text for text in texts)
    assert received.original == (".mhtml", path.read_bytes())


def test_the_address_may_be_the_parts_own_and_must_be_one() -> None:
    page = PAGE.format("utf-8").encode()
    own = part(page, "Content-Type: text/html", f"Content-Location: {ADDRESS}")
    assert Meta(name="url", value=ADDRESS) in read_mhtml(saved(own, head=""))
    bad = part(page, "Content-Type: text/html", "Content-Location: javascript:alert(1)//example.gov.cn")
    assert not [b for b in read_mhtml(saved(bad, head="")) if isinstance(b, Meta) and b.name == "url"]


def test_a_page_in_a_frame_is_told_of() -> None:
    frame = part(f"<p>{'为了保障失能人员，制定本办法。' * 20}".encode(), "Content-Type: text/html")
    small = part("<p>分享到".encode(), "Content-Type: text/html")
    page = part(PAGE.format("utf-8").encode())
    assert [b.words for b in read_mhtml(saved(page, frame, small)) if isinstance(b, Doubt) and "框架" in b.words] == [
        "网页的框架里另有一页，没有读；正文若在那里，单独打开那一页再保存"
    ]


def test_the_part_that_the_file_names_is_the_page() -> None:
    other = part("<p>另一页。".encode(), "Content-Type: text/html", "Content-ID: <1@x>")
    page = part(PAGE.format("utf-8").encode(), "Content-Type: text/html", "Content-ID: <2@x>")
    raw = saved(other, page).replace(b'type="text/html";', b'type="text/html"; start="<2@x>";', 1)
    assert "甲市护理保险办法" in [b.text for b in read_mhtml(raw) if isinstance(b, Paragraph)]


@pytest.mark.parametrize("name", ["a.doc", "a.html", "a.txt", "a.mht"])
def test_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(saved(part(PAGE.format("utf-8").encode())))
    received = receive(path)
    assert received.original is not None and received.original[0] == ".mhtml"
    told = [b.words for b in received.blocks if isinstance(b, Doubt) and "内容却是“单个文件的网页”" in b.words]
    assert len(told) == (0 if name == "a.mht" else 1)


def test_a_file_without_a_page_is_refused() -> None:
    with pytest.raises(Refused, match="没有网页"):
        read_mhtml(saved(part(b"x", "Content-Type: image/png")))


def test_a_file_of_too_many_parts_is_refused() -> None:
    with pytest.raises(Refused, match="个部分"):
        read_mhtml(saved(*[part(b"<p>1")] * 6000))
