"""Questions about areas, target species and maximum quantities."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from fairwild.access.actions import Action
from fairwild.areas.facts import AreaFacts, QuantityFacts, Rotation
from fairwild.areas.records import (
    CollectionArea,
    MaximumQuantity,
    TargetSpecies,
)
from fairwild.kernel.geometry import Geometry, parse_geometry
from fairwild.kernel.periods import Period
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State
from fairwild.store.paging import Cursor, Page, page_of
from fairwild.unit_of_work import Reading, visible_to

ORDERS = {
    "code": CollectionArea.code,
    "name": CollectionArea.name,
    "size": CollectionArea.computed_m2,
}


def rotation_of(area: CollectionArea) -> Rotation | None:
    """Give how an area rests; None where it may be collected every year."""
    if area.rotation_years is None or area.rotation_first_year is None:
        return None
    return Rotation(area.rotation_years, area.rotation_first_year)


def facts_of(area: CollectionArea) -> AreaFacts:
    """Give what other rooms may know of an area."""
    return AreaFacts(
        id=area.id,
        operator_id=area.operator_id,
        code=area.code,
        name=area.name,
        admin_unit=area.admin_unit,
        country=area.country,
        centre_lat_e6=area.centre_lat_e6,
        centre_lon_e6=area.centre_lon_e6,
        sensitive=area.sensitive,
        closed=area.closed_at is not None,
        size_m2=area.stated_m2 or area.computed_m2,
        needs_permit=area.needs_permit,
        rotation=rotation_of(area),
        tenure_note=area.tenure_note,
    )


def quantity_facts(quantity: MaximumQuantity) -> QuantityFacts:
    """Give the plain facts of a limit."""
    return QuantityFacts(
        id=quantity.id,
        area_id=quantity.area_id,
        species_id=quantity.species_id,
        part=quantity.part,
        state=quantity.state,
        season=Period(quantity.season_from, quantity.season_until),
        limit_g=quantity.limit_g,
        drawn_g=quantity.drawn_g,
    )


def area_facts(reading: Reading, ids: Iterable[UUID]) -> dict[UUID, AreaFacts]:
    """Give the facts of these areas, for other rooms; nobody is asked for permission."""
    found = reading.session.scalars(select(CollectionArea).where(CollectionArea.id.in_(set(ids))))
    return {area.id: facts_of(area) for area in found}


def find_coded(reading: Reading, operator_id: UUID, code: str) -> AreaFacts | None:
    """Give the area of an operator with this code, for other rooms; nobody is asked."""
    query = select(CollectionArea).where(
        CollectionArea.operator_id == operator_id, CollectionArea.code == code.strip().upper()
    )
    row = reading.session.scalar(query)
    return facts_of(row) if row is not None else None


def areas_of(reading: Reading, operator_id: UUID) -> list[AreaFacts]:
    """List the open areas of an operator by code, as far as the actor may see them."""
    query = (
        reading.visible(CollectionArea)
        .where(CollectionArea.operator_id == operator_id, CollectionArea.closed_at.is_(None))
        .order_by(CollectionArea.code)
    )
    return [facts_of(area) for area in reading.session.scalars(query)]


def open_areas_of(reading: Reading, operator_id: UUID) -> list[AreaFacts]:
    """List the open areas of an operator by code, for other rooms; nobody is asked."""
    query = select(CollectionArea).where(
        CollectionArea.operator_id == operator_id, CollectionArea.closed_at.is_(None)
    )
    return [facts_of(one) for one in reading.session.scalars(query.order_by(CollectionArea.code))]


def list_areas(reading: Reading, operator_id: UUID, *, sort: str = "code") -> list[CollectionArea]:
    """List every area of an operator; `-` before the name of an order turns it round."""
    column = ORDERS.get(sort.lstrip("-"), CollectionArea.code)
    order = column.desc() if sort.startswith("-") else column.asc()
    query = reading.visible(CollectionArea).where(CollectionArea.operator_id == operator_id)
    return list(reading.session.scalars(query.order_by(order, CollectionArea.code)))


def page_of_areas(reading: Reading, cursor: Cursor) -> Page[CollectionArea]:
    """Give one page of the areas the actor may see."""
    columns = [CollectionArea.code, CollectionArea.id]
    return page_of(reading.session, reading.visible(CollectionArea), columns, cursor)


def get_area(reading: Reading, area_id: UUID) -> CollectionArea:
    """Give one area; raises NotFound."""
    return reading.get(CollectionArea, area_id)


def shape_of(area: CollectionArea) -> Geometry:
    """Give the outline of an area; raises ValueError where the stored one is no longer valid."""
    found = parse_geometry(area.geometry)
    if isinstance(found, Geometry):
        return found
    message = f"the outline of area {area.id} is not valid: {found[0].code}"
    raise ValueError(message)


def is_code_taken(reading: Reading, operator_id: UUID, code: str) -> bool:
    """Tell whether an operator already has an area of this code."""
    same = select(CollectionArea.id).where(
        CollectionArea.operator_id == operator_id, CollectionArea.code == code
    )
    return reading.session.scalar(same) is not None


def target_species_of(reading: Reading, operator_id: UUID) -> list[TargetSpecies]:
    """List what an operator collects now, each with its species."""
    query = (
        reading.visible(TargetSpecies)
        .where(TargetSpecies.operator_id == operator_id, TargetSpecies.ended_at.is_(None))
        .options(joinedload(TargetSpecies.species))
        .order_by(TargetSpecies.chosen_at, TargetSpecies.part)
    )
    return list(reading.session.scalars(query))


def page_of_target_species(reading: Reading, cursor: Cursor) -> Page[TargetSpecies]:
    """Give one page of what is or was collected, the latest choice first."""
    columns = [TargetSpecies.chosen_at, TargetSpecies.id]
    query = reading.visible(TargetSpecies).options(joinedload(TargetSpecies.species))
    return page_of(reading.session, query, columns, cursor)


def get_target(reading: Reading, target_id: UUID) -> TargetSpecies:
    """Give one choice of a species and part; raises NotFound."""
    return reading.get(TargetSpecies, target_id)


def find_target(
    reading: Reading, operator_id: UUID, species_id: UUID, part: PlantPart
) -> TargetSpecies | None:
    """Give the choice of this species and part, ended or not."""
    query = select(TargetSpecies).where(
        TargetSpecies.operator_id == operator_id,
        TargetSpecies.species_id == species_id,
        TargetSpecies.part == part,
    )
    return reading.session.scalar(query)


def hold_target(reading: Reading, operator_id: UUID, species_id: UUID, part: PlantPart) -> None:
    """Hold the choice of a species and part, so that its limits are set one after the other."""
    query = select(TargetSpecies.id).where(
        TargetSpecies.operator_id == operator_id,
        TargetSpecies.species_id == species_id,
        TargetSpecies.part == part,
    )
    reading.session.execute(query.with_for_update())


def quantities_of(
    reading: Reading, operator_id: UUID, *, on: date | None = None
) -> list[MaximumQuantity]:
    """List the limits of an operator with area and species; with a day, those of that day."""
    query = (
        reading.visible(MaximumQuantity)
        .where(MaximumQuantity.operator_id == operator_id)
        .options(joinedload(MaximumQuantity.area), joinedload(MaximumQuantity.species))
        .order_by(MaximumQuantity.season_from.desc(), MaximumQuantity.id)
    )
    if on is not None:
        query = query.where(MaximumQuantity.season_from <= on, MaximumQuantity.season_until > on)
    return list(reading.session.scalars(query))


def quantities_of_area(reading: Reading, area_id: UUID) -> list[MaximumQuantity]:
    """List the limits of an area with their species, the latest season first."""
    query = (
        reading.visible(MaximumQuantity)
        .where(MaximumQuantity.area_id == area_id)
        .options(joinedload(MaximumQuantity.species))
        .order_by(MaximumQuantity.season_from.desc(), MaximumQuantity.id)
    )
    return list(reading.session.scalars(query))


def page_of_quantities(reading: Reading, area_id: UUID, cursor: Cursor) -> Page[MaximumQuantity]:
    """Give one page of the limits of an area, the latest season first."""
    columns = [MaximumQuantity.season_from, MaximumQuantity.id]
    query = reading.visible(MaximumQuantity).where(MaximumQuantity.area_id == area_id)
    return page_of(reading.session, query, columns, cursor)


def get_quantity(reading: Reading, quantity_id: UUID) -> MaximumQuantity:
    """Give one limit; raises NotFound."""
    return reading.get(MaximumQuantity, quantity_id)


def find_quantity(
    reading: Reading,
    *,
    area_id: UUID,
    species_id: UUID,
    part: PlantPart,
    state: State,
    on: date,
) -> MaximumQuantity | None:
    """Give the limit whose season is on that day, if one is set."""
    query = select(MaximumQuantity).where(
        visible_to(reading.actor, MaximumQuantity, Action.SEE_AREA),
        MaximumQuantity.area_id == area_id,
        MaximumQuantity.species_id == species_id,
        MaximumQuantity.part == part,
        MaximumQuantity.state == state,
        MaximumQuantity.season_from <= on,
        MaximumQuantity.season_until > on,
    )
    return reading.session.scalar(query)


def collected_by(reading: Reading, operator_id: UUID) -> list[TargetSpecies]:
    """List what an operator collects now, for other rooms; nobody is asked for permission."""
    query = (
        select(TargetSpecies)
        .where(TargetSpecies.operator_id == operator_id, TargetSpecies.ended_at.is_(None))
        .options(joinedload(TargetSpecies.species))
        .order_by(TargetSpecies.chosen_at, TargetSpecies.part)
    )
    return list(reading.session.scalars(query))


def limits_of(reading: Reading, operator_id: UUID) -> list[MaximumQuantity]:
    """List the limits of an operator, for other rooms; nobody is asked for permission."""
    query = (
        select(MaximumQuantity)
        .where(MaximumQuantity.operator_id == operator_id)
        .options(joinedload(MaximumQuantity.area))
        .order_by(MaximumQuantity.season_from.desc(), MaximumQuantity.id)
    )
    return list(reading.session.scalars(query))


def count_open_areas(reading: Reading) -> int:
    """Count the areas of all operators that are not closed; a figure for everybody."""
    query = (
        select(func.count()).select_from(CollectionArea).where(CollectionArea.closed_at.is_(None))
    )
    return reading.session.scalar(query) or 0


def drawn_of_quantities() -> Select[UUID, int]:
    """Select every maximum quantity with what is drawn of it, for `fairwild check`."""
    return select(MaximumQuantity.id, MaximumQuantity.drawn_g)
