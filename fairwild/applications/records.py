"""Applications, self-assessments, documents, reviews and agreements."""

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
from fairwild.applications.states import ApplicationStatus, ConsentOutcome, ReviewOutcome
from fairwild.organisations.records import Organisation
from fairwild.store.base import Row
from fairwild.store.types import PlainJson, UtcMoment, words_of


class Application(Row):
    """An operator's wish to be certified by a body under one standard version.

    `addressed_to_id` is whom it is for; `body_id`, by which the body sees it, is set when it is
    submitted. `mandator_id` is the company that pays, where the operator does not.
    """

    __tablename__ = "application"
    __see__ = Action.SEE_APPLICATION
    __parties__ = {
        Party.OPERATOR: "operator_id",
        Party.MANDATOR: "mandator_id",
        Party.BODY: "body_id",
    }

    number: Mapped[str] = mapped_column(String(40), nullable=False, unique=True)
    operator_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    mandator_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    addressed_to_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    body_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    standard: Mapped[str] = mapped_column(String(40), nullable=False)
    standard_version: Mapped[str] = mapped_column(String(20), nullable=False)
    status: Mapped[ApplicationStatus] = mapped_column(words_of(ApplicationStatus), nullable=False)
    operator_contact: Mapped[str] = mapped_column(Text, default="", nullable=False)
    mandator_contact: Mapped[str] = mapped_column(Text, default="", nullable=False)
    location: Mapped[str] = mapped_column(Text, default="", nullable=False)
    units: Mapped[list[dict[str, Any]]] = mapped_column(PlainJson, default=list, nullable=False)
    buying_points: Mapped[int | None] = mapped_column()
    distances: Mapped[str] = mapped_column(Text, default="", nullable=False)
    collectors: Mapped[list[dict[str, Any]]] = mapped_column(
        PlainJson, default=list, nullable=False
    )
    processing_staff: Mapped[int | None] = mapped_column()
    history: Mapped[str] = mapped_column(Text, default="", nullable=False)
    other_certificates: Mapped[str] = mapped_column(Text, default="", nullable=False)
    earlier_training: Mapped[str] = mapped_column(Text, default="", nullable=False)
    species: Mapped[list[dict[str, Any]]] = mapped_column(PlainJson, default=list, nullable=False)
    written_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    submitted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))

    operator: Mapped[Organisation] = relationship(lazy="raise", foreign_keys=[operator_id])
    addressed_to: Mapped[Organisation] = relationship(lazy="raise", foreign_keys=[addressed_to_id])

    __table_args__ = (
        CheckConstraint("buying_points is null or buying_points >= 0", name="buying_points"),
        CheckConstraint("processing_staff is null or processing_staff >= 0", name="staff"),
        CheckConstraint("mandator_id is null or mandator_id <> operator_id", name="mandator"),
        CheckConstraint(
            "status = 'draft' or status = 'withdrawn' or body_id is not null", name="addressed"
        ),
        Index(None, "operator_id"),
        Index(None, "mandator_id"),
        Index(None, "body_id"),
    )


class SelfAssessmentAnswer(Row):
    """What an operator says of itself at one indicator."""

    __tablename__ = "application_answer"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), nullable=False)
    indicator: Mapped[str] = mapped_column(String(20), nullable=False)
    value: Mapped[int | None] = mapped_column()
    not_applicable: Mapped[bool] = mapped_column(default=False, nullable=False)
    note: Mapped[str] = mapped_column(Text, default="", nullable=False)
    answered_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    __table_args__ = (
        UniqueConstraint("application_id", "indicator"),
        CheckConstraint("value is null or not not_applicable", name="one_answer"),
    )

    @property
    def ledger_subject(self) -> UUID:
        """The application."""
        return self.application_id


