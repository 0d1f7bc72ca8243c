"""Until when the decision on an audit can be appealed. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta

from fairwild.kernel.parameters import ParameterTable
from fairwild.kernel.refusals import Obstacle


def last_day_to_appeal(table: ParameterTable, *, decided_on: date) -> date:
    """Give the last day to appeal against a decision, by the numbers of the day it was taken."""
    return decided_on + timedelta(days=table.in_force("decision_appeal_days", on=decided_on).whole)


def obstacles_to_appealing(
    table: ParameterTable, *, audit: str, decided_on: date | None, on: date
) -> Iterator[Obstacle]:
    """Say why nobody can appeal against the decision on this audit: there is none, or it is late.

    The decision letter names the same last day, so that nobody is late without having been told.
    """
    if decided_on is None:
        yield Obstacle("complaint-nothing-decided", {"audit": audit})
        return
    last = last_day_to_appeal(table, decided_on=decided_on)
    if on > last:
        yield Obstacle("decision-appeal-too-late", {"audit": audit, "last_day": last})
