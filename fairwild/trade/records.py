"""Consignments, their lines and papers, and what both sides have still to agree on."""

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
    text,
)
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload
from sqlalchemy.orm.interfaces import LoaderOption

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.lots.records import Lot
from fairwild.organisations.records import Organisation
from fairwild.species.records import Species
from fairwild.store.base import Row
from fairwild.store.types import PlainJson, UtcMoment, words_of
from fairwild.trade.states import (
    AT_THE_SENDER,
    ConsignmentStatus,
    DifferenceOutcome,
    DifferenceStatus,
    LinkPurpose,
    PaperKind,
    ReversalStatus,
)


class Consignment(Row):
    """Goods sold and moved together from one organisation to another.

    `shipped_at` is when it left; while it is prepared, when it was prepared. The keys are the
    numbers as they are compared: a sender uses none of them twice. `paper` is what its delivery
    note says, frozen when it left, and `code` opens the page on which anybody can check that.
    """

    __tablename__ = "consignment"
    __see__ = Action.SEE_CONSIGNMENT
    __parties__ = {Party.SENDER: "sender_id", Party.RECEIVER: "receiver_id"}

    number: Mapped[str] = mapped_column(String(60), nullable=False, unique=True)
    code: Mapped[str | None] = mapped_column(String(16))
    sender_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    receiver_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    status: Mapped[ConsignmentStatus] = mapped_column(words_of(ConsignmentStatus), nullable=False)
    prepared_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    shipped_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    shipped_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    invoice_number: Mapped[str] = mapped_column(String(80), default="", nullable=False)
    invoice_key: Mapped[str | None] = mapped_column(String(80))
    waybill_number: Mapped[str] = mapped_column(
        String(80), default="", server_default="", nullable=False
    )
    waybill_key: Mapped[str | None] = mapped_column(String(80))
    carrier: Mapped[str] = mapped_column(String(200), default="", server_default="")
    vehicle: Mapped[str] = mapped_column(String(80), default="", server_default="")
    loaded_at: Mapped[str] = mapped_column(
        String(200), default="", server_default="", nullable=False
    )
    delivered_to: Mapped[str] = mapped_column(
        String(200), default="", server_default="", nullable=False
    )
    from_country: Mapped[str] = mapped_column(
        String(2), default="", server_default="", nullable=False
    )
    to_country: Mapped[str] = mapped_column(
        String(2), default="", server_default="", nullable=False
    )
    transport_note: Mapped[str] = mapped_column(Text, default="", nullable=False)
    answered_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    answer_reason: Mapped[str] = mapped_column(Text, default="", nullable=False)
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    end_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    paper: Mapped[dict[str, Any]] = mapped_column(
        PlainJson, default=dict, server_default="{}", nullable=False
    )
    paper_digest: Mapped[str] = mapped_column(
        String(64), default="", server_default="", nullable=False
    )

    sender: Mapped[Organisation] = relationship(lazy="raise", foreign_keys=[sender_id])
    receiver: Mapped[Organisation] = relationship(lazy="raise", foreign_keys=[receiver_id])
    lines: Mapped[list["ConsignmentLine"]] = relationship(
        lazy="raise", order_by="ConsignmentLine.position"
    )
    papers: Mapped[list["TransportPaper"]] = relationship(
        lazy="raise", order_by="TransportPaper.added_at"
    )
    reversals: Mapped[list["Reversal"]] = relationship(lazy="raise", order_by="Reversal.asked_at")

    @property
    def left_at(self) -> datetime | None:
        """When it left the sender; None while it has not."""
        return None if self.status in AT_THE_SENDER else self.shipped_at

    @property
    def standing_papers(self) -> list["TransportPaper"]:
        """The papers that were not taken off again."""
        return [paper for paper in self.papers if paper.removed_at is None]

    __table_args__ = (
        CheckConstraint("sender_id <> receiver_id", name="two_parties"),
        Index(None, "sender_id", "shipped_at"),
        Index(None, "receiver_id", "shipped_at"),
        Index(None, "sender_id", "invoice_key", unique=True),
        Index(None, "sender_id", "waybill_key", unique=True),
        Index(None, "code", unique=True),
    )


