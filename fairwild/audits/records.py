"""Audits, scores, evidence, nonconformities, evaluations and decisions."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.audits.states import AuditStatus, Grade, NonconformityStatus, Outcome, TeamRole
from fairwild.organisations.records import Organisation, Person
from fairwild.store.base import Base, Ledgered, Row
from fairwild.store.types import PlainJson, UtcMoment, words_of


class Audit(Row):
    """A certification body's visit to an operator under one standard version."""

    __tablename__ = "audit"
    __see__ = Action.SEE_AUDIT
    __parties__ = {Party.OPERATOR: "operator_id", Party.BODY: "body_id"}

    body_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    operator_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    number: Mapped[str] = mapped_column(String(40), nullable=False, unique=True)
    standard: Mapped[str] = mapped_column(String(40), nullable=False)
    standard_version: Mapped[str] = mapped_column(String(20), nullable=False)
    certification_year: Mapped[int] = mapped_column(nullable=False)
    status: Mapped[AuditStatus] = mapped_column(words_of(AuditStatus), nullable=False)
    starts_on: Mapped[date] = mapped_column(Date, nullable=False)
    ends_on: Mapped[date] = mapped_column(Date, nullable=False)
    agreement_signed_on: Mapped[date | None] = mapped_column(Date)
    scope: Mapped[list[dict[str, Any]]] = mapped_column(PlainJson, default=list, nullable=False)
    summary: Mapped[str] = mapped_column(Text, default="", nullable=False)
    planned_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    finished_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    finished_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))

    body: Mapped[Organisation] = relationship(lazy="raise", foreign_keys=[body_id])
    operator: Mapped[Organisation] = relationship(lazy="raise", foreign_keys=[operator_id])
    team: Mapped[list["TeamMember"]] = relationship(lazy="raise", back_populates="audit")

    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="days"),
        CheckConstraint("certification_year between 1 and 99", name="year"),
        Index(None, "body_id", "starts_on"),
        Index(None, "operator_id", "starts_on"),
    )


class TeamMember(Ledgered, Base):
    """A person in the audit team."""

    __tablename__ = "audit_team_member"

    audit_id: Mapped[UUID] = mapped_column(ForeignKey("audit.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    role: Mapped[TeamRole] = mapped_column(words_of(TeamRole), nullable=False)

    audit: Mapped[Audit] = relationship(lazy="raise", back_populates="team")
    person: Mapped[Person] = relationship(lazy="raise")

    @property
    def ledger_subject(self) -> UUID:
        """The audit."""
        return self.audit_id


class Score(Row):
    """What the auditor found for one indicator: 0-3, or not applicable, with a note."""

    __tablename__ = "audit_score"

    audit_id: Mapped[UUID] = mapped_column(ForeignKey("audit.id"), nullable=False)
    indicator: Mapped[str] = mapped_column(String(20), nullable=False)
    value: Mapped[int | None] = mapped_column()
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
    )


class Evidence(Row):
    """A file attached to an indicator or a nonconformity; the bytes lie in the file storage."""

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

    @property
    def ledger_subject(self) -> UUID:
        """The audit."""
        return self.audit_id

    __table_args__ = (Index(None, "audit_id"),)


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


class Evaluation(Row):
    """An evaluator's recommendation on a finished audit."""

    __tablename__ = "evaluation"

    audit_id: Mapped[UUID] = mapped_column(ForeignKey("audit.id"), nullable=False, unique=True)
    evaluator_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), nullable=False)
    recommendation: Mapped[Outcome] = mapped_column(words_of(Outcome), nullable=False)
    reasons: Mapped[str] = mapped_column(Text, nullable=False)
    evaluated_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    @property
    def ledger_subject(self) -> UUID:
        """The audit."""
        return self.audit_id


class Decision(Row):
    """A certifier's decision, with the facts and parameters it rests on."""

    __tablename__ = "decision"

    audit_id: Mapped[UUID] = mapped_column(ForeignKey("audit.id"), nullable=False, unique=True)
    certifier_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), nullable=False)
    outcome: Mapped[Outcome] = mapped_column(words_of(Outcome), nullable=False)
    reasons: Mapped[str] = mapped_column(Text, nullable=False)
    facts: Mapped[dict[str, Any]] = mapped_column(PlainJson, nullable=False)
    decided_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    @property
    def ledger_subject(self) -> UUID:
        """The audit."""
        return self.audit_id
