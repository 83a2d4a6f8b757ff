"""Part the record of a press conference: its body in, speeches, questions and answers out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from medplan.language.numbering import read_number

_LABEL = re.compile(r"([^，。：；？！“”《》\d]{1,24})：(?=.)")
_BRACKETED = re.compile(r"(【[^【】]{1,30}】|（[^（）。；]{1,24}）|[\[［][^\[\]［］]{1,24}[\]］])\s*+(?:[:：]\s*+)?")
_ALONE = re.compile(r"[^，。：；？！“”《》、（）\d]{2,24}[:：]?")
_HOSTS = re.compile(r"主持人.{0,20}|.{0,20}记者|问|答|提问|嘉宾")
_RECORD = re.compile(r"发布会|吹风会|通气会|答记者问|答问|访谈|问答|媒体见面会")
_LEADS_ON = re.compile(r"[。；]|方案|办法|制度|规划$|通知")
_ASKS = re.compile(r"记者|提问|^问$|[报网台社]$|新媒体|电视")
_ANSWERS = re.compile(r"^答$|回答")
_LEAD = re.compile(r"[^“”]{0,40}(举行|召开|举办)[^。]{0,60}(新闻发布会|吹风会|通气会)")
_GREETING = re.compile(r"[^。]{0,24}(欢迎(参加|出席|大家)|大家(上午|下午|早上|晚上)?好|女士们|各位(记者|媒体|新闻界))")
_HOST = re.compile(r"(今天|首先|下面|现在)[^。]{0,20}(邀请|请到|有请)")
_CLOSING = re.compile(r"[^。]{0,30}((提问|发布会|答问)[^。]{0,8}到(这里|此)|发布会[^。]{0,6}结束)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Speakers:
    """Who speaks in a record: labels before a colon (主持人：), in brackets (【主持人】), and alone on their lines."""

    inline: frozenset[str] = frozenset()
    bracketed: frozenset[str] = frozenset()
    alone: frozenset[str] = frozenset()

    def label_of(self, text: str) -> tuple[str, str] | None:
        """Return the label that a line begins with, as printed, and what is said on the same line; None without one."""
        text = text.strip()
        if (found := _LABEL.match(text)) and found[1].strip() in self.inline:
            return f"{found[1]}：", text[found.end() :].strip()
        if (found := _BRACKETED.match(text)) and found[1] in self.bracketed:
            return found[1], text[found.end() :].strip()
        bare = text.rstrip("：:")
        return (text, "") if bare in self.alone else None


def is_spoken(texts: Sequence[str]) -> bool:
    """Whether paragraphs are the record of a press conference: questions stand alone, and reporters are named.

    Where the document's first lines call it one, two speakers, one of whom asks or is the host, are enough.
    """
    questions = sum(1 for text in texts if text.strip().endswith(("？", "?")))
    inline = _inline(texts)
    asked = sum(count for label, count in inline.items() if _ASKS.search(label))
    if "记者" in "".join(texts[:200]) and (questions >= 3 or asked >= 2):
        return True
    named = any(len(text) <= 80 and _RECORD.search(text) and not _LEADS_ON.search(text) for text in texts[:6])
    if not named:
        return False
    speakers = read_speakers(texts)
    names = {*speakers.inline, *speakers.alone, *(label[1:-1] for label in speakers.bracketed)}
    return len(names) >= 2 and any(_ASKS.search(name) or name.startswith("主持") for name in names)


def read_speakers(texts: Sequence[str]) -> Speakers:
    """Return who speaks in these paragraphs: who is labelled twice, or asks, or is the host."""
    bracketed: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    for i, text in enumerate(texts):
        line = text.strip()
        if (found := _BRACKETED.match(line)) and not read_number(found[1].replace("【", "（").replace("】", "）")):
            bracketed[found[1]] += 1
        elif _ALONE.fullmatch(line) and i + 1 < len(texts) and not read_number(line):
            alone[line.rstrip("：:")] += 1
    return Speakers(
        inline=frozenset(_inline(texts)),
        bracketed=frozenset(b for b, n in bracketed.items() if b[0] == "【" or n > 1 or _HOSTS.fullmatch(b[1:-1])),
        alone=frozenset(a for a, n in alone.items() if n > 1 or _HOSTS.fullmatch(a)),
    )


def part_speeches(body: Sequence[Any], speakers: Speakers) -> list[dict[str, Any]]:
    """Return the body parted: a paragraph that ends in ？ asks, a label names who speaks, a greeting begins a speech.

    The report's own first paragraph is nobody's speech; the host's and the closing words are speeches of their own.
    """
    lead = [{"lede": None, "body": [body[0]]}] if body and _is_lead(body[0], speakers) else []
    return lead + _part(body[len(lead) :], speakers)


def _part(body: Sequence[Any], speakers: Speakers) -> list[dict[str, Any]]:
    parts: list[dict[str, Any]] = []
    for i, item in enumerate(body):
        text = item if isinstance(item, str) else ""
        speaker, said = speakers.label_of(text) or (None, "")
        kind = _kind(text, speaker, parts, first=i == 0)
        if kind is None:
            if not parts:
                parts.append({"speech": None, "body": []})
            parts[-1]["body"].append(item)
            continue
        own = [said] if said else [] if speaker else [item]
        parts.append({kind: speaker, "body": own})
        if kind == "question" and not speaker:
            parts.append({"answer": None, "body": []})
    return [part for part in parts if part["body"] or next(iter(part.values()))]


def _inline(texts: Sequence[str]) -> Counter[str]:
    """Return the labels that speakers have, by how often they speak: who speaks twice, or asks, is a speaker."""
    found = Counter(match[1].strip() for text in texts if (match := _LABEL.match(text.strip())))
    return Counter({label: n for label, n in found.items() if n > 1 or _ASKS.search(label) or label == "主持人"})


def _kind(text: str, speaker: str | None, parts: list[dict[str, Any]], *, first: bool) -> str | None:
    """Return what a paragraph begins: speech, question, answer, or None when it goes on."""
    asked = any("question" in part for part in parts)
    if speaker:
        name = speaker.strip("【】（）[]［］：: ")
        if _ASKS.search(name):
            return "question"
        return "answer" if _ANSWERS.search(name) or (asked and not name.startswith("主持")) else "speech"
    if not text or (parts and not parts[-1]["body"]):
        return None
    if _CLOSING.match(text) and asked:
        return "speech"
    if text.endswith("？") and not (parts and "question" in parts[-1]):
        return "question"
    if asked:
        return None
    if first:
        return "speech"
    return "speech" if _GREETING.match(text) or _HOST.match(text) else None


def _is_lead(item: Any, speakers: Speakers) -> bool:
    return isinstance(item, str) and bool(_LEAD.match(item)) and not speakers.label_of(item)
