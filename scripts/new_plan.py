#!/usr/bin/env python3
"""Begin a plan by hand: `new_plan.py [--place PLACE --title TITLE --slug SLUG …]`; what is not given is asked for.

Writes data/plans/<省>/<id>.yaml, which validates as it stands, and with `--source FILE` keeps the document beside it.
Nothing that is there is touched. Exit status: 0 written, 1 nothing written, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Callable
from pathlib import Path

if __name__ == "__main__":
    import own_python  # noqa: F401 - begins anew in .venv where this Python has no medplan

from medplan.catalogue.catalogues import full_name
from medplan.files.document import load_text
from medplan.files.writing import write_new
from medplan.importing.draft.scaffold import SLUG, NewPlan, find_places, home, skeleton, suggest_slug
from medplan.issues import Issue, format_issues, has_errors
from medplan.library.repository import Repository
from medplan.plan.build_plan import build_plan
from medplan.rules.check_plan import check_plan
from medplan.running.arguments import Arguments
from medplan.running.system import run
from medplan.schema.schemas import check_schema, integer_keys, plan_labels

SUFFIXES = (".txt", ".html", ".docx", ".pdf")


def main(argv: list[str] | None = None) -> int:
    """Return 0 when the skeleton was written."""
    parser = make_parser()
    options = parser.parse_args(argv)
    repository = Repository.open(options.data)
    try:
        plan, source = take_facts(options, repository)
    except ValueError as error:
        parser.error(str(error))
    except EOFError:
        parser.error("没有答完，什么也没有写")
    folder, plan_id = home(plan, repository.catalogues)
    path = repository.data / "plans" / folder / f"{plan_id}.yaml"
    kept = repository.data / "sources" / f"{plan_id}{plan.suffix}"
    text = skeleton(plan, plan_id)
    issues = check_text(text, f"data/plans/{folder}/{plan_id}.yaml", plan_id, repository)
    if has_errors(issues):
        print(format_issues(issues, "text"))
        print("所填的内容有误，什么也没有写", file=sys.stderr)
        return 1
    for there in (path, *([kept] if source is not None else [])):
        if there.exists() or there.is_symlink():
            print(f"已有 {there}，没有改动；换一个 --slug，或直接修改那个文件", file=sys.stderr)
            return 1
    try:
        write_new({path: text.encode()} | ({kept: source} if source is not None else {}))
    except FileExistsError as error:
        print(f"{error.filename} 刚才由别人写了，什么也没有写；换一个 --slug", file=sys.stderr)
        return 1
    print(f"已写 {path}")
    print(f"接着：1. 打开它，照原件写正文；2. scripts/validate.py {path}；3. scripts/prove_source.py {plan_id}")
    if source is None:
        print(f"原件还没有：存为 {kept}，并把它的校验值（sha256sum）填进 source.sha256")
    return 0


def make_parser() -> Arguments:
    """Return the parser of the command's arguments."""
    labels = plan_labels()
    parser = Arguments(description="新建一份规划的骨架；没有写明的，逐项询问")
    parser.add_argument("--place", "--jurisdiction", help="行政区：名称、拼音或六位代码")
    parser.add_argument("--title", help="标题，照录原文")
    parser.add_argument("--slug", help="代号的末段，如 145")
    parser.add_argument("--period", help="规划期，如 2021-2025；没有的写 无")
    parser.add_argument("--kind", choices=labels["kind"], help="种类，默认 plan")
    parser.add_argument("--stage", choices=labels["stage"], help="效力阶段，默认 issued")
    parser.add_argument("--issuer", help="发布机关")
    parser.add_argument("--number", help="文号")
    parser.add_argument("--published", help="日期，如 2021-10-08 或 2021-10")
    parser.add_argument("--origin", help="原件刊载于何处")
    parser.add_argument("--source", type=Path, help="原件，原样存入 data/sources/")
    parser.add_argument("--data", type=Path, help="数据目录，默认为 data/ 或 MEDPLAN_DATA")
    return parser


