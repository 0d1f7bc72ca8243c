"""How a fault names the movement at which it shows."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fairwild.lots.records import Lot, Movement, MovementInput, MovementReturn


def grams(mass_g: int) -> str:
    """Write a mass for a terminal."""
    return f"{int(mass_g)} g"


def named(session: Session, seq: int | None) -> str:
    """Name a movement by its number, kind, day and id."""
    movement = session.get(Movement, seq) if seq is not None else None
    if movement is None:
        return ""
    return f"{movement.seq}, {movement.kind} on {movement.at.date().isoformat()}, {movement.id}"


def last_movement(session: Session, lot_id: UUID) -> str:
    """Name the latest movement that made, took from or gave back to a lot."""
    touched = (
        select(Lot.made_by).where(Lot.id == lot_id),
        select(MovementInput.movement_seq).where(MovementInput.lot_id == lot_id),
        select(MovementReturn.movement_seq).where(MovementReturn.lot_id == lot_id),
    )
    return named(session, max(seq for query in touched for seq in session.scalars(query)))