class ConsignmentLine(Row):
    """One lot of a consignment: what is to go or went, and what the receiver confirmed.

    Nothing is drawn and no lot is under way while the consignment is prepared.
    """

    __tablename__ = "consignment_line"

    consignment_id: Mapped[UUID] = mapped_column(ForeignKey("consignment.id"), nullable=False)
    position: Mapped[int] = mapped_column(nullable=False)
    from_lot_id: Mapped[UUID] = mapped_column(ForeignKey("lot.id"), nullable=False)
    transit_lot_id: Mapped[UUID | None] = mapped_column(ForeignKey("lot.id"), unique=True)
    received_lot_id: Mapped[UUID | None] = mapped_column(ForeignKey("lot.id"))
    returned_lot_id: Mapped[UUID | None] = mapped_column(ForeignKey("lot.id"))
    taken_back_lot_id: Mapped[UUID | None] = mapped_column(ForeignKey("lot.id"))
    shipped_g: Mapped[int] = mapped_column(BigInteger, nullable=False)
    received_g: Mapped[int | None] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(Text, default="", server_default="")

    from_lot: Mapped[Lot] = relationship(lazy="raise", foreign_keys=[from_lot_id])
    transit_lot: Mapped[Lot | None] = relationship(lazy="raise", foreign_keys=[transit_lot_id])
    difference: Mapped["LineDifference | None"] = relationship(lazy="raise", uselist=False)

    @property
    def ledger_subject(self) -> UUID:
        """The consignment."""
        return self.consignment_id

    @property
    def certified(self) -> bool:
        """Whether it goes or went as certified."""
        return (self.transit_lot or self.from_lot).certified

    __table_args__ = (
        CheckConstraint("shipped_g > 0", name="shipped"),
        CheckConstraint(
            "received_g is null or received_g between 0 and shipped_g", name="received"
        ),
        Index(None, "consignment_id"),
        Index(None, "received_lot_id"),
        Index(None, "from_lot_id"),
    )


class LineDifference(Row):
    """Goods of a line that were not accepted, with the hold on them, until both sides agree."""

    __tablename__ = "line_difference"
    __see__ = Action.SEE_CONSIGNMENT
    __parties__ = {Party.SENDER: "sender_id", Party.RECEIVER: "receiver_id"}

    consignment_id: Mapped[UUID] = mapped_column(ForeignKey("consignment.id"), nullable=False)
    line_id: Mapped[UUID] = mapped_column(
        ForeignKey("consignment_line.id"), unique=True, nullable=False
    )
    sender_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    receiver_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    missing_g: Mapped[int] = mapped_column(BigInteger, nullable=False)
    status: Mapped[DifferenceStatus] = mapped_column(words_of(DifferenceStatus), nullable=False)
    outcome: Mapped[DifferenceOutcome | None] = mapped_column(words_of(DifferenceOutcome))
    note: Mapped[str] = mapped_column(Text, default="", nullable=False)
    proposed_for_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    proposed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    settled_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    hold_id: Mapped[UUID | None] = mapped_column(ForeignKey("lot_hold.id"))

    @property
    def ledger_subject(self) -> UUID:
        """The consignment."""
        return self.consignment_id

    __table_args__ = (
        CheckConstraint("missing_g > 0", name="missing"),
        Index(None, "consignment_id"),
        Index(None, "sender_id", "status"),
        Index(None, "receiver_id", "status"),
    )


