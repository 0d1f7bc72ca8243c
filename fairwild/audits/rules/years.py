"""Which year of certification an audit is for. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from fairwild.audits.states import RENEWING, AuditKind
from fairwild.kernel.periods import add_months
from fairwild.kernel.refusals import Obstacle

MONTHS_IN_YEAR = 12


@dataclass(frozen=True)
class YearCount:
    """The year an audit is for, since which audit it is counted, and the last there can be."""

    year: int
    since: date | None
    latest: int


def counted_year(first: date | None, on: date, kind: AuditKind | None) -> int:
    """Count the year of certification from the first day of the first audit that was certified.

    Audits are annual and move with the harvest, so an initial, annual or remote audit is for the
    year whose beginning is nearest; every other audit is for the year that runs.
    """
    if first is None:
        return 1
    nearest = MONTHS_IN_YEAR // 2 if kind is None or kind in RENEWING else 0
    return 1 + years_between(first, add_months(on, nearest))


def years_between(first: date, on: date) -> int:
    """Count the whole years from one day to another; none where it lies before."""
    years = max(on.year - first.year, 0)
    return years - (years > 0 and add_months(first, MONTHS_IN_YEAR * years) > on)


def obstacles_in_year(year: int, counted: YearCount, *, reason: str) -> Iterator[Obstacle]:
    """Say whether a year differs from the count without a reason, or cannot be at all.

    An operator can have been certified before this house knew it, but not before its standard
    was there.
    """
    if year > counted.latest:
        facts = {"year": year, "latest": counted.latest}
        yield Obstacle("year-before-standard", facts, at="certification_year")
    elif year != counted.year and not reason.strip():
        since = {"since": counted.since} if counted.since else {}
        code = "year-not-as-counted" if counted.since else "year-without-certificate"
        yield Obstacle(code, {"year": year, "counted": counted.year, **since}, at="year_reason")


def lacks_audit(due_on: date, *, planned_until: date | None, on: date) -> bool:
    """Tell whether a yearly audit is late: its day has passed, and none is planned any more."""
    return due_on < on and (planned_until is None or planned_until < on)
