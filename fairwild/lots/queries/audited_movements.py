"""Movements of an audited organisation: found by a lot they touched, and listed for its auditor.

The caller has asked whether the actor audits the organisation; nobody is asked here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from fairwild.lots.queries.movement_lists import lines_of
from fairwild.lots.records import Lot, Movement, MovementInput, MovementReturn
from fairwild.lots.states import MovementKind
from fairwild.unit_of_work import Reading

_COLUMNS: tuple[Any, ...] = (
    Movement.seq,
    Movement.id,
    Movement.kind,
    Movement.at,
    Movement.site,
    Movement.loss_g,
    Movement.loss_reason,
    Movement.reason,
)


@dataclass(frozen=True)
class SeenMovement:
    """A movement as an auditor reads it: from which lots it took, which it made, and why.

    A correction names in `lots` what the movement it takes back took or made.
    """

    id: UUID
    kind: MovementKind
    at: datetime
    site: str
    loss_g: int
    reason: str
    lots: tuple[str, ...]
    taken_g: int
    made_g: int
    undone: bool


def find_movement(
    reading: Reading, organisation_id: UUID, movement_id: UUID
) -> SeenMovement | None:
    """Give a movement of an organisation, if there is one."""
    return next(iter(_seen(reading, organisation_id, Movement.id == movement_id)), None)


def movements_touching(reading: Reading, organisation_id: UUID, number: str) -> list[SeenMovement]:
    """List what an organisation did to the lot with this number, what made it first.

    After a slash a number may name the kind that is meant, as in `L-1/loss`.
    """
    typed = number.strip().upper()
    found = _of_lot(reading, organisation_id, typed)
    lot, _, kind = typed.rpartition("/")
    if found or not lot:
        return found
    return [one for one in _of_lot(reading, organisation_id, lot) if one.kind.upper() == kind]


def _of_lot(reading: Reading, organisation_id: UUID, number: str) -> list[SeenMovement]:
    lots = select(Lot.id).where(Lot.number == number)
    taken = select(MovementInput.movement_seq).where(MovementInput.lot_id.in_(lots))
    given = select(MovementReturn.movement_seq).where(MovementReturn.lot_id.in_(lots))
    made = select(Lot.made_by).where(Lot.number == number)
    touched = [*reading.session.scalars(taken.union(given, made))]
    return _seen(
        reading,
        organisation_id,
        or_(Movement.seq.in_(touched), Movement.reverses_seq.in_(touched)),
    )


def _seen(
    reading: Reading, organisation_id: UUID, which: ColumnElement[bool]
) -> list[SeenMovement]:
    query = select(*_COLUMNS, Movement.reverses_seq).where(
        which, Movement.organisation_id == organisation_id
    )
    rows = reading.session.execute(query.order_by(Movement.seq)).all()
    return _told(reading, rows)


def _told(reading: Reading, rows: Sequence[Any]) -> list[SeenMovement]:
    """Add to movements the lots they touched and their weights."""
    seqs = {row.seq for row in rows} | {row.reverses_seq for row in rows if row.reverses_seq}
    lines = lines_of(reading, sorted(seqs))
    told = []
    for row in rows:
        line = lines[row.reverses_seq or row.seq]
        told.append(
            SeenMovement(
                id=row.id,
                kind=row.kind,
                at=row.at,
                site=row.site,
                loss_g=row.loss_g,
                reason=row.reason or row.loss_reason,
                lots=tuple(number for _, number in (*line.took, *line.made)),
                taken_g=line.in_g,
                made_g=line.out_g,
                undone=lines[row.seq].undone,
            )
        )
    return told
