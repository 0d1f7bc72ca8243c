"""Codes for the units of a packing, and the count of labels on a lot."""

import hashlib
from uuid import UUID

from sqlalchemy import insert, update

from fairwild.kernel.codes import new_code
from fairwild.kernel.refusals import Conflict
from fairwild.lots.events import UnitsCoded
from fairwild.lots.records import Lot, PackedUnit
from fairwild.lots.states import LotStatus
from fairwild.unit_of_work import UnitOfWork

MOST_CODED = 10_000
"""Of more units than these none gets a code of its own: a label run names them in pieces."""


def code_units(work: UnitOfWork, lot: Lot) -> int:
    """Give every unit of a lot just packed a code of its own; tells how many."""
    count = lot.units or 0
    if not 0 < count <= MOST_CODED:
        return 0
    codes = [new_code() for _ in range(count)]
    rows = [
        {"code": code, "lot_id": lot.id, "serial": serial}
        for serial, code in enumerate(codes, start=1)
    ]
    work.session.connection().execute(insert(PackedUnit), rows)
    digest = hashlib.sha256("\n".join(codes).encode()).hexdigest()
    work.record(UnitsCoded(subject=lot.id, count=count, codes_digest=digest))
    return count


def count_labels(work: UnitOfWork, *, lot_id: UUID, count: int) -> None:
    """Remember that labels were made for a lot: it can no longer be undone.

    Raises Conflict where the lot is held, undone or used up meanwhile.
    """
    counted = (
        update(Lot)
        .where(Lot.id == lot_id, Lot.status == LotStatus.CLOSED, Lot.holds == 0)
        .values(labels=Lot.labels + count, version=Lot.version + 1)
    )
    if work.session.connection().execute(counted).rowcount != 1:
        raise Conflict("lot")
    work.session.expire(work.session.get_one(Lot, lot_id))
