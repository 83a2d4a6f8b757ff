"""Scanned pages: told of without --ocr; with it read by tesseract, a stand-in of ours or the real one, and doubted."""

from __future__ import annotations

import contextlib
import stat
import sys
import time
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Browser, Error, Page

from medplan.importing.read import scan
from medplan.importing.read.blocks import Block, Doubt, Furniture, Paragraph
from medplan.importing.read.limits import Refused
from medplan.importing.read.receive import receive

from .test_import_pdf import drawn

pytestmark = pytest.mark.slow

HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
EM = 50


def row(level: int, box: tuple[int, int, int, int], sure: float = -1, text: str = "") -> str:
    return "\t".join(map(str, [level, 1, 1, 1, 1, 1, *box, sure, text]))


def page_of(*lines: tuple[int, list[tuple[str, float]]]) -> list[str]:
    """Return tesseract's rows for a page: lines as (left, words with how sure it is), each letter EM wide, no gaps."""
    rows = [row(1, (0, 0, 2480, 3508))]
    for number, (left, words) in enumerate(lines):
        top = 300 + number * 90 if left < 1000 else 3300  # that in the middle is the page's number
        rows.append(row(4, (left, top, 2000, 50)))
        for text, sure in words:
            # A space before a word is a gap that is printed.
            left += EM * 2 * text.startswith(" ")
            text = text.strip()
            rows.append(row(5, (left, top, EM * len(text), 50), sure, text))
            left += EM * len(text)
    return rows


PAGE = page_of(
    (300, [("甲市", 96), ("医疗", 96), ("保障", 95), ("办法", 96)]),
    (400, [("一、", 96), (" 总则", 90)]),
    (400, [("为了" * 18 + "保障", 96)]),
    (300, [("本市", 41), ("人员", 93), ("，", 12), ("制定本办法。", 96)]),
    (1200, [("—", 90), (" 1", 90), (" —", 90)]),
)


def stand_in(
    folder: Path, monkeypatch: pytest.MonkeyPatch, rows: list[str], *, code: str = "", langs: str = "chi_sim"
) -> None:
    """Put a program of our own in tesseract's place that prints rows."""
    programs = folder / "programs"
    programs.mkdir()
    (programs / "rows").write_text("\n".join([HEAD, *rows, ""]), "utf-8")
    program = programs / "tesseract"
    program.write_text(
        f"#!{sys.executable}\nimport sys\nif sys.argv[1] == '--list-langs':\n"
        f"    print('List:\\n{langs}')\n    sys.exit()\n"
        f"assert sys.argv[1] == 'stdin'\ngiven = sys.stdin.buffer.read()\n{code}\n"
        f"assert given[:2] in (b'P5', b'\\x89P'), given[:9]\nprint(open({str(programs / 'rows')!r}).read())\n",
        "utf-8",
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(programs))


def texts(blocks: list[Block]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Paragraph)]


def doubts(blocks: list[Block]) -> list[str]:
    return [block.words for block in blocks if isinstance(block, Doubt)]


def test_without_being_asked_a_scan_is_only_told_of(tmp_path: Path) -> None:
    picture = tmp_path / "a.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    for path, words in ((drawn(tmp_path, b"1 1 m 9 9 l S"), "扫描件"), (picture, "图片")):
        with pytest.raises(Refused, match=words) as refused:
            receive(path)
        assert "--ocr" in refused.value.cure


@pytest.mark.parametrize("name", ["a.pdf", "a.png"])
def test_a_scan_is_read_rejoined_and_marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    path = drawn(tmp_path, b"1 1 m 9 9 l S")
    if name == "a.png":
        path = tmp_path / name
        path.write_bytes(b"\x89PNG\r\n\x1a\n")
    stand_in(tmp_path, monkeypatch, PAGE)
    received = receive(path, ocr=True)
    assert received.text_from == "ocr"
    assert texts(received.blocks) == [
        "甲市医疗保障办法",
        "一、 总则",
        "为了" * 18 + "保障本市人员，制定本办法。",
    ]
    assert [b.text for b in received.blocks if isinstance(b, Furniture)] == ["—1—"]
    assert doubts(received.blocks) == [scan.BY_PROGRAM, "第 1 页有 1 处识别得没有把握：“本市”"]
    assert received.original == (path.suffix, path.read_bytes())


def test_a_page_with_text_is_not_read_from_its_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch, PAGE, code="raise SystemExit(3)")
    received = receive(drawn(tmp_path, b"BT /F 12 Tf 90 700 Td (Plan of 2025) Tj ET"), ocr=True)
    assert (texts(received.blocks), received.text_from, doubts(received.blocks)) == (["Plan of 2025"], None, [])


