"""What a process that reads a stranger's file can do: attacks run in it, with all that the system offers and with less.

A system without Landlock or without seccomp is made of this one, as containers make it: by refusing their calls.
"""

from __future__ import annotations

import base64
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from medplan.importing.guard import landlock
from medplan.importing.guard.calls import machine
from medplan.importing.guard.seal import NETWORK, PROGRAMS, READS, WRITES, Guards, together
from medplan.importing.read import office, pictures
from medplan.importing.read.hear import Heard, hear
from medplan.importing.read.pictures import encode_png
from medplan.importing.read.receive import receive
from medplan.importing.take_in.report import guard_line

from .hostile_documents import package, paragraph
from .support import ROOT, make_root
from .test_import_office import MADE, old, stand_in

pytestmark = pytest.mark.slow

with_landlock = pytest.mark.skipif(landlock.version() < 4, reason="this system has no Landlock that knows TCP")

# Refuses the calls by which rules are set, as an old kernel or a container's own rules do; both outlive a new program.
LESS = """
import sys
from dataclasses import replace
from medplan.importing.guard import calls, seccomp
known = calls.machine()
more = {"prctl": {"x86_64": 157, "aarch64": 167}[__import__("platform").machine()], "landlock_create_ruleset": 444}
seccomp.machine = lambda: replace(known, numbers={**known.numbers, **more})
lacks = sys.argv.pop(1)
if "landlock" in lacks:
    assert seccomp.refuse([seccomp.Refusal(call="landlock_create_ruleset", error=38)])
if "seccomp" in lacks:
    # Of the options that are used, that of seccomp has this bit, and that of privileges not.
    assert seccomp.refuse([seccomp.Refusal(call="prctl", when=seccomp.When.ANY_BIT, value=16, error=22)])
seccomp.machine = calls.machine
"""
ATTACK = """
import ctypes, fcntl, os, socket, subprocess, sys
from pathlib import Path
from medplan.importing.read import worker
folder, port = Path(sys.argv[1]), int(sys.argv[2])
libc = ctypes.CDLL(None, use_errno=True)
def open_by_number():
    if libc.syscall(257 if os.uname().machine == "x86_64" else 56, -100, bytes(folder / "opened"), 0o102, 0o600) < 0:
        raise OSError
def exec_missing():
    try:
        os.execv("/missing", ["x"])
    except FileNotFoundError:
        return
X86 = os.uname().machine == "x86_64"
def signal_asked_for():
    reading, _ = os.pipe()
    fcntl.fcntl(reading, fcntl.F_SETOWN, os.getppid())
def type_into_terminal():
    reading, _ = os.pipe()
    try:
        fcntl.ioctl(reading, 0x5412, b"x")
    except OSError as error:
        if error.errno != 25:  # no terminal: the call itself was let through
            raise
def lasting(number):
    size = 4096 if number in (29, 194) else 0o1600
    made = libc.syscall(number, 0, size, 0o1600)
    if made < 0:
        raise OSError
    libc.syscall({29: 31, 194: 195, 68: 71, 186: 187}[number], made, 0, 0)
attacks = {
    "写文件": {
        "truncate": lambda: os.truncate(folder / "truncated", 0),
        "open": lambda: open(folder / "truncated", "w"),
        "open by number": open_by_number,
        "append": lambda: open(folder / "truncated", "a"),
        "unlink": lambda: os.unlink(folder / "unlinked"),
        "rename": lambda: os.rename(folder / "renamed", folder / "other"),
        "mkdir": lambda: os.mkdir(folder / "made"),
        "symlink": lambda: os.symlink("x", folder / "pointing"),
        "link": lambda: os.link(folder / "renamed", folder / "linked"),
        "fifo": lambda: os.mkfifo(folder / "fifo"),
    },
    "读别的文件": {"read": lambda: open(folder / "secret").read(), "list": lambda: os.listdir(folder)},
    "联网": {
        "udp": lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", port)),
        "unix": lambda: socket.socket(socket.AF_UNIX).bind(str(folder / "socket")),
    },
    "TCP": {"connect": lambda: socket.create_connection(("127.0.0.1", port))},
    "启动程序": {"run": lambda: subprocess.run(["/bin/true"], check=True)},
    "seccomp": {
        "exec": exec_missing,
        "fork": lambda: os.fork() or os._exit(0),
        "signal": lambda: os.kill(os.getppid(), 0),
        "signal asked for": signal_asked_for,
        "type into the terminal": type_into_terminal,
        "lasting memory": lambda: lasting(29 if X86 else 194),
        "lasting queue": lambda: lasting(68 if X86 else 186),
        "slow the importer down": lambda: os.setpriority(os.PRIO_PROCESS, os.getppid(), 19),
        "one processor for the importer": lambda: os.sched_setaffinity(os.getppid(), os.sched_getaffinity(0)),
        "chmod": lambda: os.chmod(folder / "secret", 0),
    },
}
def attack(*_, **__):
    worked = []
    for kind, ways in attacks.items():
        for name, way in ways.items():
            try:
                way()
                worked.append(f"{kind}: {name}")
            except OSError:
                pass
    raise worker.Refused("; ".join(worked), "")
worker._read = attack
worker.run([sys.argv[3], str(folder / "document"), *sys.argv[4:]])
"""


