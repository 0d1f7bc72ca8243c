"""Laying the certificate of a training beside what it is the ground of."""

from uuid import UUID

from fairwild.access.actions import Action
from fairwild.competence import events, rules
from fairwild.competence.records import Competence
from fairwild.kernel.refusals import Obstacle
from fairwild.store.attachments import clean_file_name
from fairwild.store.files import StoredFile
from fairwild.unit_of_work import Reading, UnitOfWork


def may_prove(reading: Reading, *, competence_id: UUID) -> None:
    """Refuse, before any byte is kept, whoever may not attach here; raises NotFound, NotAllowed."""
    reading.may(Action.RECORD_COMPETENCE, on=reading.get(Competence, competence_id))


def prove_competence(
    work: UnitOfWork, *, competence_id: UUID, file_name: str, media_type: str, stored: StoredFile
) -> Competence:
    """Lay the certificate a competence rests on beside it; a second one is refused."""
    row = work.take(Competence, competence_id, to=Action.RECORD_COMPETENCE)
    recorder_id = work.actor.person_id
    found = [*rules.obstacles_to_recording(person_id=row.person_id, recorder_id=recorder_id)]
    if row.sha256 is not None:
        found.append(Obstacle("competence-proved", {"file": row.file_name}, at="file"))
    work.refuse_if(found)
    row.file_name = clean_file_name(file_name, media_type, otherwise="certificate")
    row.media_type, row.sha256, row.size_bytes = media_type, stored.sha256, stored.size_bytes
    work.record(
        events.CompetenceProved(
            subject=row.id,
            body_id=row.body_id,
            person_id=row.person_id,
            media_type=media_type,
            size_bytes=stored.size_bytes,
            sha256=stored.sha256,
        )
    )
    work.session.flush()
    return row
