"""Audits that are late: plans whose days have passed, and years without an audit."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_
from sqlalchemy.orm import selectinload

from fairwild.applications.queries import payers_with
from fairwild.audits import rules
from fairwild.audits.queries.assigning import role_of
from fairwild.audits.records import Audit
from fairwild.audits.states import BEFORE_WORK, OVER, RENEWING, AuditStatus
from fairwild.competence.facts import Taken
from fairwild.kernel.periods import add_months
from fairwild.standards.catalogue import parameters
from fairwild.unit_of_work import Reading


@dataclass(frozen=True)
class LatePlan:
    """A plan whose last day has passed and whose audit did not begin."""

    id: UUID
    number: str
    ends_on: date


@dataclass(frozen=True)
class CertifiedSince:
    """An operator certified under a standard since a day, as another room says it."""

    operator_id: UUID
    standard: str
    since: date


def plans_not_begun(reading: Reading, party_id: UUID) -> list[LatePlan]:
    """List the plans of this operator or body that the actor sees and whose days have passed."""
    query = reading.visible(Audit).where(
        or_(Audit.operator_id == party_id, Audit.body_id == party_id),
        Audit.status.in_(BEFORE_WORK),
        Audit.ends_on < reading.today,
    )
    rows = reading.session.scalars(query.order_by(Audit.ends_on, Audit.id))
    return [LatePlan(row.id, row.number, row.ends_on) for row in rows]


def audits_due(reading: Reading, certified: Iterable[CertifiedSince]) -> dict[CertifiedSince, date]:
    """Give of those whose yearly audit is late, and not planned, the day it was due.

    Only initial, annual and remote audits look at a year; what is seen is what the actor sees.
    """
    asked = list(certified)
    months = parameters().in_force("audit_interval_months", on=reading.today).whole
    begun, planned = _of_years(reading, {one.operator_id for one in asked})
    found = {}
    for one in asked:
        key = (one.operator_id, one.standard)
        due_on = add_months(max(begun[key], default=one.since), months)
        planned_until = max(planned[key], default=None)
        if rules.lacks_audit(due_on, planned_until=planned_until, on=reading.today):
            found[one] = due_on
    return found


Days = defaultdict[tuple[UUID, str], list[date]]


def _of_years(reading: Reading, operator_ids: set[UUID]) -> tuple[Days, Days]:
    """Give by operator and standard when whole audits began, and until when more are planned."""
    query = reading.visible(Audit).where(
        Audit.operator_id.in_(operator_ids),
        or_(Audit.kind.is_(None), Audit.kind.in_(RENEWING)),
        Audit.status != AuditStatus.CANCELLED,
    )
    begun, planned = Days(list), Days(list)
    for row in reading.session.scalars(query):
        key = (row.operator_id, row.standard)
        if row.status in BEFORE_WORK:
            planned[key].append(row.ends_on)
        else:
            begun[key].append(row.starts_on)
    return begun, planned


def teams_at_work(reading: Reading, body_id: UUID) -> list[Taken]:
    """List everybody in the team of an audit of this body that is not over."""
    query = (
        reading.visible(Audit)
        .where(Audit.body_id == body_id, Audit.status.not_in(OVER))
        .options(selectinload(Audit.team))
        .order_by(Audit.number)
    )
    audits = list(reading.session.scalars(query))
    payers = payers_with(reading, {one.operator_id for one in audits}, body_id, on=reading.today)
    return [
        Taken(
            audit_id=audit.id,
            audit=audit.number,
            person_id=member.person_id,
            role=role_of(member.role),
            client_ids=frozenset(
                {audit.operator_id, payers.get(audit.operator_id, audit.operator_id)}
            ),
        )
        for audit in audits
        for member in audit.team
        if member.left_at is None
    ]
