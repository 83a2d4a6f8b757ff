"""Old Office files: what a file really is, how LibreOffice is run and what is said of it; with it where it is."""

from __future__ import annotations

import ast
import http.server
import io
import stat
import subprocess
import sys
import threading
from pathlib import Path

import docx
import pytest

from medplan.importing.draft.draft_plan import Place, draft_plan
from medplan.importing.read import office
from medplan.importing.read.blocks import Doubt, Grid, Paragraph
from medplan.importing.read.forms import FORMS, accepted, form_of
from medplan.importing.read.limits import Refused
from medplan.importing.read.receive import receive
from medplan.library.repository import Repository

from .hostile_documents import package, paragraph
from .test_import_scans import running
from .word_document import write_document

pytestmark = pytest.mark.slow

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLD_WORD = COMPOUND + b"\0" * 600 + "WordDocument".encode("utf-16-le") + b"\0" * 600
RTF = rb"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 SimSun;}}\f0 \u30002?\par}"
MADE = package(paragraph("甲市医疗保障办法") + paragraph("一、总则") + paragraph("为了保障，制定本办法。"))
here = pytest.mark.skipif(office.find_office() is None, reason="LibreOffice is not installed")


def stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> Path:
    """Put a program of our own in LibreOffice's place, and nothing else on the way; it is to make `made`."""
    programs = folder / "programs"
    programs.mkdir()
    program = programs / "soffice"
    head = "import os, sys, time\nfrom pathlib import Path\nargv = sys.argv[1:]\n"
    head += "made = Path(argv[argv.index('--outdir') + 1]) / 'document.docx'\nmade.parent.mkdir(exist_ok=True)\n"
    program.write_text(f"#!{sys.executable}\n{head}{code}\n", "utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(programs))
    return programs


def old(folder: Path, name: str = "a.doc", raw: bytes = OLD_WORD) -> Path:
    path = folder / name
    path.write_bytes(raw)
    return path


@pytest.mark.parametrize(
    ("name", "raw", "kept"),
    [("a.doc", OLD_WORD, ".doc"), ("b.wps", OLD_WORD, ".doc"), ("c.rtf", RTF, ".rtf"), ("d.doc", RTF, ".rtf")],
)
def test_the_text_comes_from_what_libreoffice_makes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, raw: bytes, kept: str
) -> None:
    seen = "settings = Path(argv[0].partition('file://')[2], 'user', 'registrymodifications.xcu').read_text()\n"
    seen += "told = repr((argv, dict(os.environ), Path(argv[-1]).read_bytes(), settings))\n"
    seen += f"made.write_bytes({MADE!r} if not Path(__file__).with_name('tell').exists() else told.encode())"
    programs = stand_in(tmp_path, monkeypatch, seen)
    received = receive(old(tmp_path, name, raw))
    assert received.text == "甲市医疗保障办法\n一、总则\n为了保障，制定本办法。\n"
    assert received.original == (kept, raw) and received.text_from == "libreoffice"
    (programs / "tell").touch()
    argv, environment, given, settings = ast.literal_eval(office.convert_office(raw, kept)[0].decode("utf-8"))
    assert given == raw and argv[-1].endswith(f"document{kept}"), "under a name of ours"
    assert "--headless" in argv and f"--infilter={office._FILTERS[kept]}" in argv
    assert "DisableMacrosExecution" in settings and "BlockUntrustedRefererLinks" in settings
    assert environment["http_proxy"] == "http://127.0.0.1:9" and str(tmp_path) not in environment["HOME"]
    assert not Path(argv[-1]).exists(), "nothing is left behind"


