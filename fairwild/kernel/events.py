"""What happened, in the past tense: the base of every event the ledger keeps."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from functools import cache
from typing import ClassVar
from uuid import UUID

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]
"""What JSON carries here: no floats."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened to one subject; the fields are what an outsider needs later.

    Facts are identifiers, names of public things, whole numbers with units in their
    names, days and moments. A person's name never stands in an event.
    """

    is_first: ClassVar[bool] = False
    """Whether this is what makes its subject, so that nothing can have happened to it before."""

    subject: UUID

    @classmethod
    def kind(cls) -> str:
        """Give the name under which the ledger keeps this event: `certificate-issued`."""
        return _kind_of(cls.__name__)

    def facts(self) -> dict[str, Json]:
        """Give every field but the subject in a form that JSON carries without loss."""
        return {name: plain(getattr(self, name)) for name in _names_of(type(self))}


@cache
def _kind_of(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()


_NAMES: dict[type[Event], tuple[str, ...]] = {}


def _names_of(event: type[Event]) -> tuple[str, ...]:
    """Give the names of the facts of a kind of event, found out once."""
    if event not in _NAMES:
        _NAMES[event] = tuple(one.name for one in fields(event) if one.name != "subject")
    return _NAMES[event]


_AS_IT_IS = frozenset({str, int, bool, type(None)})


def _plain_scalar(value: object) -> Json:
    match value:
        case Enum():
            return str(value.value)
        case datetime():
            return value.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case Fraction():
            return f"{value.numerator}/{value.denominator}"
        case UUID():
            return str(value)
        case None | bool() | int() | str():
            return value
    message = f"an event cannot carry a {type(value).__name__}"
    raise TypeError(message)


def plain(value: object) -> Json:
    """Turn a fact into JSON without floats; refuse what has no exact form."""
    if type(value) in _AS_IT_IS:
        return value  # type: ignore[return-value]  # the four types just asked for
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item) for item in value]
    return _plain_scalar(value)
