"""The tables of numbers that were used, row by row."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from fairwild.standards.naming import subject_of_numbers
from fairwild.store.base import Base, Ledgered
from fairwild.store.types import PlainJson, UtcMoment


class NumbersTable(Ledgered, Base):
    """A table of the scheme's numbers as it stood when something first rested on it.

    A trigger lets nobody change or delete it.
    """

    __tablename__ = "numbers_table"

    version: Mapped[str] = mapped_column(String(16), primary_key=True)
    rows: Mapped[list[dict[str, Any]]] = mapped_column(PlainJson, nullable=False)
    kept_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    @property
    def ledger_subject(self) -> UUID:
        """The table, known by its version."""
        return subject_of_numbers(self.version)
