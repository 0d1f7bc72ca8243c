"""Taking back the receipts of a file together, while nothing has come of any of their lots."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import InstrumentedAttribute

from fairwild.access.actions import Action
from fairwild.areas.operations import return_quantity
from fairwild.kernel.refusals import Obstacle
from fairwild.kernel.steps import Step
from fairwild.lots import events, rules
from fairwild.lots.operations.collect import uncertify
from fairwild.lots.queries.stock import facts_of
from fairwild.lots.records import Lot, Receipt
from fairwild.lots.states import LotStatus
from fairwild.permits.operations import return_permit
from fairwild.unit_of_work import Reading, UnitOfWork

BLOCK_ROWS = 10_000


def obstacles_to_reversing(reading: Reading, import_id: UUID) -> Iterator[Obstacle]:
    """Say which lots of a file's receipts take no more changes."""
    of_file = select(Receipt.lot_id).where(_standing(import_id))
    plain = (Lot.status == LotStatus.OPEN) & (Lot.taken_g == 0) & (Lot.labels == 0)
    plain &= Lot.holds == 0
    wrong = select(Lot).where(Lot.id.in_(of_file), ~plain).order_by(Lot.number)
    for lot in reading.session.scalars(wrong.execution_options(populate_existing=True)):
        yield from rules.obstacles_to_reversal(
            facts_of(lot), receipt=lot.number, reversed_at=None, reason=lot.number
        )


def reverse_receipts(
    work: UnitOfWork,
    *,
    import_id: UUID,
    reason: str,
    tell: Callable[[int, Step], None] = lambda _done, _step: None,
) -> int:
    """Take back every standing receipt of a file; they stay, marked, and count no more.

    Refused with every lot that something has come of. Gives how many were taken back; `tell`
    hears how many so far.
    """
    quotas = _sums(work, import_id, Receipt.maximum_quantity_id)
    for quota_id, (mass_g, _) in sorted(quotas.items()):
        return_quantity(work, quantity_id=quota_id, mass_g=mass_g)
    permits = _sums(work, import_id, Receipt.permit_id)
    for permit_id, (mass_g, _) in sorted(permits.items()):
        return_permit(work, permit_id=permit_id, mass_g=mass_g)
    by_lot = _sums(work, import_id, Receipt.lot_id)
    lots = work.take_all(Lot, by_lot, to=Action.RECORD_RECEIPT)
    work.refuse_if(obstacles_to_reversing(work, import_id))
    for lot in lots:
        uncertify(work, lot, mass_g=by_lot[lot.id][0])
        _shrink(work, lot, *by_lot[lot.id], import_id=import_id)
    return _mark(work, import_id, reason.strip(), tell)


def _standing(import_id: UUID) -> ColumnElement[bool]:
    return (Receipt.import_id == import_id) & Receipt.reversed_at.is_(None)


def _sums(
    work: UnitOfWork, import_id: UUID, column: InstrumentedAttribute[Any]
) -> dict[UUID, tuple[int, int]]:
    sums = select(column, func.sum(Receipt.net_g), func.count()).where(_standing(import_id))
    rows = work.session.execute(sums.group_by(column))
    return {key: (int(mass_g), count) for key, mass_g, count in rows if key}


def _shrink(work: UnitOfWork, lot: Lot, mass_g: int, count: int, *, import_id: UUID) -> None:
    lot.made_g -= mass_g
    if lot.status is LotStatus.CLOSED and not lot.made_g:
        lot.status = LotStatus.UNDONE
    work.session.flush()
    work.record(
        events.LotShrankInBulk(
            subject=lot.id,
            import_run=import_id,
            receipts=count,
            removed_g=mass_g,
            made_g=lot.made_g,
        )
    )


def _mark(work: UnitOfWork, import_id: UUID, reason: str, tell: Callable[[int, Step], None]) -> int:
    """Mark the receipts as taken back, each with its event, a block at a time."""
    columns = (Receipt.id, Receipt.number, Receipt.lot_id, Receipt.net_g)
    query = select(*columns).where(_standing(import_id)).order_by(Receipt.id)
    found = work.session.execute(query).all()
    for start in range(0, len(found), BLOCK_ROWS):
        block = found[start : start + BLOCK_ROWS]
        ids, numbers, lots, masses = zip(*block, strict=True)
        between = Receipt.id.between(ids[0], ids[-1])
        marked = (
            update(Receipt)
            .where(_standing(import_id), between)
            .values(
                reversed_at=work.now,
                reversed_by=work.actor.person_id,
                reversal_reason=reason,
                version=Receipt.version + 1,
            )
        )
        work.session.execute(marked.execution_options(synchronize_session=False))
        facts = {"number": numbers, "lot": lots, "net_g": masses, "reason": [reason] * len(ids)}
        work.record_alike(events.ReceiptReversed, ids, facts)
        tell(start + len(block), Step.TAKING_BACK)
    return len(found)
