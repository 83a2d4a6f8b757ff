"""Find out how a text is encoded: bytes in, the text out, or a refusal that names the encoding and the cure.

Every encoding in use for Chinese is tried strictly, and the one is taken whose text reads as Chinese does.
"""

from __future__ import annotations

import re

from medplan.importing.read.legible import LEGIBLE, count_beyond, is_garbled, legibility
from medplan.importing.read.limits import Refused
from medplan.importing.read.losses import LOST

# The longer marks first: that of UTF-32 begins with that of UTF-16.
_MARKS = (
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_CANDIDATES = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
# How text that was read in the wrong encoding and saved again came about: (read as, what it was, in words).
_TWICE = (
    ("gb18030", "utf-8", "UTF-8 当作 GBK"),
    ("cp1252", "utf-8", "UTF-8 当作西文"),
    ("latin-1", "utf-8", "UTF-8 当作西文"),
    ("big5hkscs", "utf-8", "UTF-8 当作 Big5"),
    ("latin-1", "gb18030", "GBK 当作西文"),
    ("cp1252", "gb18030", "GBK 当作西文"),
    ("big5hkscs", "gb18030", "GBK 当作 Big5"),
    ("gb18030", "big5hkscs", "Big5 当作 GBK"),
    ("latin-1", "big5hkscs", "Big5 当作西文"),
)
_SAVE = "用编辑器打开核对，另存为 UTF-8 编码"
# A page cut a letter in two somewhere: so many bytes that are no letter may stand in a text, each told of.
_MOST_LOST, _LOST_SHARE = 5, 0.005
_A_FEW_WORDS = 12
_KOREAN = 0.85
_UTF_7 = re.compile(rb"\+[A-Za-z0-9+/]{3}")
_EUC_TW = re.compile(rb"\x8e[\xa1-\xb0][\xa1-\xfe]{2}")


def decode_text(raw: bytes) -> str:
    """Return the text of bytes in the encoding in which they read as Chinese; raise Refused when there is none.

    What the file declares is not asked: pages often declare another encoding than they have.
    A few bytes that are no letter become � (U+FFFD), which whoever takes the text in has to tell of.
    """
    text = _marked(raw)
    if text is None:
        text = _strict(raw)
    if text is None:
        text = _with_losses(raw)
    if text is None:
        raise Refused(*_told(raw))
    if "\0" in text:
        raise Refused("文件里有空字符，不是文本", "核对是不是选错了文件；Word、PDF 文件须保留扩展名")
    check_legible(text)
    return text


def check_legible(text: str, cure: str = "乱码改不回来，回到原网页或原件重新保存") -> None:
    """Raise Refused when a text was read in a wrong encoding once before and kept so: 鍖讳繚 for 医保."""
    if not is_garbled(text):
        return
    enough = count_beyond(text) // 4
    for read_as, was, words in _TWICE:
        undone = text.encode(read_as, "ignore").decode(was, "ignore")
        if count_beyond(undone) >= enough and legibility(undone) >= LEGIBLE:
            raise Refused(f"文件里的字已是乱码：有人把 {words}打开后又存过", cure)
    raise Refused("文件里的字像是乱码，不是可读的中文", cure)


def _marked(raw: bytes) -> str | None:
    """Return the text of a file that begins with a byte order mark, None for one that does not."""
    for mark, codec in _MARKS:
        if raw.startswith(mark):
            try:
                return raw[len(mark) :].decode(codec)
            except UnicodeDecodeError as error:
                at = error.start + len(mark) + 1
                words = f"文件开头写明是 {codec.upper()}，第 {at} 字节起却不是这种编码的文字"
                raise Refused(words, _SAVE) from None
    return None


def _strict(raw: bytes) -> str | None:
    """Return the text in the encoding that takes every byte and reads as Chinese best; UTF-8 before all others."""
    found: list[tuple[float, str]] = []
    if b"\x1b$" in raw:
        raise Refused("文件是 ISO-2022 编码（电子邮件的旧编码）", _SAVE)
    plain = _decoded(raw, "utf-8")
    # A few words in GBK may happen to be UTF-8 as well (联通); a text never is.
    if plain is not None and (count_beyond(plain) >= _A_FEW_WORDS or not is_garbled(plain)):
        _refuse_utf_7(raw, plain)
        return _from_hz(raw, plain)
    for codec in _CANDIDATES:
        text = _decoded(raw, codec)
        if text is not None and "\0" not in text:
            found.append((legibility(text), text))
    best = max(found, default=(0.0, ""), key=lambda pair: pair[0])
    if best[0] >= LEGIBLE:
        _refuse_korean(raw)
        return best[1]
    return plain


def _refuse_utf_7(raw: bytes, plain: str) -> None:
    """Raise Refused for Chinese that is written in letters and digits of ASCII, each run between `+` and `-`."""
    if plain.isascii() and _UTF_7.search(raw):
        text = _decoded(raw, "utf-7") or ""
        if count_beyond(text) >= _A_FEW_WORDS and legibility(text) >= LEGIBLE:
            raise Refused("文件是 UTF-7 编码（电子邮件的旧编码）", _SAVE)


def _refuse_korean(raw: bytes) -> None:
    """Raise Refused for Korean: its syllables have the bytes of common Chinese letters, and no others occur."""
    beyond = [char for char in _decoded(raw, "euc_kr") or "" if char.isalpha() and not char.isascii()]
    syllables = sum("\uac00" <= char <= "\ud7a3" for char in beyond)
    if syllables >= _A_FEW_WORDS and syllables >= _KOREAN * len(beyond):
        raise Refused("文件像是 EUC-KR 编码的韩文", _SAVE)


def _from_hz(raw: bytes, plain: str) -> str:
    """Return the text of HZ (Chinese in pairs of ASCII between `~{` and `~}`), or the plain text when it is not HZ."""
    if b"~{" not in raw or b"~}" not in raw or not plain.isascii():
        return plain
    text = _decoded(raw, "hz")
    return text if text is not None and not text.isascii() and legibility(text) >= LEGIBLE else plain


def _with_losses(raw: bytes) -> str | None:
    """Return the text with � for the few bytes that are no letter, None when they are more than a few."""
    for codec in ("utf-8", "gb18030", "big5hkscs"):
        text = raw.decode(codec, "replace")
        lost = text.count(LOST)
        if lost <= _MOST_LOST and lost <= _LOST_SHARE * len(text) and legibility(text) >= LEGIBLE:
            return text
    return None


def _decoded(raw: bytes, codec: str) -> str | None:
    try:
        return raw.decode(codec)
    except UnicodeDecodeError:
        return None


def _told(raw: bytes) -> tuple[str, str]:
    """Return what is wrong with bytes that are no text in any encoding known, and the cure."""
    if _EUC_TW.search(raw):
        return "文件像是 EUC-TW 编码", _SAVE
    if b"\0" in raw:
        return "文件里有空字符，不是文本", "核对是不是选错了文件；Word、PDF 文件须保留扩展名"
    return "认不出文件的编码，不是 UTF-8、UTF-16、GBK（GB18030）或 Big5 编码的中文", _SAVE
