"""What harvesters sold at the buying point."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State
from fairwild.lots.records.material import Lot
from fairwild.species.records import Species
from fairwild.store.base import Row
from fairwild.store.types import PlainJson, UtcMoment, words_of


class Receipt(Row):
    """What one harvester sold at the buying point at one moment; part of a collection lot."""

    __tablename__ = "receipt"
    __see__ = Action.SEE_RECEIPT
    __parties__ = {Party.OPERATOR: "operator_id"}

    number: Mapped[str] = mapped_column(String(60), nullable=False, unique=True)
    operator_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    lot_id: Mapped[UUID] = mapped_column(ForeignKey("lot.id"), nullable=False)
    harvester_id: Mapped[UUID] = mapped_column(ForeignKey("harvester.id"), nullable=False)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("collection_area.id"), nullable=False)
    species_id: Mapped[UUID] = mapped_column(ForeignKey("species.id"), nullable=False)
    maximum_quantity_id: Mapped[UUID] = mapped_column(
        ForeignKey("maximum_quantity.id"), nullable=False
    )
    part: Mapped[PlantPart] = mapped_column(words_of(PlantPart), nullable=False)
    state: Mapped[State] = mapped_column(words_of(State), nullable=False)
    buying_point: Mapped[str] = mapped_column(String(200), default="", nullable=False)
    collected_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    recorded_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    gross_g: Mapped[int] = mapped_column(BigInteger, nullable=False)
    tare_g: Mapped[int] = mapped_column(BigInteger, nullable=False)
    net_g: Mapped[int] = mapped_column(BigInteger, nullable=False)
    price_per_kg_minor: Mapped[int] = mapped_column(BigInteger, nullable=False)
    amount_minor: Mapped[int] = mapped_column(BigInteger, nullable=False)
    currency: Mapped[str] = mapped_column(String(3), nullable=False)
    reversed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    reversed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    reversal_reason: Mapped[str] = mapped_column(Text, default="", nullable=False)
    permit_id: Mapped[UUID | None] = mapped_column(ForeignKey("permit.id"))
    import_id: Mapped[UUID | None] = mapped_column(ForeignKey("import_run.id"))
    their_number: Mapped[str | None] = mapped_column(String(60))
    stated: Mapped[dict[str, Any]] = mapped_column(
        PlainJson, default=dict, server_default="{}", nullable=False
    )

    species: Mapped[Species] = relationship(lazy="raise")
    lot: Mapped[Lot] = relationship(lazy="raise")

    __table_args__ = (
        CheckConstraint("net_g > 0 and net_g = gross_g - tare_g", name="net"),
        CheckConstraint("price_per_kg_minor >= 0 and amount_minor >= 0", name="money"),
        Index(None, "lot_id"),
        Index(None, "operator_id", "collected_at"),
        Index(None, "harvester_id", "collected_at"),
        Index(None, "maximum_quantity_id"),
        Index(None, "permit_id"),
        Index(None, "import_id"),
        Index(None, "operator_id", "their_number"),
    )
