"""Collection areas, what an operator collects, and how much of it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.areas.states import ChangeStatus
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State
from fairwild.species.records import Species
from fairwild.store.base import Row
from fairwild.store.types import PlainJson, UtcMoment, words_of


class CollectionArea(Row):
    """A bounded area where an operator's harvesters may collect."""

    __tablename__ = "collection_area"
    __see__ = Action.SEE_AREA
    __parties__ = {Party.OPERATOR: "operator_id"}

    operator_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    code: Mapped[str] = mapped_column(String(12), nullable=False)
    name: Mapped[str] = mapped_column(String(200), nullable=False)
    admin_unit: Mapped[str] = mapped_column(String(200), nullable=False)
    country: Mapped[str] = mapped_column(String(2), nullable=False)
    geometry: Mapped[dict[str, Any]] = mapped_column(PlainJson, nullable=False)
    centre_lat_e6: Mapped[int] = mapped_column(Integer, nullable=False)
    centre_lon_e6: Mapped[int] = mapped_column(Integer, nullable=False)
    computed_m2: Mapped[int] = mapped_column(BigInteger, nullable=False)
    stated_m2: Mapped[int | None] = mapped_column(BigInteger)
    tenure_note: Mapped[str] = mapped_column(Text, default="", nullable=False)
    sensitive: Mapped[bool] = mapped_column(default=False, nullable=False)
    needs_permit: Mapped[bool] = mapped_column(
        default=False, server_default=false(), nullable=False
    )
    rotation_years: Mapped[int | None] = mapped_column(Integer)
    rotation_first_year: Mapped[int | None] = mapped_column(Integer)
    registered_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    closed_at: Mapped[datetime | None] = mapped_column(UtcMoment)

    __table_args__ = (
        UniqueConstraint("operator_id", "code"),
        CheckConstraint("stated_m2 is null or stated_m2 > 0", name="stated"),
        CheckConstraint("centre_lat_e6 between -90000000 and 90000000", name="latitude"),
        CheckConstraint("centre_lon_e6 between -180000000 and 180000000", name="longitude"),
        CheckConstraint(
            "(rotation_years is null) = (rotation_first_year is null)", name="rotation_whole"
        ),
        CheckConstraint("rotation_years between 2 and 50", name="rotation_years"),
    )


class TargetSpecies(Row):
    """A species and part that an operator collects."""

    __tablename__ = "target_species"
    __see__ = Action.SEE_AREA
    __parties__ = {Party.OPERATOR: "operator_id"}

    operator_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    species_id: Mapped[UUID] = mapped_column(ForeignKey("species.id"), nullable=False)
    part: Mapped[PlantPart] = mapped_column(words_of(PlantPart), nullable=False)
    local_name: Mapped[str] = mapped_column(String(200), default="", nullable=False)
    needs_permit: Mapped[bool] = mapped_column(
        default=False, server_default=false(), nullable=False
    )
    chosen_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)

    species: Mapped[Species] = relationship(lazy="raise")

    __table_args__ = (UniqueConstraint("operator_id", "species_id", "part"),)


class MaximumQuantity(Row):
    """How much of a species and part may leave an area in one season, and how much has."""

    __tablename__ = "maximum_quantity"
    __see__ = Action.SEE_AREA
    __parties__ = {Party.OPERATOR: "operator_id"}

    operator_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("collection_area.id"), nullable=False)
    species_id: Mapped[UUID] = mapped_column(ForeignKey("species.id"), nullable=False)
    part: Mapped[PlantPart] = mapped_column(words_of(PlantPart), nullable=False)
    state: Mapped[State] = mapped_column(words_of(State), nullable=False)
    season_from: Mapped[date] = mapped_column(Date, nullable=False)
    season_until: Mapped[date] = mapped_column(Date, nullable=False)
    limit_g: Mapped[int] = mapped_column(BigInteger, nullable=False)
    drawn_g: Mapped[int] = mapped_column(BigInteger, default=0, nullable=False)
    method: Mapped[str] = mapped_column(Text, default="", nullable=False)
    set_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    area: Mapped[CollectionArea] = relationship(lazy="raise")
    species: Mapped[Species] = relationship(lazy="raise")

    __table_args__ = (
        UniqueConstraint("area_id", "species_id", "part", "state", "season_from"),
        CheckConstraint("limit_g > 0", name="limit"),
        CheckConstraint("drawn_g between 0 and limit_g", name="drawn"),
        CheckConstraint("season_until > season_from", name="season"),
        Index(None, "operator_id"),
    )


class QuantityChange(Row):
    """Another limit for a season: lowered by the operator, or asked of a certification body.

    What happens to it is told in the ledger of its maximum quantity.
    """

    __tablename__ = "quantity_change"
    __see__ = Action.SEE_QUANTITY_CHANGE
    __parties__ = {Party.OPERATOR: "operator_id", Party.BODY: "body_id"}

    quantity_id: Mapped[UUID] = mapped_column(ForeignKey("maximum_quantity.id"), nullable=False)
    operator_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    body_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    status: Mapped[ChangeStatus] = mapped_column(words_of(ChangeStatus), nullable=False)
    limit_before_g: Mapped[int] = mapped_column(BigInteger, nullable=False)
    limit_g: Mapped[int] = mapped_column(BigInteger, nullable=False)
    reason: Mapped[str] = mapped_column(Text, default="", nullable=False)
    method: Mapped[str] = mapped_column(Text, default="", nullable=False)
    file_name: Mapped[str | None] = mapped_column(String(200))
    media_type: Mapped[str | None] = mapped_column(String(40))
    size_bytes: Mapped[int | None] = mapped_column(BigInteger)
    sha256: Mapped[str | None] = mapped_column(String(64))
    asked_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    asked_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    decision_reason: Mapped[str] = mapped_column(Text, default="", nullable=False)

    quantity: Mapped[MaximumQuantity] = relationship(lazy="raise")

    __table_args__ = (
        CheckConstraint("limit_g > 0 and limit_before_g > 0", name="limits"),
        Index(None, "quantity_id", "asked_at"),
        Index(None, "body_id", "status"),
        Index(None, "operator_id"),
    )

    @property
    def ledger_subject(self) -> UUID:
        """The limit it is about, in whose history it stands."""
        return self.quantity_id