def attacked(folder: Path, lacks: str, *more: str, suffix: str = ".docx") -> tuple[str, set[str]]:
    """Run every attack in a reader that finds less of the system; return its line on guards, and what it could do."""
    for name in ("truncated", "unlinked", "renamed", "secret", "document"):
        (folder / name).write_text("kept")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        command = [sys.executable, "-I", "-c", LESS + ATTACK, lacks, str(folder), port, suffix, *more]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    guarded, refused = done.stdout.splitlines()
    return guarded, set(filter(None, refused.removeprefix("refused ").strip().split("; ")))


def kinds(worked: set[str]) -> set[str]:
    return {name.partition(":")[0] for name in worked}


@with_landlock
def test_a_reader_can_do_nothing_but_read_its_document(tmp_path: Path) -> None:
    guarded, worked = attacked(tmp_path, "nothing")
    assert worked == set()
    assert "Landlock" in guarded and "seccomp" in guarded and '"open": []' in guarded
    assert (tmp_path / "truncated").read_text() == "kept"


def test_without_landlock_it_can_read_and_nothing_else(tmp_path: Path) -> None:
    guarded, worked = attacked(tmp_path, "landlock")
    assert kinds(worked) == {READS}
    assert "Landlock" not in guarded and '"by": ["seccomp"]' in guarded


@with_landlock
def test_without_seccomp_files_programs_and_tcp_are_held(tmp_path: Path) -> None:
    guarded, worked = attacked(tmp_path, "seccomp")
    assert kinds(worked) <= {NETWORK, "seccomp"} and f"{NETWORK}: udp" in worked
    assert "seccomp" not in guarded


def test_without_either_the_reading_goes_on_and_says_so(tmp_path: Path) -> None:
    guarded, worked = attacked(tmp_path, "landlock seccomp")
    assert kinds(worked) == {WRITES, READS, NETWORK, "TCP", PROGRAMS, "seccomp"}, "or these attacks prove nothing"
    assert '"by": [], "held": []' in guarded


@with_landlock
def test_a_reader_of_pictures_starts_a_program_and_writes_nothing(tmp_path: Path) -> None:
    _, worked = attacked(tmp_path, "nothing", "ocr")
    assert worked == set(), "of a Word file no picture is read"
    _, worked = attacked(tmp_path, "nothing", "ocr", suffix=".pdf")
    assert kinds(worked) == {PROGRAMS, "seccomp"} and "seccomp: chmod" not in worked


