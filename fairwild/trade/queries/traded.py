"""What an organisation bought and sold as certified, as both sides of every consignment say it.

What the supplier declares as sold is held against what the buyer declares as bought, lot by lot
and with no tolerance. Nobody is asked here: the caller has asked whether the actor may look.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, select

from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import State
from fairwild.lots.queries import certified_goods
from fairwild.trade.records import Consignment, ConsignmentLine, LineDifference
from fairwild.trade.states import ConsignmentStatus, DifferenceStatus
from fairwild.unit_of_work import Reading

ACCEPTED = (ConsignmentStatus.RECEIVED, ConsignmentStatus.RECEIVED_IN_PART)
DECLARED = (ConsignmentStatus.SHIPPED, *ACCEPTED)
"""What is a sale to the one side; what was refused, called or taken back is a sale to neither."""

GOODS = certified_goods()


class Side(StrEnum):
    """On which side of its consignments an organisation is looked at."""

    BOUGHT = "bought"
    SOLD = "sold"


@dataclass(frozen=True)
class Traded:
    """Whose consignments, on which side, that left from when until before when."""

    organisation_id: UUID
    side: Side
    start: datetime
    until: datetime


@dataclass(frozen=True)
class TradedLine:
    """One certified lot of a consignment; `lot_id` is the lot the looked-at side holds or held.

    Without `accepted_g` the receiver has not answered yet; `open_g` waits for both to agree.
    """

    consignment_id: UUID
    consignment: str
    at: datetime
    status: ConsignmentStatus
    partner_id: UUID
    lot_id: UUID
    lot: str
    species_id: UUID | None
    product: str
    part: PlantPart | None
    form: Form
    state: State
    sent_g: int
    accepted_g: int | None
    open_g: int


@dataclass(frozen=True)
class Declared:
    """Goods of one kind between two sides: declared as sold, and declared as bought, in grams.

    `waiting_g` is not answered yet, `agreed_g` was not accepted and both agree what became of it.
    """

    partner_id: UUID
    species_id: UUID | None
    product: str
    lines: int
    sold_g: int
    bought_g: int
    waiting_g: int
    agreed_g: int

    @property
    def open_g(self) -> int:
        """What the one declares as sold, and nobody accounts for yet."""
        return self.sold_g - self.bought_g - self.waiting_g - self.agreed_g


def declared_of(reading: Reading, traded: Traded) -> list[Declared]:
    """Add up what both sides declare of certified goods, by the other side and by goods."""
    settled = case(
        (LineDifference.status == DifferenceStatus.SETTLED, LineDifference.missing_g), else_=0
    )
    waiting = case(
        (Consignment.status == ConsignmentStatus.SHIPPED, ConsignmentLine.shipped_g), else_=0
    )
    by = (_partner(traded), GOODS.c.species_id, GOODS.c.product)
    sums = (
        func.count(),
        func.sum(ConsignmentLine.shipped_g),
        func.sum(func.coalesce(ConsignmentLine.received_g, 0)),
        func.sum(waiting),
        func.sum(settled),
    )
    query = _lines(traded).with_only_columns(*by, *sums).group_by(*by)
    found = [Declared(*row[:3], *map(int, row[3:])) for row in reading.session.execute(query)]
    return sorted(found, key=lambda one: (str(one.partner_id), one.product, str(one.species_id)))


def lines_of(reading: Reading, traded: Traded, *, most: int) -> list[TradedLine]:
    """List the last lines of certified goods, those first that the two sides do not agree on."""
    still_open = case(
        (LineDifference.status != DifferenceStatus.SETTLED, LineDifference.missing_g), else_=0
    )
    held = (
        ConsignmentLine.from_lot_id
        if traded.side is Side.SOLD
        else func.coalesce(ConsignmentLine.received_lot_id, ConsignmentLine.transit_lot_id)
    )
    columns = (
        Consignment.id,
        Consignment.number,
        Consignment.shipped_at,
        Consignment.status,
        _partner(traded),
        held,
        GOODS.c.number,
        GOODS.c.species_id,
        GOODS.c.product,
        GOODS.c.part,
        GOODS.c.form,
        GOODS.c.state,
        ConsignmentLine.shipped_g,
        ConsignmentLine.received_g,
        still_open.label("open_g"),
    )
    query = _lines(traded).with_only_columns(*columns)
    latest = query.order_by(
        case((still_open > 0, 0), else_=1), Consignment.shipped_at.desc(), ConsignmentLine.id
    )
    return [TradedLine(*row) for row in reading.session.execute(latest.limit(most))]


def _partner(traded: Traded) -> Any:
    bought = traded.side is Side.BOUGHT
    return Consignment.sender_id if bought else Consignment.receiver_id


def _lines(traded: Traded) -> Select[Any]:
    bought = traded.side is Side.BOUGHT
    own = Consignment.receiver_id if bought else Consignment.sender_id
    return (
        select(ConsignmentLine)
        .join(Consignment, Consignment.id == ConsignmentLine.consignment_id)
        .join(GOODS, GOODS.c.id == ConsignmentLine.transit_lot_id)
        .outerjoin(LineDifference, LineDifference.line_id == ConsignmentLine.id)
        .where(
            own == traded.organisation_id,
            Consignment.status.in_(DECLARED),
            Consignment.shipped_at >= traded.start,
            Consignment.shipped_at < traded.until,
        )
    )


def count_bought_under(
    reading: Reading, body_id: UUID, *, receiver_id: UUID | None = None
) -> dict[UUID, int]:
    """Count by receiver the accepted consignments of goods this body has certified."""
    conditions: list[ColumnElement[bool]] = [
        Consignment.status.in_(ACCEPTED),
        GOODS.c.body_id == body_id,
        ConsignmentLine.received_g > 0,
    ]
    if receiver_id is not None:
        conditions.append(Consignment.receiver_id == receiver_id)
    query = (
        select(Consignment.receiver_id, func.count(Consignment.id.distinct()))
        .join(ConsignmentLine, ConsignmentLine.consignment_id == Consignment.id)
        .join(GOODS, GOODS.c.id == ConsignmentLine.received_lot_id)
        .where(*conditions)
        .group_by(Consignment.receiver_id)
    )
    return {row[0]: row[1] for row in reading.session.execute(query)}
