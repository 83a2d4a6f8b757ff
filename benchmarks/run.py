"""Print figures beside targets and write results.json: `python -m benchmarks.run [NAME…] [--quick]`."""

from __future__ import annotations

import datetime
import json
import os
import platform
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks import (
    exact,
    formats_cost,
    importing,
    mutants,
    pages,
    real_documents,
    reliability,
    rivals,
    search_cost,
    serving,
    site_cost,
    wording,
)
from benchmarks.made import measure_made
from benchmarks.measure import OUT, ROOT
from medplan.running.arguments import Arguments

SIZES = (5, 320, 3200)
QUICK_SIZES = (5, 40)
RESULTS = ROOT / "benchmarks" / "results.json"
Bench = Callable[[bool], dict[str, Any]]

BENCHES: dict[str, Bench] = {
    "exact": lambda quick: exact.measure_exactness(500 if quick else 10_000),
    "validate": lambda quick: site_cost.measure_validate(QUICK_SIZES if quick else SIZES),
    "hooks": lambda quick: site_cost.measure_hooks(40 if quick else 3200),
    "index": lambda quick: search_cost.measure_index(40 if quick else 3200),
    "search": lambda quick: search_cost.measure_search(40 if quick else 3200, 40 if quick else 300, 5 if quick else 32),
    "rivals": lambda quick: rivals.measure_rivals(5 if quick else 320, 30 if quick else 150),
    "wording": lambda quick: wording.measure_wording(QUICK_SIZES if quick else SIZES),
    "import": lambda quick: (
        importing.measure_import(quick)
        | measure_made.measure_import(quick)
        | {"real": real_documents.measure_real(real_documents.find_folder(), os.cpu_count() or 1)}
    ),
    "build": lambda quick: site_cost.measure_build(QUICK_SIZES if quick else SIZES),
    "serve": lambda quick: serving.measure_serve(QUICK_SIZES if quick else (SIZES[0], SIZES[-1])),
    "formats": lambda quick: formats_cost.measure_formats(QUICK_SIZES[1:] if quick else SIZES[1:2]),
    "pages": lambda quick: pages.measure_pages(1 if quick else 5),
    "mutants": mutants.measure_mutants,
    "reliability": reliability.measure_reliability,
}
# (benchmark, its figure, the target, what it says); a figure holds when it is not above (below, for shares) its target.
TARGETS: tuple[tuple[str, str, float, str], ...] = (
    ("exact", "recall", 1.0, "五份规划随机片段：查全率"),
    ("exact", "precision", 1.0, "五份规划随机片段：查准率"),
    ("exact", "faults", 0, "五份规划随机片段：有误的查询"),
    ("hooks", "seconds", 3.0, "一次提交的全部检查，改一份规划，秒"),
    ("index", "index_cpu_s", 120, "建索引（不含读规划），CPU 秒"),
    ("index", "peak_mb", 400, "建索引，内存峰值 MB"),
    ("search", "start_kb", 75, "起步（代码和目录），KB"),
    ("search", "query_kb_p50", 75, "每次查询，KB，p50"),
    ("search", "query_kb_p95", 150, "每次查询，KB，p95"),
    ("search", "first_s_p95", 1.0, "首次查询（含起步），秒，p95"),
    ("search", "next_s_p95", 0.5, "以后的查询，秒，p95"),
    ("search", "recall", 1.0, "所示结果：查全率（前 10 条）"),
    ("search", "precision", 1.0, "所示结果：查准率（前 10 条）"),
    ("search", "exact_share", 0.6, "总数准的查询"),
    ("search", "wrong_totals_not_marked", 0, "总数有误而未标“约”的查询"),
    ("import", "least_provisions_txt", 0.97, "导入 .txt：无须改正的条文，五份中最低"),
    ("import", "least_rows_txt", 0.95, "导入 .txt：无须改正的指标行，五份中最低"),
    ("import", "least_measures_txt", 0.95, "导入 .txt：无须改正的任务，五份中最低"),
    ("import", "lost", 0, "导入四种格式：草稿里缺的字"),
    ("import", "failed", 0, "导入四种格式：通不过校验或核对的草稿"),
    ("import", "front", 0.95, "导入另放的自造文件：标题、发文机关、文号、日期，四种格式、四项中最低"),
    ("import", "silent", 0, "导入另放的自造文件：标题等错而不报的"),
    ("import", "provisions", 0.97, "导入另放的自造文件：条文，四种格式中最低"),
    ("import", "duties", 0.95, "导入另放的自造文件：分工，四种格式中最低"),
    ("import", "cells", 0.99, "导入另放的自造文件：.docx、.html 表格的单元格"),
    ("import", "cells_pdf", 0.97, "导入另放的自造文件：.pdf 表格的单元格"),
    ("import", "refused", 0, "导入另放的自造文件：不收的"),
    ("serve", "shown_s_5", 1.0, "预览：改一份到网页上看得到，5 份，秒，几种改法里最久"),
    ("serve", "shown_s_3200", 5.0, "预览：改一份到网页上看得到，3,200 份，秒，几种改法里最久"),
    ("serve", "told_s_3200", 5.0, "预览：改错了到终端里列出，3,200 份，秒"),
    (
        "formats",
        "formats_to_pages",
        0.5,
        "其他格式（Word、Excel、接口、订阅……）的 CPU，是网页的几倍，320 份",
    ),
    ("pages", "least_performance", 95, "Lighthouse：七种网页里最低的分，性能"),
    ("pages", "least_accessibility", 95, "同上，无障碍"),
    ("pages", "least_best-practices", 95, "同上，最佳实践"),
    ("pages", "least_seo", 95, "同上，搜索引擎优化"),
    ("pages", "plan_tbt_ms", 200, "最长的规划：主线程被占的毫秒（处理器慢四倍）"),
    ("mutants", "least_killed", 0.95, "改坏的代码被测试发现的，五个包中最低"),
    ("reliability", "sites_not_whole", 0, "随机终止 50 次生成：网站不完整的"),
    ("reliability", "left_over", 0, "随机终止 50 次生成：最后留下的临时文件夹"),
    ("reliability", "stale_sites", 0, "随机改动 40 回：留用的网站与从头生成的不同的"),
    ("reliability", "fuzz_faults", 0, "改坏的文件，每个命令试 10 分钟：出错、不动、写了一半的"),
    ("reliability", "patterns_not_linear", 0, "正则表达式：用时不随长度成正比的"),
)
AT_LEAST = frozenset(
    {
        "least_killed",
        "recall",
        "precision",
        "exact_share",
        "least_provisions_txt",
        "least_rows_txt",
        "least_measures_txt",
    }
    | {"least_performance", "least_accessibility", "least_best-practices", "least_seo"}
    | {"front", "provisions", "duties", "cells", "cells_pdf"}
)


