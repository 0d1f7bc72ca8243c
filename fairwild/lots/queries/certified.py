"""The certificates of lots, those of blends among them, in one question for many lots."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Subquery, select

from fairwild.lots.queries.walking import rows_by
from fairwild.lots.records import Lot, LotCertificate
from fairwild.unit_of_work import Reading


def certified_goods() -> Subquery:
    """Give what certified lots hold and which body vouches for them, for another room's statement.

    Its columns are `id`, `number`, `species_id`, `product`, `part`, `form`, `state`, `body_id`.
    """
    what = (Lot.species_id, Lot.product, Lot.part, Lot.form, Lot.state, Lot.body_id)
    return select(Lot.id, Lot.number, *what).where(Lot.certified.is_(True)).subquery("goods")


def certificates_of(reading: Reading, lots: Iterable[Lot]) -> dict[UUID, tuple[UUID, ...]]:
    """Give the certificates under which each of these lots is certified, at most one query."""
    claimed = [lot for lot in lots if lot.certified]
    blended = [lot.id for lot in claimed if lot.certificate_id is None]
    found = certificates_of_blends(reading, blended)
    for lot in claimed:
        if lot.certificate_id is not None:
            found[lot.id].append(lot.certificate_id)
    return {lot_id: tuple(ids) for lot_id, ids in found.items()}


def certificates_of_blends(
    reading: Reading, lot_ids: Sequence[UUID]
) -> defaultdict[UUID, list[UUID]]:
    """Give the certificates that stand beside these lots, where one does not say it all."""
    found: defaultdict[UUID, list[UUID]] = defaultdict(list)
    columns = ("lot_id", "certificate_id")
    rows: Sequence[Any] = rows_by(reading, LotCertificate, "lot_id", lot_ids, columns)
    for lot_id, certificate_id in sorted(rows):
        found[lot_id].append(certificate_id)
    return found
