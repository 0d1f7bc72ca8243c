"""When a body may stand by the plan of an audit."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from fairwild.audits import rules
from fairwild.audits.facts import (
    ApprovalFacts,
    AuditFacts,
    PlanFacts,
    ScopedSpecies,
)
from fairwild.audits.states import MOVES, AuditKind, AuditStatus
from fairwild.kernel.periods import Period
from fairwild.kernel.plants import PlantPart
from fairwild.organisations.states import ApprovalStatus
from fairwild.standards.catalogue import standard_version

BODY = uuid4()
DAY = date(2026, 2, 1)
AUDIT = AuditFacts(
    id=uuid4(),
    operator_id=uuid4(),
    body_id=BODY,
    country="ES",
    standard="fairwild",
    standard_version="2.0",
    certification_year=1,
    status=AuditStatus.PLANNED,
    agreement_signed_on=date(2025, 11, 2),
)
PLAN = PlanFacts(
    kind=AuditKind.INITIAL,
    starts_on=date(2026, 3, 2),
    ends_on=date(2026, 3, 5),
    planned_half_days=7,
    seasons=(Period(date(2026, 1, 1), date(2027, 1, 1)),),
    season_reason="",
    turnover_eur=None,
    scope=(ScopedSpecies("Glycyrrhiza glabra", PlantPart.ROOT, "ES", "low"),),
)
APPROVAL = ApprovalFacts(
    body_id=BODY,
    standard="fairwild",
    standard_version="2.0",
    status=ApprovalStatus.FULL,
    period=Period(date(2024, 1, 1), date(2026, 3, 3)),
)
SUMMER = (Period(date(2026, 6, 1), date(2026, 9, 1)),)
UNCLASSED = (ScopedSpecies("Glycyrrhiza glabra", PlantPart.ROOT, "ES"),)


def _codes(audit: AuditFacts, plan: PlanFacts, approval: ApprovalFacts = APPROVAL) -> list[str]:
    found = rules.obstacles_to_confirming(
        audit, plan, approvals=[approval], microenterprise_eur=75_000, on=DAY
    )
    return [one.code for one in found]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"scope": UNCLASSED}, ["species-not-classified"]),
        ({"planned_half_days": None}, ["days-not-planned"]),
        ({"seasons": SUMMER}, ["audit-outside-season"]),
        ({"seasons": SUMMER, "season_reason": "Only the store is seen."}, []),
        ({"seasons": (Period(date(2026, 3, 5), None),)}, []),
        ({"seasons": (Period(date(2026, 1, 1), date(2026, 3, 2)),)}, ["audit-outside-season"]),
        ({"seasons": SUMMER, "kind": AuditKind.ADDITIONAL}, []),
        ({"kind": AuditKind.REMOTE}, ["turnover-unknown"]),
        ({"kind": AuditKind.REMOTE, "turnover_eur": 75_000}, ["remote-needs-microenterprise"]),
        ({"kind": AuditKind.REMOTE, "turnover_eur": 74_999}, []),
    ],
)
def test_what_a_plan_lacks_before_the_body_stands_by_it(
    change: dict[str, Any], expected: list[str]
) -> None:
    assert _codes(AUDIT, replace(PLAN, **change)) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"agreement_signed_on": None}, ["agreement-missing"]),
        ({"agreement_signed_on": date(2026, 2, 2)}, ["agreement-missing"]),
        ({"country": "CN"}, []),
        ({"status": AuditStatus.CONFIRMED}, ["plan-confirmed"]),
        ({"status": AuditStatus.DECIDED}, ["plan-confirmed"]),
        ({"standard_version": "3.0"}, ["body-not-approved"]),
    ],
)
def test_what_an_audit_lacks_before_the_body_stands_by_it(
    change: dict[str, Any], expected: list[str]
) -> None:
    assert _codes(replace(AUDIT, **change), PLAN) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"countries_out": frozenset({"ES"})}, ["body-not-approved"]),
        ({"countries_in": frozenset({"FR"})}, ["body-not-approved"]),
        ({"status": ApprovalStatus.SUSPENDED}, ["body-not-approved"]),
        ({"period": Period(date(2024, 1, 1), date(2026, 3, 2))}, ["body-not-approved"]),
    ],
)
def test_the_approval_counts_on_the_first_day_of_the_audit(
    change: dict[str, Any], expected: list[str]
) -> None:
    assert _codes(AUDIT, PLAN, replace(APPROVAL, **change)) == expected


@pytest.mark.parametrize(
    ("approval", "expected"),
    [
        ({}, []),
        ({"countries_out": frozenset({"CN"})}, ["CN"]),
        ({"countries_in": frozenset({"ES"})}, ["CN", "FR"]),
        ({"countries_in": frozenset({"CN", "FR"})}, ["ES"]),
    ],
)
def test_the_approval_has_to_reach_the_seat_and_every_area(
    approval: dict[str, Any], expected: list[str]
) -> None:
    found = rules.obstacles_to_confirming(
        replace(AUDIT, area_countries=frozenset({"CN", "FR"})),
        PLAN,
        approvals=[replace(APPROVAL, **approval)],
        microenterprise_eur=75_000,
        on=DAY,
    )
    assert [(one.code, one.facts["country"]) for one in found] == [
        ("body-not-approved", country) for country in expected
    ]


def test_everything_a_plan_lacks_is_said_at_once() -> None:
    bare = replace(PLAN, scope=UNCLASSED, planned_half_days=None, seasons=())
    assert _codes(replace(AUDIT, agreement_signed_on=None), bare) == [
        "agreement-missing",
        "species-not-classified",
        "days-not-planned",
        "audit-outside-season",
    ]


def test_a_plan_is_taken_back_only_before_work_and_with_a_reason() -> None:
    confirmed = replace(AUDIT, status=AuditStatus.CONFIRMED)
    assert [*rules.obstacles_to_reopening(confirmed, reason="The harvest is late.")] == []
    codes = [one.code for one in rules.obstacles_to_reopening(AUDIT, reason=" ")]
    assert codes == ["audit-not-confirmed", "plan-reopening-unexplained"]
    assert MOVES[AuditStatus.UNDER_WAY] == {AuditStatus.FINISHED, AuditStatus.CANCELLED}


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (AuditStatus.PLANNED, []),
        (AuditStatus.CONFIRMED, []),
        (AuditStatus.UNDER_WAY, []),
        (AuditStatus.FINISHED, ["audit-not-to-cancel"]),
        (AuditStatus.EVALUATED, ["audit-not-to-cancel"]),
        (AuditStatus.DECIDED, ["audit-not-to-cancel"]),
        (AuditStatus.CANCELLED, ["audit-not-to-cancel"]),
    ],
)
def test_an_audit_is_cancelled_with_a_reason_until_its_report_is_finished(
    status: AuditStatus, expected: list[str]
) -> None:
    audit = replace(AUDIT, status=status)
    said = [one.code for one in rules.obstacles_to_cancelling(audit, reason="Two of one visit.")]
    silent = [one.code for one in rules.obstacles_to_cancelling(audit, reason=" ")]
    assert (said, silent) == (expected, [*expected, "cancelling-unexplained"])


@pytest.mark.parametrize(
    ("kind", "version", "pinned", "expected"),
    [
        (AuditKind.ANNUAL, "2.0", 3, []),
        (AuditKind.ANNUAL, "3.0", 0, []),
        (AuditKind.ANNUAL, "3.0", 3, ["records-pinned-to-version"]),
        (AuditKind.SPOT_CHECK, "3.0", 0, ["nothing-asked-of-buyers"]),
    ],
)
def test_a_plan_goes_to_another_version_while_nothing_is_pinned_to_the_one_it_has(
    kind: AuditKind, version: str, pinned: int, expected: list[str]
) -> None:
    known = standard_version("fairwild", "2.0")
    standard = replace(known, version=version, indicators=known.of_operations)
    audit = replace(AUDIT, kind=kind)
    found = rules.obstacles_to_another_version(audit, standard, pinned=pinned)
    assert [one.code for one in found] == expected


@pytest.mark.parametrize(
    ("lines", "twice"),
    [
        ([("root", "fresh", "A"), ("root", "fresh", "B")], []),
        ([("root", "fresh", "A"), ("root", "dry", "A")], []),
        ([("root", "fresh", "A"), ("leaf", "fresh", "A")], []),
        ([("root", "fresh", "A"), ("root", "fresh", "BA")], [(2, 1)]),
        ([("root", "fresh", "AA")], [(1, 1)]),
        ([("root", "fresh", "A"), ("leaf", "dry", "A"), ("root", "fresh", "A")], [(3, 1)]),
    ],
)
def test_what_may_be_collected_is_never_counted_by_two_lines(
    lines: list[tuple[str, str, str]], twice: list[tuple[int, int]]
) -> None:
    species = uuid4()
    scope = [
        {"species_id": species, "part": part, "state": state, "area_ids": list(areas)}
        for part, state, areas in lines
    ]
    found = list(rules.obstacles_in_lines(scope))
    assert [one.code for one in found] == ["scope-line-twice"] * len(twice)
    assert [(one.facts["line"], one.facts["before"]) for one in found] == twice
