"""The states of a consignment."""

from enum import StrEnum


class ConsignmentStatus(StrEnum):
    """Whether the receiver has answered, and how."""

    SHIPPED = "shipped"
    RECEIVED = "received"
    RECEIVED_IN_PART = "received-in-part"
    REFUSED = "refused"


MOVES: dict[ConsignmentStatus, frozenset[ConsignmentStatus]] = {
    ConsignmentStatus.SHIPPED: frozenset(
        {
            ConsignmentStatus.RECEIVED,
            ConsignmentStatus.RECEIVED_IN_PART,
            ConsignmentStatus.REFUSED,
        }
    ),
    ConsignmentStatus.RECEIVED: frozenset(),
    ConsignmentStatus.RECEIVED_IN_PART: frozenset(),
    ConsignmentStatus.REFUSED: frozenset(),
}
