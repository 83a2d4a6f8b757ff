"""The numbers of the system's calls, by which the guard refuses them, are the kernel's own on each machine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from medplan.importing.guard.calls import machine

from .support import GOLDEN

NUMBERS = yaml.safe_load((GOLDEN / "system_calls.yaml").read_text("utf-8"))
HEADERS = {
    "x86_64": Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    "aarch64": Path("/usr/include/asm-generic/unistd.h"),
}
# Of Linux 6.6 and 6.13: newer than the headers that the numbers were copied from.
NEWER = {"fchmodat2", "setxattrat", "removexattrat"}


@pytest.mark.parametrize("name", sorted(NUMBERS))
def test_each_number_is_the_kernel_s(name: str) -> None:
    known = machine(name)
    assert known is not None
    own = {call: number for call, number in known.numbers.items() if call not in NEWER}
    assert len(own) > 80
    assert own == {call: NUMBERS[name].get(call) for call in own}


@pytest.mark.parametrize("name", sorted(NUMBERS))
def test_no_call_that_one_machine_is_refused_is_forgotten_on_another(name: str) -> None:
    known = machine(name)
    assert known is not None
    assert set(NUMBERS[name]) <= set(known.numbers)


@pytest.mark.parametrize("name", sorted(NUMBERS))
def test_the_copy_is_what_the_headers_say(name: str) -> None:
    if not HEADERS[name].is_file():
        pytest.skip("no headers of Linux here")
    defined = re.findall(r"^#define __NR(?:3264)?_(\w+)\s+(\d+)\s*$", HEADERS[name].read_text("utf-8"), re.M)
    said: dict[str, int] = {}
    for call, number in defined:
        said.setdefault(call, int(number))
    assert NUMBERS[name] == {call: said.get(call) for call in NUMBERS[name]}
