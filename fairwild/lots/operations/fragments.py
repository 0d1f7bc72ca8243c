"""Writing down where the collection lots a movement takes came from, once and for good."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select

from fairwild.kernel.quantities import kilograms
from fairwild.lots.facts import Draw
from fairwild.lots.records import Lot, Movement, MovementFragment, MovementOrigin, Receipt
from fairwild.lots.states import MovementKind
from fairwild.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Brought:
    """What one harvester brought into a collection lot, by the receipts that stand."""

    harvester_id: UUID
    receipts: int
    first_at: datetime
    last_at: datetime
    net_g: int


Collected = Mapping[UUID, Sequence[Brought]]
"""The collection lots among those drawn on, with what was brought into each."""


def read_collected(work: UnitOfWork, draws: Sequence[Draw]) -> Collected:
    """Tell which of these lots are collection lots, and who brought what; one statement."""
    standing = (Receipt.lot_id == Lot.id) & Receipt.reversed_at.is_(None)
    query = (
        select(
            Lot.id,
            Receipt.harvester_id,
            func.count(Receipt.id),
            func.min(Receipt.collected_at),
            func.max(Receipt.collected_at),
            func.sum(Receipt.net_g),
        )
        .join(Movement, Movement.seq == Lot.made_by)
        .outerjoin(Receipt, standing)
        .where(Lot.id.in_([draw.lot.id for draw in draws]))
        .where(Movement.kind == MovementKind.COLLECT)
        .group_by(Lot.id, Receipt.harvester_id)
        .order_by(Receipt.harvester_id)
    )
    found: dict[UUID, list[Brought]] = defaultdict(list)
    for lot_id, harvester_id, receipts, first_at, last_at, net_g in work.session.execute(query):
        brought = found[lot_id]
        if harvester_id is not None:
            brought.append(Brought(harvester_id, receipts, first_at, last_at, int(net_g)))
    return found


def write_origins(
    work: UnitOfWork, movement_seq: int, draws: Iterable[Draw], collected: Collected
) -> None:
    """Keep what a trace through this movement will say of its collection lots."""
    taken = [draw for draw in draws if collected.get(draw.lot.id)]
    if not taken:
        return
    connection = work.session.connection()
    connection.execute(insert(MovementOrigin), origins_of_draws(movement_seq, taken, collected))
    connection.execute(insert(MovementFragment), fragments_of(movement_seq, taken, collected))


def origins_of_draws(seq: int, draws: Sequence[Draw], collected: Collected) -> list[dict[str, Any]]:
    """Sum the lots taken whole by harvester and area; name the others one by one."""
    sums: dict[tuple[object, ...], dict[str, Any]] = {}
    for draw in draws:
        for brought in collected[draw.lot.id]:
            row = _origin(draw, brought)
            key = (row["lot_id"], row["harvester_id"], row["area_id"], row["species_id"])
            sums[key] = _added(sums[key], row) if key in sums else row
    return [row | {"movement_seq": seq, "place": place} for place, row in enumerate(sums.values())]


def _origin(draw: Draw, brought: Brought) -> dict[str, Any]:
    whole = draw.wanted_g == draw.lot.made_g
    return vars(brought) | {
        "lot_id": None if whole else draw.lot.id,
        "operator_id": draw.lot.operator_id,
        "area_id": draw.lot.area_id,
        "species_id": draw.lot.species_id,
        "taken_g": brought.net_g if whole else draw.wanted_g,
        "made_g": brought.net_g if whole else draw.lot.made_g,
    }


def _added(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    summed = {key: one[key] + other[key] for key in ("receipts", "net_g", "taken_g", "made_g")}
    first_at = min(one["first_at"], other["first_at"])
    return one | summed | {"first_at": first_at, "last_at": max(one["last_at"], other["last_at"])}


def fragments_of(seq: int, draws: Sequence[Draw], collected: Collected) -> list[dict[str, Any]]:
    """Write the rows for the operator, and the same without a harvester for everybody else."""
    of_operator = draws[0].lot.operator_id
    told = [_row(draw, collected[draw.lot.id]) for draw in draws]
    named = [
        row | _own(draw, collected[draw.lot.id]) for row, draw in zip(told, draws, strict=True)
    ]
    same = {"movement_seq": seq, "operator_id": of_operator, "rows": len(told)}
    return [
        same | {"redacted": False, "body": joined(named)},
        same | {"redacted": True, "body": joined(told)},
    ]


def joined(rows: Iterable[dict[str, Any]]) -> str:
    """Write objects as JSON with commas between them; brackets come with the answer."""
    return json.dumps(list(rows), separators=(",", ":"), ensure_ascii=False)[1:-1]


def _row(draw: Draw, brought: Sequence[Brought]) -> dict[str, Any]:
    lot = draw.lot
    return {
        "lot_id": str(lot.id),
        "operator_id": str(lot.operator_id),
        "area_id": str(lot.area_id),
        "species_id": str(lot.species_id),
        "part": lot.part,
        "state": lot.state,
        "first_at": _moment(min(one.first_at for one in brought)),
        "last_at": _moment(max(one.last_at for one in brought)),
        "receipts": sum(one.receipts for one in brought),
        "taken_kg": kilograms(draw.wanted_g),
    }


def _own(draw: Draw, brought: Sequence[Brought]) -> dict[str, Any]:
    return {
        "number": draw.lot.number,
        "made_kg": kilograms(draw.lot.made_g),
        "harvesters": [
            {
                "harvester_id": str(one.harvester_id),
                "receipts": one.receipts,
                "net_kg": kilograms(one.net_g),
            }
            for one in brought
        ],
    }


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
