"""Which kinds of file are taken in: a name and the bytes in, the form that the file really has, or a refusal, out.

The only home of the suffixes: commands, messages and the guide's test take them from here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from medplan.importing.read.limits import MAX_FILE_BYTES, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A kind of file: the suffix it is kept and read under, its name in Chinese, the suffixes it comes with, its size.

    `by` names the program that it needs: "libreoffice" turns it into a Word file, "tesseract" reads its picture.
    """

    suffix: str
    name: str
    suffixes: tuple[str, ...]
    most: int = MAX_FILE_BYTES
    by: str | None = None


FORMS = (
    Form(suffix=".docx", name="Word 文件", suffixes=(".docx",)),
    Form(suffix=".html", name="网页", suffixes=(".html", ".htm"), most=12_000_000),
    Form(suffix=".mhtml", name="单个文件的网页", suffixes=(".mhtml", ".mht"), most=24_000_000),
    Form(suffix=".pdf", name="PDF", suffixes=(".pdf",)),
    Form(suffix=".txt", name="文本", suffixes=(".txt",), most=4_000_000),
    Form(suffix=".doc", name="旧版 Word 或 WPS 文件", suffixes=(".doc", ".wps"), by="libreoffice"),
    Form(suffix=".rtf", name="RTF 文件", suffixes=(".rtf",), by="libreoffice"),
    Form(suffix=".odt", name="ODT 文件", suffixes=(".odt",), by="libreoffice"),
    Form(suffix=".xml", name="Word 2003 的 XML 文件", suffixes=(), by="libreoffice"),
    Form(suffix=".png", name="图片", suffixes=(".png",), by="tesseract"),
    Form(suffix=".jpg", name="图片", suffixes=(".jpg", ".jpeg"), by="tesseract"),
    Form(suffix=".tif", name="图片", suffixes=(".tif", ".tiff"), by="tesseract"),
)
_BY_SUFFIX = {suffix: form for form in FORMS for suffix in (*form.suffixes, form.suffix)}
_SHEET = ("这是表格文件，不是文档", "把要收的表格粘贴到 Word 文件里，存为 .docx")
_SLIDES = ("这是演示文稿，不是文档", "找文件原文的网页、Word 或 PDF")
_ARCHIVE = ("这是压缩包", "解压以后，逐份导入里面的文件")
_LAYOUT = ("这是 OFD 版式文件，读不了", "用 OFD 阅读器另存为 PDF，或找原文的网页、Word 文件")
_OLD_LAYOUT = ("这是旧的版式文件，读不了", "用它的阅读器打印成 PDF，或找原文的网页、Word 文件")
_LOCKED = ("这是加了密码的 Office 文件", "用 Word 或 WPS 打开，去掉密码，另存为 .docx")
_MACROS = ("这是带宏的 Word 文件", "用 Word 另存为不带宏的 .docx")
# What is refused by the name of the file, in words.
_REFUSED = {
    **dict.fromkeys((".xls", ".xlsx", ".xlsm", ".et", ".ods", ".csv"), _SHEET),
    **dict.fromkeys((".ppt", ".pptx", ".dps", ".odp"), _SLIDES),
    **dict.fromkeys((".zip", ".rar", ".7z", ".gz", ".tar"), _ARCHIVE),
    **dict.fromkeys((".ceb", ".cebx", ".caj", ".sep", ".gw", ".gd"), _OLD_LAYOUT),
    ".ofd": _LAYOUT,
    ".docm": _MACROS,
}
_PAGE = re.compile(
    rb"\s*(<\?xml[^>]{0,200}>\s*)?(<!--[^>]{0,2000}-->\s*)?<(!doctype\s+html|html|head|body|meta)\b", re.I
)
_HEADERS = re.compile(rb"[A-Za-z-]{1,60}:[^\n]{0,2000}\r?\n")
_OLE = b"\xd0\xcf\x11\xe0"
_MARKS = b"\xef\xbb\xbf\xff\xfe"


def accepted(by: tuple[str | None, ...] = (None,)) -> str:
    """Return the suffixes taken in, in a row: of the forms that need no program, or the ones named."""
    return "、".join(suffix for form in FORMS if form.by in by for suffix in form.suffixes)


def form_of(suffix: str, raw: bytes) -> Form:
    """Return the form of a file by what it holds, and where that tells nothing, by its suffix; raise Refused for none.

    Names lie often: what is called .doc may be a web page, RTF or a .docx.
    """
    found = _form_within(suffix, raw)
    if isinstance(found, str):
        return _BY_SUFFIX[found]
    refused = found or _REFUSED.get(suffix)
    if refused is not None:
        raise Refused(*refused)
    if suffix not in _BY_SUFFIX:
        cure = f"另存为 {accepted()}；旧版 Word 文件（{accepted(('libreoffice',))}）也可以"
        raise Refused(f"不认识的文件种类 {suffix or '（没有扩展名）'}", cure)
    form = _BY_SUFFIX[suffix]
    # An old Word file always has zero bytes near its beginning: what has none is a text with a name that lies.
    is_text = form.by == "libreoffice" and b"\0" not in raw[:4096] and not raw.startswith((_OLE, b"PK"))
    return _BY_SUFFIX[".txt"] if is_text else form


def _form_within(suffix: str, raw: bytes) -> str | tuple[str, str] | None:
    """Return the suffix of the form that the bytes show, a refusal of what they show, or None for neither."""
    head = raw[:4096]
    if head.startswith(_OLE):
        return _compound(raw)
    if head.startswith(b"PK\x03\x04"):
        return _package(raw)
    for mark, found in (
        (b"%PDF-", ".pdf"),
        (b"{\\rtf", ".rtf"),
        (b"\x89PNG\r\n", ".png"),
        (b"\xff\xd8\xff", ".jpg"),
        (b"II*\0", ".tif"),
        (b"MM\0*", ".tif"),
    ):
        if head.lstrip().startswith(mark):
            return found
    if head.startswith((b"Rar!\x1a", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08")):
        return _ARCHIVE
    plain = head.lstrip(_MARKS).replace(b"\0", b"")
    if b"<w:wordDocument" in plain or b'progid="Word.Document"' in plain:
        return ".xml"
    if _HEADERS.match(plain.lstrip()) and re.search(rb"multipart/related|^mime-version:", plain, re.I | re.M):
        return ".mhtml"
    if _PAGE.match(plain) and suffix not in (".mhtml", ".mht"):
        return ".html"
    return None


def _compound(raw: bytes) -> str | tuple[str, str] | None:
    """Tell apart what old Office files hold, by the names of their streams."""
    for name, found in (
        ("EncryptedPackage", _LOCKED),
        ("WordDocument", ".doc"),
        ("Workbook", _SHEET),
        ("PowerPoint Document", _SLIDES),
    ):
        if name.encode("utf-16-le") in raw:
            return found
    return None


def _package(raw: bytes) -> str | tuple[str, str] | None:
    """Tell apart what a zip file holds by the names of its parts, without opening it."""
    if raw[30:200].startswith(b"mimetypeapplication/vnd.oasis.opendocument.text"):
        return ".odt"
    for name, found in (
        (b"word/document.xml", ".docx"),
        (b"xl/workbook.xml", _SHEET),
        (b"ppt/presentation.xml", _SLIDES),
        (b"OFD.xml", _LAYOUT),
    ):
        if name in raw:
            return found
    return None
