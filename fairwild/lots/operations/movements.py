"""The only place that writes movements: inputs drawn by guard, outputs made, events said."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, insert, true

from fairwild.access.actions import Action
from fairwild.certificates.queries import Judgement
from fairwild.kernel.codes import new_code
from fairwild.kernel.plants import Form
from fairwild.lots.events import MORE, LotDrawn, LotMade, MovementRecorded
from fairwild.lots.facts import Draw, LotFacts, NewLot
from fairwild.lots.operations.certifying import (
    name_certificates,
    obstacles_to_losing,
    said_of,
    stays_certified,
)
from fairwild.lots.operations.drawing import draw_on
from fairwild.lots.operations.fragments import read_collected, write_origins
from fairwild.lots.queries.stock import facts_by_id
from fairwild.lots.records import Lot, Movement, MovementBefore, MovementInput
from fairwild.lots.rules import obstacles_to_drawing
from fairwild.lots.states import LotStatus, MovementKind
from fairwild.unit_of_work import UnitOfWork

STATUS_TAKEN_FROM: Mapping[MovementKind, LotStatus] = {
    MovementKind.RECEIVE: LotStatus.IN_TRANSIT,
    MovementKind.RETURN: LotStatus.IN_TRANSIT,
}
"""What is received or returned is under way; everything else is taken from stock."""

HOLDS_DO_NOT_BIND = frozenset(
    {
        MovementKind.COUNT,
        MovementKind.SAMPLE,
        MovementKind.LOSS,
        MovementKind.RECEIVE,
        MovementKind.RETURN,
        MovementKind.TAKE_BACK,
    }
)
"""What may be done with goods on hold: count, sample, destroy, hand over while under way.

