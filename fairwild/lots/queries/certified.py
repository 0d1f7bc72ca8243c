"""The certificates of lots, those of blends among them, in one question for many lots."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from fairwild.lots.queries.walking import in_pieces
from fairwild.lots.records import Lot, LotCertificate
from fairwild.unit_of_work import Reading


def certificates_of(reading: Reading, lots: Iterable[Lot]) -> dict[UUID, tuple[UUID, ...]]:
    """Give the certificates under which each of these lots is certified, at most one query."""
    claimed = [lot for lot in lots if lot.certified]
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for lot in claimed:
        if lot.certificate_id is not None:
            found[lot.id].append(lot.certificate_id)
    blended = sorted(lot.id for lot in claimed if lot.certificate_id is None)
    columns = (LotCertificate.lot_id, LotCertificate.certificate_id)
    for piece in in_pieces(blended):
        query = select(*columns).where(LotCertificate.lot_id.in_(piece)).order_by(*columns)
        for lot_id, certificate_id in reading.session.execute(query):
            found[lot_id].append(certificate_id)
    return {lot_id: tuple(ids) for lot_id, ids in found.items()}
