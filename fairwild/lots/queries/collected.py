"""The collections behind a lot, for whoever may trace it: harvesters are the operator's to see."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.kernel.refusals import NotFound
from fairwild.lots.queries.origins import collections_json, origin_rows
from fairwild.lots.queries.reach import may_trace
from fairwild.lots.records import Lot
from fairwild.unit_of_work import Reading


@dataclass(frozen=True)
class CollectionGroup:
    """What came from one area, by one harvester where the actor may know who."""

    operator_id: UUID
    area_id: UUID
    species_id: UUID
    harvester_id: UUID | None
    receipts: int
    first_at: datetime
    last_at: datetime
    net_g: int


_Key = tuple[UUID, UUID, UUID, UUID | None]


def collections_within_reach(reading: Reading, lot_id: UUID) -> str:
    """Write the collection lots a lot was made from as a JSON array; raises NotFound."""
    _must_reach(reading, lot_id)
    return collections_json(reading, lot_id, own=_own(reading))


def grouped_collections(reading: Reading, lot_id: UUID) -> list[CollectionGroup]:
    """Sum the collections a lot was made from by harvester and area, heaviest first.

    Where the receipts are not the actor's to see, by area only. Whole collection lots are
    counted, as they were bought. Raises NotFound.
    """
    _must_reach(reading, lot_id)
    own = _own(reading)
    summed: dict[_Key, CollectionGroup] = {}
    for row in origin_rows(reading, lot_id):
        harvester_id = row.harvester_id if row.operator_id in own else None
        key = (row.operator_id, row.area_id, row.species_id, harvester_id)
        summed[key] = _with(summed.get(key), row, key)
    return sorted(summed.values(), key=lambda one: (-one.net_g, one.area_id))


def _with(before: CollectionGroup | None, row: Row[Any], key: _Key) -> CollectionGroup:
    if before is None:
        return CollectionGroup(*key, row.receipts, row.first_at, row.last_at, int(row.net_g))
    return CollectionGroup(
        *key,
        before.receipts + row.receipts,
        min(before.first_at, row.first_at),
        max(before.last_at, row.last_at),
        before.net_g + int(row.net_g),
    )


def _must_reach(reading: Reading, lot_id: UUID) -> None:
    lot = reading.session.get(Lot, lot_id)
    if lot is None or not may_trace(reading, lot):
        raise NotFound("lot")


def _own(reading: Reading) -> frozenset[UUID]:
    """Name the operators whose receipts the actor may see."""
    held = {post.organisation_id for post in reading.actor.posts}
    return frozenset(
        one for one in held if reading.allows(Action.SEE_RECEIPT, Of(Party.OPERATOR, one))
    )
