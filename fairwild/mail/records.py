"""The queue of letters."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Index, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from fairwild.store.base import Base
from fairwild.store.types import UtcMoment


class QueuedLetter(Base):
    """A letter waiting for the sender, or sent."""

    __tablename__ = "queued_letter"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    to: Mapped[str] = mapped_column(String(320), nullable=False)
    subject: Mapped[str] = mapped_column(String(300), nullable=False)
    body: Mapped[str] = mapped_column(Text, nullable=False)
    queued_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    sent_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    failures: Mapped[int] = mapped_column(default=0, nullable=False)

    __table_args__ = (Index(None, "sent_at"),)
