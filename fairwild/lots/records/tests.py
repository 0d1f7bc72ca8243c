"""What laboratories found."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairwild.lots.records.material import Lot
from fairwild.lots.states import LimitKind, Verdict
from fairwild.store.base import Row
from fairwild.store.types import UtcMoment, words_of


class LotTest(Row):
    """What a laboratory found in a lot or in a sample of it, with its report where there is one.

    `result` and what is `allowed`, at most or at least, are as the report writes them, in `unit`.
    `verdict_reason` says why the verdict stands where the two numbers speak against it.
    """

    __tablename__ = "lot_test"

    lot_id: Mapped[UUID] = mapped_column(ForeignKey("lot.id"), nullable=False)
    laboratory: Mapped[str] = mapped_column(String(200), nullable=False)
    method: Mapped[str] = mapped_column(String(200), nullable=False)
    tested_for: Mapped[str] = mapped_column(String(200), nullable=False)
    result: Mapped[str] = mapped_column(String(200), nullable=False)
    unit: Mapped[str] = mapped_column(String(40), default="", nullable=False)
    allowed: Mapped[str] = mapped_column(String(200), default="", nullable=False)
    limit_kind: Mapped[LimitKind] = mapped_column(
        words_of(LimitKind),
        default=LimitKind.AT_MOST,
        server_default=LimitKind.AT_MOST,
        nullable=False,
    )
    verdict: Mapped[Verdict] = mapped_column(words_of(Verdict), nullable=False)
    verdict_reason: Mapped[str] = mapped_column(Text, default="", server_default="", nullable=False)
    tested_on: Mapped[date] = mapped_column(nullable=False)
    note: Mapped[str] = mapped_column(Text, default="", nullable=False)
    file_name: Mapped[str | None] = mapped_column(String(200))
    media_type: Mapped[str | None] = mapped_column(String(60))
    size_bytes: Mapped[int | None] = mapped_column()
    sha256: Mapped[str | None] = mapped_column(String(64))
    recorded_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    withdrawal_reason: Mapped[str] = mapped_column(
        Text, default="", server_default="", nullable=False
    )

    lot: Mapped[Lot] = relationship(lazy="raise")

    @property
    def ledger_subject(self) -> UUID:
        """The lot."""
        return self.lot_id

    __table_args__ = (
        CheckConstraint("(sha256 is null) = (file_name is null)", name="file"),
        Index(None, "lot_id"),
    )
