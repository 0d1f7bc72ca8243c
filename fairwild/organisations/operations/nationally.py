"""Certification bodies are registered with authorities of countries."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from fairwild.access.actions import Action
from fairwild.kernel.refusals import Invalid, Obstacle
from fairwild.organisations import rules
from fairwild.organisations.events import (
    NationallyRegistered,
    NationalRegistrationEnded,
    NationalRegistrationPaperKept,
)
from fairwild.organisations.records import NationalRegistration, Organisation
from fairwild.store.attachments import clean_file_name
from fairwild.store.files import StoredFile
from fairwild.unit_of_work import Reading, UnitOfWork


def register_nationally(
    work: UnitOfWork,
    *,
    body_id: UUID,
    country: str,
    authority: str,
    number: str,
    registered_on: date,
    valid_until: date | None = None,
    note: str = "",
) -> NationalRegistration:
    """Write down that an authority has registered a body under this number."""
    body = work.take(Organisation, body_id, to=Action.REGISTER_NATIONALLY)
    if valid_until is not None and valid_until <= registered_on:
        raise Invalid({"valid_until": "end-before-start"})
    named = {"body_id": body_id, "country": country, "authority": authority, "number": number}
    taken = work.session.scalar(select(NationalRegistration.id).filter_by(**named)) is not None
    work.refuse_if(rules.obstacles_to_national_registration(body.kind, number=number, taken=taken))
    said: dict[str, Any] = {**named, "registered_on": registered_on, "valid_until": valid_until}
    row = NationalRegistration(**said, note=note, recorded_at=work.now)
    work.add(row)
    work.record(NationallyRegistered(subject=row.id, **said))
    return row


def end_registration(work: UnitOfWork, *, registration_id: UUID) -> NationalRegistration:
    """Let a registration hold no more from today."""
    row = work.take(NationalRegistration, registration_id, to=Action.REGISTER_NATIONALLY)
    if row.ended_on is not None:
        work.refuse_if([Obstacle("registration-over", {"number": row.number})])
    row.ended_on = work.today
    ended: dict[str, Any] = {"body_id": row.body_id, "number": row.number}
    work.record(NationalRegistrationEnded(subject=row.id, ended_on=row.ended_on, **ended))
    work.session.flush()
    return row


def may_attach(reading: Reading, *, registration_id: UUID) -> None:
    """Refuse, before any byte is kept, whoever may not attach here; raises NotFound, NotAllowed."""
    row = reading.get(NationalRegistration, registration_id)
    reading.may(Action.REGISTER_NATIONALLY, on=row)


def keep_registration_paper(
    work: UnitOfWork,
    *,
    registration_id: UUID,
    file_name: str,
    media_type: str,
    stored: StoredFile,
) -> NationalRegistration:
    """Lay the paper of a registration beside it, in the place of an earlier one."""
    row = work.take(NationalRegistration, registration_id, to=Action.REGISTER_NATIONALLY)
    row.file_name = clean_file_name(file_name, media_type, otherwise="registration")
    row.media_type, row.sha256, row.size_bytes = media_type, stored.sha256, stored.size_bytes
    work.record(
        NationalRegistrationPaperKept(
            subject=row.id,
            media_type=media_type,
            size_bytes=stored.size_bytes,
            sha256=stored.sha256,
        )
    )
    work.session.flush()
    return row
