"""What can have happened to a harvester; no name, village or number of a person stands here."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fairwild.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class HarvesterRegistered(Event):
    """Somebody may collect for an operator from this day."""

    operator_id: UUID
    registered_from: date
    registered_until: date | None
    area_ids: tuple[UUID, ...]
    species_ids: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class HarvesterChanged(Event):
    """What the register says of a harvester was put right."""

    fields: tuple[str, ...]
    registered_from: date
    registered_until: date | None
    area_ids: tuple[UUID, ...]
    species_ids: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class RegistrationEnded(Event):
    """A harvester no longer collects from this day on."""

    registered_until: date


@dataclass(frozen=True, kw_only=True)
class HarvestersImported(Event):
    """A confirmed file was written into the register."""

    operator_id: UUID
    written: int
    there_already: int


@dataclass(frozen=True, kw_only=True)
class RegistrationTakenBack(Event):
    """Somebody was registered by a file in error and is taken out again; nothing was bought."""

    operator_id: UUID
