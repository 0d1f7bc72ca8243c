"""What can have happened around processing: trials and laboratory tests."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fairwild.kernel.events import Event
from fairwild.kernel.plants import PlantPart
from fairwild.lots.states import LimitKind, MovementKind, Verdict


@dataclass(frozen=True, kw_only=True)
class RatioMeasured(Event):
    """An organisation found in a trial how much of a kind of processing comes out."""

    organisation: UUID
    kind_of_movement: MovementKind
    species: UUID
    part: PlantPart
    season: int
    edition: int
    in_g: int
    out_g: int
    tolerance_percent: int
    measured_on: date


@dataclass(frozen=True, kw_only=True)
class LotTested(Event):
    """A laboratory's finding about a lot was written down; its report is known by its digest."""

    test: UUID
    number: str
    tested_for: str
    result: str
    unit: str
    allowed: str
    limit_kind: LimitKind
    verdict: Verdict
    verdict_reason: str
    tested_on: date
    sha256: str | None


@dataclass(frozen=True, kw_only=True)
class LotTestWithdrawn(Event):
    """What was written down of a test was wrong and counts no more; its record stays."""

    test: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class LotTestReported(Event):
    """A laboratory's report was attached to a test; it is known by its digest."""

    test: UUID
    sha256: str
