"""When an application may go on its way, and which agreement is in force. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from fairwild.applications.facts import (
    AgreementFacts,
    AnswerFacts,
    ApplicationFacts,
    BodyFacts,
    SelfAssessment,
)
from fairwild.applications.states import (
    MOVES,
    ApplicationStatus,
    ConsentOutcome,
    ConsentState,
    ReviewCheck,
)
from fairwild.kernel.periods import Period
from fairwild.kernel.refusals import Obstacle
from fairwild.standards.types import AppliesTo, Indicator, IndicatorKind

SEPARATE_PEOPLE = 3
"""Auditor, evaluator and certifier are three people (scheme.md 5, lines 8 and 9)."""


# the application


def obstacles_to_changing(application: ApplicationFacts) -> Iterator[Obstacle]:
    """Say why what is written in an application can no longer change."""
    if application.status is not ApplicationStatus.DRAFT:
        yield Obstacle("application-not-a-draft", {"status": application.status})


def obstacles_to_attaching(application: ApplicationFacts) -> Iterator[Obstacle]:
    """Say why no more documents can be added; a body under review may ask for one more."""
    if not MOVES[application.status]:
        yield Obstacle("application-closed", {"status": application.status})


def obstacles_to_withdrawing(application: ApplicationFacts) -> Iterator[Obstacle]:
    """Say why an application cannot be withdrawn."""
    if ApplicationStatus.WITHDRAWN not in MOVES[application.status]:
        yield Obstacle("application-closed", {"status": application.status})


def obstacles_to_submitting(
    application: ApplicationFacts,
    assessment: SelfAssessment,
    consent: ConsentState | None = None,
) -> Iterator[Obstacle]:
    """Say everything that is still missing before a body can look at it.

    `consent` is how the consent of the operator stands, None where the operator itself submits: a
    company that pays may prepare an application, but nobody is certified behind its back.
    """
    yield from obstacles_to_changing(application)
    for part in application.missing:
        yield Obstacle("application-part-missing", {"part": part}, at=part.value)
    if not assessment.is_complete:
        facts = {"answered": assessment.answered, "asked": assessment.asked}
        yield Obstacle("self-assessment-incomplete", facts, at="assessment")
    if consent not in (None, ConsentState.GIVEN):
        yield Obstacle(f"consent-{consent}")


def consent_state(
    *, asked: bool, outcome: ConsentOutcome | None, agreed_sha256: str | None, content_sha256: str
) -> ConsentState:
    """Say how an application stands with its operator; a consent is to one content and no other."""
    if not asked:
        return ConsentState.NOT_ASKED
    if outcome is None:
        return ConsentState.WAITING
    if outcome is ConsentOutcome.REFUSED:
        return ConsentState.REFUSED
    return ConsentState.GIVEN if agreed_sha256 == content_sha256 else ConsentState.OUTDATED


def obstacles_to_asking_consent(
    application: ApplicationFacts, assessment: SelfAssessment, consent: ConsentState
) -> Iterator[Obstacle]:
    """Say why an operator cannot be asked now: it agrees to something complete, and once."""
    yield from obstacles_to_submitting(application, assessment)
    if consent in {ConsentState.WAITING, ConsentState.GIVEN}:
        yield Obstacle(f"consent-{consent}")


def obstacles_to_answering_consent(
    application: ApplicationFacts, consent: ConsentState, *, outcome: ConsentOutcome, reason: str
) -> Iterator[Obstacle]:
    """Say why an operator cannot answer so; a refusal says why."""
    yield from obstacles_to_changing(application)
    if consent is not ConsentState.WAITING:
        yield Obstacle("consent-not-waiting")
    if outcome is ConsentOutcome.REFUSED and not reason.strip():
        yield Obstacle("consent-refusal-unexplained", at="reason")


def obstacles_to_reviewing(
    application: ApplicationFacts, *, reviewer_id: UUID
) -> Iterator[Obstacle]:
    """Say what stands against this person's answer to an application, whatever it is."""
    if application.status is not ApplicationStatus.SUBMITTED:
        yield Obstacle("application-not-submitted", {"status": application.status})
    if application.submitted_by == reviewer_id:
        yield Obstacle("reviewer-submitted-it")


def obstacles_to_accepting(
    application: ApplicationFacts,
    body: BodyFacts,
    checks: Mapping[ReviewCheck, bool],
    *,
    on: date,
) -> Iterator[Obstacle]:
    """Say why a body cannot take this operator on: what it looked at, its approval, its people."""
    for check in ReviewCheck:
        if not checks.get(check, False):
            yield Obstacle("review-check-not-met", {"check": check}, at=f"check_{check}")
    yield from obstacles_in_body(application, body, on=on)


