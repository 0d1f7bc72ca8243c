"""More rows of everything: each row again under an id of its own, beside the one it is like."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from sqlalchemy import Column, Connection, Date, Enum, Integer, String, Table, UniqueConstraint
from sqlalchemy.exc import IntegrityError

from fairwild.tables import metadata

ALONE = {
    "ledger_entry": "has no id, and nothing may be added past a deed",
    "certificate": "is none without its states",
    "idempotent_answer": "is shown to nobody",
}
"""Tables whose rows are left alone, and why."""


def more_of_everything(
    connection: Connection, *, rows: int, copies: int, numbers: Iterator[int]
) -> set[str]:
    """Repeat so many rows of every table so often; gives the tables in which that was possible."""
    connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    grown = set()
    for table in metadata.sorted_tables:
        if table.name in ALONE or "id" not in table.c:
            continue
        first = connection.execute(table.select().limit(rows))
        for row in [dict(one._mapping) for one in first for _ in range(copies)]:
            if _repeated(connection, table, row, next(numbers)):
                grown.add(table.name)
    return grown


def numbers() -> Iterator[int]:
    """Give numbers no row has yet."""
    return count(1)


def _repeated(connection: Connection, table: Table, row: dict[str, Any], number: int) -> bool:
    """Write a row once more; false where it can stand there only once."""
    counted = {column.name for column in table.primary_key if isinstance(column.type, Integer)}
    changed = {name: value for name, value in row.items() if name not in counted}
    changed["id"] = uuid4()
    for unique in _uniques(table):
        column = next((one for one in unique if _may_change(one)), None)
        if column is not None:
            changed[column.name] = _other(column, row[column.name], number)
    try:
        with connection.begin_nested():
            connection.execute(table.insert(), [changed])
    except IntegrityError:
        return False
    return True


def _uniques(table: Table) -> Iterator[list[Column[Any]]]:
    """Give the columns that together stand only once."""
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            yield list(constraint.columns)
    for index in table.indexes:
        if index.unique:
            yield list(index.columns)


def _may_change(column: Column[Any]) -> bool:
    is_plain = isinstance(column.type, String | Integer | Date) and not column.foreign_keys
    return column.nullable or (is_plain and not isinstance(column.type, Enum))


def _other(column: Column[Any], value: Any, number: int) -> Any:
    """Give another value where there is one; what may be left out is left out."""
    if column.nullable or value is None:
        return None
    if isinstance(value, date):
        return value + timedelta(days=number)
    if isinstance(value, int):
        return value + 1_000 * number
    tail = f"{number:06d}"
    longest = getattr(column.type, "length", None) or 200
    return value[: longest - len(tail)] + tail