class ApplicationDocument(Row):
    """A file that belongs to an application."""

    __tablename__ = "application_document"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), nullable=False)
    title: Mapped[str] = mapped_column(String(200), default="", nullable=False)
    file_name: Mapped[str] = mapped_column(String(200), nullable=False)
    media_type: Mapped[str] = mapped_column(String(40), nullable=False)
    size_bytes: Mapped[int] = mapped_column(BigInteger, nullable=False)
    sha256: Mapped[str] = mapped_column(String(64), nullable=False)
    added_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"), nullable=False)
    added_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    __table_args__ = (UniqueConstraint("application_id", "sha256"),)

    @property
    def ledger_subject(self) -> UUID:
        """The application."""
        return self.application_id


class ApplicationConsent(Row):
    """An operator asked for its consent by the company that pays, and what it answered.

    `content_sha256` is what the answer is about. An answer stays; asked again, it is a new row.
    """

    __tablename__ = "application_consent"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), nullable=False)
    number: Mapped[int] = mapped_column(nullable=False)
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"), nullable=False)
    asked_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    outcome: Mapped[ConsentOutcome | None] = mapped_column(words_of(ConsentOutcome))
    reason: Mapped[str] = mapped_column(Text, default="", nullable=False)
    content_sha256: Mapped[str | None] = mapped_column(String(64))
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcMoment)

    __table_args__ = (
        CheckConstraint(
            "(outcome is null and answered_at is null and content_sha256 is null) or "
            "(outcome is not null and answered_at is not null and content_sha256 is not null)",
            name="answer",
        ),
        UniqueConstraint("application_id", "number"),
    )

    @property
    def ledger_subject(self) -> UUID:
        """The application."""
        return self.application_id


class ApplicationReview(Row):
    """What a body answered to an application, and what it had looked at; never changed."""

    __tablename__ = "application_review"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), nullable=False)
    outcome: Mapped[ReviewOutcome] = mapped_column(words_of(ReviewOutcome), nullable=False)
    checks: Mapped[dict[str, bool]] = mapped_column(PlainJson, default=dict, nullable=False)
    reasons: Mapped[str] = mapped_column(Text, nullable=False)
    reviewed_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"), nullable=False)
    reviewed_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    __table_args__ = (Index(None, "application_id"),)

    @property
    def ledger_subject(self) -> UUID:
        """The application."""
        return self.application_id


class Agreement(Row):
    """A certification agreement of a body with an operator; it binds once its copy is on file.

    `edition` is the version of the agreement's text. `valid_until` and `ends_on` are the first
    days on which it binds no more: as it was signed, and as it was ended.
    """

    __tablename__ = "agreement"
    __see__ = Action.SEE_APPLICATION
    __parties__ = {
        Party.OPERATOR: "operator_id",
        Party.MANDATOR: "mandator_id",
        Party.BODY: "body_id",
    }

    body_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    operator_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    mandator_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    application_id: Mapped[UUID | None] = mapped_column(ForeignKey("application.id"))
    edition: Mapped[str] = mapped_column(String(40), nullable=False)
    signed_on: Mapped[date] = mapped_column(Date, nullable=False)
    valid_until: Mapped[date | None] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    end_reason: Mapped[str] = mapped_column(Text, default="", nullable=False)
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"), nullable=False)
    recorded_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    file_name: Mapped[str | None] = mapped_column(String(200))
    media_type: Mapped[str | None] = mapped_column(String(40))
    size_bytes: Mapped[int | None] = mapped_column(BigInteger)
    sha256: Mapped[str | None] = mapped_column(String(64))

    operator: Mapped[Organisation] = relationship(lazy="raise", foreign_keys=[operator_id])
    body: Mapped[Organisation] = relationship(lazy="raise", foreign_keys=[body_id])

    __table_args__ = (
        CheckConstraint("valid_until is null or valid_until > signed_on", name="days"),
        CheckConstraint("ends_on is null or ends_on >= signed_on", name="end"),
        Index(None, "operator_id", "body_id"),
        Index(None, "mandator_id"),
    )
