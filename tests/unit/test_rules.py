"""Where each rule begins and ends: small plans in memory, the last that passes and the first that does not."""

from __future__ import annotations

import pytest

from medplan.issues import Issue
from medplan.rules.check_plan import check_plan

from .library import catalogues, head_of
from .support import read_sample

BODY = "body: [甲。]\n"


def told(body: str = BODY, head: str = head_of("320500"), plan_ids: frozenset[str] | None = None) -> list[Issue]:
    """Return what the rules say of a small plan."""
    document, plan, issues = read_sample(body, head)
    assert not issues
    return check_plan(plan, document, catalogues(), plan_ids)


def words(issues: list[Issue]) -> list[tuple[str, str]]:
    """Return the rule and the message of each issue."""
    return [(issue.rule, issue.message) for issue in issues]


@pytest.mark.parametrize(
    ("published", "fault"),
    [
        ("2021-12-31", False),
        ("2021-04-30", False),
        ("2021-04-31", True),
        ("2023-02-28", False),
        ("2023-02-29", True),
        ("2024-02-29", False),
        ("2024-02-30", True),
        ("2021-10", False),
        ("2021", False),
    ],
)
def test_the_last_day_of_a_month_is_a_day_and_the_next_is_none(published: str, fault: bool) -> None:
    found = words(told(head=head_of("320500", published=f'"{published}"')))
    assert found == ([("wrong-form", f"没有 {published} 这一天")] if fault else [])