class Reversal(Row):
    """One side's wish to take an answered consignment back, and what the other said to it."""

    __tablename__ = "consignment_reversal"
    __see__ = Action.SEE_CONSIGNMENT
    __parties__ = {Party.SENDER: "sender_id", Party.RECEIVER: "receiver_id"}

    consignment_id: Mapped[UUID] = mapped_column(ForeignKey("consignment.id"), nullable=False)
    sender_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    receiver_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    status: Mapped[ReversalStatus] = mapped_column(words_of(ReversalStatus), nullable=False)
    asked_for_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    asked_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    reason: Mapped[str] = mapped_column(Text, nullable=False)
    answered_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    answer_reason: Mapped[str] = mapped_column(Text, default="", nullable=False)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcMoment)

    @property
    def ledger_subject(self) -> UUID:
        """The consignment."""
        return self.consignment_id

    __table_args__ = (
        Index(
            "ix_consignment_reversal_one_asked",
            "consignment_id",
            unique=True,
            sqlite_where=text("status = 'asked'"),
            postgresql_where=text("status = 'asked'"),
        ),
        Index(None, "sender_id", "status"),
        Index(None, "receiver_id", "status"),
    )


class TransportPaper(Row):
    """A paper that travels with a consignment: its number, who gave it, and perhaps its file."""

    __tablename__ = "transport_paper"

    consignment_id: Mapped[UUID] = mapped_column(ForeignKey("consignment.id"), nullable=False)
    kind: Mapped[PaperKind] = mapped_column(words_of(PaperKind), nullable=False)
    number: Mapped[str] = mapped_column(String(80), nullable=False)
    issuer: Mapped[str] = mapped_column(String(200), default="", nullable=False)
    species_id: Mapped[UUID | None] = mapped_column(ForeignKey("species.id"))
    issued_on: Mapped[date | None] = mapped_column(Date)
    valid_until: Mapped[date | None] = mapped_column(Date)
    limit_g: Mapped[int | None] = mapped_column(BigInteger)
    file_name: Mapped[str] = mapped_column(String(200), default="", nullable=False)
    media_type: Mapped[str] = mapped_column(String(80), default="", nullable=False)
    size_bytes: Mapped[int] = mapped_column(BigInteger, default=0, nullable=False)
    sha256: Mapped[str] = mapped_column(String(64), default="", nullable=False)
    added_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    added_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    removed_at: Mapped[datetime | None] = mapped_column(UtcMoment)

    species: Mapped[Species | None] = relationship(lazy="raise")

    @property
    def ledger_subject(self) -> UUID:
        """The consignment."""
        return self.consignment_id

    __table_args__ = (CheckConstraint("limit_g > 0", name="limit"), Index(None, "consignment_id"))


class ReceiverLink(Row):
    """A mailed link by which a receiver without an account says one thing, once."""

    __tablename__ = "receiver_link"

    consignment_id: Mapped[UUID] = mapped_column(ForeignKey("consignment.id"), nullable=False)
    purpose: Mapped[LinkPurpose] = mapped_column(words_of(LinkPurpose), nullable=False)
    email: Mapped[str] = mapped_column(String(320), nullable=False)
    secret_digest: Mapped[str] = mapped_column(String(64), nullable=False, unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    expires_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    used_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcMoment)

    @property
    def ledger_subject(self) -> UUID:
        """The consignment."""
        return self.consignment_id

    __table_args__ = (Index(None, "consignment_id"),)


def whole_consignment() -> list[LoaderOption]:
    """Load a consignment with parties, lines, lots, papers and reversals in a few queries."""
    lines = selectinload(Consignment.lines)
    return [
        joinedload(Consignment.sender),
        joinedload(Consignment.receiver),
        lines.joinedload(ConsignmentLine.from_lot).joinedload(Lot.species),
        lines.joinedload(ConsignmentLine.transit_lot),
        lines.joinedload(ConsignmentLine.difference),
        selectinload(Consignment.papers).joinedload(TransportPaper.species),
        selectinload(Consignment.reversals),
    ]
