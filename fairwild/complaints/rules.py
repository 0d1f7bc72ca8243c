"""Who may handle a complaint, and what stands between its states. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from fairwild.competence.facts import CandidateFacts
from fairwild.competence.rules import free_from, obstacles_in_interests
from fairwild.complaints.facts import (
    ComplaintFacts,
    ComplaintTerms,
    ExaminerFacts,
    Involvement,
    Waiting,
)
from fairwild.complaints.states import (
    AWAITING_EXAMINER,
    MOVES,
    OPEN,
    ComplaintStatus,
)
from fairwild.kernel.refusals import Obstacle


def obstacles_to_handling(
    person: ExaminerFacts,
    *,
    on: date,
    lookback_months: int,
    appealed_audit_id: UUID | None = None,
) -> Iterator[Obstacle]:
    """Say everything that stands against this person judging a complaint (rule R15).

    An involvement counts until the look-back is over; in the very audit that an appeal is about
    it counts for ever.
    """
    for one in person.involved:
        yield from _involved(person, one, on, lookback_months, appealed_audit_id)
    known = CandidateFacts(person.person_id, person.name)
    ties = obstacles_in_interests(
        known, interests=person.interests, on=on, lookback_months=lookback_months
    )
    yield from (replace(one, at="person_id") for one in ties)
    if person.complained:
        yield Obstacle("examiner-complained", {"person": person.name}, at="person_id")
    if person.judged:
        yield Obstacle("examiner-judged-before", {"person": person.name}, at="person_id")


def _involved(
    person: ExaminerFacts, one: Involvement, on: date, lookback_months: int, appealed: UUID | None
) -> Iterator[Obstacle]:
    facts: dict[str, object] = {"person": person.name, "how": one.how, "audit": one.audit}
    if one.audit_id == appealed:
        yield Obstacle("examiner-of-this-decision", facts, at="person_id")
        return
    free_on = free_from(one.on, lookback_months=lookback_months)
    if free_on is not None and on < free_on:
        yield Obstacle("examiner-involved", {**facts, "free_on": free_on}, at="person_id")


def _obstacles_to_move(case: ComplaintFacts, to: ComplaintStatus) -> Iterator[Obstacle]:
    if to not in MOVES[case.status]:
        yield Obstacle("complaint-moved-on", {"number": case.number, "status": case.status})


def obstacles_to_acknowledging(case: ComplaintFacts, *, gist: str) -> Iterator[Obstacle]:
    """Say why a complaint cannot be acknowledged: it was, or nobody could tell what it is about."""
    yield from _obstacles_to_move(case, ComplaintStatus.ACKNOWLEDGED)
    if not gist.strip():
        yield Obstacle("complaint-gist-missing", at="gist")


def obstacles_to_appointing(
    case: ComplaintFacts, person: ExaminerFacts, *, on: date, lookback_months: int
) -> Iterator[Obstacle]:
    """Say everything that stands against giving a case into somebody's hands, or other hands."""
    if case.status not in AWAITING_EXAMINER and not case.in_hands:
        yield Obstacle("complaint-moved-on", {"number": case.number, "status": case.status})
    if case.in_hands and case.examiner_id == person.person_id:
        yield Obstacle("examiner-already", {"person": person.name}, at="person_id")
    yield from obstacles_to_handling(
        person,
        on=on,
        lookback_months=lookback_months,
        appealed_audit_id=case.appealed_audit_id,
    )


def obstacles_to_passing_on(
    case: ComplaintFacts, *, with_owner: bool, reason: str
) -> Iterator[Obstacle]:
    """Say why a case cannot be passed on to the scheme owner."""
    if case.status not in OPEN:
        yield Obstacle("complaint-moved-on", {"number": case.number, "status": case.status})
    if with_owner:
        yield Obstacle("complaint-with-scheme-owner", {"number": case.number})
    if not reason.strip():
        yield Obstacle("complaint-reason-missing", at="reason")


def obstacles_to_noting(case: ComplaintFacts) -> Iterator[Obstacle]:
    """Say why nothing can be added to a file: nobody is at work on the case."""
    if not case.in_hands:
        yield Obstacle("complaint-not-in-hands", {"number": case.number, "status": case.status})


def obstacles_to_proving(case: ComplaintFacts, *, count: int, most: int) -> Iterator[Obstacle]:
    """Say why whoever complained cannot send a file: it is judged, or they have sent enough."""
    if case.status not in OPEN:
        yield Obstacle("complaint-moved-on", {"number": case.number, "status": case.status})
    if count >= most:
        yield Obstacle("complaint-proofs-enough", {"most": most}, at="file")


def obstacles_to_concluding(
    case: ComplaintFacts, person: ExaminerFacts, *, reasons: str, on: date, lookback_months: int
) -> Iterator[Obstacle]:
    """Say everything that stands against this outcome; R15 is asked again on the day of it."""
    if not case.in_hands:
        yield Obstacle("complaint-moved-on", {"number": case.number, "status": case.status})
    if not reasons.strip():
        yield Obstacle("complaint-reasons-missing", at="reasons")
    yield from obstacles_to_handling(
        person,
        on=on,
        lookback_months=lookback_months,
        appealed_audit_id=case.appealed_audit_id,
    )


def obstacles_to_appealing(
    case: ComplaintFacts, *, on: date, terms: ComplaintTerms, reasons: str
) -> Iterator[Obstacle]:
    """Say why an outcome cannot be appealed: there is none, it was, or its time is over."""
    yield from _obstacles_to_move(case, ComplaintStatus.APPEALED)
    last = last_day_to_appeal(case, terms)
    if last is not None and on > last and case.status is ComplaintStatus.CONCLUDED:
        yield Obstacle("complaint-appeal-too-late", {"number": case.number, "last_day": last})
    if not reasons.strip():
        yield Obstacle("complaint-reasons-missing", at="reasons")


def obstacles_to_forgetting(*, known: bool, open_case: bool) -> Iterator[Obstacle]:
    """Say why a complainant cannot be forgotten: nothing is known of them, or it is needed yet."""
    if not known:
        yield Obstacle("complainant-unknown")
    if open_case:
        yield Obstacle("complainant-still-needed")


def last_day_to_appeal(case: ComplaintFacts, terms: ComplaintTerms) -> date | None:
    """Give the last day on which the first outcome can be appealed, once there is one."""
    if case.concluded_on is None:
        return None
    return case.concluded_on + timedelta(days=terms.appeal_days)


def waiting(case: ComplaintFacts, *, on: date, terms: ComplaintTerms) -> Waiting:
    """Say by when the body has to act next, and whether it is late."""
    due_on = _due_on(case, terms)
    return Waiting(due_on, due_on is not None and on > due_on)


def _due_on(case: ComplaintFacts, terms: ComplaintTerms) -> date | None:
    if case.status not in OPEN:
        return None
    if case.status is ComplaintStatus.RECEIVED:
        return case.received_on + timedelta(days=terms.acknowledgement_days)
    began = case.appealed_on or case.received_on
    return began + timedelta(days=terms.conclusion_days)
