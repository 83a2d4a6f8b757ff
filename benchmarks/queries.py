"""Queries drawn from the records of a data root, and the truth about each by brute force."""

from __future__ import annotations

import random
import re
from bisect import bisect_right
from collections import Counter
from itertools import accumulate, cycle, islice
from pathlib import Path
from typing import Any

from medplan.library.repository import Repository
from medplan.search.query_fold import fold_query
from medplan.search.records import plan_records

SEED = 7
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
        folds: list[str] = []
        for plan in Repository.open(data).plans():
            for record in plan_records(plan):
                self.keys.append((plan.id, record.eid))
                self.texts.append(record.text)
                folds.append(record.folded)
        self.starts = [0, *accumulate(len(text) + 1 for text in folds)]
        self.whole = "\0".join(folds)

    def truth(self, query: str) -> Counter[int]:
        """Return how often each record holds the query, folded; a record with a reading counts both of its texts."""
        needle = fold_query(query)
        found: Counter[int] = Counter()
        at = self.whole.find(needle)
        while at >= 0:
            found[bisect_right(self.starts, at) - 1] += 1
            at = self.whole.find(needle, at + 1)
        return found

    def draw(self, many: int) -> list[dict[str, str]]:
        """Return queries: random substrings of 2–8 characters, domain words, copied phrases, figures."""
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
        return found

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
