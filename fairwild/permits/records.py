"""Permits of authorities, and how much of them is drawn."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State
from fairwild.permits.states import PermitKind
from fairwild.species.records import Species
from fairwild.store.base import Base, Row
from fairwild.store.types import UtcMoment, words_of


class Permit(Row):
    """What an authority or an owner allows: species, part, areas, quantity, days, its paper.

    Permits to harvest say part, state and quantity and are drawn by collections.
    """

    __tablename__ = "permit"
    __see__ = Action.SEE_PERMIT
    __parties__ = {Party.OPERATOR: "operator_id"}

    operator_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    kind: Mapped[PermitKind] = mapped_column(words_of(PermitKind), nullable=False)
    number: Mapped[str] = mapped_column(String(80), nullable=False)
    authority: Mapped[str] = mapped_column(String(200), nullable=False)
    species_id: Mapped[UUID] = mapped_column(ForeignKey("species.id"), nullable=False)
    part: Mapped[PlantPart | None] = mapped_column(words_of(PlantPart))
    state: Mapped[State | None] = mapped_column(words_of(State))
    limit_g: Mapped[int | None] = mapped_column(BigInteger)
    drawn_g: Mapped[int] = mapped_column(BigInteger, default=0, nullable=False)
    valid_from: Mapped[date] = mapped_column(Date, nullable=False)
    valid_until: Mapped[date] = mapped_column(Date, nullable=False)
    several_shipments: Mapped[bool] = mapped_column(
        default=False, server_default=false(), nullable=False
    )
    note: Mapped[str] = mapped_column(Text, default="", nullable=False)
    registered_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    file_name: Mapped[str | None] = mapped_column(String(200))
    media_type: Mapped[str | None] = mapped_column(String(40))
    size_bytes: Mapped[int | None] = mapped_column(BigInteger)
    sha256: Mapped[str | None] = mapped_column(String(64))

    species: Mapped[Species] = relationship(lazy="raise")

    __table_args__ = (
        UniqueConstraint("operator_id", "kind", "number"),
        CheckConstraint("limit_g is null or limit_g > 0", name="limit"),
        CheckConstraint("drawn_g >= 0 and (limit_g is null or drawn_g <= limit_g)", name="drawn"),
        CheckConstraint(
            "kind <> 'harvest' or (part is not null and state is not null and limit_g is not null)",
            name="harvest",
        ),
        CheckConstraint("valid_until > valid_from", name="days"),
        Index(None, "operator_id", "species_id"),
    )


class PermitArea(Base):
    """An area a permit is good for; a permit without any is good for all of the operator's."""

    __tablename__ = "permit_area"

    permit_id: Mapped[UUID] = mapped_column(
        ForeignKey("permit.id", ondelete="CASCADE"), primary_key=True
    )
    area_id: Mapped[UUID] = mapped_column(ForeignKey("collection_area.id"), primary_key=True)
