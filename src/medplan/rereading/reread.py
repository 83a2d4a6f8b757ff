"""Read a plan against itself: the plan, the catalogues and what neighbours say in; open candidates out, in order."""

from __future__ import annotations

from collections.abc import Iterator

from medplan.catalogue.catalogues import Catalogues
from medplan.plan.model import Plan
from medplan.rereading.candidate import Candidate
from medplan.rereading.cells import cells
from medplan.rereading.characters import characters
from medplan.rereading.counts import counts
from medplan.rereading.dates import dates
from medplan.rereading.decided import undecided
from medplan.rereading.faulty import faulty
from medplan.rereading.figures import figures, sums, units
from medplan.rereading.letters import letters
from medplan.rereading.magnitudes import magnitudes
from medplan.rereading.marks import marks
from medplan.rereading.names import names
from medplan.rereading.near_figures import near_figures
from medplan.rereading.numbering import notes, numbering, promises, unkept
from medplan.rereading.phrases import phrases
from medplan.rereading.places import places
from medplan.rereading.punctuation import endings, pairs
from medplan.rereading.quotation import quotations, quoted_elsewhere
from medplan.rereading.rows import matches, targets, values
from medplan.rereading.runs import Index, index_of, texts_of
from medplan.rereading.said import said_by
from medplan.rereading.siblings import siblings
from medplan.rereading.spelling import spelling
from medplan.rereading.strange import strangers
from medplan.rereading.swapped import swapped
from medplan.rereading.terms import terms
from medplan.rereading.titles import titles
from medplan.rereading.twins import twins
from medplan.rereading.wording import turned, variants
from medplan.rereading.years import years


def propose(plan: Plan, catalogues: Catalogues, neighbours: Index | None = None) -> list[Candidate]:
    """Return every candidate, decided on or not, in the order of the file.

    `neighbours` is the index of what other plans say; without it the plan is read against itself alone.
    """
    found = list(_candidates(plan, catalogues, neighbours))
    return sorted(dict.fromkeys(found), key=lambda candidate: candidate.place)


def reread(plan: Plan, catalogues: Catalogues, neighbours: Index | None = None) -> list[Candidate]:
    """Return the candidates that nobody has decided on yet, in the order of the file."""
    return undecided(plan, propose(plan, catalogues, neighbours))


def _candidates(plan: Plan, catalogues: Catalogues, neighbours: Index | None) -> Iterator[Candidate]:
    said = said_by(plan)
    yield from pairs(said)
    yield from endings(plan, said)
    yield from quotations(said)
    yield from numbering(plan)
    yield from promises(plan)
    yield from unkept(plan)
    yield from notes(plan)
    yield from counts(plan, said)
    yield from swapped(plan)
    yield from dates(plan, said)
    yield from years(plan, said)
    yield from figures(plan, catalogues)
    yield from magnitudes(plan, said, catalogues)
    yield from near_figures(said)
    yield from units(said)
    yield from sums(said)
    yield from values(plan)
    yield from targets(plan, catalogues)
    yield from matches(plan, catalogues)
    yield from names(plan, catalogues)
    yield from places(plan, said, catalogues)
    yield from characters(said)
    yield from faulty(said)
    yield from terms(said)
    yield from cells(plan)
    yield from titles(said)
    yield from siblings(plan)
    own = index_of(texts_of(plan))
    yield from phrases(own)
    yield from letters(own)
    yield from strangers(own)
    yield from marks(own)
    pairs_told = list(twins(own))
    yield from pairs_told
    told = {(c.eid, c.other) for c in pairs_told}
    yield from (c for c in (*variants(own.laid, own), *turned(own)) if (c.eid, c.other) not in told)
    if neighbours is not None:
        yield from variants(own.laid, neighbours)
        yield from quoted_elsewhere(said, neighbours)
        yield from spelling(own, neighbours)
