"""Rule R15: complaints and appeals are handled by people who had no part in what they are about."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from fairwild.competence.facts import InterestFacts
from fairwild.competence.states import InterestKind
from fairwild.complaints import rules
from fairwild.complaints.facts import (
    ComplaintFacts,
    ComplaintTerms,
    ExaminerFacts,
    Involvement,
    Waiting,
)
from fairwild.complaints.states import MOVES, ComplaintKind, ComplaintStatus, Involved

DAY = date(2026, 3, 2)
AUDIT, OTHER = uuid4(), uuid4()
VERA = ExaminerFacts(uuid4(), "Vera")
TERMS = ComplaintTerms(10, 60, 30, 24)
CASE = ComplaintFacts(
    number="ECO-CO-2026-00001",
    kind=ComplaintKind.PEOPLE,
    status=ComplaintStatus.ACKNOWLEDGED,
    received_on=DAY,
)


def took_part(how: Involved, on: date) -> ExaminerFacts:
    """Give somebody who took part in the operator's audit that ended on a day."""
    return replace(VERA, involved=(Involvement(AUDIT, "ECO-2024-001", how, on),))


def tied(until: date | None) -> ExaminerFacts:
    """Give somebody with an interest in the operator that ended on a day, or did not."""
    tie = InterestFacts(uuid4(), OTHER, "Regaliz", InterestKind.CONSULTANCY, until)
    return replace(VERA, interests=(tie,))


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (VERA, []),
        (took_part(Involved.TEAM, DAY), ["examiner-involved"]),
        (took_part(Involved.EVALUATED, DAY), ["examiner-involved"]),
        (took_part(Involved.DECIDED, DAY), ["examiner-involved"]),
        (took_part(Involved.CONFIRMED, DAY), ["examiner-involved"]),
        (took_part(Involved.SET_ASIDE, DAY), ["examiner-involved"]),
        (took_part(Involved.REVIEWED, DAY), ["examiner-involved"]),
        (took_part(Involved.TEAM, date(2024, 3, 3)), ["examiner-involved"]),
        (took_part(Involved.TEAM, date(2024, 3, 2)), []),
        (took_part(Involved.TEAM, date(2026, 6, 1)), ["examiner-involved"]),
        (tied(None), ["interest-in-client"]),
        (tied(date(2024, 3, 3)), ["interest-in-client"]),
        (tied(date(2024, 3, 2)), []),
        (replace(VERA, complained=True), ["examiner-complained"]),
        (replace(VERA, judged=True), ["examiner-judged-before"]),
        (
            replace(took_part(Involved.DECIDED, DAY), complained=True, judged=True),
            ["examiner-involved", "examiner-complained", "examiner-judged-before"],
        ),
    ],
)
def test_who_may_handle_a_complaint(person: ExaminerFacts, expected: list[str]) -> None:
    found = list(rules.obstacles_to_handling(person, on=DAY, lookback_months=24))
    assert [one.code for one in found] == expected
    assert {one.at for one in found} <= {"person_id"}


@pytest.mark.parametrize(
    ("appealed", "expected"), [(AUDIT, ["examiner-of-this-decision"]), (OTHER, [])]
)
def test_who_took_part_never_handles_the_appeal_against_that_very_decision(
    appealed: object, expected: list[str]
) -> None:
    long_ago = took_part(Involved.DECIDED, date(2010, 1, 1))
    found = rules.obstacles_to_handling(
        long_ago,
        on=DAY,
        lookback_months=24,
        appealed_audit_id=appealed,  # type: ignore[arg-type]  # an id of the table
    )
    assert [one.code for one in found] == expected


@pytest.mark.parametrize("status", ComplaintStatus)
def test_a_case_changes_only_along_its_moves(status: ComplaintStatus) -> None:
    case = replace(CASE, status=status, concluded_on=DAY)
    asked = {
        ComplaintStatus.ACKNOWLEDGED: rules.obstacles_to_acknowledging(case, gist="Payment."),
        ComplaintStatus.APPEALED: rules.obstacles_to_appealing(
            case, on=DAY, terms=TERMS, reasons="No."
        ),
    }
    for to, found in asked.items():
        by_passing_on = (status, to) in {
            (ComplaintStatus.INVESTIGATED, ComplaintStatus.ACKNOWLEDGED),
            (ComplaintStatus.REVIEWED, ComplaintStatus.APPEALED),
        }
        if not by_passing_on:
            assert (not list(found)) == (to in MOVES[status])
    given = {"on": DAY, "lookback_months": 24}
    in_hands = status in {ComplaintStatus.INVESTIGATED, ComplaintStatus.REVIEWED}
    waits = status in {ComplaintStatus.ACKNOWLEDGED, ComplaintStatus.APPEALED}
    judging = list(rules.obstacles_to_concluding(case, VERA, reasons="So.", **given))  # type: ignore[arg-type]  # passed on
    assert (not judging) == in_hands
    assert (not list(rules.obstacles_to_noting(case))) == in_hands
    appointing = list(rules.obstacles_to_appointing(case, VERA, **given))  # type: ignore[arg-type]  # passed on
    assert (not appointing) == (in_hands or waits)
    passing = list(rules.obstacles_to_passing_on(case, with_owner=False, reason="Nobody."))
    done = status in {ComplaintStatus.CONCLUDED, ComplaintStatus.CLOSED}
    assert (not passing) == (not done)


def test_everything_missing_is_said_at_once() -> None:
    found = rules.obstacles_to_concluding(
        CASE, replace(VERA, judged=True), reasons=" ", on=DAY, lookback_months=24
    )
    assert [one.code for one in found] == [
        "complaint-moved-on",
        "complaint-reasons-missing",
        "examiner-judged-before",
    ]
    done = replace(CASE, status=ComplaintStatus.CLOSED)
    assert [
        one.code for one in rules.obstacles_to_passing_on(done, with_owner=True, reason="")
    ] == ["complaint-moved-on", "complaint-with-scheme-owner", "complaint-reason-missing"]


@pytest.mark.parametrize(
    ("on", "expected"),
    [(date(2026, 4, 1), []), (date(2026, 4, 2), ["complaint-appeal-too-late"])],
)
def test_an_outcome_can_be_appealed_for_thirty_days(on: date, expected: list[str]) -> None:
    case = replace(CASE, status=ComplaintStatus.CONCLUDED, concluded_on=DAY)
    found = rules.obstacles_to_appealing(case, on=on, terms=TERMS, reasons="No.")
    assert [one.code for one in found] == expected


@pytest.mark.parametrize(
    ("status", "appealed_on", "due_on"),
    [
        (ComplaintStatus.RECEIVED, None, date(2026, 3, 12)),
        (ComplaintStatus.INVESTIGATED, None, date(2026, 5, 1)),
        (ComplaintStatus.CONCLUDED, None, None),
        (ComplaintStatus.APPEALED, date(2026, 4, 1), date(2026, 5, 31)),
        (ComplaintStatus.CLOSED, date(2026, 4, 1), None),
    ],
)
def test_by_when_the_body_has_to_act(
    status: ComplaintStatus, appealed_on: date | None, due_on: date | None
) -> None:
    case = replace(CASE, status=status, appealed_on=appealed_on)
    late = date(2027, 1, 1)
    assert rules.waiting(case, on=late, terms=TERMS) == Waiting(due_on, due_on is not None)
    if due_on is not None:
        assert not rules.waiting(case, on=due_on, terms=TERMS).overdue
