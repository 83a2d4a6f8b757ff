"""Read a web page saved in one file (.mhtml): bytes in, the blocks of its main page out; nothing else of it is read."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage

from medplan.importing.read.blocks import Block, Doubt, Meta
from medplan.importing.read.encoding import decode_text
from medplan.importing.read.html import read_html
from medplan.importing.read.legible import count_beyond
from medplan.importing.read.limits import MAX_PARTS, Refused
from medplan.importing.read.page_meta import is_address

# A frame with so many letters beyond ASCII may hold the document itself.
_MUCH = 200
_CURE = "用浏览器打开核对，重新保存，类型选“仅 HTML”或“单个文件”"


def read_mhtml(raw: bytes) -> list[Block]:
    """Return the blocks of the page itself and where it was saved from; pages in its frames are told of."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    parts: list[EmailMessage] = []
    for count, part in enumerate(message.walk()):
        if count > MAX_PARTS:
            raise Refused(f"网页里有超过 {MAX_PARTS:,} 个部分", _CURE)
        if isinstance(part, EmailMessage) and part.get_content_type() in ("text/html", "application/xhtml+xml"):
            parts.append(part)
    if not parts:
        raise Refused("文件里没有网页", _CURE)
    start = message.get_param("start") if message.get_content_type() == "multipart/related" else None
    main = next((part for part in parts if start and str(part["Content-ID"]) == start), parts[0])
    blocks: list[Block] = [Meta(name="url", value=address) for address in _addresses(message, main)]
    blocks += read_html(_content(main))
    for part in parts:
        if part is not main and count_beyond(decode_text(_content(part))) > _MUCH:
            blocks.append(Doubt(words="网页的框架里另有一页，没有读；正文若在那里，单独打开那一页再保存"))
    return blocks


def _content(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _addresses(message: EmailMessage, main: EmailMessage) -> Iterator[str]:
    """Yield the address that the page was saved from, as the file or the page's part says."""
    for found in (message["Snapshot-Content-Location"], main["Content-Location"]):
        address = str(found or "").strip()
        if is_address(address):
            yield address
            return
