"""What a rereading proposes: a place, what is printed there and what stands against it, for an editor to decide."""

from __future__ import annotations

from dataclasses import dataclass

from medplan.plan.address import Eid

KINDS = {
    "figure": "数字未列为指标",
    "table": "数值前后不同",
    "target": "目标与基期不合",
    "sum": "分项与合计不合",
    "unit": "数后无单位",
    "wording": "措辞相近而不同",
    "twin": "正文与附件、别条不同",
    "title": "题名不一",
    "sibling": "与同级各条不同",
    "lost": "疑有脱字",
    "quotation": "引号、书名号时有时无",
    "pair": "标点不成对",
    "mark": "标点与别处不同",
    "term": "同一事物写法不一",
    "phrase": "词句可疑",
    "spelling": "疑有错脱",
    "cell": "表内写法不一",
    "ending": "句末无标点",
    "numbering": "编号不连续",
    "promise": "标题与下文不合",
    "note": "注号与注不合",
    "match": "指标对应待说明",
    "date": "日期可疑",
    "name": "单位名称不一",
    "character": "字形、重字可疑",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One place to be decided on: `quote` stands in the text at `eid`, `other` where (or in which plan) it differs.

    `kind` is one of KINDS; `here` and `there` are the two readings, `there` "" where none stands against it;
    `also` are further places of the same.
    """

    kind: str
    eid: Eid
    place: tuple[int, int]
    quote: str
    words: str
    here: str
    there: str = ""
    other: Eid | None = None
    other_plan: str | None = None
    also: tuple[Eid, ...] = ()

    @property
    def title(self) -> str:
        """Return what kind of candidate it is, in Chinese."""
        return KINDS[self.kind]


def around(text: str, start: int, end: int, most: int = 14) -> str:
    """Return a passage with a little of what stands on both sides, marked with …… where the text goes on."""
    left, right = max(0, start - most), min(len(text), end + most)
    return ("……" if left else "") + text[left:right] + ("……" if right < len(text) else "")
