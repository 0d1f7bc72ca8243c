"""In which rows two tables of the scheme's numbers differ."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from fairwild.kernel.parameters import (
    Evidence,
    Parameter,
    ParameterTable,
    as_kept,
    from_kept,
)
from fairwild.kernel.periods import Period
from fairwild.standards.catalogue import parameters
from fairwild.standards.rules import numbers_changed

TERM = Parameter(
    name="certificate_term_months",
    value=Fraction(15),
    unit="months",
    period=Period(date(2010, 8, 1), None),
    source="A page",
    approver="Somebody",
    evidence=Evidence.CONFIRMED,
)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ([TERM], []),
        ([replace(TERM, value=Fraction(18))], [("15", "18")]),
        ([replace(TERM, source="Another page")], [("15", "15")]),
        ([], [("15", None)]),
        (
            [
                replace(TERM, period=Period(date(2010, 8, 1), date(2027, 1, 1))),
                replace(TERM, value=Fraction(18), period=Period(date(2027, 1, 1), None)),
            ],
            [("15", "15"), (None, "18")],
        ),
        ([TERM, replace(TERM, keys={"year": "2"})], [(None, "15")]),
    ],
)
def test_two_tables_differ_in_the_rows_that_are_not_the_same(
    after: list[Parameter], expected: list[tuple[str | None, str | None]]
) -> None:
    found = numbers_changed(ParameterTable((TERM,)), ParameterTable(tuple(after)))
    said = [tuple(row and str(row.value) for row in (one.before, one.after)) for one in found]
    assert said == expected


def test_a_row_is_kept_with_everything_it_says() -> None:
    for row in parameters().rows:
        assert from_kept(as_kept(row)) == row
