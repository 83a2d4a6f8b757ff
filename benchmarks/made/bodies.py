"""The body of a made document, as a plan has it: how it is numbered in, units with duties, boxes and tables out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from benchmarks.made.tables import indicators_table, tasks_table
from benchmarks.made.words import Words

HAN = "零一二三四五六七八九十"
Item = dict[str, Any]


def make_body(words: Words, numbering: str) -> list[Any]:
    """Return a body's items, numbered in one way."""
    makers: dict[str, Callable[[Words], list[Any]]] = {
        "chapters": _chapters,
        "han": _han,
        "points": _points,
        "decimal": _decimal,
        "articles": _articles,
        "chaptered": _chaptered,
        "plain": lambda words: [words.paragraph() for _ in range(words.count(2, 5))],
    }
    return makers[numbering](words)


def _number(n: int) -> str:
    return HAN[n] if n <= 10 else f"十{HAN[n - 10]}" if n < 20 else f"二十{HAN[n - 20] if n > 20 else ''}"


def _chapters(words: Words) -> list[Any]:
    body: list[Any] = [words.paragraph()] if words.often(0.4) else []
    sections = words.often(0.5)
    for c in range(1, words.count(4, 5)):
        inner: list[Any] = []
        if sections:
            for s in range(1, words.count(3, 4)):
                inner.append({"num": f"第{_number(s)}节", "heading": words.heading(), "body": _units(words, "{}、")})
        else:
            inner = [words.paragraph(), *_units(words, "{}、")]
        body.append({"num": f"第{_number(c)}章", "heading": words.heading(), "body": inner})
    holder = body[-2]["body"][-1]["body"] if sections else body[-2]["body"]
    _add_table(words, holder, "{}、", indicators_table(words))
    if words.often(0.5):
        box = {"box": "专栏1", "heading": f"{words.heading()}工程", "body": _runs(words, "{}.", 3)}
        body[-1]["body"][:0] = [words.paragraph(), box]
    return body


def _han(words: Words) -> list[Any]:
    body: list[Any] = [words.paragraph()]
    for n in range(1, words.count(5, 7)):
        inner = [words.paragraph()] if n == 1 or words.often(0.3) else _units(words, "（{}）")
        body.append({"num": f"{_number(n)}、", "heading": words.heading(), "body": inner})
    if words.often(0.6):
        _add_table(words, body[1]["body"], None, indicators_table(words))
    return body


def _units(words: Words, form: str) -> list[Any]:
    """Return units with headings that stand alone or that the text follows, some with duties, some with points."""
    out: list[Any] = []
    duty = words.pick("duty_forms") if words.often(0.6) else None
    for n in range(1, words.count(3, 5)):
        unit: Item = {"num": form.format(_number(n))}
        runs_in = words.often(0.6)
        unit["heading"] = words.heading() + ("。" if runs_in else "")
        unit |= {"text": words.paragraph()} if runs_in else {"body": [words.paragraph()]}
        if runs_in and duty is not None and words.often(0.8):
            unit |= words.duties(duty)
        elif words.often(0.3):
            unit.setdefault("body", []).extend(_runs(words, words.pick("points"), words.count(2, 4)))
        out.append(unit)
    return out


def _runs(words: Words, form: str, count: int) -> list[Item]:
    """Return points with a heading that their text follows."""
    return [
        {"num": form.format(n), "heading": f"{words.heading()}。", "text": words.paragraph()}
        for n in range(1, count + 1)
    ]


def _points(words: Words) -> list[Any]:
    body: list[Any] = [words.paragraph()]
    duty = words.pick("duty_forms") if words.often(0.6) else None
    count = words.count(4, 9)
    for n in range(1, count + 1):
        unit: Item = {"num": f"{_number(n)}、", "heading": f"{words.heading()}。", "text": words.paragraph()}
        body.append(unit | (words.duties(duty) if duty is not None else {}))
    if words.often(0.5):
        _add_table(words, body, "{}、", tasks_table(words))
    return body


def _decimal(words: Words) -> list[Any]:
    body: list[Any] = []
    for a in range(1, words.count(4, 5)):
        chapter: Item = {"num": f"{a}", "heading": words.heading(), "body": []}
        for b in range(1, words.count(3, 4)):
            unit: Item = {"num": f"{a}.{b}", "heading": words.heading(), "body": [words.paragraph()]}
            if words.often(0.4):
                unit["body"] = [
                    {"num": f"{a}.{b}.{c}", "heading": words.heading(), "body": [words.paragraph()]} for c in (1, 2)
                ]
            chapter["body"].append(unit)
        body.append(chapter)
    return body


def _article(words: Words, n: int) -> Item:
    article: Item = {"num": f"第{_number(n)}条", "text": words.sentence(), "body": []}
    if words.often(0.35):
        article["text"] = words.pick("unable")
        article["body"] = [
            {"num": f"（{_number(i)}）", "text": f"{words.heading()}{'。' if i == 3 else '；'}"} for i in (1, 2, 3)
        ]
    if words.often(0.35):
        article["body"].append(words.sentence())
    return article if article["body"] else {key: article[key] for key in ("num", "text")}


def _articles(words: Words) -> list[Any]:
    last = words.count(8, 16)
    end = {"num": f"第{_number(last + 1)}条", "text": f"本办法自{words.count(2022, 2025)}年1月1日起施行。"}
    return [*(_article(words, n) for n in range(1, last + 1)), end]


def _chaptered(words: Words) -> list[Any]:
    body: list[Any] = []
    n = 1
    for c in range(1, words.count(4, 5)):
        articles = [_article(words, n + i) for i in range(words.count(2, 5))]
        n += len(articles)
        body.append({"num": f"第{_number(c)}章", "heading": "总则" if c == 1 else words.heading(), "body": articles})
    return body


def _add_table(words: Words, units: list[Any], form: str | None, table: Item) -> None:
    """Put a table into a unit of its own that counts on, or after the paragraphs there are."""
    inner = [words.sentence(), table] if words.often(0.5) else [table]
    count = sum(isinstance(unit, dict) for unit in units)
    if form is None and count:
        form = "（{}）"
    if form is None:
        units.extend(inner)
    else:
        units.append({"num": form.format(_number(count + 1)), "heading": words.heading(), "body": inner})
