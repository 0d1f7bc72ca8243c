"""The year of certification is counted; days in the past and another day of start take a reason."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from fairwild.audits import rules
from fairwild.audits.facts import PlannedDays, TeamMemberFacts
from fairwild.audits.states import AuditKind, AuditStatus, TeamRole
from tests.rules.test_audit_plan_rules import AUDIT, DAY, PLAN, _codes

FIRST = date(2025, 6, 1)
COUNTED = rules.YearCount(year=2, since=FIRST, latest=17)


@pytest.mark.parametrize(
    ("on", "kind", "expected"),
    [
        (date(2025, 6, 1), AuditKind.INITIAL, 1),
        (date(2025, 11, 30), AuditKind.ANNUAL, 1),
        (date(2025, 12, 1), AuditKind.ANNUAL, 2),
        (date(2026, 4, 1), None, 2),
        (date(2026, 9, 1), AuditKind.REMOTE, 2),
        (date(2027, 5, 1), AuditKind.ANNUAL, 3),
        (date(2026, 5, 31), AuditKind.ADDITIONAL, 1),
        (date(2026, 5, 31), AuditKind.EXTENSION, 1),
        (date(2026, 6, 1), AuditKind.UNANNOUNCED, 2),
        (date(2024, 1, 1), AuditKind.ANNUAL, 1),
    ],
)
def test_the_year_is_counted_from_the_first_certified_audit(
    on: date, kind: AuditKind | None, expected: int
) -> None:
    assert rules.counted_year(FIRST, on, kind) == expected
    assert rules.counted_year(None, on, kind) == 1


@pytest.mark.parametrize(
    ("year", "counted", "reason", "expected"),
    [
        (2, COUNTED, "", []),
        (1, COUNTED, " ", ["year-not-as-counted"]),
        (1, COUNTED, "The certificate was withdrawn for years.", []),
        (3, replace(COUNTED, year=1, since=None), "", ["year-without-certificate"]),
        (77, COUNTED, "Because.", ["year-before-standard"]),
        (17, COUNTED, "Certified by another body since 2010.", []),
    ],
)
def test_another_year_takes_a_reason_and_none_lies_before_the_standard(
    year: int, counted: rules.YearCount, reason: str, expected: list[str]
) -> None:
    found = rules.obstacles_in_year(year, counted, reason=reason)
    assert [one.code for one in found] == expected


def test_days_in_the_past_take_a_reason() -> None:
    past = replace(PLAN, starts_on=DAY - timedelta(days=1))
    assert "days-in-the-past" in _codes(AUDIT, past)
    assert "days-in-the-past" not in _codes(AUDIT, replace(past, days_reason="Held on paper."))
    assert "days-in-the-past" not in _codes(AUDIT, PLAN)


@pytest.mark.parametrize(
    ("on", "reason", "expected"),
    [
        (date(2026, 3, 2), "", []),
        (date(2026, 3, 5), "", []),
        (date(2026, 3, 6), "", ["start-outside-plan"]),
        (date(2026, 3, 1), " ", ["start-outside-plan"]),
        (date(2026, 3, 6), "Snow on the pass.", []),
    ],
)
def test_starting_on_another_day_than_planned_takes_a_reason(
    on: date, reason: str, expected: list[str]
) -> None:
    audit = replace(
        AUDIT,
        status=AuditStatus.CONFIRMED,
        team=(TeamMemberFacts(uuid4(), TeamRole.LEADER),),
        days=PlannedDays(date(2026, 3, 2), date(2026, 3, 5)),
    )
    found = rules.obstacles_to_starting(audit, on=on, reason=reason)
    assert [one.code for one in found] == expected


@pytest.mark.parametrize(
    ("on", "planned_until", "late"),
    [
        (DAY, None, False),
        (DAY + timedelta(days=1), None, True),
        (DAY + timedelta(days=1), DAY + timedelta(days=1), False),
        (DAY + timedelta(days=2), DAY + timedelta(days=1), True),
    ],
)
def test_a_year_lacks_its_audit_when_the_day_passed_and_no_plan_is_left(
    on: date, planned_until: date | None, *, late: bool
) -> None:
    assert rules.lacks_audit(DAY, planned_until=planned_until, on=on) is late
