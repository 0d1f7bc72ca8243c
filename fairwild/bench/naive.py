"""Recording as it is usually written: entities, a sum for each lot, rows one by one."""

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fairwild.bench.chains import Bench
from fairwild.kernel.plants import Form
from fairwild.ledger.records import LedgerEntry
from fairwild.lots.records import Lot, Movement, MovementInput
from fairwild.lots.states import LotStatus, MovementKind


def record_naively(bench: Bench, lots: Sequence[UUID], outputs: int) -> None:
    """Take all of some lots and make so many of it, each kept by itself and entered by itself."""
    with bench.store.writing() as session:
        movement = _movement(bench)
        session.add(movement)
        session.flush()
        total_g = sum(_taken(session, bench, movement, lot_id) for lot_id in lots)
        first = session.get_one(Lot, lots[0])
        for _ in range(outputs):
            made = _lot(first, movement, total_g // outputs)
            session.add(made)
            _entered(session, bench, made.id, {"made_g": made.made_g})
        session.commit()


def _movement(bench: Bench) -> Movement:
    now = bench.began
    return Movement(
        kind=MovementKind.MERGE,
        at=now,
        recorded_at=now,
        recorded_by=bench.loaded.person_id,
        organisation_id=bench.loaded.operator_id,
        certified=False,
        facts={},
    )


def _taken(session: Session, bench: Bench, movement: Movement, lot_id: UUID) -> int:
    """Take what is left of one lot, as its movements say."""
    lot = session.get_one(Lot, lot_id)
    drawn = select(func.coalesce(func.sum(MovementInput.taken_g), 0))
    left_g = lot.made_g - int(session.scalar(drawn.where(MovementInput.lot_id == lot_id)) or 0)
    session.add(MovementInput(movement_seq=movement.seq, lot_id=lot_id, taken_g=left_g))
    lot.taken_g, lot.status = lot.made_g, LotStatus.USED
    _entered(session, bench, lot_id, {"taken_g": left_g})
    return left_g


def _lot(like: Lot, movement: Movement, made_g: int) -> Lot:
    own = uuid4()
    return Lot(
        id=own,
        number=f"N-{own.hex}",
        code=own.hex[:16],
        made_by=movement.seq,
        made_at=movement.at,
        operator_id=like.operator_id,
        holder_id=like.holder_id,
        species_id=like.species_id,
        part=like.part,
        form=Form.RAW,
        state=like.state,
        status=LotStatus.CLOSED,
        made_g=made_g,
        certified=False,
    )


def _entered(session: Session, bench: Bench, subject: UUID, told: dict[str, Any]) -> None:
    """Add an entry to the record, its hash over the entry before."""
    last = session.scalar(select(LedgerEntry).order_by(LedgerEntry.seq.desc()).limit(1))
    body = json.dumps(told | {"subject": str(subject)})
    leaf = sha256(f"{last.leaf_hash if last else ''}{body}".encode()).hexdigest()
    session.add(
        LedgerEntry(
            subject_id=uuid4(),
            version=1,
            kind="naive",
            actor_id=bench.loaded.person_id,
            at=bench.began,
            data=told,
            leaf_hash=leaf,
        )
    )
