"""When a nonconformity is overdue, and by when it is due after its answer was sent back."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from fairwild.audits import rules
from fairwild.audits.facts import NonconformityFacts
from fairwild.audits.states import Grade, NonconformityStatus
from fairwild.standards.catalogue import parameters

DUE = date(2026, 6, 2)
IN_TIME, LATE, LONG_AFTER = DUE, DUE + timedelta(days=1), DUE + timedelta(days=90)
OPEN = NonconformityFacts(UUID(int=1), "5.1.a", Grade.MINOR, NonconformityStatus.OPEN, DUE)
ANSWERED = replace(OPEN, status=NonconformityStatus.ANSWERED, answered_on=IN_TIME)
CLOSED = replace(ANSWERED, status=NonconformityStatus.CLOSED, closed_on=LONG_AFTER)
LIFTED = replace(OPEN, status=NonconformityStatus.LIFTED, closed_on=IN_TIME)


@pytest.mark.parametrize(
    ("found", "on", "grade"),
    [
        (OPEN, DUE, Grade.MINOR),
        (OPEN, LATE, Grade.MAJOR),
        (ANSWERED, LONG_AFTER, Grade.MINOR),
        (replace(ANSWERED, answered_on=LATE), LATE, Grade.MAJOR),
        (CLOSED, LONG_AFTER, Grade.MINOR),
        (replace(CLOSED, answered_on=LATE), LONG_AFTER, Grade.MAJOR),
        (LIFTED, LONG_AFTER, Grade.MINOR),
        (replace(LIFTED, closed_on=LATE), LONG_AFTER, Grade.MAJOR),
        (replace(ANSWERED, grade=Grade.CRITICAL), LONG_AFTER, Grade.CRITICAL),
    ],
)
def test_a_minor_one_grows_by_when_it_was_answered_and_not_by_when_that_was_read(
    found: NonconformityFacts, on: date, grade: Grade
) -> None:
    assert found.grade_on(on) is grade


@pytest.mark.parametrize(
    ("found", "on", "due_on"),
    [
        (ANSWERED, DUE, DUE),
        (ANSWERED, LATE, LATE + timedelta(days=30)),
        (replace(ANSWERED, grade=Grade.MAJOR), LATE, LATE + timedelta(days=14)),
        (replace(ANSWERED, grade=Grade.CRITICAL), LATE, LATE),
        (replace(ANSWERED, answered_on=LATE), LONG_AFTER, DUE),
    ],
)
def test_an_answer_in_time_that_is_sent_back_late_gets_days_anew(
    found: NonconformityFacts, on: date, due_on: date
) -> None:
    assert rules.due_after_return(found, parameters(), moved=0, on=on) == due_on


@pytest.mark.parametrize(
    ("after", "due_on", "grade"),
    [
        ([], DUE, Grade.MINOR),
        ([0], DUE, Grade.MINOR),
        ([1], DUE + timedelta(days=31), Grade.MINOR),
        ([0, 1], DUE + timedelta(days=31), Grade.MINOR),
        ([1, 31], DUE + timedelta(days=31), Grade.MINOR),
        ([1, 32], DUE + timedelta(days=31), Grade.MAJOR),
        ([1, 32, 33], DUE + timedelta(days=31), Grade.MAJOR),
        ([40], DUE + timedelta(days=70), Grade.MINOR),
        ([40, 71], DUE + timedelta(days=70), Grade.MAJOR),
    ],
)
def test_days_anew_are_given_once_however_often_an_answer_of_the_last_day_is_sent_back(
    after: list[int], due_on: date, grade: Grade
) -> None:
    found, moved, on = OPEN, 0, DUE
    for days in after:
        on = DUE + timedelta(days=days)
        answered = replace(found, answered_on=min(on, found.due_on))
        due = rules.due_after_return(answered, parameters(), moved=moved, on=on)
        moved += due != found.due_on
        found = replace(found, due_on=due)
    assert (found.due_on, found.grade_on(on)) == (due_on, grade)
    assert found.grade_on(due_on + timedelta(days=1)) is Grade.MAJOR


def test_more_time_is_not_given_after_the_last_day_even_to_one_answered_in_time() -> None:
    found = rules.obstacles_to_extending(
        ANSWERED, parameters(), due_on=LONG_AFTER, reason="Late.", on=LATE
    )
    assert [one.code for one in found] == ["nonconformity-overdue"]


def test_every_earlier_one_about_any_of_the_indicators_is_repeated() -> None:
    def earlier(number: int, *codes: str, **change: Any) -> NonconformityFacts:
        first, *also = codes
        one = replace(OPEN, id=UUID(int=number), indicator=first, also=tuple(also))
        return replace(one, **change)

    lifted = earlier(4, "1.2.a", status=NonconformityStatus.LIFTED)
    known = [earlier(1, "5.1.a"), earlier(2, "7.1.a", "1.2.a"), earlier(3, "9.1.a"), lifted]
    found = rules.repeated_by(["1.2.a", "5.1.a"], known)
    assert [one.id.int for one in found] == [1, 2]
