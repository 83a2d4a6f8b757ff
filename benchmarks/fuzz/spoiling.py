"""Spoil files as chance has it: a text, plain data or a document and a source of chance in, the spoilt one out."""

from __future__ import annotations

import contextlib
import copy
import io
import random
import re
import zipfile
from collections.abc import Sequence
from typing import Any

import yaml

from medplan.files.datapath import value_at

SCRAPS = (
    *("\t", "\n", "\r", " ", "  ", "- ", ": ", "：", "，", "[", "]", "{", "}", '"', "'", "#", "&a ", "*a", "!x ", "|"),
    *(">", "%", "\\", "甲", "1", "null", "true", "~", "---\n", "...\n", "? ", "<<: ", "num: ", "text: ", "body:\n"),
    *(
        "id: ind_1",
        "\u202e",
        "\ufeff",
        "\0",
        "\x85",
        "\u2028",
        "\U0010ffff",
        "\u2800",
        "⻓",
        "{{",
        "{%",
        "一、",
        "第一章",
    ),
    *(
        "2021-02-30",
        "chp_1__p_1",
        "9" * 30,
        "附件",
        "目录\n",
        "专栏1",
        "（",
        "）",
        "《",
        "》",
        "〔2021〕",
        "“",
        "”",
        "…" * 9,
    ),
    *("<p>", "</td>", "<tr>", "<table>", "&#0;", "&amp;", "<!--", "<w:p>", "</w:t>", "<w:tbl>", " rowspan='99999'"),
)
VALUES = (
    *(
        "",
        " ",
        "甲",
        "到20２５年底",
        "2025年",
        "20২৫年底",
        "²⁰²⁵年",
        "每年",
        "以前",
        "底",
        "0月",
        "2023年13月",
        "31日",
        "2025-02-30",
    ),
    *(
        "《",
        "》",
        "（",
        "）",
        "中发〔20２０〕５号",
        "第1号",
        "市医保局",
        "市医保局、市财政局、",
        "99%",
        "≥",
        "0—5%",
        "1:1",
        ">0<9",
    ),
    *(
        "一、",
        "第一章",
        "（一）",
        "1.",
        "①",
        "——",
        "…",
        "<b>",
        "&amp;",
        "{",
        "}}",
        "'",
        '"',
        "\\",
        "#",
        "%%",
        "𠮷",
        "é",
        "-",
    ),
    *(
        "9" * 400,
        "甲" * 3000,
        "0:0",
        "exact",
        "enrolment-rate",
        "chp_1",
        "chp_1__p_1",
        "p_1",
        "source",
        "title",
        "null",
    ),
    *(
        "data/sources/../x",
        "data/sources/a.txt",
        "http://[",
        "https://例.中国/\u202e",
        "000000",
        "999999",
        "2021",
        "-1",
    ),
)


def spoil_text(text: str, chance: random.Random, others: Sequence[str] = ()) -> str:
    """Return a text with up to eight scraps, lines or pieces of others put in, taken out, doubled or moved."""
    for _ in range(chance.choice((1, 1, 2, 3, 5, 8))):
        start = chance.randint(0, len(text))
        end = min(len(text), start + chance.choice((0, 0, 1, 2, 5, 40, 400)))
        way = chance.random()
        if way < 0.5:
            text = text[:start] + chance.choice(SCRAPS) + text[end:]
        elif way < 0.6:
            text = text[:start] + text[start:end] * chance.choice((2, 3, 50)) + text[end:]
        elif way < 0.7 and others:
            other = chance.choice(others)
            at = chance.randint(0, len(other))
            text = text[:start] + other[at : at + chance.randint(1, 600)] + text[end:]
        else:
            text = "\n".join(_spoil_lines(text.split("\n"), chance))
    return text


def _spoil_lines(lines: list[str], chance: random.Random) -> list[str]:
    at = chance.randrange(len(lines))
    way = chance.randrange(6)
    if way == 0 and len(lines) > 1:
        del lines[at]
    elif way == 1:
        lines.insert(chance.randint(0, len(lines)), lines[at])
    elif way == 2:
        lines[at] = " " * chance.choice((1, 2, 4)) + lines[at]
    elif way == 3:
        lines[at] = lines[at][chance.choice((1, 2, 4)) :]
    elif way == 4:
        lines[at] = chance.choice(VALUES)
    else:
        other = chance.randrange(len(lines))
        lines[at], lines[other] = lines[other], lines[at]
    return lines


def spoil_bytes(content: bytes, chance: random.Random) -> bytes:
    """Return bytes with up to eight of them changed, cut out, doubled, or the end cut off."""
    for _ in range(chance.choice((1, 1, 2, 4, 8))):
        start = chance.randint(0, len(content))
        end = min(len(content), start + chance.choice((0, 1, 1, 2, 16, 300)))
        noise = chance.randbytes(chance.choice((0, 1, 1, 2, 9)))
        if chance.random() < 0.1:
            content = content[:start] + content[start:end] * 20 + content[end:]
        elif chance.random() < 0.05:
            content = content[:start]
        else:
            content = content[:start] + noise + content[end:]
    return content


