"""Documents that go with an application."""

from uuid import UUID

from sqlalchemy import select

from fairwild.access.actions import Action
from fairwild.applications import queries, rules
from fairwild.applications.events import ApplicationDocumentAttached
from fairwild.applications.operations.acting import acting_person
from fairwild.applications.records import Application, ApplicationDocument
from fairwild.store.attachments import clean_file_name
from fairwild.store.files import StoredFile
from fairwild.unit_of_work import Reading, UnitOfWork


def may_attach(reading: Reading, *, application_id: UUID) -> None:
    """Refuse, before any byte is kept, whoever may not attach here; raises NotFound, NotAllowed."""
    reading.may(Action.WRITE_APPLICATION, on=reading.get(Application, application_id))


def attach_document(
    work: UnitOfWork,
    *,
    application_id: UUID,
    title: str = "",
    file_name: str,
    media_type: str,
    stored: StoredFile,
) -> ApplicationDocument:
    """Add a kept file to an application until the body has answered; the same file only once."""
    application = work.take(Application, application_id, to=Action.WRITE_APPLICATION)
    work.refuse_if(rules.obstacles_to_attaching(queries.facts_of(work, application)))
    known = _find_same(work, application_id, stored)
    if known is not None:
        return known
    document = ApplicationDocument(
        application_id=application_id,
        title=title,
        file_name=clean_file_name(file_name, media_type, otherwise="document"),
        media_type=media_type,
        size_bytes=stored.size_bytes,
        sha256=stored.sha256,
        added_by=acting_person(work),
        added_at=work.now,
    )
    work.add(document)
    work.record(
        ApplicationDocumentAttached(
            subject=application_id,
            media_type=media_type,
            size_bytes=stored.size_bytes,
            sha256=stored.sha256,
        )
    )
    return document


def _find_same(
    work: UnitOfWork, application_id: UUID, stored: StoredFile
) -> ApplicationDocument | None:
    wanted = select(ApplicationDocument).where(
        ApplicationDocument.application_id == application_id,
        ApplicationDocument.sha256 == stored.sha256,
    )
    return work.session.scalar(wanted)
