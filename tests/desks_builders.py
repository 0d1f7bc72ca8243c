"""Builds an audited operator with receipts and lots, for tests of the auditor's desk."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from fairwild.areas.records import MaximumQuantity
from fairwild.desks.operations import draw_sample
from fairwild.desks.records import AuditSample
from fairwild.desks.states import SampleRule
from tests.audits_builders import Scene, scene_of
from tests.builders import World
from tests.harvesters_builders import harvester
from tests.lots_builders import Field


@dataclass(frozen=True)
class Audited:
    """A body with its people, and the operator it audits at work."""

    scene: Scene
    field: Field


def audited_of(world: World) -> Audited:
    """Let the operator of a scene be at work: a harvester and everything a receipt needs."""
    return audited_in(scene_of(world))


def audited_in(scene: Scene) -> Audited:
    """Let the operator of a scene be at work."""
    world = scene.world
    with world.store.reading() as session:
        limit_id = session.scalar(select(MaximumQuantity.id))
    assert limit_id is not None
    seller = harvester(
        world,
        scene.manager,
        area_ids=(scene.area_id,),
        species_ids=(scene.species_id,),
    )
    places = (scene.operator_id, scene.species_id, scene.area_id, limit_id, seller)
    return Audited(scene, Field(world, scene.manager, *places))


def drawn(audited: Audited, audit_id: UUID, **order: object) -> AuditSample:
    """Draw a sample by the square root."""
    order = {"rule": SampleRule.SQUARE_ROOT, "seed": "spring"} | order
    with audited.scene.world.work(audited.scene.office) as work:
        return draw_sample(work, audit_id=audit_id, **order)  # type: ignore[arg-type]  # as told
