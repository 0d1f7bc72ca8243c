"""Where the figures of an account come from: receipts, lots made, taken from, given back to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
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