def test_the_system_s_master_is_nobody_in_a_reader(tmp_path: Path) -> None:
    """Whoever runs the importer as root, in a container for one, gives no document root's powers."""
    code = """import re
from pathlib import Path
from medplan.importing.guard.seal import seal_reader
seal_reader(Path("/x"), programs=False)"""
    status = "print(re.search('CapEff:.*', status.read())[0])"
    code = code.replace("seal_reader(Path", "status = open('/proc/self/status')\nseal_reader(Path") + f"\n{status}"
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert int(done.stdout.split()[1], 16) in (0, 1 << 2)


def test_what_draws_pages_for_a_review_is_held_too(tmp_path: Path) -> None:
    (tmp_path / "victim").write_text("kept")
    code = """import os, subprocess, sys
from medplan.importing.read import pictures
def attack(path):
    for way in (lambda: os.truncate(path.with_name("victim"), 0), lambda: subprocess.run(["/bin/true"])):
        try:
            way()
            print("worked")
        except OSError:
            print("held")
pictures.open_again = attack
pictures.run(sys.argv[1:])"""
    command = [sys.executable, "-I", "-c", code, str(tmp_path / "a.pdf")]
    done = subprocess.run(command, input='[["x"]]', capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split() == ["held", "held"] and (tmp_path / "victim").read_text() == "kept"


FORGED = '{"by": ["forged"], "held": [], "open": []}'


def test_a_converter_that_was_taken_over_can_t_say_what_holds_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = f"""for name in ("guards.json", "stdout"):
    Path(os.environ["HOME"], name).write_text({FORGED!r})
print({FORGED!r}, flush=True)
os.write(2, {FORGED!r}.encode())
made.write_bytes({MADE!r})"""
    stand_in(tmp_path, monkeypatch, code)
    guards = receive(old(tmp_path)).guards
    assert guards is not None and "forged" not in guards.by
    assert guards.by or not landlock.version(), "what does hold it is told"


def test_a_process_is_heard_no_longer_than_it_may_talk() -> None:
    def heard(code: str, given: bytes = b"", seconds: float = 30) -> Heard:
        return hear([sys.executable, "-I", "-c", code], given, {}, seconds=seconds, most=100_000)

    endless = heard("while True: print('x' * 1000)")
    assert (len(endless.said), endless.status) == (100_000, None)
    silent = heard("import time; print('x', flush=True); time.sleep(99)", b"y" * 10_000_000, seconds=2)
    assert (silent.said, silent.status) == (b"x\n", None)
    deaf = heard("import os, time; os.close(0); print('x'); exit(3)", b"y" * 10_000_000)
    assert (deaf.said, deaf.status) == (b"x\n", 3)
    echo = heard("import sys; print(len(sys.stdin.read()))", b"y" * 1_000_000)
    assert (echo.said, echo.status) == (b"1000000\n", 0)


def test_of_a_drawing_process_no_more_is_believed_than_has_the_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    png = base64.b64encode(encode_png(1, 1, b"x")).decode()
    lines = [f"0 2 {png}", f"1 2 {png}", f"-1 2 {png}", f"0 0 {png}", f"0 {'9' * 5000} {png}", "0 1 PHN2Zz4=", "x"]
    said = "\n".join([*lines, f"0 3 {png}"]).encode()
    monkeypatch.setattr(pictures, "hear", lambda *_, **__: Heard(said=said, status=None))
    assert pictures.picture_words(tmp_path / "a.pdf", [["甲"]]) == {0: (2, encode_png(1, 1, b"x"))}


def reported(tmp_path: Path, lacks: str) -> tuple[int, str]:
    """Import a Word file by the command on a system that offers less; return its exit code and report."""
    path = tmp_path / "a.docx"
    path.write_bytes(package(paragraph("苏州市医疗保障规划") + paragraph("一、总则") + paragraph("为了保障。")))
    code = LESS + "import os\nos.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
    script = str(ROOT / "scripts" / "import_plan.py")
    arguments = [str(path), "--jurisdiction", "320500", "--slug", "x", "--data", str(make_root(tmp_path))]
    command = [sys.executable, "-c", code, lacks, script, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("lacks", "words"),
    [
        pytest.param(
            "nothing",
            r"读原件的进程不能写文件、读别的文件、联网、启动程序（Landlock \d+、seccomp）\n",
            marks=with_landlock,
        ),
        ("landlock", "读原件的进程不能写文件、联网、启动程序（seccomp）；这个系统挡不住它读别的文件\n"),
        pytest.param(
            "seccomp",
            r"读原件的进程不能写文件、读别的文件、启动程序（Landlock \d+）；这个系统挡不住它联网\n",
            marks=with_landlock,
        ),
        ("landlock seccomp", "读原件的进程只限了内存、时间：这个系统没有 Landlock、seccomp。"),
    ],
)
def test_the_report_says_what_held(tmp_path: Path, lacks: str, words: str) -> None:
    code, said = reported(tmp_path, lacks)
    assert code == 0, said
    assert re.search(words, said), said


@contextmanager
def listening() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@with_landlock
def test_a_converter_writes_in_its_folder_alone_and_has_no_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    victim = tmp_path / "victim"
    victim.write_text("kept")
    with listening() as port:
        code = f"""import socket, subprocess
worked = []
for name, way in {{
    'write': lambda: open({str(victim)!r}, 'w'), 'read': lambda: open({str(victim)!r}).read(),
    'truncate': lambda: os.truncate({str(victim)!r}, 0), 'unlink': lambda: os.unlink({str(victim)!r}),
    'make': lambda: open('/tmp/made-by-a-converter', 'w'),
    'tcp': lambda: socket.create_connection(('127.0.0.1', {port})),
    'udp': lambda: socket.socket(type=socket.SOCK_DGRAM),
    'unix': lambda: socket.socket(socket.AF_UNIX).connect('/run/any'),
    'program': lambda: subprocess.run(['/usr/bin/touch', {str(tmp_path / "touched")!r}], check=True),
}}.items():
    try:
        way()
        worked.append(name)
    except (OSError, subprocess.CalledProcessError) as error:
        if isinstance(error, FileNotFoundError): worked.append(name)
if not worked:
    (made.parent.parent / 'own').write_text('x')
    made.write_bytes({MADE!r})"""
        stand_in(tmp_path, monkeypatch, code)
        received = receive(old(tmp_path))
    assert received.text.startswith("甲市") and victim.read_text() == "kept"
    assert received.guards is not None and received.guards.held == (WRITES, READS, NETWORK)


@pytest.mark.slow
@pytest.mark.skipif(office.find_office() is None, reason="LibreOffice is not installed")
def test_an_office_leaves_nothing_outside_its_folder(tmp_path: Path) -> None:
    before = set(Path("/tmp").glob("OSL_PIPE_*"))
    path = tmp_path / "a.rtf"
    path.write_bytes(rb"{\rtf1\ansi Plan of 2025\par}")
    assert receive(path).text == "Plan of 2025\n"
    assert set(Path("/tmp").glob("OSL_PIPE_*")) <= before


def test_what_holds_two_is_what_holds_each() -> None:
    one = Guards(by=("Landlock 7", "seccomp"), held=(WRITES, READS, NETWORK, PROGRAMS))
    other = Guards(by=("seccomp",), held=(NETWORK,), open=(WRITES, READS))
    both = together(one, other)
    assert both == Guards(by=("seccomp",), held=(NETWORK,), open=(WRITES, READS))
    assert guard_line(both) == "读原件的进程不能联网（seccomp）；这个系统挡不住它写文件、读别的文件"


HEADERS = {
    "x86_64": Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    "aarch64": Path("/usr/include/asm-generic/unistd.h"),
}


@pytest.mark.parametrize("name", HEADERS)
def test_the_numbers_of_calls_are_the_systems_own(name: str) -> None:
    if not HEADERS[name].is_file():
        pytest.skip("the system's headers are not installed")
    text = HEADERS[name].read_text()
    told = {call: int(number) for call, number in re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", text)}
    known = machine(name)
    assert known is not None and len(known.numbers) > 60
    assert {call: told[call] for call in known.numbers if call in told} == {
        call: number for call, number in known.numbers.items() if call in told
    }
