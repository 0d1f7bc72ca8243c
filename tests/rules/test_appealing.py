"""Until when the decision on an audit can be appealed."""

from datetime import date
from fractions import Fraction

import pytest

from fairwild.audits import rules
from fairwild.kernel.parameters import Evidence, Parameter, ParameterTable
from fairwild.kernel.periods import Period

CHANGED = date(2026, 7, 1)


def row(days: int, period: Period) -> Parameter:
    """Give so many days to appeal for decisions of a period."""
    return Parameter(
        name="decision_appeal_days",
        value=Fraction(days),
        unit="days",
        period=period,
        source="A test",
        approver="nobody",
        evidence=Evidence.DESIGN,
    )


TABLE = ParameterTable((row(30, Period(date(2010, 8, 1), CHANGED)), row(10, Period(CHANGED, None))))


@pytest.mark.parametrize(
    ("decided_on", "on", "expected"),
    [
        (None, date(2026, 3, 2), ["complaint-nothing-decided"]),
        (date(2026, 3, 2), date(2026, 3, 2), []),
        (date(2026, 3, 2), date(2026, 4, 1), []),
        (date(2026, 3, 2), date(2026, 4, 2), ["decision-appeal-too-late"]),
        (date(2026, 6, 30), date(2026, 7, 30), []),
        (CHANGED, date(2026, 7, 11), []),
        (CHANGED, date(2026, 7, 12), ["decision-appeal-too-late"]),
    ],
)
def test_the_numbers_of_the_day_of_the_decision_count(
    decided_on: date | None, on: date, expected: list[str]
) -> None:
    found = rules.obstacles_to_appealing(TABLE, audit="A-1", decided_on=decided_on, on=on)
    assert [one.code for one in found] == expected
