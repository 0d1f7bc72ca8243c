"""Organisations, approvals of bodies, people and memberships."""

from datetime import date, datetime
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
    false,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.kernel.actors import OrganisationKind, Role
from fairwild.organisations.states import ApprovalStatus
from fairwild.store.base import Row
from fairwild.store.types import PlainJson, UtcMoment, words_of


class Organisation(Row):
    """A scheme owner, certification body, operator or company.

    One that is `outside` was only named as a receiver of goods: it has no account here.
    """

    __tablename__ = "organisation"
    __see__ = Action.SEE_ORGANISATION
    __parties__ = {
        Party.ITSELF: "id",
        Party.OPERATOR: "id",
        Party.BODY: "id",
        Party.HOLDER: "id",
        Party.SENDER: "id",
        Party.RECEIVER: "id",
    }

    kind: Mapped[OrganisationKind] = mapped_column(words_of(OrganisationKind), nullable=False)
    code: Mapped[str] = mapped_column(String(12), nullable=False, unique=True)
    name: Mapped[str] = mapped_column(String(200), nullable=False)
    country: Mapped[str] = mapped_column(String(2), nullable=False)
    address: Mapped[str] = mapped_column(Text, default="", nullable=False)
    email: Mapped[str] = mapped_column(String(320), default="", nullable=False)
    website: Mapped[str] = mapped_column(String(300), default="", nullable=False)
    time_zone: Mapped[str] = mapped_column(String(60), default="UTC", nullable=False)
    currency: Mapped[str] = mapped_column(String(3), default="EUR", nullable=False)
    synthetic: Mapped[bool] = mapped_column(default=False, nullable=False)
    outside: Mapped[bool] = mapped_column(default=False, server_default=false(), nullable=False)
    registered_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    __table_args__ = (Index(None, "kind", "name"),)


class BodyApproval(Row):
    """The scheme owner's word that a body may certify: versions, countries, days."""

    __tablename__ = "body_approval"
    __see__ = Action.SEE_ORGANISATION
    __parties__ = {Party.BODY: "body_id"}

    body_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    status: Mapped[ApprovalStatus] = mapped_column(words_of(ApprovalStatus), nullable=False)
    standard: Mapped[str] = mapped_column(String(40), nullable=False)
    standard_version: Mapped[str] = mapped_column(String(20), nullable=False)
    countries_in: Mapped[list[str]] = mapped_column(PlainJson, default=list, nullable=False)
    countries_out: Mapped[list[str]] = mapped_column(PlainJson, default=list, nullable=False)
    valid_from: Mapped[date] = mapped_column(Date, nullable=False)
    valid_until: Mapped[date | None] = mapped_column(Date)
    status_reason: Mapped[str] = mapped_column(Text, default="", server_default="", nullable=False)

    __table_args__ = (
        CheckConstraint("valid_until is null or valid_until > valid_from", name="period"),
        Index(None, "body_id"),
    )


class NationalRegistration(Row):
    """That an authority of a country has registered a body: its number, days, and paper."""

    __tablename__ = "national_registration"
    __see__ = Action.SEE_ORGANISATION
    __parties__ = {Party.BODY: "body_id"}

    body_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    country: Mapped[str] = mapped_column(String(2), nullable=False)
    authority: Mapped[str] = mapped_column(String(200), nullable=False)
    number: Mapped[str] = mapped_column(String(80), nullable=False)
    registered_on: Mapped[date] = mapped_column(Date, nullable=False)
    valid_until: Mapped[date | None] = mapped_column(Date)
    note: Mapped[str] = mapped_column(Text, default="", nullable=False)
    ended_on: Mapped[date | None] = mapped_column(Date)
    recorded_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    file_name: Mapped[str | None] = mapped_column(String(200))
    media_type: Mapped[str | None] = mapped_column(String(40))
    size_bytes: Mapped[int | None] = mapped_column(BigInteger)
    sha256: Mapped[str | None] = mapped_column(String(64))

    __table_args__ = (
        UniqueConstraint("body_id", "country", "authority", "number"),
        CheckConstraint("valid_until is null or valid_until > registered_on", name="days"),
    )


class Person(Row):
    """Somebody with an account, or invited to have one."""

    __tablename__ = "person"
    __parties__ = {Party.PERSON: "id"}
    __see__ = Action.USE_OWN_ACCOUNT

    name: Mapped[str] = mapped_column(String(200), nullable=False)
    email: Mapped[str] = mapped_column(String(320), nullable=False, unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(300))
    language: Mapped[str] = mapped_column(String(20), default="en", nullable=False)
    registered_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    closed_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class Membership(Row):
    """A role that a person holds in an organisation, until it is ended."""

    __tablename__ = "membership"
    __parties__ = {Party.ITSELF: "organisation_id", Party.PERSON: "person_id"}
    __see__ = Action.SEE_PEOPLE

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), nullable=False)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    role: Mapped[Role] = mapped_column(words_of(Role), nullable=False)
    since: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)

    person: Mapped[Person] = relationship(lazy="raise")
    organisation: Mapped[Organisation] = relationship(lazy="raise")

    __table_args__ = (
        UniqueConstraint("person_id", "organisation_id", "role"),
        Index(None, "organisation_id"),
    )
