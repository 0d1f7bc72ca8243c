"""Keyset paging: one page after an opaque cursor, as fast at the end of a list as at its start."""

import base64
import binascii
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, literal, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from fairwild.kernel.refusals import Invalid

T = TypeVar("T")

PAGE_ROWS = 50


@dataclass(frozen=True)
class Page(Generic[T]):
    """Rows of one page, and the cursor of the next one where there is one."""

    rows: list[T]
    following: str | None = None


@dataclass(frozen=True)
class Cursor:
    """Where a client stands in a list and how much it wants."""

    after: str = ""
    limit: int = PAGE_ROWS


def _written(row: object, columns: Sequence[InstrumentedAttribute[Any]]) -> str:
    text = json.dumps([str(getattr(row, column.key)) for column in columns])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _typed(column: InstrumentedAttribute[Any], text: str) -> ColumnElement[Any]:
    kind = column.type.python_type
    value = kind.fromisoformat(text) if hasattr(kind, "fromisoformat") else kind(text)
    return literal(value, column.type)


def _read(cursor: str, columns: Sequence[InstrumentedAttribute[Any]]) -> list[ColumnElement[Any]]:
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        parts = json.loads(text)
        return [_typed(column, str(part)) for column, part in zip(columns, parts, strict=True)]
    except (ValueError, TypeError, binascii.Error) as error:
        raise Invalid({"cursor": "unknown"}) from error


def page_of(
    session: Session,
    query: Select[T],
    columns: Sequence[InstrumentedAttribute[Any]],
    cursor: Cursor,
) -> Page[T]:
    """Give one page in descending order of the columns; the last column must be unique.

    Raises Invalid for a cursor that is not of this list.
    """
    return page_of_pieces(session, [query], columns, cursor)


def page_of_pieces(
    session: Session,
    queries: Iterable[Select[T]],
    columns: Sequence[InstrumentedAttribute[Any]],
    cursor: Cursor,
) -> Page[T]:
    """Give one page of several queries, as `page_of` does, where a list is asked for in pieces.

    Everything of a query comes before everything of the next one in the order of the columns.
    """

    def below(query: Select[T]) -> Select[T]:
        if not cursor.after:
            return query
        return query.where(tuple_(*columns) < tuple_(*_read(cursor.after, columns)))

    rows: list[T] = []
    for query in queries:
        ordered = below(query).order_by(*(column.desc() for column in columns))
        rows += session.scalars(ordered.limit(cursor.limit + 1 - len(rows))).unique()
        if len(rows) > cursor.limit:
            break
    if len(rows) <= cursor.limit:
        return Page(rows)
    return Page(rows[: cursor.limit], _written(rows[cursor.limit - 1], columns))
