"""Builds permits for tests."""

from datetime import date
from typing import Any
from uuid import UUID

from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State
from fairwild.permits.operations import register_permit
from fairwild.permits.queries import get_permit
from fairwild.permits.records import Permit
from fairwild.permits.states import PermitKind
from tests.lots_builders import KG, Field


def permit_words(field: Field, limit_kg: int | None = 1_000, **changes: Any) -> dict[str, Any]:
    """Give what is written on a permit to harvest the field's plants in 2026, changed as told."""
    return {
        "kind": PermitKind.HARVEST,
        "number": "F-17",
        "authority": "Forest office",
        "species_id": field.species_id,
        "part": PlantPart.ROOT,
        "state": State.FRESH,
        "limit_g": None if limit_kg is None else limit_kg * KG,
        "valid_from": date(2026, 1, 1),
        "valid_until": date(2027, 1, 1),
    } | changes


def permit(field: Field, limit_kg: int | None = 1_000, **changes: Any) -> UUID:
    """Register a permit of the field's operator."""
    with field.world.work(field.manager) as work:
        said = permit_words(field, limit_kg, **changes)
        return register_permit(work, operator_id=field.operator_id, **said).id


def seen_permit(field: Field, permit_id: UUID) -> Permit:
    """Give a permit as it stands."""
    with field.world.reading(field.manager) as reading:
        return get_permit(reading, permit_id)


def drawn_kg(field: Field, permit_id: UUID) -> int:
    """Give what is drawn on a permit, in kilograms."""
    return seen_permit(field, permit_id).drawn_g // KG
