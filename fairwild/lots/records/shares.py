"""Who is shown more of somebody's lineage than one step."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.store.base import Row
from fairwild.store.types import UtcMoment


class LineageShare(Row):
    """An organisation shows its lots to another, or without one named to all its buyers."""

    __tablename__ = "lineage_share"
    __see__ = Action.SHARE_LINEAGE
    __parties__ = {Party.HOLDER: "owner_id"}

    owner_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    with_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    since: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    shared_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (
        CheckConstraint("with_id is null or with_id <> owner_id", name="another"),
        Index(None, "owner_id", "ended_at"),
        Index(None, "with_id", "ended_at"),
    )
