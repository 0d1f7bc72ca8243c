"""What laboratories found in lots and their samples."""

from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from fairwild.kernel.plants import Form
from fairwild.kernel.refusals import NotFound
from fairwild.lots.queries.stock import get_lot
from fairwild.lots.records import Lot, LotTest, Movement, MovementInput
from fairwild.lots.states import MovementKind
from fairwild.unit_of_work import Reading


def list_tests(reading: Reading, lot_id: UUID) -> list[LotTest]:
    """List the tests of a lot and of the samples drawn from it, the latest first.

    Raises NotFound where the lot is absent or not to be seen.
    """
    lot = get_lot(reading, lot_id)
    samples = (
        select(Lot.id)
        .join(Movement, Movement.seq == Lot.made_by)
        .join(MovementInput, MovementInput.movement_seq == Movement.seq)
        .where(Movement.kind == MovementKind.SAMPLE, MovementInput.lot_id == lot.id)
    )
    here = or_(LotTest.lot_id == lot.id, LotTest.lot_id.in_(samples))
    query = select(LotTest).where(here, LotTest.withdrawn_at.is_(None))
    ordered = query.order_by(LotTest.tested_on.desc(), LotTest.recorded_at.desc(), LotTest.id)
    return list(reading.session.scalars(ordered.options(joinedload(LotTest.lot))))


def get_test(reading: Reading, lot_id: UUID, test_id: UUID) -> LotTest:
    """Give one test of a lot the actor may see; raises NotFound."""
    lot, found = get_lot(reading, lot_id), reading.session.get(LotTest, test_id)
    if found is None or found.lot_id != lot.id:
        raise NotFound("lot_test")
    return found


def lots_behind(reading: Reading, lot_id: UUID) -> list[UUID]:
    """Give the lots a test says something about: of a sample, those it was drawn from."""
    lot = get_lot(reading, lot_id)
    if lot.form is not Form.SAMPLE:
        return [lot.id]
    drawn = select(MovementInput.lot_id).where(MovementInput.movement_seq == lot.made_by)
    return list(reading.session.scalars(drawn)) or [lot.id]


def tests_held(reading: Reading, holder_id: UUID) -> list[LotTest]:
    """List the tests that stand of the lots an organisation holds and the actor sees."""
    lots = reading.visible(Lot).where(Lot.holder_id == holder_id).subquery()
    query = select(LotTest).join(lots, lots.c.id == LotTest.lot_id)
    standing = query.where(LotTest.withdrawn_at.is_(None)).options(joinedload(LotTest.lot))
    return list(reading.session.scalars(standing.order_by(LotTest.tested_on, LotTest.id)))
