"""The register of an operator as a certification body draws from it: numbers, and who is drawn.

The caller has asked whether the actor audits the operator; nobody is asked here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, or_, select

from fairwild.harvesters.records import Harvester, HarvesterArea, HarvesterSpecies
from fairwild.unit_of_work import Reading


@dataclass(frozen=True)
class Registered:
    """Somebody on the register as a sample is drawn from it: a number, no name."""

    id: UUID
    local_id: str
    species_ids: frozenset[UUID]


def registered_within(
    reading: Reading, operator_id: UUID, *, since: date, until: date
) -> list[Registered]:
    """List who was registered on any of these days."""
    there = (
        Harvester.operator_id == operator_id,
        Harvester.registered_from < until,
        or_(Harvester.registered_until.is_(None), Harvester.registered_until > since),
    )
    allowed: dict[UUID, set[UUID]] = {}
    columns = (HarvesterSpecies.harvester_id, HarvesterSpecies.species_id)
    told = select(*columns).join(Harvester, Harvester.id == HarvesterSpecies.harvester_id)
    for harvester_id, species_id in reading.session.execute(told.where(*there)):
        allowed.setdefault(harvester_id, set()).add(species_id)
    found = reading.session.execute(select(Harvester.id, Harvester.local_id).where(*there))
    return [Registered(one, number, frozenset(allowed.get(one, ()))) for one, number in found]


def find_registered(reading: Reading, operator_id: UUID, local_id: str) -> Registered | None:
    """Give whom an operator knows under this number."""
    same = func.lower(Harvester.local_id) == local_id.strip().lower()
    query = select(Harvester.id, Harvester.local_id).where(Harvester.operator_id == operator_id)
    row = reading.session.execute(query.where(same)).first()
    return Registered(row[0], row[1], frozenset()) if row else None


def local_ids(reading: Reading, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Give the numbers under which an operator knows these people."""
    query = select(Harvester.id, Harvester.local_id).where(Harvester.id.in_(set(ids)))
    return {row[0]: row[1] for row in reading.session.execute(query)}


@dataclass(frozen=True)
class Turnover:
    """How many people came to the register and left it."""

    joined: int
    left: int


def turnover_since(reading: Reading, operator_id: UUID, since: date) -> Turnover:
    """Count who came to an operator's register and who left it from that day until today."""
    mine = select(func.count()).select_from(Harvester).where(Harvester.operator_id == operator_id)
    joined = mine.where(
        Harvester.registered_from >= since, Harvester.registered_from <= reading.today
    )
    left = mine.where(
        Harvester.registered_until >= since, Harvester.registered_until <= reading.today
    )
    return Turnover(reading.session.scalar(joined) or 0, reading.session.scalar(left) or 0)


@dataclass(frozen=True)
class ToVisit:
    """Where an auditor finds somebody: name, village, and the areas they collect in."""

    name: str
    village: str
    area_ids: tuple[UUID, ...]


def people_to_visit(reading: Reading, ids: Iterable[UUID]) -> dict[UUID, ToVisit]:
    """Say who these people are; the caller has asked whether the actor is to visit them."""
    wanted = set(ids)
    places: dict[UUID, list[UUID]] = {}
    told = select(HarvesterArea.harvester_id, HarvesterArea.area_id)
    for harvester_id, area_id in reading.session.execute(
        told.where(HarvesterArea.harvester_id.in_(wanted))
    ):
        places.setdefault(harvester_id, []).append(area_id)
    query = select(Harvester.id, Harvester.name, Harvester.village)
    return {
        one: ToVisit(name, village, tuple(places.get(one, ())))
        for one, name, village in reading.session.execute(query.where(Harvester.id.in_(wanted)))
    }
