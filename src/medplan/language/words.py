"""Words of Chinese: a list of words in; pairs of letters that stand side by side in some, letters that are words, out.

The list is jieba's (dict.txt, 350,000 words with how often each was met), read once a process, all at a time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

from medplan.language.codes import encode

ALONE = 0.07  # times that a letter was met by itself, for each time within a longer word, that make it a word
FREE = 0.4  # the same, of a letter that stands between any two words
_SELDOM = 1000  # times by itself that are too few to tell
_FIRST, _LAST = 0x3400, 0x9FFF  # the ideographs that are looked at
_COUNT = re.compile("^[^ ]+ ([0-9]+)", re.M)
# Words of the field younger than the list, with their usual short forms: terms of the State Council's plan for medical
# security (国办发〔2021〕36号) and of the rules on the fund (国令第735号) and on providers (国家医保局令第2、3号).
_LATER = """
应保尽保 应收尽收 应参尽参 应缴未缴 应采尽采 起付线 招采 缓缴 医共体 医联体 两定 商保 放管服 区块链 物联网 云计算 大数据
安宁疗护 医养结合 处方流转 诊间结算 贯标 督促整改 带量采购 挂网 双通道 结余留用 卫健 市监 收支平衡 互认 进销存
"""

Keys = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Pairs of letters that stand side by side in some word, in order; of each code if it is a word, and often so."""

    pairs: Keys
    alone: npt.NDArray[np.bool_]
    free: npt.NDArray[np.bool_]


def list_of_words() -> str:
    """Return the list of words, a line each: the word, how often it was met; the library cannot do without it."""
    spec = find_spec("jieba")  # the package itself need not be run
    places = spec.submodule_search_locations if spec else None
    if not places:
        raise ModuleNotFoundError("jieba", name="jieba")
    return (Path(places[0]) / "_data" / "dict.txt").read_text("utf-8")


@cache
def known_words() -> Words:
    """Return what the list of words holds."""
    text = list_of_words()
    codes = encode(text + "\n".join(("", *_LATER.split())))
    letter = is_letter(codes)
    pairs = np.unique(pair_keys(codes)[np.flatnonzero(letter[:-1] & letter[1:])])
    by_itself, within = _met(text)
    often = by_itself >= _SELDOM
    alone, free = (often & (by_itself >= share * within) for share in (ALONE, FREE))
    return Words(pairs=pairs, alone=alone, free=free)


def is_letter(codes: npt.NDArray[np.unsignedinteger]) -> npt.NDArray[np.bool_]:
    """Return which of some code points are ideographs of the common blocks."""
    return np.asarray((codes >= _FIRST) & (codes <= _LAST))


def pair_keys(codes: npt.NDArray[np.unsignedinteger]) -> Keys:
    """Return for each code point but the last one key of it and the next, sound where both are letters."""
    small = (codes & np.array(0xFFFF, dtype=codes.dtype)).astype(np.uint32)
    return np.asarray((small[:-1] << np.uint32(16)) | small[1:])


def _met(text: str) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return how often each code point was met by itself, and how often within words of two letters or more."""
    codes = encode(text)
    letters = np.flatnonzero(is_letter(codes))
    counts = np.array(_COUNT.findall(text), dtype=np.int64)
    line = np.cumsum(codes == ord("\n"))[letters]
    alone = np.bincount(line, minlength=len(counts))[line] == 1
    weights = counts[line]
    return tuple(  # type: ignore[return-value]
        np.bincount(codes[letters[which]], weights=weights[which], minlength=_LAST + 1).astype(np.int64)
        for which in (alone, ~alone)
    )
