"""Bags, boxes and drums with codes of their own."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from fairwild.store.base import Base


class PackedUnit(Base):
    """One unit as it was packed; its code names the lot it was packed in for good."""

    __tablename__ = "packed_unit"

    code: Mapped[str] = mapped_column(String(16), primary_key=True)
    lot_id: Mapped[UUID] = mapped_column(ForeignKey("lot.id"), nullable=False)
    serial: Mapped[int] = mapped_column(nullable=False)

    __table_args__ = (
        CheckConstraint("serial > 0", name="serial"),
        Index(None, "lot_id", "serial", unique=True),
    )
