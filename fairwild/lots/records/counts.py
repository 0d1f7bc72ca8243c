"""Counts of stock: what was found beside what the books said."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.lots.records.material import Lot
from fairwild.store.base import Row
from fairwild.store.types import PlainJson, UtcMoment


class StockCount(Row):
    """Somebody counted lots of one holder at one site at one moment."""

    __tablename__ = "stock_count"
    __see__ = Action.SEE_STOCK
    __parties__ = {Party.HOLDER: "holder_id"}

    number: Mapped[str] = mapped_column(String(60), nullable=False, unique=True)
    holder_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    site: Mapped[str] = mapped_column(String(200), default="", nullable=False)
    counted_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    recorded_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    note: Mapped[str] = mapped_column(Text, default="", nullable=False)

    lines: Mapped[list["StockCountLine"]] = relationship(
        lazy="raise", order_by="StockCountLine.position"
    )

    @property
    def missing_g(self) -> int:
        """What was not found."""
        return sum(max(-line.difference_g, 0) for line in self.lines)

    @property
    def surplus_g(self) -> int:
        """What was found and is not in the books."""
        return sum(max(line.difference_g, 0) for line in self.lines)

    __table_args__ = (Index(None, "holder_id", "counted_at"),)


class StockCountLine(Row):
    """One lot of a count; what was missing is booked by a movement, what was too much is not.

    `units` is how many units of `unit_g` each were counted, where somebody counted units; the rest
    of `counted_g` was weighed. `stated` has the words of a weight that was not in kilograms.
    """

    __tablename__ = "stock_count_line"

    count_id: Mapped[UUID] = mapped_column(ForeignKey("stock_count.id"), nullable=False)
    position: Mapped[int] = mapped_column(nullable=False)
    lot_id: Mapped[UUID] = mapped_column(ForeignKey("lot.id"), nullable=False)
    booked_g: Mapped[int] = mapped_column(BigInteger, nullable=False)
    counted_g: Mapped[int] = mapped_column(BigInteger, nullable=False)
    units: Mapped[int | None] = mapped_column(Integer)
    unit_g: Mapped[int | None] = mapped_column(BigInteger)
    stated: Mapped[dict[str, Any]] = mapped_column(
        PlainJson, default=dict, server_default="{}", nullable=False
    )
    explanation: Mapped[str] = mapped_column(Text, default="", nullable=False)
    movement_id: Mapped[UUID | None] = mapped_column(ForeignKey("movement.id"))

    lot: Mapped[Lot] = relationship(lazy="raise")

    @property
    def ledger_subject(self) -> UUID:
        """The count."""
        return self.count_id

    @property
    def difference_g(self) -> int:
        """How much more was counted than booked."""
        return self.counted_g - self.booked_g

    @property
    def loose_g(self) -> int:
        """What was weighed beside the units that were counted."""
        return self.counted_g - (self.units or 0) * (self.unit_g or 0)

    __table_args__ = (
        CheckConstraint("booked_g >= 0 and counted_g >= 0", name="masses"),
        Index(None, "count_id"),
        Index(None, "lot_id"),
    )
