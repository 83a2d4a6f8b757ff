"""How the time that a regular expression takes grows: a pattern and an effort in; the worst growth found, out."""

from __future__ import annotations

import time
from dataclasses import dataclass

from benchmarks.attacks import Attack, attacks
from benchmarks.patterns import Found

REPEATS, MEASURED = 3, 3
_STEPS = (10, 14, 18, 22, 26, 32, 48, 64, 90, 128, 180, 256)  # at which a pattern that explodes is found in time
# Four times the text takes a linear pattern four times as long, one that grows with the square sixteen times.
MOST_GROWTH = 9.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How hard to look: characters of the larger text, how many letters of a pattern are paired with each other.

    What is quicker than `floor` seconds is no danger, and can't be told from noise; what takes longer than `patience`
    is not tried at a larger size.
    """

    large: int
    letters: int
    floor: float
    patience: float = 0.02


QUICK = Effort(large=3_000, letters=6, floor=0.0012)
THOROUGH = Effort(large=8_000, letters=16, floor=0.01, patience=0.2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """The attack that a pattern takes longest for, and the seconds for it and for a quarter of it."""

    where: str
    attack: Attack
    small: float
    large: float

    @property
    def ratio(self) -> float:
        """Return how many times as long the larger text takes."""
        return self.large / self.small if self.small else float("inf")


def slowest(found: Found, effort: Effort) -> Growth | None:
    """Return the growth over the text that a pattern grows most for, None when none takes it longer than the floor.

    The first that grows too fast is enough.
    """
    long: list[tuple[float, Attack]] = []
    grown: list[Growth] = []
    for attack in attacks(found.pattern, effort.letters):
        seconds = _first_time(found, attack, effort)
        if seconds >= effort.patience / 2 and len(grown) < MEASURED:
            grown.append(_measure(found, attack, effort))
            if grown[-1].ratio > MOST_GROWTH:
                return grown[-1]
        elif seconds >= effort.floor:
            long.append((seconds, attack))
    long.sort(key=lambda one: one[0], reverse=True)
    grown += [_measure(found, attack, effort) for _, attack in long[:MEASURED]]
    return max((g for g in grown if g.large >= effort.floor), key=lambda g: g.ratio, default=None)


def seconds_for(found: Found, attack: Attack, size: int) -> float:
    """Return the CPU time that a pattern takes for an attack of about so many characters."""
    text = attack.prefix + attack.pump * max(1, size // len(attack.pump)) + attack.suffix
    begun = time.process_time()
    if found.scanning:
        for _ in found.pattern.finditer(text):
            pass
    else:
        found.pattern.match(text)
        found.pattern.fullmatch(text)
    return time.process_time() - begun


def _first_time(found: Found, attack: Attack, effort: Effort) -> float:
    """Return the time for the larger size, or for the first shorter one that takes too long: some patterns explode."""
    for size in (*_STEPS, effort.large):
        seconds = seconds_for(found, attack, size)
        if seconds >= effort.patience:
            break
    return seconds


def _measure(found: Found, attack: Attack, effort: Effort) -> Growth:
    steps = (*_STEPS, 512, 1024)
    large = next((n for n in steps if seconds_for(found, attack, n) >= effort.patience), effort.large)
    times = [min(seconds_for(found, attack, n) for _ in range(REPEATS)) for n in (large // 4, large)]
    return Growth(where=found.where, attack=attack, small=times[0], large=times[1])
