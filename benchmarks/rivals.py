"""The same provisions and queries for Pagefind, Material's own search and ours: what each finds, weighs and costs."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys
from html import escape
from pathlib import Path
from typing import Any

from properdocs.utils import get_theme_dir

from benchmarks.measure import BIN, CACHE, OUT, ROOT, Cost, quantile, run_measured
from benchmarks.queries import Corpus, judge
from benchmarks.search_cost import BARE_PAGE, LIMIT, measure_index, measure_search, served
from benchmarks.synthetic import data_root

JIEBA = "jieba==0.42.1"

PAGEFIND = """async ([query, limit]) => {
  performance.clearResourceTimings();
  if (!window.pagefind) {
    performance.setResourceTimingBufferSize(100000);
    window.pagefind = await import("/pagefind/pagefind.js");
    await window.pagefind.init();
  }
  const found = await window.pagefind.search(query);
  const shown = await Promise.all(found.results.slice(0, limit).map((result) => result.data()));
  return { total: found.results.length, shown: shown.map((page) => page.url.match(/r\\/(\\d+)/)[1]) };
}"""
MATERIAL = """async (script) => {
  const index = await (await fetch("/search_index.json")).json();
  const start = performance.now();
  window.worker = new Worker(script);
  window.ask = (message) => new Promise((resolve) => {
    window.worker.onmessage = (event) => resolve(event.data);
    window.worker.postMessage(message);
  });
  await window.ask({ type: 0, data: { ...index, options: { suggest: false } } });
  return performance.now() - start;
}"""
MATERIAL_ASK = """async ([query, limit]) => {
  const { data } = await window.ask({ type: 2, data: query });
  const items = data.items.flat();
  return { total: items.length, shown: items.slice(0, limit).map((item) => item.location.match(/r\\/(\\d+)/)[1]) };
}"""


def install() -> None:
    """Install the rivals at their pinned versions into .cache/."""
    CACHE.mkdir(exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / "benchmarks" / name, CACHE)
    if not (CACHE / "node_modules" / "pagefind").exists():
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=CACHE, check=True, capture_output=True)
    if not (CACHE / "python" / "jieba").exists():
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
        subprocess.run([*command, "--target", CACHE / "python", JIEBA], check=True, capture_output=True)


def measure_rivals(count: int, many: int) -> dict[str, Any]:
    """Compare the three on the provisions of `count` plans with `many` queries."""
    install()
    data = data_root(OUT, count)
    corpus = Corpus(data)
    queries = corpus.draw(many)
    site = OUT / "rivals-site"
    shutil.rmtree(site, ignore_errors=True)
    site.mkdir()
    (site / "index.html").write_text(BARE_PAGE)
    records = OUT / "records.jsonl"
    with records.open("w", encoding="utf-8") as lines:
        for number, text in enumerate(corpus.texts):
            lines.write(json.dumps({"id": str(number), "text": text}, ensure_ascii=False) + "\n")
    pagefind = _index_with_pagefind(corpus, site / "pagefind")
    material = run_measured([BIN / "python", "-m", "benchmarks.material_index", records, site / "search_index.json"])
    assets = Path(get_theme_dir("material")) / "assets"
    shutil.copytree(assets / "javascripts", site / "assets" / "javascripts")
    worker = next((site / "assets" / "javascripts" / "workers").glob("search.*.js"))
    script = "/" + worker.relative_to(site).as_posix()
    with served(site) as addresses:
        answers, material_start_s = _ask(addresses["http1"], queries, script, pagefind.code == 0, material.code == 0)
    own_index = measure_index(count)
    own = measure_search(count, many, 5)
    index_json = site / "search_index.json"
    found: dict[str, Any] = {"plans": count, "records": len(corpus.keys), "queries": len(queries)}
    found["medplan"] = {key: own[key] for key in _SHARED} | {
        "build_cpu_s": own_index["cpu_s"],
        "build_peak_mb": own_index["peak_mb"],
        "disk_mb": round(own_index["bytes"] / 1e6, 1),
    }
    found["pagefind"] = {"build_cpu_s": round(pagefind.cpu, 1), "build_peak_mb": pagefind.peak_mb} | (
        _verdict(corpus, queries, answers["pagefind"]) | {"disk_mb": round(_weight(site / "pagefind") / 1e6, 1)}
        if answers["pagefind"]
        else {"failed": pagefind.output[-400:]}
    )
    found["material"] = {"build_cpu_s": round(material.cpu, 1), "build_peak_mb": material.peak_mb} | (
        _verdict(corpus, queries, answers["material"])
        | {"disk_mb": round(index_json.stat().st_size / 1e6, 1), "browser_index_s": material_start_s}
        | {"start_kb": round(_zipped(index_json, worker) / 1000, 1), "query_kb_p50": 0.0, "query_kb_p95": 0.0}
        if answers["material"]
        else {"failed": material.output[-400:]}
    )
    return found


_SHARED = ("recall", "precision", "ndcg", "start_kb", "query_kb_p50", "query_kb_p95")


def _index_with_pagefind(corpus: Corpus, out: Path) -> Cost:
    """Index a page a record with Pagefind's own program, so that its cost is the program's alone."""
    pages = OUT / "pagefind-pages"
    shutil.rmtree(pages, ignore_errors=True)
    for number, text in enumerate(corpus.texts):
        page = pages / "r" / str(number) / "index.html"
        page.parent.mkdir(parents=True)
        head = f'<!doctype html><html lang="zh"><head><title>{number}</title></head>'
        page.write_text(f"{head}<body><main data-pagefind-body><p>{escape(text)}</p></main></body></html>")
    program = CACHE / "node_modules" / "@pagefind" / "linux-x64" / "bin" / "pagefind_extended"
    cost = run_measured([program, "--site", pages, "--output-path", out, "--force-language", "zh"], limit=1800)
    shutil.rmtree(pages, ignore_errors=True)
    return cost


def _zipped(*paths: Path) -> int:
    return sum(len(gzip.compress(path.read_bytes(), 6)) for path in paths)


def _weight(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _ask(
    address: str, queries: list[dict[str, str]], script: str, with_pagefind: bool, with_material: bool
) -> tuple[dict[str, list[Any]], float]:
    from playwright.sync_api import sync_playwright

    answers: dict[str, list[Any]] = {"pagefind": [], "material": []}
    ready = 0.0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        if with_pagefind:
            for query in queries:
                # A fresh page a query: Pagefind keeps what it has loaded.
                page = browser.new_context().new_page()
                page.goto(address + "/")
                page.evaluate("async (url) => { await fetch(url); }", "/__bytes")
                answer = page.evaluate(PAGEFIND, [query["query"], LIMIT])
                loaded = page.evaluate("async () => (await fetch('/__bytes')).json()")
                answers["pagefind"].append(answer | {"loaded": loaded})
                page.context.close()
        if with_material:
            page = browser.new_page()
            page.set_default_timeout(600_000)
            page.goto(address + "/")
            ready = round(page.evaluate(MATERIAL, script) / 1000, 1)
            answers["material"] = [page.evaluate(MATERIAL_ASK, [query["query"], LIMIT]) for query in queries]
        browser.close()
    return answers, ready


def _verdict(corpus: Corpus, queries: list[dict[str, str]], answers: list[Any]) -> dict[str, Any]:
    verdicts = []
    for query, answer in zip(queries, answers, strict=True):
        shown = [corpus.keys[int(number)] for number in answer["shown"]]
        verdicts.append(judge(corpus, query["query"], shown, answer["total"], LIMIT))
    many = len(verdicts)
    figures: dict[str, Any] = {
        key: round(sum(v[key] for v in verdicts) / many, 3) for key in ("recall", "precision", "ndcg")
    }
    loads = [answer["loaded"] for answer in answers if "loaded" in answer]
    if loads:
        starts = [sum(size for name, size in load if _at_start(name)) / 1000 for load in loads]
        asked = [sum(size for name, size in load if not _at_start(name)) / 1000 for load in loads]
        figures["start_kb"] = round(quantile(starts, 0.5), 1)
        figures["query_kb_p50"] = round(quantile(asked, 0.5), 1)
        figures["query_kb_p95"] = round(quantile(asked, 0.95), 1)
    figures["right_totals"] = round(sum(v["right_total"] for v in verdicts) / many, 3)
    return figures


def _at_start(name: str) -> bool:
    return not any(part in name for part in ("/index/", "/fragment/", "/filter/"))
