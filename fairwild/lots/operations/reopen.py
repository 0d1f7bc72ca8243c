"""Taking back that a collection lot was closed, while nothing has come of it."""

from uuid import UUID

from sqlalchemy import select

from fairwild.access.actions import Action
from fairwild.kernel.refusals import Obstacle
from fairwild.lots.correcting import rules
from fairwild.lots.events import LotReopened
from fairwild.lots.queries.stock import facts_of
from fairwild.lots.records import Lot, Movement
from fairwild.lots.states import LotStatus
from fairwild.unit_of_work import Reading, UnitOfWork

KIND = ("operator_id", "area_id", "species_id", "part", "state", "season", "certificate_id")


def reopen_lot(work: UnitOfWork, *, lot_id: UUID, reason: str) -> Lot:
    """Let a closed collection lot take receipts again, while nothing was drawn from it.

    Refused with every obstacle: material drawn, labels made, another lot open for these goods.
    """
    lot = work.take(Lot, lot_id, to=Action.CLOSE_LOT)
    work.refuse_if(obstacles_to_reopening(work, lot, reason=reason))
    lot.status = LotStatus.OPEN
    work.session.flush()
    work.record(LotReopened(subject=lot.id, number=lot.number, reason=reason.strip()))
    return lot


def obstacles_to_reopening(reading: Reading, lot: Lot, *, reason: str) -> list[Obstacle]:
    """Say everything that stands against opening this lot again, as things stand now."""
    same = {name: getattr(lot, name) for name in KIND}
    other = select(Lot.number).filter_by(**same, status=LotStatus.OPEN).where(Lot.id != lot.id)
    return list(
        rules.obstacles_to_reopening(
            facts_of(lot),
            made_by=reading.session.get_one(Movement, lot.made_by).kind,
            other_open=reading.session.scalar(other.limit(1)) or "",
            reason=reason,
        )
    )
