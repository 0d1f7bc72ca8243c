"""When an application may go on its way, and which agreement binds on a day."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairwild.applications import rules
from fairwild.applications.facts import (
    AgreementFacts,
    AnswerFacts,
    ApplicationFacts,
    BodyFacts,
    SelfAssessment,
)
from fairwild.applications.states import (
    LEADS_TO,
    MOVES,
    ApplicationStatus,
    ConsentOutcome,
    ConsentState,
    FormPart,
    ReviewCheck,
)
from fairwild.kernel.periods import Period
from fairwild.kernel.refusals import Obstacle
from fairwild.standards.catalogue import standard_version
from fairwild.standards.types import Indicator
from fairwild.wording.applications import OBSTACLES

OPERATOR, BODY, OFFICE, MANAGER = (UUID(int=number) for number in range(1, 5))
PEOPLE = [frozenset({UUID(int=number)}) for number in (11, 12, 13)]
DAY = date(2026, 3, 2)
APPLICATION = ApplicationFacts(
    id=UUID(int=9),
    operator_id=OPERATOR,
    addressed_to_id=BODY,
    mandator_id=None,
    country="ES",
    standard="fairwild",
    standard_version="2.0",
    status=ApplicationStatus.SUBMITTED,
    submitted_by=MANAGER,
)
DONE = SelfAssessment(asked=5, answered=5, points=10, norm=10, short=())
READY = BodyFacts(frozenset(), *PEOPLE)
ALL_MET = dict.fromkeys(ReviewCheck, True)
AGREEMENT = AgreementFacts(
    id=UUID(int=21),
    operator_id=OPERATOR,
    body_id=BODY,
    edition="1",
    signed_on=date(2025, 11, 2),
    period=Period(date(2025, 11, 2)),
    on_file=True,
)


def codes(obstacles: object) -> list[str]:
    """The codes of obstacles, in their order."""
    return [one.code for one in obstacles if isinstance(one, Obstacle)]  # type: ignore[attr-defined]  # any iterable


@pytest.mark.parametrize(
    ("change", "assessment", "expected"),
    [
        ({}, DONE, []),
        ({"status": ApplicationStatus.SUBMITTED}, DONE, ["application-not-a-draft"]),
        ({"missing": (FormPart.SPECIES,)}, DONE, ["application-part-missing"]),
        (
            {"missing": (FormPart.LOCATION, FormPart.COLLECTORS)},
            replace(DONE, answered=4),
            ["application-part-missing"] * 2 + ["self-assessment-incomplete"],
        ),
    ],
)
def test_submitting(
    change: dict[str, object], assessment: SelfAssessment, expected: list[str]
) -> None:
    draft = replace(APPLICATION, status=ApplicationStatus.DRAFT)
    wanted = replace(draft, **change)  # type: ignore[arg-type]  # mixed values
    assert codes(rules.obstacles_to_submitting(wanted, assessment)) == expected


@pytest.mark.parametrize(
    ("change", "body", "checks", "expected"),
    [
        ({}, READY, ALL_MET, []),
        ({}, READY, {}, ["review-check-not-met"] * 4),
        ({}, READY, ALL_MET | {ReviewCheck.SCOPE: False}, ["review-check-not-met"]),
        ({}, replace(READY, unapproved={"PT"}), ALL_MET, ["body-cannot-certify-there"]),
        ({}, replace(READY, unapproved={"ES", "PT"}), ALL_MET, ["body-cannot-certify-there"] * 2),
        ({}, replace(READY, certifiers=frozenset()), ALL_MET, ["body-lacks-a-role"]),
        (
            {},
            BodyFacts(frozenset(), PEOPLE[0], PEOPLE[0], PEOPLE[1]),
            ALL_MET,
            ["body-lacks-people"],
        ),
    ],
)
def test_accepting(
    change: dict[str, object],
    body: BodyFacts,
    checks: dict[ReviewCheck, bool],
    expected: list[str],
) -> None:
    wanted = replace(APPLICATION, **change)  # type: ignore[arg-type]  # mixed values
    assert codes(rules.obstacles_to_accepting(wanted, body, checks, on=DAY)) == expected


def test_nobody_answers_what_they_submitted_and_nothing_is_answered_twice() -> None:
    assert codes(rules.obstacles_to_reviewing(APPLICATION, reviewer_id=OFFICE)) == []
    own = rules.obstacles_to_reviewing(APPLICATION, reviewer_id=MANAGER)
    assert codes(own) == ["reviewer-submitted-it"]
    accepted = replace(APPLICATION, status=ApplicationStatus.ACCEPTED)
    again = rules.obstacles_to_reviewing(accepted, reviewer_id=OFFICE)
    assert codes(again) == ["application-not-submitted"]


def test_every_answer_is_a_move_from_submitted() -> None:
    assert set(LEADS_TO.values()) <= MOVES[ApplicationStatus.SUBMITTED]


@pytest.mark.parametrize("status", ApplicationStatus)
def test_what_was_answered_or_taken_back_takes_no_more_documents(
    status: ApplicationStatus,
) -> None:
    wanted = replace(APPLICATION, status=status)
    open_states = {ApplicationStatus.DRAFT, ApplicationStatus.SUBMITTED}
    assert (codes(rules.obstacles_to_attaching(wanted)) == []) == (status in open_states)
    assert (codes(rules.obstacles_to_withdrawing(wanted)) == []) == (status in open_states)


def test_the_self_assessment_counts_exactly_and_names_what_falls_short() -> None:
    indicators = standard_version("fairwild", "2.0").of_operations
    asked = rules.asked_of_everybody(indicators)
    minimum = next(one for one in asked if one.required_level(1) is not None)
    answers = [AnswerFacts(one.code, 2) for one in asked if one is not minimum]
    answers[0] = AnswerFacts(answers[0].indicator, None, True)
    half = rules.self_assessment(indicators, answers, norm=2)
    assert (half.is_complete, half.answered, half.short) == (False, len(asked) - 1, ())
    full = rules.self_assessment(indicators, [*answers, AnswerFacts(minimum.code, 0)], norm=2)
    assert (full.is_complete, full.short) == (True, (minimum.code,))
    assert (full.points, full.norm) == (2 * (len(asked) - 2), 2 * (len(asked) - 1))


@pytest.mark.parametrize(
    ("change", "on", "binds"),
    [
        ({}, DAY, True),
        ({}, date(2025, 11, 2), True),
        ({}, date(2025, 11, 1), False),
        ({"on_file": False}, DAY, False),
        ({"period": Period(date(2025, 11, 2), DAY)}, DAY, False),
        ({"period": Period(date(2025, 11, 2), date(2026, 3, 3))}, DAY, True),
    ],
)
def test_which_agreement_binds(change: dict[str, object], on: date, binds: bool) -> None:
    wanted = replace(AGREEMENT, **change)  # type: ignore[arg-type]  # mixed values
    assert (rules.agreement_in_force([wanted], on=on) is not None) == binds


def test_of_several_agreements_the_latest_signed_binds() -> None:
    later = replace(AGREEMENT, id=UUID(int=1), edition="2", signed_on=DAY, period=Period(DAY, None))
    for agreements in ([AGREEMENT, later], [later, AGREEMENT]):
        assert rules.agreement_in_force(agreements, on=DAY) == later
        assert rules.agreement_in_force(agreements, on=date(2026, 3, 1)) == AGREEMENT


days = st.dates(date(2025, 1, 1), date(2027, 12, 31))


@given(st.lists(st.tuples(days, st.none() | days, st.booleans()), max_size=5), days)
def test_no_agreement_binds_outside_its_days(
    drawn: list[tuple[date, date | None, bool]], on: date
) -> None:
    agreements = [
        replace(
            AGREEMENT, id=UUID(int=number), signed_on=start, period=Period(start, until), on_file=f
        )
        for number, (start, until, f) in enumerate(drawn)
    ]
    found = rules.agreement_in_force(agreements, on=on)
    binding = [one for one in agreements if one.on_file and on in one.period]
    assert (found is None) == (not binding)
    if found is not None:
        assert found.on_file
        assert found.signed_on == max(one.signed_on for one in binding)


@pytest.mark.parametrize(
    ("period", "application", "expected"),
    [
        (Period(DAY), None, []),
        (Period(date(2026, 3, 3)), None, ["agreement-not-yet-signed"]),
        (Period(DAY, DAY), None, ["agreement-without-days"]),
        (Period(DAY), APPLICATION, ["application-not-accepted"]),
        (Period(DAY), replace(APPLICATION, status=ApplicationStatus.ACCEPTED), []),
        (
            Period(DAY),
            replace(APPLICATION, status=ApplicationStatus.ACCEPTED, operator_id=BODY),
            ["application-of-others"],
        ),
    ],
)
def test_signing(period: Period, application: ApplicationFacts | None, expected: list[str]) -> None:
    found = rules.obstacles_to_signing(
        period, operator_id=OPERATOR, body_id=BODY, application=application, on=DAY
    )
    assert codes(found) == expected


def test_a_signed_copy_stays_and_an_ended_agreement_does_not_end_again() -> None:
    assert codes(rules.obstacles_to_keeping_copy(AGREEMENT)) == ["agreement-on-file"]
    assert codes(rules.obstacles_to_keeping_copy(replace(AGREEMENT, on_file=False))) == []
    ended = replace(AGREEMENT, ended=True)
    assert codes(rules.obstacles_to_ending(ended, ends_on=DAY)) == ["agreement-ended"]
    early = rules.obstacles_to_ending(AGREEMENT, ends_on=date(2025, 11, 1))
    assert codes(early) == ["agreement-ends-before-it-began"]


STANDARD = standard_version("fairwild", "2.0")
SCORED, MET = STANDARD.of_operations[0], STANDARD.of_buyers[2]


def test_what_does_not_apply_needs_a_reason() -> None:
    answers = [
        ("1.1.a", None, True, " "),
        ("1.1.b", None, True, "No such plants."),
        ("1.1.c", None, False, ""),
    ]
    found = [*rules.obstacles_to_answering(STANDARD.of_operations, answers)]
    assert codes(found) == ["self-assessment-note-missing"]
    assert found[0].at == "1.1.a"


@pytest.mark.parametrize(
    ("indicator", "value", "expected"),
    [
        (SCORED, 1, []),
        (SCORED, True, ["answer-of-another-kind"]),
        (MET, True, []),
        (MET, False, []),
        (MET, 1, ["answer-of-another-kind"]),
        (MET, None, []),
    ],
)
def test_an_indicator_is_answered_by_points_or_as_met_never_by_both(
    indicator: Indicator, value: int | bool | None, expected: list[str]
) -> None:
    found = rules.obstacles_to_answering((SCORED, MET), [(indicator.code, value, False, "")])
    assert codes(found) == expected


def test_what_is_met_or_not_is_asked_and_can_fall_short_but_has_no_points() -> None:
    assert MET.required_level(1) == 1
    unmet = [AnswerFacts(SCORED.code, 3), AnswerFacts(MET.code, 0)]
    found = rules.self_assessment((SCORED, MET), unmet, norm=2)
    assert (found.asked, found.answered, found.points, found.norm) == (2, 2, 3, 2)
    assert found.short == (MET.code,)
    met = rules.self_assessment((SCORED, MET), [AnswerFacts(MET.code, 1)], norm=2)
    assert (met.answered, met.points, met.norm, met.short) == (1, 0, 0, ())


@pytest.mark.parametrize(
    ("indicator", "answer", "expected"),
    [
        (SCORED, None, ""),
        (SCORED, AnswerFacts(SCORED.code), ""),
        (SCORED, AnswerFacts(SCORED.code, 0), "0"),
        (SCORED, AnswerFacts(SCORED.code, None, True), "n"),
        (MET, AnswerFacts(MET.code, 1), "met"),
        (MET, AnswerFacts(MET.code, 0), "not-met"),
    ],
)
def test_an_answer_is_named_as_the_button_that_gave_it(
    indicator: Indicator, answer: AnswerFacts | None, expected: str
) -> None:
    assert rules.typed_answer(indicator, answer) == expected


@pytest.mark.parametrize(
    ("asked", "outcome", "agreed", "state", "submitting", "asking", "answering"),
    [
        (False, None, None, "not-asked", ["consent-not-asked"], [], ["consent-not-waiting"]),
        (True, None, None, "waiting", ["consent-waiting"], ["consent-waiting"], []),
        (True, "given", "now", "given", [], ["consent-given"], ["consent-not-waiting"]),
        (True, "given", "then", "outdated", ["consent-outdated"], [], ["consent-not-waiting"]),
        (True, "refused", "now", "refused", ["consent-refused"], [], ["consent-not-waiting"]),
        (True, "refused", "then", "refused", ["consent-refused"], [], ["consent-not-waiting"]),
    ],
)
def test_a_consent_is_to_one_content_and_asked_for_once(
    *,
    asked: bool,
    outcome: str | None,
    agreed: str | None,
    state: str,
    submitting: list[str],
    asking: list[str],
    answering: list[str],
) -> None:
    given = ConsentOutcome(outcome) if outcome else None
    found = rules.consent_state(
        asked=asked, outcome=given, agreed_sha256=agreed, content_sha256="now"
    )
    assert found is ConsentState(state)
    draft = replace(APPLICATION, status=ApplicationStatus.DRAFT)
    assert codes(rules.obstacles_to_submitting(draft, DONE, found)) == submitting
    assert codes(rules.obstacles_to_submitting(draft, DONE)) == []
    assert codes(rules.obstacles_to_asking_consent(draft, DONE, found)) == asking
    yes, no = ConsentOutcome.GIVEN, ConsentOutcome.REFUSED
    answer = rules.obstacles_to_answering_consent
    assert codes(answer(draft, found, outcome=yes, reason="")) == answering
    unsaid = codes(answer(draft, found, outcome=no, reason=" "))
    assert unsaid == [*answering, "consent-refusal-unexplained"]


def test_consent_is_about_a_complete_draft() -> None:
    waiting, half = ConsentState.WAITING, replace(DONE, answered=4)
    incomplete = rules.obstacles_to_asking_consent(APPLICATION, half, ConsentState.NOT_ASKED)
    assert codes(incomplete) == ["application-not-a-draft", "self-assessment-incomplete"]
    late = rules.obstacles_to_answering_consent(
        APPLICATION, waiting, outcome=ConsentOutcome.GIVEN, reason=""
    )
    assert codes(late) == ["application-not-a-draft"]


def test_every_state_that_stands_in_the_way_has_its_sentence() -> None:
    assert {f"consent-{state}" for state in ConsentState} <= set(OBSTACLES)
