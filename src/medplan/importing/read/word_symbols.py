"""What a symbol that Word inserts by its code prints: the code in, the character or its refusal out."""

from __future__ import annotations

from medplan.importing.read.limits import Refused

_CURE = "用 Word 打开，把这个符号改成键盘上打出的字"


def symbol(code: str) -> str:
    """Return the character of a `w:char`, "" for one that only a symbol font knows; raise Refused for no character."""
    try:
        number = int(code, 16)
    except ValueError:
        raise Refused(f"Word 符号的编码不是十六进制数：{code[:20]}", _CURE) from None
    if 0xD800 <= number <= 0xDFFF or not 0 <= number <= 0x10FFFF:
        raise Refused(f"Word 符号的编码 {code[:20]} 不是一个字符", _CURE)
    private = 0xE000 <= number <= 0xF8FF
    return "" if private or not 32 <= number < 0xFFFE else chr(number)
