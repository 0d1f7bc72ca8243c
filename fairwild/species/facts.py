"""What other rooms may know of a species' names and risk class."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fairwild.kernel.periods import Period
from fairwild.kernel.plants import PlantPart
from fairwild.species.states import RiskClass, RiskFactor


@dataclass(frozen=True)
class PlantNames:
    """How a registered plant is called: by science, today and before, and by people."""

    scientific_name: str
    synonyms: tuple[str, ...] = ()
    common_names: tuple[str, ...] = ()


@dataclass(frozen=True)
class RiskFacts:
    """The scheme owner's word on one species, part and country.

    `said` are the days it was given for; from `ceased_on` on it holds no more, because a newer
    one took its place (`superseded`) or because it was ended.
    """

    id: UUID
    species_id: UUID
    part: PlantPart
    country: str
    risk_class: RiskClass
    factors: tuple[RiskFactor, ...]
    document: str
    said: Period
    ceased_on: date | None = None
    superseded: bool = False

    @property
    def valid(self) -> Period:
        """The days on which it holds; none where it ceased before it began."""
        if self.ceased_on is None:
            return self.said
        ends = [day for day in (self.said.until, self.ceased_on) if day is not None]
        return Period(self.said.start, min(ends))
