"""Holds on lots."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from fairwild.store.base import Row
from fairwild.store.types import UtcMoment


class LotHold(Row):
    """A lot was put on hold for a reason, until it was released for another.

    Goods that go over to somebody, or come back, carry their holds with them.
    """

    __tablename__ = "lot_hold"

    lot_id: Mapped[UUID] = mapped_column(ForeignKey("lot.id"), nullable=False)
    placed_by_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    placed_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    placed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(Text, nullable=False)
    released_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    released_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    release_reason: Mapped[str] = mapped_column(Text, default="", nullable=False)
    carried_from_id: Mapped[UUID | None] = mapped_column(ForeignKey("lot_hold.id"))

    @property
    def ledger_subject(self) -> UUID:
        """The lot."""
        return self.lot_id

    __table_args__ = (Index(None, "lot_id"), Index(None, "carried_from_id"))
