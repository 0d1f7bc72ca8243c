"""What the ledger was told when material was recorded, against the rows as they are now.

Rows are read some thousand at a time in the order they were made, with what was told of them in
one question for all: a database of a million lots is never held, and never asked lot by lot.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from fairwild.kernel.events import plain
from fairwild.ledger.queries import told_of
from fairwild.lots import events
from fairwild.lots.facts import BalanceFault
from fairwild.lots.queries.balances.naming import named
from fairwild.lots.records import Lot, Movement

AT_ONCE = 5_000
WITNESS = "the ledger says"

MADE = events.LotMade.kind()
GROWTH = (events.LotGrew, events.LotGrewInBulk, events.LotShrank, events.LotShrankInBulk)
KINDS = (MADE, *(event.kind() for event in GROWTH))

_TOLD = {
    "number": Lot.number,
    "movement": Movement.id,
    "holder": Lot.holder_id,
    "species": Lot.species_id,
    "part": Lot.part,
    "form": Lot.form,
    "state": Lot.state,
    "made_g": Lot.made_g,
    "certified": Lot.certified,
    "certificate": Lot.certificate_id,
}
_MORE = {name: getattr(Lot, name) for name in events.MORE}


def faults_of_lots_told(session: Session) -> Iterator[BalanceFault]:
    """Compare every lot with what the ledger was told of it when it was made and grew."""
    for rows in _in_pieces(session):
        told, made_g = _told(session, {row.id for row in rows})
        for row in rows:
            said = told.get(row.id)
            if said is None:
                yield _fault(session, row, "that it is there", "nothing of it")
                continue
            grown = {"made_g": made_g[row.id]} if row.id in made_g else {}
            yield from _compared(session, row, {**said, **grown})


def _in_pieces(session: Session) -> Iterator[list[Row[Any]]]:
    columns = [one.label(name) for name, one in (_TOLD | _MORE).items()]
    query = select(Lot.id, Lot.made_by, *columns).join(Movement, Movement.seq == Lot.made_by)
    ordered = query.order_by(Lot.made_by, Lot.id).execution_options(yield_per=AT_ONCE)
    for piece in session.execute(ordered).partitions(AT_ONCE):
        yield list(piece)


def _told(
    session: Session, lot_ids: set[UUID]
) -> tuple[dict[UUID, Mapping[str, Any]], dict[UUID, int]]:
    """Give what was first told of these lots, and what they weighed when they last grew."""
    made: dict[UUID, Mapping[str, Any]] = {}
    grown: dict[UUID, int] = {}
    for lot_id, kind, facts in told_of(session, lot_ids, KINDS):
        if kind == MADE:
            made.setdefault(lot_id, facts)
        else:
            grown[lot_id] = facts["made_g"]
    return made, grown


def _compared(session: Session, row: Row[Any], told: Mapping[str, Any]) -> Iterator[BalanceFault]:
    for name in _TOLD:
        stored = plain(getattr(row, name))
        if stored != told[name]:
            yield _fault(session, row, f"{name} {stored}", f"{name} {told[name]}")
    more = told.get("more")
    for name in _MORE if more is not None else ():
        stored, said = plain(getattr(row, name)) or "", (more or {}).get(name, "")
        if stored != said:
            yield _fault(session, row, f"{name} {stored or None}", f"{name} {said or None}")


def _fault(session: Session, row: Row[Any], stored: str, told: str) -> BalanceFault:
    at = named(session, row.made_by)
    says = (f"lot {row.number}", stored, told, at)
    return BalanceFault("ledger-differs", row.id, *says, witness=WITNESS)
