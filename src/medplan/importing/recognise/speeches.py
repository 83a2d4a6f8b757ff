"""Part the record of a press conference: its body in, speeches, questions and answers out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

_LABEL = re.compile(r"([^，。：；？！“”《》\d]{1,24})：(?=.)")
_ASKS = re.compile(r"记者|提问|^问$|[报网台社]$|新媒体|电视")
_ANSWERS = re.compile(r"^答$|回答")
_LEAD = re.compile(r"[^“”]{0,40}(举行|召开|举办)[^。]{0,60}(新闻发布会|吹风会|通气会)")
_GREETING = re.compile(r"[^。]{0,24}(欢迎(参加|出席|大家)|大家(上午|下午|早上|晚上)?好|女士们|各位(记者|媒体|新闻界))")
_HOST = re.compile(r"(今天|首先|下面|现在)[^。]{0,20}(邀请|请到|有请)")
_CLOSING = re.compile(r"[^。]{0,30}((提问|发布会|答问)[^。]{0,8}到(这里|此)|发布会[^。]{0,6}结束)")


def is_spoken(texts: Sequence[str]) -> bool:
    """Whether paragraphs are the record of a press conference: questions stand alone, and reporters are named."""
    questions = sum(1 for text in texts if text.strip().endswith(("？", "?")))
    labels = _labels(texts)
    asked = sum(count for label, count in labels.items() if _ASKS.search(label))
    return "记者" in "".join(texts[:200]) and (questions >= 3 or asked >= 2)


def part_speeches(body: Sequence[Any]) -> list[dict[str, Any]]:
    """Return the body parted: a paragraph that ends in ？ asks, a label names who speaks, a greeting begins a speech.

    The report's own first paragraph, the host's and the closing words are speeches of their own.
    """
    labels = _labels([item for item in body if isinstance(item, str)])
    parts: list[dict[str, Any]] = []
    for i, item in enumerate(body):
        text = item if isinstance(item, str) else ""
        speaker, said = _speaker(text, labels)
        kind = _kind(text, speaker, parts, first=i == 0)
        if kind is None:
            if not parts:
                parts.append({"speech": None, "body": []})
            parts[-1]["body"].append(item)
            continue
        parts.append({kind: speaker, "body": [said] if said else [item]})
        if kind == "question" and not speaker:
            parts.append({"answer": None, "body": []})
    return [part for part in parts if part["body"]]


def _labels(texts: Sequence[str]) -> Counter[str]:
    """Return the labels that speakers have, by how often they speak: who speaks twice, or asks, is a speaker."""
    found = Counter(match[1].strip() for text in texts if (match := _LABEL.match(text.strip())))
    return Counter({label: n for label, n in found.items() if n > 1 or _ASKS.search(label) or label == "主持人"})


def _speaker(text: str, labels: Counter[str]) -> tuple[str | None, str]:
    found = _LABEL.match(text)
    if found and found[1].strip() in labels:
        return f"{found[1]}：", text[found.end() :].strip()
    return None, ""


def _kind(text: str, speaker: str | None, parts: list[dict[str, Any]], *, first: bool) -> str | None:
    """Return what a paragraph begins: speech, question, answer, or None when it goes on."""
    asked = any("question" in part for part in parts)
    if speaker:
        if _ASKS.search(speaker[:-1]):
            return "question"
        return "answer" if _ANSWERS.search(speaker[:-1]) or (asked and not speaker.startswith("主持")) else "speech"
    if not text:
        return None
    if _CLOSING.match(text) and asked:
        return "speech"
    if text.endswith("？") and not (parts and "question" in parts[-1]):
        return "question"
    if asked:
        return None
    if first:
        return "speech"
    after_lead = len(parts) == 1 and len(parts[0]["body"]) == 1 and _is_lead(parts[0])
    return "speech" if after_lead or _GREETING.match(text) or _HOST.match(text) else None


def _is_lead(part: dict[str, Any]) -> bool:
    return isinstance(part["body"][0], str) and bool(_LEAD.match(part["body"][0]))
