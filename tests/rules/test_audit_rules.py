"""Who may do what to an audit, and what stands between it and a certificate."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest

from fairwild.audits import rules
from fairwild.audits.facts import (
    ApprovalFacts,
    AuditFacts,
    Due,
    NonconformityFacts,
    ScopedSpecies,
    ScoreFacts,
    Scoring,
    ScoringTerms,
    TeamMemberFacts,
    UnmetMinimum,
)
from fairwild.audits.states import (
    BEFORE_WORK,
    MOVES,
    NONCONFORMITY_MOVES,
    AuditStatus,
    DueBy,
    Grade,
    NonconformityStatus,
    TeamRole,
    Verification,
)
from fairwild.kernel.periods import Period
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.refusals import Obstacle
from fairwild.organisations.states import ApprovalStatus
from fairwild.standards.catalogue import parameters
from fairwild.standards.types import AppliesTo, Indicator, IndicatorKind

LEADER, AUDITOR, EXPERT, OBSERVER, EVALUATOR, CERTIFIER, OPERATOR, BODY = (
    UUID(int=number) for number in range(1, 9)
)
DAY = date(2026, 3, 1)
TERMS = ScoringTerms(Fraction(3, 5), 2, 3, "t")
ASKED = (
    Indicator("1.1.a", "1.1", "t", IndicatorKind.SCORED, 1, 2, AppliesTo.ALL, "g", True),
    Indicator("1.1.b", "1.1", "t", IndicatorKind.SCORED, None, None, AppliesTo.ALL, "g", True),
    Indicator("1.1.c", "1.1", "t", IndicatorKind.SCORED, 2, 2, AppliesTo.ALL, "g", True),
)
MAJOR = NonconformityFacts(UUID(int=20), "1.1.a", Grade.MAJOR, NonconformityStatus.OPEN, DAY)
AUDIT = AuditFacts(
    id=UUID(int=30),
    operator_id=OPERATOR,
    body_id=BODY,
    country="ES",
    standard="fairwild",
    standard_version="2.0",
    certification_year=1,
    status=AuditStatus.EVALUATED,
    agreement_signed_on=date(2025, 11, 2),
    team=(
        TeamMemberFacts(LEADER, TeamRole.LEADER),
        TeamMemberFacts(AUDITOR, TeamRole.AUDITOR),
        TeamMemberFacts(EXPERT, TeamRole.EXPERT),
        TeamMemberFacts(OBSERVER, TeamRole.OBSERVER),
    ),
    scores=(ScoreFacts("1.1.a", 2), ScoreFacts("1.1.b", 1), ScoreFacts("1.1.c", 1)),
    evaluator_id=EVALUATOR,
)
UNDER_WAY = replace(AUDIT, status=AuditStatus.UNDER_WAY, evaluator_id=None, used_half_days=8)
FINISHED = replace(AUDIT, status=AuditStatus.FINISHED, evaluator_id=None)
APPROVAL = ApprovalFacts(
    body_id=BODY,
    standard="fairwild",
    standard_version="2.0",
    status=ApprovalStatus.FULL,
    period=Period(date(2025, 1, 1), date(2027, 1, 1)),
)
CLOSED, UNMET = NonconformityStatus.CLOSED, "m-indicator-unmet"
GOOD = Scoring(118, 168, 84, 0, Fraction(3, 5), (), ())


def codes(found: Iterable[Obstacle]) -> list[str]:
    return [item.code for item in found]


def certifying(
    audit: AuditFacts = AUDIT,
    rating: Scoring = GOOD,
    certifier_id: UUID = CERTIFIER,
    approvals: tuple[ApprovalFacts, ...] = (APPROVAL,),
    on: date = DAY,
) -> list[Obstacle]:
    return list(
        rules.obstacles_to_certifying(
            audit, rating, certifier_id=certifier_id, approvals=approvals, scope=(), on=on
        )
    )


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"status": AuditStatus.FINISHED}, ["audit-not-evaluated"]),
        ({"status": AuditStatus.DECIDED}, ["audit-decided"]),
        ({"evaluator_id": CERTIFIER}, ["decider-is-evaluator"]),
        ({"evaluator_id": AUDITOR}, ["evaluator-in-audit-team"]),
        (
            {"nonconformities": (replace(MAJOR, status=CLOSED, closed_by=CERTIFIER),)},
            ["decider-verified-correction"],
        ),
        ({"nonconformities": (replace(MAJOR, status=CLOSED, closed_by=EVALUATOR),)}, []),
        (
            {
                "nonconformities": (
                    replace(MAJOR, status=NonconformityStatus.LIFTED, closed_by=CERTIFIER),
                ),
                "objections_judged_by": frozenset({CERTIFIER}),
            },
            ["decider-judged-objection"],
        ),
        ({"objections_judged_by": frozenset({OPERATOR})}, []),
        ({"answers_returned_by": frozenset({CERTIFIER})}, ["decider-returned-answer"]),
        ({"answers_returned_by": frozenset({EVALUATOR})}, []),
        ({"agreement_signed_on": None}, ["agreement-missing"]),
        ({"agreement_signed_on": date(2026, 3, 2)}, ["agreement-missing"]),
        ({"agreement_signed_on": DAY}, []),
        ({"nonconformities": (MAJOR,)}, ["nonconformity-open"]),
        ({"nonconformities": (replace(MAJOR, grade=Grade.MINOR),)}, []),
        ({"nonconformities": (replace(MAJOR, status=NonconformityStatus.CLOSED),)}, []),
        (
            {"nonconformities": (replace(MAJOR, status=NonconformityStatus.ANSWERED),)},
            ["nonconformity-open"],
        ),
        ({"nonconformities": (replace(MAJOR, grade=Grade.CRITICAL),)}, ["nonconformity-open"]),
        ({"country": "CN"}, []),
    ],
)
def test_certifying_an_audit(change: dict[str, Any], expected: list[str]) -> None:
    assert codes(certifying(replace(AUDIT, **change))) == expected


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ((), [UNMET]),
        ((MAJOR,), [UNMET, "nonconformity-open"]),
        ((replace(MAJOR, grade=Grade.MINOR),), [UNMET]),
        ((replace(MAJOR, status=NonconformityStatus.ANSWERED, grade=Grade.MINOR),), [UNMET]),
        ((replace(MAJOR, status=CLOSED),), []),
        ((replace(MAJOR, status=NonconformityStatus.LIFTED),), []),
        ((replace(MAJOR, indicator="1.1.b", also=("1.1.a",), status=CLOSED),), []),
        ((replace(MAJOR, indicator="1.1.b", status=CLOSED),), [UNMET]),
        ((replace(MAJOR, status=CLOSED), replace(MAJOR, grade=Grade.MINOR)), [UNMET]),
    ],
)
def test_a_missed_minimum_bars_until_every_nonconformity_about_it_is_settled(
    found: tuple[NonconformityFacts, ...], expected: list[str]
) -> None:
    rating = replace(GOOD, unmet=(UnmetMinimum("1.1.a", 1, 2),))
    assert codes(certifying(replace(AUDIT, nonconformities=found), rating)) == expected


def test_what_is_put_right_lifts_no_share() -> None:
    settled = replace(AUDIT, nonconformities=(replace(MAJOR, status=CLOSED),))
    rating = Scoring(1, 4, 2, 0, Fraction(3, 5), (UnmetMinimum("1.1.a", 1, 2),), ())
    assert codes(certifying(settled, rating)) == ["share-below-minimum"]


@pytest.mark.parametrize("person", [LEADER, AUDITOR, EXPERT, OBSERVER])
def test_nobody_of_the_team_evaluates_or_decides_the_own_audit(person: UUID) -> None:
    assert codes(rules.obstacles_to_deciding(AUDIT, certifier_id=person)) == [
        "decider-in-audit-team"
    ]
    assert codes(certifying(certifier_id=person)) == ["decider-in-audit-team"]
    assert codes(rules.obstacles_to_evaluating(FINISHED, evaluator_id=person)) == [
        "evaluator-in-audit-team"
    ]


@pytest.mark.parametrize(
    ("change", "country", "on", "approved"),
    [
        ({}, "ES", DAY, True),
        ({"status": ApprovalStatus.PRELIMINARY}, "ES", DAY, True),
        ({"status": ApprovalStatus.SUSPENDED}, "ES", DAY, False),
        ({"status": ApprovalStatus.WITHDRAWN}, "ES", DAY, False),
        ({"body_id": OPERATOR}, "ES", DAY, False),
        ({"standard": "other"}, "ES", DAY, False),
        ({"standard_version": "3.0"}, "ES", DAY, False),
        ({}, "ES", date(2026, 12, 31), True),
        ({}, "ES", date(2027, 1, 1), False),
        ({}, "ES", date(2025, 12, 31), True),
        ({"period": Period(date(2026, 3, 2))}, "ES", DAY, False),
        ({"countries_out": frozenset({"CN"})}, "CN", DAY, False),
        ({"countries_out": frozenset({"CN"})}, "ES", DAY, True),
        ({"countries_in": frozenset({"IN", "VN"})}, "ES", DAY, False),
        ({"countries_in": frozenset({"IN", "VN"})}, "VN", DAY, True),
        ({"countries_in": frozenset({"VN"}), "countries_out": frozenset({"VN"})}, "VN", DAY, False),
    ],
)
def test_the_body_must_be_approved_for_country_day_and_version(
    change: dict[str, Any], country: str, on: date, approved: bool
) -> None:
    audit = replace(AUDIT, country=country)
    found = certifying(audit, approvals=(replace(APPROVAL, **change),), on=on)
    assert codes(found) == ([] if approved else ["body-not-approved"])
    if not approved:
        assert dict(found[0].facts) == {
            "standard": "fairwild",
            "version": "2.0",
            "country": country,
            "on": on,
        }


def test_one_approval_of_several_is_enough() -> None:
    spent = replace(APPROVAL, status=ApprovalStatus.WITHDRAWN)
    assert certifying(approvals=(spent, APPROVAL)) == []
    assert codes(certifying(approvals=())) == ["body-not-approved"]


def test_every_obstacle_is_said_at_once() -> None:
    audit = replace(
        AUDIT,
        status=AuditStatus.FINISHED,
        evaluator_id=LEADER,
        agreement_signed_on=None,
        nonconformities=(MAJOR, replace(MAJOR, indicator="1.1.b", grade=Grade.CRITICAL)),
    )
    rating = Scoring(1, 4, 2, 0, Fraction(3, 5), (UnmetMinimum("1.1.a", 1, 2),), ("1.1.b",))
    found = certifying(audit, rating, certifier_id=LEADER, approvals=())
    assert [(item.code, item.at) for item in found] == [
        ("audit-not-evaluated", None),
        ("decider-in-audit-team", None),
        ("decider-is-evaluator", None),
        ("evaluator-in-audit-team", None),
        ("agreement-missing", None),
        ("body-not-approved", None),
        ("indicator-unscored", "1.1.b"),
        ("m-indicator-unmet", "1.1.a"),
        ("share-below-minimum", None),
        ("nonconformity-open", "1.1.a"),
        ("nonconformity-open", "1.1.b"),
    ]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"status": AuditStatus.FINISHED}, ["audit-not-under-way"]),
        ({"scores": ()}, ["indicator-unscored"] * 3),
        (
            {"scores": (*AUDIT.scores[:2], ScoreFacts("1.1.c", None, not_applicable=True))},
            ["note-missing"],
        ),
        (
            {"scores": (*AUDIT.scores[:2], ScoreFacts("1.1.c", None, True, note=" "))},
            ["note-missing"],
        ),
        ({"scores": (*AUDIT.scores[:2], ScoreFacts("1.1.c", None, True, note="not used"))}, []),
        (
            {"scores": (*AUDIT.scores[:2], ScoreFacts("1.1.c", None, True, note="-"))},
            ["note-missing"],
        ),
        (
            {"scores": (ScoreFacts("1.1.a", None, True, note=" – "), *AUDIT.scores[1:])},
            ["note-missing"],
        ),
        (
            {"scores": (ScoreFacts("1.1.a", None, True, note="not used"), *AUDIT.scores[1:])},
            ["waiver-unexplained"],
        ),
        (
            {"scores": (ScoreFacts("1.1.a", None, True, note="None is used."), *AUDIT.scores[1:])},
            [],
        ),
        ({"scores": (ScoreFacts("1.1.a", 1), *AUDIT.scores[1:])}, ["nonconformity-missing"]),
        (
            {"scores": (ScoreFacts("1.1.a", 1), *AUDIT.scores[1:]), "nonconformities": (MAJOR,)},
            [],
        ),
        ({"certification_year": 2}, ["nonconformity-missing"]),
        ({"used_half_days": None}, ["days-not-counted"]),
    ],
)
def test_finishing_a_report(change: dict[str, Any], expected: list[str]) -> None:
    audit = replace(UNDER_WAY, **change)
    assert codes(rules.obstacles_to_finishing(audit, indicators=ASKED, terms=TERMS)) == expected


def test_a_standard_without_indicators_cannot_be_audited_against() -> None:
    found = rules.obstacles_to_finishing(UNDER_WAY, indicators=(), terms=TERMS)
    assert codes(found) == ["nothing-to-score"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"status": AuditStatus.UNDER_WAY}, ["audit-not-confirmed"]),
        ({"team": ()}, ["team-leader-missing"]),
        ({"team": AUDIT.team[1:]}, ["team-leader-missing"]),
        ({"agreement_signed_on": None}, ["agreement-missing"]),
    ],
)
def test_starting_an_audit(change: dict[str, Any], expected: list[str]) -> None:
    audit = replace(replace(AUDIT, status=AuditStatus.CONFIRMED), **change)
    assert codes(rules.obstacles_to_starting(audit, on=DAY)) == expected


@pytest.mark.parametrize(
    ("score", "scorer", "expected"),
    [
        (ScoreFacts("1.1.a", 0), LEADER, []),
        (ScoreFacts("1.1.a", 3), AUDITOR, []),
        (ScoreFacts("1.1.a", None, True, "n"), AUDITOR, []),
        (ScoreFacts("1.1.a", 3), EXPERT, ["scorer-not-in-audit-team"]),
        (ScoreFacts("1.1.a", 3), OBSERVER, ["scorer-not-in-audit-team"]),
        (ScoreFacts("1.1.a", 3), CERTIFIER, ["scorer-not-in-audit-team"]),
        (ScoreFacts("9.9.z", 3), LEADER, ["indicator-unknown"]),
        (ScoreFacts("1.1.a", 4), LEADER, ["score-out-of-range"]),
        (ScoreFacts("1.1.a", -1), LEADER, ["score-out-of-range"]),
        (ScoreFacts("1.1.a", 2, True, "n"), LEADER, ["score-contradicts-itself"]),
    ],
)
def test_scoring_an_indicator(score: ScoreFacts, scorer: UUID, expected: list[str]) -> None:
    def found(audit: AuditFacts) -> list[str]:
        return codes(
            rules.obstacles_to_scoring(
                audit, score, indicators=ASKED, scorer_id=scorer, terms=TERMS
            )
        )

    assert found(UNDER_WAY) == expected
    assert found(FINISHED) == ["audit-not-under-way", *expected]


def test_a_nonconformity_names_an_indicator_of_the_audit_while_it_is_under_way() -> None:
    def found(audit: AuditFacts, indicator: str, raiser: UUID) -> list[str]:
        return codes(
            rules.obstacles_to_raising(audit, [indicator], indicators=ASKED, raiser_id=raiser)
        )

    assert found(UNDER_WAY, "1.1.b", AUDITOR) == []
    assert found(FINISHED, "4.4.x", EVALUATOR) == [
        "audit-not-under-way",
        "scorer-not-in-audit-team",
        "indicator-unknown",
    ]


@pytest.mark.parametrize(
    ("how", "note", "shown", "expected"),
    [
        (Verification.REMOTE, "The names are there.", 0, []),
        (Verification.ON_SITE, "Seen on 3 March.", 0, []),
        (Verification.REMOTE, "", 1, ["closing-note-missing"]),
        (Verification.ON_SITE, "- - -", 0, ["closing-note-missing"]),
        (Verification.DOCUMENT, "The names are there.", 1, []),
        (Verification.DOCUMENT, "The names are there.", 0, ["verifying-document-missing"]),
        (Verification.DOCUMENT, ".", 0, ["closing-note-missing", "verifying-document-missing"]),
    ],
)
def test_what_an_answer_was_verified_by_is_told_and_a_document_shown(
    how: Verification, note: str, shown: int, expected: list[str]
) -> None:
    assert codes(rules.obstacles_in_verification(how, note=note, shown=shown)) == expected


def test_evaluating_needs_a_finished_report() -> None:
    assert codes(rules.obstacles_to_evaluating(FINISHED, evaluator_id=EVALUATOR)) == []
    assert codes(rules.obstacles_to_evaluating(UNDER_WAY, evaluator_id=EVALUATOR)) == [
        "audit-not-finished"
    ]


def test_whoever_verified_may_evaluate_and_whoever_judged_an_objection_may_not() -> None:
    closed = replace(MAJOR, status=CLOSED, closed_by=EVALUATOR)
    verified = replace(FINISHED, nonconformities=(closed,))
    assert codes(rules.obstacles_to_evaluating(verified, evaluator_id=EVALUATOR)) == []
    judged = replace(FINISHED, objections_judged_by=frozenset({EVALUATOR}))
    assert codes(rules.obstacles_to_evaluating(judged, evaluator_id=EVALUATOR)) == [
        "evaluator-judged-objection"
    ]
    assert codes(rules.obstacles_to_evaluating(judged, evaluator_id=CERTIFIER)) == []


def test_a_nonconformity_is_answered_and_then_closed_by_somebody_else() -> None:
    answered = replace(MAJOR, status=NonconformityStatus.ANSWERED, answered_by=OPERATOR)
    assert codes(rules.obstacles_to_answering(MAJOR, answer="Register rewritten.")) == []
    assert codes(rules.obstacles_to_answering(answered, answer=" ")) == [
        "nonconformity-not-open",
        "answer-missing",
    ]
    assert codes(rules.obstacles_to_answering(MAJOR, answer=" - ")) == ["answer-missing"]
    assert codes(rules.obstacles_to_closing(answered, closer_id=AUDITOR)) == []
    assert codes(rules.obstacles_to_closing(answered, closer_id=OPERATOR)) == ["closer-is-answerer"]
    assert codes(rules.obstacles_to_closing(MAJOR, closer_id=AUDITOR)) == [
        "nonconformity-not-answered"
    ]


@pytest.mark.parametrize(
    ("grade", "found_on", "due_on"),
    [
        (Grade.MINOR, date(2026, 3, 1), date(2027, 3, 1)),
        (Grade.MAJOR, date(2026, 11, 30), date(2027, 2, 28)),
        (Grade.CRITICAL, date(2026, 3, 1), date(2026, 3, 1)),
    ],
)
def test_each_grade_has_its_time(grade: Grade, found_on: date, due_on: date) -> None:
    due = rules.nonconformity_due(parameters(), grade, found_on=found_on)
    assert due == Due(due_on, DueBy.TERM)


@pytest.mark.parametrize(
    ("grade", "next_audit_on", "due"),
    [
        (Grade.MINOR, date(2027, 2, 1), Due(date(2027, 2, 1), DueBy.NEXT_AUDIT)),
        (Grade.MINOR, date(2027, 3, 1), Due(date(2027, 3, 1), DueBy.TERM)),
        (Grade.MINOR, date(2027, 9, 1), Due(date(2027, 3, 1), DueBy.TERM)),
        (Grade.MINOR, date(2026, 2, 1), Due(date(2027, 3, 1), DueBy.TERM)),
        (Grade.MINOR, None, Due(date(2027, 3, 1), DueBy.TERM)),
        (Grade.MAJOR, date(2026, 4, 1), Due(date(2026, 6, 1), DueBy.TERM)),
        (Grade.CRITICAL, date(2026, 4, 1), Due(date(2026, 3, 1), DueBy.TERM)),
    ],
)
def test_a_minor_one_is_due_at_the_next_yearly_audit_where_that_is_sooner(
    grade: Grade, next_audit_on: date | None, due: Due
) -> None:
    found_on = date(2026, 3, 1)
    told = rules.nonconformity_due(
        parameters(), grade, found_on=found_on, next_audit_on=next_audit_on
    )
    assert told == due


@pytest.mark.parametrize(
    ("risk_class", "audited_as", "said"),
    [
        ("medium", "medium", []),
        ("high", "high", []),
        ("low", "high", []),
        ("high", "medium", ["risk-class-risen"]),
        ("", "medium", ["species-not-classified"]),
    ],
)
def test_a_certificate_needs_the_class_of_every_species_and_its_indicators(
    risk_class: str, audited_as: str, said: list[str]
) -> None:
    one = ScopedSpecies("Glycyrrhiza glabra", PlantPart.ROOT, "ES", risk_class, audited_as)
    found = rules.obstacles_to_certifying(
        AUDIT,
        rules.scoring(ASKED, AUDIT.scores, year=1, terms=TERMS),
        certifier_id=CERTIFIER,
        approvals=[APPROVAL],
        scope=[one],
        on=DAY,
    )
    assert [obstacle.code for obstacle in found] == said


@pytest.mark.parametrize(
    ("person_id", "involved"),
    [(LEADER, True), (EVALUATOR, True), (EXPERT, True), (OPERATOR, True), (CERTIFIER, False)],
)
def test_whoever_had_a_part_in_the_audit_answers_no_objection(
    person_id: UUID, involved: bool
) -> None:
    found = rules.obstacles_to_answering_objection(
        AUDIT,
        replace(MAJOR, raised_by=OPERATOR),
        answered=False,
        person_id=person_id,
        judges=[EVALUATOR, CERTIFIER],
        answer="We looked.",
    )
    assert ["objection-by-involved"] * involved == [one.code for one in found]


def test_every_status_has_its_moves_and_a_finished_report_never_reopens() -> None:
    assert set(MOVES) == set(AuditStatus)
    assert set(NONCONFORMITY_MOVES) == set(NonconformityStatus)
    order = list(AuditStatus)
    back = {(AuditStatus.CONFIRMED, AuditStatus.PLANNED)}
    for status, reachable in MOVES.items():
        forward = {to for to in reachable if (status, to) not in back} - {AuditStatus.CANCELLED}
        assert all(order.index(to) == order.index(status) + 1 for to in forward)
    assert not any(to in BEFORE_WORK for status in order[2:] for to in MOVES[status])