def rows(results: dict[str, Any]) -> Iterator[tuple[str, float, float, float, bool]]:
    """Yield (what, figure, target, figure ÷ target, whether it holds) for each target that was measured."""
    for bench, key, target, what in TARGETS:
        figures = results.get(bench, {})
        figure = figures.get("index_cpu" if key == "index_cpu_s" else key)
        if figure is not None:
            holds = figure >= target if key in AT_LEAST else figure <= target
            yield what, figure, target, figure / target if target else float(figure), holds


def print_table(results: dict[str, Any]) -> None:
    """Print the figures beside their targets, then growth with the library, then the rivals."""
    for what, figure, target, ratio, holds in rows(results):
        print(f"{'达到' if holds else '未达'}  {figure:>10}  目标 {target:>6}  比值 {ratio:5.2f}  {what}")
    for name in ("validate", "wording", "build"):
        for size, row in results.get(name, {}).items():
            if size.isdigit():
                more = row.get("cpu_of_one_more_plan_ms", "—")
                limit = "，到时限为止" if row.get("ended_at_limit") else ""
                failed = "，失败" if row["code"] else ""
                print(
                    f"{name:9} {size:>5} 份  CPU {row['cpu_s']:>8} s  每份 {row['cpu_a_plan_ms']:>7} ms"
                    f"  每多一份 {more:>7} ms  内存 {row['peak_mb']:>5} MB{limit}{failed}"
                )
                for page, size_of in row.get("pages", {}).items():
                    print(f"{'':12}{page:8} {size_of.get('kb', '—'):>8} KB  gzip {size_of['gzip_kb']:>7} KB")
    if "import" in results:
        importing.print_import(results["import"])
        measure_made.print_made(results["import"].get("made", {}))
        real_documents.print_real(results["import"].get("real", {}))
    for name, row in results.get("pages", {}).get("pages", {}).items():
        print(f"pages     {name:9} " + "  ".join(f"{key} {value}" for key, value in row.items()))
    for package, row in results.get("mutants", {}).items():
        if isinstance(row, dict):
            print(f"mutants  {package:9} " + "  ".join(f"{key} {row[key]}" for key in list(row)[:5]))
    keys = ("recall", "precision", "ndcg", "start_kb", "query_kb_p50", "query_kb_p95", "build_cpu_s", "build_peak_mb")
    for name in ("medplan", "pagefind", "material"):
        if name in results.get("rivals", {}):
            row = results["rivals"][name]
            print(f"{name:9} " + "  ".join(f"{key} {row.get(key, '—')}" for key in keys))


def main(argv: list[str] | None = None) -> int:
    """Run the benchmarks named, all of them without names."""
    parser = Arguments(description="测量：构建、校验、索引、搜索")
    parser.add_argument("names", nargs="*", choices=[*BENCHES, []], help="、".join(BENCHES))
    parser.add_argument("--quick", action="store_true", help="小规模试跑，结果写入 benchmarks/out/，不作数")
    options = parser.parse_args(argv)
    OUT.mkdir(parents=True, exist_ok=True)
    path = OUT / "results-quick.json" if options.quick else RESULTS
    results: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    for name in options.names or BENCHES:
        print(f"… {name}", flush=True)
        load = os.getloadavg()[0]
        results[name] = BENCHES[name](options.quick) | {
            "measured": datetime.datetime.now(datetime.UTC).date().isoformat(),
            "load_before": round(load, 1),
        }
        results["machine"] = {
            "cores": os.cpu_count(),
            "python": platform.python_version(),
            "system": f"{platform.system()} {platform.machine()}",
        }
        path.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print_table({name: results[name] for name in options.names} if options.names else results)
    print(f"写入 {Path(path).relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