def test_where_it_is_not_installed_the_message_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refused) as refused:
        receive(old(tmp_path))
    assert "apt-get install libreoffice-writer" in refused.value.cure and ".docx" in refused.value.cure


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("", "打不开"),
        ("sys.exit(1)", "打不开"),
        ("os.symlink('/etc/passwd', made)", "打不开"),
        ("made.write_text('no zip')", "不是 Word 文件"),
        ("os.system('sleep 99 & sleep 99')\ntime.sleep(99)", "太久"),
        ("x = bytearray(5_000_000_000)", "打不开"),
        ("while True: pass", "太久|打不开"),
        ("made.write_bytes(b'0' * 90_000_000)", "打不开|太大|不是 Word 文件"),
    ],
)
def test_a_conversion_that_fails_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, words: str
) -> None:
    stand_in(tmp_path, monkeypatch, code)
    monkeypatch.setattr(office, "OFFICE_SECONDS", 1)
    with pytest.raises(Refused, match=words):
        receive(old(tmp_path))


def test_what_it_started_is_ended_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs = stand_in(tmp_path, monkeypatch, "os.fork()\ntime.sleep(99)")
    monkeypatch.setattr(office, "OFFICE_SECONDS", 1)
    with pytest.raises(Refused, match="太久"):
        receive(old(tmp_path))
    assert not running(str(programs))


@pytest.mark.parametrize(
    ("name", "raw", "suffix"),
    [
        ("a.doc", b"<html><body><p>1</body></html>", ".html"),
        ("a.doc", "\ufeff<!DOCTYPE html><p>1".encode("utf-16-le"), ".html"),
        ("a.wps", MADE, ".docx"),
        ("a.doc", b"%PDF-1.4\n", ".pdf"),
        ("a.docx", OLD_WORD, ".doc"),
        ("a.docx", RTF, ".rtf"),
        ("a.doc", b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument>', ".xml"),
        ("a.doc", "甲市规划\n一、总则\n".encode("gb18030"), ".txt"),
        ("a.txt", b"\x89PNG\r\n\x1a\n", ".png"),
        ("a", b"%PDF-1.4\n", ".pdf"),
        ("a.txt", "甲市规划 <html> 是标签".encode(), ".txt"),
        ("a.html", "<p>甲市".encode(), ".html"),
        ("a.txt", "发文机关: 甲市\n标题: 办法\n".encode(), ".txt"),
    ],
)
def test_a_file_is_what_it_holds_not_what_it_is_called(name: str, raw: bytes, suffix: str) -> None:
    assert form_of(Path(name).suffix, raw).suffix == suffix


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("a.xls", b"x", "表格"),
        ("a.et", COMPOUND + "Workbook".encode("utf-16-le"), "表格"),
        ("a.doc", COMPOUND + "Workbook".encode("utf-16-le"), "表格"),
        ("a.docx", package("<w:p/>").replace(b"word/document.xml", b"xl/workbook.xml.."), "表格"),
        ("a.docx", COMPOUND + "EncryptedPackage".encode("utf-16-le"), "密码"),
        ("a.ppt", b"x", "演示"),
        ("a.ofd", b"x", "OFD"),
        ("a.pdf", b"PK\x03\x04" + b"OFD.xml", "OFD"),
        ("a.zip", b"x", "压缩包"),
        ("a.doc", b"Rar!\x1a\x07\0", "压缩包"),
        ("a.ceb", b"x", "版式"),
        ("a.docm", b"x", "宏"),
        ("a.exe", b"x", "不认识"),
    ],
)
def test_what_is_no_document_is_refused_in_words(tmp_path: Path, name: str, raw: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words) as refused:
        receive(old(tmp_path, name, raw))
    assert refused.value.cure


def test_every_suffix_is_said_in_the_guide() -> None:
    guide = (Path(__file__).resolve().parents[2] / "docs" / "contribute" / "index.md").read_text("utf-8")
    for form in FORMS:
        assert all(f"`{suffix}`" in guide for suffix in form.suffixes), form
    assert accepted().split("、")[0] == ".docx"


def made_by_office(folder: Path, suffix: str, kind: str, source: Path) -> Path:
    """Return a document as LibreOffice writes it in an old form."""
    (folder / "home").mkdir(exist_ok=True)
    program = office.find_office()
    assert program is not None
    command = [program, f"-env:UserInstallation={(folder / 'home').as_uri()}", "--headless", "--convert-to"]
    subprocess.run([*command, f"{suffix}:{kind}", "--outdir", str(folder), str(source)], check=True, timeout=120)
    return folder / f"{source.stem}.{suffix}"


