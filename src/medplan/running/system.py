"""What the system refuses, told to an editor: an error of the system, or a command's `main`, in; Chinese out."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import re
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable

from medplan.issues import visible

_WHY = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "这里只能读，不能写",
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "超出了磁盘配额",
    errno.EFBIG: "文件太大",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EEXIST: "已有同名的",
    errno.EISDIR: "是文件夹，不是文件",
    errno.ENOTDIR: "路径中间有一段不是文件夹",
    errno.ENOTEMPTY: "文件夹不是空的",
    errno.ELOOP: "链接绕成了圈",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EMFILE: "打开的文件太多",
    errno.EIO: "磁盘读写出错",
}
# What a machine refuses a program that is right, and the cure; anything else it refuses is the program's own fault.
_CURES = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT), "腾出地方再做一次；临时文件夹 {temporary} 里也要有地方"),
    **dict.fromkeys((errno.EACCES, errno.EPERM), "改好权限，或换一个能写的文件夹"),
    **dict.fromkeys((errno.EROFS, errno.EFBIG, errno.EIO), "换一个磁盘或文件夹"),
    **dict.fromkeys((errno.ENAMETOOLONG, errno.ENOTDIR), "换一个文件夹，路径短些，中间都是文件夹"),
    errno.EEXIST: "把同名的移开，或换一个文件夹",
    errno.EMFILE: "关掉别的程序再做一次",
}
_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of Linux: linux/prctl.h
_NUMBERED = re.compile(r"\[Errno ([0-9]{1,4})\]")


def reason(error: OSError) -> str:
    """Return in Chinese what the system refused, with the file that it says; what it has no number for as it says."""
    words = _WHY.get(error.errno or 0) or error.strerror or str(error)
    return f"{error.filename}：{words}" if error.filename is not None and error.errno else words


def refusal(error: BaseException | None) -> str | None:
    """Return in one line what the machine refused and the cure, where an error comes of that; None where it does not.

    What copies a whole folder tells of every file in words; of those the first counts.
    """
    while error is not None and not isinstance(error, OSError):
        error = error.__cause__ or error.__context__
    if error is None:
        return None
    if isinstance(error, shutil.Error):
        numbered = _NUMBERED.search(str(error))
        error = OSError(int(numbered[1]), os.strerror(int(numbered[1]))) if numbered else error
    cure = _CURES.get(error.errno or 0)
    return visible(f"{reason(error)}（{cure.format(temporary=_temporary())}）") if cure else None


def _temporary() -> str:
    try:
        return tempfile.gettempdir()
    except OSError:  # there is none that can be written
        return os.environ.get("TMPDIR", "/tmp")


def end_with_parent() -> None:
    """Have the system end this process, and what it becomes, when the one that forked it has ended; Linux can."""
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL)


def run(main: Callable[[], int]) -> int:
    """Return what a command's `main` returns; 1, and one line, when the system refused it something or it was stopped.

    What is wrong with the program itself comes out as it is, for whoever looks after it.
    """
    try:
        status = main()
        sys.stdout.flush()
        return status
    except BrokenPipeError:  # the reader of the output, `head` for one, has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        sys.stderr.write(visible(f"错误 {reason(error)}；没有做完，已有的文件没有动") + "\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("中断了，没有做完\n")
        return 1
