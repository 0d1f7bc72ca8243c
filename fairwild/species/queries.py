"""Questions about species."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import or_, select

from fairwild.species.records import Species
from fairwild.store.paging import Cursor, Page, page_of
from fairwild.unit_of_work import Reading


def list_species(reading: Reading) -> list[Species]:
    """List every species by its scientific name."""
    return list(reading.session.scalars(reading.visible(Species).order_by(Species.scientific_name)))


def page_of_species(reading: Reading, cursor: Cursor) -> Page[Species]:
    """Give one page of the species, by code from Z to A."""
    return page_of(reading.session, reading.visible(Species), [Species.code, Species.id], cursor)


def get_species(reading: Reading, species_id: UUID) -> Species:
    """Give one species; raises NotFound."""
    return reading.get(Species, species_id)


def species_by_id(reading: Reading, ids: Iterable[UUID]) -> dict[UUID, Species]:
    """Give the species of these ids, for everybody: names of plants are public."""
    found = reading.session.scalars(select(Species).where(Species.id.in_(set(ids))))
    return {species.id: species for species in found}


def find_same(reading: Reading, *, code: str, scientific_name: str) -> list[Species]:
    """List the species that already have this code or this name."""
    same = or_(Species.code == code, Species.scientific_name == scientific_name)
    return list(reading.session.scalars(select(Species).where(same)))
