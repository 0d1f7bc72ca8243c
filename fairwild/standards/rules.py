"""Whether a text becomes a version, and whether an audit may begin under it. Pure."""

from collections.abc import Iterable, Iterator
from datetime import date

from fairwild.kernel.parameters import Evidence
from fairwild.kernel.refusals import Obstacle
from fairwild.standards.types import StandardVersion


def obstacles_to_using(standard: StandardVersion, *, on: date) -> Iterator[Obstacle]:
    """Say why no audit that begins on that day can be planned under this version."""
    named = {"standard": standard.full_title}
    if on < standard.valid_from:
        facts = {**named, "valid_from": standard.valid_from}
        yield Obstacle("standard-not-yet-valid", facts, at="starts_on")
    elif not standard.is_open_on(on):
        facts = {**named, "until": standard.transition_until}
        yield Obstacle("standard-transition-over", facts, at="starts_on")
    if not standard.indicators:
        yield Obstacle("standard-without-indicators", named, at="standard")


def obstacles_in_text(
    standard: StandardVersion, known: Iterable[StandardVersion], other_counts: bool
) -> Iterator[Obstacle]:
    """Say why a text that reads well is not imported as it is described.

    Samples are never the scheme owner's text, and nobody takes one version for another unawares.
    """
    if standard.sample_count and standard.evidence is Evidence.CONFIRMED:
        facts = {"samples": standard.sample_count}
        yield Obstacle("standard-sample-confirmed", facts, at="evidence")
    if not other_counts:
        yield from counts_that_differ(standard, known)


def counts_that_differ(
    standard: StandardVersion, known: Iterable[StandardVersion]
) -> Iterator[Obstacle]:
    """Say where a text has other numbers of principles and criteria than its version had so far."""
    for one in known:
        same = (one.name, one.version) == (standard.name, standard.version)
        counts = (one.principle_count, one.criterion_count)
        if same and counts != (standard.principle_count, standard.criterion_count):
            facts = {
                "standard": one.full_title,
                "known_principles": one.principle_count,
                "known_criteria": one.criterion_count,
                "principles": standard.principle_count,
                "criteria": standard.criterion_count,
            }
            yield Obstacle("standard-counts-differ", facts, at="other_counts")
