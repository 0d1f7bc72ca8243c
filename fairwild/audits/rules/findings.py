"""When a nonconformity may be answered and closed, and by when. Pure."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from uuid import UUID

from fairwild.audits.facts import AuditFacts, Due, FoundElsewhere, NonconformityFacts
from fairwild.audits.states import (
    NEVER_WAS,
    DueBy,
    Grade,
    NonconformityStatus,
    Verification,
)
from fairwild.kernel.parameters import ParameterTable
from fairwild.kernel.periods import add_months
from fairwild.kernel.prose import gives_reason, says_something
from fairwild.kernel.refusals import Obstacle


def nonconformity_due(
    table: ParameterTable, grade: Grade, *, found_on: date, next_audit_on: date | None = None
) -> Due:
    """Give the last day for closing a nonconformity of this grade, and what sets it.

    A grade whose number says so is due at the next audit of a whole year, where that comes before
    its months are over (scheme.md 2.5).
    """
    months = table.in_force("nonconformity_due_months", on=found_on, grade=grade).whole
    term = Due(add_months(found_on, months), DueBy.TERM)
    asked = table.find_in_force("nonconformity_due_next_audit", on=found_on, grade=grade)
    if asked is None or not asked.whole or next_audit_on is None:
        return term
    return Due(next_audit_on, DueBy.NEXT_AUDIT) if found_on < next_audit_on < term.on else term


def obstacles_to_answering(nonconformity: NonconformityFacts, *, answer: str) -> Iterator[Obstacle]:
    """Say what stands against the operator's answer: it has words, a dash is none."""
    if nonconformity.status is not NonconformityStatus.OPEN:
        yield Obstacle("nonconformity-not-open", {"status": nonconformity.status})
    if not says_something(answer):
        yield Obstacle("answer-missing")


def obstacles_to_closing(
    nonconformity: NonconformityFacts, *, closer_id: UUID
) -> Iterator[Obstacle]:
    """Say what stands against closing a nonconformity: it takes an answer and four eyes."""
    if nonconformity.status is not NonconformityStatus.ANSWERED:
        yield Obstacle("nonconformity-not-answered", {"status": nonconformity.status})
    if nonconformity.answered_by == closer_id:
        yield Obstacle("closer-is-answerer")


def obstacles_in_verification(
    verification: Verification, *, note: str, shown: int
) -> Iterator[Obstacle]:
    """Say whether it is not told what an answer was verified by.

    The note says in words what was seen; what is verified by document has at least one file or
    record with it, and `shown` counts them.
    """
    if not gives_reason(note):
        yield Obstacle("closing-note-missing", at="note")
    if verification is Verification.DOCUMENT and not shown:
        yield Obstacle("verifying-document-missing", at="verification")


def obstacles_to_returning(
    nonconformity: NonconformityFacts, *, returner_id: UUID, reason: str
) -> Iterator[Obstacle]:
    """Say what stands against sending an answer back: it is done with a reason, by another."""
    yield from obstacles_to_closing(nonconformity, closer_id=returner_id)
    if not reason.strip():
        yield Obstacle("finding-reason-missing", at="reason")


def due_after_return(
    nonconformity: NonconformityFacts, table: ParameterTable, *, moved: int, on: date
) -> date:
    """Give the last day once the answer is sent back on a day, after it was `moved` so often.

    It stays, unless the answer was given in time and the last day went by while the body read it:
    then the operator has days anew from the sending back, as many as the table says for the
    grade, and it grows to major only when they pass without an answer. They are given once: sent
    back again it keeps its last day, however often. This is our own design.
    """
    if moved or on <= nonconformity.due_on or nonconformity.overdue(on):
        return nonconformity.due_on
    days = table.in_force("nonconformity_return_days", on=on, grade=nonconformity.grade).whole
    return on + timedelta(days=days)


def latest_extension(nonconformity: NonconformityFacts, table: ParameterTable, *, on: date) -> date:
    """Give the last day to which one extension may move the last day of a nonconformity."""
    grade = nonconformity.grade
    months = table.in_force("nonconformity_extension_months", on=on, grade=grade).whole
    return add_months(nonconformity.due_on, months)


