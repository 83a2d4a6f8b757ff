"""What the validator hints at: a plan and the catalogues in; issues for those candidates that are seldom wrong out.

Kinds of which an editor would look at many in vain are left to the rereading itself.
"""

from __future__ import annotations

from medplan.catalogue.catalogues import Catalogues
from medplan.issues import HINT, Issue
from medplan.plan.model import Plan
from medplan.rereading.decided import undecided
from medplan.rereading.figures import sums
from medplan.rereading.punctuation import pairs
from medplan.rereading.rows import matches, targets
from medplan.rereading.said import said_by


def hints(plan: Plan, catalogues: Catalogues) -> list[Issue]:
    """Return a hint for each lone mark, sum that does not add up, goal below its baseline and match without a why."""
    said = said_by(plan)
    found = [*pairs(said), *sums(said), *targets(plan, catalogues), *matches(plan, catalogues)]
    return [
        Issue(
            path=plan.path,
            line=candidate.place[0],
            column=candidate.place[1],
            rule=f"reread-{candidate.kind}",
            message=f"{candidate.words}：{candidate.here}" + (f"｜{candidate.there}" if candidate.there else ""),
            cure="核对原文；原文如此的，加校订或编者注，无须注的记入 checked",
            level=HINT,
        )
        for candidate in undecided(plan, found)
    ]
