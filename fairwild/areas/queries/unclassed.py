"""What is collected without a risk class: nothing of it can be audited until it has one."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from fairwild.access.actions import Action
from fairwild.areas.records import CollectionArea, TargetSpecies
from fairwild.kernel.plants import PlantPart
from fairwild.species.queries import risks_on, species_by_id
from fairwild.unit_of_work import Reading


@dataclass(frozen=True)
class Unclassed:
    """A part of a species that operators collect in a country where it has no class today."""

    species: Any
    part: PlantPart
    country: str
    operators: int


def collected_unclassed(reading: Reading) -> list[Unclassed]:
    """List what is collected and has no risk class today, by species, part and country.

    Raises NotAllowed for whoever gives no classes. One question, and one for each country.
    """
    reading.may(Action.CLASSIFY_RISK)
    key = (TargetSpecies.species_id, TargetSpecies.part, CollectionArea.country)
    collected = (
        select(*key, func.count(TargetSpecies.operator_id.distinct()))
        .join(CollectionArea, CollectionArea.operator_id == TargetSpecies.operator_id)
        .where(TargetSpecies.ended_at.is_(None), CollectionArea.closed_at.is_(None))
        .group_by(*key)
    )
    rows: list[tuple[UUID, PlantPart, str, int]] = [
        (row[0], row[1], row[2], row[3]) for row in reading.session.execute(collected)
    ]
    goods = defaultdict(list)
    for species_id, part, country, _ in rows:
        goods[country].append((species_id, part))
    known = {
        country: risks_on(reading, found, country=country, on=reading.today)
        for country, found in goods.items()
    }
    plants = species_by_id(reading, {row[0] for row in rows})
    missing = [
        Unclassed(plants[species_id], part, country, operators)
        for species_id, part, country, operators in rows
        if (species_id, part) not in known[country]
    ]
    return sorted(missing, key=lambda one: (one.species.scientific_name, one.part, one.country))
