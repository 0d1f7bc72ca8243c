"""Records of an operator's ledger that an auditor pinned to an indicator."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from fairwild.audits.states import Pinnable
from fairwild.store.base import Row
from fairwild.store.types import PlainJson, UtcMoment, words_of


class Pin(Row):
    """A record of the ledger as evidence; `figures` are those of the moment."""

    __tablename__ = "audit_pin"

    audit_id: Mapped[UUID] = mapped_column(ForeignKey("audit.id"), nullable=False)
    indicator: Mapped[str] = mapped_column(String(20), nullable=False)
    what: Mapped[Pinnable] = mapped_column(words_of(Pinnable), nullable=False)
    thing_id: Mapped[UUID] = mapped_column(nullable=False)
    label: Mapped[str] = mapped_column(String(200), nullable=False)
    figures: Mapped[dict[str, Any]] = mapped_column(PlainJson, nullable=False)
    note: Mapped[str] = mapped_column(Text, default="", nullable=False)
    pinned_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"), nullable=False)
    pinned_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    removed_at: Mapped[datetime | None] = mapped_column(UtcMoment)

    @property
    def ledger_subject(self) -> UUID:
        """The audit."""
        return self.audit_id

    __table_args__ = (
        UniqueConstraint("audit_id", "indicator", "what", "thing_id"),
        Index(None, "audit_id"),
    )


class NonconformityPin(Row):
    """A record by which the answer to a nonconformity was verified; `figures` as for a pin."""

    __tablename__ = "nonconformity_pin"

    nonconformity_id: Mapped[UUID] = mapped_column(ForeignKey("nonconformity.id"), nullable=False)
    what: Mapped[Pinnable] = mapped_column(words_of(Pinnable), nullable=False)
    thing_id: Mapped[UUID] = mapped_column(nullable=False)
    label: Mapped[str] = mapped_column(String(200), nullable=False)
    figures: Mapped[dict[str, Any]] = mapped_column(PlainJson, nullable=False)
    note: Mapped[str] = mapped_column(Text, default="", nullable=False)
    pinned_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"), nullable=False)
    pinned_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    @property
    def ledger_subject(self) -> UUID:
        """The nonconformity."""
        return self.nonconformity_id

    __table_args__ = (UniqueConstraint("nonconformity_id", "what", "thing_id"),)
