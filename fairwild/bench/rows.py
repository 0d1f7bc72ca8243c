"""Rows on their way into a table, as fast as the engine takes them."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import JSON, Boolean, Column, Connection, Date, Integer, String, Table

BATCH = 5000
BEGAN = datetime(2026, 3, 1, 8, tzinfo=UTC)


def _plain(column: "Column[Any]") -> object:
    """Give what stands in a column that a made row says nothing about."""
    default = column.default
    if default is not None and default.is_scalar:
        return default.arg  # type: ignore[attr-defined]  # a scalar default has its value
    if isinstance(column.type, JSON):
        return "{}"
    for kind, value in ((Boolean, False), (Integer, 0), (Date, date(2026, 1, 1)), (String, "")):
        if isinstance(column.type, kind):
            return value
    return BEGAN


class Rows:
    """Rows of one table on their way into the database; what varies is given, the rest is same."""

    def __init__(self, connection: Any, table: Table, varying: Sequence[str], **same: Any) -> None:
        needed = [
            one
            for one in table.columns
            if one.name not in varying
            and one.name not in same
            and not one.nullable
            and one.server_default is None
        ]
        self.same = [*same.values(), *(_plain(one) for one in needed)]
        names = [*varying, *same, *(one.name for one in needed)]
        self.connection, self.waiting = connection, list[tuple[Any, ...]]()
        self.is_sqlite = connection.dialect.name == "sqlite"
        listed = ", ".join(f'"{name}"' for name in names)
        marks = ", ".join("?" for _ in names)
        into = f'INTO "{table.name}" ({listed}) VALUES ({marks})'
        self.insert = f"INSERT {into}"
        self.copy = f'COPY "{table.name}" ({listed}) FROM STDIN'
        self.same = [self._written(value) for value in self.same]

    def add(self, *varying: Any) -> None:
        """Take a row; every so many are written at once."""
        self.waiting.append(varying)
        if len(self.waiting) >= BATCH:
            self.write()

    def write(self) -> None:
        """Write what waits."""
        rows = [[*map(self._written, row), *self.same] for row in self.waiting]
        self.waiting.clear()
        driver = self.connection.connection.driver_connection
        if self.is_sqlite:
            driver.executemany(self.insert, rows)
            return
        lines = "".join("\t".join(row) + "\n" for row in rows)
        with driver.cursor() as cursor, cursor.copy(self.copy) as copy:
            copy.write(lines)

    def _written(self, value: Any) -> Any:
        kind = type(value)
        if kind is UUID:
            return value.hex
        if kind is datetime:
            stamp = str(value)[:19]
            return f"{stamp}.000000" if self.is_sqlite else f"{stamp}+00"
        if self.is_sqlite:
            return str(value) if isinstance(value, date) else value
        return "\\N" if value is None else str(value).replace("\\", "\\\\")


class _Checking(NamedTuple):
    """How an engine is told not to check keys, and to check them again."""

    off: str
    on: str


_UNCHECKED = {
    "sqlite": _Checking("PRAGMA foreign_keys = OFF", "PRAGMA foreign_keys = ON"),
    "postgresql": _Checking(
        "SET session_replication_role = replica", "SET session_replication_role = origin"
    ),
}


@contextmanager
def unchecked(connection: Connection) -> Iterator[None]:
    """Check no keys while rows go in, and commit them."""
    driver: Any = connection.connection.driver_connection
    checking = _UNCHECKED[connection.dialect.name]
    driver.execute(checking.off)  # before the transaction, or SQLite does not hear it
    yield
    connection.commit()
    driver.execute(checking.on)
    driver.commit()


@contextmanager
def indexed_afterwards(connection: Connection, tables: Iterable[Table]) -> Iterator[None]:
    """Take the indexes off these tables while rows go in, and build each in one go."""
    indexes = [one for table in tables for one in sorted(table.indexes, key=str)]
    for one in indexes:
        one.drop(connection, checkfirst=True)
    yield
    for one in indexes:
        one.create(connection, checkfirst=True)


Shape = tuple[str, str]
SHAPES: dict[str, Shape] = {
    "collect": ("raw", "fresh"),
    "dry": ("dried", "dry"),
    "cut": ("cut", "dry"),
    "pack": ("packed", "dry"),
}


def shape_of(kind: str, taken: Sequence[Shape]) -> Shape:
    """Give form and state of what a movement makes: its own, or what the first lot taken has."""
    return SHAPES.get(kind) or taken[0]
