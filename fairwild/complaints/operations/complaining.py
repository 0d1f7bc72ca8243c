"""What whoever complains can do: make a complaint, appeal against its outcome."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from fairwild.access.actions import Action
from fairwild.access.secrets import digest
from fairwild.complaints import rules
from fairwild.complaints.events import ComplaintOutcomeAppealed, ComplaintReceived
from fairwild.complaints.letters import Writer
from fairwild.complaints.operations.telling import tell
from fairwild.complaints.queries import (
    Named,
    body_concerned,
    facts_of,
    find_case,
    get_case,
    get_own,
    terms,
)
from fairwild.complaints.records import Complainant, Complaint
from fairwild.complaints.states import ComplaintKind, ComplaintStatus, ComplaintSubject
from fairwild.kernel.actors import NOBODY
from fairwild.kernel.codes import new_secret
from fairwild.kernel.digests import text_digest
from fairwild.kernel.refusals import NotFound, Obstacle, Refused
from fairwild.organisations.queries import get_organisation
from fairwild.store.series import next_number
from fairwild.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Lodged:
    """A complaint that was made, and the secret of its link, which is nowhere kept."""

    complaint: Complaint
    secret: str


def lodge_complaint(
    work: UnitOfWork,
    *,
    named: Named,
    kind: ComplaintKind,
    said: str,
    person_id: UUID | None = None,
    name: str = "",
    email: str = "",
    write: Writer | None = None,
) -> Lodged:
    """Hand a complaint to whoever has to handle it; the ledger says that nobody in person did it.

    With `person_id` it stands among the complaints of that account. Refused where there is nobody
    to handle it.
    """
    body_id = body_concerned(work, named)
    if body_id is None:
        raise Refused([Obstacle("complaint-nobody-handles")])
    is_appeal = named.subject is ComplaintSubject.DECISION
    secret = new_secret()
    complaint = Complaint(
        number=_number(work, body_id),
        body_id=body_id,
        about_id=named.about_id,
        kind=ComplaintKind.APPEAL if is_appeal else kind,
        subject=named.subject,
        thing_id=named.thing_id,
        thing=named.thing,
        status=ComplaintStatus.RECEIVED,
        said=said.strip(),
        secret_digest=digest(secret),
        received_at=work.now,
    )
    work.add(complaint)
    if person_id is not None or name.strip() or email.strip():
        _remember(work, complaint, person_id=person_id, name=name, email=email)
    _unnamed(work).record(_received(complaint))
    case = get_case(work, complaint.id)
    tell(work, case, write, secret=secret)
    return Lodged(case, secret)


def _received(complaint: Complaint) -> ComplaintReceived:
    return ComplaintReceived(
        subject=complaint.id,
        number=complaint.number,
        complaint_kind=complaint.kind,
        about=complaint.about_id,
        body=complaint.body_id,
        named=complaint.subject,
        thing=complaint.thing_id,
        text_sha256=text_digest(complaint.said),
    )


def _number(work: UnitOfWork, body_id: UUID) -> str:
    """Give the next number of the pattern BODY-CO-YEAR-SEQ."""
    stem = f"{get_organisation(work, body_id).code}-CO-{work.today.year:04d}"
    return f"{stem}-{next_number(work.session, f'complaint:{stem}'):05d}"


def _remember(
    work: UnitOfWork, complaint: Complaint, *, person_id: UUID | None, name: str, email: str
) -> None:
    work.add(
        Complainant(
            complaint_id=complaint.id,
            person_id=person_id,
            name=name.strip(),
            email=email.strip(),
        )
    )


def _unnamed(work: UnitOfWork) -> UnitOfWork:
    """Give the same transaction to nobody in person: the ledger is not to say who complained."""
    return work.acting_as(NOBODY, at=work.now)


def appeal_outcome(
    work: UnitOfWork, *, number: str, secret: str, reasons: str, write: Writer | None = None
) -> Complaint:
    """Say with the secret of the link that the outcome is not accepted; raises NotFound."""
    found = find_case(work, number, secret)
    if found is None:
        raise NotFound("complaint")
    return _appeal(work, found.id, reasons=reasons, write=write)


def appeal_own_outcome(
    work: UnitOfWork, *, complaint_id: UUID, reasons: str, write: Writer | None = None
) -> Complaint:
    """Say with the account that complained that the outcome is not accepted; raises NotFound."""
    work.may(Action.FOLLOW_COMPLAINT, on=Complainant(person_id=work.actor.person_id))
    return _appeal(work, get_own(work, complaint_id).id, reasons=reasons, write=write)


def _appeal(
    work: UnitOfWork, complaint_id: UUID, *, reasons: str, write: Writer | None
) -> Complaint:
    work.session.scalars(
        select(Complaint).where(Complaint.id == complaint_id).with_for_update()
    ).one()
    complaint = get_case(work, complaint_id)
    work.refuse_if(
        rules.obstacles_to_appealing(
            facts_of(complaint), on=work.today, terms=terms(work.today), reasons=reasons
        )
    )
    complaint.status = ComplaintStatus.APPEALED
    complaint.examiner_id = None
    complaint.appeal, complaint.appealed_at = reasons.strip(), work.now
    work.session.flush()
    _unnamed(work).record(
        ComplaintOutcomeAppealed(subject=complaint.id, reasons_sha256=text_digest(complaint.appeal))
    )
    tell(work, complaint, write)
    return complaint