def spoil_data(data: Any, chance: random.Random) -> Any:
    """Return plain data with up to four values replaced, doubled, dropped or put in another's place."""
    data = copy.deepcopy(data)
    for _ in range(chance.randint(1, 4)):
        found = _places(data)
        if not found:
            break
        *above, last = chance.choice(found)
        parent = value_at(data, tuple(above))
        way = chance.random()
        if way < 0.5:
            parent[last] = _odd_value(parent[last], chance)
        elif way < 0.65 and isinstance(parent, list):
            parent.insert(chance.randint(0, len(parent)), copy.deepcopy(parent[last]))
        elif way < 0.8 and len(parent) > 1:
            del parent[last]
        else:
            parent[last] = copy.deepcopy(value_at(data, chance.choice(found)))
    return data


def _odd_value(value: Any, chance: random.Random) -> Any:
    odd = "".join(chance.choice(VALUES) for _ in range(chance.randint(1, 3)))
    if isinstance(value, str) and chance.random() < 0.6:
        at = chance.randint(0, len(value))
        return value[:at] + odd + value[at:]
    return chance.choice((odd, odd, odd, None, [], {}, [odd], {"num": odd, "text": odd}, True, 7))


def _places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [place for key, value in inside for place in ((*path, key), *_places(value, (*path, key)))]


def spoil_yaml(text: str, chance: random.Random, others: Sequence[str] = ()) -> bytes:
    """Return a YAML file spoilt as a text, as data or as bytes."""
    way = chance.random()
    if way < 0.45:
        return spoil_text(text, chance, others).encode("utf-8", "surrogatepass")
    if way < 0.9:
        with contextlib.suppress(yaml.YAMLError):  # of a text that was spoilt before
            return dump(spoil_data(yaml.load(text, yaml.CBaseLoader), chance))
    return spoil_bytes(text.encode(), chance)


def dump(data: Any) -> bytes:
    """Return plain data as YAML, every text in quotes but null."""
    said: str = yaml.dump(data, Dumper=_Quoting, allow_unicode=True, width=10**6, sort_keys=False)
    return said.encode("utf-8", "surrogatepass")


class _Quoting(yaml.CSafeDumper):
    """Writes digits of integers plain, as the plans do, and other texts as they need it."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.CSafeDumper, value: str) -> yaml.Node:
    # Read as texts throughout: what was a number or null in the file is to be one again.
    plain = re.fullmatch("[1-9][0-9]{0,3}", value)
    tag = "tag:yaml.org,2002:null" if value == "null" else "tag:yaml.org,2002:int" if plain else "tag:yaml.org,2002:str"
    return dumper.represent_scalar(tag, value)


_Quoting.add_representer(str, _text)


def spoil_document(suffix: str, content: bytes, chance: random.Random) -> bytes:
    """Return a document spoilt in its text, in its container's parts or in its bytes."""
    if suffix == ".docx" and chance.random() < 0.8:
        return _spoil_parts(content, chance)
    if suffix in (".txt", ".html", ".mhtml") and chance.random() < 0.8:
        return spoil_text(content.decode("utf-8", "replace"), chance).encode("utf-8", "surrogatepass")
    if suffix == ".pdf" and chance.random() < 0.5:
        return _spoil_words(content, chance)
    return spoil_bytes(content, chance)


def _spoil_words(content: bytes, chance: random.Random) -> bytes:
    """Return a PDF with numbers and names exchanged: its form stays, what it says of itself does not."""
    words = content.split(b" ")
    for _ in range(chance.randint(1, 6)):
        at, other = chance.randrange(len(words)), chance.randrange(len(words))
        words[at] = chance.choice((words[other], b"0", b"-1", b"99999999999", b"1e308", b"null", b"<<", b"[", b"/X"))
    return b" ".join(words)


def _spoil_parts(content: bytes, chance: random.Random) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        spoilt = {chance.choice(names), "word/document.xml" if chance.random() < 0.8 else chance.choice(names)}
        for name in names:
            part = old.read(name)
            if name in spoilt and chance.random() < 0.5:
                part = spoil_bytes(part, chance)
            elif name in spoilt:
                part = _spoil_tags(part.decode("utf-8", "replace"), chance).encode("utf-8", "surrogatepass")
            new.writestr(name, part)
    return written.getvalue()


def _spoil_tags(text: str, chance: random.Random) -> str:
    """Return XML with values of attributes, texts and whole elements exchanged, so that most of it stays XML."""
    parts = text.split('"')
    for _ in range(chance.randint(1, 6)):
        if len(parts) > 2:
            parts[chance.randrange(1, len(parts), 2)] = chance.choice((*VALUES[:40], "0", "-1", "65535", "D83D", "nil"))
    pieces = '"'.join(part.replace("<", "&lt;") if n % 2 else part for n, part in enumerate(parts)).split("<w:p>")
    if len(pieces) > 3:
        at, other = chance.randrange(1, len(pieces)), chance.randrange(1, len(pieces))
        pieces[at], pieces[other] = pieces[other], pieces[at]
    return "<w:p>".join(pieces)
