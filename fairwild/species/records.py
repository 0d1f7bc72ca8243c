"""Species known to the scheme, and how much collection they can bear."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairwild.access.actions import Action
from fairwild.kernel.plants import PlantPart
from fairwild.species.states import RiskClass
from fairwild.store.base import Row
from fairwild.store.types import PlainJson, UtcMoment, words_of


class Species(Row):
    """A taxon under its accepted name; the code stands in lot numbers."""

    __tablename__ = "species"
    __see__ = Action.SEE_SPECIES

    code: Mapped[str] = mapped_column(String(12), nullable=False, unique=True)
    scientific_name: Mapped[str] = mapped_column(String(200), nullable=False, unique=True)
    author: Mapped[str] = mapped_column(String(200), default="", nullable=False)
    family: Mapped[str] = mapped_column(String(100), default="", nullable=False)
    synonyms: Mapped[list[str]] = mapped_column(PlainJson, default=list, nullable=False)
    common_names: Mapped[dict[str, str]] = mapped_column(PlainJson, default=dict, nullable=False)
    cites_appendix: Mapped[str] = mapped_column(String(3), default="", nullable=False)
    threatened: Mapped[bool] = mapped_column(default=False, nullable=False)


class RiskClassification(Row):
    """The scheme owner's word on how much one species, part and country can suffer.

    It is never edited: a newer one takes its place (`superseded_by_id`), or it is ended;
    `ceased_on` is the first day on which it holds no more because of that.
    """

    __tablename__ = "risk_classification"
    __see__ = Action.SEE_SPECIES

    species_id: Mapped[UUID] = mapped_column(ForeignKey("species.id"), nullable=False)
    part: Mapped[PlantPart] = mapped_column(words_of(PlantPart), nullable=False)
    country: Mapped[str] = mapped_column(String(2), nullable=False)
    risk_class: Mapped[RiskClass] = mapped_column(words_of(RiskClass), nullable=False)
    factors: Mapped[list[str]] = mapped_column(PlainJson, default=list, nullable=False)
    reasons: Mapped[str] = mapped_column(Text, default="", nullable=False)
    document: Mapped[str] = mapped_column(String(200), nullable=False)
    valid_from: Mapped[date] = mapped_column(Date, nullable=False)
    valid_until: Mapped[date | None] = mapped_column(Date)
    classified_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    ceased_on: Mapped[date | None] = mapped_column(Date)
    superseded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("risk_classification.id"))
    ended_reason: Mapped[str] = mapped_column(Text, default="", nullable=False)
    file_name: Mapped[str | None] = mapped_column(String(200))
    media_type: Mapped[str | None] = mapped_column(String(40))
    size_bytes: Mapped[int | None] = mapped_column(BigInteger)
    sha256: Mapped[str | None] = mapped_column(String(64))

    species: Mapped[Species] = relationship(lazy="raise")

    __table_args__ = (
        CheckConstraint("valid_until is null or valid_until > valid_from", name="days"),
        Index(None, "species_id", "part", "country"),
    )
