"""The collections a lot was made from, as they were written down with the movements that took them.

Nothing is computed from receipts but for a collection lot itself: one walk, and at each movement
the rows or the finished JSON that stand there. Nobody is asked for permission here.
"""

from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ColumnClause, Row, Text, TextualSelect, Uuid, column

from fairwild.lots.queries.walking import (
    LOT_KEYS,
    dialect_of,
    look_up,
    lot_keys,
    typed,
    upstream,
)
from fairwild.store.types import KnownUuid, UtcMoment
from fairwild.unit_of_work import Reading

# A condition on the looked up table alone makes SQLite 3.40 read all of it into a Bloom filter;
# one that names the row before it as well, to no other effect, does not.
_STANDING = """
SELECT r.lot_id, r.operator_id, r.harvester_id, r.area_id, r.species_id, count(*) AS receipts,
    min(r.collected_at) AS first_at, max(r.collected_at) AS last_at, sum(r.net_g) AS net_g
FROM {keys} {receipt} WHERE (r.reversed_at IS NULL) = (k.id IS NOT NULL)
GROUP BY r.lot_id, r.operator_id, r.harvester_id, r.area_id, r.species_id
"""
_WALKED = """
SELECT o.lot_id, o.operator_id, o.harvester_id, o.area_id, o.species_id,
    CASE WHEN o.lot_id IS NULL THEN sum(o.receipts) ELSE max(o.receipts) END AS receipts,
    min(o.first_at) AS first_at, max(o.last_at) AS last_at,
    CASE WHEN o.lot_id IS NULL THEN sum(o.net_g) ELSE max(o.net_g) END AS net_g
FROM walk {origin}
GROUP BY o.lot_id, o.operator_id, o.harvester_id, o.area_id, o.species_id
"""
_COLUMNS: tuple[ColumnClause[Any], ...] = (
    column("lot_id", Uuid()),
    column("operator_id", KnownUuid()),
    column("harvester_id", KnownUuid()),
    column("area_id", KnownUuid()),
    column("species_id", KnownUuid()),
    column("receipts", BigInteger()),
    column("first_at", UtcMoment()),
    column("last_at", UtcMoment()),
    column("net_g", BigInteger()),
)
_FRAGMENTS = """
SELECT f.operator_id, f.body FROM walk {fragment}
WHERE f.redacted = CASE
    WHEN walk.seq IS NULL OR f.operator_id IN ({own}) THEN FALSE ELSE TRUE END
"""
_OWN = {
    "sqlite": "SELECT value FROM json_each(:own_ids)",
    "postgresql": "SELECT unnest(CAST(:own_ids AS uuid[]))",
}


@cache
def origins_statement(dialect: str) -> TextualSelect:
    """Sum what was brought by harvester and area; a lot taken in part is counted once."""
    rest = _WALKED.format(
        origin=look_up(dialect, "movement_origin", "o", "o.movement_seq = walk.seq")
    )
    own = _STANDING.format(
        keys=LOT_KEYS[dialect], receipt=look_up(dialect, "receipt", "r", "r.lot_id = k.id")
    )
    walk = upstream(()).asking(dialect, f"{rest} UNION ALL {own}")
    return walk.columns(*_COLUMNS)


def origin_rows(reading: Reading, lot_id: UUID) -> Sequence[Row[Any]]:
    """Give who brought how much from which area into a lot, whole collection lots counted."""
    dialect = dialect_of(reading)
    keys = upstream([lot_id]).keys(dialect)
    return reading.session.execute(origins_statement(dialect), keys).all()


@cache
def fragments_statement(dialect: str) -> TextualSelect:
    """Select the finished JSON at the movements of a walk, for operators and for others."""
    fragment = look_up(dialect, "movement_fragment", "f", "f.movement_seq = walk.seq")
    rest = _FRAGMENTS.format(fragment=fragment, own=_OWN[dialect])
    walk = upstream(()).asking(dialect, rest)
    return walk.columns(column("operator_id", Uuid()), column("body", Text()))


def collections_json(
    reading: Reading,
    lot_id: UUID,
    *,
    own: Collection[UUID],
    told: Collection[UUID] | None = None,
) -> str:
    """Write the draws on collection lots a lot came from as a JSON array.

    A row is what one movement took from one collection lot. Harvesters are named in the rows
    of the operators in `own` only; where `told` is given, other operators have no rows.
    """
    dialect = dialect_of(reading)
    keys = upstream([lot_id]).keys(dialect)
    keys["own_ids"] = lot_keys(dialect, own)
    found = reading.session.execute(fragments_statement(dialect), keys)
    bodies = (body for operator_id, body in found if told is None or operator_id in told)
    return "[" + ",".join(bodies) + "]"


@cache
def _counts_statement(dialect: str) -> TextualSelect:
    receipt = look_up(dialect, "receipt", "r", "r.lot_id = k.id")
    body = (
        f"SELECT r.lot_id, count(*) FROM {LOT_KEYS[dialect]} {receipt}"  # noqa: S608 - names of ours
        " WHERE (r.reversed_at IS NULL) = (k.id IS NOT NULL) GROUP BY r.lot_id"
    )
    return typed(dialect, body).columns(column("lot_id", Uuid()), column("receipts", BigInteger()))


def receipt_counts(reading: Reading, lot_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Count the receipts that stand of each of these lots that has any."""
    dialect = dialect_of(reading)
    keys = {"lot_ids": lot_keys(dialect, lot_ids)}
    return {row[0]: row[1] for row in reading.session.execute(_counts_statement(dialect), keys)}
