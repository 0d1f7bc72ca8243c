"""Deeds on species."""

import pytest

from fairwild.kernel.refusals import NotAllowed, Refused
from fairwild.species.operations import register_species
from fairwild.species.queries import list_species
from tests.builders import World

LIQUORICE = {"code": "GLYGLA", "scientific_name": "Glycyrrhiza glabra"}


def test_a_steward_registers_a_species(world: World) -> None:
    steward = world.steward()
    with world.work(steward) as work:
        register_species(work, **LIQUORICE)
    with world.reading(steward) as reading:
        assert [species.code for species in list_species(reading)] == ["GLYGLA"]


def test_code_and_name_stay_unique_and_both_are_named(world: World) -> None:
    steward = world.steward()
    with world.work(steward) as work:
        register_species(work, **LIQUORICE)
    with pytest.raises(Refused) as refused, world.work(steward) as work:
        register_species(work, **LIQUORICE)
    codes = [obstacle.code for obstacle in refused.value.obstacles]
    assert codes == ["species-code-taken", "species-name-taken"]


def test_only_a_steward_registers_species(world: World) -> None:
    with pytest.raises(NotAllowed), world.work(world.operator_manager()) as work:
        register_species(work, **LIQUORICE)
