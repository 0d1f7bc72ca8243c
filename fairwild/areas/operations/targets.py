"""Deeds on target species: what an operator collects."""

from typing import Any
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.areas import events, queries
from fairwild.areas.records import TargetSpecies
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.refusals import Conflict, Obstacle
from fairwild.species.queries import species_by_id
from fairwild.unit_of_work import UnitOfWork


def choose_target_species(
    work: UnitOfWork,
    *,
    operator_id: UUID,
    species_id: UUID,
    part: PlantPart,
    local_name: str = "",
    needs_permit: bool = False,
) -> TargetSpecies:
    """Let an operator collect this part of a species, for the first time or again."""
    work.may(Action.CHOOSE_TARGET_SPECIES, on=Of(Party.OPERATOR, operator_id))
    if species_id not in species_by_id(work, [species_id]):
        work.refuse_if([Obstacle("species-not-registered", at="species_id")])
    target = queries.find_target(work, operator_id, species_id, part)
    if target is not None and target.ended_at is None:
        work.refuse_if([Obstacle("target-species-chosen-already", {"part": part}, at="part")])
    if target is None:
        target = TargetSpecies(
            operator_id=operator_id, species_id=species_id, part=part, chosen_at=work.now
        )
    target.ended_at, target.local_name = None, local_name
    target.needs_permit = needs_permit
    work.add(target)
    said: dict[str, Any] = {
        "operator_id": operator_id,
        "species_id": species_id,
        "part": part,
    }
    work.record(events.TargetSpeciesChosen(subject=target.id, needs_permit=needs_permit, **said))
    return target


def end_target_species(work: UnitOfWork, *, target_id: UUID) -> TargetSpecies:
    """Let an operator no longer collect this part of a species; limits and lots stay."""
    target = work.take(TargetSpecies, target_id, to=Action.CHOOSE_TARGET_SPECIES)
    if target.ended_at is not None:
        work.refuse_if([Obstacle("target-species-ended", {"part": target.part})])
    target.ended_at = work.now
    said = {"operator_id": target.operator_id, "species_id": target.species_id}
    work.record(events.TargetSpeciesEnded(subject=target.id, part=target.part, **said))
    return target


def mark_target_species(
    work: UnitOfWork, *, target_id: UUID, version: int, needs_permit: bool
) -> TargetSpecies:
    """Say whether a species and part is bought only under a permit to harvest.

    Raises Conflict for a version that is no longer there.
    """
    target = work.take(TargetSpecies, target_id, to=Action.CHOOSE_TARGET_SPECIES)
    if target.version != version:
        raise Conflict("target_species")
    if target.ended_at is not None:
        work.refuse_if([Obstacle("target-species-ended", {"part": target.part})])
    target.needs_permit = needs_permit
    work.record(events.TargetSpeciesMarked(subject=target.id, needs_permit=needs_permit))
    work.session.flush()
    return target
