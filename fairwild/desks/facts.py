"""What rules about samples need to know, without a row in sight."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from uuid import UUID

from fairwild.audits.states import AuditStatus
from fairwild.desks.states import Sampled


@dataclass(frozen=True)
class Candidate:
    """One thing that can be drawn; a weight of 3 is drawn as if it were there three times.

    `species_id` and `risk_class` say what gives it its weight, where anything does.
    """

    id: UUID
    label: str
    weight: int = 1
    species_id: UUID | None = None
    risk_class: str = ""


@dataclass(frozen=True)
class Thrown:
    """A candidate with its best throw; the highest throws are drawn."""

    candidate: Candidate
    throw: str


@dataclass(frozen=True)
class SampleTerms:
    """The numbers a sample is drawn by, and the version of the table they came from."""

    factors: Mapping[Sampled, Fraction]
    least: Mapping[Sampled, int]
    weights: Mapping[str, int]
    version: str


@dataclass(frozen=True)
class Population:
    """From how many things was drawn, and the fingerprint of all of them."""

    count: int
    sha256: str


@dataclass(frozen=True)
class SampleFacts:
    """A sample and what stands in it now."""

    id: UUID
    audit_status: AuditStatus
    latest: bool
    things: frozenset[tuple[Sampled, UUID]] = field(default=frozenset(), repr=False)
