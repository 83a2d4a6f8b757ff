"""Hostile documents: each one clear error within 5 seconds and 500 MB, exit 1, nothing written, nothing run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .hostile_documents import HOSTILE, PLAIN, package, paragraph, write_hostile
from .support import ROOT, make_root

pytestmark = pytest.mark.slow

SECONDS, MEGABYTES = 5, 500


# Runs a command and says on a pipe what it and its children used, apart from whatever the tests ran before:
# a child begins with the peak of the process that forks it, so that process must be a small one.
MEASURE = """
import os, resource, subprocess, sys
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
process = subprocess.Popen(sys.argv[2:])
_, status, used = os.wait4(process.pid, 0)
os.write(int(sys.argv[1]), f"{used.ru_utime + used.ru_stime} {used.ru_maxrss}".encode())
sys.exit(os.waitstatus_to_exitcode(status))
"""


def import_plan(path: Path, data: Path) -> tuple[int, str, str, float, float]:
    """Run the command; return exit code, output, errors, processor seconds and the peak of its processes in MB."""
    command = [sys.executable, str(ROOT / "scripts" / "import_plan.py"), str(path), "--data", str(data)]
    told, tell = os.pipe()
    try:
        done = subprocess.run(
            [sys.executable, "-c", MEASURE, str(tell), *command, "--jurisdiction", "320500", "--slug", "hostile"],
            capture_output=True,
            text=True,
            cwd=path.parent,
            pass_fds=(tell,),
            timeout=120,
            check=False,
        )
        seconds, kilobytes = os.read(told, 100).split()
    finally:
        os.close(told)
        os.close(tell)
    return done.returncode, done.stdout, done.stderr, float(seconds), int(kilobytes) / 1024


def files_under(folder: Path) -> set[str]:
    return {str(path) for path in folder.rglob("*")}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_is_refused(name: str, tmp_path: Path) -> None:
    data = make_root(tmp_path)
    path = write_hostile(name, tmp_path)
    before = files_under(tmp_path)
    code, out, err, seconds, peak = import_plan(path, data)
    assert code == 1, err
    assert HOSTILE[name][1] in err
    assert err.count("\n") == 1 and err.startswith(f"{path}: 错误 ") and "（" in err, "one line, with the cure"
    assert "Traceback" not in err and not out
    assert seconds < SECONDS
    assert peak < MEGABYTES
    assert files_under(tmp_path) == before


def test_a_device_is_refused(tmp_path: Path) -> None:
    data = make_root(tmp_path)
    device = tmp_path / "device.txt"
    device.symlink_to("/dev/zero")
    code, _, err, _, _ = import_plan(device, data)
    assert code == 1
    assert "不是普通文件" in err


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
    code, _, err, _, _ = import_plan(page, data)
    assert (code, err) == (0, "")
    draft = next((data / "plans").rglob("*.yaml")).read_text("utf-8")
    assert "制定本规划" in draft
    for hidden in ("pwned", "样式", "root:", "藏起", "onclick"):
        assert hidden not in draft
    assert not witness.exists()


def test_hidden_characters_are_taken_out_and_told_of(tmp_path: Path) -> None:
    data = make_root(tmp_path)
    path = tmp_path / "hidden.txt"
    path.write_bytes(b"\xef\xbb\xbf" + PLAIN.format("保\u200b障\u202e人\ue000民").replace("\n", "\r\n").encode())
    code, out, err, _, _ = import_plan(path, data)
    assert (code, err) == (0, "")
    assert "为了保障人民，制定本规划。" in next((data / "plans").rglob("*.yaml")).read_text("utf-8")
    assert "去掉了看不见或不能用的字符 U+200B、U+202E、U+E000，若是文字须照原件补上（第 5 行）" in out


def test_an_external_template_is_not_fetched(tmp_path: Path) -> None:
    data = make_root(tmp_path)
    path = tmp_path / "external.docx"
    relations = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r9" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" '
        b'Target="http://192.0.2.1/x.xml" TargetMode="External"/></Relationships>'
    )
    path.write_bytes(package(paragraph("某市医疗保障规划"), extra={"word/_rels/document.xml.rels": relations}))
    code, _, err, seconds, _ = import_plan(path, data)
    assert code == 0, err
    assert os.path.exists(next((data / "plans").rglob("*.yaml")))
    assert seconds < 60