Whoever gets them gets the holds with them; what was destroyed comes back to a lot still on hold.
"""


@dataclass(frozen=True)
class Moved:
    """A movement as it was written, with the lots it made in the order given."""

    movement: Movement
    lots: tuple[Lot, ...]


def take_draws(
    work: UnitOfWork, inputs: Mapping[UUID, int] | Iterable[tuple[UUID, int]], *, to: Action
) -> list[Draw]:
    """Hold the lots that are to be drawn on, in the order given; a lot named twice counts once."""
    wanted: dict[UUID, int] = {}
    for lot_id, mass_g in inputs.items() if isinstance(inputs, Mapping) else inputs:
        wanted[lot_id] = wanted.get(lot_id, 0) + mass_g
    held = facts_by_id(work, work.take_all(Lot, wanted, to=to))
    return [Draw(held[lot_id], mass_g) for lot_id, mass_g in wanted.items()]


def take_whole_or_part(
    work: UnitOfWork, whole: Iterable[UUID], parts: Iterable[tuple[UUID, int]], *, to: Action
) -> list[Draw]:
    """Hold lots of which all that is left is drawn, and others of which a part is."""
    wanted: dict[UUID, int | None] = dict.fromkeys(whole)
    for lot_id, mass_g in parts:
        wanted.setdefault(lot_id, mass_g)
    held = facts_by_id(work, work.take_all(Lot, wanted, to=to))
    drawn = {lot_id: held[lot_id].available_g if g is None else g for lot_id, g in wanted.items()}
    return [Draw(held[lot_id], mass_g) for lot_id, mass_g in drawn.items()]


def record_movement(
    work: UnitOfWork,
    *,
    kind: MovementKind,
    organisation_id: UUID,
    inputs: Sequence[Draw],
    outputs: Sequence[NewLot],
    judgement: Judgement,
    loss_g: int = 0,
    loss_reason: str = "",
    added_g: int = 0,
    added_what: str = "",
    reason: str = "",
    site: str = "",
    note: str = "",
    at: datetime | None = None,
    facts: Mapping[str, Any] | None = None,
    uncertified: Collection[Form] = (),
) -> Moved:
    """Take from lots and make lots in one movement; every gram is in the ledger.

    `added_g` is what was put in that is no lot, `site` where the new lots lie; `uncertified` are
    the forms in which goods may lose their certification. The lots were taken by `take_draws`.
    Refused with every obstacle where one has too little, is not in stock, on hold or too young.
    """
    moment = at or work.now
    status, free = _refuse_drawing(work, kind, inputs, moment)
    work.refuse_if(obstacles_to_losing(judgement, outputs, uncertified))
    movement = Movement(
        kind=kind,
        at=moment,
        recorded_at=work.now,
        recorded_by=work.actor.person_id,
        organisation_id=organisation_id,
        site=site,
        note=note,
        loss_g=loss_g,
        loss_reason=loss_reason,
        added_g=added_g,
        added_what=added_what,
        reason=reason,
        facts={**(facts or {}), **said_of(judgement, outputs)},
        **_worth(judgement),
    )
    work.add(movement)
    _link(work, movement, inputs)
    draw_on(work, inputs, status, free)
    lots = _make(work, movement, outputs, judgement)
    _say(work, movement, inputs, lots)
    return Moved(movement, lots)


def _refuse_drawing(
    work: UnitOfWork, kind: MovementKind, inputs: Sequence[Draw], at: datetime
) -> tuple[LotStatus, ColumnElement[bool]]:
    """Refuse what cannot be drawn; give the status and the guard under which lots are drawn."""
    status = STATUS_TAKEN_FROM.get(kind, LotStatus.CLOSED)
    bound = kind not in HOLDS_DO_NOT_BIND
    drawn = inputs if bound else [replace(one, lot=replace(one.lot, holds=0)) for one in inputs]
    work.refuse_if(obstacles_to_drawing(drawn, at=at, now=work.now, status=status))
    return status, Lot.holds == 0 if bound else true()


def _worth(judgement: Judgement) -> dict[str, Any]:
    """Give what a movement keeps of its judgement."""
    return {
        "certified": judgement.certified,
        "judgement": judgement.code,
        "certificate_id": judgement.certificate_id if judgement.certified else None,
    }


def _link(work: UnitOfWork, movement: Movement, inputs: Sequence[Draw]) -> None:
    """Write what the movement took, and which movements came before it.

    Collections are the greater part of all movements and nothing comes before them: no walk
    goes there, and what is known of them is kept with the movement that takes from their lots.
    """
    if not inputs:
        return
    collected = read_collected(work, inputs)
    taken = [
        {"movement_seq": movement.seq, "lot_id": draw.lot.id, "taken_g": draw.wanted_g}
        for draw in inputs
    ]
    made_before = {draw.lot.made_by for draw in inputs if draw.lot.id not in collected}
    earlier = [{"movement_seq": movement.seq, "earlier_seq": seq} for seq in sorted(made_before)]
    work.note_bulk(MovementInput.__tablename__)
    connection = work.session.connection()
    connection.execute(insert(MovementInput), taken)
    if earlier:
        connection.execute(insert(MovementBefore), earlier)
    write_origins(work, movement.seq, inputs, collected)


def _make(
    work: UnitOfWork, movement: Movement, outputs: Sequence[NewLot], judgement: Judgement
) -> tuple[Lot, ...]:
    """Write the lots the movement made."""
    lots = tuple(
        Lot(
            **(vars(new) | ({"site": movement.site} if movement.site else {})),
            code=new_code(),
            made_by=movement.seq,
            made_at=movement.at,
            taken_g=0,
            certified=stays_certified(new, judgement),
            certificate_id=movement.certificate_id if stays_certified(new, judgement) else None,
            body_id=judgement.body_id,
        )
        for new in outputs
    )
    work.session.add_all(lots)
    work.session.flush()
    name_certificates(work, lots, judgement)
    return lots


def _say(work: UnitOfWork, movement: Movement, inputs: Sequence[Draw], lots: Sequence[Lot]) -> None:
    """Record the movement, what it drew and what it made."""
    work.record(movement_recorded(movement, inputs=inputs, lots=lots))
    for draw in inputs:
        left_g = draw.lot.available_g - draw.wanted_g
        taken_g, movement_id = draw.wanted_g, movement.id
        work.record(
            LotDrawn(subject=draw.lot.id, movement=movement_id, taken_g=taken_g, left_g=left_g)
        )
    for lot in lots:
        work.record(lot_made(lot, movement))


def movement_recorded(
    movement: Movement, *, inputs: Sequence[Draw], lots: Sequence[Lot]
) -> MovementRecorded:
    """Say what a movement was, with every gram of it by the number of its lot."""
    return MovementRecorded(
        subject=movement.id,
        kind_of_movement=movement.kind,
        at=movement.at,
        organisation=movement.organisation_id,
        taken_g={draw.lot.number: draw.wanted_g for draw in inputs},
        made_g={lot.number: lot.made_g for lot in lots},
        loss_g=movement.loss_g,
        loss_reason=movement.loss_reason,
        certified=movement.certified,
        judgement=movement.judgement,
        certificate=movement.certificate_id,
        more=movement.facts or {},
    )


def lot_made(lot: Lot, movement: Movement) -> LotMade:
    """Say that a movement made a lot."""
    return LotMade(
        subject=lot.id,
        number=lot.number,
        movement=movement.id,
        holder=lot.holder_id,
        species=lot.species_id,
        part=lot.part,
        form=lot.form,
        state=lot.state,
        made_g=lot.made_g,
        certified=lot.certified,
        certificate=lot.certificate_id,
        more={name: told for name in MORE if (told := getattr(lot, name)) not in {None, ""}},
    )


def derived(lot: LotFacts, *, number: str, made_g: int, **changes: Any) -> NewLot:
    """Describe a lot made of this one: the same in everything that is not named."""
    same: dict[str, Any] = {
        "operator_id": lot.operator_id,
        "holder_id": lot.holder_id,
        "species_id": lot.species_id,
        "part": lot.part,
        "form": lot.form,
        "state": lot.state,
        "area_id": lot.area_id,
        "season": lot.season,
        "unit_g": lot.unit_g,
        "packed_form": lot.packed_form,
        "product": lot.product,
        "grade": lot.grade,
        "site": lot.site,
    }
    return NewLot(number=number, made_g=made_g, **(same | changes))
