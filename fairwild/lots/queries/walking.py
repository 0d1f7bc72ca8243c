"""Walks over movements, and what stands at the movements of a walk.

A walk is one recursive statement over `movement_before` whose UNION forgets what was seen.
What it found is then read by key, in pieces: planners do not know the size of a recursive
walk and turn a join with it into a scan of the whole table.
"""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from sqlalchemy import CTE, Row, Select, select

from fairwild.lots.records import Lot, Movement, MovementBefore, MovementInput
from fairwild.unit_of_work import Reading

PIECE = 500


def upstream(lot_ids: Sequence[UUID]) -> Select[int]:
    """Select the movements these lots came through, back to their collections."""
    start = select(Lot.made_by.label("seq")).where(Lot.id.in_(lot_ids))
    walk: CTE = start.cte("upstream", recursive=True)
    step = select(MovementBefore.earlier_seq).where(MovementBefore.movement_seq == walk.c.seq)
    return select(walk.union(step).c.seq)


def downstream(lot_ids: Sequence[UUID]) -> Select[int]:
    """Select the movements these lots went into, and all that followed from them."""
    start = select(MovementInput.movement_seq.label("seq")).where(MovementInput.lot_id.in_(lot_ids))
    walk: CTE = start.cte("downstream", recursive=True)
    step = select(MovementBefore.movement_seq).where(MovementBefore.earlier_seq == walk.c.seq)
    return select(walk.union(step).c.seq)


def walked(reading: Reading, walk: Select[int]) -> list[int]:
    """Give the movements of a walk, the earliest first."""
    return sorted(reading.session.scalars(walk))


def in_pieces(keys: Sequence[int] | Sequence[UUID]) -> Iterator[Sequence[int] | Sequence[UUID]]:
    """Give the keys in runs that a planner still looks up one by one."""
    for start in range(0, len(keys), PIECE):
        yield keys[start : start + PIECE]


def movements_at(seqs: Sequence[int]) -> Iterator[Select[Movement]]:
    """Select these movements, in their order."""
    for piece in in_pieces(seqs):
        yield select(Movement).where(Movement.seq.in_(piece)).order_by(Movement.seq)


def inputs_at(seqs: Sequence[int]) -> Iterator[Select[int, UUID, int]]:
    """Select what these movements took: movement, lot, grams."""
    columns = (MovementInput.movement_seq, MovementInput.lot_id, MovementInput.taken_g)
    for piece in in_pieces(seqs):
        yield select(*columns).where(MovementInput.movement_seq.in_(piece))


def lots_made_at(seqs: Sequence[int]) -> Iterator[Select[Lot]]:
    """Select the lots these movements made."""
    for piece in in_pieces(seqs):
        yield select(Lot).where(Lot.made_by.in_(piece))


def lots_named(ids: Iterable[UUID]) -> Iterator[Select[Lot]]:
    """Select the lots of these ids."""
    for piece in in_pieces(sorted(ids)):
        yield select(Lot).where(Lot.id.in_(piece))


def read_movements(reading: Reading, seqs: Sequence[int]) -> list[Movement]:
    """Give these movements in their order."""
    return [one for query in movements_at(seqs) for one in reading.session.scalars(query)]


def read_inputs(reading: Reading, seqs: Sequence[int]) -> list[Row[int, UUID, int]]:
    """Give what these movements took."""
    return [row for query in inputs_at(seqs) for row in reading.session.execute(query)]


def read_lots_made(reading: Reading, seqs: Sequence[int]) -> list[Lot]:
    """Give the lots these movements made."""
    return [one for query in lots_made_at(seqs) for one in reading.session.scalars(query)]


def read_lots(reading: Reading, ids: Iterable[UUID]) -> list[Lot]:
    """Give the lots of these ids."""
    return [one for query in lots_named(ids) for one in reading.session.scalars(query)]
