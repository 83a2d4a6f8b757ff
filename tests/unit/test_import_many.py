"""Many documents at once: a folder or a manifest; told, logged, gone on with; the same whatever the processes."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest
from forks import run_command
from hypothesis import strategies as st

from medplan.importing.take_in.journal import BEFORE, DONE, FAILED, Outcome, read_log
from medplan.importing.take_in.manifest import entries_of_folder, read_manifest
from medplan.importing.take_in.many import take_in_many
from medplan.importing.take_in.one import Given
from medplan.importing.take_in.processes import Alive, Ended, each_apart
from medplan.library.repository import Repository

from .support import ROOT, make_root

pytestmark = pytest.mark.slow

NOTICE = "苏州市医疗保障局关于{}的通知\n苏医保〔{}〕3号\n\n各区：\n一、总则\n甲。\n苏州市医疗保障局\n{}年3月4日\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return make_root(tmp_path)


def folder_of(tmp_path: Path, years: range = range(2019, 2023)) -> Path:
    """Return a folder of notices, each of another year, so of another id."""
    folder = tmp_path / "收到"
    folder.mkdir()
    for year in years:
        (folder / f"{year}.txt").write_text(NOTICE.format("参保", year, year), "utf-8")
    return folder


def take(folder: Path, data: Path, *, jobs: int = 2, **more: object) -> list[Outcome]:
    """Take in the documents of a folder; return what became of each, in their order."""
    entries = entries_of_folder(folder, Given())
    found = dict(take_in_many(entries, Repository.open(data), folder / "log.jsonl", jobs=jobs, **more))  # type: ignore[arg-type]
    return [found[at] for at in sorted(found)]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return run_command(str(ROOT / "scripts" / "import_plan.py"), *arguments, apart=True)


def written(data: Path) -> dict[str, bytes]:
    return {p.relative_to(data).as_posix(): p.read_bytes() for p in sorted(data.rglob("*")) if p.is_file()}


def test_a_folder_is_taken_in_and_one_bad_document_does_not_stop_the_rest(tmp_path: Path, data: Path) -> None:
    folder = folder_of(tmp_path)
    (folder / "2020坏.pdf").write_bytes(b"%PDF-1.4 nothing")
    (folder / "2021旧.doc").write_bytes(b"\xd0\xcf\x11\xe0 nothing")
    (folder / "空.txt").write_bytes(b"")
    os.mkfifo(folder / "管道.txt")
    for left_out in ("图.png", "~$2019.docx", ".隐藏.txt", "某.review.html"):
        (folder / left_out).write_text("甲", "utf-8")
    (folder / "网页_files").mkdir()
    (folder / "网页_files" / "x.html").write_text("<p>甲", "utf-8")
    done = run(str(folder), "--data", str(data), "--jobs", "2")
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    made = sorted(path.stem for path in (data / "plans").rglob("*.yaml"))
    assert made == [f"320500-suzhou-notice-{year}" for year in range(2019, 2023)]
    assert len(list((data / "plans").rglob("*.review.html"))) == 4
    rows = list(csv.DictReader((folder / "导入结果.csv").read_text("utf-8-sig").splitlines()))
    assert [(row["文件"], row["结果"]) for row in rows] == [
        ("2019.txt", DONE),
        ("2020.txt", DONE),
        ("2020坏.pdf", FAILED),
        ("2021.txt", DONE),
        ("2021旧.doc", FAILED),
        ("2022.txt", DONE),
        ("空.txt", FAILED),
        ("管道.txt", FAILED),
    ]
    assert all((row["说明"] != "") == (row["结果"] == FAILED) for row in rows)
    assert rows[0]["标题"] == "苏州市医疗保障局关于参保的通知"
    assert (data.parent / rows[0]["草稿"].replace("data/", f"{data.name}/", 1)).is_file()
    assert "共 8 份：完成 4，失败 4" in done.stdout
    assert "[8/8]" in done.stderr
    assert Repository.open(data).check() == []


def test_the_same_is_written_by_one_process_and_by_several(tmp_path: Path, data: Path) -> None:
    folder = folder_of(tmp_path)
    # The first of two that propose one id takes longer to read than the second.
    long = "甲乙丙丁戊己庚辛壬癸。" * 8_000
    (folder / "2019.txt").write_text(NOTICE.format("参保", 2019, 2019).replace("甲。", long), "utf-8")
    (folder / "2019乙.txt").write_text(NOTICE.format("参保", 2019, 2019), "utf-8")
    (folder / "2019丙.txt").write_text(NOTICE.format("缴费", 2019, 2019), "utf-8")
    first = [(o.name, o.result, o.plan_id, o.message) for o in take(folder, data, jobs=1)]
    (folder / "log.jsonl").unlink()
    again = tmp_path / "again"
    again.mkdir()
    other = make_root(again)
    assert [(o.name, o.result, o.plan_id, o.message) for o in take(folder, other, jobs=5)] == first
    assert written(other) == written(data)


def test_two_documents_of_one_id_are_told_and_the_first_is_kept(tmp_path: Path, data: Path) -> None:
    folder = folder_of(tmp_path, range(2019, 2020))
    (folder / "2019乙.txt").write_text(NOTICE.format("参保", 2019, 2019).replace("甲", "乙"), "utf-8")
    for _ in range(2):  # and so again when the list is gone through once more
        one, two = take(folder, data)
        assert two.result == FAILED
        assert "2019.txt" in two.message
        assert "320500-suzhou-notice-2019" in two.message
        (draft,) = (data / "plans").rglob("*.yaml")
        assert "甲。" in draft.read_text("utf-8")
    assert one.result == BEFORE


def test_another_document_that_proposes_a_taken_id_gets_one_of_its_own_and_it_is_told(
    tmp_path: Path, data: Path
) -> None:
    folder = folder_of(tmp_path, range(2019, 2020))
    (folder / "2019乙.txt").write_text(NOTICE.format("缴费", 2019, 2019).replace("3号", "8号"), "utf-8")
    (folder / "2019丙.txt").write_text(NOTICE.format("参保", 2019, 2019).replace("3号", "9号"), "utf-8")
    (folder / "2019丁.txt").write_text(NOTICE.format("报销", 2019, 2019), "utf-8")
    wanted = {"2019.txt": "", "2019丁.txt": "-3", "2019丙.txt": "-9", "2019乙.txt": "-8"}
    for result in (DONE, BEFORE):
        found = take(folder, data)
        assert {o.name: o.plan_id for o in found} == {n: f"320500-suzhou-notice-2019{end}" for n, end in wanted.items()}
        assert {o.result for o in found} == {result}
        assert ["2019.txt" in o.message for o in found] == [False, True, True, True]
    assert len(list((data / "plans").rglob("*.yaml"))) == 4
    assert Repository.open(data).check() == []
    # One that is read again keeps the id that it has, whoever is read with it.
    again = take(folder, data, replacing=True)
    assert {o.name: o.plan_id.removeprefix("320500-suzhou-notice-2019") for o in again} == wanted
    assert {o.result for o in again} == {DONE}


def test_a_rerun_skips_what_is_done_and_takes_what_has_changed(tmp_path: Path, data: Path) -> None:
    folder = folder_of(tmp_path)
    (folder / "坏.pdf").write_bytes(b"%PDF-1.4")
    assert [o.result for o in take(folder, data)] == [DONE] * 4 + [FAILED]
    before = written(data)
    assert [o.result for o in take(folder, data)] == [BEFORE] * 4 + [FAILED]
    assert written(data) == before
    # A file that has changed is read again; what is there is replaced only when told so.
    (folder / "2020.txt").write_text(NOTICE.format("报销", 2020, 2020), "utf-8")
    changed = take(folder, data)
    assert [o.result for o in changed] == [BEFORE, FAILED, BEFORE, BEFORE, FAILED]
    assert "--force" in changed[1].message
    assert written(data) == before
    draft = data / "plans" / "32-jiangsu" / "320500-suzhou-notice-2020.yaml"
    for path in (draft, data / "sources" / "320500-suzhou-notice-2020.txt", draft.with_suffix(".review.html")):
        path.unlink()
    assert [o.result for o in take(folder, data)] == [BEFORE, DONE, BEFORE, BEFORE, FAILED]
    assert "报销" in draft.read_text("utf-8")
    # A draft that is gone is made again.
    (data / "plans" / "32-jiangsu" / "320500-suzhou-notice-2019.yaml").unlink()
    assert [o.result for o in take(folder, data)] == [DONE, BEFORE, BEFORE, BEFORE, FAILED]
    assert [o.result for o in take(folder, data, replacing=True)] == [DONE] * 4 + [FAILED]


def test_a_log_cut_short_is_gone_on_with(tmp_path: Path, data: Path) -> None:
    folder = folder_of(tmp_path)
    take(folder, data)
    log = folder / "log.jsonl"
    lines = log.read_text("utf-8").splitlines()
    log.write_text("\n".join([*lines[:3], lines[3][:40]]), "utf-8")
    results = [o.result for o in take(folder, data)]
    assert results[:3] == [BEFORE] * 3
    assert [json.loads(line)["name"] for line in log.read_text("utf-8").splitlines()[4:]] == ["2022.txt"]
    for strange in (
        "",
        "[]",
        "{}",
        "null",
        '{"name": 1}',
        "[" * 5000,
        lines[0].replace('"doubts": {', '"doubts": 3, "x": {'),
    ):
        log.write_text(f"{strange}\n", "utf-8")
        assert read_log(log) == {}, strange[:30]


def dies(thing: str, alive: Alive) -> str:
    """Work on a thing as it says."""
    if thing == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    if thing == "hangs":
        subprocess.run(["sleep", f"600.{os.getppid()}"], check=False)
    if thing == "raises":
        raise RecursionError
    if thing == "slow":
        for _ in range(8):
            time.sleep(1)
            alive()
    return thing.upper()


@pytest.mark.parametrize("jobs", [1, 3])
def test_a_process_that_dies_hangs_or_raises_ends_its_own_piece_only(jobs: int) -> None:
    things = ["a", "dies", "b", "hangs", "slow", "raises", "c"]
    # Long enough for a busy machine to start a process in; what says that it goes on may take longer than that.
    found = {at: made for at, made, _ in each_apart(dies, things, jobs=jobs, silence=6.0)}
    assert {at for at, made in found.items() if isinstance(made, Ended)} == {1, 3, 5}
    assert {at: made for at, made in found.items() if not isinstance(made, Ended)} == {
        0: "A",
        2: "B",
        4: "SLOW",
        6: "C",
    }
    assert "中断" in getattr(found[1], "words", "")
    assert "太久" in getattr(found[3], "words", "")
    left = subprocess.run(["pgrep", "-f", f"^sleep 600.{os.getpid()}$"], capture_output=True, text=True, check=False)
    assert left.stdout == ""


def test_what_is_left_of_an_iteration_is_ended(tmp_path: Path) -> None:
    marks = [tmp_path / str(n) for n in range(6)]

    def mark(path: Path, alive: Alive) -> None:
        begun = path.with_suffix(".begun")  # it may be ended while it writes
        begun.write_text(str(os.getpid()), "utf-8")
        begun.rename(path)
        time.sleep(0 if path.name == "0" else 60)

    began = time.monotonic()
    pieces = each_apart(mark, marks, jobs=2)
    next(pieces)
    pieces.close()  # type: ignore[attr-defined]
    assert time.monotonic() - began < 30
    for path in marks[1:]:
        assert not path.exists() or not Path(f"/proc/{path.read_text('utf-8')}").exists()


HEADS = "文件,行政区,代号末段,网址,出处"
Write = Callable[[str, str], Path]


@pytest.fixture
def manifest(tmp_path: Path) -> Write:
    folder_of(tmp_path)

    def write(text: str, encoding: str = "utf-8-sig") -> Path:
        path = tmp_path / "收到" / "清单.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return write


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (
            "文件,行政区,代号末段,网址,出处\n2020.txt,江苏省苏州市,a,https://a.cn/1,某网站\n2019.txt,320500,,,\n",
            "utf-8-sig",
        ),
        (
            "文件,行政区,代号末段,网址,出处\r\n2020.txt,苏州市,a,https://a.cn/1,某网站\r\n\r\n2019.txt,,,,\r\n",
            "gb18030",
        ),
        ("file,jurisdiction,slug,url,origin\n2020.txt,320500,a,https://a.cn/1,某网站\n2019.txt\n", "utf-8"),
        (
            "文件\t行政区\t代号末段\t网址\t出处\n2020.txt\t320500\ta\thttps://a.cn/1\t某网站\n2019.txt\t\t\t\t\n",
            "utf-16",
        ),
        (
            "出处;网址;代号末段;行政区划代码;文件名\n某网站;https://a.cn/1;a;320500;2020.txt\n;;;;2019.txt\n",
            "utf-8",
        ),
        (
            '文件,行政区,代号末段,网址,出处\n"2020.txt",320500,a,https://a.cn/1,"某网站"\n.\\2019.txt,,,,\n',
            "utf-8-sig",
        ),
    ],
)
def test_a_manifest_is_read_as_excel_writes_it(
    text: str, encoding: str, manifest: Callable[..., Path], repository: Repository
) -> None:
    path = manifest(text, encoding)
    entries, issues = read_manifest(path, repository.catalogues, Given(code="621025"))
    assert issues == []
    assert [entry.file.resolve() for entry in entries] == [path.parent / "2020.txt", path.parent / "2019.txt"]
    assert entries[0].given == Given(code="320500", slug="a", url="https://a.cn/1", origin="某网站")
    assert entries[1].given.code in ("320500", "621025")
    assert (entries[1].given.slug, entries[1].given.url) == (None, None)


@pytest.mark.parametrize(
    ("text", "place", "words", "cure"),
    [
        ("名称,行政区\n2019.txt,320500\n", (1, 1), "没有“文件”一栏", "文件,行政区,网址"),
        ("文件，行政区\n2019.txt，320500\n", (1, 1), "没有“文件”一栏", "英文逗号"),
        ("文件,行政曲\n2019.txt,320500\n", (1, 2), "不认识的栏名“行政曲”", "是不是 行政区"),
        ("文件,文件名\n2019.txt,2019.txt\n", (1, 2), "写了两次", "留一栏"),
        ("文件\n2019.txt\n2091.txt\n", (3, 1), "没有文件“2091.txt”", "是不是 2"),
        ("文件,行政区\n2019.txt,\n,320500\n", (3, 1), "空着", "文件名"),
        ("文件\n2019.txt\n2020.txt\n2019.txt\n", (4, 1), "第 2 行已经列过", "留一行"),
        ("文件,行政区\n2019.txt,329999\n", (2, 2), "“329999”在目录里没有", "六位代码"),
        ("文件,行政区\n2019.txt,朝阳区\n", (2, 2), "“朝阳区”不止一处", "110105 北京市朝阳区"),
        ("文件,代号末段\n2019.txt,../x\n", (2, 2), "代号末段“../x”不合写法", "小写字母"),
        ("文件,网址\n2019.txt,javascript:alert(1)\n", (2, 2), "网址“javascript:alert(1)”不合写法", "https://"),
        ("文件,出处\n2019.txt,甲\n2020.txt,乙,丙\n", (3, 3), "这一行有 3 格", "双引号"),
        ('文件\n"2019.txt\n', (1, 1), "引号没有成对", "Excel"),
        ("文件\n", (1, 1), "清单是空的", "一行一份文件"),
        ("", (1, 1), "清单是空的", "栏名"),
    ],
)
def test_a_bad_manifest_is_told_by_line_and_column_with_the_cure(
    text: str, place: tuple[int, int], words: str, cure: str, manifest: Callable[..., Path], repository: Repository
) -> None:
    entries, issues = read_manifest(manifest(text), repository.catalogues, Given())
    assert entries == []
    (issue,) = issues
    assert (issue.line, issue.column) == place
    assert words in issue.message
    assert cure in issue.cure


CELLS = st.sampled_from(
    ["文件", "行政区", "url", "slug", "2019.txt", "320500", '"', "'", ",", ";", "\t", "\n", "\r\n", "\0"]
)


@hypothesis.given(text=st.lists(CELLS, max_size=30).map("".join))
@hypothesis.settings(suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture])
def test_any_manifest_lists_documents_or_is_told_of(
    manifest: Callable[..., Path], repository: Repository, text: str
) -> None:
    path = manifest("")
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    entries, issues = read_manifest(path, repository.catalogues, Given())
    assert bool(entries) != bool(issues)
    assert all(entry.file.is_file() for entry in entries)
    assert all(issue.message and issue.cure and issue.line >= 1 and issue.column >= 1 for issue in issues)


def test_a_bad_manifest_stops_the_command_before_anything_is_written(
    manifest: Callable[..., Path], data: Path, repository: Repository
) -> None:
    path = manifest("文件,行政区\n2019.txt,320500\n没有.txt,320500\n")
    done = run(str(path), "--data", str(data))
    assert done.returncode == 2
    assert done.stderr.startswith(f"{path}:3:1: 错误 ")
    assert done.stderr.count("\n") == 1
    assert not list((data / "plans").iterdir())
    assert {p.name for p in path.parent.iterdir()} == {"清单.csv", *(f"{year}.txt" for year in range(2019, 2023))}
    bad = path.with_name("乱.csv")
    bad.write_bytes(b"\x81\x00\xff\xff,\x00")
    assert [issue.message for issue in read_manifest(bad, repository.catalogues, Given())[1]] == [
        "编码不是 UTF-8，也不是 GB18030"
    ]


def test_a_manifest_gives_place_address_and_end_of_the_id(manifest: Callable[..., Path], data: Path) -> None:
    path = manifest("文件,行政区,代号末段,网址\n2019.txt,621025,mine,https://a.cn/1\n2020.txt,,,\n")
    done = run("--manifest", str(path), "--data", str(data))
    assert done.returncode == 0, done.stderr
    (given,) = (data / "plans").rglob("621025-zhengning-mine.yaml")
    assert "url: https://a.cn/1" in given.read_text("utf-8")
    assert (data / "plans" / "32-jiangsu" / "320500-suzhou-notice-2020.yaml").is_file()
    table = path.with_name("清单.导入结果.csv")
    assert table.read_bytes().startswith(b"\xef\xbb\xbf")
    assert path.with_name("清单.导入日志.jsonl").is_file()
    again = run("--manifest", str(path), "--data", str(data))
    assert again.returncode == 0
    assert "先前已完成 2" in again.stdout


def test_the_table_is_shown_by_a_spreadsheet_and_not_computed(tmp_path: Path, data: Path) -> None:
    folder = tmp_path / "收到"
    folder.mkdir()
    (folder / "=1+1.txt").write_text(NOTICE.format("参保", 2019, 2019), "utf-8")
    (folder / "@x.txt").write_bytes(b"")
    assert run(str(folder), "--data", str(data)).returncode == 1
    rows = list(csv.reader((folder / "导入结果.csv").read_text("utf-8-sig").splitlines()))
    assert [row[0] for row in rows[1:]] == ["'=1+1.txt", "'@x.txt"]


def test_a_run_that_is_broken_off_is_gone_on_with(tmp_path: Path, data: Path) -> None:
    folder = folder_of(tmp_path, range(2000, 2010))
    for path in folder.iterdir():
        path.write_text(path.read_text("utf-8").replace("甲。", "甲乙丙丁戊己庚辛壬癸。" * 5_000), "utf-8")
    command = [
        sys.executable,
        str(ROOT / "scripts" / "import_plan.py"),
        str(folder),
        "--data",
        str(data),
        "--jobs",
        "1",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as broken:
        assert broken.stderr is not None
        assert broken.stderr.readline().startswith("[1/10]")
        broken.send_signal(signal.SIGINT)
        rest = broken.communicate(timeout=60)[1]
    assert broken.returncode == 130, rest
    assert "Traceback" not in rest
    assert "再运行一次接着做" in rest
    before = len(read_log(folder / "导入日志.jsonl"))
    assert 1 <= before < 10
    assert not list(data.rglob(".writing-*"))
    done = run(str(folder), "--data", str(data))
    assert done.returncode == 0, done.stderr
    assert f"共 10 份：完成 {10 - before}，先前已完成 {before}" in done.stdout


def test_a_folder_without_documents_is_told(tmp_path: Path, data: Path) -> None:
    folder = tmp_path / "folder.txt"
    folder.mkdir()
    (folder / "图.png").write_bytes(b"x")
    done = run(str(folder), "--data", str(data))
    assert done.returncode == 2
    assert "没有可以导入的文件" in done.stderr
    assert [path.name for path in folder.iterdir()] == ["图.png"]


@pytest.mark.parametrize("option", [("--slug", "x"), ("--out", "x.yaml"), ("--url", "https://a.cn/")])
def test_what_is_of_one_document_is_wrong_for_many(option: tuple[str, str], tmp_path: Path, data: Path) -> None:
    folder = folder_of(tmp_path)
    done = run(str(folder), "--data", str(data), *option)
    assert done.returncode == 2
    assert "清单" in done.stderr
    assert run(str(folder / "2019.txt"), str(folder / "2020.txt"), "--data", str(data), *option).returncode == 2
