"""Scores of indicators and the evidence beside them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column

from fairwild.store.base import Row
from fairwild.store.types import UtcMoment


class Score(Row):
    """What the auditor found for one indicator: 0-3, or met or not, or not applicable; a note."""

    __tablename__ = "audit_score"

    audit_id: Mapped[UUID] = mapped_column(ForeignKey("audit.id"), nullable=False)
    indicator: Mapped[str] = mapped_column(String(20), nullable=False)
    value: Mapped[int | None] = mapped_column()
    met: Mapped[bool | None] = mapped_column()
    not_applicable: Mapped[bool] = mapped_column(default=False, nullable=False)
    note: Mapped[str] = mapped_column(Text, default="", nullable=False)
    scored_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"), nullable=False)
    scored_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    @property
    def ledger_subject(self) -> UUID:
        """The audit."""
        return self.audit_id

    __table_args__ = (
        UniqueConstraint("audit_id", "indicator"),
        CheckConstraint("value is null or value between 0 and 3", name="value"),
        CheckConstraint("not (not_applicable and value is not null)", name="either"),
        CheckConstraint("met is null or (value is null and not not_applicable)", name="met"),
    )


class Evidence(Row):
    """A file attached to an indicator or a nonconformity; the bytes lie in the file storage.

    `verifies` says that it shows by what the answer to the nonconformity was verified.
    """

    __tablename__ = "audit_evidence"

    audit_id: Mapped[UUID] = mapped_column(ForeignKey("audit.id"), nullable=False)
    indicator: Mapped[str | None] = mapped_column(String(20))
    nonconformity_id: Mapped[UUID | None] = mapped_column(ForeignKey("nonconformity.id"))
    file_name: Mapped[str] = mapped_column(String(200), nullable=False)
    media_type: Mapped[str] = mapped_column(String(100), nullable=False)
    size_bytes: Mapped[int] = mapped_column(BigInteger, nullable=False)
    sha256: Mapped[str] = mapped_column(String(64), nullable=False)
    added_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"), nullable=False)
    added_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    verifies: Mapped[bool] = mapped_column(default=False, server_default=false(), nullable=False)

    @property
    def ledger_subject(self) -> UUID:
        """The audit."""
        return self.audit_id

    __table_args__ = (Index(None, "audit_id"),)
