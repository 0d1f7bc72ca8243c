"""Column types that behave alike on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Enum, Integer, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

PlainJson = JSON().with_variant(JSONB(), "postgresql")
"""JSON that PostgreSQL can index."""

Counter = BigInteger().with_variant(Integer(), "sqlite")
"""A whole number the database counts up by itself."""


class UtcMoment(TypeDecorator[datetime]):
    """An aware moment in UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        """What a value is in Python; cursors of lists are read back by it."""
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a moment without a time zone"
            raise ValueError(message)
        return value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Read text once, zone and all, where the engine gives text."""
        is_text = dialect.name == "sqlite"
        return _moment_in_utc if is_text else super().result_processor(dialect, coltype)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware moment, whatever the engine returns."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _moment_in_utc(text: str | None) -> datetime | None:
    return datetime.fromisoformat(f"{text}+00:00") if text is not None else None


class KnownUuid(Uuid[UUID]):
    """An id that is read over and over: where the engine gives text, it becomes one object."""

    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Read text once; an engine that gives ids needs nothing."""
        return None if dialect.supports_native_uuid else _known


@lru_cache(maxsize=50_000)
def _known(text: str | None) -> UUID | None:
    return UUID(text) if text is not None else None


def words_of(enum: type[StrEnum], *, name: str = "") -> Enum:
    """Store an enumeration by its words, as text with a CHECK; a second column needs a name."""
    return Enum(
        enum,
        native_enum=False,
        values_callable=lambda members: [member.value for member in members],
        length=40,
        validate_strings=True,
        create_constraint=True,
        name=name or enum.__name__.lower(),
    )
