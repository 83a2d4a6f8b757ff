"""What the system refuses is told in one Chinese line with the cure, whatever wraps it; else nothing is said of it."""

from __future__ import annotations

import errno
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from medplan.running.system import refusal

from .support import ROOT


def refused(number: int, name: str | None = None) -> OSError:
    return OSError(number, os.strerror(number), name)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "磁盘满了（腾出地方"),
        (errno.EDQUOT, "磁盘配额（腾出地方"),
        (errno.EACCES, "没有权限（改好权限"),
        (errno.EROFS, "只能读，不能写（换一个"),
        (errno.ENAMETOOLONG, "文件名太长（换一个文件夹，路径短些"),
        (errno.EFBIG, "文件太大（换一个"),
    ],
)
def test_it_is_told_with_the_cure(number: int, words: str) -> None:
    said = refusal(refused(number, "/site/a\nb"))
    assert said is not None and words in said and "/site/a" in said and "\n" not in said


def test_what_the_program_itself_did_wrong_is_not_the_system_s() -> None:
    assert refusal(ValueError("x")) is None
    assert refusal(refused(errno.ENOENT, "x")) is None
    assert refusal(refused(errno.EBADF)) is None


def test_it_is_found_below_what_wraps_it() -> None:
    try:
        try:
            raise refused(errno.ENOSPC)
        except OSError as error:
            raise RuntimeError("engine") from error
    except RuntimeError as wrapped:
        assert (refusal(wrapped) or "").startswith("磁盘满了")


def test_a_folder_that_can_t_be_copied_is_one_line_not_one_for_each_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "from").mkdir()
    for number in range(50):
        (tmp_path / "from" / f"{number}").touch()

    def full(*_: object, **__: object) -> None:
        raise refused(errno.ENOSPC)

    with pytest.raises(shutil.Error) as raised:
        shutil.copytree(tmp_path / "from", tmp_path / "to", copy_function=full)
    said = refusal(raised.value) or ""
    assert said.startswith("磁盘满了（") and said.count("磁盘满了") == 1 and "Errno" not in said


def test_a_broken_file_loads_no_grammars_of_web_addresses() -> None:
    code = """import sys
from medplan.schema.schemas import breaches
assert "pattern" in {error.validator for error in breaches([{"id": "X Y"}], "themes")}
print([name for name in sys.modules if name.startswith(("rfc3987", "lark"))])
import rfc3987_syntax"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert re.fullmatch(r"\[\]\n", done.stdout), "and who asks for them afterwards has them"
