"""What everything a sample was drawn from weighs, and why, so that the draw is checked by eye."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from fairwild.desks import rules
from fairwild.desks.facts import Candidate, SampleTerms, Thrown
from fairwild.desks.queries.sampling import drawn_from
from fairwild.desks.records import AuditSample
from fairwild.desks.states import Sampled, SampleRule
from fairwild.unit_of_work import Reading

SHOWN = 100
MOST_AT_ONCE = 20_000
"""Of more than these, weights are reckoned only when somebody asks to draw again."""


@dataclass(frozen=True)
class WeighedDraw:
    """All of one kind that could be drawn: the first in the order of the draw, and how it went.

    `rest` counts those not shown by their weights. `same` is whether there is still the same to
    draw from as on the day.
    """

    factor: Fraction
    least: int
    total: int
    size: int
    count: int
    shown: list[Thrown]
    rest: dict[int, int]
    same: bool


def is_weighed_at_once(sample: AuditSample | None) -> bool:
    """Tell whether a sample was drawn by weight, and from so little that a page can say it."""
    if sample is None or sample.rule is not SampleRule.RISK_WEIGHT:
        return False
    counts: list[int] = [one["count"] for one in sample.populations.values()]
    return sum(counts) <= MOST_AT_ONCE


def weighed(reading: Reading, sample: AuditSample) -> dict[Sampled, WeighedDraw]:
    """Say of a sample drawn by weight what everything weighed, kind by kind."""
    terms, found = drawn_from(reading, sample)
    return {what: _weighed(sample, what, found[what], terms) for what in Sampled}


def among(draws: Mapping[Sampled, WeighedDraw]) -> dict[UUID, Candidate]:
    """Give by id what is shown of a draw, of which everything drawn is a part."""
    return {one.candidate.id: one.candidate for draw in draws.values() for one in draw.shown}


def _weighed(
    sample: AuditSample, what: Sampled, found: list[Candidate], terms: SampleTerms
) -> WeighedDraw:
    factor, least = terms.factors[what], terms.least[what]
    size = rules.size_of(found, sample.rule, factor=factor, least=least)
    order = rules.thrown(found, seed=f"{sample.seed}:{what}", rule=sample.rule)
    shown = max(size, SHOWN)
    population = rules.population_of(found)
    return WeighedDraw(
        factor=factor,
        least=least,
        total=sum(one.weight for one in found),
        size=size,
        count=len(found),
        shown=order[:shown],
        rest=dict(Counter(one.candidate.weight for one in order[shown:])),
        same=sample.populations[what]["sha256"] == population.sha256,
    )
