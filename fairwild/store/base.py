"""What every row has: an id, a version for optimistic checks, and its parties."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import Integer, MetaData, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from fairwild.access.actions import Action
from fairwild.access.parties import Party

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The registry of every table."""

    metadata = MetaData(naming_convention=NAMING)


class Ledgered:
    """A row whose every change must be covered by an event of its subject."""

    __ledgered__: ClassVar[bool] = True

    @property
    def ledger_subject(self) -> UUID:
        """The subject whose events cover a change of this row."""
        subject: UUID = self.id  # type: ignore[attr-defined]  # every ledgered table has an id
        return subject


class Row(Ledgered, Base):
    """A thing of the trade: permission and the ledger know it by its id.

    `__parties__` says which column names which party of the thing; the policy table and
    the SQL filters of lists both read it, so they cannot disagree.
    `__see__` is the action that decides who may see it.
    """

    __abstract__ = True
    __parties__: ClassVar[Mapping[Party, str]] = {}
    __see__: ClassVar[Action | None] = None

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    version: Mapped[int] = mapped_column(Integer, default=1, nullable=False)

    def __init__(self, **columns: Any) -> None:
        columns.setdefault("id", uuid4())  # events need the id before the row is written
        super().__init__(**columns)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, object]:  # noqa: N805 - SQLAlchemy passes the class
        """Count the version up on every change; a stale write is refused."""
        return {"version_id_col": cls.version}

    def party(self, party: Party) -> UUID | None:
        """Name the organisation that is this party of the thing, where there is one."""
        column = self.__parties__.get(party)
        value: UUID | None = getattr(self, column) if column else None
        return value
