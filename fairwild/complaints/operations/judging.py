"""What the appointed examiner does: investigate, and say what becomes of the complaint."""

from uuid import UUID

from fairwild.access.actions import Action
from fairwild.complaints import rules
from fairwild.complaints.events import ComplaintJudged, ComplaintNoteAdded
from fairwild.complaints.letters import Writer
from fairwild.complaints.operations.telling import tell
from fairwild.complaints.queries import examiner_facts, facts_of, get_case, get_complaint, terms
from fairwild.complaints.records import Complaint, ComplaintJudgement, ComplaintNote
from fairwild.complaints.states import ComplaintOutcome, ComplaintStage, ComplaintStatus
from fairwild.kernel.digests import text_digest
from fairwild.kernel.refusals import NotAllowed
from fairwild.store.attachments import clean_file_name
from fairwild.store.files import StoredFile
from fairwild.unit_of_work import Reading, UnitOfWork


def _examiner(reading: Reading) -> UUID:
    if reading.actor.person_id is None:
        raise NotAllowed(Action.HANDLE_COMPLAINT)
    return reading.actor.person_id


def may_add_note(reading: Reading, *, complaint_id: UUID) -> None:
    """Refuse, before any byte is kept, whoever does not handle the case."""
    reading.may(Action.HANDLE_COMPLAINT, on=get_complaint(reading, complaint_id))


def add_note(
    work: UnitOfWork,
    *,
    complaint_id: UUID,
    text: str,
    stored: StoredFile | None = None,
    file_name: str = "",
    media_type: str = "",
) -> ComplaintNote:
    """Add what was found out to the file of a case, and a kept picture or PDF that shows it."""
    work.take(Complaint, complaint_id, to=Action.HANDLE_COMPLAINT)
    complaint = get_case(work, complaint_id)
    work.refuse_if(rules.obstacles_to_noting(facts_of(complaint)))
    note = ComplaintNote(
        complaint_id=complaint.id,
        text=text.strip(),
        written_by=_examiner(work),
        written_at=work.now,
    )
    if stored is not None:
        note.file_name = clean_file_name(file_name, media_type)
        note.media_type, note.size_bytes = media_type, stored.size_bytes
        note.sha256 = stored.sha256
    work.add(note)
    work.record(
        ComplaintNoteAdded(
            subject=complaint.id,
            text_sha256=text_digest(note.text),
            file_sha256=note.sha256,
        )
    )
    return note


def conclude_complaint(
    work: UnitOfWork,
    *,
    complaint_id: UUID,
    outcome: ComplaintOutcome,
    reasons: str,
    measures: str = "",
    write: Writer | None = None,
) -> Complaint:
    """Judge a complaint, or the appeal against its outcome, as somebody uninvolved (rule R15)."""
    work.take(Complaint, complaint_id, to=Action.HANDLE_COMPLAINT)
    complaint = get_case(work, complaint_id)
    facts, person_id = facts_of(complaint), _examiner(work)
    work.refuse_if(
        rules.obstacles_to_concluding(
            facts,
            examiner_facts(work, complaint, person_id),
            reasons=reasons,
            on=work.today,
            lookback_months=terms(work.today).lookback_months,
        )
    )
    judgement = ComplaintJudgement(
        complaint_id=complaint.id,
        stage=facts.stage,
        outcome=outcome,
        reasons=reasons.strip(),
        measures=measures.strip(),
        judged_by=person_id,
        judged_at=work.now,
    )
    first = facts.stage is ComplaintStage.FIRST
    complaint.status = ComplaintStatus.CONCLUDED if first else ComplaintStatus.CLOSED
    work.add(judgement)
    work.record(
        ComplaintJudged(
            subject=complaint.id,
            stage=facts.stage,
            outcome=outcome,
            reasons_sha256=text_digest(judgement.reasons),
            measures_sha256=text_digest(judgement.measures),
        )
    )
    told = get_case(work, complaint.id)
    tell(work, told, write, judgement=judgement)
    return told
