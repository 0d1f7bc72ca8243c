"""Goods that went back on paper stay where they are until it is said that they really did."""

from fairwild.lots.operations.holding import hold_back, let_go
from fairwild.trade.records import Consignment, ConsignmentLine, LineDifference
from fairwild.unit_of_work import UnitOfWork


def keep_back(
    work: UnitOfWork,
    consignment: Consignment,
    line: ConsignmentLine,
    difference: LineDifference,
    *,
    why: str,
) -> None:
    """Put what went back on hold for the receiver, unless it is or nothing of it is left."""
    if difference.hold_id is not None or line.returned_lot_id is None:
        return
    difference.hold_id = hold_back(
        work,
        line.returned_lot_id,
        by_id=consignment.receiver_id,
        reason=f"{consignment.number}: {why}",
    )


def set_free(work: UnitOfWork, consignment: Consignment, difference: LineDifference) -> None:
    """End the hold on what went back, where it stands still."""
    if difference.hold_id is not None:
        let_go(work, difference.hold_id, reason=f"{consignment.number}: {difference.outcome}")
        difference.hold_id = None
