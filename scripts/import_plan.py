#!/usr/bin/env python3
"""Make a draft plan from a text document: `import_plan.py FILE --jurisdiction CODE --slug SLUG [--out FILE]`."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from medplan.check import slug_of
from medplan.importing.draft import draft_plan
from medplan.repository import Repository


def main(argv: list[str] | None = None) -> int:
    """Return 0 when a draft was written, 1 when the document can't be read."""
    parser = argparse.ArgumentParser(description="由文本文件生成规划草稿")
    parser.add_argument("file", type=Path)
    parser.add_argument("--jurisdiction", required=True, help="六位行政区划代码")
    parser.add_argument("--slug", required=True, help="代号的末段，如 145")
    parser.add_argument("--out", type=Path, help="写到哪里；不写则按代号放入 data/plans/")
    parser.add_argument("--data", type=Path)
    options = parser.parse_args(argv)
    repository = Repository.open(options.data)
    place = repository.catalogues.jurisdictions.get(options.jurisdiction)
    if place is None:
        parser.error(f"行政区目录里没有 {options.jurisdiction}")
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", options.slug):
        parser.error("--slug 只能用小写字母、数字和连字符")
    if not options.file.is_file():
        parser.error(f"没有文件 {options.file}")
    plan_id = f"{place.code}-{slug_of(place.pinyin)}-{options.slug}"
    raw = options.file.read_bytes()
    try:
        draft = draft_plan(
            raw,
            code=place.code,
            source_file=f"data/sources/{plan_id}.txt",
            catalogues=repository.catalogues,
        )
    except UnicodeDecodeError:
        print(f"{options.file} 不是 UTF-8 或 GB18030 编码的文本", file=sys.stderr)
        return 1
    above = [*repository.catalogues.ancestors(place.code), place]
    province = next((p for p in above if p.level == "province"), above[0])
    folder = f"{province.code[:2]}-{slug_of(province.pinyin)}"
    out = options.out or repository.data / "plans" / folder / f"{plan_id}.yaml"
    if out.exists():
        print(f"已有 {out}，没有改动；要另存草稿，用 --out 写明文件名", file=sys.stderr)
        return 1
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(draft.as_yaml(), encoding="utf-8")
    source = repository.data / "sources" / f"{plan_id}.txt"
    if options.out is None and not source.exists():
        source.write_bytes(raw)
    print(f"草稿写入 {out}")
    for line, words in draft.doubts:
        print(f"{options.file}:{line}: {words}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
