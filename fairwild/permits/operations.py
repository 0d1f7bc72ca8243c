"""Deeds on permits: registering, putting right, ending, drawing and giving back."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, or_, update

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.areas.queries import area_facts
from fairwild.kernel.periods import Period
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State
from fairwild.kernel.refusals import Conflict, Invalid, NotFound, Refused
from fairwild.permits import events, queries, rules
from fairwild.permits.facts import PermitFacts
from fairwild.permits.records import Permit, PermitArea
from fairwild.permits.states import PermitKind
from fairwild.species.queries import species_by_id
from fairwild.store.attachments import clean_file_name
from fairwild.store.files import StoredFile
from fairwild.unit_of_work import Reading, UnitOfWork


@dataclass(frozen=True, kw_only=True)
class Said:
    """What is written on a permit; `valid_until` is the first day on which it is good no more."""

    kind: PermitKind
    number: str
    authority: str
    species_id: UUID
    part: PlantPart | None = None
    state: State | None = None
    limit_g: int | None = None
    valid_from: date
    valid_until: date
    several_shipments: bool = False
    note: str = ""


def register_permit(
    work: UnitOfWork, *, operator_id: UUID, area_ids: Collection[UUID] = (), **said: Any
) -> Permit:
    """Write down what an authority or an owner allows an operator, in the words of `Said`.

    Without areas it is good for all of them. Raises Invalid for a strange species or area.
    """
    work.may(Action.REGISTER_PERMIT, on=Of(Party.OPERATOR, operator_id))
    wanted = Said(**said)
    areas = _checked(work, operator_id, wanted, area_ids)
    taken = queries.is_number_taken(work, operator_id, wanted.kind, wanted.number)
    facts = _wanted(wanted, areas)
    work.refuse_if(rules.obstacles_to_registering(facts, number_taken=taken))
    permit = Permit(operator_id=operator_id, registered_at=work.now, **asdict(wanted))
    work.add(permit)
    work.add(*(PermitArea(permit_id=permit.id, area_id=area_id) for area_id in areas))
    work.record(events.PermitRegistered(subject=permit.id, **_told(permit, areas)))
    return permit


def edit_permit(
    work: UnitOfWork, *, permit_id: UUID, version: int, area_ids: Collection[UUID] = (), **said: Any
) -> Permit:
    """Put right what is written of a permit while nothing is drawn on it.

    Raises Conflict for a version that is no longer there.
    """
    permit = work.take(Permit, permit_id, to=Action.REGISTER_PERMIT)
    if permit.version != version:
        raise Conflict("permit")
    wanted = Said(**said)
    areas = _checked(work, permit.operator_id, wanted, area_ids)
    number = (permit.operator_id, wanted.kind, wanted.number)
    taken = queries.is_number_taken(work, *number, but=permit.id)
    facts = _wanted(wanted, areas)
    work.refuse_if(
        [
            *rules.obstacles_to_changing(_seen(work, permit)),
            *rules.obstacles_to_registering(facts, number_taken=taken),
        ]
    )
    for name, value in asdict(wanted).items():
        setattr(permit, name, value)
    work.session.execute(delete(PermitArea).where(PermitArea.permit_id == permit.id))
    work.add(*(PermitArea(permit_id=permit.id, area_id=area_id) for area_id in areas))
    work.record(events.PermitChanged(subject=permit.id, **_told(permit, areas)))
    work.session.flush()
    return permit


def _checked(
    work: UnitOfWork, operator_id: UUID, wanted: Said, area_ids: Collection[UUID]
) -> list[UUID]:
    """Give the areas in their order; raises Invalid for what is not the operator's to name."""
    if wanted.species_id not in species_by_id(work, [wanted.species_id]):
        raise Invalid({"species_id": "unknown"})
    known = area_facts(work, area_ids)
    if any(known.get(one) is None or known[one].operator_id != operator_id for one in area_ids):
        raise Invalid({"area_ids": "unknown"})
    return sorted(set(area_ids))


def _wanted(said: Said, areas: Collection[UUID]) -> PermitFacts:
    return PermitFacts(
        id=said.species_id,
        number=said.number,
        kind=said.kind,
        authority=said.authority,
        species_id=said.species_id,
        part=said.part,
        state=said.state,
        valid=Period(said.valid_from, said.valid_until),
        area_ids=frozenset(areas),
        limit_g=said.limit_g,
        several_shipments=said.several_shipments,
    )


def _seen(work: UnitOfWork, permit: Permit) -> PermitFacts:
    [facts] = queries.facts_of(work, [permit])
    return facts


