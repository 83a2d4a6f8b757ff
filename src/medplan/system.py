"""What the system refuses, told to an editor: an error of the system, or a command's `main`, in; Chinese out."""

from __future__ import annotations

import errno
import os
import sys
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


def reason(error: OSError) -> str:
    """Return in Chinese what the system refused, with the file that it says; what it has no number for as it says."""
    words = _WHY.get(error.errno or 0) or error.strerror or str(error)
    return f"{error.filename}：{words}" if error.filename is not None and error.errno else words


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
