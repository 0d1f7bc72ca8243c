"""Stretches of days with an exclusive upper bound, and month arithmetic."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Period:
    """Days from `start` up to but without `until`; without `until` it goes on."""

    start: date
    until: date | None = None

    def __contains__(self, day: object) -> bool:
        """Tell whether a day lies within."""
        return isinstance(day, date) and self.start <= day and (not self.until or day < self.until)

    @property
    def last_day(self) -> date | None:
        """The last day within, as people write it."""
        return self.until - timedelta(days=1) if self.until else None

    def ends_soon(self, on: date, *, days: int) -> date | None:
        """Give the last day within where a day lies within and the end is so near; else nothing."""
        near = self.until is not None and self.until <= on + timedelta(days=days)
        return self.last_day if near and on in self else None


def add_months(day: date, months: int) -> date:
    """Move a day by calendar months; the 31st becomes the month's last day where needed."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
