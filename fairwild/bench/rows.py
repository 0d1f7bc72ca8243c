"""Rows on their way into a table, as fast as the engine takes them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Boolean, Column, Date, Integer, String, Table

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
        if isinstance(value, UUID):
            return value.hex
        if isinstance(value, datetime):
            stamp = value.strftime("%Y-%m-%d %H:%M:%S")
            return f"{stamp}.000000" if self.is_sqlite else f"{stamp}+00"
        if self.is_sqlite:
            return str(value) if isinstance(value, date) else value
        return "\\N" if value is None else str(value).replace("\\", "\\\\")


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
