"""Files by which whoever complained shows what they say, and who may read them."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import select

from fairwild.access.actions import Action
from fairwild.complaints.queries.rows import get_complaint
from fairwild.complaints.records import Complaint, ComplaintProof
from fairwild.kernel.refusals import NotFound
from fairwild.standards import catalogue
from fairwild.unit_of_work import Reading


def most_proofs(on: date) -> int:
    """Give how many files whoever complained may send in one case."""
    return catalogue.parameters().in_force("complaint_proofs_most", on=on).whole


def proofs_at_hand(reading: Reading, complaint_id: UUID) -> list[ComplaintProof]:
    """List the files sent in a case in their order; nobody is asked."""
    return proofs_by_case(reading, [complaint_id])[complaint_id]


def proofs_by_case(
    reading: Reading, complaint_ids: Collection[UUID]
) -> dict[UUID, list[ComplaintProof]]:
    """List the files sent in these cases in their order, each case for itself; nobody is asked."""
    wanted = select(ComplaintProof).where(ComplaintProof.complaint_id.in_(complaint_ids))
    found: dict[UUID, list[ComplaintProof]] = {one: [] for one in complaint_ids}
    for proof in reading.session.scalars(
        wanted.order_by(ComplaintProof.added_at, ComplaintProof.id)
    ):
        found[proof.complaint_id].append(proof)
    return found


def proofs_of(reading: Reading, complaint: Complaint) -> list[ComplaintProof]:
    """List the files sent in a case for who handles it; raises NotAllowed."""
    reading.may(Action.READ_COMPLAINT, on=complaint)
    return proofs_at_hand(reading, complaint.id)


def get_proof(reading: Reading, complaint_id: UUID, proof_id: UUID) -> ComplaintProof:
    """Give one file of a case to who handles it; raises NotFound, NotAllowed."""
    complaint = get_complaint(reading, complaint_id)
    found = [one for one in proofs_of(reading, complaint) if one.id == proof_id]
    if not found:
        raise NotFound("complaint_proof")
    return found[0]