def obstacles_to_extending(
    nonconformity: NonconformityFacts,
    table: ParameterTable,
    *,
    due_on: date,
    reason: str,
    on: date,
) -> Iterator[Obstacle]:
    """Say what stands against more time: it is given before the last day, seldom, and not long."""
    grade = nonconformity.grade
    if nonconformity.settled:
        yield Obstacle("nonconformity-settled", {"status": nonconformity.status})
    elif on > nonconformity.due_on:
        yield Obstacle("nonconformity-overdue", {"due_on": nonconformity.due_on})
    most = table.in_force("nonconformity_extensions_most", on=on, grade=grade).whole
    if nonconformity.extensions >= most:
        yield Obstacle("extensions-used-up", {"grade": grade, "most": most})
    if due_on <= nonconformity.due_on:
        yield Obstacle("extension-not-later", {"due_on": nonconformity.due_on}, at="due_on")
    latest = latest_extension(nonconformity, table, on=on)
    if due_on > latest:
        yield Obstacle("extension-too-long", {"latest": latest}, at="due_on")
    if not reason.strip():
        yield Obstacle("finding-reason-missing", at="reason")


def obstacles_to_objecting(
    nonconformity: NonconformityFacts, *, objected: bool, reasons: str
) -> Iterator[Obstacle]:
    """Say what stands against an objection: there is one, with reasons, before it is settled."""
    if nonconformity.settled:
        yield Obstacle("nonconformity-settled", {"status": nonconformity.status})
    if objected:
        yield Obstacle("objection-there-already")
    if not reasons.strip():
        yield Obstacle("finding-reason-missing", at="reasons")


def obstacles_to_answering_objection(
    audit: AuditFacts,
    nonconformity: NonconformityFacts,
    *,
    answered: bool,
    person_id: UUID,
    judges: Collection[UUID],
    answer: str,
) -> Iterator[Obstacle]:
    """Say what stands against an answer to an objection: somebody uninvolved gives it (R15).

    `judges` are those of the body who answer objections at all.
    """
    if answered:
        yield Obstacle("objection-answered-already")
    involved = involved_in(audit, nonconformity)
    yield from obstacles_in_judge(person_id, involved=involved, judges=judges)
    if not answer.strip():
        yield Obstacle("finding-reason-missing", at="answer")


def involved_in(audit: AuditFacts, nonconformity: NonconformityFacts) -> frozenset[UUID]:
    """Give everybody who had a part in an audit, or wrote the nonconformity."""
    parts = (nonconformity.raised_by, audit.evaluator_id, audit.decider_id)
    team = (one.person_id for one in (*audit.team, *audit.left))
    return frozenset(one for one in (*parts, *team) if one is not None)


def obstacles_in_judge(
    person_id: UUID, *, involved: Collection[UUID], judges: Collection[UUID]
) -> Iterator[Obstacle]:
    """Say whether this person cannot judge an objection.

    Nobody does who had a part in the audit; the scheme owner does only where that leaves nobody of
    the body.
    """
    if person_id in involved:
        yield Obstacle("objection-by-involved")
    elif person_id not in judges and not is_passed_on(involved=involved, judges=judges):
        yield Obstacle("objection-with-body")


def is_passed_on(*, involved: Collection[UUID], judges: Collection[UUID]) -> bool:
    """Tell whether an objection is the scheme owner's to judge: nobody of the body can."""
    return all(one in involved for one in judges)


def obstacles_from_elsewhere(found: Iterable[FoundElsewhere], *, on: date) -> Iterator[Obstacle]:
    """Say which open nonconformities of other audits bar a certificate: major, grown or overdue."""
    for one in found:
        if one.bars(on):
            item = one.nonconformity
            overdue = item.overdue(on)
            facts = {"audit": one.audit, "number": one.number, "indicator": item.indicator}
            rest = {"grade": item.grade_on(on), "due_on": item.due_on, "audit_id": one.audit_id}
            code = "nonconformity-overdue-elsewhere" if overdue else "nonconformity-open-elsewhere"
            yield Obstacle(code, {**facts, **rest}, at=str(item.id))


def obstacles_to_lifting(found: Iterable[FoundElsewhere], *, on: date) -> Iterator[Obstacle]:
    """Say what keeps a suspension from being lifted: what is critical, and what is overdue.

    A major one that is answered in time ends no certificate, and keeps none suspended.
    """
    grave = (
        one
        for one in found
        if one.nonconformity.grade is Grade.CRITICAL or one.nonconformity.overdue(on)
    )
    yield from obstacles_from_elsewhere(grave, on=on)


def repeated_by(
    indicators: Collection[str], earlier: Iterable[NonconformityFacts]
) -> tuple[NonconformityFacts, ...]:
    """Give every earlier nonconformity about any of the same indicators, in the given order.

    One that was lifted or withdrawn was none, and cannot be repeated.
    """
    return tuple(
        found
        for found in earlier
        if found.status not in NEVER_WAS and not set(found.indicators).isdisjoint(indicators)
    )
