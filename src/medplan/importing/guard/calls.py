"""The numbers under which Linux knows its calls: a machine's name in, its table out."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from dataclasses import dataclass

# Since Linux 5.1 new calls have one number on every machine.
_EVERYWHERE = {
    "pidfd_send_signal": 424,
    "io_uring_setup": 425,
    "open_tree": 428,
    "move_mount": 429,
    "fsopen": 430,
    "pidfd_open": 434,
    "clone3": 435,
    "openat2": 437,
    "pidfd_getfd": 438,
    "process_madvise": 440,
    "mount_setattr": 442,
    "process_mrelease": 448,
    "fchmodat2": 452,
    "setxattrat": 463,
    "removexattrat": 466,
}
_X86_64 = """open 2 ioctl 16 shmget 29 socket 41 connect 42 sendmsg 46 bind 49 listen 50 clone 56 fork 57 vfork 58
execve 59 kill 62 semget 64 msgget 68 fcntl 72 truncate 76 ftruncate 77 rename 82 mkdir 83 rmdir 84 creat 85 link 86
unlink 87 symlink 88 chmod 90 fchmod 91 chown 92 fchown 93 lchown 94 ptrace 101 capset 126 rt_sigqueueinfo 129
utime 132 mknod 133 setpriority 141 sched_setparam 142 sched_setscheduler 144 pivot_root 155 chroot 161 mount 165
umount2 166 setxattr 188 lsetxattr 189 fsetxattr 190 removexattr 197 lremovexattr 198 fremovexattr 199 tkill 200
sched_setaffinity 203 tgkill 234 utimes 235 mq_open 240 add_key 248 request_key 249 keyctl 250 ioprio_set 251
migrate_pages 256 openat 257 mkdirat 258 mknodat 259 fchownat 260 futimesat 261 unlinkat 263 renameat 264 linkat 265
symlinkat 266 fchmodat 268 unshare 272 get_robust_list 274 move_pages 279 utimensat 280 fallocate 285
rt_tgsigqueueinfo 297 prlimit64 302 open_by_handle_at 304 sendmmsg 307 setns 308 process_vm_readv 310
process_vm_writev 311 kcmp 312 sched_setattr 314 renameat2 316 bpf 321 execveat 322 userfaultfd 323"""
_AARCH64 = """setxattr 5 lsetxattr 6 fsetxattr 7 removexattr 14 lremovexattr 15 fremovexattr 16 fcntl 25 ioctl 29
ioprio_set 30 mknodat 33 mkdirat 34 unlinkat 35 symlinkat 36 linkat 37 renameat 38 umount2 39 mount 40 pivot_root 41
truncate 45 ftruncate 46 fallocate 47 chroot 51 fchmod 52 fchmodat 53 fchownat 54 fchown 55 openat 56 utimensat 88
capset 91 unshare 97 get_robust_list 100 ptrace 117 sched_setparam 118 sched_setscheduler 119 sched_setaffinity 122
kill 129 tkill 130 tgkill 131 rt_sigqueueinfo 138 setpriority 140 mq_open 180 msgget 186 semget 190 shmget 194
socket 198 bind 200 listen 201 connect 203 sendmsg 211 add_key 217 request_key 218 keyctl 219 clone 220 execve 221
migrate_pages 238 move_pages 239 rt_tgsigqueueinfo 240 prlimit64 261 open_by_handle_at 265 setns 268 sendmmsg 269
process_vm_readv 270 process_vm_writev 271 kcmp 272 sched_setattr 274 renameat2 276 bpf 280 execveat 281
userfaultfd 282"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A kind of machine: the mark that the kernel gives its calls, and their numbers by name.

    From `others_from` on, where there is such a number, are the same calls under other numbers.
    """

    mark: int
    others_from: int | None
    numbers: Mapping[str, int]


def machine(name: str | None = None) -> Machine | None:
    """Return the machine of a name, or this one; None for one whose numbers are not written down here."""
    tables = {"x86_64": (0xC000003E, 0x40000000, _X86_64), "aarch64": (0xC00000B7, None, _AARCH64)}
    if (name or platform.machine()) not in tables:
        return None
    mark, others_from, written = tables[name or platform.machine()]
    words = written.split()
    own = {word: int(number) for word, number in zip(words[::2], words[1::2], strict=True)}
    return Machine(mark=mark, others_from=others_from, numbers=own | _EVERYWHERE)
