"""Refuse calls of the system to this process and all it starts, by seccomp: rules in; whether they hold, out.

The filter is written out here, some forty lines: what wraps libseccomp for Python needs that library on the system.
"""

from __future__ import annotations

import ctypes
import errno
import struct
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from medplan.importing.guard.calls import Machine, machine

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000
_NUMBER, _MARK, _ARGUMENTS = 0, 4, 16
# Linux's third form of capset, and CAP_DAC_READ_SEARCH: a document may belong to somebody else.
_POWERS, _READ_ANY = 0x20080522, 1 << 2
_SET_SECCOMP, _FILTER, _NO_NEW_PRIVILEGES = 22, 2, 38


class When(Enum):
    """In which case a call is refused: always, or by one of its arguments."""

    ALWAYS = "always"
    ANY_BIT = "any bit"
    NO_BIT = "no bit"
    OTHER = "other"
    SAME = "same"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A call that is refused with an error number; `when` compares its argument, counted from 0, with a value."""

    call: str
    when: When = When.ALWAYS
    argument: int = 0
    value: int = 0
    error: int = errno.EPERM


def refuse(refusals: Sequence[Refusal]) -> bool:
    """Refuse calls from now on; return whether the system has taken the rules."""
    known = machine() if sys.platform == "linux" else None
    if known is None:
        return False
    program = _program(known, refusals)
    steps = ctypes.create_string_buffer(program, len(program))

    class Program(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("steps", ctypes.c_void_p)]

    whole = Program(len(program) // 8, ctypes.addressof(steps))
    return forgo_privileges() and not _prctl(_SET_SECCOMP, _FILTER, ctypes.addressof(whole))


def forgo_privileges() -> bool:
    """Let no program that is started have more rights than this one; the system asks it of whoever sets rules."""
    return not _prctl(_NO_NEW_PRIVILEGES, 1)


def forgo_powers() -> bool:
    """Give up what the system's master may do beyond others, but for reading files; return whether it is given up.

    Programs that are started can't have it back, as they have no more rights than this one.
    """
    known = machine() if sys.platform == "linux" else None
    if known is None or not forgo_privileges():
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    kept = struct.pack("=6I", _READ_ANY, _READ_ANY, 0, 0, 0, 0)
    for powers in (kept, bytes(len(kept))):  # who has not that one either keeps none
        asked = (ctypes.c_char_p(struct.pack("=Ii", _POWERS, 0)), ctypes.c_char_p(powers))
        if not libc.syscall(ctypes.c_long(known.numbers["capset"]), *asked):
            return True
    return False


def _prctl(option: int, *arguments: int) -> int:
    given = [ctypes.c_ulong(number) for number in (*arguments, 0, 0, 0, 0)[:4]]
    return int(ctypes.CDLL(None, use_errno=True).prctl(option, *given))


def _program(known: Machine, refusals: Sequence[Refusal]) -> bytes:
    """Return the steps of the filter: a call comes in at the top, and falls through to what allows it."""
    steps = [(_LOAD, 0, 0, _MARK), (_EQUAL, 1, 0, known.mark), (_RETURN, 0, 0, _REFUSE | errno.EPERM)]
    steps += [(_LOAD, 0, 0, _NUMBER)]
    if known.others_from is not None:
        steps += [(_AT_LEAST, 0, 1, known.others_from), (_RETURN, 0, 0, _REFUSE | errno.EPERM)]
    for one in refusals:
        number = known.numbers.get(one.call)
        if number is None:  # an old call that this machine has never had
            continue
        refused = (_RETURN, 0, 0, _REFUSE | one.error)
        if one.when is When.ALWAYS:
            steps += [(_EQUAL, 0, 1, number), refused]
            continue
        test = _EQUAL if one.when in (When.OTHER, When.SAME) else _ANY_BIT
        met, unmet = (0, 1) if one.when in (When.ANY_BIT, When.SAME) else (1, 0)
        steps += [(_EQUAL, 0, 4, number), (_LOAD, 0, 0, _ARGUMENTS + 8 * one.argument + _low_half())]
        steps += [(test, met, unmet, one.value), refused, (_LOAD, 0, 0, _NUMBER)]
    steps += [(_RETURN, 0, 0, _ALLOW)]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def _low_half() -> int:
    return 0 if sys.byteorder == "little" else 4
