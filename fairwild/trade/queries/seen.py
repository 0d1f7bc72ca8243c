"""Consignments as an auditor of one of their two sides reads and pins them.

Nobody is asked here: the caller has asked whether the actor audits the organisation.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select

from fairwild.trade.records import Consignment, ConsignmentLine
from fairwild.trade.rules import compared
from fairwild.trade.states import AT_THE_SENDER, ConsignmentStatus
from fairwild.unit_of_work import Reading


@dataclass(frozen=True)
class SeenConsignment:
    """A consignment that left; without `accepted_g` the receiver has not answered yet."""

    id: UUID
    number: str
    status: ConsignmentStatus
    left_at: datetime
    invoice_number: str
    sender_id: UUID
    receiver_id: UUID
    sent_g: int
    accepted_g: int | None

    def partner_of(self, organisation_id: UUID) -> UUID:
        """Name the other side."""
        return self.receiver_id if organisation_id == self.sender_id else self.sender_id


_COLUMNS: tuple[Any, ...] = (
    Consignment.id,
    Consignment.number,
    Consignment.status,
    Consignment.shipped_at,
    Consignment.invoice_number,
    Consignment.sender_id,
    Consignment.receiver_id,
)


def last_consignments(
    reading: Reading, organisation_id: UUID, *, start: datetime, until: datetime, most: int
) -> list[SeenConsignment]:
    """List the last consignments of an organisation on either side that left in these days."""
    query = _summed(organisation_id).where(
        Consignment.shipped_at >= start, Consignment.shipped_at < until
    )
    latest = query.order_by(Consignment.shipped_at.desc(), Consignment.id)
    return list(_read(reading, latest.limit(most)))


def find_consignment(
    reading: Reading, organisation_id: UUID, consignment_id: UUID
) -> SeenConsignment | None:
    """Give a consignment that left, where the organisation is one of its two sides."""
    query = _summed(organisation_id).where(Consignment.id == consignment_id)
    return next(_read(reading, query), None)


def find_consignment_numbered(
    reading: Reading, organisation_id: UUID, number: str
) -> SeenConsignment | None:
    """Find by its number, or by that of its invoice, a consignment that left; of several the last.

    An invoice number is used once by each seller, but two sellers may use the same.
    """
    typed = number.strip().upper()
    invoice = compared(number)
    named = func.upper(Consignment.number) == typed
    meant = or_(named, Consignment.invoice_key == invoice) if invoice else named
    query = _summed(organisation_id).where(meant)
    return next(_read(reading, query.order_by(named.desc(), Consignment.shipped_at.desc())), None)


def _summed(organisation_id: UUID) -> Select[Any]:
    sums = (func.sum(ConsignmentLine.shipped_g), func.sum(ConsignmentLine.received_g))
    return (
        select(*_COLUMNS, *sums)
        .join(ConsignmentLine, ConsignmentLine.consignment_id == Consignment.id)
        .where(_of(organisation_id), Consignment.status.not_in(AT_THE_SENDER))
        .group_by(*_COLUMNS)
    )


def _of(organisation_id: UUID) -> ColumnElement[bool]:
    return or_(Consignment.sender_id == organisation_id, Consignment.receiver_id == organisation_id)


def _read(reading: Reading, query: Select[Any]) -> Iterator[SeenConsignment]:
    for row in reading.session.execute(query):
        sent_g, accepted_g = int(row[7]), None if row[8] is None else int(row[8])
        yield SeenConsignment(*(*row[:7], sent_g, accepted_g))
