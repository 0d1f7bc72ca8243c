"""Builds areas, target species and limits for tests."""

from datetime import date
from typing import Any
from uuid import UUID
from zlib import crc32

from fairwild.areas import operations
from fairwild.kernel.actors import Actor
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State
from tests.builders import World

SQUARE: dict[str, Any] = {
    "type": "Polygon",
    "coordinates": [[[-3.0, 41.0], [-2.99, 41.0], [-2.99, 41.01], [-3.0, 41.01], [-3.0, 41.0]]],
}
"""About 93 hectares in Spain."""

BOW_TIE = {
    "type": "Polygon",
    "coordinates": [[[0.0, 0.0], [1.0, 1.0], [1.0, 0.0], [0.0, 1.0], [0.0, 0.0]]],
}
"""A ring that crosses itself."""


def square_of(code: str) -> dict[str, Any]:
    """Give an outline of its own to every code: that of B3 is `SQUARE`, others lie beside it."""
    away = crc32(code.encode()) % 400 + 1 if code != "B3" else 0
    east, north = away % 20 * 0.0101, away // 20 * 0.0101
    ring = [[round(x + east, 6), round(y + north, 6)] for x, y in SQUARE["coordinates"][0]]
    return {"type": "Polygon", "coordinates": [ring]}


def home_of(actor: Actor) -> UUID:
    """Give the organisation the actor works for."""
    assert actor.organisation_id is not None
    return actor.organisation_id


def area(world: World, manager: Actor, code: str = "B3", **more: Any) -> UUID:
    """Register an area of the manager's operator."""
    said = {
        "name": f"Block {code}",
        "admin_unit": "Soria",
        "country": "ES",
        "geometry": square_of(code),
        **more,
    }
    with world.work(manager) as work:
        made = operations.register_area(work, operator_id=home_of(manager), code=code, **said)
        return made.id


def target(
    world: World, manager: Actor, species_id: UUID, part: PlantPart = PlantPart.ROOT
) -> UUID:
    """Let the manager's operator collect a part of a species."""
    with world.work(manager) as work:
        made = operations.choose_target_species(
            work, operator_id=home_of(manager), species_id=species_id, part=part
        )
        return made.id


def quantity(world: World, manager: Actor, area_id: UUID, species_id: UUID, **more: Any) -> UUID:
    """Lay down a limit of 16,800 kg of fresh root for 2026."""
    said: dict[str, Any] = {
        "part": PlantPart.ROOT,
        "state": State.FRESH,
        "season_from": date(2026, 1, 1),
        "season_until": date(2027, 1, 1),
        "limit_g": 16_800_000,
        **more,
    }
    with world.work(manager) as work:
        made = operations.set_maximum_quantity(work, area_id=area_id, species_id=species_id, **said)
        return made.id
