"""Withdrawing a test that was written down wrongly."""

from uuid import UUID

from fairwild.access.actions import Action
from fairwild.kernel.refusals import NotFound, Obstacle
from fairwild.lots.processing.events import LotTestWithdrawn
from fairwild.lots.records import Lot, LotTest
from fairwild.unit_of_work import Reading, UnitOfWork


def is_withdrawn(reading: Reading, test_id: UUID) -> bool:
    """Tell whether a test counts no more."""
    test = reading.session.get(LotTest, test_id)
    return test is None or test.withdrawn_at is not None


def withdraw_test(work: UnitOfWork, *, test_id: UUID, reason: str) -> LotTest:
    """Take back what was written down of a test: it stays, marked, and counts no more."""
    test = work.session.get(LotTest, test_id)
    if test is None:
        raise NotFound("lot_test")
    work.take(Lot, test.lot_id, to=Action.TEST_LOT)
    if not reason.strip():
        work.refuse_if([Obstacle("withdrawal-reason-missing", {}, at="reason")])
    test.withdrawn_at, test.withdrawal_reason = work.now, reason.strip()
    work.record(LotTestWithdrawn(subject=test.lot_id, test=test.id, reason=reason.strip()))
    work.session.flush()
    return test
