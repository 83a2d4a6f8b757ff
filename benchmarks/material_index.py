"""Write what Material's search would publish: `python -m benchmarks.material_index RECORDS OUT`, words cut by jieba."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from benchmarks.measure import CACHE

# The settings that Material's search plugin takes from its theme in Chinese.
CONFIG = {
    "lang": ["en"],
    "separator": r"[\s\u200b\u3000\-、。，．？！；]+",
    "pipeline": ["stemmer"],
    "fields": {"title": {"boost": 1000.0}, "text": {"boost": 1.0}, "tags": {"boost": 1000000.0}},
}


def main(records: Path, out: Path) -> None:
    """Write search_index.json, one entry a record."""
    sys.path.append(str(CACHE / "python"))
    import jieba  # type: ignore[import-untyped]

    def cut(text: str) -> str:
        # As SearchIndex._segment_chinese of material.plugins.search does.
        words = re.sub("[㐀-鿿]+", lambda m: "\u200b" + "\u200b".join(jieba.cut(m.group())) + "\u200b", text)
        return words.strip("\u200b")

    docs = []
    with records.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            text = record["text"].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
            docs.append({"location": f"r/{record['id']}/", "title": record["id"], "text": f"<p>{cut(text)}</p>"})
    out.write_text(json.dumps({"config": CONFIG, "docs": docs}, separators=(",", ":"), ensure_ascii=False), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
