"""What certified plants came to an organisation and went from it, whatever they had become.

Whoever asks has made sure that the actor may see the organisation's stock.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import aliased

from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import State
from fairwild.lots.records import Lot, Movement, MovementInput
from fairwild.lots.states import LotStatus, MovementKind
from fairwild.unit_of_work import Reading

LAST_SOLD = 8

_COLUMNS: tuple[Any, ...] = (Lot.species_id, Lot.part, Lot.state, Lot.form, Lot.packed_form)


@dataclass(frozen=True)
class Stuff:
    """One kind of certified goods; what is packed or a sample counts as what is inside."""

    species_id: UUID
    part: PlantPart
    state: State
    form: Form


@dataclass(frozen=True)
class Flows:
    """Grams of certified goods that came, that were made by macerating, and that went."""

    came: dict[Stuff, int]
    macerated: dict[Stuff, int]
    went: dict[Stuff, int]


def certified_flows(reading: Reading, holder_id: UUID) -> Flows:
    """Sum up what was collected and received, what was sold and what went into finished products.

    What came back counts as never sold, and what was given back as never received.
    """
    own = (Lot.holder_id == holder_id, Lot.certified.is_(True), Lot.species_id.is_not(None))
    given_back = _taken(Movement.kind == MovementKind.TAKE_BACK)
    return Flows(
        came=_sum(
            reading,
            own,
            (1, _made(MovementKind.COLLECT, MovementKind.RECEIVE)),
            (-1, given_back),
        ),
        macerated=_sum(reading, own, (1, _made(MovementKind.MACERATE))),
        went=_sum(
            reading,
            own,
            (1, _taken(Movement.kind == MovementKind.SHIP)),
            (1, _taken(_into_products())),
            (-1, _made(MovementKind.RETURN, MovementKind.TAKE_BACK)),
        ),
    )


def _made(*kinds: MovementKind) -> Select[Any]:
    query = select(*_COLUMNS, func.sum(Lot.made_g)).join(Movement, Movement.seq == Lot.made_by)
    return query.where(Movement.kind.in_(kinds), Lot.status != LotStatus.UNDONE)


def _taken(*conditions: ColumnElement[bool]) -> Select[Any]:
    return (
        select(*_COLUMNS, func.sum(MovementInput.taken_g))
        .join(MovementInput, MovementInput.lot_id == Lot.id)
        .join(Movement, Movement.seq == MovementInput.movement_seq)
        .where(*conditions)
    )


def _into_products() -> ColumnElement[bool]:
    made = aliased(Lot)
    product = (made.form == Form.FINISHED_PRODUCT, made.status != LotStatus.UNDONE)
    return exists().where(made.made_by == Movement.seq, *product)


def _sum(
    reading: Reading, own: tuple[ColumnElement[bool], ...], *signed: tuple[int, Select[Any]]
) -> dict[Stuff, int]:
    total: dict[Stuff, int] = {}
    for sign, query in signed:
        rows: Iterable[Any] = reading.session.execute(query.where(*own).group_by(*_COLUMNS))
        for species_id, part, state, form, packed_form, mass_g in rows:
            stuff = Stuff(species_id, part, state, packed_form or form)
            total[stuff] = total.get(stuff, 0) + sign * int(mass_g)
    return total


def last_sold(
    reading: Reading, holder_id: UUID, species_id: UUID, part: PlantPart, state: State
) -> list[tuple[UUID, str]]:
    """Give the certified lots of these plants from which was sold last: id and number."""
    latest = func.max(Movement.at)
    query = (
        select(Lot.id, Lot.number)
        .join(MovementInput, MovementInput.lot_id == Lot.id)
        .join(Movement, Movement.seq == MovementInput.movement_seq)
        .where(Lot.holder_id == holder_id, Lot.certified, Movement.kind == MovementKind.SHIP)
        .where(Lot.species_id == species_id, Lot.part == part, Lot.state == state)
        .group_by(Lot.id, Lot.number)
        .order_by(latest.desc(), Lot.number)
    )
    return [(row[0], row[1]) for row in reading.session.execute(query.limit(LAST_SOLD))]
