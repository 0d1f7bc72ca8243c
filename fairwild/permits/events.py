"""What can have happened to a permit."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fairwild.kernel.events import Event
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State
from fairwild.permits.states import PermitKind


@dataclass(frozen=True, kw_only=True)
class PermitRegistered(Event):
    """An operator wrote down what an authority or an owner allows."""

    operator_id: UUID
    permit_kind: PermitKind
    number: str
    authority: str
    species_id: UUID
    part: PlantPart | None
    state: State | None
    limit_g: int | None
    valid_from: date
    valid_until: date
    area_ids: tuple[UUID, ...]
    several_shipments: bool = False


@dataclass(frozen=True, kw_only=True)
class PermitChanged(Event):
    """What is written of a permit was put right before anything was drawn on it."""

    operator_id: UUID
    permit_kind: PermitKind
    number: str
    authority: str
    species_id: UUID
    part: PlantPart | None
    state: State | None
    limit_g: int | None
    valid_from: date
    valid_until: date
    area_ids: tuple[UUID, ...]
    several_shipments: bool = False


@dataclass(frozen=True, kw_only=True)
class PermitPaperKept(Event):
    """The paper of a permit was laid beside it."""

    media_type: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class PermitEnded(Event):
    """A permit is used no longer."""

    number: str


@dataclass(frozen=True, kw_only=True)
class PermitDrawn(Event):
    """Plants were collected under a permit."""

    mass_g: int
    drawn_g: int
    limit_g: int | None


@dataclass(frozen=True, kw_only=True)
class PermitReturned(Event):
    """A wrong receipt was taken back; its permit has the grams again."""

    mass_g: int
    drawn_g: int
    limit_g: int | None
