"""Movements as rows that the wizard reads in again, in the order they were recorded."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from fairwild.imports.kinds.movements.columns import COLUMNS
from fairwild.kernel.plants import Form
from fairwild.kernel.quantities import kilograms
from fairwild.lots.operations.process import LETTERS
from fairwild.lots.queries import MovementFilter
from fairwild.lots.queries.movement_lists import MovedGoods, goods_moved, movements_in_order
from fairwild.lots.states import MovementKind
from fairwild.lots.stock.queries.counts import counted_by
from fairwild.organisations.queries import organisations_by_id
from fairwild.sheets import Cell
from fairwild.trade.queries.carrying import receivers_by_lot
from fairwild.unit_of_work import Reading

BESIDES = ("in_kg", "out_kg", "certified")
"""What else is told of a movement; these columns are not read."""

SURE_DECIMALS = 2
"""With more of them a number could be taken for thousands."""

WRITTEN_OFF = frozenset({MovementKind.LOSS, MovementKind.OWN_USE, MovementKind.COUNT})
"""What they lose is what they take."""


@dataclass(frozen=True)
class Beside:
    """What stands elsewhere about movements: counted grams, and receivers by lot."""

    counted_g: Mapping[UUID, int] = field(default_factory=dict)
    receivers: Mapping[UUID, str] = field(default_factory=dict)


def movements_heading() -> tuple[str, ...]:
    """Give the columns of the file: those that are read, and what else is told."""
    return (*(column.name for column in COLUMNS), *BESIDES)


def movement_records(
    reading: Reading, wanted: MovementFilter, *, when: Callable[[datetime], str]
) -> Iterator[Sequence[Cell]]:
    """Give one row for each movement, the first recorded first."""
    for rows in movements_in_order(reading, wanted):
        goods = goods_moved(reading, [row.seq for row in rows])
        beside = _beside(reading, rows, goods)
        for row in rows:
            cells = _cells(row, goods[row.seq], beside) | {"at": when(row.at)}
            yield [cells.get(name, "") for name in movements_heading()]
        reading.session.expunge_all()


def _beside(reading: Reading, rows: Sequence[Any], goods: Mapping[int, MovedGoods]) -> Beside:
    sent = [lot.id for row in rows if row.kind is MovementKind.SHIP for lot in goods[row.seq].made]
    to = receivers_by_lot(reading, sent)
    known = organisations_by_id(reading, to.values())
    return Beside(
        counted_by(reading, [row.id for row in rows if row.kind is MovementKind.COUNT]),
        {lot_id: known[receiver].code or known[receiver].name for lot_id, receiver in to.items()},
    )


def _cells(row: Any, goods: MovedGoods, beside: Beside) -> dict[str, Cell]:
    is_gone = goods.undone or row.kind is MovementKind.CORRECT
    loses = row.loss_g and row.kind not in WRITTEN_OFF
    in_g, out_g = sum(mass_g for _, mass_g in goods.took), sum(one.made_g for one in goods.made)
    return {
        "process": row.kind.value,
        "inputs": _inputs(row, goods),
        "output": _output(row, goods, beside),
        "form": _form(row, goods),
        "uncertified": _uncertified(row, goods),
        "by_product": "; ".join(_mass(one.made_g) for one in goods.made if _is_by_product(one)),
        "loss": _mass(row.loss_g) if loses else "",
        "loss_reason": row.loss_reason or row.reason,
        "added": _added(row),
        "product": str(row.facts.get("product", "")),
        "receiver": next((beside.receivers.get(one.id, "") for one in goods.made), ""),
        "outputs": "; ".join(one.number for one in _ordered(goods)),
        "taken_back": "yes" if is_gone else "",
        "site": row.site,
        "note": row.note,
        "in_kg": Decimal(kilograms(in_g)),
        "out_kg": Decimal(kilograms(out_g)),
        "certified": "yes" if row.certified else "no",
    }


def _mass(mass_g: int) -> str:
    """Write a weight so that it can be read in one way only: three decimals in grams."""
    text = kilograms(mass_g)
    return f"{mass_g} g" if len(text.partition(".")[2]) > SURE_DECIMALS else f"{text} kg"


def _is_by_product(lot: Any) -> bool:
    return lot.form is Form.BY_PRODUCT


def _ordered(goods: MovedGoods) -> list[Any]:
    """Give the lots as they were made, by-products last."""
    return sorted(goods.made, key=lambda lot: (_is_by_product(lot), len(lot.number), lot.number))


def _inputs(row: Any, goods: MovedGoods) -> str:
    if row.kind is MovementKind.COUNT:
        return "; ".join(number for number, _ in goods.took)
    return "; ".join(f"{number}: {_mass(mass_g)}" for number, mass_g in goods.took)


def _output(row: Any, goods: MovedGoods, beside: Beside) -> str:
    lots = _ordered(goods)
    if row.kind in LETTERS:
        return "; ".join(_mass(one.made_g) for one in lots if not _is_by_product(one))
    match row.kind:
        case MovementKind.SPLIT:
            return "; ".join(_mass(one.made_g) for one in lots)
        case MovementKind.GRADE:
            return "; ".join(f"{one.grade}: {_mass(one.made_g)}" for one in lots)
        case MovementKind.PACK:
            return "; ".join(f"{one.units} x {_mass(one.unit_g or 0)}" for one in lots)
        case MovementKind.COUNT if row.id in beside.counted_g:
            return _mass(beside.counted_g[row.id])
    return ""


def _form(row: Any, goods: MovedGoods) -> str:
    if row.kind not in LETTERS:
        return ""
    return next((one.form.value for one in goods.made if not _is_by_product(one)), "")


def _uncertified(row: Any, goods: MovedGoods) -> str:
    """Write as what certified goods were meant not to be certified any more."""
    if row.kind not in LETTERS or not row.certified:
        return ""
    lost = (one for one in goods.made if not one.certified and not _is_by_product(one))
    return next((one.form.value for one in lost), "")


def _added(row: Any) -> str:
    """Write what went in that is no lot: by a recipe line by line, else all together."""
    lines = [one for one in row.facts.get("lines", ()) if one["part"] is None and one["mass_g"]]
    if lines:
        return "; ".join(f"{one['name']}: {_mass(one['mass_g'])}" for one in lines)
    return f"{row.added_what}: {_mass(row.added_g)}" if row.added_g else ""
