"""Word a proposal: a package in; the pull request's title and text, and what the submitter is told, out, in Markdown.

What comes from a document or a form stands in code spans and code blocks only, where nothing is a link, a mention, a
keyword or HTML. This module needs nothing but Python itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from medplan.importing.intake.package import Package
from medplan.issues import visible

MAX_BODY = 60_000  # GitHub takes 65,536 characters
_MAX_REPORT = 40_000
# Even in code: a mention or a number of an issue is not to be mistaken for one by anything that reads the text.
_INERT = str.maketrans({"@": "＠", "#": "＃"})


def branch_of(number: int) -> str:
    """Return the branch that an issue's draft is proposed on."""
    return f"draft/issue-{number}"


def title_of(package: Package) -> str:
    """Return the pull request's title, without a word of the document's."""
    return f"收录草稿：{package.plan_id}"


def message_of(package: Package, number: int) -> str:
    """Return the commit's message, without a word of the document's."""
    return f"Draft of {package.plan_id}\n\nImported from what was submitted in #{number}; not yet read by anybody."


def body_of(package: Package, number: int, run: str) -> str:
    """Return the pull request's text: what was submitted, the report, what to do; `run` is the run's address."""
    lines = [
        f"由 #{number} 提交的文件自动生成，还没有人看过。",
        "",
        *_answers(package.answers),
        "### 怎样审阅",
        "",
        f"1. {_sheet(run)}左边是原文，右边是认出的内容，存疑的地方都列着。",
        "2. 在“Files changed”里找到规划的 YAML，点右上角的“…”、“Edit file”，照原文改；"
        "改完点“Commit changes”，提交到这个分支。",
        "3. 机器人提的请求不会自动检查：改好以后点“Close pull request”，再点“Reopen”，检查就开始了。",
        "4. 检查通过，由另一位编辑看过，再合并。",
        "",
        "重新贴标签会重做一遍，这个分支上改过的会丢失。",
        "",
        "### 导入的报告",
        "",
        code_block(package.report, _MAX_REPORT),
        "",
        f"Closes #{number}",
    ]
    return "\n".join(lines)[:MAX_BODY]


def told_of_draft(package: Package, request: int, run: str) -> str:
    """Return what is told on the issue when a draft was proposed."""
    return (
        f"草稿已经生成：#{request}（{code_span(package.plan_id)}）。\n\n"
        f"要看认得对不对：{_sheet(run)}"
        f"发现哪里不对，在 #{request} 下面留言，写明原文第几行、应当是什么，不用改文件。"
    )


def told_of_failure(failure: tuple[str, str] | None, run: str) -> str:
    """Return what is told on the issue when nothing could be made; None is a fault of the program's own."""
    if failure is None:
        return f"草稿没有生成：程序出了错，不是文件的问题。请维护者看[运行记录]({run})。"
    message, cure = failure
    return (
        f"草稿没有生成：{code_span(message)}。\n\n"
        f"改法：{code_span(cure)}。\n\n改好以后，请维护者去掉标签再贴一次（[运行记录]({run})）。"
    )


def told_of_no_request(branch: str, compare: str) -> str:
    """Return what is told when the branch is there and a pull request may not be made."""
    return (
        f"草稿在分支 `{branch}` 上，但是不许机器人提交请求。"
        f"请维护者[打开这一页]({compare})自己点“Create pull request”；"
        "以后要自动提交，在仓库的 Settings › Actions › General 里勾选"
        "“Allow GitHub Actions to create and approve pull requests”。"
    )


def _sheet(run: str) -> str:
    return (
        f"打开[这次运行]({run})，在页面底部“Artifacts”里下载 `submission`，解开后用浏览器看 `review.html`（核对页）。"
    )


def code_span(text: str) -> str:
    """Return a text as a code span that nothing in it ends."""
    shown = _inert(" ".join(text.split()))
    fence = "`" * (_longest(shown) + 1)
    gap = " " if shown.startswith("`") or shown.endswith("`") or not shown else ""
    return f"{fence}{gap}{shown}{gap}{fence}"


def code_block(text: str, limit: int) -> str:
    """Return a text as a fenced block that nothing in it ends, cut at a line when it is too long."""
    lines: list[str] = []
    size = 0
    for line in text.splitlines():
        shown = _inert(line)
        size += len(shown) + 1
        if size > limit:
            lines.append("……（太长，后面略去；全文见 submission 里的 report.txt）")
            break
        lines.append(shown)
    fence = "`" * max(3, _longest("\n".join(lines)) + 1)
    return "\n".join([f"{fence}text", *lines, fence])


def _inert(text: str) -> str:
    return visible(text.replace("\t", " ").replace("\u3000", "  ")).translate(_INERT)


def _longest(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)


def _answers(answers: Mapping[str, str]) -> list[str]:
    if not answers:
        return []
    told = [f"- {code_span(name)}：{code_span(text)}" for name, text in answers.items()]
    return ["### 表里写的", "", *told, ""]
