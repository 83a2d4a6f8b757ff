"""Documents that attack the importer, made when asked for, each with words that its error must say."""

from __future__ import annotations

import io
import os
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def package(body: str | bytes, *, head: str = "", extra: dict[str, bytes] | None = None) -> bytes:
    """Return a Word file whose document's body, or whole document, is as given."""
    document = (
        body if isinstance(body, bytes) else f"{head}<w:document {W}><w:body>{body}</w:body></w:document>".encode()
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", TYPES)
        made.writestr("_rels/.rels", RELATIONS)
        made.writestr("word/document.xml", document)
        for name, content in (extra or {}).items():
            made.writestr(name, content)
    return out.getvalue()


def paragraph(text: str) -> str:
    """Return a paragraph of WordprocessingML."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", TYPES)
        made.writestr("_rels/.rels", RELATIONS)
        with made.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(2000):
                part.write(b"0" * 500_000)
    return out.getvalue()


def _lying_bomb() -> bytes:
    """A part that says it is small and unpacks to much more."""
    made = bytearray(package("<w:p/>", extra={"word/media.xml": b"0" * 300_000_000}))
    size = (300_000_000).to_bytes(4, "little")
    while (at := made.find(size)) >= 0:
        made[at : at + 4] = (1000).to_bytes(4, "little")
    return bytes(made)


def _laughs() -> str:
    entities = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
    return f'<!DOCTYPE w [<!ENTITY a0 "哈">{entities}]>'


def pdf(objects: list[bytes]) -> bytes:
    """Return a PDF of numbered objects, the first its catalogue."""
    out = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def _pdf_of(stream: bytes, more: bytes = b"") -> bytes:
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> >>",
            b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(stream), more, stream),
        ]
    )


def _pdf_bomb() -> bytes:
    packer = zlib.compressobj(9)
    stream = b"".join(packer.compress(b"0 0 m " * 200_000) for _ in range(1500)) + packer.flush()
    return _pdf_of(stream, b"/Filter /FlateDecode")


def _pdf_circle() -> bytes:
    return pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"])


def _pdf_locked() -> bytes:
    made = _pdf_of(b"BT ET")
    lock = b"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <%s> /U <%s> >>" % (b"61" * 32, b"62" * 32)
    return made.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt " + lock + b" /ID [<00> <00>]")


def _many_pages() -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 20_003))
    pages = [b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"] * 20_000
    return pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [%s] /Count 20000 >>" % kids, *pages])


def _nested_tables(depth: int) -> str:
    cell = paragraph("深")
    for _ in range(depth):
        cell = f"<w:tbl><w:tr><w:tc>{cell}<w:p/></w:tc></w:tr></w:tbl>"
    return cell


def _spans(attribute: str) -> bytes:
    rows = f"<tr><td {attribute}='999999999'>甲</td><td>乙</td></tr><tr><td>丙</td><td>丁</td></tr>"
    return f"<table>{rows}</table>".encode()


def _deep_message(depth: int) -> bytes:
    """A message of parts in parts; it ends within the innermost."""
    start = b"MIME-Version: 1.0\r\n"
    for level in range(depth, 0, -1):
        start += b'Content-Type: multipart/related; boundary="%d"\r\n\r\n--%d\r\n' % (level - 1, level - 1)
    return start + b"Content-Type: text/html\r\n\r\n<p>x\r\n"


PLAIN = "某市医疗保障规划\n\n一、总则\n\n为了{}，制定本规划。\n"
# name of the file: how it is made, and words that the error must say.
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb.docx": (_bomb, "压缩炸弹"),
    "lying-bomb.docx": (_lying_bomb, "损坏"),
    "laughs.docx": (lambda: package(paragraph("&a11;"), head=_laughs()), "实体"),
    "entity.docx": (
        lambda: package(paragraph("&x;"), head='<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        "实体",
    ),
    "entity-late.docx": (
        lambda: package(f"<!--{'x' * 1_500_000}--><!DOCTYPE w [<!ENTITY x 'y'>]><w {W}/>".encode()),
        "声明了实体",
    ),
    "entity-elsewhere.docx": (
        lambda: package(paragraph("甲"), extra={"word/styles.bin": b"\n<!DOCTYPE w []><w/>"}),
        "声明了实体",
    ),
    "surrogate-symbol.docx": (
        lambda: package('<w:p><w:r><w:sym w:char="D83D"/><w:t>甲</w:t></w:r></w:p>'),
        "不是一个字符",
    ),
    "no-symbol.docx": (lambda: package('<w:p><w:r><w:sym w:char="x1"/></w:r></w:p>'), "不是十六进制数"),
    "entity-utf16.docx": (
        lambda: package(
            f'<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE w [<!ENTITY x "y">]><w {W}/>'.encode("utf-16")
        ),
        "实体",
    ),
    "macro.docx": (lambda: package(paragraph("甲"), extra={"word/vbaProject.bin": b"x"}), "宏"),
    "locked.docx": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "密码"),
    "truncated.docx": (lambda: package(paragraph("甲" * 5000))[:-200], "损坏"),
    "not-a-zip.docx": (lambda: b"PK\x03\x04" + os.urandom(2000), "损坏"),
    "empty-zip.docx": (lambda: b"PK\x05\x06" + b"\0" * 18, "没有 Word 正文"),
    "parts.docx": (lambda: package("<w:p/>", extra={f"word/{i}.xml": b"<a/>" for i in range(6000)}), "个文件"),
    "deep.docx": (lambda: package(_nested_tables(3000)), "损坏"),
    "span.docx": (
        lambda: package(
            '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="99999999"/></w:tcPr><w:p/></w:tc>'
            "<w:tc><w:p/></w:tc></w:tr></w:tbl>"
        ),
        "合并了",
    ),
    "template.docx": (lambda: package(paragraph("某市医疗保障规划") + paragraph("{{7*7}}")), "模板语法"),
    "script.html": (lambda: b"<html><script>document.write('x'.repeat(9**9))</script></html>", "没有文字"),
    "deep.html": (lambda: b"<div>" * 100_000 + "深。".encode(), "嵌套"),
    "colspan.html": (lambda: _spans("colspan"), "合并了"),
    "rowspan.html": (lambda: _spans("rowspan"), "合并了"),
    "cells.html": (lambda: b"<table><tr>" + b"<td>1</td>" * 200_000 + b"</tr></table>", "单元格超过"),
    "nul.html": (lambda: "<p>甲\0乙</p>".encode(), "空字符"),
    "template.html": (lambda: "<p>{% include '/etc/passwd' %}，甲。</p>".encode(), "模板语法"),
    "bytes.html": (lambda: b"<p>\xff\x80\x81\xff</p>", "编码"),
    "big.html": (lambda: b"<p>1</p>" * 2_000_000, "MB"),
    "not-a-pdf.pdf": (lambda: b"GIF89a" + b"\0" * 3000, "不是 PDF"),
    "truncated.pdf": (lambda: _pdf_of(b"BT ET")[:60], "PDF"),
    "noise.pdf": (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 200, "PDF"),
    "bomb.pdf": (_pdf_bomb, "内存"),
    "circle.pdf": (_pdf_circle, "PDF"),
    "locked.pdf": (_pdf_locked, "密码"),
    "scan.pdf": (lambda: _pdf_of(b"0 0 m 9 9 l S"), "没有文字层"),
    "pages.pdf": (_many_pages, "超过 600 页"),
    "huge.txt": (lambda: "甲乙丙。".encode() * 8_000_000, "MB"),
    "long.txt": (lambda: ("保障人民健康，" * 200_000).encode("gb18030"), "1,000,000 字"),
    "nul.txt": (lambda: "甲\0乙".encode(), "空字符"),
    "utf16.txt": (lambda: "某市医疗保障规划".encode("utf-16") + b"\0", "UTF-16"),
    "iso2022.txt": (lambda: b"\x1b$)A\x0eR=AF1#UO\x0f\n", "ISO-2022"),
    "euc-tw.txt": (lambda: b"\x8e\xa2\xc4\xa1\x8e\xa2\xa1\xa6\xff" * 9, "EUC-TW"),
    "twice.txt": (lambda: PLAIN.format("保障人民").encode().decode("gb18030", "replace").encode(), "UTF-8 当作 GBK"),
    "twice.html": (lambda: PLAIN.format("保障人民").encode("gb18030").decode("latin-1").encode(), "GBK 当作西文"),
    "bytes.txt": (lambda: b"\xff\xfa\x80\x81\xff" * 9, "编码"),
    "empty.txt": (lambda: b"", "空的"),
    "template.txt": (lambda: PLAIN.format("{{ cycler.__init__ }}").encode(), "模板语法"),
    "lines.txt": (lambda: "甲。\n\n".encode() * 5000, "段"),
    "old.doc": (lambda: b"\xd0\xcf\x11\xe0", "LibreOffice"),
    "deep.mhtml": (lambda: _deep_message(4000), "损坏"),
    "parts.mhtml": (lambda: _deep_message(1) + b"--0\r\nContent-Type: text/html\r\n\r\nx\r\n" * 9000, "个部分"),
    "bomb.mhtml": (lambda: _deep_message(1) + b"<p>1" * 4_000_000, "读不出"),
    "picture.png": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "--ocr"),
    "lies.doc": (lambda: b"<html>" + b"<div>" * 100_000 + "深。".encode(), "嵌套"),
    "sheet.doc": (lambda: b"\xd0\xcf\x11\xe0" + "Workbook".encode("utf-16-le"), "表格"),
    "archive.docx": (lambda: b"Rar!\x1a\x07\0" + b"\0" * 99, "压缩包"),
}


def write_hostile(name: str, folder: Path) -> Path:
    """Write a hostile document under a name."""
    path = folder / name
    path.write_bytes(HOSTILE[name][0]())
    return path
