"""Mock recalls that an auditor had made during an audit."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.store.base import Row
from fairwild.store.types import UtcMoment


class AuditRehearsal(Row):
    """A recall rehearsed for an audit, with a clock: how long until the operator's papers agreed.

    `search_ms` is what the trace itself took; `agrees` is the auditor's word on the papers.
    """

    __tablename__ = "audit_rehearsal"
    __see__ = Action.SEE_AUDIT
    __parties__ = {Party.OPERATOR: "operator_id", Party.BODY: "body_id"}

    audit_id: Mapped[UUID] = mapped_column(ForeignKey("audit.id"), nullable=False)
    body_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    operator_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    recall_id: Mapped[UUID] = mapped_column(ForeignKey("recall.id"), nullable=False)
    recall_number: Mapped[str] = mapped_column(String(60), nullable=False)
    lot_number: Mapped[str] = mapped_column(String(80), nullable=False)
    lots: Mapped[int] = mapped_column(nullable=False)
    holders: Mapped[int] = mapped_column(nullable=False)
    labels: Mapped[int] = mapped_column(nullable=False)
    search_ms: Mapped[int] = mapped_column(nullable=False)
    started_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    started_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"), nullable=False)
    stopped_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    agrees: Mapped[bool | None] = mapped_column()
    note: Mapped[str] = mapped_column(Text, default="", nullable=False)

    __table_args__ = (
        Index(None, "audit_id", "started_at"),
        CheckConstraint("stopped_at is null or stopped_at >= started_at", name="clock"),
    )
