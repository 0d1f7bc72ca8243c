"""Buying from a file: many receipts in a constant number of deeds, by the rules of one."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.areas.operations import draw_quantity
from fairwild.kernel.quantities import Money, price_of
from fairwild.kernel.refusals import Obstacle
from fairwild.kernel.steps import Step
from fairwild.lots import events
from fairwild.lots.facts import Offer
from fairwild.lots.operations.bulk_lots import draw_certificates, gathered, hold_lots
from fairwild.lots.operations.numbering import receipt_numbers
from fairwild.lots.queries.deliveries import DeliveryBook, Taken
from fairwild.lots.records import Receipt
from fairwild.organisations.queries import get_organisation
from fairwild.permits.operations import draw_permit
from fairwild.store.bulk import insert_columns, new_ids
from fairwild.unit_of_work import UnitOfWork

BLOCK_ROWS = 2_500
OBSTACLES_SAID = 20
NOTHING_STATED: Mapping[str, Any] = {}


class Purchase(NamedTuple):
    """One receipt of a file; `their_number` is what the file calls it, `stated` what else it said.

    The offer's operator is the one whose file it is.
    """

    offer: Offer
    price: Money
    buying_point: str = ""
    their_number: str | None = None
    stated: Mapping[str, Any] = NOTHING_STATED


class Bought(NamedTuple):
    """A purchase that nothing stands against, with what it draws on."""

    purchase: Purchase
    taken: Taken

    @property
    def net_g(self) -> int:
        """What is bought, in grams."""
        return self.purchase.offer.gross_g - self.purchase.offer.tare_g


def record_receipts(
    work: UnitOfWork,
    purchases: Sequence[Purchase],
    *,
    operator_id: UUID,
    import_id: UUID,
    tell: Callable[[int, Step], None] = lambda _done, _step: None,
) -> int:
    """Buy everything in a file, or nothing; gives how many receipts were written.

    Each is held against the rules of a single receipt as if those before it were written.
    Refused with the first obstacles found. `tell` hears how many are sorted into their lots,
    then how many are written.
    """
    bought = _checked(work, DeliveryBook(work, operator_id), purchases)
    return write_receipts(work, bought, operator_id=operator_id, import_id=import_id, tell=tell)


def _checked(work: UnitOfWork, book: DeliveryBook, purchases: Iterable[Purchase]) -> list[Bought]:
    """Hold every receipt against the rules, each after the one before it."""
    found: list[Obstacle] = []
    bought: list[Bought] = []
    for purchase in purchases:
        taken = book.take(purchase.offer)
        if isinstance(taken, Taken):
            bought.append(Bought(purchase, taken))
            continue
        found += taken
        if len(found) >= OBSTACLES_SAID:
            break
    work.refuse_if(found)
    return bought


def write_receipts(
    work: UnitOfWork,
    bought: Sequence[Bought],
    *,
    operator_id: UUID,
    import_id: UUID,
    tell: Callable[[int, Step], None] = lambda _done, _step: None,
) -> int:
    """Write what a delivery book of this unit of work has taken; gives how many receipts.

    Limits, permits and certificates are drawn on here; they refuse what somebody else drew in
    the meantime, and the last of them what the file together brings too much.
    """
    work.may(Action.RECORD_RECEIPT, on=Of(Party.OPERATOR, operator_id))
    _draw(work, bought)
    offers = [(one.purchase.offer, one.taken.allowance.season) for one in bought]
    gatherings = gathered(work, offers, operator_id, tell=tell)
    draw_certificates(work, gatherings, operator_id)
    for gathering in hold_lots(work, gatherings, operator_id):
        gathering.grow(work, import_id)
    tell(0, Step.WRITING)
    lots = iter([one.lot_id for one in gatherings])
    ids, numbers = iter(new_ids(len(bought))), _numbers(work, bought, operator_id)
    for start in range(0, len(bought), BLOCK_ROWS):
        block = bought[start : start + BLOCK_ROWS]
        given = zip(islice(ids, len(block)), numbers, lots, strict=False)  # the ids end first
        _write(work, block, list(given), import_id)
        tell(start + len(block), Step.WRITING)
    return len(bought)


def _draw(work: UnitOfWork, bought: Iterable[Bought]) -> None:
    """Draw on every limit and permit once."""
    limits: dict[UUID, int] = defaultdict(int)
    permits: dict[UUID, int] = defaultdict(int)
    for one in bought:
        limits[one.taken.allowance.id] += one.net_g
        if one.taken.permit_id is not None:
            permits[one.taken.permit_id] += one.net_g
    for quota_id, mass_g in sorted(limits.items()):
        draw_quantity(work, quantity_id=quota_id, mass_g=mass_g)
    for permit_id, mass_g in sorted(permits.items()):
        draw_permit(work, permit_id=permit_id, mass_g=mass_g)


def _numbers(work: UnitOfWork, bought: Sequence[Bought], operator_id: UUID) -> Iterator[str]:
    """Give every receipt its number, reserved by year in one go."""
    operator = get_organisation(work, operator_id).code
    counts: dict[int, int] = defaultdict(int)
    for one in bought:
        counts[one.taken.day.year] += 1
    reserved = {
        year: receipt_numbers(work, operator=operator, year=year, count=count)
        for year, count in sorted(counts.items())
    }
    return (next(reserved[one.taken.day.year]) for one in bought)


def _write(
    work: UnitOfWork,
    block: Sequence[Bought],
    given: Sequence[tuple[UUID, str, UUID]],
    import_id: UUID,
) -> None:
    """Write a block of receipts column by column, and say so to the ledger."""
    values = _columns(block, given)
    same = {
        "version": 1,
        "recorded_at": work.now,
        "recorded_by": work.actor.person_id,
        "reversal_reason": "",
        "import_id": import_id,
    }
    constant = {name: [value] * len(block) for name, value in same.items()}
    insert_columns(work.session, Receipt, values | constant)
    said = {name: values[column] for name, column in _SAID.items()}
    stated = [one.purchase.stated for one in block]
    said["stated"] = [events.without_place(one) if one else one for one in stated]
    work.record_alike(events.ReceiptRecorded, values["id"], said)


_SAID = {
    **{name: name for name in ("number", "part", "state", "collected_at", "currency")},
    **{name: name for name in ("gross_g", "tare_g", "net_g", "price_per_kg_minor", "amount_minor")},
    **{name: f"{name}_id" for name in ("lot", "harvester", "area", "species", "permit")},
}
"""What the event says, by the column that says it."""


def _columns(
    block: Sequence[Bought], given: Sequence[tuple[UUID, str, UUID]]
) -> dict[str, list[Any]]:
    """Give what differs from receipt to receipt, column by column."""
    offers = [one.purchase.offer for one in block]
    prices = [one.purchase.price for one in block]
    masses = [one.net_g for one in block]
    ids, numbers, lots = zip(*given, strict=True)
    offered = Offer.__dataclass_fields__
    return {
        **{name: [getattr(offer, name) for offer in offers] for name in offered},
        "id": list(ids),
        "number": list(numbers),
        "lot_id": list(lots),
        "maximum_quantity_id": [one.taken.allowance.id for one in block],
        "permit_id": [one.taken.permit_id for one in block],
        "buying_point": [one.purchase.buying_point for one in block],
        "net_g": masses,
        "price_per_kg_minor": [price.minor for price in prices],
        "amount_minor": list(map(_amount, masses, prices)),
        "currency": [price.currency for price in prices],
        "their_number": [one.purchase.their_number for one in block],
        "stated": [one.purchase.stated for one in block],
    }


def _amount(net_g: int, price: Money) -> int:
    return price_of(net_g, price).minor
