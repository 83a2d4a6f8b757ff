"""From a form to a package: recorded events of tests/cases/submissions, a server that plays GitHub's attachments."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml

from medplan.importing.intake.attachment import GITHUB, KINDS, Attachment, Trust, attachments_among, check_kind, fetch
from medplan.importing.intake.make import find_document, make_package
from medplan.importing.intake.package import Package, read_package, write_package
from medplan.importing.intake.submission import (
    NotTaken,
    Submission,
    find_place,
    is_web_address,
    read_answers,
    read_event,
    read_form,
)
from medplan.library.repository import Repository

from .servers import serving
from .support import ROOT

CASES = ROOT / "tests" / "cases" / "submissions"
FIELDS = read_form(yaml.safe_load((ROOT / ".github" / "ISSUE_TEMPLATE" / "submit-document.yml").read_text("utf-8")))
GOOD = "https://github.com/user-attachments/files/17/a.docx"
FILE = "/user-attachments/files/17/%E6%96%B9%E6%A1%88.docx"
Answer = Callable[[BaseHTTPRequestHandler], None]


def event(name: str, link: str = GOOD) -> dict[str, Any]:
    text = (CASES / f"{name}.json").read_text("utf-8")
    read: dict[str, Any] = json.loads(text.replace("ATTACHMENT2", link + "x").replace("ATTACHMENT", link))
    return read


def submission(name: str, link: str = GOOD) -> Submission:
    read = read_event(event(name, link), FIELDS)
    assert isinstance(read, Submission), read
    return read


def word_document() -> bytes:
    document = docx.Document()
    for line in (
        "苏州市医疗保障服务实施方案",
        "苏医保发〔2023〕3号",
        "为方便办事，制定本方案。",
        "一、总体要求",
        "办理时限持续压缩。",
        "二、主要任务",
        "（一）整理清单。逐项写明条件。（责任单位：市医保局）",
        "苏州市医疗保障局",
        "2023年3月1日",
    ):
        document.add_paragraph(line)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


WORD = word_document()


def sent(content: bytes, kind: str = "application/octet-stream", *, length: int | None = None) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(content) if length is None else length))
        handler.end_headers()
        handler.wfile.write(content)

    return answer


def failing(status: int) -> Answer:
    return lambda handler: handler.send_error(status)


def redirecting(where: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", where)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


def trusting(origin: str, *stores: str, max_bytes: int = 200_000, seconds: float = 5) -> Trust:
    return Trust(origins=frozenset({origin}), stores=frozenset(stores), max_bytes=max_bytes, seconds=seconds)


def fetched(answer: Answer, path: str = FILE, **limits: Any) -> Attachment | NotTaken:
    with serving(answer) as origin:
        return fetch(origin + path, trusting(origin, **limits))


def refused(answer: Answer, path: str = FILE, **limits: Any) -> NotTaken:
    found = fetched(answer, path, **limits)
    assert isinstance(found, NotTaken), found
    return found


# --- the event


def test_an_attached_document_and_its_answers_are_read() -> None:
    found = submission("attached")
    assert (found.number, found.repository) == (12, "yibao/guihuaku")
    assert found.answers["jurisdiction"] == "江苏省苏州市"
    assert found.answers["remarks"] == ""
    assert (found.links, found.url) == ([GOOD], "https://www.example.gov.cn/art/2023/3/1/art_1.html")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("other-label", "不是为生成草稿贴的标签"),
        ("almost-label", "不是为生成草稿贴的标签"),
        ("no-form", "不是用“提交文件”的表填的"),
        ("no-body", "不是用“提交文件”的表填的"),
    ],
)
def test_an_event_that_asks_for_no_draft_is_told_so(name: str, words: str) -> None:
    found = read_event(event(name), FIELDS)
    assert isinstance(found, NotTaken)
    assert words in found.message and found.cure


def test_only_labelling_counts() -> None:
    assert isinstance(read_event(event("attached") | {"action": "opened"}, FIELDS), NotTaken)


def test_a_body_longer_than_github_allows_is_not_read() -> None:
    long = event("attached")
    long["issue"]["body"] += "长" * 70_000
    found = read_event(long, FIELDS)
    assert isinstance(found, NotTaken) and "太长" in found.message


def test_headings_written_into_an_answer_take_nothing_from_fields_above() -> None:
    found = submission("pasted")
    assert found.url is None  # the address stands in 其他, under a heading that somebody typed there
    assert "evil.example" in found.answers["remarks"]
    assert submission("hostile").links.count(GOOD) == 0


def test_a_heading_counts_whole_and_once() -> None:
    body = "### 行政区 \n甲市\n### 行政区\n乙市\n#### 网址\nhttps://a.cn\n### 文件或全文\n文"
    answers = read_answers(body, FIELDS)
    assert answers["jurisdiction"] == "甲市 ### 行政区 乙市 #### 网址 https://a.cn"
    assert answers["file"] == "文" and "url" not in answers


def test_parting_takes_time_by_length_only() -> None:
    began = time.process_time()
    for text in ("### 行政区\n" * 6_000, "#" * 65_000, "[" * 65_000, "https://" * 8_000, "`" * 65_000):
        found = Submission(number=1, repository="a/b", answers=read_answers(f"### 文件或全文\n{text}", FIELDS))
        attachments_among(found.links, "a/b", GITHUB)
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("https://www.example.gov.cn/a/b.html?x=1&y=%E6", True),
        ("http://xxgk.example.gov.cn:8080/a", True),
        ("javascript:alert(1)", False),
        ("https://a.cn@evil.example/", False),
        ("https://a.cn/ x", False),
        ("https://a.cn/\u202e", False),
        ("https://localhost/", False),
        ("https://[::1/", False),
        ("/etc/passwd", False),
        ("https://a.cn/" + "x" * 2_000, False),
        ("", False),
    ],
)
def test_what_is_an_address_of_a_page(address: str, good: bool) -> None:
    assert is_web_address(address) is good


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("江苏省苏州市", "320500"),
        ("江苏 苏州市", "320500"),
        ("苏州市", "320500"),
        ("320500", "320500"),
        ("江苏省", "320000"),
        ("甘肃省庆阳市正宁县", "621025"),
        ("正宁县", "621025"),
        ("北京市朝阳区", "110105"),
        ("朝阳区", None),  # there are several
        ("辽宁省苏州市", None),
        ("某市", None),
        ("999999", None),
        ("", None),
    ],
)
def test_the_place_that_was_written(written: str, code: str | None, repository: Repository) -> None:
    assert find_place(written, repository.catalogues.jurisdictions) == code


# --- the link


@pytest.mark.parametrize(
    "link",
    [
        GOOD,
        "https://github.com/yibao/guihuaku/files/17/a.b.docx",
        "https://github.com/user-attachments/files/17/方案.docx",
    ],
)
def test_githubs_own_attachments_are_taken(link: str) -> None:
    assert attachments_among([link], "yibao/guihuaku", GITHUB) == [link]


@pytest.mark.parametrize(
    "link",
    [
        "http://github.com/user-attachments/files/17/a.docx",
        "https://github.com.evil.example/user-attachments/files/17/a.docx",
        "https://github.com@evil.example/user-attachments/files/17/a.docx",
        "https://x@github.com/user-attachments/files/17/a.docx",
        "https://github.com:444/user-attachments/files/17/a.docx",
        "https://GITHUB.com\\@evil.example/user-attachments/files/17/a.docx",
        "https://evil.example/user-attachments/files/17/a.docx",
        "https://github.com/user-attachments/files/17/../a.docx",
        "https://github.com/user-attachments/files/a/b.docx",
        "https://github.com/user-attachments/assets/17/a.docx",
        "https://github.com/yibaoXguihuaku/files/17/a.docx",
        "https://github.com/other/repository/files/17/a.docx",
        "https://github.com/user-attachments/files/17/a.docx?x=1",
        "https://github.com/user-attachments/files/17/a.docx#x",
        "https://raw.githubusercontent.com/user-attachments/files/17/a.docx",
        "https://[github.com/user-attachments/files/17/a.docx",
        "file:///user-attachments/files/17/a.docx",
    ],
)
def test_nothing_else_is_asked_for(link: str) -> None:
    assert attachments_among([link], "yibao/guihuaku", GITHUB) == []


def test_github_is_trusted_over_https_alone_and_stores_are_its_own() -> None:
    assert all(origin.startswith("https://") for origin in GITHUB.origins | GITHUB.stores)
    assert {"https://github.com"} == GITHUB.origins
    assert GITHUB.max_bytes <= 25_000_000 and GITHUB.seconds <= 60


# --- the server


def test_a_document_is_fetched_through_a_redirect_to_the_store() -> None:
    with serving(sent(WORD)) as store, serving(redirecting(f"{store}/object?X-Signature=1")) as origin:
        found = fetch(origin + FILE, trusting(origin, store))
    assert found == Attachment(suffix=".docx", content=WORD)


def test_a_redirect_to_anywhere_else_is_not_followed() -> None:
    asked: list[str] = []

    def spy(handler: BaseHTTPRequestHandler) -> None:
        asked.append(handler.path)
        sent(WORD)(handler)

    with serving(spy) as elsewhere, serving(redirecting(f"{elsewhere}/x")) as origin:
        found = fetch(origin + FILE, trusting(origin))
        again = fetch(origin + FILE, trusting(origin, elsewhere.replace("127.0.0.1", "localhost")))
    assert isinstance(found, NotTaken) and isinstance(again, NotTaken)
    assert "GitHub 以外" in found.message and asked == []


@pytest.mark.parametrize("where", ["file:///etc/passwd", "ftp://127.0.0.1/x", "", "//evil.example/x", "http://[", "/x"])
def test_a_strange_redirect_is_not_followed(where: str) -> None:
    assert "GitHub 以外" in refused(redirecting(where)).message


def test_redirects_in_a_circle_end() -> None:
    asked: list[str] = []

    def circle(handler: BaseHTTPRequestHandler) -> None:
        asked.append(handler.path)
        redirecting(f"http://{handler.headers['Host']}/again")(handler)

    with serving(circle) as origin:
        found = fetch(origin + FILE, trusting(origin, origin))
    assert isinstance(found, NotTaken) and "转来转去" in found.message
    assert len(asked) <= 5


def test_too_much_is_refused_whether_it_is_told_or_not() -> None:
    content = WORD + bytes(300_000)
    assert "超过 0 MB" in refused(sent(content)).message
    assert "超过 0 MB" in refused(sent(WORD, length=300_000)).message  # before a byte of it is read

    def lying(handler: BaseHTTPRequestHandler) -> None:  # no length told, the bytes come until somebody stops
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(content)

    assert "超过 0 MB" in refused(lying).message


def test_what_comes_drop_by_drop_is_given_up() -> None:
    def slow(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(100):
            handler.wfile.write(b"PK\x03\x04")
            handler.wfile.flush()
            time.sleep(0.05)

    began = time.monotonic()
    assert "太慢" in refused(slow, seconds=0.3).message
    assert time.monotonic() - began < 4


def test_what_is_cut_short_is_not_a_document() -> None:
    assert refused(sent(WORD, length=len(WORD) + 5)).message == "附件没有取全"


@pytest.mark.parametrize("status", [403, 404, 500])
def test_a_refusal_is_told_with_its_number(status: int) -> None:
    assert str(status) in refused(failing(status)).message


def test_a_server_that_is_not_there_is_told() -> None:
    with serving(sent(b"")) as origin:
        pass
    found = fetch(origin + FILE, trusting(origin))
    assert isinstance(found, NotTaken) and found.message == "附件没有取到"


def test_a_page_in_place_of_a_word_file_is_told() -> None:
    found = refused(sent(b"<!DOCTYPE html><title>Sign in</title>", "text/html"))
    assert "内容却不是这种文件" in found.message


def test_kinds_nobody_reads_are_not_even_asked_for() -> None:
    with serving(sent(b"MZ")) as origin:
        for name in ("a.exe", "a", "a.docx.sh", "a.zip", "%2e%2e%2fa.py"):
            found = fetch(f"{origin}/user-attachments/files/1/{name}", trusting(origin))
            assert isinstance(found, NotTaken) and "不收" in found.message


@pytest.mark.parametrize(
    ("suffix", "content", "good"),
    [
        (".docx", b"PK\x03\x04...", True),
        (".docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", False),
        (".pdf", b"\n%PDF-1.7", True),
        (".pdf", b"PK\x03\x04", False),
        (".doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", True),
        (".rtf", b"{\\rtf1", True),
        (".txt", "规划".encode(), True),
        (".txt", "规划".encode("gb18030"), True),
        (".txt", "规划".encode("utf-16"), True),
        (".txt", b"\x7fELF\0\0", False),
        (".html", b"PK\x03\x04", False),
        (".html", b"<html>", True),
        (".txt", b"", False),
    ],
)
def test_a_file_begins_as_its_kind_does(suffix: str, content: bytes, good: bool) -> None:
    assert (check_kind(suffix, content) is None) is good


# --- the package


@pytest.fixture
def root(tmp_path: Path, repository: Repository) -> Iterator[Repository]:
    data = tmp_path / "data"
    data.mkdir()
    yield Repository(data=data, catalogues=repository.catalogues, catalogue_issues=[])


def made(name: str, root: Repository, content: bytes = WORD) -> tuple[Package, dict[str, bytes]]:
    with serving(sent(content)) as origin:
        return make_package(event(name, origin + FILE), FIELDS, root, trusting(origin))


def test_a_submission_becomes_a_draft_that_the_other_job_takes(root: Repository, tmp_path: Path) -> None:
    package, extra = made("attached", root)
    assert package.failure is None, package.failure
    assert package.plan_id.startswith("320500-suzhou-")
    draft = yaml.safe_load(package.files[f"data/plans/32-jiangsu/{package.plan_id}.yaml"])
    assert (draft["title"], draft["issuer"]) == ("苏州市医疗保障服务实施方案", "苏州市医疗保障局")
    assert draft["source"]["url"] == "https://www.example.gov.cn/art/2023/3/1/art_1.html"
    assert package.files[f"data/sources/{package.plan_id}.docx"] == WORD
    assert str(tmp_path) not in package.report and "逐字核对一致" in package.report
    assert package.answers["行政区"] == "江苏省苏州市" and "文件或全文" not in package.answers
    assert list(extra) == ["review.html"] and b"<html" in extra["review.html"]
    write_package(package, tmp_path / "out", extra)
    assert read_package(tmp_path / "out") == package


def test_a_pasted_text_becomes_a_draft(root: Repository) -> None:
    package, _ = made("pasted", root)
    assert package.failure is None, package.failure
    assert sorted(package.files) == [
        f"data/plans/32-jiangsu/{package.plan_id}.yaml",
        f"data/sources/{package.plan_id}.txt",
    ]


def test_a_place_that_is_not_in_the_catalogue_is_told(root: Repository) -> None:
    with serving(sent(WORD)) as origin:
        given = event("attached", origin + FILE)
        given["issue"]["body"] = given["issue"]["body"].replace("江苏省苏州市", "苏州那边")
        package, _ = make_package(given, FIELDS, root, trusting(origin))
    assert package.plan_id.startswith("320500-suzhou-")
    assert "行政区在目录里没有对上" in package.report


@pytest.mark.parametrize(
    ("name", "words", "cure"),
    [
        ("nothing", "没有文件，也没有全文", "拖进“文件或全文”一格"),
        ("link-only", "只有链接", "下载到自己的电脑"),
        ("hostile", "只有链接", "GitHub 上的附件"),
        ("two-files", "附了 2 个文件", "只附一份"),
    ],
)
def test_what_can_not_be_taken_is_told_with_its_cure(name: str, words: str, cure: str) -> None:
    found = find_document(submission(name), GITHUB)
    assert isinstance(found, NotTaken)
    assert words in found.message and cure in found.cure


def test_a_document_that_the_importer_refuses_is_told_in_its_words(root: Repository) -> None:
    package, extra = made("attached", root, b"PK\x03\x04 broken")
    assert package.failure is not None and not package.files and not extra
    assert all(package.failure)


def test_a_document_that_the_library_has_is_told(root: Repository) -> None:
    first, _ = made("attached", root)
    for path, content in first.files.items():
        at = root.data.parent / path
        at.parent.mkdir(parents=True, exist_ok=True)
        at.write_bytes(content)
    again, _ = made("attached", Repository(data=root.data, catalogues=root.catalogues, catalogue_issues=[]))
    assert again.failure is not None and f"本库已有这份文件：{first.plan_id}" in again.failure[0]


def test_every_kind_is_one_that_the_guide_and_the_form_name() -> None:
    assert set(KINDS) >= {".docx", ".html", ".pdf", ".txt"}
