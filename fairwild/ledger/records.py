"""The ledger's table; triggers made by a migration refuse UPDATE and DELETE."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from fairwild.store.base import Base
from fairwild.store.types import Counter, PlainJson, UtcMoment


class LedgerEntry(Base):
    """One event as it was recorded; never changed, never removed."""

    __tablename__ = "ledger_entry"

    seq: Mapped[int] = mapped_column(Counter, primary_key=True, autoincrement=True)
    subject_id: Mapped[UUID] = mapped_column(Uuid, nullable=False)
    version: Mapped[int] = mapped_column(nullable=False)
    kind: Mapped[str] = mapped_column(String(80), nullable=False)
    actor_id: Mapped[UUID | None] = mapped_column(Uuid)
    at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    data: Mapped[dict[str, Any]] = mapped_column(PlainJson, nullable=False)
    leaf_hash: Mapped[str] = mapped_column(String(64), nullable=False)

    __table_args__ = (
        UniqueConstraint("subject_id", "version"),
        Index(None, "at"),
        Index(None, "kind"),
    )
