"""What certified goods an organisation has sent off, for those who look for what is wrong."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.lots.queries import certificates_of
from fairwild.trade.records import Consignment, ConsignmentLine
from fairwild.trade.states import AT_THE_SENDER
from fairwild.unit_of_work import Reading


@dataclass(frozen=True)
class SoldLine:
    """One certified lot of a consignment that left."""

    consignment_id: UUID
    consignment: str
    lot_id: UUID
    lot: str
    at: datetime
    certificate_ids: tuple[UUID, ...]


def certified_sales_of(reading: Reading, sender_id: UUID) -> list[SoldLine]:
    """Give every line of certified goods that left this sender, with the goods' certificates."""
    reading.may(Action.SEE_STOCK, on=Of(Party.HOLDER, sender_id))
    query = (
        select(ConsignmentLine, Consignment)
        .join(Consignment, Consignment.id == ConsignmentLine.consignment_id)
        .where(Consignment.sender_id == sender_id, ConsignmentLine.from_lot.has(certified=True))
        .where(Consignment.status.not_in(AT_THE_SENDER))
        .options(joinedload(ConsignmentLine.from_lot))
    )
    rows = reading.session.execute(query).all()
    held = certificates_of(reading, [line.from_lot for line, _consignment in rows])
    return [
        SoldLine(
            one.id,
            one.number,
            line.from_lot_id,
            line.from_lot.number,
            one.shipped_at,
            held.get(line.from_lot_id, ()),
        )
        for line, one in rows
    ]
