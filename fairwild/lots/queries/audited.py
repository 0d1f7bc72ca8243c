"""Material as a certification body may draw from it and look at it.

The caller has asked whether the actor audits the operator; nobody is asked here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from fairwild.kernel.plants import PlantPart
from fairwild.lots.queries.walking import in_pieces
from fairwild.lots.records import Lot, Movement, Receipt
from fairwild.unit_of_work import Reading

_SEEN: tuple[Any, ...] = (
    Receipt.id,
    Receipt.number,
    Receipt.collected_at,
    Receipt.harvester_id,
    Receipt.area_id,
    Receipt.species_id,
    Receipt.part,
    Receipt.net_g,
    Receipt.price_per_kg_minor,
    Receipt.amount_minor,
    Receipt.currency,
    Receipt.lot_id,
    Lot.number,
    Receipt.reversed_at.is_not(None),
)


@dataclass(frozen=True)
class Drawable:
    """A lot or a receipt as a sample is drawn from them."""

    id: UUID
    number: str
    species_id: UUID | None
    part: PlantPart | None


@dataclass(frozen=True)
class Within:
    """Whose material, from when until before when, as it was known at a moment."""

    organisation_id: UUID
    start: datetime
    before: datetime
    known_at: datetime


def receipts_within(reading: Reading, wanted: Within) -> list[Drawable]:
    """List the receipts of collections in these days that stood at the moment they are known."""
    query = select(Receipt.id, Receipt.number, Receipt.species_id, Receipt.part).where(
        Receipt.operator_id == wanted.organisation_id,
        Receipt.collected_at >= wanted.start,
        Receipt.collected_at < wanted.before,
        Receipt.recorded_at <= wanted.known_at,
        or_(Receipt.reversed_at.is_(None), Receipt.reversed_at > wanted.known_at),
    )
    return [Drawable(*row) for row in reading.session.execute(query)]


def lots_within(reading: Reading, wanted: Within) -> list[Drawable]:
    """List the lots made in these days and held there, as far as they were known then."""
    query = (
        select(Lot.id, Lot.number, Lot.species_id, Lot.part)
        .join(Movement, Movement.seq == Lot.made_by)
        .where(
            Lot.holder_id == wanted.organisation_id,
            Movement.at >= wanted.start,
            Movement.at < wanted.before,
            Movement.recorded_at <= wanted.known_at,
        )
    )
    return [Drawable(*row) for row in reading.session.execute(query)]


def find_receipt_numbered(reading: Reading, organisation_id: UUID, number: str) -> Drawable | None:
    """Give the receipt of an operator with this number, if there is one."""
    query = select(Receipt.id, Receipt.number, Receipt.species_id, Receipt.part).where(
        Receipt.operator_id == organisation_id, Receipt.number == number.strip().upper()
    )
    row = reading.session.execute(query).first()
    return Drawable(*row) if row else None


def find_lot_numbered(reading: Reading, organisation_id: UUID, number: str) -> Drawable | None:
    """Give the lot that an organisation holds under this number, if there is one."""
    query = select(Lot.id, Lot.number, Lot.species_id, Lot.part).where(
        or_(Lot.holder_id == organisation_id, Lot.operator_id == organisation_id),
        Lot.number == number.strip().upper(),
    )
    row = reading.session.execute(query).first()
    return Drawable(*row) if row else None


@dataclass(frozen=True)
class SeenReceipt:
    """A receipt as an auditor reads it, without the name of a person."""

    id: UUID
    number: str
    collected_at: datetime
    harvester_id: UUID
    area_id: UUID
    species_id: UUID
    part: PlantPart
    net_g: int
    price_per_kg_minor: int
    amount_minor: int
    currency: str
    lot_id: UUID
    lot: str
    reversed: bool


def receipts_seen(reading: Reading, ids: Iterable[UUID]) -> list[SeenReceipt]:
    """Give these receipts with the lots they went into, by the time of collection."""
    return _seen_where(reading, [Receipt.id.in_(piece) for piece in in_pieces(sorted(set(ids)))])


def find_receipt(reading: Reading, organisation_id: UUID, receipt_id: UUID) -> SeenReceipt | None:
    """Give a receipt of an operator, if there is one."""
    mine = and_(Receipt.id == receipt_id, Receipt.operator_id == organisation_id)
    return next(iter(_seen_where(reading, [mine])), None)


def _seen_where(reading: Reading, conditions: list[ColumnElement[bool]]) -> list[SeenReceipt]:
    found: list[SeenReceipt] = []
    for condition in conditions:
        query = select(*_SEEN).join(Lot, Lot.id == Receipt.lot_id).where(condition)
        found += [SeenReceipt(*row) for row in reading.session.execute(query)]
    return sorted(found, key=lambda one: (one.collected_at, one.number))


@dataclass(frozen=True)
class Bought:
    """What an operator bought in some days: receipts, those who sold, and the net weight."""

    receipts: int
    harvesters: int
    net_g: int


def bought_within(reading: Reading, wanted: Within) -> Bought:
    """Add up the standing receipts of collections in these days."""
    figures = (
        func.count(),
        func.count(Receipt.harvester_id.distinct()),
        func.coalesce(func.sum(Receipt.net_g), 0),
    )
    query = select(*figures).where(
        Receipt.operator_id == wanted.organisation_id,
        Receipt.collected_at >= wanted.start,
        Receipt.collected_at < wanted.before,
        Receipt.reversed_at.is_(None),
    )
    return Bought(*(int(one) for one in reading.session.execute(query).one()))


def reversed_since(reading: Reading, organisation_id: UUID, since: datetime) -> int:
    """Count the receipts of an operator that were taken back from that moment on."""
    query = select(func.count()).where(
        Receipt.operator_id == organisation_id, Receipt.reversed_at >= since
    )
    return reading.session.scalar(query) or 0


def corrected_since(reading: Reading, organisation_id: UUID, since: datetime) -> int:
    """Count the movements of an organisation that took an earlier one back since that moment."""
    query = select(func.count()).where(
        Movement.organisation_id == organisation_id,
        Movement.reverses_seq.is_not(None),
        Movement.recorded_at >= since,
    )
    return reading.session.scalar(query) or 0
