"""What rules about certificates need to know, without a row in sight."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from fairwild.certificates.states import CertificateStatus, Standing
from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import State


@dataclass(frozen=True)
class StatusChange:
    """A certificate became this at that instant; the first one is the issue."""

    to: CertificateStatus
    at: datetime
    reason: str = ""


@dataclass(frozen=True)
class StatusAt:
    """What a certificate was worth at an instant, and since when."""

    standing: Standing
    since: datetime | None = None
    reason: str = ""

    @property
    def in_force(self) -> bool:
        """Whether goods could be called certified at that instant."""
        return self.standing is Standing.ISSUED


@dataclass(frozen=True)
class ScopeLine:
    """One line of the scope annex; without forms it covers every form of the part."""

    species_id: UUID
    species: str
    part: PlantPart
    area_ids: frozenset[UUID]
    forms: frozenset[Form] = frozenset()
    risk_class: str | None = None
    maximum_g: int | None = None
    state: State | None = None


@dataclass(frozen=True)
class CertificateFacts:
    """One certificate as issued, with every change of its status since.

    `valid_until` is the first day it is no longer valid.
    """

    id: UUID
    number: str
    holder_id: UUID
    body_id: UUID
    standard: str
    standard_version: str
    certification_year: int
    valid_from: date
    valid_until: date
    changes: tuple[StatusChange, ...]
    scope: tuple[ScopeLine, ...]

    @property
    def last_valid_day(self) -> date:
        """The last day of validity, as people write it."""
        return self.valid_until - timedelta(days=1)


@dataclass(frozen=True)
class GoodsFacts:
    """What a claim is made for; names are there for the sentence, ids decide."""

    species_id: UUID
    species: str
    part: PlantPart
    area_id: UUID
    area: str
    form: Form | None = None
    state: State | None = None


class DrawKey(NamedTuple):
    """Whose plants are counted under certificates of a standard: fresh or dry, and of a year."""

    holder_id: UUID
    standard: str
    species_id: UUID
    part: PlantPart
    state: State
    year: int


@dataclass(frozen=True)
class Coverage:
    """The certificate that covers goods, what they count as, and how much it allows a year."""

    certificate: str
    key: DrawKey
    maximum_g: int


@dataclass(frozen=True)
class LineUse:
    """How much of the plants of a certificate was collected in a year."""

    species: str
    part: PlantPart
    state: State
    year: int
    maximum_g: int
    drawn_g: int
