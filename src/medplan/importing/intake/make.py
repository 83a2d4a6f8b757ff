"""Make a package from a submission: fetch the document or take the pasted text, import it, gather what was made."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from medplan.importing.intake.attachment import Attachment, Trust, attachments_among, fetch
from medplan.importing.intake.package import Package
from medplan.importing.intake.submission import NotTaken, Submission, find_place, read_event
from medplan.importing.read.limits import Refused
from medplan.importing.take_in.one import Given, Taken, take_in
from medplan.importing.take_in.report import report_lines
from medplan.library.repository import Repository
from medplan.library.survey import SHEET

_LEAST_TEXT = 200  # Han characters: a text of fewer is a remark, not a document


def make_package(
    event: Mapping[str, Any], fields: Mapping[str, str], repository: Repository, trust: Trust
) -> tuple[Package, dict[str, bytes]]:
    """Return what a labelled issue becomes, and files beside it that people look at; `fields` are the form's."""
    submission = read_event(event, fields)
    if isinstance(submission, NotTaken):
        return _failed(submission, {}), {}
    answers = {fields[name]: text for name, text in submission.answers.items() if name != "file" and text}
    document = find_document(submission, trust)
    if isinstance(document, NotTaken):
        return _failed(document, answers), {}
    code = find_place(submission.answers["jurisdiction"], repository.catalogues.jurisdictions)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"document{document.suffix}"
        path.write_bytes(document.content)
        try:
            taken = take_in(path, Given(code=code, url=submission.url), repository)
        except (Refused, OSError) as refused:
            return _failed(_reason(refused), answers), {}
    package, extra = _gathered(taken, answers, repository)
    if code is None and package.failure is None:
        words = "表里写的行政区在目录里没有对上，或者不止一处；代号里的行政区是由标题和发布机关提出的，须核对"
        package = replace(package, report=f"{words}\n{package.report}")
    return package, extra


def find_document(submission: Submission, trust: Trust) -> Attachment | NotTaken:
    """Return the one document attached, or the text pasted in its place."""
    found = attachments_among(submission.links, submission.repository, trust)
    if len(found) > 1:
        return NotTaken(
            message=f"“文件或全文”里附了 {len(found)} 个文件",
            cure="一张表只附一份文件；先去掉其余的，附件另填一张，再重新贴标签",
        )
    if found:
        return fetch(found[0], trust)
    text = submission.answers["file"]
    if sum("\u4e00" <= c <= "\u9fff" for c in text) >= _LEAST_TEXT:
        return Attachment(suffix=".txt", content=f"{text}\n".encode())
    if submission.links:
        return NotTaken(
            message="“文件或全文”里只有链接，没有附件",
            cure="先把文件下载到自己的电脑，再拖进这一格；程序只取 GitHub 上的附件",
        )
    return NotTaken(message="表里没有文件，也没有全文", cure="编辑这张表，把文件拖进“文件或全文”一格，再重新贴标签")


def _gathered(taken: Taken, answers: dict[str, str], repository: Repository) -> tuple[Package, dict[str, bytes]]:
    """Return the files that the library keeps as the package, and the review sheet, which it does not."""
    if taken.plan_id in repository.plan_ids():
        why = NotTaken(message=f"本库已有这份文件：{taken.plan_id}", cure="要更正已有的规划，用“报错”的表，或直接改它")
        return _failed(why, answers), {}
    files = {f"data/{path.relative_to(repository.data).as_posix()}": content for path, content in taken.files.items()}
    sheets = [content for name, content in files.items() if name.endswith(SHEET)]
    kept = {name: content for name, content in files.items() if not name.endswith(SHEET)}
    report = "\n".join(report_lines(taken, lambda path: _shown(path, repository)))
    package = Package(plan_id=taken.plan_id, files=kept, report=report, answers=answers)
    return package, {"review.html": sheets[0]} if sheets else {}


def _shown(path: Path, repository: Repository) -> str:
    """Return a path as it will be in the repository; the document itself has no place there, only a name."""
    if path.is_relative_to(repository.data):
        return f"data/{path.relative_to(repository.data).as_posix()}"
    return path.name


def _reason(refused: Refused | OSError) -> NotTaken:
    if isinstance(refused, Refused):
        return NotTaken(message=refused.message, cure=refused.cure)
    return NotTaken(message="文件读不出来", cure="用原来的软件打开核对，另存一份再附上")


def _failed(why: NotTaken, answers: Mapping[str, str]) -> Package:
    return Package(answers=answers, failure=(why.message, why.cure))
