"""Lighthouse on the site's kinds of page: the built site, served gzipped, in; scores and what they rest on, out.

Scores of performance depend on the machine: they count only where nothing else runs.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.measure import CACHE, OUT, ROOT
from benchmarks.search_cost import served
from medplan.plan.address import Address

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
TIMES = {
    "fcp_ms": "first-contentful-paint",
    "lcp_ms": "largest-contentful-paint",
    "tbt_ms": "total-blocking-time",
    "kb": "total-byte-weight",
}
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"


def kinds_of_page(site: Path) -> dict[str, str]:
    """Return a page of each kind that is measured, by its name: of plans the longest."""
    longest = max((site / "plans").glob("*/index.html"), key=lambda path: path.stat().st_size)
    return {
        "home": "",
        "plan": str(Address.of_plan(longest.parent.name)),
        "indicator": "indicators/enrolment-rate/",
        "theme": "themes/enrolment/",
        "search": "search/",
        "compare": "compare/",
        "measures": "measures/",
    }


def measure_pages(runs: int) -> dict[str, Any]:
    """Build the site, and let Lighthouse judge each kind of page as on a phone, `runs` times; the middle one counts."""
    install()
    site = OUT / "pages-site"
    build: list[str | Path] = [
        Path(sys.executable).with_name("properdocs"),
        "build",
        "--config-file",
        "mkdocs.yml",
        "--strict",
    ]
    given = {k: v for k, v in os.environ.items() if k != "MEDPLAN_DATA"}
    # A page is found by search engines only where it knows its address.
    given |= {"SITE_URL": "https://library.example/"}
    subprocess.run([*build, "--site-dir", site], cwd=ROOT, env=given, check=True, capture_output=True)
    with served(site) as addresses:
        pages = {name: judge(f"{addresses['http1']}/{url}", runs) for name, url in kinds_of_page(site).items()}
    least = {f"least_{key}": min(page[key] for page in pages.values()) for key in CATEGORIES}
    return {"pages": pages, "plan_tbt_ms": pages["plan"]["tbt_ms"]} | least


def install() -> None:
    """Install Lighthouse at its pinned version into .cache/."""
    CACHE.mkdir(exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / "benchmarks" / name, CACHE)
    if not (CACHE / "node_modules" / "lighthouse").exists():
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=CACHE, check=True)


def judge(address: str, runs: int) -> dict[str, Any]:
    """Return a page's scores from 0 to 100, its times and weight, and the audits it fails outside performance."""
    reports = [report_on(address) for _ in range(runs)]
    reports.sort(key=lambda report: report["categories"]["performance"]["score"] or 0)
    report = reports[len(reports) // 2]
    audits, categories = report["audits"], report["categories"]
    scores = {key: round(100 * median(r["categories"][key]["score"] or 0 for r in reports)) for key in CATEGORIES}
    times = {key: round(audits[audit]["numericValue"]) for key, audit in TIMES.items()}
    times["kb"] = round(times["kb"] / 1024)
    failed = [
        ref["id"]
        for key in CATEGORIES[1:]
        for ref in categories[key]["auditRefs"]
        if ref["weight"] and audits[ref["id"]]["score"] not in (None, 1)
    ]
    return {**scores, **times, "cls": round(audits["cumulative-layout-shift"]["numericValue"], 3), "failed": failed}


def report_on(address: str) -> dict[str, Any]:
    """Return Lighthouse's report on a page, as on a telephone: slow network, slow processor."""
    program = CACHE / "node_modules" / ".bin" / "lighthouse"
    command: list[str | Path] = [
        program,
        address,
        "--quiet",
        "--output=json",
        "--output-path=stdout",
        f"--chrome-flags={FLAGS}",
    ]
    given = os.environ | {"CHROME_PATH": shutil.which("chromium") or "chromium"}
    done = subprocess.run(command, env=given, capture_output=True, text=True, timeout=180, check=True)
    report: dict[str, Any] = json.loads(done.stdout)
    return report
