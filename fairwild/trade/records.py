"""Consignments and their lines."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload
from sqlalchemy.orm.interfaces import LoaderOption

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.lots.records import Lot
from fairwild.organisations.records import Organisation
from fairwild.store.base import Row
from fairwild.store.types import UtcMoment, words_of
from fairwild.trade.states import ConsignmentStatus


class Consignment(Row):
    """Goods sold and moved together from one organisation to another."""

    __tablename__ = "consignment"
    __see__ = Action.SEE_CONSIGNMENT
    __parties__ = {Party.SENDER: "sender_id", Party.RECEIVER: "receiver_id"}

    number: Mapped[str] = mapped_column(String(60), nullable=False, unique=True)
    sender_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    receiver_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    status: Mapped[ConsignmentStatus] = mapped_column(words_of(ConsignmentStatus), nullable=False)
    shipped_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    shipped_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    invoice_number: Mapped[str] = mapped_column(String(80), default="", nullable=False)
    transport_note: Mapped[str] = mapped_column(Text, default="", nullable=False)
    answered_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    answer_reason: Mapped[str] = mapped_column(Text, default="", nullable=False)

    sender: Mapped[Organisation] = relationship(lazy="raise", foreign_keys=[sender_id])
    receiver: Mapped[Organisation] = relationship(lazy="raise", foreign_keys=[receiver_id])
    lines: Mapped[list["ConsignmentLine"]] = relationship(
        lazy="raise", order_by="ConsignmentLine.position"
    )

    __table_args__ = (
        CheckConstraint("sender_id <> receiver_id", name="two_parties"),
        Index(None, "sender_id", "shipped_at"),
        Index(None, "receiver_id", "shipped_at"),
    )


class ConsignmentLine(Row):
    """One lot of a consignment: what was shipped, and what the receiver confirmed."""

    __tablename__ = "consignment_line"

    consignment_id: Mapped[UUID] = mapped_column(ForeignKey("consignment.id"), nullable=False)
    position: Mapped[int] = mapped_column(nullable=False)
    from_lot_id: Mapped[UUID] = mapped_column(ForeignKey("lot.id"), nullable=False)
    transit_lot_id: Mapped[UUID] = mapped_column(ForeignKey("lot.id"), nullable=False, unique=True)
    received_lot_id: Mapped[UUID | None] = mapped_column(ForeignKey("lot.id"))
    shipped_g: Mapped[int] = mapped_column(BigInteger, nullable=False)
    received_g: Mapped[int | None] = mapped_column(BigInteger)

    from_lot: Mapped[Lot] = relationship(lazy="raise", foreign_keys=[from_lot_id])
    transit_lot: Mapped[Lot] = relationship(lazy="raise", foreign_keys=[transit_lot_id])

    @property
    def ledger_subject(self) -> UUID:
        """The consignment."""
        return self.consignment_id

    __table_args__ = (
        CheckConstraint("shipped_g > 0", name="shipped"),
        CheckConstraint(
            "received_g is null or received_g between 0 and shipped_g", name="received"
        ),
        Index(None, "consignment_id"),
    )


def whole_consignment() -> list[LoaderOption]:
    """Load a consignment with its parties, lines and lots in two queries."""
    lines = selectinload(Consignment.lines)
    return [
        joinedload(Consignment.sender),
        joinedload(Consignment.receiver),
        lines.joinedload(ConsignmentLine.from_lot).joinedload(Lot.species),
        lines.joinedload(ConsignmentLine.transit_lot),
    ]
