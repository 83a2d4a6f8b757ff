"""Addresses: of a provision within its plan, and of a page with a provision on it; text in, text and links out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Self

_BETWEEN = "__"
STEP = "[a-z]+(_[0-9a-z]+)?"
EID = f"{STEP}({_BETWEEN}{STEP})*"
NAME = "[a-z0-9]+(-[a-z0-9]+)*"
PLANS, WORDING, VERSIONS = "plans", "wording", "versions"
_PAIR = "--"
_EID = re.compile(EID)
_NAME = re.compile(NAME)
_ADDRESS = re.compile(
    f"(?P<kind>jurisdictions|indicators|themes|agencies)/(?P<name>{NAME})/"
    f"|{PLANS}/(?P<plan>{NAME})/(#(?P<eid>{EID}))?"
    f"|(?P<pairs>{WORDING}|{VERSIONS})/(?P<pair>{NAME}{_PAIR}{NAME})/"
    f"|(?P<section>{PLANS}|jurisdictions|indicators|themes|measures|{WORDING})/"
)


def is_name(text: str) -> bool:
    """Return whether a text can be the id of a plan or of a catalogue's entry: the name of a page in its address."""
    return _NAME.fullmatch(text) is not None


def step(kind: str, ordinal: int | str) -> str:
    """Return one step of an address: `sec_1` for the first `sec`, `row_2` for the second `row`."""
    return f"{kind}_{ordinal}"


class Eid(str):
    """The address of a provision within its plan, a step for each unit it lies in: `chp_3__sec_1__para_2`.

    It is its own text, so that it is a key, stands in JSON and fills a template as it is. To make one of text that
    nobody has checked, parse it.
    """

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """Return the address that a text writes; raise ValueError for a text that writes none."""
        if not _EID.fullmatch(text):
            raise ValueError(f"not an address: {text!r}")
        return super().__new__(cls, text)

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Return the address that a text writes, None when it writes none."""
        return cls(text) if _EID.fullmatch(text) else None

    @classmethod
    def below(cls, parent: Eid | None, local: str) -> Self:
        """Return the address of a step below another address, or of an outermost one (`parent` None)."""
        return cls(f"{parent}{_BETWEEN}{local}" if parent else local)

    @property
    def parent(self) -> Eid | None:
        """Return the address of the unit it lies in, None for an outermost one."""
        above = self.rpartition(_BETWEEN)[0]
        return Eid(above) if above else None

    @property
    def ancestors(self) -> tuple[Eid, ...]:
        """Return the addresses of all units it lies in, the nearest first."""
        steps = self.split(_BETWEEN)
        return tuple(Eid(_BETWEEN.join(steps[:end])) for end in range(len(steps) - 1, 0, -1))

    @property
    def local(self) -> str:
        """Return its last step: `para_2`."""
        return self.rpartition(_BETWEEN)[2]

    @property
    def kind(self) -> str:
        """Return the kind of its last step: `para`."""
        return self.local.partition("_")[0]

    @property
    def ordinal(self) -> str:
        """Return the number of its last step, with the letter of one printed twice: `2`, `3b`; "" without one."""
        return self.local.partition("_")[2]

    def is_under(self, above: str) -> bool:
        """Return whether it lies in the unit at `above`; no address lies under itself."""
        return self.startswith(above + _BETWEEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A page about one thing, from the site's root, and on a plan's page a provision: `plans/<id>/#chp_1`.

    Without a name it is the list of a kind: `indicators/`.
    """

    kind: str
    name: str
    eid: Eid | None = None

    @classmethod
    def of_plan(cls, plan_id: str, eid: Eid | None = None) -> Address:
        """Return the address of a plan's page, or of a provision on it."""
        return cls(kind=PLANS, name=plan_id, eid=eid)

    @classmethod
    def of_pair(cls, first: str, second: str) -> Address:
        """Return the address of the page of two plans' shared wording, `first` being the earlier in the library."""
        return cls(kind=WORDING, name=f"{first}{_PAIR}{second}")

    @classmethod
    def of_versions(cls, first: str, second: str) -> Address:
        """Return the address of the page of two versions of one plan, `first` being the earlier version."""
        return cls(kind=VERSIONS, name=f"{first}{_PAIR}{second}")

    @property
    def pair(self) -> tuple[str, str] | None:
        """Return the ids of the two plans of a page that puts two side by side, None for any other page."""
        first, found, second = self.name.partition(_PAIR)
        return (first, second) if found else None

    @classmethod
    def parse(cls, text: str) -> Address | None:
        """Return the address that a text writes, None when it writes none."""
        found = _ADDRESS.fullmatch(text)
        if found is None:
            return None
        if found["kind"]:
            return cls(kind=found["kind"], name=found["name"])
        if found["pair"]:
            return cls(kind=found["pairs"], name=found["pair"])
        if found["section"]:
            return cls(kind=found["section"], name="")
        return cls.of_plan(found["plan"], Eid(found["eid"]) if found["eid"] else None)

    def __str__(self) -> str:
        """Return it as redirects, downloads and links write it."""
        return f"{self.kind}/" + (f"{self.name}/" if self.name else "") + (f"#{self.eid}" if self.eid else "")

    @property
    def page(self) -> Address:
        """Return the address of the whole page."""
        return replace(self, eid=None)

    def at(self, eid: Eid | None) -> Address:
        """Return the address of a provision on the same page."""
        return replace(self, eid=eid)

    def href(self, root: str, here: Address | None = None) -> str:
        """Return how a page links to it; `root` leads from there to the site's root: `../../`, `/`, `https://…/`.

        On the page itself (`here`) the fragment alone leads to it, without leaving the page.
        """
        text = str(self)
        if here is None or here.eid is not None or (here.kind, here.name) != (self.kind, self.name):
            return root + text
        return text.removeprefix(str(here))
