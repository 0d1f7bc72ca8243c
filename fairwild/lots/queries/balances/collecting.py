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
from fairwild.lots.records import Lot, Receipt

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


def _key(row: Row[Any]) -> tuple[Any, ...]:
    return tuple(getattr(row, one.key) for one in _ALIKE)


def _alike() -> Select[*tuple[Any, ...]]:
    """Select the first and last collection of all lots that are judged alike."""
    first, last = func.min(Receipt.collected_at), func.max(Receipt.collected_at)
    return (
        select(*_ALIKE, first.label("first_at"), last.label("last_at"))
        .join(Receipt, Receipt.lot_id == Lot.id)
        .group_by(*_ALIKE)
    )


def _holds_throughout(row: Row[Any], hindsight: Hindsight) -> bool:
    """Tell whether these goods were all the time what their lots say."""
    verdicts = hindsight.verdicts(_goods(row), since=row.first_at - UNSEEN, until=row.last_at)
    return all(_holds(row, [one]) for one in verdicts)


def _goods(row: Row[Any]) -> GoodsFacts:
    return GoodsFacts(row.species_id, "", row.part, row.area_id, "", state=row.state)


def _collected() -> Select[*tuple[Any, ...]]:
    """Select collection lots; receipts that were taken back were once judged as well."""
    first, last = func.min(Receipt.collected_at), func.max(Receipt.collected_at)
    days = select(Receipt.lot_id, first.label("first_at"), last.label("last_at"))
    spans = days.group_by(Receipt.lot_id).subquery()
    return (
        select(Lot.id, Lot.number, Lot.made_by, *_ALIKE)
        .add_columns(spans.c.first_at, spans.c.last_at)
        .join(spans, spans.c.lot_id == Lot.id)
        .order_by(Lot.made_by)
        .execution_options(yield_per=AT_ONCE)
    )


def _judged(session: Session, row: Row[Any], hindsight: Hindsight) -> Iterator[BalanceFault]:
    goods = _goods(row)
    wrong_at = _wrong_at(session, row, hindsight, goods)
    if wrong_at is None or _was_right_once(session, row, hindsight, goods):
        return
    [*_, judged] = hindsight.verdicts(goods, since=wrong_at, until=wrong_at)
    stored = _under(hindsight, row.certified, row.certificate_id)
    told = f"{_under(hindsight, judged is not None, judged)} on {wrong_at.date().isoformat()}"
    says = (f"lot {row.number}", stored, told, named(session, row.made_by))
    yield BalanceFault("certified-differs", row.id, *says, witness=WITNESS)


def _wrong_at(
    session: Session, row: Row[Any], hindsight: Hindsight, goods: GoodsFacts
) -> datetime | None:
    """Give the first collection at which these goods were not what their lot says, if any."""
    whole = hindsight.verdicts(goods, since=row.first_at - UNSEEN, until=row.last_at)
    moments: Iterable[datetime] = (row.first_at,)
    if len(set(whole)) > 1:
        query = select(Receipt.collected_at).where(Receipt.lot_id == row.id).distinct()
        moments = session.scalars(query.order_by(Receipt.collected_at))
    for at in moments:
        if not _holds(row, hindsight.verdicts(goods, since=at - UNSEEN, until=at)):
            return at
    return None


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
