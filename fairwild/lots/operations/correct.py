"""Corrections: a wrong movement is taken back by another one, and nothing is erased."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, bindparam, case, delete, insert, select, update

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.kernel.refusals import Conflict, NotAllowed, Obstacle
from fairwild.lots import events
from fairwild.lots.correcting import rules
from fairwild.lots.correcting.facts import WrongMovement
from fairwild.lots.operations.holding import carry_holds
from fairwild.lots.queries.movements import (
    MOST_NAMED,
    find_correction_of,
    get_movement,
    later_movements,
    movement_seen,
    told_among,
)
from fairwild.lots.records import Lot, Movement, MovementBefore, MovementInput, MovementReturn
from fairwild.lots.states import LotStatus, MovementKind
from fairwild.unit_of_work import Reading, UnitOfWork


@dataclass(frozen=True)
class _Wrong:
    """A movement that is to be taken back, with what it took by lot, and the lots it made."""

    movement: Movement
    taken_g: Mapping[UUID, int]
    inputs: tuple[Lot, ...]
    outputs: tuple[Lot, ...]


def correct_movement(work: UnitOfWork, *, movement_id: UUID, reason: str) -> Movement:
    """Take a wrong movement back by a reversing one; gives the reversing movement.

    What it took goes back to the lots it came from, the lots it made are undone; holds that stand
    on those go back with the goods. Refused with every obstacle: later movements that must be
    undone first, labels printed, kinds that are corrected otherwise. Raises NotFound where the
    actor may not see the movement.
    """
    seen = movement_seen(work, movement_id)
    work.may(Action.CORRECT_MOVEMENT, on=Of(Party.HOLDER, seen.organisation_id))
    movement = get_movement(work, movement_id)
    if movement.kind not in rules.CORRECTED_OTHERWISE:
        _hold_lots(work, movement, to=Action.CORRECT_MOVEMENT)
    work.refuse_if(obstacles_to_undoing(work, movement, reason=reason, most=None))
    return _reverse(work, _wrong(work, movement), reason=reason.strip())


def obstacles_to_undoing(
    reading: Reading, movement: Movement, *, reason: str, most: int | None = MOST_NAMED
) -> Iterator[Obstacle]:
    """Say everything that stands against taking this movement back, as it stands now.

    Of what followed from it at most so many movements are named, and the others counted.
    """
    yield from rules.obstacles_to_correcting_here(movement.kind)
    if movement.facts.get(rules.AGREED):
        yield Obstacle("corrected-by-trade", {"kind": movement.kind})
    if movement.kind not in rules.CORRECTED_OTHERWISE:
        yield from rules.obstacles_to_correction(_facts(reading, movement, most), reason=reason)


def _facts(reading: Reading, movement: Movement, most: int | None) -> WrongMovement:
    """Gather what the rule wants to know about a movement."""
    made = select(Lot).where(Lot.made_by == movement.seq).order_by(Lot.number)
    labelled = made.with_only_columns(Lot.number, Lot.labels).where(Lot.labels > 0)
    taken = select(MovementInput.lot_id).where(MovementInput.movement_seq == movement.seq)
    sent = (
        select(Lot.number)
        .join(Movement, Movement.seq == Lot.made_by)
        .where(Lot.id.in_(taken), Movement.kind == MovementKind.SHIP)
    )
    correction = find_correction_of(reading, movement.seq)
    later = later_movements(reading, movement.seq)
    return WrongMovement(
        kind=movement.kind,
        corrected_at=correction.recorded_at if correction is not None else None,
        labels=dict(reading.session.execute(labelled).all()),
        under_way=tuple(reading.session.scalars(sent)),
        later=tuple(told_among(reading, later[:most])),
        later_count=len(later),
    )


def _hold_lots(work: UnitOfWork, movement: Movement, *, to: Action) -> None:
    """Lock the lots a movement took from and those it made, in the order of their ids."""
    taken = select(MovementInput.lot_id).where(MovementInput.movement_seq == movement.seq)
    made = select(Lot.id).where(Lot.made_by == movement.seq)
    ids = sorted({*work.session.scalars(taken), *work.session.scalars(made)})
    query = select(Lot).where(Lot.id.in_(ids)).order_by(Lot.id).with_for_update()
    for lot in work.session.scalars(query.execution_options(populate_existing=True)):
        if not work.allows(to, lot):
            raise NotAllowed(to)


def _wrong(work: UnitOfWork, movement: Movement) -> _Wrong:
    """Read what a movement took and made; its lots are held."""
    columns = (MovementInput.lot_id, MovementInput.taken_g)
    took = select(*columns).where(MovementInput.movement_seq == movement.seq)
    taken_g = dict(work.session.execute(took).all())
    inputs = select(Lot).where(Lot.id.in_(taken_g)).order_by(Lot.number)
    outputs = select(Lot).where(Lot.made_by == movement.seq).order_by(Lot.number)
    return _Wrong(
        movement,
        taken_g,
        tuple(work.session.scalars(inputs)),
        tuple(work.session.scalars(outputs)),
    )


def _reverse(work: UnitOfWork, wrong: _Wrong, *, reason: str) -> Movement:
    """Write the reversing movement; raises Conflict where somebody was faster."""
    movement = wrong.movement
    correction = Movement(
        kind=MovementKind.CORRECT,
        at=work.now,
        recorded_at=work.now,
        recorded_by=work.actor.person_id,
        organisation_id=movement.organisation_id,
        site=movement.site,
        reason=reason,
        reverses_seq=movement.seq,
        certified=movement.certified,
        judgement=movement.judgement,
        certificate_id=movement.certificate_id,
    )
    work.add(correction)
    _link(work, correction, wrong)
    _undo_outputs(work, wrong.outputs)
    _give_back(work, wrong)
    carry_holds(work, from_lot_ids=[lot.id for lot in wrong.outputs], to_lots=wrong.inputs)
    _say(work, correction, wrong)
    return correction


def _link(work: UnitOfWork, correction: Movement, wrong: _Wrong) -> None:
    """Write what goes back and where; traces no longer run through the wrong movement."""
    seq = correction.seq
    taken = [
        {"movement_seq": seq, "lot_id": lot.id, "taken_g": lot.made_g}
        for lot in wrong.outputs
        if lot.made_g
    ]
    returned = [
        {"movement_seq": seq, "lot_id": lot_id, "returned_g": mass_g}
        for lot_id, mass_g in wrong.taken_g.items()
    ]
    for model, rows in ((MovementInput, taken), (MovementReturn, returned)):
        if rows:
            work.session.execute(insert(model), rows)
    edges = delete(MovementBefore).where(MovementBefore.movement_seq == wrong.movement.seq)
    work.session.execute(edges)


def _undo_outputs(work: UnitOfWork, outputs: Sequence[Lot]) -> None:
    """Take all of every lot the wrong movement made, of which nothing was drawn."""
    undone = (
        update(Lot)
        .where(Lot.id == bindparam("lot_id"), Lot.taken_g == 0, Lot.labels == 0)
        .where(Lot.status != LotStatus.UNDONE)
        .values(taken_g=Lot.made_g, status=LotStatus.UNDONE, version=Lot.version + 1)
    )
    _change(work, undone, [{"lot_id": lot.id} for lot in outputs])


def _give_back(work: UnitOfWork, wrong: _Wrong) -> None:
    """Put back what the wrong movement took; what was used up is in stock again."""
    mass_g: BindParameter[int] = bindparam("mass_g")
    restored = (
        update(Lot)
        .where(Lot.id == bindparam("lot_id"), Lot.taken_g >= mass_g)
        .where(Lot.status != LotStatus.UNDONE)
        .values(
            taken_g=Lot.taken_g - mass_g,
            status=case((Lot.status == LotStatus.USED, LotStatus.CLOSED), else_=Lot.status),
            version=Lot.version + 1,
        )
    )
    rows = [{"lot_id": lot_id, "mass_g": mass} for lot_id, mass in wrong.taken_g.items()]
    _change(work, restored, rows)


def _change(work: UnitOfWork, guarded: Any, rows: Sequence[Mapping[str, object]]) -> None:
    if not rows:
        return
    if work.session.connection().execute(guarded, rows).rowcount != len(rows):
        raise Conflict("lot")
    ids = [row["lot_id"] for row in rows]
    fresh = select(Lot).where(Lot.id.in_(ids)).execution_options(populate_existing=True)
    work.session.scalars(fresh).all()


def _say(work: UnitOfWork, correction: Movement, wrong: _Wrong) -> None:
    """Record the correction, what it undid, and every gram that went back."""
    movement, reason = wrong.movement, correction.reason
    work.record(
        events.MovementCorrected(
            subject=movement.id,
            kind_of_movement=movement.kind,
            by=correction.id,
            reason=reason,
            undone_g={lot.number: lot.made_g for lot in wrong.outputs},
            returned_g={lot.number: wrong.taken_g[lot.id] for lot in wrong.inputs},
        )
    )
    work.record(
        events.CorrectionRecorded(
            subject=correction.id, reverses=movement.id, at=correction.at, reason=reason
        )
    )
    for lot in wrong.outputs:
        work.record(
            events.LotUndone(
                subject=lot.id, number=lot.number, movement=correction.id, made_g=lot.made_g
            )
        )
    for lot in wrong.inputs:
        work.record(
            events.LotRestored(
                subject=lot.id,
                movement=correction.id,
                returned_g=wrong.taken_g[lot.id],
                left_g=lot.available_g,
            )
        )
