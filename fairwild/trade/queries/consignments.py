"""Questions about consignments: one, a page of them, and what a sender has used already."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from fairwild.access.actions import Action
from fairwild.kernel.refusals import NotFound
from fairwild.organisations.queries import OrganisationFacts, organisations_by_id
from fairwild.store.paging import Cursor, Page, page_of
from fairwild.trade.records import Consignment, ConsignmentLine, whole_consignment
from fairwild.trade.states import AT_THE_SENDER, ConsignmentStatus
from fairwild.unit_of_work import Reading, visible_to

ORDERS: dict[str, list[InstrumentedAttribute[Any]]] = {
    "shipped": [Consignment.shipped_at, Consignment.id],
    "number": [Consignment.number, Consignment.id],
    "status": [Consignment.status, Consignment.shipped_at, Consignment.id],
}
"""How consignments can be ordered, always from the latest or greatest down."""


def get_consignment(reading: Reading, consignment_id: UUID) -> Consignment:
    """Give one consignment with its lines; raises NotFound."""
    query = (
        reading.visible(Consignment)
        .where(Consignment.id == consignment_id, _shown(reading))
        .options(*whole_consignment())
    )
    found = reading.session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise NotFound("consignment")
    return found


def _shown(reading: Reading) -> ColumnElement[bool]:
    """Say in SQL that only a sender knows of what has not left."""
    own = visible_to(reading.actor, Consignment, Action.ADD_CONSIGNMENT_PAPER)
    return or_(Consignment.status.not_in(AT_THE_SENDER), own)


def page_of_consignments(
    reading: Reading,
    cursor: Cursor,
    *,
    sender_id: UUID | None = None,
    receiver_id: UUID | None = None,
    status: ConsignmentStatus | None = None,
    order: str = "shipped",
) -> Page[Consignment]:
    """Give one page of the consignments the actor may see, the latest first."""
    query = reading.visible(Consignment).where(_shown(reading)).options(*whole_consignment())
    if sender_id is not None:
        query = query.where(Consignment.sender_id == sender_id)
    if receiver_id is not None:
        query = query.where(Consignment.receiver_id == receiver_id)
    if status is not None:
        query = query.where(Consignment.status == status)
    return page_of(reading.session, query, ORDERS.get(order, ORDERS["shipped"]), cursor)


def count_waiting(reading: Reading, receiver_id: UUID) -> int:
    """Count the consignments that this organisation has still to answer."""
    waiting = select(func.count(Consignment.id)).where(
        visible_to(reading.actor, Consignment, Action.SEE_CONSIGNMENT),
        Consignment.receiver_id == receiver_id,
        Consignment.status == ConsignmentStatus.SHIPPED,
    )
    return reading.session.scalar(waiting) or 0


def find_by_code(reading: Reading, code: str) -> Consignment | None:
    """Give the consignment whose delivery note has this code, once it has left; nobody is asked."""
    query = select(Consignment).where(
        Consignment.code == code, Consignment.status.not_in(AT_THE_SENDER)
    )
    return reading.session.scalar(query.options(*whole_consignment()))


def consignments_of_lot(reading: Reading, lot_id: UUID) -> list[Consignment]:
    """List the consignments a lot went off, came in or came back with, as far as one may see."""
    columns = (
        ConsignmentLine.from_lot_id,
        ConsignmentLine.transit_lot_id,
        ConsignmentLine.received_lot_id,
        ConsignmentLine.returned_lot_id,
        ConsignmentLine.taken_back_lot_id,
    )
    of_lot = select(ConsignmentLine.consignment_id).where(
        or_(*(column == lot_id for column in columns))
    )
    query = reading.visible(Consignment).where(Consignment.id.in_(of_lot), _shown(reading))
    return list(reading.session.scalars(query.order_by(Consignment.shipped_at)))


def sees(reading: Reading, consignment: Consignment) -> bool:
    """Tell whether the actor is of one of the two sides."""
    return reading.allows(Action.SEE_CONSIGNMENT, on=consignment)


def outside_receivers(reading: Reading, sender_id: UUID) -> list[OrganisationFacts]:
    """List the companies outside the scheme to which a sender has shipped before, by name."""
    query = select(Consignment.receiver_id).where(Consignment.sender_id == sender_id).distinct()
    found = organisations_by_id(reading, reading.session.scalars(query))
    return sorted((one for one in found.values() if one.outside), key=lambda one: one.name)


@dataclass(frozen=True)
class NumbersTaken:
    """The consignments that have this sender's invoice or waybill number already, by number."""

    invoice_of: str
    waybill_of: str


def find_number_taken(reading: Reading, consignment: Consignment) -> NumbersTaken:
    """Say for which other consignments of the sender its numbers are used already."""
    found = {}
    for column, key in (
        (Consignment.invoice_key, consignment.invoice_key),
        (Consignment.waybill_key, consignment.waybill_key),
    ):
        query = select(Consignment.number).where(
            Consignment.sender_id == consignment.sender_id,
            Consignment.id != consignment.id,
            column == key,
        )
        with reading.session.no_autoflush:
            found[column.key] = (key and reading.session.scalar(query)) or ""
    return NumbersTaken(found["invoice_key"], found["waybill_key"])
