"""Who took part in the audits of an operator, of whatever body."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, select

from fairwild.audits.records import Audit, Decision, Evaluation, TeamMember
from fairwild.competence import queries as competence
from fairwild.kernel.actors import Role
from fairwild.unit_of_work import Reading


@dataclass(frozen=True)
class PartTaken:
    """What a person did in an audit, and the day it ended; in a team everybody is an auditor."""

    person_id: UUID
    audit_id: UUID
    audit: str
    role: Role
    on: date


def parts_taken(reading: Reading, operator_id: UUID) -> list[PartTaken]:
    """List who was in the teams of an operator's audits, evaluated them or decided on them.

    Nobody had a part in a plan that was cancelled; who worked until an audit was broken off had.

    Asks no permission: for rooms that have asked for their own.
    """
    of_operator = and_(Audit.operator_id == operator_id, ~Audit.never_began)
    days = Audit.ends_on, Audit.cancelled_at
    teams = select(TeamMember.person_id, Audit.id, Audit.number, *days).join(
        Audit, Audit.id == TeamMember.audit_id
    )
    evaluations = select(
        Evaluation.evaluator_id, Audit.id, Audit.number, Evaluation.evaluated_at
    ).join(Audit, Audit.id == Evaluation.audit_id)
    decisions = select(Decision.certifier_id, Audit.id, Audit.number, Decision.decided_at).join(
        Audit, Audit.id == Decision.audit_id
    )
    ask = reading.session.execute
    taken = [
        PartTaken(person_id, audit_id, number, Role.AUDITOR, _last_day(ends_on, broken_off_at))
        for person_id, audit_id, number, ends_on, broken_off_at in ask(teams.where(of_operator))
    ]
    for role, judged in ((Role.EVALUATOR, evaluations), (Role.CERTIFIER, decisions)):
        taken += [
            PartTaken(person_id, audit_id, number, role, at.date())
            for person_id, audit_id, number, at in ask(judged.where(of_operator))
        ]
    return sorted(taken, key=lambda one: (one.on, one.audit, one.role))


def _last_day(ends_on: date, broken_off_at: datetime | None) -> date:
    return broken_off_at.date() if broken_off_at else ends_on


@dataclass(frozen=True)
class OfficePart:
    """Who of an office stood by the plan of an audit, or set obstacles aside for it."""

    person_id: UUID
    audit_id: UUID
    audit: str
    set_aside: bool
    on: date


def office_parts(reading: Reading, operator_id: UUID) -> list[OfficePart]:
    """List who confirmed the plans of an operator's audits or set obstacles aside for them.

    Asks no permission: for rooms that have asked for their own.
    """
    columns = (Audit.id, Audit.number, Audit.ends_on, Audit.confirmed_by)
    counting = select(*columns).where(Audit.operator_id == operator_id, ~Audit.never_began)
    rows = reading.session.execute(counting).all()
    said = {audit_id: (number, on) for audit_id, number, on, _ in rows}
    found = [
        OfficePart(person_id, audit_id, number, False, on)
        for audit_id, number, on, person_id in rows
        if person_id is not None
    ]
    found += [
        OfficePart(person_id, audit_id, said[audit_id][0], True, said[audit_id][1])
        for person_id, audit_id in competence.who_set_aside(reading, said)
    ]
    return sorted(found, key=lambda one: (one.on, one.audit, one.set_aside))


def is_in_team(reading: Reading, audit_id: UUID) -> bool:
    """Tell whether the actor is in the team of an audit, and did not leave it."""
    mine = select(TeamMember.person_id).where(
        TeamMember.audit_id == audit_id,
        TeamMember.person_id == reading.actor.person_id,
        TeamMember.left_at.is_(None),
    )
    return reading.session.scalar(mine) is not None
