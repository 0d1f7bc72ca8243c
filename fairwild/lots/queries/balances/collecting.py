"""Whether what was collected was covered by a certificate when it was collected, or was not.

One statement gives the first and last collection of all lots of the same goods, area and
certificate. Where nothing counted otherwise in between, they are judged together; else lot by
lot, and only where a certificate counted otherwise within a lot, collection by collection.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from fairwild.certificates.facts import GoodsFacts
from fairwild.certificates.queries import Hindsight
from fairwild.ledger.queries import told_of
from fairwild.lots.events import LotMade
from fairwild.lots.facts import BalanceFault
from fairwild.lots.queries.balances.naming import named
from fairwild.lots.queries.buying import JUDGED_TWICE
from fairwild.lots.records import Lot, Movement, Receipt

AT_ONCE = 5_000
UNSEEN = timedelta(minutes=5)
"""So long a change of a certificate can be under way before a buying point sees it."""

WITNESS = "the certificates then in force say"


def faults_of_collections(session: Session) -> Iterator[BalanceFault]:
    """Judge every collection lot anew by the certificates at the moments of its collections."""
    known: dict[UUID, Hindsight] = {}
    doubtful: set[tuple[Any, ...]] = set()
    for row in session.execute(_alike()):
        if row.operator_id not in known:
            known[row.operator_id] = Hindsight(session, row.operator_id)
        if not _holds_throughout(row, known[row.operator_id]):
            doubtful.add(_key(row))
    for row in session.execute(_collected()) if doubtful else ():
        if _key(row) in doubtful:
            yield from _judged(session, row, known[row.operator_id])


_ALIKE = (
    Lot.operator_id,
    Lot.species_id,
    Lot.part,
    Lot.area_id,
    Lot.state,
    Lot.certified,
    Lot.certificate_id,
)


_SPANS = (
    func.min(Receipt.collected_at).label("first_at"),
    func.max(Receipt.collected_at).label("last_at"),
    func.min(Receipt.recorded_at).label("first_recorded"),
    func.max(Receipt.recorded_at).label("last_recorded"),
)


def _key(row: Row[Any]) -> tuple[Any, ...]:
    return tuple(getattr(row, one.key) for one in _ALIKE)


def _alike() -> Select[*tuple[Any, ...]]:
    """Select the first and last collection, and recording, of all lots that are judged alike."""
    return select(*_ALIKE, *_SPANS).join(Receipt, Receipt.lot_id == Lot.id).group_by(*_ALIKE)


def _holds_throughout(row: Row[Any], hindsight: Hindsight) -> bool:
    """Tell whether these goods were all the time what their lots say."""
    return all(_holds(row, [one]) for one in _throughout(row, hindsight, _goods(row)))


def _throughout(row: Row[Any], hindsight: Hindsight, goods: GoodsFacts) -> set[UUID | None]:
    """Give everything the goods of these receipts may have been judged to be."""
    spans = ((row.first_at, row.last_at), (row.first_recorded, row.last_recorded))
    then, recorded = (
        hindsight.verdicts(goods, since=first - UNSEEN, until=last) for first, last in spans
    )
    return set(_together(row, then, recorded))


def _together(
    row: Row[Any], then: list[UUID | None], recorded: list[UUID | None]
) -> list[UUID | None]:
    """Join what counted when goods were collected and when they were recorded.

    Lots opened before recording was judged as well do not say so: the day of collection speaks.
    """
    if getattr(row, "facts", JUDGED_TWICE).items() >= JUDGED_TWICE.items():
        return [one if other is not None else None for one in then for other in recorded]
    return then


def _goods(row: Row[Any]) -> GoodsFacts:
    return GoodsFacts(row.species_id, "", row.part, row.area_id, "", state=row.state)


def _collected() -> Select[*tuple[Any, ...]]:
    """Select collection lots; receipts that were taken back were once judged as well."""
    spans = select(Receipt.lot_id, *_SPANS).group_by(Receipt.lot_id).subquery()
    days = [one for one in spans.c if one.key != "lot_id"]
    return (
        select(Lot.id, Lot.number, Lot.made_by, Movement.facts, *_ALIKE, *days)
        .join(spans, spans.c.lot_id == Lot.id)
        .join(Movement, Movement.seq == Lot.made_by)
        .order_by(Lot.made_by)
        .execution_options(yield_per=AT_ONCE)
    )


def _judged(session: Session, row: Row[Any], hindsight: Hindsight) -> Iterator[BalanceFault]:
    goods = _goods(row)
    wrong = _wrong_at(session, row, hindsight, goods)
    if wrong is None or _was_right_once(session, row, hindsight, goods):
        return
    [*_, judged] = _verdicts(row, hindsight, goods, *wrong, unseen=timedelta())
    stored = _under(hindsight, row.certified, row.certificate_id)
    told = f"{_under(hindsight, judged is not None, judged)} on {wrong[0].date().isoformat()}"
    says = (f"lot {row.number}", stored, told, named(session, row.made_by))
    yield BalanceFault("certified-differs", row.id, *says, witness=WITNESS)


def _wrong_at(
    session: Session, row: Row[Any], hindsight: Hindsight, goods: GoodsFacts
) -> tuple[datetime, datetime] | None:
    """Give the first collection at which these goods were not what their lot says, if any.

    With it comes the moment it was recorded.
    """
    moments: Iterable[tuple[datetime, datetime]] = ((row.first_at, row.first_recorded),)
    if len(_throughout(row, hindsight, goods)) > 1:
        columns = (Receipt.collected_at, Receipt.recorded_at)
        query = select(*columns).where(Receipt.lot_id == row.id).distinct().order_by(*columns)
        moments = ((at, told) for at, told in session.execute(query))
    for at, recorded_at in moments:
        if not _holds(row, _verdicts(row, hindsight, goods, at, recorded_at)):
            return at, recorded_at
    return None


def _verdicts(
    row: Row[Any],
    hindsight: Hindsight,
    goods: GoodsFacts,
    *moments: datetime,
    unseen: timedelta = UNSEEN,
) -> list[UUID | None]:
    """Judge goods of a lot that were collected and recorded at these two moments."""
    then, recorded = (hindsight.verdicts(goods, since=at - unseen, until=at) for at in moments)
    return _together(row, then, recorded)


def _holds(row: Row[Any], verdicts: Iterable[UUID | None]) -> bool:
    """Tell whether the lot is certified by one of these, or not at all as they say."""
    return any((row.certified, row.certificate_id) == (one is not None, one) for one in verdicts)


def _was_right_once(
    session: Session, row: Row[Any], hindsight: Hindsight, goods: GoodsFacts
) -> bool:
    """Tell whether the lot is right by the first release, which did not ask fresh or dry.

    It is known by saying less of a lot to the ledger.
    """
    if any("more" in facts for _, _, facts in told_of(session, [row.id], [LotMade.kind()])):
        return False
    return _wrong_at(session, row, hindsight, replace(goods, state=None)) is None


def _under(hindsight: Hindsight, certified: bool, certificate_id: UUID | None) -> str:
    if not certified:
        return "not certified"
    known = hindsight.numbers.get(certificate_id) if certificate_id else "no certificate"
    return f"certified under {known or certificate_id}"
