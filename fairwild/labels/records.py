"""Print runs and labels."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship
from sqlalchemy.orm.interfaces import LoaderOption

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.lots.records import Lot
from fairwild.store.base import Base, Row
from fairwild.store.types import PlainJson, UtcMoment


class PrintRun(Row):
    """One order of labels for a lot, with everything needed to print it again alike."""

    __tablename__ = "print_run"
    __see__ = Action.SEE_LABELS
    __parties__ = {Party.HOLDER: "holder_id"}

    lot_id: Mapped[UUID] = mapped_column(ForeignKey("lot.id"), nullable=False)
    holder_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    sheet: Mapped[str] = mapped_column(String(40), nullable=False)
    label_count: Mapped[int] = mapped_column(nullable=False)
    start_position: Mapped[int] = mapped_column(nullable=False)
    copies: Mapped[int] = mapped_column(nullable=False)
    paper: Mapped[dict[str, Any]] = mapped_column(PlainJson, nullable=False)
    ordered_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    ordered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))

    lot: Mapped[Lot] = relationship(lazy="raise")

    __table_args__ = (
        CheckConstraint("label_count between 1 and 10000", name="label_count"),
        CheckConstraint("copies between 1 and 100", name="copies"),
        Index(None, "lot_id"),
        Index(None, "holder_id", "ordered_at"),
    )


class Label(Base):
    """One label with a code of its own; the event of its print run covers it."""

    __tablename__ = "label"

    code: Mapped[str] = mapped_column(String(16), primary_key=True)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("print_run.id"), nullable=False)
    serial: Mapped[int] = mapped_column(nullable=False)

    run: Mapped[PrintRun] = relationship(lazy="raise")

    __table_args__ = (Index(None, "run_id", "serial", unique=True),)


def lot_and_species() -> LoaderOption:
    """Load a print run with its lot and what grows in it."""
    return joinedload(PrintRun.lot).joinedload(Lot.species)
