"""The movements and receipts behind a figure of an account."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select

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
    lost_of,
    made,
    returned,
    taken,
    taken_together,
)
from fairwild.lots.stock.rules import LOSSES_THEMSELVES, flow_in, flow_out
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

    At most a thousand, which add up to the figure. Only of goods that went round, parted and
    joined again, both ways are listed, and the figure has what is left between them.
    """
    reading.may(Action.SEE_STOCK, on=Of(Party.HOLDER, wanted.holder_id))
    if flow is Flow.COLLECTED:
        return [_bought(row) for row in _receipts(reading, wanted, goods)]
    found = [*_entries(reading, wanted, goods, flow)]
    return sorted(found, key=lambda entry: entry.at, reverse=True)[:MOST_ENTRIES]


def only_of(goods: Goods) -> list[ColumnElement[bool]]:
    """Say which lots are of these goods."""
    return [column.is_not_distinct_from(getattr(goods, column.key)) for column in GOODS]


def _receipts(reading: Reading, wanted: Wanted, goods: Goods) -> Iterable[Any]:
    columns = (Bought.id, Bought.number, Bought.collected_at, Bought.net_g, Lot.id, Lot.number)
    query = collected(wanted).with_only_columns(*columns)
    since = query.where(*only_of(goods), Bought.collected_at >= wanted.start)
    return reading.session.execute(since.order_by(Bought.collected_at.desc()).limit(MOST_ENTRIES))


def _bought(row: Any) -> Entry:
    receipt_id, number, at, net_g, lot_id, lot = row
    told: dict[str, Any] = {"receipt_id": receipt_id, "receipt": number}
    return Entry(at, MovementKind.COLLECT, lot_id, lot, int(net_g), **told)


def _entries(reading: Reading, wanted: Wanted, goods: Goods, flow: Flow) -> Iterator[Entry]:
    kinds = [kind for kind in MovementKind if flow_in(kind) is flow]
    for query, mass_g in (
        (made(wanted), Lot.made_g),
        (returned(wanted), MovementReturn.returned_g),
    ):
        some = _some(query, wanted, goods, mass_g).where(Movement.kind.in_(kinds))
        for row in reading.session.execute(some):
            yield _entry(row, row.mass_g)
    yield from _gone(reading, wanted, goods, flow)


def _gone(reading: Reading, wanted: Wanted, goods: Goods, flow: Flow) -> Iterator[Entry]:
    """Give what left the goods for this reason; what a process lost stands among the losses."""
    kinds = [kind for kind in MovementKind if flow_out(kind) is flow]
    lossy = Movement.kind.not_in(LOSSES_THEMSELVES) & (Movement.loss_g > 0)
    only = Movement.kind.in_(kinds) | lossy if flow is Flow.LOST else Movement.kind.in_(kinds)
    some = _some(taken(wanted), wanted, goods, MovementInput.taken_g).add_columns(
        Movement.loss_g, *taken_together()
    )
    for row in reading.session.execute(some.where(only)):
        taken_g = int(row.mass_g)
        lost_g = lost_of(row, taken_g)
        mass_g = taken_g - lost_g if flow_out(MovementKind(row.kind)) is flow else lost_g
        if mass_g:
            yield _entry(row, mass_g)


def _some(query: Select[Any], wanted: Wanted, goods: Goods, mass_g: Any) -> Select[Any]:
    """Select the latest of what a query of the sources gives for these goods in the period."""
    columns = (
        *(Movement.at, Movement.kind, Movement.id.label("movement_id")),
        *(Lot.id.label("lot_id"), Lot.number, mass_g.label("mass_g")),
    )
    wants = query.with_only_columns(*columns).where(*only_of(goods), Movement.at >= wanted.start)
    return wants.order_by(Movement.at.desc()).limit(MOST_ENTRIES)


def _entry(row: Any, mass_g: int) -> Entry:
    kind = MovementKind(row.kind)
    return Entry(row.at, kind, row.lot_id, row.number, int(mass_g), row.movement_id)
