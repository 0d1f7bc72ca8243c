"""What alarms are found in, and an alarm itself, without a row in sight."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

from fairwild.access.parties import Party
from fairwild.alarms.states import About, AlarmKind
from fairwild.audits.states import Grade
from fairwild.competence.states import InterestKind
from fairwild.harvesters.facts import Likeness
from fairwild.kernel.geometry import Place
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State


@dataclass(frozen=True)
class Whose:
    """An organisation whose alarms are meant: as holder of goods, or as certification body."""

    organisation_id: UUID

    def party(self, party: Party) -> UUID | None:
        """Name the organisation as what it may be."""
        return self.organisation_id if party in {Party.HOLDER, Party.BODY} else None


@dataclass(frozen=True)
class Pointer:
    """A thing an alarm is about, and how people call it."""

    what: About
    id: UUID
    name: str


@dataclass(frozen=True)
class Alarm:
    """Something that looks wrong, with its numbers.

    `key` names what it is about together with the figures that make it wrong: when those
    change, it is another alarm, and what was said of the old one no longer covers it.
    """

    kind: AlarmKind
    key: str
    facts: Mapping[str, object]
    about: tuple[Pointer, ...]
    on: date | None = None
    weight: int = 0


@dataclass(frozen=True)
class Day:
    """What one harvester sold of one kind on one day, and in which areas it was collected."""

    harvester_id: UUID
    harvester: str
    species_id: UUID
    species: str
    part: PlantPart
    state: State
    on: date
    mass_g: int
    area_ids: frozenset[UUID]


@dataclass(frozen=True)
class Spot:
    """Where the middle of an area lies."""

    code: str
    middle: Place


@dataclass(frozen=True)
class Batch:
    """A batch with its ratio, and the band that judges it as far as is known today."""

    movement_id: UUID
    lot_id: UUID
    lot: str
    on: date
    ratio: Fraction
    lowest: Fraction
    highest: Fraction


@dataclass(frozen=True)
class Sale:
    """Certified goods that left their operation, and what their certificate was worth then."""

    consignment_id: UUID
    consignment: str
    lot_id: UUID
    lot: str
    at: datetime
    certificate_id: UUID
    certificate: str
    standing: str
    in_force: bool


@dataclass(frozen=True)
class Covered:
    """What was collected of a plant in a season under certificates, and the most one allows."""

    certificates: tuple[Pointer, ...]
    season: int
    species: str
    part: PlantPart
    state: State
    maximum_g: int
    collected_g: int


@dataclass(frozen=True)
class Drawn:
    """A limit of an area or a permit, and how much of it is used."""

    about: Pointer
    what: str
    limit_g: int
    drawn_g: int


@dataclass(frozen=True)
class Stray:
    """A receipt whose day of collection lies outside the permit it drew on."""

    receipt: str
    lot: Pointer
    permit: Pointer
    on: date
    first_day: date
    last_day: date


@dataclass(frozen=True)
class Delayed:
    """Receipts of a lot that were recorded long after their day; `days` is the longest delay."""

    lot: Pointer
    receipts: int
    mass_g: int
    days: int
    on: date


@dataclass(frozen=True)
class Surplus:
    """A count that found more than the books say."""

    count: Pointer
    on: date
    surplus_g: int
    lots: tuple[Pointer, ...] = ()


@dataclass(frozen=True)
class Late:
    """An audit that was due and has not begun: one that was planned, or that of a year."""

    about: Pointer
    why: str
    due_on: date


@dataclass(frozen=True)
class Conflict:
    """What ties somebody of a team to the client, told after they were assigned."""

    audit: Pointer
    interest_id: UUID
    person: str
    client: str
    kind: InterestKind
    told_on: date


@dataclass(frozen=True)
class Overdue:
    """A nonconformity that was not answered by its last day; `grade` is what it counts as today."""

    id: UUID
    audit: Pointer
    number: int
    indicator: str
    grade: Grade
    due_on: date


@dataclass(frozen=True)
class Critical:
    """A critical nonconformity that is not settled, of an audit that is not decided on."""

    id: UUID
    audit: Pointer
    audited: str
    number: int
    indicator: str
    found_on: date


@dataclass(frozen=True)
class Flow:
    """What came of one certified plant and part, by state, and what of it went.

    Liquids are oils and extracts; `spent_` is the liquid by-product of making them. `drying` and
    `distilling` are the fewest kilograms that one kilogram of dry plants and of oil can be made
    of, as far as the scheme says; `macerated_g` is what macerating made, whose mass comes from a
    liquid.
    """

    species: str
    part: PlantPart
    came_g: Mapping[State, int]
    went_g: Mapping[State, int]
    macerated_g: int = 0
    spent_came_g: int = 0
    spent_went_g: int = 0
    drying: Fraction = Fraction(1)
    distilling: Fraction = Fraction(1)
    lots: Mapping[State, tuple[Pointer, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Thresholds:
    """From where on something stands out, and the version of the parameters that says so."""

    sigmas: int
    least_days: int
    distance_km: int
    warning_share: Fraction
    late_days: int
    version: str


@dataclass(frozen=True)
class Watched:
    """Everything alarms are looked for in."""

    days: tuple[Day, ...] = ()
    spots: Mapping[UUID, Spot] = field(default_factory=dict)
    batches: tuple[Batch, ...] = ()
    sales: tuple[Sale, ...] = ()
    covered: tuple[Covered, ...] = ()
    quantities: tuple[Drawn, ...] = ()
    permits: tuple[Drawn, ...] = ()
    strays: tuple[Stray, ...] = ()
    delayed: tuple[Delayed, ...] = ()
    people: tuple[Likeness, ...] = ()
    surpluses: tuple[Surplus, ...] = ()
    flows: tuple[Flow, ...] = ()
    overdue: tuple[Overdue, ...] = ()
    critical: tuple[Critical, ...] = ()
    late: tuple[Late, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
