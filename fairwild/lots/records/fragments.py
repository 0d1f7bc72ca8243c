"""What a trace answers with, written once: the origins of the collection lots a movement took.

Both tables are derived, as `movement_before` is: they are written with the movement that draws
on collection lots and never changed. The receipts of a lot that was drawn on stand for good, and
a movement that is taken back is no longer reached by any walk.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from fairwild.store.base import Base
from fairwild.store.types import UtcMoment


class MovementOrigin(Base):
    """What one harvester brought from one area into the collection lots a movement took.

    Lots that were taken whole are summed, and `lot_id` names none. Of a lot that was taken in
    part, `taken_g` of its `made_g`, the receipts are named again by every movement that takes
    from it: who adds up counts such a lot once. Nothing but the movement is a foreign key: it
    vouches for the rest, and a check for each would double the price of recording.
    """

    __tablename__ = "movement_origin"

    movement_seq: Mapped[int] = mapped_column(ForeignKey("movement.seq"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    lot_id: Mapped[UUID | None] = mapped_column(Uuid)
    operator_id: Mapped[UUID] = mapped_column(Uuid, nullable=False)
    harvester_id: Mapped[UUID] = mapped_column(Uuid, nullable=False)
    area_id: Mapped[UUID] = mapped_column(Uuid, nullable=False)
    species_id: Mapped[UUID] = mapped_column(Uuid, nullable=False)
    receipts: Mapped[int] = mapped_column(nullable=False)
    first_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    last_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    net_g: Mapped[int] = mapped_column(BigInteger, nullable=False)
    taken_g: Mapped[int] = mapped_column(BigInteger, nullable=False)
    made_g: Mapped[int] = mapped_column(BigInteger, nullable=False)

    __table_args__ = (
        CheckConstraint("receipts > 0 and net_g > 0", name="weight"),
        CheckConstraint("taken_g between 1 and made_g", name="taken"),
    )


class MovementFragment(Base):
    """The collection lots a movement took as JSON objects, joined by commas, without brackets.

    The redacted one names no harvester; it is for everybody but the operator.
    """

    __tablename__ = "movement_fragment"

    movement_seq: Mapped[int] = mapped_column(ForeignKey("movement.seq"), primary_key=True)
    redacted: Mapped[bool] = mapped_column(primary_key=True)
    operator_id: Mapped[UUID] = mapped_column(Uuid, nullable=False)
    rows: Mapped[int] = mapped_column(nullable=False)
    body: Mapped[str] = mapped_column(Text, nullable=False)
