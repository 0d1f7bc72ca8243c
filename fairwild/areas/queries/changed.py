"""What changed at an operator's areas, for an audit; nobody is asked for permission."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select

from fairwild.areas.records import (
    CollectionArea,
    MaximumQuantity,
    QuantityChange,
    TargetSpecies,
)
from fairwild.areas.states import ChangeStatus
from fairwild.species.queries import species_by_id
from fairwild.unit_of_work import Reading


@dataclass(frozen=True)
class AreasChanged:
    """Codes of areas and names of species, each list in its order."""

    areas_added: tuple[str, ...]
    areas_closed: tuple[str, ...]
    species_chosen: tuple[str, ...]
    limits_set: tuple[str, ...]
    limits_changed: tuple[str, ...]


def changed_since(reading: Reading, operator_id: UUID, since: datetime) -> AreasChanged:
    """Say what an operator changed in its areas, species and limits from that moment on."""
    area = (CollectionArea.operator_id == operator_id,)
    added = select(CollectionArea.code).where(*area, CollectionArea.registered_at >= since)
    closed = select(CollectionArea.code).where(*area, CollectionArea.closed_at >= since)
    chosen = select(TargetSpecies.species_id).where(
        TargetSpecies.operator_id == operator_id, TargetSpecies.chosen_at >= since
    )
    limits = (
        select(CollectionArea.code)
        .join(MaximumQuantity, MaximumQuantity.area_id == CollectionArea.id)
        .where(MaximumQuantity.operator_id == operator_id, MaximumQuantity.set_at >= since)
    )
    told = func.coalesce(QuantityChange.decided_at, QuantityChange.asked_at)
    changed = (
        select(CollectionArea.code)
        .join(MaximumQuantity, MaximumQuantity.area_id == CollectionArea.id)
        .join(QuantityChange, QuantityChange.quantity_id == MaximumQuantity.id)
        .where(QuantityChange.operator_id == operator_id, told >= since)
        .where(QuantityChange.status.in_((ChangeStatus.APPROVED, ChangeStatus.DIRECT)))
    )
    plants = species_by_id(reading, reading.session.scalars(chosen)).values()
    return AreasChanged(
        areas_added=_told(reading, added),
        areas_closed=_told(reading, closed),
        species_chosen=tuple(sorted(one.scientific_name for one in plants)),
        limits_set=_told(reading, limits),
        limits_changed=_told(reading, changed),
    )


def _told(reading: Reading, query: Select[str]) -> tuple[str, ...]:
    return tuple(sorted(set(reading.session.scalars(query))))
