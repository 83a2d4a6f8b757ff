"""Fetch an attached document: a link and how much to trust in; its bytes and kind, or why it was not taken, out.

Only GitHub's own attachments are asked for: exact hosts, exact forms of paths, redirects to GitHub's store of objects
alone, and never more bytes or time than allowed. The name of the file tells its kind and is no path.
"""

from __future__ import annotations

import http.client
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.error import HTTPError, URLError
from urllib.parse import quote, unquote, urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from medplan.importing.intake.submission import NotTaken

_ZIP, _OLE, _RTF, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf", b"%PDF-"
# How the files of each kind begin; what is text has none, and no zero bytes unless it is UTF-16.
KINDS: dict[str, tuple[bytes, ...]] = {
    ".docx": (_ZIP,),
    ".pdf": (_PDF,),
    ".doc": (_OLE,),
    ".wps": (_OLE, _ZIP),
    ".rtf": (_RTF,),
    ".html": (),
    ".htm": (),
    ".mhtml": (),
    ".mht": (),
    ".txt": (),
}
_FILE = r"/files/[0-9]{1,20}/[^/?#\s\\]{1,300}"
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """Where attachments may be fetched from (scheme and host), where these may redirect to, and how much is taken."""

    origins: frozenset[str]
    stores: frozenset[str]
    max_bytes: int
    seconds: float


GITHUB = Trust(
    origins=frozenset({"https://github.com"}),
    stores=frozenset(
        {"https://objects.githubusercontent.com", "https://github-production-repository-file-5c1aeb.s3.amazonaws.com"}
    ),
    max_bytes=25_000_000,
    seconds=60,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A document fetched: its bytes, and its kind as a suffix of KINDS."""

    suffix: str
    content: bytes


def attachments_among(links: Iterable[str], repository: str, trust: Trust) -> list[str]:
    """Return the links to files attached on GitHub, for anyone or in this repository."""
    return [link for link in links if _is_attachment(link, repository, trust)]


def _is_attachment(link: str, repository: str, trust: Trust) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    if f"{parts.scheme}://{parts.netloc}" not in trust.origins or parts.query or parts.fragment:
        return False
    return bool(re.fullmatch(rf"/(?:user-attachments|{re.escape(repository)}){_FILE}", parts.path))


def fetch(link: str, trust: Trust) -> Attachment | NotTaken:
    """Return the document behind a link of `attachments_among`, or why it was not taken."""
    suffix = PurePosixPath(unquote(urlsplit(link).path)).suffix.lower()
    if suffix not in KINDS:
        words = f"附件是 {suffix[:12] or '没有扩展名的'} 文件，不收"
        return NotTaken(message=words, cure="另存为 Word（.docx）、PDF、网页（.html）或纯文本（.txt）再拖进来")
    content = _download(link, trust)
    if isinstance(content, NotTaken):
        return content
    return check_kind(suffix, content) or Attachment(suffix=suffix, content=content)


def check_kind(suffix: str, content: bytes) -> NotTaken | None:
    """Return what is wrong with bytes that should be a file of a kind, None when they begin as such files do."""
    if not content:
        return NotTaken(message="附件是空的", cure="核对是不是选错了文件，再拖进来一次")
    begins = KINDS[suffix]
    if begins:
        right = any(content[:1024].lstrip().startswith(start) for start in begins)
    else:
        text = content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" not in content[:4096]
        right = text and not content.startswith((_ZIP, _OLE, _PDF))
    if right:
        return None
    return NotTaken(
        message=f"附件的扩展名是 {suffix}，内容却不是这种文件", cure="用原来的软件打开，“另存为”这种文件，再拖进来"
    )


def _download(link: str, trust: Trust) -> bytes | NotTaken:
    """Return what is behind a link, following redirects to the stores of objects only."""
    ends = time.monotonic() + trust.seconds
    opener = _opener()
    url = link
    for _ in range(4):
        try:
            request = Request(_in_ascii(url), headers={"User-Agent": "medplan-intake", "Accept": "*/*"})
            with opener.open(request, timeout=max(1.0, min(10.0, trust.seconds))) as answer:
                return _read(answer, trust, ends)
        except HTTPError as error:
            with error:
                if error.code not in (301, 302, 303, 307, 308):
                    return NotTaken(
                        message=f"取附件时 GitHub 答复 {error.code}", cure="打开链接看看还在不在；不在了，重新拖进来"
                    )
                url = error.headers.get("Location", "")
            if not _is_store(url, trust):
                return NotTaken(message="附件的链接转到了 GitHub 以外的地方", cure="把文件重新拖进表里，不要手写链接")
        except (URLError, OSError, http.client.HTTPException, ValueError):
            return NotTaken(message="附件没有取到", cure="过一会儿去掉标签，再贴一次")
    return NotTaken(message="附件的链接转来转去", cure="把文件重新拖进表里")


def _opener() -> OpenerDirector:
    """Return what asks over HTTP and follows no redirect: each comes back as an error, and is looked at first."""
    opener = OpenerDirector()
    for handler in (ProxyHandler, HTTPHandler, HTTPSHandler, HTTPDefaultErrorHandler, HTTPErrorProcessor):
        opener.add_handler(handler())
    return opener


def _is_store(url: str, trust: Trust) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return f"{parts.scheme}://{parts.netloc}" in trust.stores


def _in_ascii(url: str) -> str:
    return quote(url, safe="/:?#[]@!$&'()*+,;=%-._~")


def _read(answer: http.client.HTTPResponse, trust: Trust, ends: float) -> bytes | NotTaken:
    too_much = NotTaken(
        message=f"附件超过 {trust.max_bytes // 1_000_000} MB", cure="只留正文，去掉图片，另存后再拖进来"
    )
    length = answer.headers.get("Content-Length", "")
    if length.isdecimal() and int(length[:20]) > trust.max_bytes:
        return too_much
    parts: list[bytes] = []
    size = 0
    while chunk := answer.read1(_CHUNK):
        parts.append(chunk)
        size += len(chunk)
        if size > trust.max_bytes:
            return too_much
        if time.monotonic() > ends:
            return NotTaken(message="附件取得太慢，已停下", cure="过一会儿去掉标签，再贴一次")
    if length.isdecimal() and size != int(length[:20]):
        return NotTaken(message="附件没有取全", cure="过一会儿去掉标签，再贴一次")
    return b"".join(parts)