def _told(permit: Permit, areas: Collection[UUID]) -> dict[str, Any]:
    return {
        "operator_id": permit.operator_id,
        "permit_kind": permit.kind,
        "number": permit.number,
        "authority": permit.authority,
        "species_id": permit.species_id,
        "part": permit.part,
        "state": permit.state,
        "limit_g": permit.limit_g,
        "valid_from": permit.valid_from,
        "valid_until": permit.valid_until,
        "several_shipments": permit.several_shipments,
        "area_ids": tuple(areas),
    }


def may_attach(reading: Reading, *, permit_id: UUID) -> None:
    """Refuse, before any byte is kept, whoever may not attach here; raises NotFound, NotAllowed."""
    reading.may(Action.REGISTER_PERMIT, on=reading.get(Permit, permit_id))


def keep_paper(
    work: UnitOfWork, *, permit_id: UUID, file_name: str, media_type: str, stored: StoredFile
) -> Permit:
    """Lay the paper beside its permit, in the place of an earlier one."""
    permit = work.take(Permit, permit_id, to=Action.REGISTER_PERMIT)
    work.refuse_if(rules.obstacles_to_ending(_seen(work, permit)))
    permit.file_name = clean_file_name(file_name, media_type, otherwise="permit")
    permit.media_type, permit.sha256 = media_type, stored.sha256
    permit.size_bytes = stored.size_bytes
    work.record(
        events.PermitPaperKept(
            subject=permit.id,
            media_type=media_type,
            size_bytes=stored.size_bytes,
            sha256=stored.sha256,
        )
    )
    work.session.flush()
    return permit


def end_permit(work: UnitOfWork, *, permit_id: UUID) -> Permit:
    """Use a permit no longer; what was drawn on it stays."""
    permit = work.take(Permit, permit_id, to=Action.REGISTER_PERMIT)
    work.refuse_if(rules.obstacles_to_ending(_seen(work, permit)))
    permit.ended_at = work.now
    work.record(events.PermitEnded(subject=permit.id, number=permit.number))
    work.session.flush()
    return permit


def draw_permit(work: UnitOfWork, *, permit_id: UUID, mass_g: int) -> None:
    """Collect this mass under a permit, or refuse with what is left; two at once never pass it."""
    if mass_g <= 0:
        message = f"a mass to draw is more than nothing: {mass_g}"
        raise ValueError(message)
    permit = work.session.get(Permit, permit_id)
    if permit is None:
        raise NotFound("permit")
    work.may(Action.RECORD_RECEIPT, on=permit)
    drawn = work.session.execute(
        update(Permit)
        .where(Permit.id == permit_id, Permit.ended_at.is_(None), _has_room(mass_g))
        .values(drawn_g=Permit.drawn_g + mass_g, version=Permit.version + 1)
        .execution_options(synchronize_session=False)
    )
    work.session.refresh(permit)
    if not drawn.rowcount:  # type: ignore[attr-defined]  # an UPDATE gives a cursor result
        seen = _seen(work, permit)
        raise Refused([*rules.obstacles_to_ending(seen), *rules.obstacles_to_drawing(seen, mass_g)])
    work.record(
        events.PermitDrawn(
            subject=permit_id, mass_g=mass_g, drawn_g=permit.drawn_g, limit_g=permit.limit_g
        )
    )


def draw_first(work: UnitOfWork, permits: Sequence[PermitFacts], *, mass_g: int) -> UUID | None:
    """Draw on the first of these permits that still has room and give its id; None without any.

    Refused by the last one where others were faster at all of them.
    """
    for place, permit in enumerate(permits, start=1):
        try:
            draw_permit(work, permit_id=permit.id, mass_g=mass_g)
        except Refused:
            if place == len(permits):
                raise
        else:
            return permit.id
    return None


def _has_room(mass_g: int) -> ColumnElement[bool]:
    return or_(Permit.limit_g.is_(None), Permit.limit_g - Permit.drawn_g >= mass_g)


def return_permit(work: UnitOfWork, *, permit_id: UUID, mass_g: int) -> None:
    """Give back what a wrong receipt had drawn on a permit, ended or not."""
    permit = work.take(Permit, permit_id, to=Action.RECORD_RECEIPT)
    if not 0 < mass_g <= permit.drawn_g:
        message = f"cannot give back {mass_g} g of {permit.drawn_g} g drawn"
        raise ValueError(message)
    permit.drawn_g -= mass_g
    work.session.flush()
    work.record(
        events.PermitReturned(
            subject=permit_id, mass_g=mass_g, drawn_g=permit.drawn_g, limit_g=permit.limit_g
        )
    )
