"""Letters to whoever complained and left an address."""

from fairwild.complaints.letters import CaseLetter, Writer
from fairwild.complaints.queries import find_complainant
from fairwild.complaints.records import Complaint, ComplaintJudgement
from fairwild.unit_of_work import UnitOfWork


def tell(
    work: UnitOfWork,
    complaint: Complaint,
    write: Writer | None,
    *,
    secret: str | None = None,
    judgement: ComplaintJudgement | None = None,
) -> None:
    """Write to whoever complained how far the case has come, where an address is known."""
    complainant = find_complainant(work, complaint.id)
    if write is None or complainant is None or not complainant.email:
        return
    letter = CaseLetter(
        to=complainant.email,
        number=complaint.number,
        body=complaint.body.name,
        status=complaint.status,
        secret=secret,
        outcome=judgement.outcome if judgement else None,
        reasons=judgement.reasons if judgement else "",
    )
    work.post(write(letter))
