"""Files by which whoever complained shows what they say."""

from uuid import UUID

from sqlalchemy import select

from fairwild.complaints import rules
from fairwild.complaints.events import ComplaintProofAdded
from fairwild.complaints.queries import facts_of, find_case, get_case, get_own
from fairwild.complaints.queries.proofs import most_proofs, proofs_at_hand
from fairwild.complaints.records import Complaint, ComplaintProof
from fairwild.kernel.actors import NOBODY
from fairwild.kernel.refusals import NotFound, Refused
from fairwild.store.attachments import clean_file_name
from fairwild.store.files import StoredFile
from fairwild.unit_of_work import Reading, UnitOfWork


def may_prove(reading: Reading, *, number: str, secret: str) -> None:
    """Refuse, before any byte is kept, whoever cannot add a file; raises NotFound, Refused."""
    _check(reading, _case(reading, number, secret))


def may_prove_own(reading: Reading, *, complaint_id: UUID) -> None:
    """Refuse the same to an account that complained; raises NotFound, Refused."""
    _check(reading, get_own(reading, complaint_id))


def add_proof(
    work: UnitOfWork,
    *,
    number: str,
    secret: str,
    file_name: str,
    media_type: str,
    stored: StoredFile,
) -> ComplaintProof:
    """Add a kept file to a case with the secret of its link; the same file only once."""
    complaint = _case(work, number, secret)
    return _add(work, complaint.id, file_name, media_type, stored)


def add_own_proof(
    work: UnitOfWork, *, complaint_id: UUID, file_name: str, media_type: str, stored: StoredFile
) -> ComplaintProof:
    """Add a kept file to a case with the account that complained; the same file only once."""
    return _add(work, get_own(work, complaint_id).id, file_name, media_type, stored)


def _case(reading: Reading, number: str, secret: str) -> Complaint:
    found = find_case(reading, number, secret)
    if found is None:
        raise NotFound("complaint")
    return found


def _check(reading: Reading, complaint: Complaint) -> None:
    count, most = len(proofs_at_hand(reading, complaint.id)), most_proofs(reading.today)
    found = list(rules.obstacles_to_proving(facts_of(complaint), count=count, most=most))
    if found:
        raise Refused(found)


def _add(
    work: UnitOfWork, complaint_id: UUID, file_name: str, media_type: str, stored: StoredFile
) -> ComplaintProof:
    """Write the row; the ledger says that nobody in person did it."""
    work.session.scalars(
        select(Complaint).where(Complaint.id == complaint_id).with_for_update()
    ).one()
    complaint = get_case(work, complaint_id)
    known = [one for one in proofs_at_hand(work, complaint_id) if one.sha256 == stored.sha256]
    if known:
        return known[0]
    _check(work, complaint)
    proof = ComplaintProof(
        complaint_id=complaint_id,
        file_name=clean_file_name(file_name, media_type, otherwise="file"),
        media_type=media_type,
        size_bytes=stored.size_bytes,
        sha256=stored.sha256,
        added_at=work.now,
    )
    work.add(proof)
    unnamed = work.acting_as(NOBODY, at=work.now)
    unnamed.record(ComplaintProofAdded(subject=complaint_id, file_sha256=stored.sha256))
    return proof
