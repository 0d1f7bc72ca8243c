"""Walks over movements, and what stands at the movements of a walk.

A walk is one recursive statement over `movement_before` whose UNION forgets what was seen. It
does not enter collections, which are the greater part of all movements: their lots are found as
inputs of the movements that were walked.

Planners do not know how many rows a walk will give, and turn a join with it into a scan of the
other table. So every statement goes from a list of keys to one table at a time: SQLite keeps the
order of a CROSS JOIN, and PostgreSQL cannot pull a LATERAL subquery with an OFFSET apart.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Row,
    Select,
    TextClause,
    TextualSelect,
    Uuid,
    bindparam,
    column,
    select,
    text,
)

from fairwild.lots.records import Lot, Movement, MovementInput
from fairwild.store.base import Base
from fairwild.store.types import KnownUuid
from fairwild.unit_of_work import Reading

PIECE = 500

LOT_KEYS = {
    "sqlite": "(SELECT value AS id FROM json_each(:lot_ids)) AS k",
    "postgresql": "unnest(CAST(:lot_ids AS uuid[])) AS k(id)",
}
MOVEMENT_KEYS = {
    "sqlite": "(SELECT value AS seq FROM json_each(:seqs)) AS k",
    "postgresql": "unnest(CAST(:seqs AS bigint[])) AS k(seq)",
}


def look_up(dialect: str, table: str, alias: str, on: str, *, columns: str = "*") -> str:
    """Join a table to the keys before it, row by row and by index at every size."""
    if dialect == "sqlite":
        return f"CROSS JOIN {table} AS {alias} ON {on}"
    looked = f"SELECT {columns} FROM {table} AS {alias} WHERE {on} OFFSET 0"  # noqa: S608 - ours
    return f"CROSS JOIN LATERAL ({looked}) AS {alias}"


UPSTREAM = """
WITH RECURSIVE walk(seq) AS (
    SELECT one.made_by FROM {lots} {one}
    UNION
    SELECT step.earlier_seq FROM walk {step}
)
"""
DOWNSTREAM = """
WITH RECURSIVE walk(seq) AS (
    SELECT taken.movement_seq FROM {lots} {taken}
    WHERE NOT EXISTS (
        SELECT 1 FROM movement AS undone WHERE undone.reverses_seq = taken.movement_seq {kept}
    )
    UNION
    SELECT step.movement_seq FROM walk {step}
)
"""


def _joins(dialect: str, walk: str) -> dict[str, str]:
    """Give the joins of a walk's text in the words of an engine."""
    came_from = "movement_seq" if walk == UPSTREAM else "earlier_seq"
    return {
        "lots": LOT_KEYS[dialect],
        "kept": "" if dialect == "sqlite" else "OFFSET 0",
        "one": look_up(dialect, "lot", "one", "one.id = k.id", columns="made_by"),
        "taken": look_up(dialect, "movement_input", "taken", "taken.lot_id = k.id"),
        "step": look_up(dialect, "movement_before", "step", f"step.{came_from} = walk.seq"),
    }


@dataclass(frozen=True)
class Walk:
    """A walk that begins at these lots, against or along the way of material."""

    recursion: str
    lot_ids: tuple[UUID, ...]

    def asking(self, dialect: str, rest: str = "SELECT seq FROM walk") -> TextClause:
        """Give the statement of the walk with what is asked of its movements."""
        return _stated(dialect, self.recursion, rest)

    def keys(self, dialect: str) -> dict[str, object]:
        """Give the lots where the walk begins, as the engine takes a list."""
        return {"lot_ids": lot_keys(dialect, self.lot_ids)}


@cache
def _stated(dialect: str, recursion: str, rest: str) -> TextClause:
    return typed(dialect, recursion.format(**_joins(dialect, recursion)) + rest)


def typed(dialect: str, body: str) -> TextClause:
    """Make a statement whose lists have their types."""
    statement = text(body)
    if dialect == "sqlite":
        return statement
    kinds: dict[str, ARRAY[Any]] = {
        "lot_ids": ARRAY(Uuid()),
        "own_ids": ARRAY(Uuid()),
        "seqs": ARRAY(BigInteger()),
    }
    return statement.bindparams(
        *(bindparam(key, type_=kind) for key, kind in kinds.items() if f":{key}" in body)
    )


def lot_keys(dialect: str, ids: Iterable[UUID]) -> object:
    """Give lots as the engine takes a list: JSON for SQLite, an array for PostgreSQL."""
    found = list(ids)
    return json.dumps([one.hex for one in found]) if dialect == "sqlite" else found


def movement_keys(dialect: str, seqs: Iterable[int]) -> object:
    """Give movements as the engine takes a list."""
    found = list(seqs)
    return json.dumps(found) if dialect == "sqlite" else found


def dialect_of(reading: Reading) -> str:
    """Name the engine."""
    name: str = reading.session.get_bind().dialect.name
    return name


def upstream(lot_ids: Iterable[UUID]) -> Walk:
    """Walk the movements these lots came through, back to what took from collections.

    A collection itself is walked only where one of these lots is its own.
    """
    return Walk(UPSTREAM, tuple(lot_ids))


def downstream(lot_ids: Iterable[UUID]) -> Walk:
    """Walk the movements these lots went into, and all that followed; not what was taken back."""
    return Walk(DOWNSTREAM, tuple(lot_ids))


def walked(reading: Reading, walk: Walk) -> list[int]:
    """Give the movements of a walk, the earliest first."""
    dialect = dialect_of(reading)
    return sorted(reading.session.scalars(walk.asking(dialect), walk.keys(dialect)))


@cache
def _rows_by_key(
    dialect: str, model: type[Base], column: str, wanted: tuple[str, ...]
) -> TextualSelect:
    keys, key = (MOVEMENT_KEYS, "seq") if column in MOVEMENT_COLUMNS else (LOT_KEYS, "id")
    table = model.__table__
    read = [table.c[name] for name in wanted] if wanted else list(table.columns)
    names = ", ".join(f"one.{one.name}" for one in read)
    found = look_up(dialect, str(table), "one", f"one.{column} = k.{key}")
    body = f"SELECT {names} FROM {keys[dialect]} {found}"  # noqa: S608 - names of ours
    return typed(dialect, body).columns(*(_read_as(one) for one in read))


def _read_as(one: ColumnElement[Any]) -> ColumnElement[Any]:
    """Read ids that come again and again as the same objects, and all else as it is."""
    return column(one.key or "", KnownUuid()) if isinstance(one.type, Uuid) else one


MOVEMENT_COLUMNS = frozenset({"seq", "made_by", "movement_seq", "earlier_seq"})


def rows_by(
    reading: Reading,
    model: type[Base],
    column: str,
    keys: Iterable[int] | Iterable[UUID],
    columns: tuple[str, ...] = (),
) -> Sequence[Row[Any]]:
    """Give the rows of a table that have one of these keys in a column, as plain columns.

    Every column, or those named in their order: by place a row is read many times faster.
    """
    wanted: list[Any] = list(keys)
    if not wanted:
        return []
    dialect = dialect_of(reading)
    name, made = ("seqs", movement_keys) if column in MOVEMENT_COLUMNS else ("lot_ids", lot_keys)
    query = _rows_by_key(dialect, model, column, columns)
    return reading.session.execute(query, {name: made(dialect, wanted)}).all()


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
