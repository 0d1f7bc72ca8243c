"""The papers of audits as they were when they became binding."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.desks.states import PaperKind
from fairwild.store.base import Row
from fairwild.store.types import PlainJson, UtcMoment, words_of


class AuditPaper(Row):
    """Every word of one edition of a paper; a trigger lets nobody change or delete it."""

    __tablename__ = "audit_paper"
    __see__ = Action.SEE_AUDIT
    __parties__ = {Party.OPERATOR: "operator_id", Party.BODY: "body_id"}

    audit_id: Mapped[UUID] = mapped_column(ForeignKey("audit.id"), nullable=False)
    body_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    operator_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    kind: Mapped[PaperKind] = mapped_column(words_of(PaperKind), nullable=False)
    edition: Mapped[int] = mapped_column(nullable=False)
    facts: Mapped[dict[str, Any]] = mapped_column(PlainJson, nullable=False)
    sha256: Mapped[str] = mapped_column(String(64), nullable=False)
    kept_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    @property
    def ledger_subject(self) -> UUID:
        """The audit."""
        return self.audit_id

    __table_args__ = (
        UniqueConstraint("audit_id", "kind", "edition"),
        CheckConstraint("edition >= 1", name="edition"),
    )
