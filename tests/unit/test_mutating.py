"""The small faults put into the code to try the tests: what is changed, what is let be, and the list of equivalents."""

from __future__ import annotations

import yaml

from benchmarks.mutant_runs import modules_of
from benchmarks.mutants import EQUIVALENT, TESTS
from benchmarks.mutating import mutants_of, names_of_mutants

from .support import ROOT

SOURCE = '''
"""Words."""
LONGEST = 3

@dataclass(frozen=True)
class Box:
    def fits(self, text: str = "") -> bool:
        """Say so."""
        assert text != "x"
        for char in text:
            if char in "，。" and not self.full:
                continue
        self.note(text)
        return len(text) + 1 <= LONGEST
'''


def changes(source: str) -> list[tuple[str | None, str]]:
    return [(m.function, m.name.rsplit(" ┃ ", 1)[1]) for m in mutants_of("m", source, "m.py")]


def test_one_change_at_a_time_and_words_types_and_assertions_are_let_be() -> None:
    assert changes(SOURCE) == [
        (None, "3 → 4"),
        (None, "'' → '甲'"),
        ("Box.fits", "char in '，。' and (not self.full) → char in '，。' or not self.full"),
        ("Box.fits", "char in '，。' and (not self.full) → not (char in '，。' and (not self.full))"),
        ("Box.fits", "char in '，。' → char not in '，。'"),
        ("Box.fits", "'，。' → '。'"),
        ("Box.fits", "not self.full → self.full"),
        ("Box.fits", "continue → break"),
        ("Box.fits", "self.note(text) → pass"),
        ("Box.fits", "len(text) + 1 <= LONGEST → len(text) + 1 < LONGEST"),
        ("Box.fits", "len(text) + 1 → len(text) - 1"),
        ("Box.fits", "1 → 2"),
    ]


def test_a_mutant_runs_as_changed_and_leaves_the_others_as_they_were() -> None:
    def result(at: int) -> object:
        space: dict[str, object] = {}
        exec(list(mutants_of("m", "a = 1 < 1\nb = 2 + 2\n", "m.py"))[at].code, space)
        return space["a"], space["b"]

    assert [result(at) for at in range(6)] == [(True, 4), (False, 4), (True, 4), (False, 0), (False, 5), (False, 5)]


def test_names_of_equal_changes_on_one_line_differ_and_do_not_know_the_lines_number() -> None:
    source = "a = [1, 1]\n"
    names = [m.name for m in mutants_of("m", source, "m.py")]
    assert names == ["m:a: a = [1, 1] ┃ 1 → 2", "m:a: a = [1, 1] ┃ 1 → 2 (2)"]
    assert list(names_of_mutants("m", "\n\n" + source)) == names


def test_every_equivalent_is_a_mutant_of_today_with_a_reason_and_every_test_file_is_there() -> None:
    names: set[str] = set()
    for package, tests in TESTS.items():
        assert all((ROOT / "tests" / "unit" / f"test_{name}.py").is_file() for name in tests)
        for module, path in modules_of([f"medplan.{package}"]):
            names.update(names_of_mutants(module, path.read_text("utf-8")))
    listed = yaml.safe_load(EQUIVALENT.read_text("utf-8"))
    assert [entry["mutant"] for entry in listed if entry["mutant"] not in names] == []
    assert all(entry["why"] for entry in listed)
