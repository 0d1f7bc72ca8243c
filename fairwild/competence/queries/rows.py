"""Competences, interests, declarations and witnessed audits, as they are kept."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.competence.records import Competence, Declaration, Interest, Override, WitnessAudit
from fairwild.kernel.periods import Period
from fairwild.store.paging import Cursor, Page, page_of
from fairwild.unit_of_work import Reading


def valid_in(row: Competence) -> Period:
    """Give the days on which a competence holds: an end by the body cuts them short."""
    until = row.valid_until
    if row.ended_at is not None:
        until = max(row.valid_from, min(until, row.ended_at.date()))
    return Period(row.valid_from, until)


def competences_of(body_id: UUID, person_ids: Collection[UUID]) -> Select[Competence]:
    """Select what these people may judge for a body; nobody is asked."""
    wanted = select(Competence).where(
        Competence.body_id == body_id, Competence.person_id.in_(person_ids)
    )
    return wanted.order_by(Competence.standard_version.desc(), Competence.role, Competence.id)


def get_competence(reading: Reading, competence_id: UUID) -> Competence:
    """Give one competence; raises NotFound."""
    return reading.get(Competence, competence_id)


def page_of_competences(reading: Reading, body_id: UUID, cursor: Cursor) -> Page[Competence]:
    """Give one page of what the people of a body may judge, the last recorded first.

    Raises NotAllowed for whoever may not see it.
    """
    reading.may(Action.SEE_COMPETENCE, on=Of(Party.BODY, body_id))
    wanted = reading.visible(Competence).where(Competence.body_id == body_id)
    return page_of(reading.session, wanted, [Competence.recorded_at, Competence.id], cursor)


def get_interest(reading: Reading, interest_id: UUID) -> Interest:
    """Give one interest to that person or the office of the body; raises NotFound."""
    return reading.get(Interest, interest_id)


def check_may_record_interest(reading: Reading, *, person_id: UUID, body_id: UUID) -> None:
    """Refuse whoever is neither that person nor of the office of the body; raises NotAllowed."""
    reading.may(Action.DECLARE_INTEREST, on=Interest(person_id=person_id, body_id=body_id))


def interests_seen(
    reading: Reading, *, person_id: UUID, body_id: UUID | None = None
) -> list[Interest]:
    """List what is known to tie a person to clients, to that person and the office of the body."""
    wanted = reading.visible(Interest).where(Interest.person_id == person_id)
    if body_id is not None:
        wanted = wanted.where(Interest.body_id == body_id)
    ordered = wanted.options(joinedload(Interest.client)).order_by(Interest.since.desc())
    return list(reading.session.scalars(ordered))


def page_of_interests(reading: Reading, body_id: UUID, cursor: Cursor) -> Page[Interest]:
    """Give one page of what ties the people of a body to clients, the last recorded first.

    The office of the body sees all of it, a person what is known of themselves.
    """
    wanted = reading.visible(Interest).where(Interest.body_id == body_id)
    return page_of(reading.session, wanted, [Interest.recorded_at, Interest.id], cursor)


def declarations_seen(
    reading: Reading, *, person_id: UUID, body_id: UUID | None = None
) -> list[Declaration]:
    """List what a person has declared, the newest first, to that person and the office."""
    wanted = reading.visible(Declaration).where(Declaration.person_id == person_id)
    if body_id is not None:
        wanted = wanted.where(Declaration.body_id == body_id)
    ordered = wanted.options(joinedload(Declaration.client))
    newest = ordered.order_by(Declaration.declared_at.desc(), Declaration.id)
    return list(reading.session.scalars(newest))


def declarations_for(reading: Reading, audit_id: UUID) -> dict[UUID, Declaration]:
    """Give the latest declaration of everybody who declared before their part in an audit.

    Asks no permission: for rooms that have asked for their own.
    """
    wanted = select(Declaration).where(Declaration.audit_id == audit_id)
    found = reading.session.scalars(wanted.order_by(Declaration.declared_at, Declaration.id))
    return {row.person_id: row for row in found}


def own_declarations(reading: Reading, audit_ids: Collection[UUID]) -> set[UUID]:
    """Name those of these audits before which the actor has declared."""
    wanted = select(Declaration.audit_id).where(
        Declaration.audit_id.in_(audit_ids), Declaration.person_id == reading.actor.person_id
    )
    return set(reading.session.scalars(wanted))


def witness_audits_of(reading: Reading, *, person_id: UUID, body_id: UUID) -> list[WitnessAudit]:
    """List when somebody went along with an auditor, the latest first; raises NotAllowed."""
    reading.may(Action.SEE_COMPETENCE, on=Of(Party.BODY, body_id))
    wanted = select(WitnessAudit).where(
        WitnessAudit.body_id == body_id, WitnessAudit.person_id == person_id
    )
    latest = wanted.order_by(WitnessAudit.witnessed_on.desc(), WitnessAudit.id)
    return list(reading.session.scalars(latest))


def overrides_of(reading: Reading, audit_id: UUID) -> list[Override]:
    """List what the office has set aside in an audit, to those who may see it, in its order."""
    wanted = reading.visible(Override).where(Override.audit_id == audit_id)
    return list(reading.session.scalars(wanted.order_by(Override.given_at, Override.id)))


def overrides_in(reading: Reading, audit_id: UUID) -> list[Override]:
    """List what the office has set aside in an audit, in its order, for those who see its papers.

    Whoever asks has made sure that the actor may see the audit.
    """
    wanted = select(Override).where(Override.audit_id == audit_id)
    return list(reading.session.scalars(wanted.order_by(Override.given_at, Override.id)))


def overrides_for(reading: Reading, *, person_id: UUID, body_id: UUID) -> list[Override]:
    """List what the office has set aside for a person, to those who may see it, newest first."""
    wanted = reading.visible(Override).where(
        Override.person_id == person_id, Override.body_id == body_id
    )
    return list(reading.session.scalars(wanted.order_by(Override.given_at.desc(), Override.id)))
