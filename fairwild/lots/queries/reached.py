"""Everything that was made of some lots, for recalls: one statement for a set of lots."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from sqlalchemy import BigInteger, String, TextualSelect, Uuid, column

from fairwild.lots.queries.walking import dialect_of, downstream, look_up
from fairwild.lots.states import MovementKind
from fairwild.unit_of_work import Reading


@dataclass(frozen=True)
class Reached:
    """The movements that followed from some lots, and the lots they made.

    `shipped` are those of the lots that were made by sending: each is a line of a consignment.
    """

    movements: tuple[int, ...]
    lots: frozenset[UUID]
    shipped: frozenset[UUID]


@cache
def reached_statement(dialect: str) -> TextualSelect:
    """Select every movement of the walk with its kind, once for each lot it made."""
    moved = look_up(dialect, "movement", "m", "m.seq = walk.seq")
    made = look_up(dialect, "lot", "l", "l.made_by = walk.seq").removeprefix("CROSS ")
    every = "" if dialect == "sqlite" else "ON TRUE"
    rest = f"SELECT m.seq, m.kind, l.id FROM walk {moved} LEFT {made} {every}"  # noqa: S608 - ours
    walk = downstream(()).asking(dialect, rest)
    return walk.columns(column("seq", BigInteger()), column("kind", String()), column("id", Uuid()))


def reached_by(reading: Reading, lot_ids: Iterable[UUID]) -> Reached:
    """Give all that was made of these lots; the lots themselves are not among it.

    What a movement took that was taken back later is not reached through it.
    """
    dialect = dialect_of(reading)
    walk = downstream(lot_ids)
    rows = reading.session.execute(reached_statement(dialect), walk.keys(dialect)).all()
    return Reached(
        movements=tuple(sorted({row.seq for row in rows})),
        lots=frozenset(row.id for row in rows if row.id is not None),
        shipped=frozenset(row.id for row in rows if row.kind == MovementKind.SHIP and row.id),
    )
