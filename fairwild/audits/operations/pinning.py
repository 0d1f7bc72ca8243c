"""Pinning records of an operator's ledger to indicators, and to what verifies an answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any
from uuid import UUID

from sqlalchemy import select

from fairwild.access.actions import Action
from fairwild.audits import rules
from fairwild.audits.events import RecordPinned, RecordUnpinned, VerificationPinned
from fairwild.audits.operations.acting import acting_person, audit_of
from fairwild.audits.queries import (
    facts_of,
    indicators_of,
    nonconformity_facts,
    obstacles_to_verifying,
)
from fairwild.audits.queries.pins import find_pin
from fairwild.audits.records import Audit, Nonconformity, NonconformityPin, Pin
from fairwild.audits.states import Pinnable
from fairwild.kernel.digests import text_digest
from fairwild.kernel.refusals import NotFound
from fairwild.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Pinned:
    """What is to be pinned: a thing of the operator's ledger with its figures now."""

    what: Pinnable
    thing_id: UUID
    label: str
    figures: Mapping[str, Any] = field(default_factory=dict)


def pin_record(
    work: UnitOfWork, *, audit_id: UUID, indicator: str, thing: Pinned, note: str = ""
) -> Pin:
    """Pin a record to an indicator; the same one only once there, and again after it was taken off.

    The caller has found the record in the operator's ledger. The team pins from the plan on
    until the report is finished.
    """
    audit = work.take(Audit, audit_id, to=Action.SCORE_AUDIT)
    facts = facts_of(work, audit)
    work.refuse_if(
        chain(
            rules.obstacles_to_pinning(facts, indicator, indicators=indicators_of(facts)),
            rules.obstacles_in_team(facts, acting_person(work)),
        )
    )
    pin = _find_same(work, audit_id, indicator, thing)
    if pin is not None and pin.removed_at is None:
        return pin
    pin = pin or Pin(
        audit_id=audit_id, indicator=indicator, what=thing.what, thing_id=thing.thing_id
    )
    pin.label, pin.figures, pin.note = thing.label, dict(thing.figures), note
    pin.pinned_by, pin.pinned_at, pin.removed_at = acting_person(work), work.now, None
    work.add(pin)
    work.record(
        RecordPinned(
            subject=audit_id,
            indicator=indicator,
            what=thing.what,
            thing=thing.thing_id,
            label=thing.label,
            note_sha256=text_digest(note),
        )
    )
    return pin


def pin_verification(
    work: UnitOfWork, *, nonconformity_id: UUID, thing: Pinned, note: str = ""
) -> NonconformityPin:
    """Name a record by which the answer to a nonconformity is verified; the same one only once.

    The caller has found the record in the operator's ledger. Whoever answered cannot verify.
    """
    found = work.take(Nonconformity, nonconformity_id, to=Action.CLOSE_NONCONFORMITY)
    person_id = acting_person(work)
    work.refuse_if(
        chain(
            rules.obstacles_to_closing(nonconformity_facts(found), closer_id=person_id),
            obstacles_to_verifying(work, *audit_of(work, found)),
        )
    )
    known = work.session.scalar(
        select(NonconformityPin).where(
            NonconformityPin.nonconformity_id == found.id,
            NonconformityPin.what == thing.what,
            NonconformityPin.thing_id == thing.thing_id,
        )
    )
    if known is not None:
        return known
    pin = NonconformityPin(
        nonconformity_id=found.id,
        what=thing.what,
        thing_id=thing.thing_id,
        label=thing.label,
        figures=dict(thing.figures),
        note=note,
        pinned_by=person_id,
        pinned_at=work.now,
    )
    work.add(pin)
    work.record(
        VerificationPinned(
            subject=found.id,
            audit_id=found.audit_id,
            what=thing.what,
            thing=thing.thing_id,
            label=thing.label,
            note_sha256=text_digest(note),
        )
    )
    return pin


def _find_same(work: UnitOfWork, audit_id: UUID, indicator: str, thing: Pinned) -> Pin | None:
    query = select(Pin).where(
        Pin.audit_id == audit_id,
        Pin.indicator == indicator,
        Pin.what == thing.what,
        Pin.thing_id == thing.thing_id,
    )
    return work.session.scalar(query)


def unpin_record(work: UnitOfWork, *, audit_id: UUID, pin_id: UUID) -> Pin:
    """Take a record off an indicator, as long as the report is not finished."""
    audit = work.take(Audit, audit_id, to=Action.SCORE_AUDIT)
    pin = find_pin(work, audit_id, pin_id)
    if pin is None or pin.removed_at is not None:
        raise NotFound("audit_pin")
    facts = facts_of(work, audit)
    work.refuse_if(
        chain(
            rules.obstacles_to_pinning(facts, pin.indicator, indicators=indicators_of(facts)),
            rules.obstacles_in_team(facts, acting_person(work)),
        )
    )
    pin.removed_at = work.now
    work.session.flush()
    work.record(
        RecordUnpinned(subject=audit_id, indicator=pin.indicator, what=pin.what, thing=pin.thing_id)
    )
    return pin
