"""Whether a text becomes a version, and whether an audit may begin under it. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from fairwild.kernel.parameters import Evidence, Parameter, ParameterTable
from fairwild.kernel.refusals import Obstacle
from fairwild.standards.types import StandardVersion


@dataclass(frozen=True)
class NumberChanged:
    """A row of one table of numbers and the row of another in its place; None where there is none.

    Rows stand in each other's place that say the same number, for the same, from the same day on.
    """

    before: Parameter | None
    after: Parameter | None

    @property
    def row(self) -> Parameter:
        """The row that is there, the earlier one where both are."""
        row = self.before or self.after
        assert row is not None  # noqa: S101 - one of the two is always there
        return row


def numbers_changed(before: ParameterTable, after: ParameterTable) -> tuple[NumberChanged, ...]:
    """Say in which rows two tables of numbers differ, whatever of a row it is, by name and day."""
    old = {_place(row): row for row in before.rows}
    new = {_place(row): row for row in after.rows}
    return tuple(
        NumberChanged(old.get(place), new.get(place))
        for place in sorted(old.keys() | new.keys())
        if old.get(place) != new.get(place)
    )


def _place(row: Parameter) -> tuple[str, tuple[tuple[str, str], ...], date]:
    return row.name, tuple(sorted(row.keys.items())), row.period.start


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
