"""Queries drawn from the records of a data root, and the truth about each by brute force."""

from __future__ import annotations

import random
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import accumulate, cycle, islice, pairwise
from pathlib import Path
from typing import Any

from medplan.library.repository import Repository
from medplan.search.query_fold import fold_query
from medplan.search.records import fold_records, plan_records

SEED = 7
SEVERAL, COMMON = 0.2, 0.1  # of the other queries, so many more: several words, phrases of common words
DOMAIN = re.split(
    " ",
    "集采 医共体 三医联动 互联网+ 门诊共济 DRG 长护险 长期护理保险 医疗救助 异地就医 "
    "基金监管 集中带量采购 生育保险 参保率 大病保险 按病种付费 总额预算 电子凭证 医保目录 定点医药机构 "
    "商业健康保险 信用体系 飞行检查 经办服务 价格改革 国谈药 家庭医生 中医药 直接结算 困难群众 "
    "职工医保 居民医保 筹资机制 市级统筹 智能监控 财政补助 住院费用 公立医院 医疗服务价格 药品 "
    "耗材 欺诈骗保 十四五 疫情",
)


class Corpus:
    """All records of a data root, folded, as one string that can be scanned."""

    def __init__(self, data: Path) -> None:
        self.keys: list[tuple[str, str]] = []
        self.texts: list[str] = []
        self.below: list[int] = []
        folds: list[str] = []
        for plan in Repository.open(data).plans():
            records = list(plan_records(plan))
            folds += (folded for folded, _ in fold_records(records))
            for record in records:
                self.keys.append((plan.id, record.eid))
                self.texts.append(record.text)
                self.below.append(record.below)
        self.starts = [0, *accumulate(len(text) + 1 for text in folds)]
        self.whole = "\0".join(folds)

    def truth(self, query: str) -> Counter[int]:
        """Return how often each record that answers a query holds its words, which are parted by spaces.

        Each word stands in the record or in a heading above it, and one at least in the record itself; a record with a
        reading counts both of its texts.
        """
        words = [self._holders(fold_query(word)) for word in query.split()]
        if len(words) == 1:
            return words[0]
        answers = set.intersection(*({*own, *self._under(own)} for own in words))
        found: Counter[int] = Counter()
        for own in words:
            found.update({number: own[number] for number in own.keys() & answers})
        return found

    def _holders(self, needle: str) -> Counter[int]:
        found: Counter[int] = Counter()
        at = self.whole.find(needle)
        while at >= 0:
            found[bisect_right(self.starts, at) - 1] += 1
            at = self.whole.find(needle, at + 1)
        return found

    def _under(self, numbers: Iterable[int]) -> Iterator[int]:
        """Yield the records under headings."""
        for number in numbers:
            yield from range(number + 1, number + 1 + self.below[number])

    def draw(self, many: int) -> list[dict[str, str]]:
        """Return `many` queries: random substrings of 2–8 characters, domain words, copied phrases, figures; and more.

        The others are several words, and phrases of common words.
        """
        dice = random.Random(SEED)
        found: list[dict[str, str]] = []
        makers = {"substring": self._substring, "phrase": self._phrase, "figure": self._figure}
        for kind, share in (("substring", 0.5), ("phrase", 0.2), ("figure", 0.12)):
            wanted = round(many * share)
            while wanted:
                query = makers[kind](dice)
                if query and len(fold_query(query)) >= 2 and query[0] not in '-“"' and not re.search(r"\s", query):
                    found.append({"kind": kind, "query": query})
                    wanted -= 1
        found += [{"kind": "domain", "query": word} for word in islice(cycle(DOMAIN), many - len(found))]
        dice.shuffle(found)
        several = [self._several(dice) for _ in range(round(many * SEVERAL))]
        common = self._common_pairs()
        phrases = [self._of_common(dice, common) for _ in range(round(many * COMMON))]
        found += [{"kind": "several", "query": query} for query in several]
        found += [{"kind": "common", "query": query} for query in phrases]
        return found

    def _several(self, dice: random.Random) -> str:
        """Return two or three words: of one provision, or of the domain."""
        count = dice.randint(2, 3)
        if dice.random() < 0.5:
            return " ".join(dice.sample(DOMAIN, count))
        words: list[str] = []
        while len(words) < count:
            runs = re.findall(r"[\u4e00-\u9fff]{2,}", dice.choice(self.texts))
            if sum(map(len, runs)) < 20:
                continue
            words = []
            for run in dice.choices(runs, k=count):
                size = min(len(run), dice.randint(2, 4))
                at = dice.randrange(len(run) - size + 1)
                words.append(run[at : at + size])
        return " ".join(words)

    def _common_pairs(self) -> set[str]:
        """Return the pairs of characters that occur most often."""
        counts: Counter[str] = Counter()
        for text in self.texts[::40]:
            counts.update(a + b for a, b in pairwise(text))
        pairs = [pair for pair, _ in counts.most_common(1000) if re.fullmatch(r"[\u4e00-\u9fff]{2}", pair)]
        return set(pairs[:300])

    def _of_common(self, dice: random.Random, common: set[str]) -> str:
        """Return a phrase of 4–10 characters, each pair of which is common."""
        while True:
            text = dice.choice(self.texts)
            size = dice.randint(4, 10)
            at = dice.randrange(max(1, len(text) - size))
            phrase = text[at : at + size]
            if len(phrase) == size and all(a + b in common for a, b in pairwise(phrase)):
                return phrase

    def _substring(self, dice: random.Random) -> str:
        text = dice.choice(self.texts)
        size = dice.randint(2, 8)
        at = dice.randrange(max(1, len(text) - size))
        return text[at : at + size]

    def _phrase(self, dice: random.Random) -> str:
        clauses = [c for c in re.split("[，。；：]", dice.choice(self.texts)) if 8 <= len(c) <= 30]
        return dice.choice(clauses) if clauses else ""

    def _figure(self, dice: random.Random) -> str:
        figures = re.findall(r"20\d\d年(?:\d+月)?|\d+(?:\.\d+)?(?:%|万元|亿元|元|个|家|项)", dice.choice(self.texts))
        return dice.choice(figures) if figures else ""


def judge(corpus: Corpus, query: str, shown: list[tuple[str, str]], total: int | None, limit: int) -> dict[str, Any]:
    """Return recall (of what could be shown), precision of what is shown, whether the total is right, and nDCG@10."""
    truth = corpus.truth(query)
    gains = {corpus.keys[number]: min(3, count) for number, count in truth.items()}
    right = [key for key in shown if key in gains]
    wanted = min(limit, len(gains))
    return {
        "recall": len(set(right)) / wanted if wanted else 1.0,
        "precision": len(right) / len(shown) if shown else 1.0,
        "right_total": total == len(gains),
        "matches": len(gains),
        "ndcg": ndcg(shown, gains),
    }


def ndcg(shown: list[tuple[str, str]], gains: dict[tuple[str, str], int], depth: int = 10) -> float:
    """Return nDCG with the literal occurrences (at most three) of a record as its gain."""
    from math import log2

    got = sum(gains.get(key, 0) / log2(i + 2) for i, key in enumerate(shown[:depth]))
    best = sum(gain / log2(i + 2) for i, gain in enumerate(sorted(gains.values(), reverse=True)[:depth]))
    return got / best if best else 1.0
