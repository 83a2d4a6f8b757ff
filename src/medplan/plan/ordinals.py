"""The last steps of addresses among siblings: what stands there and the ids that were pinned in; the next step out."""

from __future__ import annotations

from dataclasses import dataclass, field
from string import ascii_lowercase

from medplan.plan.address import Eid, step


@dataclass(slots=True)
class Ordinals:
    """Counts what has no number of its own: `p_1`, `p_2` …, each kind for itself.

    An editor who pins an address (`id: p_3`) makes the next ones count on from it; a pinned `p_2b` stands between p_2
    and p_3 and moves neither. So the addresses behind a passage that is put in or taken out are kept by one pin.
    """

    counts: dict[str, int] = field(default_factory=dict)

    def local(self, prefix: str, pinned: str | None = None) -> str:
        """Return the step of the next thing of a kind: the pinned one where there is one."""
        if pinned is None:
            self.counts[prefix] = self.counts.get(prefix, 0) + 1
            return step(prefix, self.counts[prefix])
        self.passed(pinned)
        return pinned

    def passed(self, local: str) -> None:
        """Take note of a step that was not counted here."""
        last = Eid(local)
        digits = last.ordinal.rstrip(ascii_lowercase)
        if digits.isdecimal():
            self.counts[last.kind] = max(self.counts.get(last.kind, 0), int(digits))
