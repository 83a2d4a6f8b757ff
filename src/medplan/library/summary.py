"""What pages across plans need of one plan, short: a plan and its proof in; its head, counts and standing out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from medplan.catalogue.catalogues import Catalogues, Jurisdiction, full_name
from medplan.facts.derive import indicator_rows, measures
from medplan.library.status import RelatedDocument, Standing, Status, standing_of
from medplan.library.succession import Succession, version_pairs
from medplan.plan.head import PlanHead, head_fields
from medplan.plan.model import Emendation, Plan, Remark
from medplan.plan.printed import printed_fields
from medplan.rules.fidelity import Proof


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSummary(PlanHead):
    """What other pages need of one plan and its own files tell: its head, and counts of what is printed.

    `undecided` is how many places the plan, read against itself, shows that no editor has decided on.
    """

    path: str
    place: Jurisdiction
    above: tuple[Jurisdiction, ...]
    themes: frozenset[str]
    provisions: int
    characters: int
    indicators: int
    binding: int
    measures: int
    emendations: tuple[Emendation, ...]
    remarks: tuple[Remark, ...]
    proof: Proof
    undecided: int

    @property
    def place_names(self) -> str:
        """Return the place with its ancestors below the country: 江苏省苏州市."""
        return full_name(self.above, self.place)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSummary(OwnSummary):
    """What other pages need of one plan: what its files tell, and how it stands beside other plans on a day.

    `versions` are the ids of the versions of the work that it is one of, the first first; () where it is all there is.
    """

    standing: Standing
    ended_by: tuple[RelatedDocument, ...]
    replaced: tuple[RelatedDocument, ...]
    versions: tuple[str, ...] = ()

    @property
    def status(self) -> Status:
        """Return how the plan stands on the day of the build."""
        return self.standing.now

    @property
    def version_pairs(self) -> tuple[tuple[str, str], ...]:
        """Return the versions that are put side by side; only the last has them, so that each pair is there once."""
        return version_pairs(self.versions) if self.id in self.versions[-1:] else ()

    @property
    def next_version(self) -> str | None:
        """Return the id of the version after it, None where there is none."""
        later = self.versions[self.versions.index(self.id) + 1 :] if self.versions else ()
        return later[0] if later else None


def version_in_force(versions: Sequence[PlanSummary]) -> PlanSummary | None:
    """Return which of the versions of a work, the first first, is in force; None for drafts alone, or once all ended.

    It is the issued one whose place no other has taken by the day of the build. That its period is over does not end
    it: another word tells that.
    """
    issued = (version for version in versions if version.stage != "consultation")
    return next((version for version in issued if version.status.key not in ("repealed", "replaced")), None)


def summarise(plan: Plan, proof: Proof, catalogues: Catalogues, undecided: int = 0) -> OwnSummary:
    """Return what a plan's own files tell, `undecided` being counted by whoever read it against itself."""
    rows = list(indicator_rows(plan))
    place = catalogues.jurisdictions[plan.jurisdiction]
    return OwnSummary(
        **head_fields(plan),
        path=plan.path,
        place=place,
        above=tuple(catalogues.ancestors(place.code)),
        themes=frozenset(theme for node, _ in plan.walk() for theme in node.themes),
        provisions=sum(1 for node, _ in plan.walk() if node.fields),
        characters=sum(len("".join(text.split())) for _, _, text in printed_fields(plan)),
        indicators=len(rows),
        binding=sum(1 for row in rows if row.ref.nature == "binding"),
        measures=sum(1 for _ in measures(plan, catalogues)),
        emendations=plan.emendations,
        remarks=plan.remarks,
        proof=proof,
        undecided=undecided,
    )


def place_summary(own: OwnSummary, succession: Succession, day: date) -> PlanSummary:
    """Return a plan's summary with how it stands beside the other plans and on a day."""
    ended_by = succession.ended_by(own)
    return PlanSummary(
        **{known.name: getattr(own, known.name) for known in fields(own)},
        standing=standing_of(own, ended_by, day),
        ended_by=ended_by,
        replaced=succession.replaced(own),
        versions=tuple(version.id for version in succession.versions(own)),
    )
