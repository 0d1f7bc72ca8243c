"""Many new rows of one table in one go: COPY on PostgreSQL, one prepared statement on SQLite."""

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

from fairwild.store.base import Base

FEW_ROWS = 200
ID_BYTES = 16


def new_ids(count: int) -> list[UUID]:
    """Give so many random ids, least first: rows written in that order lie close together."""
    drawn = os.urandom(count * ID_BYTES)
    cuts = range(0, len(drawn), ID_BYTES)
    ordered = sorted(drawn[cut : cut + ID_BYTES] for cut in cuts)
    return [UUID(bytes=one, version=4) for one in ordered]


def insert_rows(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows that all name the same columns; defaults of the model are not asked.

    It is part of the session's transaction; constraints hold as for any other row.
    """
    if not rows:
        return
    if len(rows) < FEW_ROWS:
        session.connection().execute(insert(model.__table__), rows)  # type: ignore[arg-type]  # every model of ours has a table
        return
    insert_columns(session, model, {name: [row[name] for row in rows] for name in rows[0]})


def insert_columns(
    session: Session,
    model: type[Base],
    values: Mapping[str, Sequence[Any]],
    *,
    as_stored: Collection[str] = (),
) -> None:
    """Write rows given column by column, as `insert_rows` does.

    Columns named `as_stored` have their values in the form in which the database keeps them.
    """
    table = cast("Table", model.__table__)
    connection = session.connection()
    said = []
    for name, column in values.items():
        kind = table.columns[name].type.dialect_impl(connection.dialect)
        convert = None if name in as_stored else kind.bind_processor(connection.dialect)
        said.append(_converted(column, convert))
    names = ", ".join(table.columns[name].name for name in values)
    cursor = connection.connection.cursor()
    if connection.dialect.name == "sqlite":
        places = ", ".join("?" * len(said))
        cursor.executemany(
            f"INSERT INTO {table.name} ({names}) VALUES ({places})",  # noqa: S608 - names of our own tables
            list(zip(*said, strict=True)),
        )
        return
    with cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
        for row in zip(*said, strict=True):
            copy.write_row(row)


def _converted(values: Sequence[Any], convert: Callable[[Any], Any] | None) -> Sequence[Any]:
    """Give the values as the driver wants them; one that is there many times is converted once."""
    if convert is None:
        return values
    known = {id(value): value for value in values}
    made = {key: convert(value) for key, value in known.items()}
    return [made[id(value)] for value in values]
