"""Audits and their teams."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    String,
    Text,
    and_,
    case,
    null,
    or_,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.audits.states import BEFORE_WORK, AuditKind, AuditStatus, TeamRole
from fairwild.organisations.records import Organisation, Person
from fairwild.store.base import Base, Ledgered, Row
from fairwild.store.types import PlainJson, UtcMoment, words_of


class Audit(Row):
    """A certification body's visit to an operator, or a buyer, under one standard version.

    Its party is whom it is announced to: nobody of the operator may know of an unannounced one
    before it starts.

    `operator_id` is who is audited: of a spot check that is the buyer, whose
    `certification_year` is 1 as nothing in a spot check depends on a year.
    """

    __tablename__ = "audit"
    __see__ = Action.SEE_AUDIT
    __parties__ = {Party.OPERATOR: "announced_to", Party.BODY: "body_id"}

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
    kind: Mapped[AuditKind | None] = mapped_column(words_of(AuditKind))
    planned_half_days: Mapped[int | None] = mapped_column()
    used_half_days: Mapped[int | None] = mapped_column()
    sites: Mapped[list[str]] = mapped_column(
        PlainJson, default=list, server_default="[]", nullable=False
    )
    year_reason: Mapped[str] = mapped_column(Text, default="", server_default="", nullable=False)
    days_reason: Mapped[str] = mapped_column(Text, default="", server_default="", nullable=False)
    start_reason: Mapped[str] = mapped_column(Text, default="", server_default="", nullable=False)
    season_reason: Mapped[str] = mapped_column(Text, default="", server_default="", nullable=False)
    turnover_eur: Mapped[int | None] = mapped_column(BigInteger)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    confirmed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    cancelled_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    cancelled_from: Mapped[AuditStatus | None] = mapped_column(
        words_of(AuditStatus, name="cancelled_from")
    )
    cancel_reason: Mapped[str] = mapped_column(Text, default="", server_default="", nullable=False)

    body: Mapped[Organisation] = relationship(lazy="raise", foreign_keys=[body_id])
    operator: Mapped[Organisation] = relationship(lazy="raise", foreign_keys=[operator_id])
    team: Mapped[list["TeamMember"]] = relationship(lazy="raise", back_populates="audit")

    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="days"),
        CheckConstraint("certification_year between 1 and 99", name="year"),
        CheckConstraint("planned_half_days is null or planned_half_days > 0", name="planned"),
        CheckConstraint("used_half_days is null or used_half_days > 0", name="used"),
        CheckConstraint("turnover_eur is null or turnover_eur >= 0", name="turnover"),
        CheckConstraint("(status = 'cancelled') = (cancelled_from is not null)", name="cancelled"),
        Index(None, "body_id", "starts_on"),
        Index(None, "operator_id", "starts_on"),
    )

    @hybrid_property
    def never_began(self) -> bool:
        """Whether it was cancelled before its team began, so that nobody had a part in it."""
        return (
            self.status is AuditStatus.CANCELLED
            and self.cancelled_from is not AuditStatus.UNDER_WAY
        )

    @never_began.inplace.expression
    @classmethod
    def _never_began(cls) -> ColumnElement[bool]:
        began = cls.cancelled_from == AuditStatus.UNDER_WAY
        return and_(cls.status == AuditStatus.CANCELLED, ~began)

    @hybrid_property
    def announced_to(self) -> UUID | None:
        """Who is audited, once they may know of it: an unannounced audit is known by its start."""
        unknown = self.status in BEFORE_WORK or self.never_began
        return None if self.kind is AuditKind.UNANNOUNCED and unknown else self.operator_id

    @announced_to.inplace.expression
    @classmethod
    def _announced_to(cls) -> ColumnElement[UUID | None]:
        unknown = or_(cls.status.in_(BEFORE_WORK), cls.never_began)
        return case(
            (and_(cls.kind == AuditKind.UNANNOUNCED, unknown), null()), else_=cls.operator_id
        )

    @property
    def broken_off(self) -> bool:
        """Whether it was cancelled after its team had begun."""
        return self.cancelled_from is AuditStatus.UNDER_WAY


class TeamMember(Ledgered, Base):
    """A person in the audit team; who left it keeps the part taken in it.

    `came_at` is empty for whoever was in the team when the audit started.
    """

    __tablename__ = "audit_team_member"

    audit_id: Mapped[UUID] = mapped_column(ForeignKey("audit.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    role: Mapped[TeamRole] = mapped_column(words_of(TeamRole), nullable=False)
    came_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    left_at: Mapped[datetime | None] = mapped_column(UtcMoment)

    audit: Mapped[Audit] = relationship(lazy="raise", back_populates="team")
    person: Mapped[Person] = relationship(lazy="raise")

    @property
    def ledger_subject(self) -> UUID:
        """The audit."""
        return self.audit_id


class TeamChange(Row):
    """Somebody left the team of an audit under way, and who took over the place, if anybody."""

    __tablename__ = "audit_team_change"

    audit_id: Mapped[UUID] = mapped_column(ForeignKey("audit.id"), nullable=False, index=True)
    left_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), nullable=False)
    role: Mapped[TeamRole] = mapped_column(words_of(TeamRole), nullable=False)
    came_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(Text, nullable=False)
    changed_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"), nullable=False)
    changed_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    @property
    def ledger_subject(self) -> UUID:
        """The audit."""
        return self.audit_id
