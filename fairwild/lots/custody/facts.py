"""Recipes, rule sets of claims, and what a product was judged to be, without a row in sight."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

from fairwild.certificates.states import Standing
from fairwild.kernel.parameters import Evidence
from fairwild.kernel.periods import Period
from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.refusals import Obstacle
from fairwild.lots.custody.states import ClaimKind, ClaimWeight, LogoPlace
from fairwild.lots.states import MovementKind


@dataclass(frozen=True)
class Tier:
    """What may be claimed from this share on; the last one asks for more than nothing."""

    rank: int
    claim: ClaimKind
    at_least: Fraction
    logo: LogoPlace
    evidence: Evidence
    source: str


@dataclass(frozen=True)
class LeftOut:
    """An ingredient that a rule set leaves out of the weight, and how else it is called."""

    kind: str
    also_called: tuple[str, ...]
    evidence: Evidence
    source: str


@dataclass(frozen=True)
class ThreatenedRule:
    """From this day a threatened wild ingredient has to be certified in a labelled product."""

    valid_from: date
    evidence: Evidence
    source: str


@dataclass(frozen=True)
class ClaimRules:
    """One dated rule set; `tiers` begin with the highest."""

    key: str
    title: str
    period: Period
    basis: ClaimWeight
    evidence: Evidence
    source: str
    note: str
    tiers: tuple[Tier, ...]
    left_out: tuple[LeftOut, ...] = ()
    threatened: ThreatenedRule | None = None


@dataclass(frozen=True)
class RecipeLine:
    """One line of a recipe with its exact share; a plant of our lots, or something else.

    `excluded` is what was asked for: the rule set of the day says whether it may be left out.
    `registered` is the plant of the register that a line which is no plant names.
    """

    position: int
    share: Fraction
    species_id: UUID | None = None
    species: str = ""
    part: PlantPart | None = None
    ingredient: str = ""
    certified: bool = False
    excluded: bool = False
    threatened: bool = False
    registered: str = ""

    @property
    def name(self) -> str:
        """The scientific name of a plant, or what else it is."""
        return self.species or self.ingredient

    @property
    def is_plant(self) -> bool:
        """Whether lots of material go in by this line."""
        return self.species_id is not None


@dataclass(frozen=True)
class RecipeFacts:
    """A recipe as it was stated; another edition takes its place, it is never edited."""

    id: UUID
    organisation_id: UUID
    product: str
    edition: int
    stated_at: datetime
    lines: tuple[RecipeLine, ...]
    note: str = ""
    supersedes_id: UUID | None = None
    superseded_at: datetime | None = None
    superseded_by: UUID | None = None


@dataclass(frozen=True)
class Claim:
    """What may be claimed about a recipe under a rule set; with no tier, `obstacles` say why."""

    share: Fraction
    tier: Tier | None
    rules: ClaimRules
    obstacles: tuple[Obstacle, ...] = ()


@dataclass(frozen=True)
class ComposedLine:
    """One line of what a product was made of, as it was recorded with its blend."""

    name: str
    part: PlantPart | None
    share: Fraction
    certified: bool
    excluded: bool
    mass_g: int


@dataclass(frozen=True)
class Composition:
    """What a finished product is made of and what was found to be claimable at its making."""

    product: str
    recipe_id: UUID
    edition: int
    made_on: date
    lines: tuple[ComposedLine, ...]
    share: Fraction
    rank: int | None
    claim: ClaimKind | None
    logo: LogoPlace
    basis: ClaimWeight
    rules: str
    evidence: Evidence
    source: str
    refused: tuple[str, ...] = ()

    @property
    def is_confirmed(self) -> bool:
        """Whether the scheme owner's own text says what the tier rests on."""
        return self.evidence is Evidence.CONFIRMED


@dataclass(frozen=True)
class NamedCertificate:
    """A certificate as it stood at the moment a lot was made."""

    id: UUID
    number: str
    holder_id: UUID
    standing: Standing
    since: datetime | None
    valid_from: date
    last_valid_day: date


@dataclass(frozen=True)
class Foreseen:
    """In which forms goods would stay certified under which certificates, and in which not."""

    certificates: str = ""
    keeps: tuple[Form, ...] = ()
    loses: tuple[Form, ...] = ()


@dataclass(frozen=True)
class Custody:
    """Why a lot is certified or not: what one sentence on its page says.

    `nearest` is the certificate that did not cover goods which are not certified.
    """

    certified: bool
    kind: MovementKind
    at: datetime
    recorded_at: datetime
    code: str
    certificates: tuple[NamedCertificate, ...]
    own: bool
    species: str
    part: PlantPart | None
    form: Form
    areas: tuple[str, ...]
    nearest: NamedCertificate | None = None
    composition: Composition | None = None
