"""Complaints as they are kept, and who may look at what of them."""

import hmac
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from fairwild.access.actions import Action
from fairwild.access.secrets import digest
from fairwild.complaints.facts import ComplaintFacts, ComplaintTerms
from fairwild.complaints.records import Complainant, Complaint, ComplaintNote
from fairwild.complaints.states import (
    ComplaintKind,
    ComplaintStage,
    ComplaintStatus,
    ComplaintSubject,
)
from fairwild.kernel.refusals import NotFound
from fairwild.standards import catalogue
from fairwild.store.paging import Cursor, Page, page_of
from fairwild.unit_of_work import Reading

LONGEST_NUMBER = 60


def terms(on: date) -> ComplaintTerms:
    """Give the days a body has for a complaint, as they are in force."""
    numbers = catalogue.parameters()

    def whole(name: str) -> int:
        return numbers.in_force(name, on=on).whole

    return ComplaintTerms(
        acknowledgement_days=whole("complaint_acknowledgement_days"),
        conclusion_days=whole("complaint_conclusion_days"),
        appeal_days=whole("complaint_appeal_days"),
        lookback_months=whole("complaint_lookback_months"),
    )


def facts_of(row: Complaint) -> ComplaintFacts:
    """Give a complaint as rules know it; its judgements must be loaded."""
    first = [one for one in row.judgements if one.stage is ComplaintStage.FIRST]
    is_appeal = row.subject is ComplaintSubject.DECISION
    return ComplaintFacts(
        number=row.number,
        kind=row.kind,
        status=row.status,
        received_on=row.received_at.date(),
        acknowledged_on=row.acknowledged_at.date() if row.acknowledged_at else None,
        examiner_id=row.examiner_id,
        appealed_audit_id=row.thing_id if is_appeal else None,
        concluded_on=first[0].judged_at.date() if first else None,
        appealed_on=row.appealed_at.date() if row.appealed_at else None,
        passed_on=row.passed_on_at is not None,
    )


def _whole(query: Select[Complaint]) -> Select[Complaint]:
    loaded: list[Any] = [joinedload(Complaint.about), joinedload(Complaint.body)]
    return query.options(*loaded, selectinload(Complaint.judgements)).execution_options(
        populate_existing=True
    )


def get_complaint(reading: Reading, complaint_id: UUID) -> Complaint:
    """Give a complaint to the body that handles it or the steward; raises NotFound."""
    query = reading.visible(Complaint).where(Complaint.id == complaint_id)
    found = reading.session.scalar(_whole(query))
    if found is None:
        raise NotFound("complaint")
    return found


def get_case(reading: Reading, complaint_id: UUID) -> Complaint:
    """Give a complaint at hand with everything; nobody is asked."""
    return reading.session.scalars(
        _whole(select(Complaint).where(Complaint.id == complaint_id))
    ).one()


def find_case(reading: Reading, number: str, secret: str) -> Complaint | None:
    """Give a complaint to whoever brings the secret of its link."""
    wanted = select(Complaint).where(Complaint.number == number.strip().upper()[:LONGEST_NUMBER])
    found = reading.session.scalar(_whole(wanted))
    if found is None or not hmac.compare_digest(found.secret_digest, digest(secret)):
        return None
    return found


def get_own(reading: Reading, complaint_id: UUID) -> Complaint:
    """Give a complaint to whoever made it with their account; raises NotFound."""
    own = reading.visible(Complainant).where(Complainant.complaint_id == complaint_id)
    if reading.session.scalar(own) is None:
        raise NotFound("complaint")
    return get_case(reading, complaint_id)


def own_complaints(reading: Reading) -> list[Complaint]:
    """List what the actor complained of with their account, the latest first."""
    own = reading.visible(Complainant).with_only_columns(Complainant.complaint_id)
    wanted = select(Complaint).where(Complaint.id.in_(own))
    latest = wanted.order_by(Complaint.received_at.desc(), Complaint.id)
    return list(reading.session.scalars(_whole(latest)))


def page_of_complaints(
    reading: Reading,
    cursor: Cursor,
    *,
    status: ComplaintStatus | None = None,
    kind: ComplaintKind | None = None,
) -> Page[Complaint]:
    """Give one page of the complaints the actor may see, the latest first."""
    wanted = _whole(reading.visible(Complaint))
    if status is not None:
        wanted = wanted.where(Complaint.status == status)
    if kind is not None:
        wanted = wanted.where(Complaint.kind == kind)
    return page_of(reading.session, wanted, [Complaint.received_at, Complaint.id], cursor)


def count_by_status(reading: Reading) -> dict[ComplaintStatus, int]:
    """Count the complaints the actor may see by how far they have come."""
    counted = reading.visible(Complaint).with_only_columns(Complaint.status, func.count())
    found = {row[0]: row[1] for row in reading.session.execute(counted.group_by(Complaint.status))}
    return {status: found[status] for status in ComplaintStatus if status in found}


def notes_of(reading: Reading, complaint: Complaint) -> list[ComplaintNote]:
    """List what the examiners found out, in its order; raises NotAllowed."""
    reading.may(Action.READ_COMPLAINT, on=complaint)
    wanted = select(ComplaintNote).where(ComplaintNote.complaint_id == complaint.id)
    return list(
        reading.session.scalars(wanted.order_by(ComplaintNote.written_at, ComplaintNote.id))
    )


def get_note(reading: Reading, complaint_id: UUID, note_id: UUID) -> ComplaintNote:
    """Give one note of a file; raises NotFound, NotAllowed."""
    complaint = get_complaint(reading, complaint_id)
    found = [one for one in notes_of(reading, complaint) if one.id == note_id]
    if not found:
        raise NotFound("complaint_note")
    return found[0]


def find_complainant(reading: Reading, complaint_id: UUID) -> Complainant | None:
    """Give what is known of whoever complained; nobody is asked."""
    wanted = select(Complainant).where(Complainant.complaint_id == complaint_id)
    return reading.session.scalar(wanted)


def complainant_of(reading: Reading, complaint: Complaint) -> Complainant | None:
    """Give what is known of whoever complained to the examiner of the case; raises NotAllowed."""
    reading.may(Action.HANDLE_COMPLAINT, on=complaint)
    return find_complainant(reading, complaint.id)
