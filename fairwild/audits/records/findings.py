"""Nonconformities, and what became of them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    Date,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.audits.states import Grade, NonconformityStatus
from fairwild.store.base import Row
from fairwild.store.types import UtcMoment, words_of


class Nonconformity(Row):
    """A requirement not met, and what became of it."""

    __tablename__ = "nonconformity"
    __see__ = Action.SEE_AUDIT
    __parties__ = {Party.OPERATOR: "operator_id", Party.BODY: "body_id"}

    audit_id: Mapped[UUID] = mapped_column(ForeignKey("audit.id"), nullable=False)
    body_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    operator_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    number: Mapped[int] = mapped_column(nullable=False)
    indicator: Mapped[str] = mapped_column(String(20), nullable=False)
    grade: Mapped[Grade] = mapped_column(words_of(Grade), nullable=False)
    status: Mapped[NonconformityStatus] = mapped_column(
        words_of(NonconformityStatus), nullable=False
    )
    description: Mapped[str] = mapped_column(Text, nullable=False)
    due_on: Mapped[date] = mapped_column(Date, nullable=False)
    raised_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"), nullable=False)
    raised_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    root_cause: Mapped[str] = mapped_column(Text, default="", nullable=False)
    correction: Mapped[str] = mapped_column(Text, default="", nullable=False)
    corrective_action: Mapped[str] = mapped_column(Text, default="", nullable=False)
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    closing_note: Mapped[str] = mapped_column(Text, default="", nullable=False)
    closed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcMoment)

    __table_args__ = (UniqueConstraint("audit_id", "number"), Index(None, "operator_id", "status"))
