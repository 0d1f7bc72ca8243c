"""Deleting what is known of whoever complained; the case itself stays."""

from uuid import UUID

from fairwild.access.actions import Action
from fairwild.complaints import rules
from fairwild.complaints.events import ComplainantForgotten
from fairwild.complaints.queries import find_case, find_complainant, get_case, get_own
from fairwild.complaints.records import Complaint
from fairwild.complaints.states import OPEN
from fairwild.kernel.actors import NOBODY
from fairwild.kernel.refusals import NotFound
from fairwild.mail.letters import forget_letters
from fairwild.unit_of_work import UnitOfWork


def forget_complainant(work: UnitOfWork, *, complaint_id: UUID) -> Complaint:
    """Delete name, address and account of whoever complained, once the case needs them no more."""
    work.take(Complaint, complaint_id, to=Action.FORGET_COMPLAINANT)
    complaint = get_case(work, complaint_id)
    known = find_complainant(work, complaint_id) is not None
    open_case = complaint.status in OPEN
    work.refuse_if(rules.obstacles_to_forgetting(known=known, open_case=open_case))
    _forget(work, complaint)
    return complaint


def forget_me(work: UnitOfWork, *, number: str, secret: str) -> Complaint:
    """Delete what one said of oneself, with the secret of the link; the link keeps working."""
    found = find_case(work, number, secret)
    if found is None:
        raise NotFound("complaint")
    return _forget_at_own_wish(work, found)


def forget_own(work: UnitOfWork, *, complaint_id: UUID) -> Complaint:
    """Delete what one said of oneself, with the account that complained; it is no longer shown."""
    return _forget_at_own_wish(work, get_own(work, complaint_id))


def _forget_at_own_wish(work: UnitOfWork, complaint: Complaint) -> Complaint:
    known = find_complainant(work, complaint.id) is not None
    work.refuse_if(rules.obstacles_to_forgetting(known=known, open_case=False))
    _forget(work.acting_as(NOBODY, at=work.now), complaint)
    return complaint


def _forget(work: UnitOfWork, complaint: Complaint) -> None:
    row = find_complainant(work, complaint.id)
    if row is None:
        return
    if row.email:
        forget_letters(work.session, to=row.email, about=complaint.number)
    work.session.delete(row)
    work.session.flush()
    work.record(ComplainantForgotten(subject=complaint.id))
