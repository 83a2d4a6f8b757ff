"""Leave this process, and all it starts, some files only, by Landlock: what it may have in; the version, out.

Called as the kernel documents it; the Python packages for it are young and no shorter than this.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from collections.abc import Iterable
from pathlib import Path

from medplan.importing.guard.seccomp import forgo_privileges

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_TELL_VERSION, _BENEATH = 1, 1
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR, _TRUNCATE = 1 << 0, 1 << 1, 1 << 2, 1 << 3, 1 << 14
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE
# All rights over files that each version knows; it added moving between folders, truncating, and asking of devices.
_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
_TCP, _SCOPES = 0b11, 0b11


def version() -> int:
    """Return the version that the system has of Landlock, 0 for none."""
    if sys.platform != "linux":
        return 0
    return max(_call(_CREATE, 0, 0, _TELL_VERSION), 0)


def leave_only(
    *, readable: Iterable[Path], writable: Iterable[Path] = (), programs: bool = False, devices: Iterable[Path] = ()
) -> int:
    """Leave only these, each with all below it, and no TCP; return the version in force, 0 where there is none.

    What is not there is passed over. `programs` lets those among them be started; `devices` can be written, not made.
    """
    known = version()
    if not known or not forgo_privileges():
        return 0
    all_rights = _RIGHTS[max(least for least in _RIGHTS if least <= known)]
    asked = struct.pack("=Q", all_rights) + (struct.pack("=Q", _TCP) if known >= 4 else b"")
    asked += struct.pack("=Q", _SCOPES) if known >= 6 else b""
    rules = _call(_CREATE, ctypes.c_char_p(asked), len(asked), 0)
    if rules < 0:
        return 0
    reading = _READ_FILE | _READ_DIR | (_EXECUTE if programs else 0)
    try:
        for paths, rights in ((readable, reading), (devices, _READ_FILE | _WRITE_FILE), (writable, all_rights & ~1)):
            for path in paths:
                _allow(rules, path, rights & all_rights)
        return known if not _call(_RESTRICT, rules, 0) else 0
    finally:
        os.close(rules)


def _allow(rules: int, path: Path, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        rule = struct.pack("=Qi", rights if path.is_dir() else rights & _OF_FILES, place)
        _call(_ADD, rules, _BENEATH, ctypes.c_char_p(rule), 0)
    finally:
        os.close(place)


def _call(number: int, *arguments: object) -> int:
    given = [ctypes.c_long(one) if isinstance(one, int) else one for one in arguments]
    return int(ctypes.CDLL(None, use_errno=True).syscall(ctypes.c_long(number), *given))
