"""What files of receipts, processing and tests are held against, and what they wrote."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select, tuple_

from fairwild.lots.records import Lot, Movement, MovementInput, Receipt
from fairwild.lots.states import MovementKind
from fairwild.store.paging import Cursor, Page, page_of
from fairwild.unit_of_work import Reading

PAIRS_AT_ONCE = 2_000


def receipts_like(
    reading: Reading, operator_id: UUID, offers: Iterable[tuple[UUID, datetime]]
) -> dict[tuple[int, datetime, int], str]:
    """Give the numbers of receipts there already, by harvester, moment and net weight.

    A harvester is known here by the number that its id is.
    """
    query = select(Receipt.harvester_id, Receipt.collected_at, Receipt.net_g, Receipt.number).where(
        Receipt.operator_id == operator_id, Receipt.reversed_at.is_(None)
    )
    wanted, found = list(set(offers)), {}
    moments = [at for _, at in wanted]
    if not wanted or not _is_any(
        reading, operator_id, Receipt.collected_at.between(min(moments), max(moments))
    ):
        return {}
    for start in range(0, len(wanted), PAIRS_AT_ONCE):
        some = wanted[start : start + PAIRS_AT_ONCE]
        same = tuple_(Receipt.harvester_id, Receipt.collected_at).in_(some)
        for harvester_id, at, net_g, number in reading.session.execute(query.where(same)):
            found[(harvester_id.int, at, net_g)] = number
    return found


def _is_any(reading: Reading, operator_id: UUID, condition: ColumnElement[bool]) -> bool:
    """Tell whether there is any receipt of these; most often a file is the first of its days."""
    query = select(Receipt.id).where(
        Receipt.operator_id == operator_id, Receipt.reversed_at.is_(None), condition
    )
    return reading.session.scalar(query.limit(1)) is not None


def receipts_numbered(
    reading: Reading, operator_id: UUID, their_numbers: Iterable[str]
) -> dict[str, str]:
    """Give by the operator's own numbers the numbers of the receipts there already."""
    query = select(Receipt.their_number, Receipt.number).where(
        Receipt.operator_id == operator_id, Receipt.reversed_at.is_(None)
    )
    wanted, found = list(set(their_numbers)), {}
    if not wanted or not _is_any(reading, operator_id, Receipt.their_number.is_not(None)):
        return {}
    for start in range(0, len(wanted), PAIRS_AT_ONCE):
        some = wanted[start : start + PAIRS_AT_ONCE]
        rows = reading.session.execute(query.where(Receipt.their_number.in_(some)))
        found.update({str(theirs): number for theirs, number in rows})
    return found


def sellers_among(reading: Reading, harvester_ids: Iterable[UUID]) -> set[UUID]:
    """Name those of these harvesters from whom something was bought, whoever asks."""
    wanted = sorted(set(harvester_ids))
    found: set[UUID] = set()
    for start in range(0, len(wanted), PAIRS_AT_ONCE):
        some = wanted[start : start + PAIRS_AT_ONCE]
        query = select(Receipt.harvester_id).where(Receipt.harvester_id.in_(some)).distinct()
        found.update(reading.session.scalars(query))
    return found


def movement_that_made(reading: Reading, lots: Sequence[Lot]) -> UUID:
    """Give the movement that made these lots."""
    query = select(Movement.id).where(Movement.seq == lots[0].made_by)
    return reading.session.execute(query).scalar_one()


def receipts_of_import(reading: Reading, import_id: UUID, cursor: Cursor) -> Page[Receipt]:
    """Give one page of the receipts that a file wrote, the last one first."""
    query = reading.visible(Receipt).where(Receipt.import_id == import_id)
    return page_of(reading.session, query, [Receipt.number, Receipt.id], cursor)


def lots_like(reading: Reading, holder_id: UUID, numbers: Sequence[str]) -> list[MovementKind]:
    """Give by which kinds of movements these lots were made, where the holder has them all."""
    query = (
        select(Lot.number, Movement.kind)
        .join(Movement, Movement.seq == Lot.made_by)
        .where(Lot.number.in_(numbers), Movement.organisation_id == holder_id)
    )
    rows = reading.session.execute(query).all()
    return [kind for _, kind in rows] if len(rows) == len(set(numbers)) else []


def is_moved(
    reading: Reading, holder_id: UUID, kind: MovementKind, at: datetime, taken: Mapping[UUID, int]
) -> bool:
    """Tell whether just this was written down already: kind, moment, lots and grams."""
    query = (
        select(MovementInput.movement_seq, MovementInput.lot_id, MovementInput.taken_g)
        .join(Movement, Movement.seq == MovementInput.movement_seq)
        .where(Movement.organisation_id == holder_id, Movement.kind == kind, Movement.at == at)
    )
    found: dict[int, dict[UUID, int]] = {}
    for seq, lot_id, mass_g in reading.session.execute(query):
        found.setdefault(seq, {})[lot_id] = mass_g
    return dict(taken) in found.values()


def movement_making(reading: Reading, lot_id: UUID) -> UUID | None:
    """Give the movement that made a lot."""
    query = select(Movement.id).join(Lot, Lot.made_by == Movement.seq).where(Lot.id == lot_id)
    return reading.session.scalar(query)
