"""Complaints, who made them, what their file holds, and how they were judged."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.complaints.states import (
    ComplaintKind,
    ComplaintOutcome,
    ComplaintStage,
    ComplaintStatus,
    ComplaintSubject,
)
from fairwild.organisations.records import Organisation
from fairwild.store.base import Row
from fairwild.store.types import UtcMoment, words_of


class Complaint(Row):
    """What somebody complained of about an operator, and how far it has come.

    `body_id` is who handles it, a certification body or the scheme owner; `examiner_id` the person
    in whose hands it is. The operator is no party: it does not see who complained, or what.
    """

    __tablename__ = "complaint"
    __see__ = Action.SEE_COMPLAINT
    __parties__ = {Party.BODY: "body_id", Party.PERSON: "examiner_id"}

    number: Mapped[str] = mapped_column(String(60), nullable=False, unique=True)
    body_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    about_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    kind: Mapped[ComplaintKind] = mapped_column(words_of(ComplaintKind), nullable=False)
    subject: Mapped[ComplaintSubject] = mapped_column(words_of(ComplaintSubject), nullable=False)
    thing_id: Mapped[UUID] = mapped_column(nullable=False)
    thing: Mapped[str] = mapped_column(String(200), nullable=False)
    status: Mapped[ComplaintStatus] = mapped_column(words_of(ComplaintStatus), nullable=False)
    said: Mapped[str] = mapped_column(Text, nullable=False)
    secret_digest: Mapped[str] = mapped_column(String(64), nullable=False)
    received_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    gist: Mapped[str] = mapped_column(Text, default="", nullable=False)
    acknowledged_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    acknowledged_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    examiner_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    passed_on_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    passed_on_from_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    passed_on_reason: Mapped[str] = mapped_column(Text, default="", nullable=False)
    appealed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    appeal: Mapped[str] = mapped_column(Text, default="", nullable=False)

    about: Mapped[Organisation] = relationship(lazy="raise", foreign_keys=[about_id])
    body: Mapped[Organisation] = relationship(lazy="raise", foreign_keys=[body_id])
    judgements: Mapped[list["ComplaintJudgement"]] = relationship(
        lazy="raise", order_by="ComplaintJudgement.judged_at"
    )

    __table_args__ = (
        Index(None, "body_id", "received_at"),
        Index(None, "about_id", "received_at"),
    )


class Complainant(Row):
    """What is known of whoever complained, kept apart: nothing, where they stayed unnamed."""

    __tablename__ = "complainant"
    __see__ = Action.FOLLOW_COMPLAINT
    __parties__ = {Party.PERSON: "person_id"}

    complaint_id: Mapped[UUID] = mapped_column(
        ForeignKey("complaint.id"), nullable=False, unique=True
    )
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(200), default="", nullable=False)
    email: Mapped[str] = mapped_column(String(320), default="", nullable=False)

    @property
    def ledger_subject(self) -> UUID:
        """The complaint."""
        return self.complaint_id

    __table_args__ = (Index(None, "person_id"),)


class ComplaintNote(Row):
    """What an examiner found out, and maybe a file that shows it."""

    __tablename__ = "complaint_note"

    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaint.id"), nullable=False)
    text: Mapped[str] = mapped_column(Text, nullable=False)
    written_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"), nullable=False)
    written_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    file_name: Mapped[str | None] = mapped_column(String(200))
    media_type: Mapped[str | None] = mapped_column(String(100))
    size_bytes: Mapped[int | None] = mapped_column()
    sha256: Mapped[str | None] = mapped_column(String(64))

    @property
    def ledger_subject(self) -> UUID:
        """The complaint."""
        return self.complaint_id

    __table_args__ = (
        CheckConstraint("(sha256 is null) = (file_name is null)", name="file"),
        Index(None, "complaint_id", "written_at"),
    )


class ComplaintProof(Row):
    """A picture or PDF by which whoever complained shows what they say."""

    __tablename__ = "complaint_proof"

    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaint.id"), nullable=False)
    file_name: Mapped[str] = mapped_column(String(200), nullable=False)
    media_type: Mapped[str] = mapped_column(String(100), nullable=False)
    size_bytes: Mapped[int] = mapped_column(nullable=False)
    sha256: Mapped[str] = mapped_column(String(64), nullable=False)
    added_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    @property
    def ledger_subject(self) -> UUID:
        """The complaint."""
        return self.complaint_id

    __table_args__ = (UniqueConstraint("complaint_id", "sha256"),)


class ComplaintJudgement(Row):
    """How a complaint, or the appeal against its outcome, was judged, and by whom."""

    __tablename__ = "complaint_judgement"

    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaint.id"), nullable=False)
    stage: Mapped[ComplaintStage] = mapped_column(words_of(ComplaintStage), nullable=False)
    outcome: Mapped[ComplaintOutcome] = mapped_column(words_of(ComplaintOutcome), nullable=False)
    reasons: Mapped[str] = mapped_column(Text, nullable=False)
    measures: Mapped[str] = mapped_column(Text, default="", nullable=False)
    judged_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"), nullable=False)
    judged_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    @property
    def ledger_subject(self) -> UUID:
        """The complaint."""
        return self.complaint_id

    __table_args__ = (UniqueConstraint("complaint_id", "stage"),)
