"""Imports: the file, how its columns were read, what is wrong with its rows, and what it wrote."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.imports.columns import manners_in
from fairwild.imports.states import Choice, Manner, RowState
from fairwild.store.base import Base, Row
from fairwild.store.types import PlainJson, UtcMoment, words_of


class ImportRun(Row):
    """One file from its upload to what it wrote, or its undoing.

    `mapping` says by the place of a column what it means and, behind a colon, how it is written
    where that could be read in two ways. Nothing of the trade is written
    before `confirmed_at`; what happens there and at the undoing is in the ledger.
    """

    __tablename__ = "import_run"
    __see__ = Action.SEE_IMPORT
    __parties__ = {Party.HOLDER: "organisation_id", Party.OPERATOR: "organisation_id"}
    __ledgered__ = False

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    what: Mapped[str] = mapped_column(String(20), nullable=False)
    file_name: Mapped[str] = mapped_column(String(200), nullable=False)
    sha256: Mapped[str] = mapped_column(String(64), nullable=False)
    sheet: Mapped[str] = mapped_column(String(100), default="", server_default="", nullable=False)
    headings: Mapped[list[str]] = mapped_column(
        PlainJson, default=list, server_default="[]", nullable=False
    )
    mapping: Mapped[dict[str, Any]] = mapped_column(PlainJson, default=dict, nullable=False)
    counts: Mapped[dict[str, Any]] = mapped_column(
        PlainJson, default=dict, server_default="{}", nullable=False
    )
    uploaded_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    uploaded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    checked_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    started_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    confirmed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    undone_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    undo_reason: Mapped[str] = mapped_column(Text, default="", server_default="", nullable=False)

    __table_args__ = (Index(None, "organisation_id", "uploaded_at"),)

    @property
    def manners(self) -> dict[str, Manner]:
        """In which manners the columns of the file write their days and numbers."""
        return manners_in({int(place): str(said) for place, said in self.mapping.items()})


class ImportMapping(Row):
    """How the columns of a kind of file are read, kept by name for the next such file."""

    __tablename__ = "import_mapping"
    __see__ = Action.SEE_IMPORT
    __parties__ = {Party.HOLDER: "organisation_id", Party.OPERATOR: "organisation_id"}
    __ledgered__ = False

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    what: Mapped[str] = mapped_column(String(20), nullable=False)
    name: Mapped[str] = mapped_column(String(80), nullable=False)
    columns: Mapped[dict[str, str]] = mapped_column(PlainJson, nullable=False)
    headings_digest: Mapped[str] = mapped_column(String(64), nullable=False)
    saved_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    __table_args__ = (
        UniqueConstraint("organisation_id", "what", "name"),
        Index(None, "organisation_id", "what", "headings_digest"),
    )


class ImportRow(Base):
    """A row that needs somebody's eye, or was put right or left out by hand; the rest needs none.

    `cells` are by column, as they stand or were typed over; `edited` keeps them from the file.
    """

    __tablename__ = "import_row"

    run_id: Mapped[UUID] = mapped_column(
        ForeignKey("import_run.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    cells: Mapped[dict[str, str]] = mapped_column(PlainJson, nullable=False)
    state: Mapped[RowState] = mapped_column(words_of(RowState), nullable=False)
    problems: Mapped[list[dict[str, Any]]] = mapped_column(PlainJson, nullable=False)
    choice: Mapped[Choice] = mapped_column(words_of(Choice), nullable=False)
    edited: Mapped[bool] = mapped_column(default=False, nullable=False)

    __table_args__ = (Index(None, "run_id", "state", "number"),)


class ImportRecord(Base):
    """One thing that an import made or changed; receipts name their import themselves.

    `before` is what stood in a changed record, for the undoing.
    """

    __tablename__ = "import_record"

    run_id: Mapped[UUID] = mapped_column(ForeignKey("import_run.id"), primary_key=True)
    record_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    number: Mapped[int] = mapped_column(nullable=False)
    what: Mapped[str] = mapped_column(String(40), nullable=False)
    before: Mapped[dict[str, Any] | None] = mapped_column(PlainJson)

    __table_args__ = (Index(None, "run_id", "number"),)
