"""What the office of who handles complaints does: acknowledge, appoint, pass on."""

from uuid import UUID

from fairwild.access.actions import Action
from fairwild.complaints import rules
from fairwild.complaints.events import (
    ComplaintAcknowledged,
    ComplaintExaminerAppointed,
    ComplaintPassedOn,
)
from fairwild.complaints.letters import Writer
from fairwild.complaints.operations.telling import tell
from fairwild.complaints.queries import (
    HANDLING_ROLES,
    examiner_facts,
    facts_of,
    get_case,
    terms,
)
from fairwild.complaints.records import Complaint
from fairwild.complaints.states import IN_HANDS, ComplaintStage, ComplaintStatus
from fairwild.kernel.digests import text_digest
from fairwild.kernel.refusals import Invalid, Obstacle, Refused
from fairwild.organisations import queries as organisations
from fairwild.unit_of_work import UnitOfWork


def acknowledge_complaint(
    work: UnitOfWork, *, complaint_id: UUID, gist: str, write: Writer | None = None
) -> Complaint:
    """Confirm that a complaint has come, and say what it is about without saying who complained."""
    work.take(Complaint, complaint_id, to=Action.DIRECT_COMPLAINT)
    complaint = get_case(work, complaint_id)
    work.refuse_if(rules.obstacles_to_acknowledging(facts_of(complaint), gist=gist))
    complaint.status, complaint.gist = ComplaintStatus.ACKNOWLEDGED, gist.strip()
    complaint.acknowledged_at, complaint.acknowledged_by = work.now, work.actor.person_id
    work.session.flush()
    work.record(
        ComplaintAcknowledged(subject=complaint.id, gist_sha256=text_digest(complaint.gist))
    )
    tell(work, complaint, write)
    return complaint


def appoint_examiner(work: UnitOfWork, *, complaint_id: UUID, person_id: UUID) -> Complaint:
    """Give a case into the hands of somebody uninvolved (rule R15), or into other hands.

    Raises Invalid for somebody who does not work for who handles the case.
    """
    work.take(Complaint, complaint_id, to=Action.DIRECT_COMPLAINT)
    complaint = get_case(work, complaint_id)
    people = organisations.people_with_role(work, complaint.body_id, *HANDLING_ROLES)
    if person_id not in {one.id for one in people}:
        raise Invalid({"person_id": "unknown"})
    facts = facts_of(complaint)
    work.refuse_if(
        rules.obstacles_to_appointing(
            facts,
            examiner_facts(work, complaint, person_id),
            on=work.today,
            lookback_months=terms(work.today).lookback_months,
        )
    )
    first = facts.stage is ComplaintStage.FIRST
    complaint.status = ComplaintStatus.INVESTIGATED if first else ComplaintStatus.REVIEWED
    complaint.examiner_id = person_id
    work.session.flush()
    work.record(
        ComplaintExaminerAppointed(subject=complaint.id, examiner=person_id, stage=facts.stage)
    )
    return complaint


def pass_complaint_on(work: UnitOfWork, *, complaint_id: UUID, reason: str) -> Complaint:
    """Give a case to the scheme owner, as where nobody of the body is uninvolved."""
    work.take(Complaint, complaint_id, to=Action.DIRECT_COMPLAINT)
    complaint = get_case(work, complaint_id)
    owner = organisations.find_scheme_owner(work)
    if owner is None:
        raise Refused([Obstacle("complaint-nobody-handles")])
    work.refuse_if(
        rules.obstacles_to_passing_on(
            facts_of(complaint), with_owner=complaint.body_id == owner.id, reason=reason
        )
    )
    before = complaint.body_id
    if complaint.status in IN_HANDS:
        first = complaint.status is ComplaintStatus.INVESTIGATED
        complaint.status = ComplaintStatus.ACKNOWLEDGED if first else ComplaintStatus.APPEALED
    complaint.body_id, complaint.examiner_id = owner.id, None
    complaint.passed_on_at, complaint.passed_on_from_id = work.now, before
    complaint.passed_on_reason = reason.strip()
    work.session.flush()
    work.record(
        ComplaintPassedOn(
            subject=complaint.id,
            passed_from=before,
            passed_to=owner.id,
            reason_sha256=text_digest(complaint.passed_on_reason),
        )
    )
    return get_case(work, complaint.id)
