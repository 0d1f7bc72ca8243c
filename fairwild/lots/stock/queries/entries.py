"""The movements and receipts behind a figure of an account."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.lots.records import (
    Lot,
    Movement,
    MovementInput,
    MovementReturn,
)
from fairwild.lots.records import Receipt as Bought
from fairwild.lots.states import Flow, MovementKind
from fairwild.lots.stock.facts import Goods
from fairwild.lots.stock.queries.sources import (
    GOODS,
    Wanted,
    collected,
    made,
    returned,
    taken,
)
from fairwild.lots.stock.rules import flow_in, flow_out
from fairwild.unit_of_work import Reading

MOST_ENTRIES = 1000


@dataclass(frozen=True)
class Entry:
    """One movement's or receipt's share in a figure, in grams."""

    at: datetime
    kind: MovementKind
    lot_id: UUID
    lot: str
    mass_g: int
    movement_id: UUID | None = None
    receipt_id: UUID | None = None
    receipt: str = ""


def entries_of(reading: Reading, wanted: Wanted, goods: Goods, flow: Flow) -> list[Entry]:
    """Give the movements and receipts of which a figure is the sum, the latest first.

    At most a thousand; what is lost in processing stands with its movement.
    """
    reading.may(Action.SEE_STOCK, on=Of(Party.HOLDER, wanted.holder_id))
    if flow is Flow.COLLECTED:
        return [_bought(row) for row in _receipts(reading, wanted, goods)]
    found = [*_entries(reading, wanted, goods, flow)]
    return sorted(found, key=lambda entry: entry.at, reverse=True)[:MOST_ENTRIES]


def _only(goods: Goods) -> list[ColumnElement[bool]]:
    return [column.is_not_distinct_from(getattr(goods, column.key)) for column in GOODS]


def _receipts(reading: Reading, wanted: Wanted, goods: Goods) -> Iterable[Any]:
    columns = (Bought.id, Bought.number, Bought.collected_at, Bought.net_g, Lot.id, Lot.number)
    query = collected(wanted).with_only_columns(*columns)
    since = query.where(*_only(goods), Bought.collected_at >= wanted.start)
    return reading.session.execute(since.order_by(Bought.collected_at.desc()).limit(MOST_ENTRIES))


def _bought(row: Any) -> Entry:
    receipt_id, number, at, net_g, lot_id, lot = row
    told: dict[str, Any] = {"receipt_id": receipt_id, "receipt": number}
    return Entry(at, MovementKind.COLLECT, lot_id, lot, int(net_g), **told)


def _entries(reading: Reading, wanted: Wanted, goods: Goods, flow: Flow) -> Iterator[Entry]:
    for query, mass_g, names in (
        (made(wanted), Lot.made_g, flow_in),
        (returned(wanted), MovementReturn.returned_g, flow_in),
        (taken(wanted), MovementInput.taken_g, flow_out),
    ):
        kinds = [kind for kind in MovementKind if names(kind) is flow]
        columns = (Movement.at, Movement.kind, Lot.id, Lot.number, mass_g, Movement.id)
        wants = query.with_only_columns(*columns).where(
            *_only(goods), Movement.at >= wanted.start, Movement.kind.in_(kinds)
        )
        latest = wants.order_by(Movement.at.desc()).limit(MOST_ENTRIES)
        for at, kind, lot_id, number, mass, movement_id in reading.session.execute(latest):
            yield Entry(at, MovementKind(kind), lot_id, number, int(mass), movement_id)
    if flow is Flow.LOST:
        yield from _lost(reading, wanted, goods)


def _lost(reading: Reading, wanted: Wanted, goods: Goods) -> Iterator[Entry]:
    columns = (Movement.at, Movement.kind, Lot.id, Lot.number, Movement.loss_g, Movement.id)
    apart = (MovementKind.LOSS, MovementKind.OWN_USE, MovementKind.COUNT)
    query = taken(wanted).with_only_columns(*columns)
    lossy = query.where(*_only(goods), Movement.loss_g > 0, Movement.at >= wanted.start)
    latest = lossy.where(Movement.kind.not_in(apart)).order_by(Movement.at.desc())
    for at, kind, lot_id, number, mass, movement_id in reading.session.execute(
        latest.limit(MOST_ENTRIES)
    ):
        yield Entry(at, MovementKind(kind), lot_id, number, int(mass), movement_id)
