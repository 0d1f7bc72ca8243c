"""What other rooms and the pure rules may know of harvesters."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from fairwild.harvesters.states import Sex
from fairwild.kernel.periods import Period


@dataclass(frozen=True)
class HarvesterFacts:
    """A harvester as the buying point knows them."""

    id: UUID
    operator_id: UUID
    local_id: str
    card_code: str
    name: str
    registered: Period
    area_ids: frozenset[UUID]
    species_ids: frozenset[UUID]
    village: str = ""


@dataclass(frozen=True)
class Likeness:
    """By what two entries of a register may be one person; who is new has no id yet."""

    id: UUID | None
    local_id: str
    name: str
    birth_year: int
    village: str
    phone: str = ""
    sex: Sex = Sex.NOT_STATED


@dataclass(frozen=True)
class Entry:
    """What the register is to say of one person."""

    name: str
    sex: Sex
    birth_year: int
    village: str
    registered: Period
    phone: str = ""
    area_ids: frozenset[UUID] = frozenset()
    species_ids: frozenset[UUID] = frozenset()
    local_id: str = ""
    other_ids: tuple[dict[str, str], ...] = ()


@dataclass(frozen=True)
class Known:
    """What an entry is held against: the operator's areas and species, today, the age limit."""

    on: date
    minimum_age_years: int
    area_ids: frozenset[UUID] = frozenset()
    species_ids: frozenset[UUID] = frozenset()
    local_ids: frozenset[str] = field(default=frozenset(), repr=False)
