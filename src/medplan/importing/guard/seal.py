"""Seal the process that reads a stranger's file, or the program that converts it: its file or folder in; guards out.

Landlock says which files there are, seccomp which calls; where the system has one of them only, it does what it can
alone, and what is not held is told.
"""

from __future__ import annotations

import errno
import json
import os
import socket
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from medplan.importing.guard import landlock, seccomp
from medplan.importing.guard.seccomp import Refusal, When

WRITES, READS, NETWORK, PROGRAMS = "写文件", "读别的文件", "联网", "启动程序"
_SYSTEM = ("/usr", "/lib", "/lib32", "/lib64", "/bin", "/sbin", "/opt", "/snap", "/nix", "/gnu")
_FEW = ("/etc/ld.so.cache", "/etc/ld.so.preload", "/etc/localtime", "/etc/fonts", "/dev/urandom", "/dev/random")
# What a whole office asks of a system besides: users, printers, processors.
_MORE = ("/etc", "/proc", "/sys", "/dev", "/var/cache/fontconfig", "/var/lib/libreoffice", "/var/spool/libreoffice")
_ANY_THREAD = 0x00010000  # CLONE_THREAD
_NET = ("connect", "bind", "listen", "sendmsg", "sendmmsg", "io_uring_setup")
_OTHERS = (
    *("ptrace", "process_vm_readv", "process_vm_writev", "pidfd_open", "pidfd_getfd", "pidfd_send_signal", "kcmp"),
    *("process_madvise", "process_mrelease", "move_pages", "migrate_pages", "get_robust_list"),
    *("setpriority", "sched_setaffinity", "sched_setscheduler", "sched_setparam", "sched_setattr", "ioprio_set"),
)
# Memory, queues and locks of these stay when the process has ended, and are nobody's whose memory is limited.
_LASTING = ("shmget", "msgget", "semget", "mq_open")
# Asking that another process be sent signals; typing into the terminal that the importer was started in.
_BY_FILES = {"fcntl": (8, 10, 15), "ioctl": (0x8901, 0x8902, 0x5412, 0x541C)}
_SYSTEM_WIDE = (
    *("mount", "umount2", "pivot_root", "chroot", "unshare", "setns", "open_tree", "move_mount", "fsopen"),
    *("mount_setattr", "bpf", "userfaultfd", "open_by_handle_at", "add_key", "request_key", "keyctl"),
)
_CHANGES = (
    *("creat", "truncate", "ftruncate", "fallocate", "mknod", "mknodat", "mkdir", "mkdirat", "rmdir", "unlink"),
    *("unlinkat", "rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat", "chmod", "fchmod"),
    *("fchmodat", "fchmodat2", "chown", "fchown", "lchown", "fchownat", "utime", "utimes", "futimesat", "utimensat"),
    *("setxattr", "lsetxattr", "fsetxattr", "setxattrat", "removexattr", "lremovexattr", "fremovexattr"),
    "removexattrat",
)
_STARTS = ("execve", "execveat", "fork", "vfork", "kill", "tkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guards:
    """What holds a process: by which parts of the system, what it can't do, what it should not but can."""

    by: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    open: tuple[str, ...] = ()


def dump_guards(guards: Guards) -> str:
    """Return guards as one line of JSON."""
    return json.dumps(asdict(guards))


def load_guards(text: str) -> Guards:
    """Return the guards that `dump_guards` wrote."""
    return Guards(**{name: tuple(words) for name, words in json.loads(text).items()})


def together(one: Guards, other: Guards) -> Guards:
    """Return what holds two processes, of which one hands on to the other."""
    return Guards(
        by=tuple(name for name in one.by if name in other.by),
        held=tuple(name for name in one.held if name in other.held),
        open=tuple(name for name in (WRITES, READS, NETWORK, PROGRAMS) if name in (*one.open, *other.open)),
    )


def seal_reader(document: Path, *, programs: bool) -> Guards:
    """Leave this process its document and its own code, nothing to write, no network and, unless asked, no programs.

    Programs that it does start are sealed with it.
    """
    found = [*_own_code(), *map(Path, (*_SYSTEM, *_FEW)), document]
    if programs:
        found += [Path(path) for path in os.environ.get("PATH", "").split(os.pathsep) if os.path.isabs(path)]
        found += [Path(os.environ["TESSDATA_PREFIX"])] if os.environ.get("TESSDATA_PREFIX") else []
    seccomp.forgo_powers()
    files = landlock.leave_only(readable=found, programs=programs, devices=[Path("/dev/null")])
    calls = seccomp.refuse([*_no_network(), *_no_writing(), *(() if programs else _no_programs())])
    return _guards(files, calls, wanted=(WRITES, READS, NETWORK, *(() if programs else (PROGRAMS,))))


def seal_converter(program: Path, folder: Path | None) -> Guards:
    """Leave this process, before it becomes a program, the system's files, its folder to write in, and no network."""
    found = [*_own_code(), *map(Path, (*_SYSTEM, *_FEW, *_MORE)), program.resolve().parent]
    found += [Path(os.environ["TESSDATA_PREFIX"])] if os.environ.get("TESSDATA_PREFIX") else []
    writable = [folder] if folder else []
    seccomp.forgo_powers()
    files = landlock.leave_only(readable=found, writable=writable, programs=True, devices=[Path("/dev/null")])
    calls = seccomp.refuse([*_no_network_for_an_office(), *(() if folder else _no_writing())])
    return _guards(files, calls, wanted=(WRITES, READS, NETWORK), own_folder=folder is not None)


def _own_code() -> list[Path]:
    """Return where this Python and its packages are, of which some are loaded only when a document needs them."""
    places = {sys.prefix, sys.base_prefix, sys.exec_prefix, str(Path(__file__).parents[2])}
    return [Path(place) for place in sorted(places) if os.path.isabs(place) and place != "/"]


def _no_network() -> list[Refusal]:
    """Return the rules against the network, and against reaching into other processes or the system."""
    # Of another process the limits are its own.
    limits = Refusal(call="prlimit64", when=When.OTHER, argument=0, value=0)
    files = [
        Refusal(call=call, when=When.SAME, argument=1, value=value)
        for call, asked in _BY_FILES.items()
        for value in asked
    ]
    always = (*_NET, *_OTHERS, *_LASTING, *_SYSTEM_WIDE)
    return [Refusal(call="socket"), limits, *files, *(Refusal(call=name) for name in always)]


def _no_network_for_an_office() -> list[Refusal]:
    """Return the same for an office, which waits for its own second start at a socket in /tmp, or does not start.

    It is let make one, and told that it has a name and listens; nothing is made, and it reaches none.
    """
    kept = [one for one in _no_network() if one.call not in ("socket", "bind", "listen", "sendmsg")]
    made = Refusal(call="socket", when=When.OTHER, value=socket.AF_UNIX)
    return [made, Refusal(call="bind", error=0), Refusal(call="listen", error=0), *kept]


def _no_writing() -> list[Refusal]:
    """Return the rules against opening a file to write, making, changing or removing one."""
    to_write = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
    opening = [
        Refusal(call=call, when=When.ANY_BIT, argument=argument, value=to_write, error=errno.EACCES)
        for call, argument in (("open", 1), ("openat", 2))
    ]
    # The flags of this one stand in memory, where a filter can't look; a library then takes the older call.
    opening.append(Refusal(call="openat2", error=errno.ENOSYS))
    return [*opening, *(Refusal(call=name) for name in _CHANGES)]


def _no_programs() -> list[Refusal]:
    """Return the rules against starting and ending processes; a thread of this one is none."""
    threads = Refusal(call="clone", when=When.NO_BIT, argument=0, value=_ANY_THREAD)
    own = Refusal(call="tgkill", when=When.OTHER, argument=0, value=os.getpid())
    return [threads, own, Refusal(call="clone3", error=errno.ENOSYS), *(Refusal(call=name) for name in _STARTS)]


def _guards(files: int, calls: bool, *, wanted: tuple[str, ...], own_folder: bool = False) -> Guards:
    """Return what holds, of what is wanted: truncating is Landlock's since its third version; it knows TCP only."""
    holds = {READS} if files else set()
    holds |= {WRITES} if files >= 3 or (calls and not own_folder) else set()
    holds |= {NETWORK} if calls else set()
    holds |= {PROGRAMS} if files or calls else set()
    return Guards(
        by=(*((f"Landlock {files}",) if files else ()), *(("seccomp",) if calls else ())),
        held=tuple(name for name in wanted if name in holds),
        open=tuple(name for name in wanted if name not in holds),
    )
