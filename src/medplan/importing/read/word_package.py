"""Look into a Word file before it is unpacked: a path in, nothing out, or the refusal of what is no plain document."""

from __future__ import annotations

import zipfile
from pathlib import Path

from medplan.importing.read.limits import MAX_PARTS, MAX_UNPACKED_BYTES, MAX_XML_BYTES, Refused

_PIECE = 1_000_000  # bytes looked at together


def check_package(path: Path) -> None:
    """Raise Refused unless the file is a Word document that unpacks to a sane size and declares no entities."""
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused("这是旧版 .doc 或加了密码的文件", "用 Word 打开，去掉密码，另存为 .docx")
    if not zipfile.is_zipfile(path):
        raise Refused("不是 Word 文件，或已损坏", "用 Word 打开核对，另存为 .docx")
    with zipfile.ZipFile(path) as package:
        parts = package.infolist()
        if len(parts) > MAX_PARTS:
            raise Refused(f"压缩包里有 {len(parts)} 个文件", "用 Word 打开核对，另存为新的 .docx")
        xml = [p for p in parts if p.filename.lower().endswith((".xml", ".rels"))]
        unpacked, marked_up = sum(p.file_size for p in parts), sum(p.file_size for p in xml)
        if unpacked > MAX_UNPACKED_BYTES or marked_up > MAX_XML_BYTES:
            words = f"解压后有 {max(unpacked, marked_up) / 1_000_000:,.0f} MB，疑为压缩炸弹"
            raise Refused(words, "只留正文，另存为新的 .docx")
        if any("vbaproject" in p.filename.lower() for p in parts):
            raise Refused("文件里有宏", "用 Word 另存为不带宏的 .docx")
        if "word/document.xml" not in {p.filename for p in parts}:
            raise Refused("压缩包里没有 Word 正文", "用 Word 打开核对，另存为 .docx")
        for part in parts:
            if not part.filename.lower().startswith("word/media/") and _declares(package, part):
                raise Refused(f"{part.filename} 里声明了实体", "不是 Word 存出的文件，用 Word 打开另存为 .docx")


def _declares(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Return whether a part that is XML, whatever its name, declares a document type or an entity, wherever."""
    with package.open(part) as file:
        piece = file.read(_PIECE)
        if b"<" not in piece[:64]:
            return False
        rest = b""
        while piece:
            text = rest + piece.replace(b"\0", b"").upper()  # UTF-16 too
            if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                return True
            rest, piece = text[-len(b"<!DOCTYPE") :], file.read(_PIECE)
    return False
