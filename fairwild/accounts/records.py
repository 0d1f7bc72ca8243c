"""Sessions, API tokens, mailed links and failed sign-ins; secrets only as digests."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.kernel.actors import Role
from fairwild.organisations.records import Organisation, Person
from fairwild.store.base import Base, Row
from fairwild.store.types import PlainJson, UtcMoment, words_of


class LinkPurpose(StrEnum):
    """What a mailed link is for."""

    INVITATION = "invitation"
    PASSWORD_RESET = "password-reset"


class SignInSession(Row):
    """A device on which a person is signed in."""

    __tablename__ = "sign_in_session"
    __parties__ = {Party.PERSON: "person_id"}
    __see__ = Action.USE_OWN_ACCOUNT

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), nullable=False)
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    secret_digest: Mapped[str] = mapped_column(String(64), nullable=False, unique=True)
    started_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    seen_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    expires_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    device: Mapped[str] = mapped_column(String(300), default="", nullable=False)
    address: Mapped[str] = mapped_column(String(64), default="", nullable=False)

    person: Mapped[Person] = relationship(lazy="raise")

    __table_args__ = (Index(None, "person_id"),)


class ApiToken(Row):
    """A personal key to the API; the secret is shown once and stored as a digest."""

    __tablename__ = "api_token"
    __parties__ = {Party.PERSON: "person_id"}
    __see__ = Action.USE_OWN_ACCOUNT

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), nullable=False)
    name: Mapped[str] = mapped_column(String(100), nullable=False)
    prefix: Mapped[str] = mapped_column(String(12), nullable=False)
    secret_digest: Mapped[str] = mapped_column(String(64), nullable=False, unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    expires_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    used_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcMoment)

    person: Mapped[Person] = relationship(lazy="raise")

    __table_args__ = (Index(None, "person_id"),)


class MailedLink(Row):
    """An invitation or a way to a new password, good once and for a while."""

    __tablename__ = "mailed_link"
    __parties__ = {Party.ITSELF: "organisation_id"}
    __see__ = Action.SEE_PEOPLE

    purpose: Mapped[LinkPurpose] = mapped_column(words_of(LinkPurpose), nullable=False)
    email: Mapped[str] = mapped_column(String(320), nullable=False)
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    role: Mapped[Role | None] = mapped_column(words_of(Role))
    secret_digest: Mapped[str] = mapped_column(String(64), nullable=False, unique=True)
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    expires_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    used_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcMoment)

    organisation: Mapped[Organisation | None] = relationship(lazy="raise")

    __table_args__ = (Index(None, "organisation_id"), Index(None, "email"))


class Attempts(Base):
    """How often something was tried under one key lately: sign-ins, codes guessed."""

    __tablename__ = "attempts"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int] = mapped_column(nullable=False)
    last_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    locked_until: Mapped[datetime | None] = mapped_column(UtcMoment)


class IdempotentAnswer(Base):
    """What a POST with an Idempotency-Key was answered, written with its deed."""

    __tablename__ = "idempotent_answer"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    scope: Mapped[str] = mapped_column(String(80), nullable=False)
    key: Mapped[str] = mapped_column(String(200), nullable=False)
    fingerprint: Mapped[str] = mapped_column(String(64), nullable=False)
    status: Mapped[int] = mapped_column(nullable=False)
    headers: Mapped[dict[str, str]] = mapped_column(PlainJson, nullable=False)
    body: Mapped[str] = mapped_column(nullable=False)
    at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    __table_args__ = (Index(None, "scope", "key", unique=True), Index(None, "at"))
