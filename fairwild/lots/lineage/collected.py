"""The collections behind a lot, for whoever may trace it: harvesters are the operator's to see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.areas.queries import area_facts
from fairwild.kernel.refusals import NotFound
from fairwild.lots.facts import Origin
from fairwild.lots.lineage.queries import lineage_of
from fairwild.lots.queries.origins import collections_json, origin_rows
from fairwild.lots.queries.trace import origin_of
from fairwild.lots.records import LineageShare, Lot
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
_Sum = tuple[Any, ...]
"""Receipts, the first and the last moment, grams."""


def collections_within_reach(reading: Reading, lot_id: UUID) -> str:
    """Write the collection lots a lot was made from as a JSON array; raises NotFound."""
    sight = _sight(reading, lot_id)
    return collections_json(reading, lot_id, own=sight.own, told=sight.told)


def grouped_collections(reading: Reading, lot_id: UUID) -> list[CollectionGroup]:
    """Sum the collections a lot was made from by harvester and area, heaviest first.

    Where the receipts are not the actor's to see, by area only. Whole collection lots are
    counted, as they were bought. Raises NotFound.
    """
    sight = _sight(reading, lot_id)
    summed: dict[_Key, _Sum] = {}
    rows: Sequence[Any] = origin_rows(reading, lot_id)
    for _, operator_id, harvester_id, area_id, species_id, *sums in rows:  # by place: many rows
        if sight.told is not None and operator_id not in sight.told:
            continue
        known = harvester_id if operator_id in sight.own else None
        key = (operator_id, area_id, species_id, known)
        summed[key] = _with(summed[key], sums) if key in summed else tuple(sums)
    groups = [
        CollectionGroup(*key, receipts, first_at, last_at, int(net_g))
        for key, (receipts, first_at, last_at, net_g) in summed.items()
    ]
    return sorted(groups, key=lambda one: (-one.net_g, one.area_id))


def _with(before: _Sum, more: Sequence[Any]) -> _Sum:
    receipts, first_at, last_at, net_g = before
    return (
        receipts + more[0],
        min(first_at, more[1]),
        max(last_at, more[2]),
        net_g + more[3],
    )


@dataclass(frozen=True)
class ToldOrigin(Origin):
    """An origin as far as somebody may know it: of what is not shown, only the countries."""

    countries: tuple[str, ...] = ()


def origin_told(reading: Reading, lot_id: UUID) -> ToldOrigin:
    """Say where a lot was collected as far as the actor may know; raises NotFound.

    Species, countries and totals are on the public page of every lot. The areas are told by
    their operators to whom they show their lineage.
    """
    sight, origin = _sight(reading, lot_id), origin_of(reading, lot_id)
    areas = area_facts(reading, origin.area_ids)
    told = [
        one
        for one in origin.area_ids
        if sight.told is None or areas[one].operator_id in sight.told | sight.own
    ]
    countries = sorted({area.country for area in areas.values()})
    facts = vars(origin) | {"area_ids": tuple(told), "countries": tuple(countries)}
    return ToldOrigin(**facts)


@dataclass(frozen=True)
class _Sight:
    """Whose receipts the actor may see, and whose collections they may know of (None: all)."""

    own: frozenset[UUID]
    told: frozenset[UUID] | None


def _sight(reading: Reading, lot_id: UUID) -> _Sight:
    """Say whose collections the actor may know behind this lot; raises NotFound.

    Their own, those of operators who show them their lineage, and for a certification body
    those of the operator it certifies.
    """
    lot = reading.session.get(Lot, lot_id)
    if lot is None:
        raise NotFound("lot")
    if not reading.allows(Action.TRACE_LOT, lot):
        lineage_of(reading, lot_id)
    held = frozenset(post.organisation_id for post in reading.actor.posts)
    own = frozenset(
        one for one in held if reading.allows(Action.SEE_RECEIPT, Of(Party.OPERATOR, one))
    )
    if reading.allows(Action.TRACE_LOT):
        return _Sight(own, None)
    as_body = lot.body_id is not None and lot.body_id in held
    certified = {lot.operator_id} if as_body else set()
    return _Sight(own, own | certified | _showing(reading, held))


def _showing(reading: Reading, organisation_ids: frozenset[UUID]) -> frozenset[UUID]:
    """Name those who show their lineage to these organisations, or to all their buyers."""
    query = select(LineageShare.owner_id).where(
        LineageShare.ended_at.is_(None),
        or_(LineageShare.with_id.is_(None), LineageShare.with_id.in_(organisation_ids)),
    )
    return frozenset(reading.session.scalars(query))
