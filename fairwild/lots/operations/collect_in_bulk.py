"""Buying from a file: many receipts in a constant number of deeds, by the rules of one."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.areas.operations import draw_quantity
from fairwild.certificates.queries import Judgement
from fairwild.kernel.codes import new_code
from fairwild.kernel.plants import Form
from fairwild.kernel.quantities import Money, State, price_of
from fairwild.kernel.refusals import Obstacle
from fairwild.lots import events, rules
from fairwild.lots.facts import DeliveryFacts, Offer
from fairwild.lots.operations.judging_many import Judge
from fairwild.lots.operations.movements import lot_made, movement_recorded
from fairwild.lots.operations.numbering import collection_number, receipt_numbers
from fairwild.lots.operations.receipt_events import receipt_recorded
from fairwild.lots.queries.deliveries import DeliveryBook
from fairwild.lots.records import Lot, Movement, Receipt
from fairwild.lots.states import LotStatus, MovementKind
from fairwild.permits.operations import draw_permit
from fairwild.store.bulk import insert_rows
from fairwild.unit_of_work import UnitOfWork

BLOCK_ROWS = 5_000
OBSTACLES_SAID = 20


@dataclass(frozen=True)
class Purchase:
    """One receipt of a file; `their_number` is what the file calls it, `stated` what else it said.

    The offer's operator is the one whose file it is.
    """

    offer: Offer
    price: Money
    buying_point: str = ""
    their_number: str | None = None
    stated: dict[str, Any] = field(default_factory=dict)


@dataclass
class _Gathering:
    """A collection lot of the file: how it is named, and what comes into it."""

    key: tuple[Any, ...]
    judgement: Judgement
    first_at: datetime
    last_at: datetime
    mass_g: int = 0
    receipts: int = 0
    lot: Lot | None = None


def record_receipts(
    work: UnitOfWork,
    purchases: Sequence[Purchase],
    *,
    operator_id: UUID,
    import_id: UUID,
    tell: Callable[[int], None] = lambda _done: None,
) -> int:
    """Buy everything in a file, or nothing; gives how many receipts were written.

    Each is held against the rules of a single receipt as if those before it were written.
    Refused with the first obstacles found. `tell` hears how many are written so far.
    """
    work.may(Action.RECORD_RECEIPT, on=Of(Party.OPERATOR, operator_id))
    book = DeliveryBook(work, operator_id)
    facts, permits = _checked(work, book, purchases)
    for quota_id, mass_g in sorted(_sums((_quota_id(one), one.net_g) for one in facts).items()):
        draw_quantity(work, quantity_id=quota_id, mass_g=mass_g)
    drawn = zip(permits, facts, strict=True)
    for permit_id, mass_g in sorted(_sums((one, of.net_g) for one, of in drawn if one).items()):
        draw_permit(work, permit_id=permit_id, mass_g=mass_g)
    gathered = _gather(work, purchases, facts, operator_id)
    for gathering in sorted({id(one): one for one in gathered}.values(), key=_order_of):
        gathering.lot = _hold(work, book, gathering)
        _grow(work, gathering, import_id)
    lots = [_lot_of(one).id for one in gathered]
    written = list(zip(purchases, facts, lots, permits, strict=True))
    _write(work, book, written, import_id=import_id, tell=tell)
    return len(purchases)


def _checked(
    work: UnitOfWork, book: DeliveryBook, purchases: Sequence[Purchase]
) -> tuple[list[DeliveryFacts], list[UUID | None]]:
    """Hold every receipt against the rules, each after the one before it; name their permits."""
    found: list[Obstacle] = []
    checked: list[DeliveryFacts] = []
    permits: list[UUID | None] = []
    for purchase in purchases:
        facts = book.facts(purchase.offer)
        found += rules.obstacles_to_receipt(facts)
        if len(found) >= OBSTACLES_SAID:
            break
        permits.append(book.take(facts))
        checked.append(facts)
    work.refuse_if(found)
    return checked, permits


def _sums(drawn: Iterable[tuple[UUID, int]]) -> dict[UUID, int]:
    sums: dict[UUID, int] = defaultdict(int)
    for drawn_on, mass_g in drawn:
        sums[drawn_on] += mass_g
    return sums


def _quota_id(facts: DeliveryFacts) -> UUID:
    if facts.quota is None:
        message = "an offer without a maximum quantity was not refused"
        raise ValueError(message)
    return facts.quota.id


def _gather(
    work: UnitOfWork,
    purchases: Sequence[Purchase],
    facts: Sequence[DeliveryFacts],
    operator_id: UUID,
) -> list[_Gathering]:
    """Give for every receipt the collection lot it belongs in."""
    judged = Judge(work, operator_id)
    found: dict[tuple[Any, ...], _Gathering] = {}
    gathered = []
    for purchase, one in zip(purchases, facts, strict=True):
        offer, judgement = purchase.offer, judged(purchase.offer)
        season = one.quota.season.start.year if one.quota else 0
        certificate_id = judgement.certificate_id if judgement.certified else None
        goods = (offer.area_id, offer.species_id, offer.part, offer.state)
        key = (*goods, season, judgement.certified, certificate_id)
        at = offer.collected_at
        gathering = found.setdefault(key, _Gathering(key, judgement, at, at))
        gathering.first_at = min(gathering.first_at, at)
        gathering.last_at = max(gathering.last_at, at)
        gathering.mass_g += one.net_g
        gathering.receipts += 1
        gathered.append(gathering)
    return gathered


def _order_of(gathering: _Gathering) -> str:
    return repr(gathering.key)


def _hold(work: UnitOfWork, book: DeliveryBook, gathering: _Gathering) -> Lot:
    """Hold the open collection lot of these goods; where there is none, open one."""
    names = ("area_id", "species_id", "part", "state", "season", "certified", "certificate_id")
    kind: dict[str, Any] = dict(zip(names, gathering.key, strict=True))
    kind["operator_id"] = book.operator.id
    query = select(Lot).filter_by(**kind, status=LotStatus.OPEN).with_for_update()
    found = work.session.scalar(query.execution_options(populate_existing=True))
    return found or _make_lot(work, book, gathering, kind)


def _make_lot(
    work: UnitOfWork, book: DeliveryBook, gathering: _Gathering, kind: dict[str, Any]
) -> Lot:
    """Open a collection lot by a movement of its own."""
    judgement = gathering.judgement
    movement = Movement(
        kind=MovementKind.COLLECT,
        at=gathering.first_at,
        recorded_at=work.now,
        recorded_by=work.actor.person_id,
        organisation_id=book.operator.id,
        certified=judgement.certified,
        judgement=judgement.code,
        certificate_id=kind["certificate_id"],
    )
    work.add(movement)
    number = collection_number(
        work,
        operator=book.operator.code,
        species=book.plants[kind["species_id"]].code,
        area=book.areas[kind["area_id"]].code,
        season=kind["season"],
    )
    lot = Lot(
        **kind,
        number=number,
        code=new_code(),
        made_by=movement.seq,
        made_at=gathering.first_at,
        holder_id=book.operator.id,
        body_id=judgement.body_id,
        form=Form.RAW if kind["state"] is State.FRESH else Form.DRIED,
        status=LotStatus.OPEN,
        made_g=0,
        taken_g=0,
    )
    work.add(lot)
    work.record(movement_recorded(movement, inputs=(), lots=(lot,)))
    work.record(lot_made(lot, movement))
    return lot


def _grow(work: UnitOfWork, gathering: _Gathering, import_id: UUID) -> None:
    """Add what the file brings into a lot."""
    lot = _lot_of(gathering)
    lot.made_g += gathering.mass_g
    lot.made_at = max(lot.made_at, gathering.last_at)
    work.session.flush()
    work.record(
        events.LotGrewInBulk(
            subject=lot.id,
            import_run=import_id,
            receipts=gathering.receipts,
            added_g=gathering.mass_g,
            made_g=lot.made_g,
        )
    )


def _lot_of(gathering: _Gathering) -> Lot:
    if gathering.lot is None:
        message = "a lot that receipts belong in is not held"
        raise ValueError(message)
    return gathering.lot


_Written = tuple[Purchase, DeliveryFacts, UUID, UUID | None]


def _write(
    work: UnitOfWork,
    book: DeliveryBook,
    written: Sequence[_Written],
    *,
    import_id: UUID,
    tell: Callable[[int], None],
) -> None:
    """Write the receipts in blocks, each with its event."""
    numbers = _numbers(work, book, [facts for _, facts, _, _ in written])
    for start in range(0, len(written), BLOCK_ROWS):
        rows = [
            _row(work, one, number=next(numbers), import_id=import_id)
            for one in written[start : start + BLOCK_ROWS]
        ]
        insert_rows(work.session, Receipt, rows)
        for row in rows:
            work.record(receipt_recorded(row))
        tell(start + len(rows))


def _numbers(work: UnitOfWork, book: DeliveryBook, facts: Sequence[DeliveryFacts]) -> Iterator[str]:
    """Give every receipt its number, reserved by year in one go."""
    counts: dict[int, int] = defaultdict(int)
    for one in facts:
        counts[one.day.year] += 1
    reserved = {
        year: receipt_numbers(work, operator=book.operator.code, year=year, count=count)
        for year, count in sorted(counts.items())
    }
    return (next(reserved[one.day.year]) for one in facts)


def _row(work: UnitOfWork, written: _Written, *, number: str, import_id: UUID) -> dict[str, Any]:
    purchase, facts, lot_id, permit_id = written
    return {
        **vars(purchase.offer),
        "id": uuid4(),
        "version": 1,
        "number": number,
        "lot_id": lot_id,
        "maximum_quantity_id": _quota_id(facts),
        "permit_id": permit_id,
        "buying_point": purchase.buying_point,
        "recorded_at": work.now,
        "recorded_by": work.actor.person_id,
        "net_g": facts.net_g,
        "price_per_kg_minor": purchase.price.minor,
        "amount_minor": price_of(facts.net_g, purchase.price).minor,
        "currency": purchase.price.currency,
        "reversal_reason": "",
        "import_id": import_id,
        "their_number": purchase.their_number,
        "stated": purchase.stated,
    }
