"""Evaluations and decisions."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ForeignKey,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from fairwild.audits.states import Outcome
from fairwild.store.base import Row
from fairwild.store.types import PlainJson, UtcMoment, words_of


class Evaluation(Row):
    """An evaluator's recommendation on a finished audit."""

    __tablename__ = "evaluation"

    audit_id: Mapped[UUID] = mapped_column(ForeignKey("audit.id"), nullable=False, unique=True)
    evaluator_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), nullable=False)
    recommendation: Mapped[Outcome] = mapped_column(words_of(Outcome), nullable=False)
    reasons: Mapped[str] = mapped_column(Text, nullable=False)
    conditions: Mapped[str] = mapped_column(Text, default="", server_default="", nullable=False)
    evaluated_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    @property
    def ledger_subject(self) -> UUID:
        """The audit."""
        return self.audit_id


class Decision(Row):
    """A certifier's decision, with the facts and parameters it rests on."""

    __tablename__ = "decision"

    audit_id: Mapped[UUID] = mapped_column(ForeignKey("audit.id"), nullable=False, unique=True)
    certifier_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), nullable=False)
    outcome: Mapped[Outcome] = mapped_column(words_of(Outcome), nullable=False)
    reasons: Mapped[str] = mapped_column(Text, nullable=False)
    conditions: Mapped[str] = mapped_column(Text, default="", server_default="", nullable=False)
    facts: Mapped[dict[str, Any]] = mapped_column(PlainJson, nullable=False)
    decided_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    @property
    def ledger_subject(self) -> UUID:
        """The audit."""
        return self.audit_id
