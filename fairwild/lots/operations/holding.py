"""Holds: material that stays where it is until somebody says why it may move again."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, select, update

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.kernel.refusals import Conflict, NotFound
from fairwild.lots.correcting import rules
from fairwild.lots.events import LotHeld, LotReleased
from fairwild.lots.queries.stock import facts_of, get_lot
from fairwild.lots.records import Lot, LotHold
from fairwild.unit_of_work import UnitOfWork

PIECE = 500


def hold_lots(work: UnitOfWork, *, lot_ids: Iterable[UUID], reason: str) -> list[LotHold]:
    """Put lots on hold in one deed: they can be sampled, counted and corrected, nothing else.

    Refused with every obstacle where there is no reason, no lot, or a lot of which nothing is
    left to hold.
    """
    lots = work.take_all(Lot, lot_ids, to=Action.HOLD_LOT)
    work.refuse_if(rules.obstacles_to_holding([facts_of(lot) for lot in lots], reason=reason))
    return [
        hold
        for holder_id in sorted({lot.holder_id for lot in lots})
        for hold in place_holds(
            work,
            [lot for lot in lots if lot.holder_id == holder_id],
            by_id=holder_id,
            reason=reason,
        )
    ]


def place_holds(
    work: UnitOfWork,
    lots: Sequence[Lot],
    *,
    by_id: UUID,
    reason: str,
    placed_by: UUID | None = None,
    carried_from_id: UUID | None = None,
) -> list[LotHold]:
    """Put a hold of this organisation on each of these lots; nobody is asked for permission.

    A lot can carry several holds and moves again when the last is released. They are the actor's,
    or those of the person named in `placed_by`.
    """
    holds = [
        LotHold(
            lot_id=lot.id,
            placed_by_id=by_id,
            placed_at=work.now,
            placed_by=placed_by or work.actor.person_id,
            reason=reason.strip(),
            release_reason="",
            carried_from_id=carried_from_id,
            version=1,
        )
        for lot in lots
    ]
    if not holds:
        return []
    _count(work, [lot.id for lot in lots], by=1)
    columns = [column.key for column in LotHold.__mapper__.column_attrs]
    rows = [{name: getattr(hold, name) for name in columns} for hold in holds]
    work.session.execute(insert(LotHold), rows)
    for hold in holds:
        work.record(
            LotHeld(subject=hold.lot_id, hold=hold.id, by=hold.placed_by_id, reason=hold.reason)
        )
    return holds


def hold_back(work: UnitOfWork, lot_id: UUID, *, by_id: UUID, reason: str) -> UUID | None:
    """Put a hold of this organisation on what is left of a lot; nobody is asked for permission.

    Gives the hold, None where nothing is left.
    """
    lot = work.session.get_one(Lot, lot_id)
    if not lot.available_g:
        return None
    [hold] = place_holds(work, [lot], by_id=by_id, reason=reason)
    return hold.id


def let_go(work: UnitOfWork, hold_id: UUID, *, reason: str) -> None:
    """End a hold unless it was released before; nobody is asked for permission."""
    hold = work.session.get_one(LotHold, hold_id)
    if hold.released_at is None:
        lift_holds(work, [hold], reason=reason)


def _count(work: UnitOfWork, lot_ids: Sequence[UUID], *, by: int) -> None:
    """Add to the number of holds on lots; raises Conflict where one is gone or has none left."""
    for piece in _pieces(lot_ids):
        guarded = (
            update(Lot)
            .where(Lot.id.in_(piece), Lot.holds + by >= 0)
            .values(holds=Lot.holds + by, version=Lot.version + 1)
        )
        if work.session.connection().execute(guarded).rowcount != len(piece):
            raise Conflict("lot")
        fresh = select(Lot).where(Lot.id.in_(piece)).execution_options(populate_existing=True)
        work.session.scalars(fresh).all()


def _pieces(lot_ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    for start in range(0, len(lot_ids), PIECE):
        yield lot_ids[start : start + PIECE]


def release_hold(work: UnitOfWork, *, hold_id: UUID, reason: str) -> LotHold:
    """End a hold with a reason; only the organisation that placed it may.

    Wherever it was carried on to, it ends there too; where it came from it stays.
    Raises NotFound where there is none on a lot the actor may see or that is of their house.
    """
    hold = work.session.get(LotHold, hold_id)
    if hold is None:
        raise NotFound("hold")
    if not work.allows(Action.HOLD_LOT, on=Of(Party.HOLDER, hold.placed_by_id)):
        get_lot(work, hold.lot_id)
        work.may(Action.HOLD_LOT, on=Of(Party.HOLDER, hold.placed_by_id))
    carried = [one for one in _standing(work, [hold.id]) if one.id != hold.id]
    lifted = lift_holds(work, [hold, *carried], reason=reason)
    return next(one for one in lifted if one.id == hold.id)


def lift_holds(work: UnitOfWork, holds: Sequence[LotHold], *, reason: str) -> list[LotHold]:
    """End these holds with a reason; nobody is asked for permission.

    Refused with every obstacle where one was released before.
    """
    ids = sorted(hold.id for hold in holds)
    locked = select(LotHold).where(LotHold.id.in_(ids)).order_by(LotHold.id).with_for_update()
    held = list(work.session.scalars(locked.execution_options(populate_existing=True)))
    numbers = {lot.id: lot.number for lot in _lots(work, held)}
    work.refuse_if(
        obstacle
        for hold in held
        for obstacle in rules.obstacles_to_release(
            numbers[hold.lot_id], released_at=hold.released_at, reason=reason
        )
    )
    for hold in held:
        _release(work, hold, reason=reason.strip(), at=work.now)
    work.session.flush()
    return held


def _lots(work: UnitOfWork, holds: Iterable[LotHold]) -> list[Lot]:
    ids = {hold.lot_id for hold in holds}
    return list(work.session.scalars(select(Lot).where(Lot.id.in_(ids))))


def _release(work: UnitOfWork, hold: LotHold, *, reason: str, at: datetime) -> None:
    """Mark a hold as ended and count it no more."""
    hold.released_at, hold.released_by, hold.release_reason = at, work.actor.person_id, reason
    _count(work, [hold.lot_id], by=-1)
    work.record(LotReleased(subject=hold.lot_id, hold=hold.id, reason=reason))


def hold_found(
    work: UnitOfWork, *, lot_ids: Iterable[UUID], by_id: UUID, reason: str
) -> dict[UUID, UUID]:
    """Put lots on hold wherever they are, for a recall; gives the hold of each lot.

    Nobody is asked for permission: whoever may call goods back may stop what was made of them.
    """
    held: dict[UUID, UUID] = {}
    for piece in _pieces(sorted(set(lot_ids))):
        locked = select(Lot).where(Lot.id.in_(piece)).order_by(Lot.id).with_for_update()
        lots = list(work.session.scalars(locked.execution_options(populate_existing=True)))
        for hold in place_holds(work, lots, by_id=by_id, reason=reason):
            held[hold.lot_id] = hold.id
    return held


def lift_of(work: UnitOfWork, *, hold_ids: Iterable[UUID], reason: str) -> int:
    """End those of these holds that still stand, for a recall that ends; gives how many."""
    standing = _standing(work, hold_ids)
    lift_holds(work, standing, reason=reason)
    return len(standing)


def lots_held_by(work: UnitOfWork, *, hold_ids: Iterable[UUID]) -> list[Lot]:
    """List the lots on which these holds stand today, whoever has the goods by now."""
    ids, lots = {one.lot_id for one in _standing(work, hold_ids)}, list[Lot]()
    for piece in _pieces(sorted(ids)):
        lots += work.session.scalars(select(Lot).where(Lot.id.in_(piece)).order_by(Lot.number))
    return lots


def _standing(work: UnitOfWork, hold_ids: Iterable[UUID]) -> list[LotHold]:
    """Give these holds, or what was carried on from them, as far as they are not released."""
    standing: list[LotHold] = []
    for piece in _pieces(sorted(set(hold_ids))):
        ours = LotHold.id.in_(piece) | LotHold.carried_from_id.in_(piece)
        query = select(LotHold).where(ours, LotHold.released_at.is_(None))
        standing += work.session.scalars(query)
    return standing


def carry_holds(work: UnitOfWork, *, from_lot_ids: Iterable[UUID], to_lots: Sequence[Lot]) -> None:
    """Put the holds that stand on goods on the lots they have become, or have gone back to.

    Each keeps its organisation, author and reason, and is released with the hold it comes from; a
    lot carries the same hold once.
    """
    for hold in _standing_on(work, from_lot_ids):
        origin_id = hold.carried_from_id or hold.id
        carrying = _carrying(work, [lot.id for lot in to_lots], origin_id)
        place_holds(
            work,
            [lot for lot in to_lots if lot.id not in carrying],
            by_id=hold.placed_by_id,
            reason=hold.reason,
            placed_by=hold.placed_by,
            carried_from_id=origin_id,
        )


def _standing_on(work: UnitOfWork, lot_ids: Iterable[UUID]) -> list[LotHold]:
    found: list[LotHold] = []
    for piece in _pieces(sorted(set(lot_ids))):
        query = select(LotHold).where(LotHold.lot_id.in_(piece), LotHold.released_at.is_(None))
        found += work.session.scalars(query)
    return sorted(found, key=lambda hold: (hold.placed_at, hold.id))


def _carrying(work: UnitOfWork, lot_ids: Sequence[UUID], origin_id: UUID) -> set[UUID]:
    """Give on which of these lots a hold stands already, as it was placed or carried on."""
    same = (LotHold.id == origin_id) | (LotHold.carried_from_id == origin_id)
    found: set[UUID] = set()
    for piece in _pieces(lot_ids):
        standing = LotHold.lot_id.in_(piece) & LotHold.released_at.is_(None)
        found.update(work.session.scalars(select(LotHold.lot_id).where(standing, same)))
    return found
