"""What can have happened to a species."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fairwild.kernel.events import Event
from fairwild.kernel.plants import PlantPart
from fairwild.species.states import RiskClass


@dataclass(frozen=True, kw_only=True)
class SpeciesRegistered(Event):
    """A species became known to the scheme."""

    code: str
    scientific_name: str
    author: str
    cites_appendix: str


@dataclass(frozen=True, kw_only=True)
class SpeciesChanged(Event):
    """What law and science say of a species was put right."""

    author: str
    family: str
    cites_appendix: str
    threatened: bool


@dataclass(frozen=True, kw_only=True)
class RiskClassified(Event):
    """The scheme owner said how much one species, part and country can suffer."""

    species_id: UUID
    species: str
    part: PlantPart
    country: str
    risk_class: RiskClass
    factors: tuple[str, ...]
    document: str
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True, kw_only=True)
class RiskSuperseded(Event):
    """A newer classification took the place of this one."""

    by: UUID
    ceased_on: date


@dataclass(frozen=True, kw_only=True)
class RiskEnded(Event):
    """The scheme owner takes its word back; from that day the species has no class."""

    document: str
    ceased_on: date


@dataclass(frozen=True, kw_only=True)
class RiskDocumentKept(Event):
    """The document of a classification was laid beside it."""

    media_type: str
    size_bytes: int
    sha256: str
