"""Many consignments by their numbers, in one question."""

from collections.abc import Collection
from uuid import UUID

from fairwild.trade.records import Consignment
from fairwild.unit_of_work import Reading


def consignments_of_numbers(
    reading: Reading, numbers: Collection[str]
) -> dict[str, tuple[UUID, str, UUID, UUID]]:
    """Give the consignments of these numbers that the actor may see: id, status, both ends."""
    query = reading.visible(Consignment).where(Consignment.number.in_(numbers))
    rows = reading.session.execute(
        query.with_only_columns(
            Consignment.number,
            Consignment.id,
            Consignment.status,
            Consignment.sender_id,
            Consignment.receiver_id,
        )
    )
    return {
        number: (consignment_id, status, sender_id, receiver_id)
        for number, consignment_id, status, sender_id, receiver_id in rows
    }