def test_a_page_on_which_nothing_is_found_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch, page_of())
    with pytest.raises(Refused, match="没有识别出文字"):
        receive(drawn(tmp_path, b"1 1 m 9 9 l S"), ocr=True)


@pytest.mark.parametrize(
    ("langs", "code", "words"),
    [
        (None, "", "没有装"),
        ("eng", "", "没有装中文"),
        ("chi_sim", "raise SystemExit(1)", "读不出这幅图像"),
        ("chi_sim", "x = bytearray(900_000_000)", "读不出这幅图像"),
        ("chi_sim", "open('written', 'w').write('x' * 9999)", "读不出这幅图像"),
    ],
)
def test_what_stops_it_is_told_with_the_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, langs: str | None, code: str, words: str
) -> None:
    path = drawn(tmp_path, b"1 1 m 9 9 l S")
    monkeypatch.chdir(tmp_path)
    if langs is None:
        monkeypatch.setenv("PATH", str(tmp_path))
    else:
        stand_in(tmp_path, monkeypatch, PAGE, code=code, langs=langs)
    with pytest.raises(Refused, match=words) as refused:
        receive(path, ocr=True)
    assert "apt-get install tesseract-ocr" in refused.value.cure or code


@pytest.mark.parametrize("rows", [["x"], ["5\t" * 11 + "甲"], [row(5, (1, 1, 0, 0), 3, "甲")]])
def test_odd_rows_do_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: list[str]) -> None:
    stand_in(tmp_path, monkeypatch, [*rows, *PAGE])
    assert "甲" in receive(drawn(tmp_path, b"1 1 m 9 9 l S"), ocr=True).text


def running(named: str) -> list[str]:
    """Return the processes whose command names a path."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            found += [entry.parent.name] if named.encode() in entry.read_bytes() else []
    return found


def test_what_reads_a_page_is_ended_with_the_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = drawn(tmp_path, b"1 1 m 9 9 l S")
    stand_in(tmp_path, monkeypatch, PAGE, code="import time; time.sleep(99)")
    monkeypatch.setattr("medplan.importing.read.apart._SILENCE", 3)
    monkeypatch.setattr("medplan.importing.read.apart.OCR_SECONDS", 0)
    with pytest.raises(Refused, match="太久"):
        receive(path, ocr=True)
    late = time.monotonic() + 5
    while left := running(str(tmp_path / "programs")):
        assert time.monotonic() < late, left


def take(page: Page, path: Path, **how: Any) -> None:
    """Take a picture of a page; a browser on a busy machine may fail to at first."""
    for patience in (1000, 3000, 0):
        try:
            page.screenshot(path=str(path), **how)
            return
        except Error:
            if not patience:
                raise
            page.wait_for_timeout(patience)


@pytest.mark.slow
@pytest.mark.skipif(scan.missing(), reason="tesseract with chi_sim is not installed")
@pytest.mark.parametrize("suffix", ["png", "pdf"])
def test_a_printed_page_is_read_back(chromium: Browser, tmp_path: Path, suffix: str) -> None:
    page = chromium.new_page(viewport={"width": 900, "height": 500}, device_scale_factor=2)
    page.set_content(
        "<meta charset=utf-8><style>body{font:22px/2 'Noto Serif CJK SC'}p{text-indent:2em;margin:0}</style>"
        "<h1 style='text-align:center'>甲市医疗保障办法</h1>"
        "<p>第一条　为了保障参保人员的权益，根据国家有关规定，"
        "结合本市实际情况，"
        "制定本办法，由市医疗保障部门负责解释。</p><p>第二条　本办法自印发之日起施行。</p>"
    )
    path = tmp_path / f"a.{suffix}"
    take(page, tmp_path / "a.png")
    if suffix == "pdf":
        take(page, tmp_path / "a.jpg", type="jpeg", quality=95)
        document = pypdfium2.PdfDocument.new()
        image = pypdfium2.PdfImage.new(document)
        image.load_jpeg(str(tmp_path / "a.jpg"))
        image.set_matrix(pypdfium2.PdfMatrix().scale(595, 330))
        sheet = document.new_page(595, 330)
        sheet.insert_obj(image)
        sheet.gen_content()
        document.save(str(path))
    page.close()
    received = receive(path, ocr=True)
    assert received.text_from == "ocr"
    read = "".join(received.text.split())
    for words in ("甲市医疗保", "为了保障参保人员的权益", "本办法自印发之日起施行。"):
        assert words in read
    assert len(texts(received.blocks)) == 3, "lines of one paragraph are one"
