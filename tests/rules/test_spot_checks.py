"""Indicators that are met or not met, and the spot check of a buyer, which asks no others."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairwild.audits import rules
from fairwild.audits.facts import (
    ApprovalFacts,
    AuditFacts,
    NonconformityFacts,
    PlanFacts,
    ScoreFacts,
    ScoringTerms,
    TeamMemberFacts,
)
from fairwild.audits.states import (
    OF_A_SPOT_CHECK,
    OF_OPERATORS,
    AuditKind,
    AuditStatus,
    Grade,
    NonconformityStatus,
    Outcome,
    TeamRole,
)
from fairwild.kernel.actors import OrganisationKind
from fairwild.kernel.periods import Period
from fairwild.kernel.refusals import Obstacle
from fairwild.organisations.states import ApprovalStatus
from fairwild.standards.catalogue import standard_version
from fairwild.standards.types import AppliesTo, Indicator, IndicatorKind

LEADER, EVALUATOR, CERTIFIER, COMPANY, BODY = (UUID(int=number) for number in range(1, 6))
DAY = date(2026, 3, 1)
TERMS = ScoringTerms(Fraction(3, 5), 2, 3, "t")
STANDARD = standard_version("fairwild", "2.0")


def asked(code: str, kind: IndicatorKind, year: int | None = None) -> Indicator:
    level = {IndicatorKind.SCORED: 2, IndicatorKind.MET_OR_NOT: 1}[kind] if year else None
    return Indicator(code, "1.1", "t", kind, year, level, AppliesTo.ALL, "g", True)


SCORED = asked("1.1.a", IndicatorKind.SCORED, 1)
PLAIN = asked("1.1.b", IndicatorKind.MET_OR_NOT)
MINIMUM = asked("1.1.c", IndicatorKind.MET_OR_NOT, 1)
LATER = asked("1.1.d", IndicatorKind.MET_OR_NOT, 2)
GOOD = (ScoreFacts("1.1.b", met=True), ScoreFacts("1.1.c", met=True))
CHECK = AuditFacts(
    id=UUID(int=30),
    operator_id=COMPANY,
    body_id=BODY,
    country="DE",
    standard="fairwild",
    standard_version="2.0",
    certification_year=1,
    status=AuditStatus.EVALUATED,
    team=(TeamMemberFacts(LEADER, TeamRole.LEADER),),
    scores=GOOD,
    evaluator_id=EVALUATOR,
    kind=AuditKind.SPOT_CHECK,
)
UNDER_WAY = replace(CHECK, status=AuditStatus.UNDER_WAY, evaluator_id=None, used_half_days=3)
APPROVAL = ApprovalFacts(BODY, "fairwild", "2.0", ApprovalStatus.FULL, Period(date(2025, 1, 1)))
FOUND = NonconformityFacts(UUID(int=20), "1.1.c", Grade.MINOR, NonconformityStatus.OPEN, DAY)


def codes(found: Iterable[Obstacle]) -> list[str]:
    return [item.code for item in found]


@pytest.mark.parametrize(
    ("scores", "points", "norm", "unmet", "unscored"),
    [
        ((), 0, 2, [], ["1.1.a", "1.1.b", "1.1.c", "1.1.d"]),
        ((ScoreFacts("1.1.a", 3), *GOOD), 3, 2, [], ["1.1.d"]),
        ((ScoreFacts("1.1.b", met=False),), 0, 2, [], ["1.1.a", "1.1.c", "1.1.d"]),
        ((ScoreFacts("1.1.c", met=False),), 0, 2, ["1.1.c"], ["1.1.a", "1.1.b", "1.1.d"]),
        ((ScoreFacts("1.1.d", met=False),), 0, 2, [], ["1.1.a", "1.1.b", "1.1.c"]),
        ((ScoreFacts("1.1.c", not_applicable=True, note="n"),), 0, 2, [],
         ["1.1.a", "1.1.b", "1.1.d"]),
    ],
)  # fmt: skip
def test_what_is_met_or_not_has_no_points_but_its_minimum_counts(
    scores: tuple[ScoreFacts, ...], points: int, norm: int, unmet: list[str], unscored: list[str]
) -> None:
    rating = rules.scoring((SCORED, PLAIN, MINIMUM, LATER), scores, year=1, terms=TERMS)
    assert (rating.points, rating.norm, rating.applicable) == (points, norm, 1)
    assert [one.code for one in rating.unmet] == unmet
    assert list(rating.unscored) == unscored


def test_an_unmet_minimum_of_this_kind_bars_the_certificate_of_an_operation() -> None:
    scores = (ScoreFacts("1.1.a", 3), ScoreFacts("1.1.c", met=False))
    rating = rules.scoring((SCORED, MINIMUM), scores, year=1, terms=TERMS)
    assert rating.share_is_enough
    assert not rating.passes
    [found] = rules.obstacles_in_rating(rating)
    assert (found.code, found.at) == ("m-indicator-not-met", "1.1.c")
    assert dict(found.facts) == {"indicator": "1.1.c"}


@given(
    values=st.lists(st.none() | st.integers(0, 3), max_size=40),
    answers=st.lists(st.sampled_from([True, False, None, "n"]), max_size=40),
)
def test_no_answer_of_the_second_kind_moves_share_or_norm(
    values: list[int | None], answers: list[bool | str | None]
) -> None:
    rated = [asked(f"s{number}", IndicatorKind.SCORED) for number in range(len(values))]
    other = [asked(f"m{number}", IndicatorKind.MET_OR_NOT, 1) for number in range(len(answers))]
    scores = [ScoreFacts(f"s{number}", value) for number, value in enumerate(values)]
    said = [
        ScoreFacts(f"m{number}", not_applicable=one == "n", met=one if one != "n" else None)
        for number, one in enumerate(answers)
    ]
    alone = rules.scoring(rated, scores, year=1, terms=TERMS)
    both = rules.scoring([*other, *rated], [*said, *scores], year=1, terms=TERMS)
    assert (both.points, both.norm, both.applicable) == (alone.points, alone.norm, alone.applicable)
    assert (both.share, both.share_is_enough) == (alone.share, alone.share_is_enough)
    assert len(both.unmet) == answers.count(False)


def test_each_kind_of_audit_is_asked_its_own_indicators() -> None:
    assert rules.indicators_for(STANDARD, kind=AuditKind.SPOT_CHECK) == STANDARD.of_buyers
    for kind in (None, *OF_OPERATORS):
        found = rules.indicators_for(STANDARD, risk_classes={"high"}, kind=kind)
        assert found == STANDARD.of_operations


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (ScoreFacts("1.1.c", met=True), []),
        (ScoreFacts("1.1.c", met=False), []),
        (ScoreFacts("1.1.c"), []),
        (ScoreFacts("1.1.c", 1), ["answer-of-another-kind"]),
        (ScoreFacts("1.1.a", 2), []),
        (ScoreFacts("1.1.a", met=True), ["answer-of-another-kind"]),
        (ScoreFacts("1.1.c", met=True, not_applicable=True), ["score-contradicts-itself"]),
        (ScoreFacts("1.1.z", met=True), ["indicator-unknown"]),
    ],
)
def test_points_and_met_each_have_their_indicators(score: ScoreFacts, expected: list[str]) -> None:
    found = rules.obstacles_to_scoring(
        UNDER_WAY, score, indicators=(SCORED, MINIMUM), scorer_id=LEADER, terms=TERMS
    )
    assert codes(found) == expected


def test_a_report_says_of_what_was_not_met_that_it_needs_a_nonconformity() -> None:
    audit = replace(UNDER_WAY, scores=(GOOD[0], ScoreFacts("1.1.c", met=False)))
    found = rules.obstacles_to_finishing(audit, indicators=(PLAIN, MINIMUM), terms=TERMS)
    assert codes(found) == ["nonconformity-missing-not-met"]
    told = replace(audit, nonconformities=(FOUND,))
    assert codes(
        rules.obstacles_to_finishing(told, indicators=(PLAIN, MINIMUM), terms=TERMS)
    ) == []  # fmt: skip


@pytest.mark.parametrize("kind", list(AuditKind))
@pytest.mark.parametrize("outcome", list(Outcome))
def test_a_spot_check_never_certifies_and_no_other_audit_ends_as_one(
    kind: AuditKind, outcome: Outcome
) -> None:
    found = codes(rules.obstacles_in_outcome(replace(CHECK, kind=kind), outcome))
    if kind is AuditKind.SPOT_CHECK:
        certifies = outcome in {Outcome.CERTIFY, Outcome.CERTIFY_WITH_CONDITIONS}
        refuses = outcome is Outcome.REFUSE
        expected = ["spot-check-certifies-nothing"] * certifies
        assert found == expected + ["outcome-of-another-kind"] * refuses
    else:
        assert found == ["outcome-of-another-kind"] * (outcome in OF_A_SPOT_CHECK)


def test_nothing_found_well_makes_a_certificate_of_a_spot_check() -> None:
    indicators = (SCORED, PLAIN, MINIMUM)
    rating = rules.scoring(indicators, (*GOOD, ScoreFacts("1.1.a", 3)), year=1, terms=TERMS)
    found = rules.obstacles_to_certifying(
        CHECK, rating, certifier_id=CERTIFIER, approvals=[APPROVAL], scope=(), on=DAY
    )
    assert codes(found) == ["spot-check-certifies-nothing"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"status": AuditStatus.FINISHED}, ["audit-not-evaluated"]),
        ({"evaluator_id": CERTIFIER}, ["decider-is-evaluator"]),
        ({"evaluator_id": LEADER}, ["evaluator-in-audit-team"]),
        ({"country": "FR"}, ["body-not-approved"]),
        ({"scores": GOOD[:1]}, ["indicator-unscored"]),
        ({"scores": (GOOD[1], ScoreFacts("1.1.b", met=False))}, []),
        ({"scores": (GOOD[0], ScoreFacts("1.1.c", met=False))}, ["m-indicator-not-met"]),
        ({"nonconformities": (FOUND,)}, []),
        ({"nonconformities": (replace(FOUND, grade=Grade.MAJOR),)}, ["nonconformity-open"]),
    ],
)
def test_finding_a_buyer_in_order(change: dict[str, Any], expected: list[str]) -> None:
    audit = replace(CHECK, **change)
    rating = rules.scoring((PLAIN, MINIMUM), audit.scores, year=1, terms=TERMS)
    approval = replace(APPROVAL, countries_in=frozenset({"DE"}))
    found = rules.obstacles_to_finding_in_order(
        audit, rating, certifier_id=CERTIFIER, approvals=[approval], on=DAY
    )
    assert codes(found) == expected


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (NonconformityStatus.OPEN, ["m-indicator-not-met"]),
        (NonconformityStatus.ANSWERED, ["m-indicator-not-met"]),
        (NonconformityStatus.CLOSED, []),
        (NonconformityStatus.LIFTED, []),
    ],
)
def test_what_was_put_right_and_verified_is_in_order_again(
    status: NonconformityStatus, expected: list[str]
) -> None:
    scores = (GOOD[0], ScoreFacts("1.1.c", met=False))
    audit = replace(CHECK, scores=scores, nonconformities=(replace(FOUND, status=status),))
    rating = rules.scoring((PLAIN, MINIMUM), scores, year=1, terms=TERMS)
    found = rules.obstacles_to_finding_in_order(
        audit, rating, certifier_id=CERTIFIER, approvals=[APPROVAL], on=DAY
    )
    assert codes(found) == expected


def test_a_plan_of_a_spot_check_asks_for_no_agreement_class_or_season() -> None:
    plan = PlanFacts(AuditKind.SPOT_CHECK, DAY, DAY, 2, (), "", None, ())
    planned = replace(CHECK, status=AuditStatus.PLANNED)
    terms = {"microenterprise_eur": 75_000, "on": DAY}
    assert codes(rules.obstacles_to_confirming(planned, plan, approvals=[APPROVAL], **terms)) == []
    bare = replace(plan, planned_half_days=None)
    assert codes(rules.obstacles_to_confirming(planned, bare, approvals=[], **terms)) == [
        "body-not-approved",
        "days-not-planned",
    ]
    confirmed = replace(CHECK, status=AuditStatus.CONFIRMED)
    assert codes(rules.obstacles_to_starting(confirmed, on=DAY)) == []


@pytest.mark.parametrize(
    ("kind", "bought", "expected"),
    [
        (OrganisationKind.COMPANY, 1, []),
        (OrganisationKind.COMPANY, 0, ["nothing-certified-bought"]),
        (OrganisationKind.OPERATOR, 3, ["checked-not-a-company"]),
        (None, 0, ["checked-not-a-company"]),
    ],
)
def test_who_can_be_checked(
    kind: OrganisationKind | None, bought: int, expected: list[str]
) -> None:
    assert codes(rules.obstacles_to_checking(kind, STANDARD, bought=bought)) == expected
    silent = replace(STANDARD, indicators=STANDARD.of_operations)
    assert codes(rules.obstacles_to_checking(kind, silent, bought=bought)) == [
        *expected,
        "nothing-asked-of-buyers",
    ]


def test_a_plan_never_changes_between_operator_and_buyer() -> None:
    assert codes(rules.obstacles_in_kind(CHECK, AuditKind.ANNUAL)) == ["kind-of-another-party"]
    annual = replace(CHECK, kind=AuditKind.ANNUAL)
    assert codes(rules.obstacles_in_kind(annual, AuditKind.SPOT_CHECK)) == ["kind-of-another-party"]
    assert codes(rules.obstacles_in_kind(CHECK, AuditKind.SPOT_CHECK)) == []
    assert codes(rules.obstacles_in_kind(annual, AuditKind.REMOTE)) == []