@here
@pytest.mark.slow
@pytest.mark.parametrize(("suffix", "kind"), [("doc", "MS Word 97"), ("rtf", "Rich Text Format"), ("odt", "writer8")])
def test_old_forms_of_a_word_document_are_read_like_it(
    tmp_path: Path, repository: Repository, suffix: str, kind: str
) -> None:
    source = tmp_path / "plain.docx"
    document = docx.Document()
    for text in ("甲市医疗保障办法", "一、总则", "为了保障，制定本办法。"):
        document.add_paragraph(text)
    table = document.add_table(rows=2, cols=2)
    for at, text in enumerate(("指标", "目标", "参保率", "95%")):
        table.cell(at // 2, at % 2).text = text
    document.add_paragraph("二、附则")  # as Word does, for LibreOffice loses a table that is last
    document.save(str(source))
    path = made_by_office(tmp_path, suffix, kind, source)
    received = receive(path)
    assert [b.text for b in received.blocks if isinstance(b, Paragraph)][:3] == [
        "甲市医疗保障办法",
        "一、总则",
        "为了保障，制定本办法。",
    ]
    assert [b.rows for b in received.blocks if isinstance(b, Grid)] == [(("指标", "目标"), ("参保率", "95%"))]
    place = Place(
        code="320500",
        plan_id="320500-suzhou-x",
        path="data/plans/32-jiangsu/320500-suzhou-x.yaml",
        source_file="data/sources/320500-suzhou-x.txt",
        original_file=f"data/sources/320500-suzhou-x.{suffix}",
        text_from=received.text_from,
    )
    draft = draft_plan(received.blocks, received.text.encode(), path.read_bytes(), place, repository.catalogues)
    assert draft.data["source"]["text_from"] == "libreoffice"


@here
@pytest.mark.slow
def test_an_offices_document_comes_through_the_old_form_whole(tmp_path: Path) -> None:
    source = tmp_path / "plan.docx"
    write_document(source)
    wanted, got = receive(source), receive(made_by_office(tmp_path, "doc", "MS Word 97", source))

    def letters(text: str) -> str:
        return "".join(char for char in text if "一" <= char <= "鿿")

    assert sorted(letters(got.text)) == sorted(letters(wanted.text))


@here
@pytest.mark.slow
def test_nothing_is_fetched_and_no_macro_runs(tmp_path: Path) -> None:
    asked: list[str] = []

    class Server(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/x.png"
    path = tmp_path / "a.rtf"
    field = (
        r'{\field{\*\fldinst INCLUDEPICTURE "URL" \\d}{\fldrslt x}}{\field{\*\fldinst INCLUDETEXT "URL"}{\fldrslt y}}'
    )
    rtf = r"{\rtf1\ansi Plan of 2025 " + field + r"{\*\template URL}\par}"
    path.write_text(rtf.replace("URL", url), "ascii")
    try:
        assert "Plan of 2025" in receive(path).text
    finally:
        server.shutdown()
        server.server_close()
    assert asked == []


@here
@pytest.mark.slow
@pytest.mark.parametrize("raw", [OLD_WORD, RTF[:60], b"{\\rtf1" + b"{" * 200_000, COMPOUND + bytes(range(256)) * 90])
def test_a_broken_file_is_refused_or_empty(tmp_path: Path, raw: bytes) -> None:
    with pytest.raises(Refused) as refused:
        receive(old(tmp_path, "a.doc", raw))
    assert refused.value.cure


def test_doubts_name_the_lie(tmp_path: Path) -> None:
    made = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("甲市办法")
    document.save(made)
    received = receive(old(tmp_path, "a.doc", made.getvalue()))
    assert [b.words for b in received.blocks if isinstance(b, Doubt)] == [
        "文件名以 .doc 结尾，内容却是“Word 文件”，按内容读"
    ]
    assert received.text_from is None and received.original is not None and received.original[0] == ".docx"
