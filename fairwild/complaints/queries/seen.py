"""Complaints as lists and the auditor's desk show them: without whoever complained."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import selectinload

from fairwild.access.actions import Action
from fairwild.complaints import rules
from fairwild.complaints.facts import Waiting
from fairwild.complaints.queries.rows import facts_of, terms
from fairwild.complaints.records import Complaint
from fairwild.complaints.states import (
    IN_HANDS,
    OPEN,
    ComplaintKind,
    ComplaintOutcome,
    ComplaintStatus,
)
from fairwild.unit_of_work import Reading, visible_to


@dataclass(frozen=True)
class SeenComplaint:
    """One complaint without whoever complained; `gist` is what the body says it is about."""

    id: UUID
    number: str
    kind: ComplaintKind
    status: ComplaintStatus
    received_at: datetime
    thing: str
    gist: str
    outcome: ComplaintOutcome | None
    waiting: Waiting
    may_open: bool

    @property
    def open(self) -> bool:
        """Whether the body still owes an answer."""
        return self.status in OPEN


def seen(reading: Reading, row: Complaint) -> SeenComplaint:
    """Give a complaint at hand without whoever complained; its judgements must be loaded."""
    facts = facts_of(row)
    return SeenComplaint(
        id=row.id,
        number=row.number,
        kind=row.kind,
        status=row.status,
        received_at=row.received_at,
        thing=row.thing,
        gist=row.gist,
        outcome=row.judgements[-1].outcome if row.judgements else None,
        waiting=rules.waiting(facts, on=reading.today, terms=terms(reading.today)),
        may_open=reading.allows(Action.SEE_COMPLAINT, row),
    )


def complaints_about(reading: Reading, operator_id: UUID) -> list[SeenComplaint]:
    """List every complaint about an operator, open ones first, then the latest.

    Asks no permission: for the desk, which has asked for its own.
    """
    wanted = select(Complaint).where(Complaint.about_id == operator_id)
    latest = wanted.order_by(Complaint.received_at.desc(), Complaint.id)
    rows = reading.session.scalars(latest.options(selectinload(Complaint.judgements)))
    return sorted((seen(reading, row) for row in rows), key=lambda one: not one.open)


def cases_waiting(reading: Reading) -> list[SeenComplaint]:
    """List the cases that wait for the actor: to be directed, or in their hands, oldest first."""
    directs = visible_to(reading.actor, Complaint, Action.DIRECT_COMPLAINT)
    handles = visible_to(reading.actor, Complaint, Action.HANDLE_COMPLAINT)
    mine = or_(
        and_(directs, Complaint.status.in_(OPEN - IN_HANDS)),
        and_(handles, Complaint.status.in_(IN_HANDS)),
    )
    wanted = select(Complaint).where(mine).order_by(Complaint.received_at, Complaint.id)
    rows = reading.session.scalars(wanted.options(selectinload(Complaint.judgements)))
    return [seen(reading, row) for row in rows]
