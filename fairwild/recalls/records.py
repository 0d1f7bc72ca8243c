"""Recalls, the lots they found, and who was told."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.organisations.records import Organisation
from fairwild.recalls.states import Finding, RecallKind, RecallStatus
from fairwild.store.base import Row
from fairwild.store.types import PlainJson, UtcMoment, words_of


class Recall(Row):
    """Goods called back from wherever they are, for real or as a rehearsal.

    `basis` is what it started from, `reach` how far the goods had got and how long the search
    took, both as they were when it began. A rehearsal touches nothing but this record.
    `unaccounted` is what it was closed without: why `although`, of whom which consignments, the
    lots `kept` on hold, and when and why they were released.
    """

    __tablename__ = "recall"
    __see__ = Action.SEE_RECALL
    __parties__ = {Party.HOLDER: "organisation_id"}

    number: Mapped[str] = mapped_column(String(60), nullable=False, unique=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    kind: Mapped[RecallKind] = mapped_column(words_of(RecallKind), nullable=False)
    status: Mapped[RecallStatus] = mapped_column(words_of(RecallStatus), nullable=False)
    reason: Mapped[str] = mapped_column(Text, nullable=False)
    basis: Mapped[dict[str, Any]] = mapped_column(PlainJson, nullable=False)
    reach: Mapped[dict[str, Any]] = mapped_column(PlainJson, nullable=False)
    started_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    started_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    closed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    outcome: Mapped[str] = mapped_column(Text, default="", nullable=False)
    unaccounted: Mapped[dict[str, Any] | None] = mapped_column(PlainJson)

    organisation: Mapped[Organisation] = relationship(lazy="raise")
    lots: Mapped[list["RecallLot"]] = relationship(lazy="raise", order_by="RecallLot.number")
    notices: Mapped[list["RecallNotice"]] = relationship(
        lazy="raise", back_populates="recall", order_by="RecallNotice.id"
    )

    __table_args__ = (Index(None, "organisation_id", "started_at"),)


class RecallLot(Row):
    """A lot as it was when the recall found it, and the hold that was put on it.

    Goods under way have their consignment, and as holder whom they are on their way to.
    """

    __tablename__ = "recall_lot"

    recall_id: Mapped[UUID] = mapped_column(ForeignKey("recall.id"), nullable=False)
    lot_id: Mapped[UUID] = mapped_column(ForeignKey("lot.id"), nullable=False)
    number: Mapped[str] = mapped_column(String(80), nullable=False)
    holder_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    what: Mapped[str] = mapped_column(String(300), nullable=False)
    made_g: Mapped[int] = mapped_column(BigInteger, nullable=False)
    available_g: Mapped[int] = mapped_column(BigInteger, nullable=False)
    labels: Mapped[int] = mapped_column(nullable=False)
    is_source: Mapped[bool] = mapped_column(nullable=False)
    hold_id: Mapped[UUID | None] = mapped_column(ForeignKey("lot_hold.id"))
    consignment_id: Mapped[UUID | None] = mapped_column(ForeignKey("consignment.id"))

    @property
    def ledger_subject(self) -> UUID:
        """The recall."""
        return self.recall_id

    __table_args__ = (UniqueConstraint("recall_id", "lot_id"), Index(None, "lot_id"))


class RecallNotice(Row):
    """One holder that was told to look for suspect goods, and what it answered.

    Grams by state, as fresh and dry goods are never added up; `expected_by_state` is none where
    it was asked before they were told apart. `expected_g` and `held_g` are shown only where one
    state alone is in question, or where it is not known. `under_way` is what was on its way to
    it: of each consignment its id, number and sender, and the grams by state.
    """

    __tablename__ = "recall_notice"
    __see__ = Action.SEE_RECALL
    __parties__ = {Party.RECEIVER: "organisation_id", Party.HOLDER: "owner_id"}

    recall_id: Mapped[UUID] = mapped_column(ForeignKey("recall.id"), nullable=False)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    sent_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    expected_g: Mapped[int] = mapped_column(BigInteger, nullable=False)
    finding: Mapped[Finding | None] = mapped_column(words_of(Finding))
    held_g: Mapped[int | None] = mapped_column(BigInteger)
    expected_by_state: Mapped[dict[str, int] | None] = mapped_column(PlainJson)
    held_by_state: Mapped[dict[str, int] | None] = mapped_column(PlainJson)
    under_way: Mapped[list[dict[str, Any]] | None] = mapped_column(PlainJson)
    note: Mapped[str] = mapped_column(Text, default="", nullable=False)
    answered_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))

    recall: Mapped[Recall] = relationship(lazy="raise", back_populates="notices")
    organisation: Mapped[Organisation] = relationship(lazy="raise", foreign_keys=[organisation_id])

    @property
    def by_link(self) -> bool:
        """Whether a holder without an account answered itself, by a mailed link."""
        return self.answered_at is not None and self.answered_by is None

    @property
    def expected_alone_g(self) -> int | None:
        """What was asked for, where that is of one state alone or was never told apart."""
        return self.expected_g if len(self.expected_by_state or ()) <= 1 else None

    @property
    def held_alone_g(self) -> int | None:
        """What is held, where that is of one state alone or was never told apart."""
        return self.held_g if len(self.held_by_state or ()) <= 1 else None

    __table_args__ = (
        UniqueConstraint("recall_id", "organisation_id"),
        CheckConstraint("held_g is null or held_g >= 0", name="held"),
        Index(None, "organisation_id"),
    )


class RecallLink(Row):
    """A mailed link by which a holder without an account answers a recall, once."""

    __tablename__ = "recall_link"

    notice_id: Mapped[UUID] = mapped_column(ForeignKey("recall_notice.id"), nullable=False)
    email: Mapped[str] = mapped_column(String(320), nullable=False)
    secret_digest: Mapped[str] = mapped_column(String(64), nullable=False, unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    expires_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    used_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcMoment)

    @property
    def ledger_subject(self) -> UUID:
        """What the holder was told."""
        return self.notice_id

    __table_args__ = (Index(None, "notice_id"),)
