"""What operators measured in trials."""

from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.kernel.plants import PlantPart
from fairwild.lots.states import MovementKind
from fairwild.species.records import Species
from fairwild.store.base import Row
from fairwild.store.types import UtcMoment, words_of


class ProcessRatio(Row):
    """What one trial of a season gave: so many grams in, so many out, and a tolerance in percent.

    Nothing is changed: a new trial gets the next `edition` and counts from its day on.
    """

    __tablename__ = "process_ratio"
    __see__ = Action.SEE_STOCK
    __parties__ = {Party.HOLDER: "organisation_id"}

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    kind: Mapped[MovementKind] = mapped_column(words_of(MovementKind), nullable=False)
    species_id: Mapped[UUID] = mapped_column(ForeignKey("species.id"), nullable=False)
    part: Mapped[PlantPart] = mapped_column(words_of(PlantPart), nullable=False)
    season: Mapped[int] = mapped_column(nullable=False)
    edition: Mapped[int] = mapped_column(nullable=False)
    in_g: Mapped[int] = mapped_column(BigInteger, nullable=False)
    out_g: Mapped[int] = mapped_column(BigInteger, nullable=False)
    tolerance_percent: Mapped[int] = mapped_column(nullable=False)
    measured_on: Mapped[date] = mapped_column(nullable=False)
    method: Mapped[str] = mapped_column(Text, nullable=False)
    recorded_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))

    species: Mapped[Species] = relationship(lazy="raise")

    @property
    def ratio(self) -> Fraction:
        """Kilograms in for one kilogram out, exactly."""
        return Fraction(self.in_g, self.out_g)

    @property
    def tolerance(self) -> Fraction:
        """The share by which a batch may differ."""
        return Fraction(self.tolerance_percent, 100)

    __table_args__ = (
        CheckConstraint("in_g > 0 and out_g > 0", name="masses"),
        CheckConstraint("tolerance_percent > 0", name="tolerance"),
        UniqueConstraint("organisation_id", "kind", "species_id", "part", "season", "edition"),
    )
