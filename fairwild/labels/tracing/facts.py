"""What the public page and its JSON say of a lot, and nothing else: no person, no exact place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from fairwild.certificates.states import GRAVITY, Standing
from fairwild.kernel.geometry import Place
from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import State
from fairwild.lots.custody.facts import Composition
from fairwild.lots.states import MovementKind


class ClaimBasis(StrEnum):
    """Why a claim may be believed, from the strongest to the weakest."""

    VERIFIED = "verified"
    CHECKED = "checked"
    REGISTERED = "registered"
    STATED = "stated"
    MISSING = "missing"


class ClaimCode(StrEnum):
    """What is claimed about the goods."""

    CERTIFIED = "certified"
    QUANTITY = "quantity"
    DRYING_RATIO = "drying-ratio"
    SEPARATION = "separation"
    BALANCE = "balance"
    HANDOVER = "handover"
    HARVESTERS = "harvesters"
    PLACE = "place"
    WEIGHT = "weight"
    SHARE = "share"
    SPECIES = "species"


@dataclass(frozen=True)
class TraceClaim:
    """One claim, on what it rests, and who stands for it since when."""

    code: ClaimCode
    basis: ClaimBasis
    by: str = ""
    on: date | None = None
    paper: str = ""


@dataclass(frozen=True)
class TraceCertificate:
    """The certificate the goods were sold under, and what it is worth today.

    `then` is its standing when the goods were sold or made, `now` today's, each with its day.
    """

    number: str
    body: str
    holder: str
    standard: str
    standard_version: str
    issued_on: date
    last_valid_day: date
    then: Standing
    now: Standing
    now_since: date | None


@dataclass(frozen=True)
class TracePlace:
    """Where something was collected, blurred: a sensitive place keeps its name to itself."""

    country: str
    admin_unit: str
    name: str
    sensitive: bool
    middle: Place
    radius_km: int


@dataclass(frozen=True)
class TracePlant:
    """One kind of plant in the goods."""

    scientific_name: str
    author: str
    common_names: Mapping[str, str]
    part: PlantPart | None


@dataclass(frozen=True)
class TraceStep:
    """One movement on the way, with its weights; several told together have two days."""

    kind: MovementKind
    on: date
    until: date | None
    by: str
    taken_g: int = 0
    made_g: int = 0
    by_product_g: int = 0
    loss_g: int = 0
    state: State = State.DRY
    units: int | None = None
    unit_g: int | None = None
    ratio: Fraction | None = None
    batch_count: int = 1
    receipt_count: int = 0
    certified: bool = False


@dataclass(frozen=True)
class TraceFacts:
    """Everything anybody may know of the goods behind a code, as of one day."""

    code: str
    lot_number: str
    label_serial: int | None
    plants: tuple[TracePlant, ...]
    form: Form
    state: State
    made_g: int
    units: int | None
    unit_g: int | None
    certified: bool
    judged_on: date
    judged_at: MovementKind
    judgement: str
    certificates: tuple[TraceCertificate, ...]
    product: Composition | None
    operators: tuple[str, ...]
    holder: str
    harvester_count: int
    receipt_count: int
    collected_g: int
    collected_from: date | None
    collected_until: date | None
    places: tuple[TracePlace, ...]
    steps: tuple[TraceStep, ...]
    claims: tuple[TraceClaim, ...]
    synthetic: bool
    as_of: date
    undone: bool = False
    """Whether what made the goods was taken back, so that nothing with this code counts."""

    @property
    def certificate(self) -> TraceCertificate | None:
        """The certificate that weighs most against the goods today, which decides the headline."""
        return max(self.certificates, key=lambda one: GRAVITY.index(one.now), default=None)

    @property
    def worth(self) -> Standing | None:
        """What the certificate is worth today; None for goods that were not certified."""
        return self.certificate.now if self.certified and self.certificate else None
