"""Samples as they were drawn, and what was changed in them by hand."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.desks.states import Sampled, SampleRule
from fairwild.store.base import Row
from fairwild.store.types import PlainJson, UtcMoment, words_of


class AuditSample(Row):
    """One draw for an audit: rule, seed, days looked at, and the fingerprints of what there was.

    A draw is never changed; a later one has the next number and a reason.
    """

    __tablename__ = "audit_sample"
    __see__ = Action.SEE_DESK
    __parties__ = {Party.OPERATOR: "operator_id", Party.BODY: "body_id"}

    audit_id: Mapped[UUID] = mapped_column(ForeignKey("audit.id"), nullable=False)
    body_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    operator_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    edition: Mapped[int] = mapped_column(nullable=False)
    rule: Mapped[SampleRule] = mapped_column(words_of(SampleRule), nullable=False)
    seed: Mapped[str] = mapped_column(String(64), nullable=False)
    since: Mapped[date] = mapped_column(Date, nullable=False)
    until: Mapped[date] = mapped_column(Date, nullable=False)
    populations: Mapped[dict[str, Any]] = mapped_column(PlainJson, nullable=False)
    parameters_version: Mapped[str] = mapped_column(String(16), nullable=False)
    reason: Mapped[str] = mapped_column(Text, default="", nullable=False)
    drawn_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    drawn_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"), nullable=False)

    items: Mapped[list["SampleItem"]] = relationship(
        lazy="raise", back_populates="sample", order_by="SampleItem.place"
    )

    __table_args__ = (
        UniqueConstraint("audit_id", "edition"),
        CheckConstraint("until > since", name="days"),
    )


class SampleItem(Row):
    """One thing of a sample: drawn, or put in by hand with a reason; perhaps taken out again."""

    __tablename__ = "audit_sample_item"

    sample_id: Mapped[UUID] = mapped_column(ForeignKey("audit_sample.id"), nullable=False)
    place: Mapped[int] = mapped_column(nullable=False)
    what: Mapped[Sampled] = mapped_column(words_of(Sampled), nullable=False)
    thing_id: Mapped[UUID] = mapped_column(nullable=False)
    label: Mapped[str] = mapped_column(String(80), nullable=False)
    by_hand: Mapped[bool] = mapped_column(nullable=False)
    added_reason: Mapped[str] = mapped_column(Text, default="", nullable=False)
    removed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    removed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    removed_reason: Mapped[str] = mapped_column(Text, default="", nullable=False)

    sample: Mapped[AuditSample] = relationship(lazy="raise", back_populates="items")

    @property
    def ledger_subject(self) -> UUID:
        """The sample."""
        return self.sample_id

    __table_args__ = (
        UniqueConstraint("sample_id", "what", "thing_id"),
        Index(None, "sample_id", "place"),
    )