def take_facts(options: argparse.Namespace, repository: Repository) -> tuple[NewPlan, bytes | None]:
    """Return the facts as given or as answered, and the document; raise ValueError for one that can't be."""
    # Asked only who sits at a terminal, and only when the command leaves something open.
    needed = (options.place, options.title, options.slug, options.period)
    asking = sys.stdin.isatty() and None in needed
    if None in needed and not asking:
        raise ValueError("请写明 --place、--title、--slug 和 --period（没有规划期的写 --period 无）")
    source, suffix, sha256 = None, ".txt", None
    if options.source is not None:
        if options.source.suffix.lower() not in SUFFIXES or not options.source.is_file():
            raise ValueError(f"--source 须是文件，后缀为 {'、'.join(SUFFIXES)}")
        source, suffix = options.source.read_bytes(), options.source.suffix.lower()
        sha256 = hashlib.sha256(source).hexdigest()

    def fact(given: str | None, question: str, default: str = "", check: Callable[[str], object] = str) -> str:
        while given is None and asking:
            said = input(f"{question}{f'［{default}］' if default else ''}：").strip() or default
            try:
                check(said)
            except ValueError as error:
                print(error)
                continue
            given = said
        return (default if given is None else given).strip()

    def place(words: str) -> object:
        found = find_places(words, repository.catalogues)
        if len(found) == 1:
            return found[0]
        listed = "、".join(f"{p.code} {full_name(repository.catalogues.ancestors(p.code), p)}" for p in found[:12])
        raise ValueError(f"“{words}”可指：{listed}。请写代码" if found else f"行政区目录里没有“{words}”")

    chosen = find_places(fact(options.place, "行政区（名称、拼音或代码）", check=place), repository.catalogues)
    if len(chosen) != 1:
        place(options.place or "")
    title = fact(options.title, "标题（照录原文）", check=filled)
    slug = fact(options.slug, "代号的末段（小写字母、数字、连字符）", suggest_slug(title), check=slug_form)
    period = fact(options.period, "规划期（如 2021-2025，没有的写 无）", check=years)
    facts = {
        "title": filled(title),
        "kind": options.kind or "plan",
        "stage": options.stage or "issued",
        "period": years(period),
        "issuer": fact(options.issuer, "发布机关（没有印的不填）") or None,
        "document_number": fact(options.number, "文号（没有印的不填）") or None,
        "published": fact(options.published, "日期（如 2021-10-08，不知的不填）") or None,
    }
    plan = NewPlan(
        place=chosen[0], slug=slug_form(slug), facts=facts, origin=options.origin, suffix=suffix, sha256=sha256
    )
    return plan, source


def filled(text: str) -> str:
    """Return a text that is not empty; raise ValueError for one that is."""
    if not text.strip():
        raise ValueError("标题不能为空")
    return text


def slug_form(text: str) -> str:
    """Return the end of an id; raise ValueError for one with other signs."""
    if not SLUG.fullmatch(text):
        raise ValueError("代号的末段只能用小写字母、数字和连字符，如 145、reform-2023")
    return text


def years(text: str) -> dict[str, int] | None:
    """Return a period as the file has it, None for 无; raise ValueError for anything else."""
    if text in ("无", "null"):
        return None
    parts = text.replace("—", "-").replace("–", "-").replace("－", "-").removesuffix("年").split("-")
    if len(parts) != 2 or not all(len(p) == 4 and p.isascii() and p.isdigit() for p in parts):
        raise ValueError("规划期写成 2021-2025；没有的写 无")
    return {"start": int(parts[0]), "end": int(parts[1])}


def check_text(text: str, shown: str, plan_id: str, repository: Repository) -> list[Issue]:
    """Return what the validator will say of the skeleton."""
    document, issues = load_text(text, shown, integer_keys("plan"))
    issues = issues or check_schema(document, "plan")
    if issues:
        return issues
    plan, issues = build_plan(document, plan_id)
    return issues + check_plan(plan, document, repository.catalogues)


if __name__ == "__main__":
    sys.exit(run(main))
