"""Nonconformities, and what became of them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
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
from fairwild.audits.states import DueBy, Grade, NonconformityStatus, ObjectionOutcome, Verification
from fairwild.store.base import Row
from fairwild.store.types import PlainJson, UtcMoment, words_of


class Nonconformity(Row):
    """A requirement not met, and what became of it.

    Of one that was withdrawn `twin_id` is the one that says the same, where there is one;
    `closing_note` says why, and `closed_by` who did so.
    """

    __tablename__ = "nonconformity"
    __see__ = Action.SEE_AUDIT
    __parties__ = {Party.OPERATOR: "operator_id", Party.BODY: "body_id"}

    audit_id: Mapped[UUID] = mapped_column(ForeignKey("audit.id"), nullable=False)
    body_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    operator_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    number: Mapped[int] = mapped_column(nullable=False)
    indicator: Mapped[str] = mapped_column(String(20), nullable=False)
    also: Mapped[list[str]] = mapped_column(
        PlainJson, default=list, server_default="[]", nullable=False
    )
    repeats_id: Mapped[UUID | None] = mapped_column(ForeignKey("nonconformity.id"))
    also_repeats: Mapped[list[str]] = mapped_column(
        PlainJson, default=list, server_default="[]", nullable=False
    )
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
    verification: Mapped[Verification | None] = mapped_column(words_of(Verification))
    closing_note: Mapped[str] = mapped_column(Text, default="", nullable=False)
    closed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    due_by: Mapped[DueBy] = mapped_column(
        words_of(DueBy), default=DueBy.TERM, server_default=DueBy.TERM.value, nullable=False
    )
    twin_id: Mapped[UUID | None] = mapped_column(ForeignKey("nonconformity.id"))

    __table_args__ = (UniqueConstraint("audit_id", "number"), Index(None, "operator_id", "status"))

    @property
    def indicators(self) -> tuple[str, ...]:
        """Every indicator it is about, the first one first."""
        return (self.indicator, *self.also)

    @property
    def repeats(self) -> tuple[UUID, ...]:
        """Every earlier nonconformity it repeats, the latest first."""
        first = (self.repeats_id,) if self.repeats_id else ()
        return (*first, *(UUID(one) for one in self.also_repeats))


class ReturnedAnswer(Row):
    """An answer that did not satisfy, kept as it was given, with why it was sent back.

    `due_on` is the last day from then on; it says nothing of answers sent back before it was kept.
    """

    __tablename__ = "nonconformity_returned_answer"

    nonconformity_id: Mapped[UUID] = mapped_column(ForeignKey("nonconformity.id"), nullable=False)
    number: Mapped[int] = mapped_column(nullable=False)
    root_cause: Mapped[str] = mapped_column(Text, nullable=False)
    correction: Mapped[str] = mapped_column(Text, nullable=False)
    corrective_action: Mapped[str] = mapped_column(Text, nullable=False)
    answered_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"), nullable=False)
    answered_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    reason: Mapped[str] = mapped_column(Text, nullable=False)
    returned_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"), nullable=False)
    returned_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    due_before: Mapped[date | None] = mapped_column(Date)
    due_on: Mapped[date | None] = mapped_column(Date)

    @property
    def moved_last_day(self) -> bool:
        """Whether the sending back gave days anew."""
        return self.due_on != self.due_before

    @property
    def ledger_subject(self) -> UUID:
        """The nonconformity."""
        return self.nonconformity_id

    __table_args__ = (UniqueConstraint("nonconformity_id", "number"),)


class Extension(Row):
    """More time for a nonconformity, with the reason; `number` counts them."""

    __tablename__ = "nonconformity_extension"

    nonconformity_id: Mapped[UUID] = mapped_column(ForeignKey("nonconformity.id"), nullable=False)
    number: Mapped[int] = mapped_column(nullable=False)
    due_before: Mapped[date] = mapped_column(Date, nullable=False)
    due_on: Mapped[date] = mapped_column(Date, nullable=False)
    reason: Mapped[str] = mapped_column(Text, nullable=False)
    granted_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"), nullable=False)
    granted_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    @property
    def ledger_subject(self) -> UUID:
        """The nonconformity."""
        return self.nonconformity_id

    __table_args__ = (
        UniqueConstraint("nonconformity_id", "number"),
        CheckConstraint("due_on > due_before", name="later"),
    )


class Objection(Row):
    """The operator's word that a nonconformity is none, and what an uninvolved person found."""

    __tablename__ = "nonconformity_objection"

    nonconformity_id: Mapped[UUID] = mapped_column(
        ForeignKey("nonconformity.id"), nullable=False, unique=True
    )
    reasons: Mapped[str] = mapped_column(Text, nullable=False)
    raised_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"), nullable=False)
    raised_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    outcome: Mapped[ObjectionOutcome | None] = mapped_column(words_of(ObjectionOutcome))
    answer: Mapped[str] = mapped_column(Text, default="", nullable=False)
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcMoment)

    @property
    def ledger_subject(self) -> UUID:
        """The nonconformity."""
        return self.nonconformity_id
