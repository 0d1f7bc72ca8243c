"""Permits of authorities, and how much of them is drawn."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State
from fairwild.store.base import Base, Row
from fairwild.store.types import UtcMoment, words_of


class Permit(Row):
    """What an authority allows: species, part, areas, quantity, days; drawn by collections."""

    __tablename__ = "permit"
    __see__ = Action.SEE_PERMIT
    __parties__ = {Party.OPERATOR: "operator_id"}

    operator_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    number: Mapped[str] = mapped_column(String(80), nullable=False)
    authority: Mapped[str] = mapped_column(String(200), nullable=False)
    species_id: Mapped[UUID] = mapped_column(ForeignKey("species.id"), nullable=False)
    part: Mapped[PlantPart] = mapped_column(words_of(PlantPart), nullable=False)
    state: Mapped[State] = mapped_column(words_of(State), nullable=False)
    limit_g: Mapped[int] = mapped_column(BigInteger, nullable=False)
    drawn_g: Mapped[int] = mapped_column(BigInteger, default=0, nullable=False)
    valid_from: Mapped[date] = mapped_column(Date, nullable=False)
    valid_until: Mapped[date] = mapped_column(Date, nullable=False)
    note: Mapped[str] = mapped_column(Text, default="", nullable=False)
    registered_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)

    __table_args__ = (
        CheckConstraint("limit_g > 0", name="limit"),
        CheckConstraint("drawn_g between 0 and limit_g", name="drawn"),
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
