"""With whom an organisation trades."""

from uuid import UUID

from sqlalchemy import case, func, or_, select

from fairwild.trade.records import Consignment
from fairwild.trade.states import AT_THE_SENDER
from fairwild.unit_of_work import Reading


def partners_of(reading: Reading, organisation_id: UUID) -> list[UUID]:
    """List with whom an organisation exchanged goods, whom it last did first; nobody is asked."""
    sent = Consignment.sender_id == organisation_id
    other = case((sent, Consignment.receiver_id), else_=Consignment.sender_id)
    query = (
        select(other)
        .where(or_(sent, Consignment.receiver_id == organisation_id))
        .where(Consignment.status.not_in(AT_THE_SENDER))
        .group_by(other)
        .order_by(func.max(Consignment.shipped_at).desc(), other)
    )
    return list(reading.session.scalars(query))
