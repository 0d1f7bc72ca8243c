"""What can have happened to areas, target species and maximum quantities."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fairwild.kernel.events import Event
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State


@dataclass(frozen=True, kw_only=True)
class AreaRegistered(Event):
    """An operator named an area; its outline is kept as a digest, so a place can stay secret."""

    operator_id: UUID
    code: str
    name: str
    admin_unit: str
    country: str
    geometry_sha256: str
    computed_m2: int
    stated_m2: int | None
    sensitive: bool
    needs_permit: bool
    rotation_years: int | None
    rotation_first_year: int | None


@dataclass(frozen=True, kw_only=True)
class AreaChanged(Event):
    """What is known of an area was put right."""

    name: str
    admin_unit: str
    country: str
    geometry_sha256: str
    computed_m2: int
    stated_m2: int | None
    sensitive: bool
    needs_permit: bool
    rotation_years: int | None
    rotation_first_year: int | None


@dataclass(frozen=True, kw_only=True)
class AreaClosed(Event):
    """Nothing more is collected in an area."""

    code: str


@dataclass(frozen=True, kw_only=True)
class TargetSpeciesChosen(Event):
    """An operator will collect this part of a species."""

    operator_id: UUID
    species_id: UUID
    part: PlantPart
    needs_permit: bool


@dataclass(frozen=True, kw_only=True)
class TargetSpeciesMarked(Event):
    """It was said whether this part of a species is bought only under a permit."""

    needs_permit: bool


@dataclass(frozen=True, kw_only=True)
class TargetSpeciesEnded(Event):
    """An operator no longer collects this part of a species."""

    operator_id: UUID
    species_id: UUID
    part: PlantPart


@dataclass(frozen=True, kw_only=True)
class MaximumQuantitySet(Event):
    """How much may leave an area in one season was laid down."""

    area_id: UUID
    species_id: UUID
    part: PlantPart
    state: State
    season_from: date
    season_until: date
    limit_g: int
    method: str


@dataclass(frozen=True, kw_only=True)
class MaximumQuantityChanged(Event):
    """A new estimate replaced the limit of a season, or its days."""

    limit_g: int
    limit_before_g: int
    method: str
    season_from: date
    season_until: date


@dataclass(frozen=True, kw_only=True)
class QuantityDrawn(Event):
    """Plants were collected against the limit of a season."""

    mass_g: int
    drawn_g: int
    limit_g: int


@dataclass(frozen=True, kw_only=True)
class QuantityReturned(Event):
    """A wrong receipt was taken back; the limit of its season has its grams again."""

    mass_g: int
    drawn_g: int
    limit_g: int


@dataclass(frozen=True, kw_only=True)
class QuantityChangeAsked(Event):
    """An operator asked its certification body for another limit."""

    change: UUID
    body_id: UUID
    limit_before_g: int
    limit_g: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class QuantityChangeSupported(Event):
    """A paper was laid beside a wish for another limit."""

    change: UUID
    media_type: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class QuantityChangeApproved(Event):
    """A certification body granted another limit, which is in force from now."""

    change: UUID
    limit_g: int
    limit_before_g: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class QuantityChangeRefused(Event):
    """A certification body refused another limit."""

    change: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class QuantityChangeWithdrawn(Event):
    """An operator took its wish for another limit back."""

    change: UUID
