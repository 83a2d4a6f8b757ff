"""Hostile documents: each one clear error within 5 seconds and 500 MB, exit 1, nothing written, nothing run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from forks import Ran, run_command

from .hostile_documents import HOSTILE, PLAIN, package, paragraph, write_hostile
from .support import ROOT, make_root

pytestmark = pytest.mark.slow

SECONDS, MEGABYTES = 5, 500


def import_plan(path: Path, data: Path) -> Ran:
    """Run the command, from the document's folder."""
    script = str(ROOT / "scripts" / "import_plan.py")
    named = ("--data", data, "--jurisdiction", "320500", "--slug", "hostile")
    return run_command(script, path, *named, folder=path.parent, apart=True)


def files_under(folder: Path) -> set[str]:
    return {str(path) for path in folder.rglob("*")}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_is_refused(name: str, tmp_path: Path) -> None:
    data = make_root(tmp_path)
    path = write_hostile(name, tmp_path)
    before = files_under(tmp_path)
    ran = import_plan(path, data)
    err = ran.stderr
    assert ran.returncode == 1, err
    assert HOSTILE[name][1] in err
    assert err.count("\n") == 1 and err.startswith(f"{path}: 错误 ") and "（" in err, "one line, with the cure"
    assert "Traceback" not in err and not ran.stdout
    assert ran.seconds < SECONDS
    assert ran.kilobytes < MEGABYTES * 1024
    assert files_under(tmp_path) == before


def test_a_device_is_refused(tmp_path: Path) -> None:
    data = make_root(tmp_path)
    device = tmp_path / "device.txt"
    device.symlink_to("/dev/zero")
    ran = import_plan(device, data)
    assert ran.returncode == 1
    assert "不是普通文件" in ran.stderr


def test_what_a_page_would_run_is_neither_run_nor_read(tmp_path: Path) -> None:
    data = make_root(tmp_path)
    witness = tmp_path / "pwned"
    page = tmp_path / "page.html"
    page.write_text(
        f"<h1>某市医疗保障规划</h1><script>open('{witness}')</script><style>p::after{{content:'样式'}}</style>"
        "<iframe src='file:///etc/passwd'></iframe><img src='http://192.0.2.1/x.png' onerror='x'>"
        "<p style='display:none'>藏起的字。</p><p onclick='x()'>一、总则</p><p>为了保障，制定本规划。</p>",
        "utf-8",
    )
    ran = import_plan(page, data)
    assert (ran.returncode, ran.stderr) == (0, "")
    draft = next((data / "plans").rglob("*.yaml")).read_text("utf-8")
    assert "制定本规划" in draft
    for hidden in ("pwned", "样式", "root:", "藏起", "onclick"):
        assert hidden not in draft
    assert not witness.exists()


def test_hidden_characters_are_taken_out_and_told_of(tmp_path: Path) -> None:
    data = make_root(tmp_path)
    path = tmp_path / "hidden.txt"
    path.write_bytes(b"\xef\xbb\xbf" + PLAIN.format("保\u200b障\u202e人\ue000民").replace("\n", "\r\n").encode())
    ran = import_plan(path, data)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "为了保障人民，制定本规划。" in next((data / "plans").rglob("*.yaml")).read_text("utf-8")
    assert "去掉了看不见或不能用的字符 U+200B、U+202E、U+E000，若是文字须照原件补上（第 5 行）" in ran.stdout


def test_an_external_template_is_not_fetched(tmp_path: Path) -> None:
    data = make_root(tmp_path)
    path = tmp_path / "external.docx"
    relations = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r9" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" '
        b'Target="http://192.0.2.1/x.xml" TargetMode="External"/></Relationships>'
    )
    path.write_bytes(package(paragraph("某市医疗保障规划"), extra={"word/_rels/document.xml.rels": relations}))
    ran = import_plan(path, data)
    assert ran.returncode == 0, ran.stderr
    assert os.path.exists(next((data / "plans").rglob("*.yaml")))
    assert ran.seconds < 60
