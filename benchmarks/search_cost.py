"""Search as a reader meets it: the index in headless Chromium behind a slow line; bytes, times, and what is found."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.measure import BIN, OUT, ROOT, quantile, run_measured
from benchmarks.queries import Corpus, judge
from benchmarks.synthetic import data_root, describe
from macros.build.scripts import without_comments

ROUND_TRIP_MS = 80
BYTES_A_SECOND = 1_250_000  # 10 Mbit/s
LIMIT = 10
PATIENCE_MS = 15_000  # a query that takes longer is given up, and counts as one that found nothing
BARE_PAGE = "<!doctype html><meta charset=utf-8><title>bench</title><link rel=icon href=data:,>"


def measure_index(count: int, scale: float = 1.0) -> dict[str, Any]:
    """Index `count` plans in a process of its own."""
    data = data_root(OUT, count, scale)
    folder = OUT / f"index-{data.name.removeprefix('data-')}"
    cost = run_measured([BIN / "python", "-m", "benchmarks.indexing", data, folder])
    if cost.code:
        return cost.figures() | {"said": cost.output[-800:]}
    told: dict[str, Any] = json.loads(cost.output.splitlines()[-1])
    (folder / ".made-by").write_text(_code(data), "utf-8")
    return {"data": describe(data)} | cost.figures() | told


def _code(data: Path) -> str:
    """Return a hash of what decides an index: the code that writes it, and the data root."""
    digest = hashlib.sha256((data / ".made-by").read_bytes())
    for path in sorted((ROOT / "src" / "medplan" / "search").glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _is_fresh(index: Path, data: Path) -> bool:
    stamp = index / ".made-by"
    return stamp.exists() and stamp.read_text("utf-8") == _code(data)


@contextmanager
def served(folder: Path) -> Iterator[dict[str, str]]:
    """Serve a folder with HTTP/2 and HTTP/1.1; yield the two addresses."""
    key, cert = OUT / "key.pem", OUT / "cert.pem"
    if not cert.exists():
        make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650", "-subj", "/CN=127.0.0.1"]
        subprocess.run([*make, "-keyout", key, "-out", cert], check=True, capture_output=True)
    command = ["node", str(ROOT / "benchmarks" / "serve.mjs"), str(folder), str(key), str(cert)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8")
    try:
        assert server.stdout is not None
        ports = json.loads(server.stdout.readline())
        yield {"http1": f"http://127.0.0.1:{ports['http1']}", "http2": f"https://127.0.0.1:{ports['http2']}"}
    finally:
        server.kill()
        server.wait()


# What a fresh page does at the first search, and at each later one with nothing but code and manifest at hand.
FIRST = """async ([query, limit, patience]) => {
  performance.setResourceTimingBufferSize(10000);
  performance.clearResourceTimings();
  const start = performance.now();
  const module = await import("/javascripts/search.js");
  await module.search(query, { limit, signal: AbortSignal.timeout(patience) }).catch(() => null);
  const ms = performance.now() - start;
  const got = performance.getEntriesByType("resource");
  const kind = (name) => /\\/(javascripts|manifest\\.bin)/.test(name) ? "start" : "query";
  const bytes = { start: 0, query: 0 };
  for (const entry of got) bytes[kind(entry.name)] += entry.encodedBodySize;
  return { ms, bytes, requests: got.length };
}"""
READY = """async () => {
  performance.setResourceTimingBufferSize(10000);
  const module = await import("/javascripts/search.js");
  window.index = module.useIndex(new URL("/search/index/", location.href));
  await window.index.open();
  window.run = module.search;
}"""
NEXT = """async ([query, limit, patience]) => {
  window.index.pieces.clear();
  performance.clearResourceTimings();
  const start = performance.now();
  let result;
  try {
    result = await window.run(query, { limit, signal: AbortSignal.timeout(patience) });
  } catch (error) {
    result = { hits: [], total: 0, failed: String(error) };
  }
  const ms = performance.now() - start;
  const got = performance.getEntriesByType("resource");
  const bytes = { g: 0, t: 0, p: 0, other: 0 };
  for (const { name, encodedBodySize } of got) {
    const kind = name.match(/\\/([gtp])\\/\\d+\\.bin/)?.[1] ?? "other";
    bytes[kind] += encodedBodySize;
  }
  const hits = result.hits.map((hit) => [hit.plan, hit.eid]);
  const { total, approximate = false, failed } = result;
  return { ms, bytes, requests: got.length, total, approximate, hits, failed };
}"""


def measure_search(count: int, many: int, pages: int, scale: float = 1.0) -> dict[str, Any]:
    """Ask `many` queries of the index of `count` plans, and the first query of `pages` fresh pages."""
    data = data_root(OUT, count, scale)
    index = OUT / f"index-{data.name.removeprefix('data-')}"
    if not _is_fresh(index, data):
        measure_index(count, scale)
    site = OUT / "search-site"
    shutil.rmtree(site, ignore_errors=True)
    shutil.copytree(ROOT / "docs" / "javascripts", site / "javascripts")
    for script in (site / "javascripts").rglob("*.js"):
        script.write_text(without_comments(script.read_text("utf-8")), encoding="utf-8")
    (site / "search").mkdir()
    (site / "search" / "index").symlink_to(index)
    (site / "index.html").write_text(BARE_PAGE)
    corpus = Corpus(data)
    queries = corpus.draw(many)
    with served(site) as addresses:
        firsts, answers, slower = _browse(addresses, queries, pages)
    return {
        "plans": count,
        "records": len(corpus.keys),
        "queries": len(queries),
        **_figures(firsts, answers),
        "http1_next_s_p95": round(quantile([a["ms"] for a in slower], 0.95) / 1000, 3),
        **_judged(corpus, queries, answers),
    }


def _browse(addresses: dict[str, str], queries: list[dict[str, str]], pages: int) -> tuple[list[Any], ...]:
    from playwright.sync_api import Browser, Page, sync_playwright

    def fresh(browser: Browser, address: str) -> Page:
        page = browser.new_context(ignore_https_errors=True).new_page()
        line = page.context.new_cdp_session(page)
        line.send("Network.enable")
        line.send("Network.setCacheDisabled", {"cacheDisabled": True})
        page.goto(address + "/")
        speed = {"downloadThroughput": BYTES_A_SECOND, "uploadThroughput": BYTES_A_SECOND}
        line.send("Network.emulateNetworkConditions", {"offline": False, "latency": ROUND_TRIP_MS, **speed})
        return page

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        firsts = []
        for query in queries[:pages]:
            page = fresh(browser, addresses["http2"])
            firsts.append(page.evaluate(FIRST, [query["query"], LIMIT, PATIENCE_MS]))
            page.context.close()
        found: dict[str, list[Any]] = {}
        for protocol, asked in (("http2", queries), ("http1", queries[: max(20, len(queries) // 5)])):
            page = fresh(browser, addresses[protocol])
            page.evaluate(READY)
            found[protocol] = [page.evaluate(NEXT, [query["query"], LIMIT, PATIENCE_MS]) for query in asked]
            page.context.close()
        browser.close()
    return firsts, found["http2"], found["http1"]


def _figures(firsts: list[Any], answers: list[Any]) -> dict[str, Any]:
    sizes = [sum(answer["bytes"].values()) / 1000 for answer in answers]
    shares = {kind: round(sum(a["bytes"][kind] for a in answers) / 1000 / len(answers), 1) for kind in "gtp"}
    return {
        "start_kb": round(max(first["bytes"]["start"] for first in firsts) / 1000, 1),
        "query_kb_p50": round(quantile(sizes, 0.5), 1),
        "query_kb_p95": round(quantile(sizes, 0.95), 1),
        "query_kb_mean_by_piece": shares,
        "requests_p50": quantile([a["requests"] for a in answers], 0.5),
        "requests_p95": quantile([a["requests"] for a in answers], 0.95),
        "first_s_p50": round(quantile([f["ms"] for f in firsts], 0.5) / 1000, 3),
        "first_s_p95": round(quantile([f["ms"] for f in firsts], 0.95) / 1000, 3),
        "next_s_p50": round(quantile([a["ms"] for a in answers], 0.5) / 1000, 3),
        "next_s_p95": round(quantile([a["ms"] for a in answers], 0.95) / 1000, 3),
    }


def _judged(corpus: Corpus, queries: list[dict[str, str]], answers: list[Any]) -> dict[str, Any]:
    verdicts = []
    worst = []
    kinds: dict[str, list[tuple[float, float, bool]]] = {}
    for query, answer in zip(queries, answers, strict=True):
        shown = [(plan, eid) for plan, eid in answer["hits"]]
        verdict = judge(corpus, query["query"], shown, answer["total"], LIMIT)
        verdicts.append(verdict)
        size = sum(answer["bytes"].values()) / 1000
        kinds.setdefault(query["kind"], []).append((size, answer["ms"], _counted(answer)))
        worst.append(
            {"query": query["query"], "kb": round(size, 1), "ms": round(answer["ms"]), "matches": verdict["matches"]}
            | {key: answer[key] for key in ("requests", "total", "approximate")}
        )
    exact = [v for v, a in zip(verdicts, answers, strict=True) if _counted(a)]
    worst.sort(key=lambda row: -float(str(row["kb"])))
    return {
        "recall": round(sum(v["recall"] for v in verdicts) / len(verdicts), 4),
        "precision": round(sum(v["precision"] for v in verdicts) / len(verdicts), 4),
        "ndcg": round(sum(v["ndcg"] for v in verdicts) / len(verdicts), 4),
        "exact_share": round(len(exact) / len(verdicts), 3),
        "given_up": sum(bool(a.get("failed")) for a in answers),
        "wrong_totals_not_marked": sum(not v["right_total"] for v in exact),
        "by_kind": {
            kind: {
                "queries": len(rows),
                "kb_p50": round(quantile([kb for kb, _, _ in rows], 0.5), 1),
                "kb_p95": round(quantile([kb for kb, _, _ in rows], 0.95), 1),
                "s_p50": round(quantile([ms for _, ms, _ in rows], 0.5) / 1000, 3),
                "s_p95": round(quantile([ms for _, ms, _ in rows], 0.95) / 1000, 3),
                "exact_share": round(sum(counted for _, _, counted in rows) / len(rows), 3),
            }
            for kind, rows in sorted(kinds.items())
        },
        "heaviest": worst[:8],
    }


def _counted(answer: dict[str, Any]) -> bool:
    """Tell whether an answer says that its total is exact."""
    return not (answer["approximate"] or answer.get("failed"))