def obstacles_in_body(
    application: ApplicationFacts, body: BodyFacts, *, on: date
) -> Iterator[Obstacle]:
    """Say what the body lacks for this application, whatever anybody ticked."""
    for country in sorted(body.unapproved):
        facts = {"standard": application.standard, "version": application.standard_version}
        yield Obstacle("body-cannot-certify-there", {**facts, "country": country, "on": on})
    if not (body.auditors and body.evaluators and body.certifiers):
        yield Obstacle("body-lacks-a-role")
    elif len(body.people) < SEPARATE_PEOPLE:
        counted = {"people": len(body.people), "needed": SEPARATE_PEOPLE}
        yield Obstacle("body-lacks-people", counted)


# the self-assessment


def asked_of_everybody(indicators: Iterable[Indicator]) -> tuple[Indicator, ...]:
    """Give the indicators an operator must answer before anybody has classed its species."""
    return tuple(one for one in indicators if one.applies_to is AppliesTo.ALL)


def obstacles_to_answering(
    indicators: Iterable[Indicator], answers: Iterable[tuple[str, int | bool | None, bool, str]]
) -> Iterator[Obstacle]:
    """Say where an operator answers otherwise than asked, or says of nothing why it does not apply.

    An answer is the code, points or whether it is met, whether it does not apply, and a note.
    """
    kinds = {one.code: one.kind for one in indicators}
    for code, value, not_applicable, note in answers:
        pointless = kinds[code] is IndicatorKind.MET_OR_NOT
        if value is not None and isinstance(value, bool) is not pointless:
            facts = {"indicator": code, "kind": kinds[code]}
            yield Obstacle("answer-of-another-kind", facts, at=code)
        if not_applicable and not note.strip():
            yield Obstacle("self-assessment-note-missing", {"indicator": code}, at=code)


def typed_answer(indicator: Indicator, answer: AnswerFacts | None) -> str:
    """Give an answer as the buttons of a form name it; nothing where there is none.

    That is 0 to 3, or `met` and `not-met`, or `n` for what does not apply.
    """
    if answer is None or not answer.is_given:
        return ""
    if answer.not_applicable:
        return "n"
    if indicator.kind is IndicatorKind.MET_OR_NOT:
        return "met" if answer.value else "not-met"
    return str(answer.value)


def self_assessment(
    indicators: Sequence[Indicator], answers: Iterable[AnswerFacts], *, norm: int, year: int = 1
) -> SelfAssessment:
    """Add up what an operator says of itself; what it left out counts on neither side.

    Nor does what is met or not met: it is asked, and can fall short, but has no points.
    """
    said = {one.indicator: one for one in answers if one.is_given}
    wanted = {one.code for one in asked_of_everybody(indicators)}
    values = {one.indicator: one.value for one in said.values() if one.value is not None}
    rated = {one.code for one in indicators if one.kind is IndicatorKind.SCORED}
    scored = [code for code in values if code in rated]
    levels = {one.code: one.required_level(year) for one in indicators}
    short = [code for code in levels if code in values and values[code] < (levels[code] or 0)]
    return SelfAssessment(
        asked=len(wanted),
        answered=len(wanted.intersection(said)),
        points=sum(values[code] for code in scored),
        norm=norm * len(scored),
        short=tuple(short),
    )


# the agreement


def agreement_in_force(agreements: Iterable[AgreementFacts], *, on: date) -> AgreementFacts | None:
    """Choose the agreement that binds on a day: signed by then, on file, not over; the latest."""
    binding = [one for one in agreements if one.on_file and on in one.period]
    return max(binding, key=lambda one: (one.signed_on, one.id), default=None)


def obstacles_to_signing(
    period: Period,
    *,
    operator_id: UUID,
    body_id: UUID,
    application: ApplicationFacts | None,
    on: date,
) -> Iterator[Obstacle]:
    """Say what stands against keeping an agreement signed on the first day of its period."""
    if period.start > on:
        yield Obstacle("agreement-not-yet-signed", {"signed_on": period.start}, at="signed_on")
    if period.until is not None and period.until <= period.start:
        yield Obstacle("agreement-without-days", {"signed_on": period.start}, at="valid_until")
    if application is None:
        return
    if (application.operator_id, application.addressed_to_id) != (operator_id, body_id):
        yield Obstacle("application-of-others", at="application_id")
    if application.status is not ApplicationStatus.ACCEPTED:
        yield Obstacle("application-not-accepted", {"status": application.status})


def obstacles_to_keeping_copy(agreement: AgreementFacts) -> Iterator[Obstacle]:
    """Say why no signed copy can be laid beside an agreement."""
    if agreement.on_file:
        yield Obstacle("agreement-on-file", {"edition": agreement.edition})
    if agreement.ended:
        yield Obstacle("agreement-ended", {"edition": agreement.edition})


def obstacles_to_ending(agreement: AgreementFacts, *, ends_on: date) -> Iterator[Obstacle]:
    """Say why an agreement cannot end on that day."""
    if agreement.ended:
        yield Obstacle("agreement-ended", {"edition": agreement.edition})
    elif ends_on < agreement.signed_on:
        facts = {"signed_on": agreement.signed_on}
        yield Obstacle("agreement-ends-before-it-began", facts, at="ends_on")
