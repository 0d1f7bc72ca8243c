"""Writing off: goods that are lost, thrown away or used by the house itself."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.certificates.queries import Judgement
from fairwild.kernel.quantities import stated_of
from fairwild.kernel.refusals import Obstacle
from fairwild.lots import rules
from fairwild.lots.facts import Draw, LotFacts
from fairwild.lots.operations.movements import (
    HOLDS_DO_NOT_BIND,
    record_movement,
    take_draws,
)
from fairwild.lots.records import Movement
from fairwild.lots.states import MovementKind
from fairwild.unit_of_work import UnitOfWork

WRITTEN_OFF = (MovementKind.LOSS, MovementKind.OWN_USE)
STATUS_KEPT = "status-kept"


def write_off(
    work: UnitOfWork,
    *,
    lot_id: UUID,
    mass_g: int,
    reason: str,
    kind: MovementKind = MovementKind.LOSS,
    site: str = "",
    at: datetime | None = None,
) -> Movement:
    """Take so much out of a lot for good, with a reason: lost, or used by the house itself.

    The mass is the movement's loss, whichever of the two it is. Frozen stock can be written
    off too: nothing is made that could be sold. Goods on hold can be lost or destroyed, but not
    used: the hold stays, on what is left and on what an undoing brings back.
    """
    [draw] = take_draws(work, [(lot_id, mass_g)], to=Action.WRITE_OFF_LOT)
    moment, said = at or work.now, stated_of({f"input:{draw.lot.number}": mass_g})
    work.refuse_if(_obstacles(draw, kind, reason, at=moment, now=work.now))
    moved = record_movement(
        work,
        kind=kind,
        organisation_id=draw.lot.holder_id,
        inputs=[draw],
        outputs=[],
        judgement=status_kept(draw.lot),
        loss_g=draw.wanted_g,
        loss_reason=reason.strip(),
        site=site,
        at=moment,
        facts={"stated": said} if said else {},
    )
    return moved.movement


def status_kept(lot: LotFacts) -> Judgement:
    """Say that what is taken out of a lot is worth what the lot was."""
    return Judgement(
        certified=lot.certified,
        code=STATUS_KEPT,
        certificate_id=lot.certificate_id if lot.certified else None,
        body_id=lot.body_id,
        certificate_ids=lot.certificate_ids,
    )


def _obstacles(
    draw: Draw, kind: MovementKind, reason: str, *, at: datetime, now: datetime
) -> Iterator[Obstacle]:
    if kind not in WRITTEN_OFF:
        yield Obstacle("not-a-write-off", {"kind": kind}, at="kind")
    holds = 0 if kind in HOLDS_DO_NOT_BIND else draw.lot.holds
    drawn = replace(draw, lot=replace(draw.lot, holds=holds))
    yield from rules.obstacles_to_drawing([drawn], at=at, now=now)
    yield from rules.obstacles_to_units(draw.lot, [draw.wanted_g])
    if not reason.strip():
        yield Obstacle("write-off-reason-missing", {"lot": draw.lot.number}, at="reason")
