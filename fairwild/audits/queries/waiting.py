"""What waits for somebody: to be answered, read, judged, or put right in time."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Date, and_, func, not_, or_, select, true
from sqlalchemy.orm import joinedload

from fairwild.access.actions import Action
from fairwild.audits import rules
from fairwild.audits.queries.rows import nonconformity_facts
from fairwild.audits.records import (
    Audit,
    Decision,
    Evaluation,
    Nonconformity,
    Objection,
    TeamMember,
)
from fairwild.audits.states import SETTLED, Grade, NonconformityStatus
from fairwild.kernel.actors import Role
from fairwild.organisations import queries as organisations
from fairwild.unit_of_work import Reading, visible_to


@dataclass(frozen=True)
class WaitingNonconformity:
    """A nonconformity that is not settled, with the audit it stands in and its grade today."""

    id: UUID
    audit_id: UUID
    audit_number: str
    operator: str
    number: int
    indicator: str
    grade: Grade
    status: NonconformityStatus
    due_on: date
    overdue: bool


def nonconformities_to_answer(reading: Reading) -> list[WaitingNonconformity]:
    """List the open nonconformities the actor may answer, the most urgent first."""
    return _waiting(
        reading,
        visible_to(reading.actor, Nonconformity, Action.ANSWER_NONCONFORMITY),
        Nonconformity.status == NonconformityStatus.OPEN,
    )


def outstanding_nonconformities(reading: Reading) -> list[WaitingNonconformity]:
    """List everything not settled that the actor may see, the most urgent first."""
    return _waiting(
        reading,
        visible_to(reading.actor, Nonconformity, Action.SEE_AUDIT),
        Nonconformity.status.not_in(SETTLED),
    )


def overdue_nonconformities(reading: Reading) -> list[WaitingNonconformity]:
    """List what was not answered by its last day and the actor may see, the oldest first."""
    seen = visible_to(reading.actor, Nonconformity, Action.SEE_AUDIT)
    return _waiting(reading, seen, is_overdue(reading.today))


def overdue_of(reading: Reading, audited_id: UUID) -> list[WaitingNonconformity]:
    """List what this operator or buyer did not answer by its last day and the actor may see."""
    seen = visible_to(reading.actor, Nonconformity, Action.SEE_AUDIT)
    theirs = Nonconformity.operator_id == audited_id
    return _waiting(reading, seen, theirs, is_overdue(reading.today))


@dataclass(frozen=True)
class CertifiedParty:
    """Who may hold a certificate of a body under a standard."""

    operator_id: UUID
    body_id: UUID
    standard: str


def critical_of(
    reading: Reading, audited_id: UUID | None = None
) -> dict[CertifiedParty, list[WaitingNonconformity]]:
    """Give what is critical, not settled, and the actor may see: by party, the oldest first.

    With an operator, of that one.
    """
    rows = _rows(
        reading,
        visible_to(reading.actor, Nonconformity, Action.SEE_AUDIT),
        Nonconformity.grade == Grade.CRITICAL,
        Nonconformity.status.not_in(SETTLED),
        true() if audited_id is None else Nonconformity.operator_id == audited_id,
    )
    found: dict[CertifiedParty, list[WaitingNonconformity]] = defaultdict(list)
    for row, audit in rows:
        party = CertifiedParty(row.operator_id, row.body_id, audit.standard)
        found[party].append(_line(reading, row, audit))
    return found


def is_overdue(on: date) -> ColumnElement[bool]:
    """Ask on a day for what is not settled and overdue, as the rule says it."""
    answered_on = func.date(Nonconformity.answered_at, type_=Date)
    in_time = and_(Nonconformity.answered_at.is_not(None), answered_on <= Nonconformity.due_on)
    return and_(
        Nonconformity.status.not_in(SETTLED),
        Nonconformity.due_on < on,
        not_(in_time),
    )


def answers_to_read(reading: Reading) -> list[WaitingNonconformity]:
    """List the answers the actor may verify, the most urgent first; nobody verifies their own."""
    person_id = reading.actor.person_id
    return _waiting(
        reading,
        visible_to(reading.actor, Nonconformity, Action.CLOSE_NONCONFORMITY),
        Nonconformity.status == NonconformityStatus.ANSWERED,
        or_(Nonconformity.answered_by.is_(None), Nonconformity.answered_by != person_id),
    )


def objections_to_judge(reading: Reading) -> list[WaitingNonconformity]:
    """List the unanswered objections that the actor can answer by rule R15, as the rule says it."""
    person_id = reading.actor.person_id
    if person_id is None:
        return []
    rows = _rows(
        reading,
        visible_to(reading.actor, Nonconformity, Action.ANSWER_OBJECTION),
        Nonconformity.id.in_(select(Objection.nonconformity_id).where(Objection.outcome.is_(None))),
    )
    involved = _involved_in(reading, {row.audit_id for row, _ in rows})
    judges = {one: judges_of(reading, one) for one in {row.body_id for row, _ in rows}}
    return [
        _line(reading, row, audit)
        for row, audit in rows
        if not any(
            rules.obstacles_in_judge(
                person_id,
                involved=involved[row.audit_id] | {row.raised_by},
                judges=judges[row.body_id],
            )
        )
    ]


def judges_of(reading: Reading, body_id: UUID) -> frozenset[UUID]:
    """Give those of a body who answer objections, whatever part they had in an audit."""
    people = organisations.people_with_role(reading, body_id, Role.EVALUATOR, Role.CERTIFIER)
    return frozenset(one.id for one in people)


def _involved_in(reading: Reading, audit_ids: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """Give by audit who was in its team, evaluated it or decided on it."""
    ids = list(audit_ids)
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for model, column in (
        (TeamMember, TeamMember.person_id),
        (Evaluation, Evaluation.evaluator_id),
        (Decision, Decision.certifier_id),
    ):
        wanted = select(model.audit_id, column).where(model.audit_id.in_(ids))
        for audit_id, person_id in reading.session.execute(wanted):
            found[audit_id].add(person_id)
    return found


def _rows(reading: Reading, *conditions: ColumnElement[bool]) -> list[tuple[Nonconformity, Audit]]:
    wanted = (
        select(Nonconformity, Audit)
        .join(Audit, Audit.id == Nonconformity.audit_id)
        .where(and_(*conditions))
        .options(joinedload(Audit.operator))
        .order_by(Nonconformity.due_on, Audit.number, Nonconformity.number)
    )
    return [(row, audit) for row, audit in reading.session.execute(wanted)]


def _waiting(reading: Reading, *conditions: ColumnElement[bool]) -> list[WaitingNonconformity]:
    return [_line(reading, row, audit) for row, audit in _rows(reading, *conditions)]


def _line(reading: Reading, row: Nonconformity, audit: Audit) -> WaitingNonconformity:
    facts = nonconformity_facts(row)
    return WaitingNonconformity(
        id=row.id,
        audit_id=row.audit_id,
        audit_number=audit.number,
        operator=audit.operator.name,
        number=row.number,
        indicator=row.indicator,
        grade=facts.grade_on(reading.today),
        status=row.status,
        due_on=row.due_on,
        overdue=facts.overdue(reading.today),
    )
