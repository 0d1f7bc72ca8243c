"""Where the goods of lots went back to whose making was undone."""

from collections.abc import Collection
from itertools import islice
from uuid import UUID

from sqlalchemy import select

from fairwild.lots.records import Lot, Movement, MovementReturn
from fairwild.unit_of_work import Reading

PIECE = 500


def given_back_to(reading: Reading, lot_ids: Collection[UUID]) -> frozenset[UUID]:
    """Give the lots to which goods of these went back by undoing, step by step; often none."""
    found: set[UUID] = set()
    waiting = set(lot_ids)
    while waiting:
        piece = list(islice(waiting, PIECE))
        waiting.difference_update(piece)
        back = (
            select(MovementReturn.lot_id)
            .join(Movement, Movement.seq == MovementReturn.movement_seq)
            .join(Lot, Lot.made_by == Movement.reverses_seq)
            .where(Lot.id.in_(piece))
        )
        come = set(reading.session.scalars(back)) - found
        found |= come
        waiting |= come
    return frozenset(found)
