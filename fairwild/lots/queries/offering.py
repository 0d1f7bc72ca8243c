"""What of a holder's stock is offered to draw on: of one kind, found by a text, a few at a time."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import State
from fairwild.lots.facts import LotFacts
from fairwild.lots.queries.stock import facts_with_species, find_lot_id
from fairwild.lots.records import Lot
from fairwild.lots.rules import Trait, obstacles_to_joining
from fairwild.lots.states import LotStatus, LotTrait
from fairwild.species.queries import list_species
from fairwild.unit_of_work import Reading

MOST_OFFERED = 30
"""So many lots are offered at once unless more are asked for."""

Traits = Mapping[LotTrait, Trait]

_COLUMNS: dict[LotTrait, tuple[Any, ...]] = {
    LotTrait.SPECIES: (Lot.species_id,),
    LotTrait.PART: (Lot.part,),
    LotTrait.STATE: (Lot.state,),
    LotTrait.FORM: (Lot.form, Lot.packed_form),
    LotTrait.OPERATOR: (Lot.operator_id,),
    LotTrait.HOLDER: (Lot.holder_id,),
    LotTrait.UNIT: (Lot.unit_g,),
    LotTrait.GRADE: (Lot.grade,),
    LotTrait.PRODUCT: (Lot.product,),
    LotTrait.CERTIFICATE: (case((Lot.certified, Lot.certificate_id)),),
}
"""Lots that are alike in a trait are alike in these columns."""


@dataclass(frozen=True)
class StockWanted:
    """Which lots in stock are asked for; what is not named does not matter."""

    holder_id: UUID
    text: str = ""
    site: str = ""
    species_id: UUID | None = None
    part: PlantPart | None = None
    certified: bool | None = None
    forms: frozenset[Form] | None = None
    states: frozenset[State] | None = None
    on_hold: bool | None = None
    with_empty: bool = False
    with_products: bool = True


@dataclass(frozen=True)
class Offer:
    """Lots to choose from, at most so many beside those chosen already, which stand at the head.

    `others` fit as well and are not listed.
    """

    lots: tuple[LotFacts, ...] = ()
    others: int = 0
    most: int = MOST_OFFERED


@dataclass(frozen=True)
class Kind:
    """Lots in stock that can become one: the first of them by number, and what they are."""

    first: LotFacts
    lots: int
    left_g: int


def offer_of_stock(
    reading: Reading,
    wanted: StockWanted,
    *,
    chosen: Collection[UUID] = (),
    most: int = MOST_OFFERED,
) -> Offer:
    """Give the first lots in stock that are asked for, by number, and those chosen whatever is."""
    return _offer(reading, wanted, _in_stock(reading, wanted), chosen=chosen, most=most)


def offer_of_mates(
    reading: Reading,
    lot: LotFacts,
    same: Traits,
    wanted: StockWanted,
    *,
    chosen: Collection[UUID] = (),
    most: int = MOST_OFFERED,
) -> Offer:
    """Give the first lots in stock that may go together with this one, and those chosen."""
    alike = and_(*(_alike(lot, column) for trait in same for column in _columns_of(lot, trait)))
    query = _in_stock(reading, wanted).where(
        Lot.id != lot.id, Lot.certified == lot.certified, alike
    )
    found = _offer(reading, wanted, query, chosen=chosen, most=most)
    fitting = tuple(
        other
        for other in found.lots
        if not any(obstacles_to_joining([lot, other], same=dict(same)))
    )
    return replace(found, lots=fitting)


def kinds_in_stock(reading: Reading, wanted: StockWanted, same: Traits) -> list[Kind]:
    """List what stands in stock at least twice, so that it can become one lot, by number."""
    columns = [column for trait in same for column in _COLUMNS[trait]]
    query = _in_stock(reading, wanted).with_only_columns(
        func.min(Lot.number), func.count(), func.sum(Lot.made_g - Lot.taken_g)
    )
    rows = reading.session.execute(
        query.group_by(Lot.certified, *columns).having(func.count() > 1)
    ).all()
    firsts = reading.session.scalars(select(Lot).where(Lot.number.in_([row[0] for row in rows])))
    by_number = {one.number: one for one in facts_with_species(reading, firsts).values()}
    return [Kind(by_number[number], lots, int(left_g)) for number, lots, left_g in sorted(rows)]


def _offer(
    reading: Reading,
    wanted: StockWanted,
    stock: Select[Lot],
    *,
    chosen: Collection[UUID],
    most: int,
) -> Offer:
    text = wanted.text.strip()
    found = stock.where(_named(reading, text)) if text else stock
    fitting = list(reading.session.scalars(found.order_by(Lot.number).limit(most)))
    listed = {lot.id for lot in fitting}
    picked = stock.where(Lot.id.in_(set(chosen) - listed)).order_by(Lot.number)
    kept = list(reading.session.scalars(picked)) if set(chosen) - listed else []
    count = len(fitting)
    if count == most:
        ids = found.with_only_columns(Lot.id).subquery()
        count = reading.session.scalar(select(func.count()).select_from(ids)) or 0
    fitting.sort(key=lambda lot: lot.id not in chosen)
    lots = facts_with_species(reading, [*kept, *fitting])
    return Offer(tuple(lots.values()), count - len(fitting), most)


def _in_stock(reading: Reading, wanted: StockWanted) -> Select[Lot]:
    """Select the lots of a holder that are in stock and of what is asked for."""
    query = reading.visible(Lot).where(Lot.status == LotStatus.CLOSED)
    named = ("holder_id", "species_id", "part", "certified")
    asked = {name: getattr(wanted, name) for name in named}
    query = query.filter_by(**{name: value for name, value in asked.items() if value is not None})
    if wanted.site:
        query = query.where(Lot.site == wanted.site)
    if wanted.forms is not None:
        query = query.where(Lot.form.in_(wanted.forms))
    if wanted.states is not None:
        query = query.where(Lot.state.in_(wanted.states))
    if wanted.on_hold is not None:
        query = query.where(Lot.holds > 0 if wanted.on_hold else Lot.holds == 0)
    if not wanted.with_empty:
        query = query.where(Lot.made_g > Lot.taken_g)
    return query if wanted.with_products else query.where(Lot.species_id.is_not(None))


def _named(reading: Reading, text: str) -> ColumnElement[bool]:
    """Say of which lots this is a code, or a part of number, place, product or species."""
    meant = find_lot_id(reading, text.rstrip("/").rsplit("/", 1)[-1])
    if meant is not None:
        return Lot.id == meant
    lower = text.lower()
    species = [one.id for one in list_species(reading) if lower in one.scientific_name.lower()]
    parts = (Lot.number, Lot.site, Lot.product)
    return or_(
        Lot.species_id.in_(species), *(one.icontains(text, autoescape=True) for one in parts)
    )


def _columns_of(lot: LotFacts, trait: LotTrait) -> tuple[Any, ...]:
    """Give the columns in which others must be like this lot; uncertified needs no certificate."""
    if trait is LotTrait.CERTIFICATE:
        return (Lot.certificate_id,) if lot.certified else ()
    return _COLUMNS[trait]


def _alike(lot: LotFacts, column: Any) -> ColumnElement[bool]:
    alike: ColumnElement[bool] = column.is_not_distinct_from(getattr(lot, column.key))
    return alike
