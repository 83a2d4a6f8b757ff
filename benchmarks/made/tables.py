"""Tables of a made document as a plan has them: headings of columns drawn by a seed in, indicators and tasks out."""

from __future__ import annotations

from typing import Any

from benchmarks.made.words import Words, wordings

Item = dict[str, Any]


def indicators_table(words: Words) -> Item:
    """Return a table of indicators, its categories over several rows."""
    columns = words.pick("indicator_columns")
    rows: list[Item] = []
    for i, (name, unit) in enumerate(words.random.sample(wordings()["indicators"], words.count(4, 11))):
        base = words.count(10, 90)
        sign = unit if unit == "%" and "unit" not in columns else ""
        values = {
            "num": str(i + 1),
            "name": name if sign or "unit" in columns else f"{name}（{unit}）",
            "unit": unit,
            "baseline": "——" if words.often(0.2) else f"{base}{sign}",
            "target": f"{words.random.choice(('', '≥', '>'))}{base + 5}{sign}",
            "other_1": str(base + 2),
            "other_2": str(base + 3),
            "other_3": "—" if i % 2 else "省定",
        }
        row: Item = {"indicator": None, **{key: values[key] for key in columns if key in values}}
        if "category" in columns and i % 3 == 0:
            row["category"] = ("参保覆盖", "待遇保障", "管理服务", "基金运行")[i // 3]
        if "nature" in columns:
            row["nature"] = words.random.choice(("binding", "anticipatory"))
        rows.append(row)
    return {"indicators": {"caption": words.pick("captions"), "columns": dict(columns), "rows": rows}}


def tasks_table(words: Words) -> Item:
    """Return a table of tasks; its groups reach over several rows, or stand in rows of their own, or there are none."""
    columns = words.pick("task_columns")
    in_rows = "group" not in columns and "num" not in columns
    groups: list[Item] = []
    n = 0
    for g in range(1, words.count(3, 5)):
        rows: list[Item] = []
        for _ in range(words.count(1, 4) + (4 if words.seed % 3 == 0 else 0)):
            n += 1
            values = {
                "num": str(n),
                "text": words.sentence(),
                "lead": words.bodies(1),
                "supporting": words.bodies(),
                "responsible": words.bodies(),
                "schedule": words.any_of("schedules"),
                "other_1": words.any_of("persons"),
            }
            taken = [key for key in columns if key in values and (key != "num" or "group" not in columns)]
            rows.append({key: values[key] for key in taken})
        head: Item = {"num": str(g)} if "num" in columns and "group" in columns else {}
        head |= {"heading": words.heading()} if "group" in columns or in_rows else {}
        groups.append(head | {"rows": rows})
    if "group" not in columns and not in_rows:
        groups = [{"rows": [row for group in groups for row in group["rows"]]}]
    return {"tasks": {"columns": dict(columns), "groups": groups}}
