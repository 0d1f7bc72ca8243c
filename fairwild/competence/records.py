"""Competences, interests, declarations, witnessed audits and overrides."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.competence.states import InterestKind, WitnessResult
from fairwild.kernel.actors import Role
from fairwild.organisations.records import Organisation
from fairwild.store.base import Row
from fairwild.store.types import PlainJson, UtcMoment, words_of


class Competence(Row):
    """What a body says a person may judge; without countries it holds everywhere."""

    __tablename__ = "competence"
    __see__ = Action.SEE_COMPETENCE
    __parties__ = {Party.BODY: "body_id"}

    body_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), nullable=False)
    role: Mapped[Role] = mapped_column(words_of(Role), nullable=False)
    standard: Mapped[str] = mapped_column(String(40), nullable=False)
    standard_version: Mapped[str] = mapped_column(String(20), nullable=False)
    risk_classes: Mapped[list[str]] = mapped_column(PlainJson, default=list, nullable=False)
    languages: Mapped[list[str]] = mapped_column(PlainJson, default=list, nullable=False)
    countries: Mapped[list[str]] = mapped_column(PlainJson, default=list, nullable=False)
    valid_from: Mapped[date] = mapped_column(Date, nullable=False)
    valid_until: Mapped[date] = mapped_column(Date, nullable=False)
    grounds: Mapped[str] = mapped_column(Text, nullable=False)
    recorded_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"), nullable=False)
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    end_reason: Mapped[str] = mapped_column(Text, default="", nullable=False)
    file_name: Mapped[str | None] = mapped_column(String(200))
    media_type: Mapped[str | None] = mapped_column(String(40))
    size_bytes: Mapped[int | None] = mapped_column(BigInteger)
    sha256: Mapped[str | None] = mapped_column(String(64))

    __table_args__ = (
        CheckConstraint("valid_until > valid_from", name="days"),
        Index(None, "body_id", "person_id"),
    )


class Interest(Row):
    """What ties a person to a client; seen by that person and the office of the body only."""

    __tablename__ = "interest"
    __see__ = Action.DECLARE_INTEREST
    __parties__ = {Party.BODY: "body_id", Party.PERSON: "person_id"}

    body_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), nullable=False)
    client_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    kind: Mapped[InterestKind] = mapped_column(words_of(InterestKind), nullable=False)
    since: Mapped[date] = mapped_column(Date, nullable=False)
    until: Mapped[date | None] = mapped_column(Date)
    note: Mapped[str] = mapped_column(Text, default="", nullable=False)
    recorded_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"), nullable=False)

    client: Mapped[Organisation] = relationship(lazy="raise", foreign_keys=[client_id])

    __table_args__ = (
        CheckConstraint("until is null or until > since", name="days"),
        Index(None, "body_id", "person_id"),
    )


class Declaration(Row):
    """What a person said before an assignment: whether anything ties them to the client."""

    __tablename__ = "impartiality_declaration"
    __see__ = Action.DECLARE_INTEREST
    __parties__ = {Party.BODY: "body_id", Party.PERSON: "person_id"}

    body_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), nullable=False)
    audit_id: Mapped[UUID] = mapped_column(ForeignKey("audit.id"), nullable=False)
    client_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    has_interest: Mapped[bool] = mapped_column(nullable=False)
    note: Mapped[str] = mapped_column(Text, default="", nullable=False)
    declared_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    client: Mapped[Organisation] = relationship(lazy="raise", foreign_keys=[client_id])

    __table_args__ = (Index(None, "audit_id", "person_id"), Index(None, "person_id"))


class WitnessAudit(Row):
    """Somebody went along with an auditor on the spot."""

    __tablename__ = "witness_audit"
    __see__ = Action.SEE_COMPETENCE
    __parties__ = {Party.BODY: "body_id"}

    body_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), nullable=False)
    witness_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), nullable=False)
    witnessed_on: Mapped[date] = mapped_column(Date, nullable=False)
    audit_id: Mapped[UUID | None] = mapped_column(ForeignKey("audit.id"))
    result: Mapped[WitnessResult] = mapped_column(words_of(WitnessResult), nullable=False)
    note: Mapped[str] = mapped_column(Text, default="", nullable=False)
    recorded_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"), nullable=False)

    __table_args__ = (
        CheckConstraint("witness_id <> person_id", name="witness"),
        Index(None, "body_id", "person_id"),
    )


class Override(Row):
    """The office of the body set aside what stood against an assignment, and said why."""

    __tablename__ = "assignment_override"
    __see__ = Action.SEE_COMPETENCE
    __parties__ = {Party.BODY: "body_id"}

    body_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    audit_id: Mapped[UUID] = mapped_column(ForeignKey("audit.id"), nullable=False)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), nullable=False)
    role: Mapped[Role | None] = mapped_column(words_of(Role))
    obstacles: Mapped[list[dict[str, Any]]] = mapped_column(PlainJson, nullable=False)
    reason: Mapped[str] = mapped_column(Text, nullable=False)
    given_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"), nullable=False)
    given_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    __table_args__ = (
        CheckConstraint("given_by <> person_id", name="not_oneself"),
        Index(None, "audit_id", "person_id"),
    )
