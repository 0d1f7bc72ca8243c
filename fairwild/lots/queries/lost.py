"""What was lost, destroyed, used by the house or found missing, and was not undone."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, or_, select
from sqlalchemy.orm import aliased

from fairwild.lots.records import LotHold, Movement, MovementInput
from fairwild.lots.states import MovementKind
from fairwild.unit_of_work import Reading

GONE_BY = (MovementKind.LOSS, MovementKind.OWN_USE, MovementKind.COUNT)
"""Movements that take goods away and make nothing of them: only undoing them brings goods back."""

PIECE = 500


def written_off_among(reading: Reading, lot_ids: Collection[UUID]) -> set[UUID]:
    """Give of which of these lots something was written off that may come back."""
    found: set[UUID] = set()
    for piece in _pieces(sorted(lot_ids)):
        query = select(MovementInput.lot_id).join(Movement, _SAME)
        found.update(reading.session.scalars(query.where(MovementInput.lot_id.in_(piece), _gone())))
    return found


def lost_under(reading: Reading, hold_ids: Collection[UUID]) -> dict[UUID, int]:
    """Give by hold what was written off while it stood, on its lot or where it was carried on to.

    What several of these holds stood on counts for one of them; others are not in it.
    """
    rows: list[Row[Any]] = []
    for piece in _pieces(sorted(hold_ids)):
        rows += reading.session.execute(_lost_under(piece))
    counted: dict[tuple[UUID, int], tuple[UUID, int]] = {}
    for row in sorted(rows, key=lambda row: (row.carried_from_id is not None, row.id)):
        lost = (row.carried_from_id or row.id, row.taken_g)
        counted.setdefault((row.lot_id, row.movement_seq), lost)
    found: dict[UUID, int] = {}
    for hold_id, mass_g in counted.values():
        found[hold_id] = found.get(hold_id, 0) + mass_g
    return found


def _lost_under(hold_ids: Sequence[UUID]) -> Select[*tuple[Any, ...]]:
    stood = (Movement.recorded_at >= LotHold.placed_at) & or_(
        LotHold.released_at.is_(None), LotHold.released_at >= Movement.recorded_at
    )
    return (
        select(LotHold.id, LotHold.carried_from_id, LotHold.lot_id)
        .add_columns(MovementInput.movement_seq, MovementInput.taken_g)
        .join(MovementInput, MovementInput.lot_id == LotHold.lot_id)
        .join(Movement, _SAME)
        .where(or_(LotHold.id.in_(hold_ids), LotHold.carried_from_id.in_(hold_ids)))
        .where(stood, _gone())
    )


_SAME = Movement.seq == MovementInput.movement_seq
_UNDOING = aliased(Movement)


def _gone() -> ColumnElement[bool]:
    undone = select(_UNDOING.seq).where(_UNDOING.reverses_seq == Movement.seq)
    return Movement.kind.in_(GONE_BY) & ~undone.exists()


def _pieces(lot_ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    for start in range(0, len(lot_ids), PIECE):
        yield lot_ids[start : start + PIECE]
