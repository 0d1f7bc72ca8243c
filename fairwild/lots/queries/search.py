"""Many lots and receipts by their numbers and codes, in one question each."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import or_

from fairwild.lots.facts import LotFacts
from fairwild.lots.queries.stock import facts_with_species
from fairwild.lots.records import Lot, Receipt
from fairwild.unit_of_work import Reading


def lots_seen(
    reading: Reading, numbers: Collection[str], codes: Collection[str], ids: Collection[UUID] = ()
) -> list[LotFacts]:
    """Give the lots of these numbers, codes or ids that the actor may see."""
    same = or_(Lot.number.in_(numbers), Lot.code.in_(codes), Lot.id.in_(ids))
    found = reading.session.scalars(reading.visible(Lot).where(same))
    return list(facts_with_species(reading, found).values())


def receipts_of_numbers(
    reading: Reading, numbers: Collection[str]
) -> dict[str, tuple[UUID, str, bool]]:
    """Give the receipts of these numbers that the actor may see: id, lot, whether taken back."""
    query = (
        reading.visible(Receipt)
        .join(Lot, Lot.id == Receipt.lot_id)
        .where(Receipt.number.in_(numbers))
        .with_only_columns(Receipt.number, Receipt.id, Lot.number, Receipt.reversed_at)
    )
    return {
        number: (receipt_id, lot_number, reversed_at is not None)
        for number, receipt_id, lot_number, reversed_at in reading.session.execute(query)
    }
