"""What the ledger was told of every movement, against the movement and its masses as they are."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session, aliased

from fairwild.kernel.events import plain
from fairwild.ledger.queries import told_of
from fairwild.lots import events
from fairwild.lots.facts import BalanceFault
from fairwild.lots.queries.balances.naming import named
from fairwild.lots.queries.balances.telling import AT_ONCE, WITNESS
from fairwild.lots.records import Lot, Movement, MovementInput
from fairwild.lots.states import MovementKind

KINDS = (events.MovementRecorded.kind(), events.CorrectionRecorded.kind())

_WRONG = aliased(Movement)
_MOVED = {
    "kind_of_movement": Movement.kind,
    "at": Movement.at,
    "organisation": Movement.organisation_id,
    "loss_g": Movement.loss_g,
    "loss_reason": Movement.loss_reason,
    "certified": Movement.certified,
    "judgement": Movement.judgement,
    "certificate": Movement.certificate_id,
    "more": Movement.facts,
    "reason": Movement.reason,
    "reverses": _WRONG.id,
}
_OF_CORRECTIONS = ("reverses", "at", "reason")
_OF_MOVEMENTS = tuple(name for name in _MOVED if name not in {"reason", "reverses"})

Masses = Mapping[int, Mapping[str, int]]


def faults_of_movements_told(session: Session) -> Iterator[BalanceFault]:
    """Compare every movement with what the ledger was told of it, gram by gram."""
    for rows in _in_pieces(session):
        first, last = rows[0].seq, rows[-1].seq
        ids = {row.id for row in rows}
        told: dict[UUID, Mapping[str, Any]] = {}
        for movement_id, _kind, facts in told_of(session, ids, KINDS):
            told.setdefault(movement_id, facts)
        taken = _masses(session, _taken(first, last))
        made = _masses(session, _made(first, last))
        for row in rows:
            yield from _compared(session, row, told.get(row.id), taken, made)


def _in_pieces(session: Session) -> Iterator[list[Row[Any]]]:
    columns = [one.label(name) for name, one in _MOVED.items()]
    query = (
        select(Movement.seq, Movement.id, *columns)
        .outerjoin(_WRONG, _WRONG.seq == Movement.reverses_seq)
        .order_by(Movement.seq)
        .execution_options(yield_per=AT_ONCE)
    )
    for piece in session.execute(query).partitions(AT_ONCE):
        rows: Sequence[Any] = piece
        yield list(rows)


def _taken(first: int, last: int) -> Select[*tuple[Any, ...]]:
    return (
        select(MovementInput.movement_seq, Lot.number, MovementInput.taken_g)
        .join(Lot, Lot.id == MovementInput.lot_id)
        .where(MovementInput.movement_seq.between(first, last))
    )


def _made(first: int, last: int) -> Select[*tuple[Any, ...]]:
    return select(Lot.made_by, Lot.number, Lot.made_g).where(Lot.made_by.between(first, last))


def _masses(session: Session, query: Select[*tuple[Any, ...]]) -> Masses:
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for seq, number, mass_g in session.execute(query):
        found[seq][number] = mass_g
    return found


def _compared(
    session: Session,
    row: Row[Any],
    told: Mapping[str, Any] | None,
    taken: Masses,
    made: Masses,
) -> Iterator[BalanceFault]:
    """Compare one movement; what was collected grows, and is told of with its lot."""
    if told is None:
        yield _fault(session, row, "that it was", "nothing of it")
        return
    corrects = "reverses" in told
    names = _OF_CORRECTIONS if corrects else _OF_MOVEMENTS
    stored = {name: plain(getattr(row, name)) for name in names}
    if not corrects:
        stored["more"] = stored["more"] or {}
        stored["taken_g"] = dict(taken.get(row.seq, {}))
    if not corrects and row.kind_of_movement is not MovementKind.COLLECT:
        stored["made_g"] = dict(made.get(row.seq, {}))
    for name, value in stored.items():
        if value != told[name]:
            yield _fault(session, row, f"{name} {value}", f"{name} {told[name]}")


def _fault(session: Session, row: Row[Any], stored: str, told: str) -> BalanceFault:
    says = (f"movement {row.seq}", stored, told, named(session, row.seq))
    return BalanceFault("ledger-differs", row.id, *says, witness=WITNESS)
