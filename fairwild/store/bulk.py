"""Many new rows of one table in one go: COPY on PostgreSQL, one prepared statement on SQLite."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Column, Dialect, Table, insert
from sqlalchemy.orm import Session

from fairwild.store.base import Base

FEW_ROWS = 200


def insert_rows(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows that all name the same columns; defaults of the model are not asked.

    It is part of the session's transaction; constraints hold as for any other row.
    """
    if not rows:
        return
    table = cast("Table", model.__table__)
    connection = session.connection()
    if len(rows) < FEW_ROWS:
        connection.execute(insert(table), rows)
        return
    columns = [table.columns[name] for name in rows[0]]
    said = _prepared(columns, connection.dialect, rows)
    names = ", ".join(column.name for column in columns)
    cursor = connection.connection.cursor()
    if connection.dialect.name == "sqlite":
        places = ", ".join("?" * len(columns))
        cursor.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({places})", said)  # noqa: S608 - names of our own tables
        return
    with cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
        for row in said:
            copy.write_row(row)


def _prepared(
    columns: Sequence[Column[Any]], dialect: Dialect, rows: Sequence[Mapping[str, Any]]
) -> list[tuple[Any, ...]]:
    """Give the values as the driver wants them, column by column."""
    made = []
    for column in columns:
        convert = column.type.dialect_impl(dialect).bind_processor(dialect)
        made.append(_converted([row[column.key] for row in rows], convert))
    return list(zip(*made, strict=True))


def _converted(values: list[Any], convert: Callable[[Any], Any] | None) -> list[Any]:
    return values if convert is None else [convert(value) for value in values]
