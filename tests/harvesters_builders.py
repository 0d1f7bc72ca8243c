"""Builds harvesters for tests."""

from datetime import date
from typing import Any
from uuid import UUID

from fairwild.harvesters import operations
from fairwild.harvesters.states import Sex
from fairwild.kernel.actors import Actor
from tests.areas_builders import home_of
from tests.builders import World


def harvester(world: World, manager: Actor, name: str = "Ana Ruiz", **more: Any) -> UUID:
    """Register a harvester of the manager's operator, since the first of January 2026."""
    said: dict[str, Any] = {
        "sex": Sex.FEMALE,
        "birth_year": 1980,
        "village": "Soria",
        "registered_from": date(2026, 1, 1),
        "area_ids": (),
        "species_ids": (),
        **more,
    }
    with world.work(manager) as work:
        made = operations.register_harvester(work, operator_id=home_of(manager), name=name, **said)
        return made.id
