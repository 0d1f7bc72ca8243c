"""Imports: the file, how its columns were read, and what it wrote."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.store.base import Row
from fairwild.store.types import PlainJson, UtcMoment


class ImportRun(Row):
    """One file from its upload to what it wrote, or its undoing."""

    __tablename__ = "import_run"
    __see__ = Action.SEE_IMPORT
    __parties__ = {Party.HOLDER: "organisation_id", Party.OPERATOR: "organisation_id"}

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    what: Mapped[str] = mapped_column(String(20), nullable=False)
    file_name: Mapped[str] = mapped_column(String(200), nullable=False)
    sha256: Mapped[str] = mapped_column(String(64), nullable=False)
    mapping: Mapped[dict[str, Any]] = mapped_column(PlainJson, default=dict, nullable=False)
    uploaded_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    uploaded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    undone_at: Mapped[datetime | None] = mapped_column(UtcMoment)

    __table_args__ = (Index(None, "organisation_id", "uploaded_at"),)
