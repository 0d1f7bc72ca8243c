"""Alarms that somebody put aside."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.alarms.states import AlarmKind
from fairwild.store.base import Row
from fairwild.store.types import PlainJson, UtcMoment, words_of


class AlarmDismissal(Row):
    """Somebody looked at an alarm and said why it is none; `key` is that of the alarm then."""

    __tablename__ = "alarm_dismissal"
    __see__ = Action.SEE_ALARM
    __parties__ = {Party.HOLDER: "organisation_id", Party.BODY: "organisation_id"}

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    key: Mapped[str] = mapped_column(String(400), nullable=False)
    kind: Mapped[AlarmKind] = mapped_column(words_of(AlarmKind), nullable=False)
    figures: Mapped[dict[str, Any]] = mapped_column(PlainJson, default=dict, nullable=False)
    reason: Mapped[str] = mapped_column(Text, nullable=False)
    dismissed_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    dismissed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    restored_at: Mapped[datetime | None] = mapped_column(UtcMoment)

    __table_args__ = (UniqueConstraint("organisation_id", "key"),)
