"""Kinds of processing as `certs/processes/` holds them, and what is told of a batch."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from fairwild.kernel.parameters import Evidence
from fairwild.kernel.periods import Period
from fairwild.kernel.plants import Form
from fairwild.kernel.quantities import State
from fairwild.lots.states import MovementKind


class MassKept(StrEnum):
    """What becomes of the mass that goes into a kind of processing."""

    CONSERVED = "conserved"
    DRIVEN_OUT = "driven-out"
    ADDED = "added"


class RatioOf(StrEnum):
    """Of what one kilogram is asked for: of all that came out, or of the output alone."""

    ALL = "all"
    OUTPUT = "output"


class BandSource(StrEnum):
    """Whose band judges a batch: the operator's own measurement, or the scheme's default."""

    MEASURED = "measured"
    SCHEME = "scheme"


@dataclass(frozen=True)
class ProcessRule:
    """What one kind of processing takes and gives, in force for a stretch of days.

    No `forms_out` means that the form stays; no state means that the state stays. The band is
    by part of plant from the parameters where `band_by_part`, else `lowest` to `highest`, else
    there is none and only a measured ratio judges. `version` names the scheme's data as a whole.
    """

    kind: MovementKind
    period: Period
    mass: MassKept
    forms_in: tuple[Form, ...]
    states_in: tuple[State, ...]
    forms_out: tuple[Form, ...]
    state_out: State | None
    by_product_state: State | None
    ratio_of: RatioOf
    band_by_part: bool
    lowest: Fraction | None
    highest: Fraction | None
    source: str
    approver: str
    evidence: Evidence
    note: str
    version: str


@dataclass(frozen=True)
class Output:
    """So many grams that come out of a batch: the goods, or a by-product beside them.

    Without a form it is the first one the kind of processing gives.
    """

    mass_g: int
    form: Form | None = None
    by_product: bool = False
    grade: str = ""


@dataclass(frozen=True)
class Batch:
    """Everything that was weighed around one batch, in grams; outputs are the goods alone."""

    in_g: int
    out_g: int
    by_product_g: int = 0
    loss_g: int = 0
    added_g: int = 0
    added_what: str = ""

    @property
    def accounted_g(self) -> int:
        """Output, by-product and loss together."""
        return self.out_g + self.by_product_g + self.loss_g

    @property
    def difference_g(self) -> int:
        """What went in or was added and is not accounted for; below zero, out of nowhere."""
        return self.in_g + self.added_g - self.accounted_g


@dataclass(frozen=True)
class Band:
    """Kilograms in for one kilogram out, lowest to highest, whose it is and since which trial.

    `version` names the scheme's data or the measurement it was read from (rule R16).
    """

    lowest: Fraction
    highest: Fraction
    source: BandSource
    version: str


@dataclass(frozen=True)
class MeasuredRatio:
    """What a trial found: kilograms in for one out, and by what share a batch may differ."""

    ratio: Fraction
    tolerance: Fraction
    version: str
