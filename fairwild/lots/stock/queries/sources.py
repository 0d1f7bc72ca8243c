"""Where the figures of an account come from: receipts, lots made, taken from, given back to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

from fairwild.lots.records import (
    Lot,
    LotCertificate,
    Movement,
    MovementInput,
    MovementReturn,
)
from fairwild.lots.records import Receipt as Bought
from fairwild.lots.states import MovementKind
from fairwild.lots.stock.rules import lost_share_g

GOODS = (
    Lot.site,
    Lot.species_id,
    Lot.product,
    Lot.part,
    Lot.form,
    Lot.state,
    Lot.certified,
    Lot.certificate_id,
)
_made_by = aliased(Movement, name="made_by")


@dataclass(frozen=True)
class Wanted:
    """Whose goods, from when until before when, narrowed to a site, a species, a certificate."""

    holder_id: UUID
    start: datetime
    until: datetime
    site: str | None = None
    species_id: UUID | None = None
    certificate_id: UUID | None = None


def whose(wanted: Wanted) -> list[ColumnElement[bool]]:
    """Say which lots count; goods under way are nobody's stock."""
    conditions: list[ColumnElement[bool]] = [Lot.holder_id == wanted.holder_id]
    if wanted.site is not None:
        conditions.append(Lot.site == wanted.site)
    if wanted.species_id is not None:
        conditions.append(Lot.species_id == wanted.species_id)
    if wanted.certificate_id is not None:
        several = select(LotCertificate.lot_id).where(
            LotCertificate.certificate_id == wanted.certificate_id
        )
        one = Lot.certificate_id == wanted.certificate_id
        conditions.append(one | Lot.id.in_(several))
    return conditions


def collected(wanted: Wanted) -> Select[Any]:
    """Select the receipts that stand, into lots of the holder."""
    return (
        select(Bought)
        .join(Lot, Lot.id == Bought.lot_id)
        .where(*whose(wanted), Bought.reversed_at.is_(None), Bought.collected_at < wanted.until)
    )


def made(wanted: Wanted) -> Select[Any]:
    """Select the lots of the holder that were made otherwise than by collecting or sending off."""
    apart = (MovementKind.COLLECT, MovementKind.SHIP)
    return (
        select(Lot)
        .join(Movement, Movement.seq == Lot.made_by)
        .where(*whose(wanted), Movement.kind.not_in(apart), Movement.at < wanted.until)
    )


def taken(wanted: Wanted) -> Select[Any]:
    """Select what was taken from lots of the holder that were not made by sending them off."""
    return (
        select(MovementInput)
        .join(Lot, Lot.id == MovementInput.lot_id)
        .join(Movement, Movement.seq == MovementInput.movement_seq)
        .join(_made_by, _made_by.seq == Lot.made_by)
        .where(*whose(wanted), _made_by.kind != MovementKind.SHIP, Movement.at < wanted.until)
    )


def taken_together() -> tuple[Any, Any]:
    """Give what a movement took in all, `all_g`, and up to the selected lot, `so_far_g`."""
    inputs = aliased(MovementInput)
    together = select(func.sum(inputs.taken_g)).where(inputs.movement_seq == Movement.seq)
    so_far = together.where(inputs.lot_id <= MovementInput.lot_id)
    return (
        together.correlate(Movement).scalar_subquery().label("all_g"),
        so_far.correlate(Movement, MovementInput).scalar_subquery().label("so_far_g"),
    )


def lost_of(row: Any, taken_g: int) -> int:
    """Give what was lost of one lot, of a row with the columns above, kind and loss."""
    kind, sums = MovementKind(row.kind), {"so_far_g": int(row.so_far_g), "all_g": int(row.all_g)}
    return lost_share_g(kind, loss_g=row.loss_g, taken_g=taken_g, **sums)


def returned(wanted: Wanted) -> Select[Any]:
    """Select what corrections gave back to lots of the holder.

    Corrections are few: the lots they name are looked up, and not all lots of the holder read.
    """
    named = select(MovementReturn.lot_id)
    return (
        select(MovementReturn)
        .join(Lot, Lot.id == MovementReturn.lot_id)
        .join(Movement, Movement.seq == MovementReturn.movement_seq)
        .join(_made_by, _made_by.seq == Lot.made_by)
        .where(*whose(wanted), _made_by.kind != MovementKind.SHIP, Movement.at < wanted.until)
        .where(Lot.id.in_(named))
    )
