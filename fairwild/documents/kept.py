"""Papers as they are kept: facts as plain JSON, and the same facts back again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, is_dataclass
from functools import cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

P = TypeVar("P")


@cache
def _hints_of(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def as_kept(paper: Any) -> dict[str, Any]:
    """Give the facts of a paper as plain JSON."""
    kept: dict[str, Any] = _plain(asdict(paper))
    return kept


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value


def from_kept(kind: Callable[..., P], kept: Mapping[str, Any]) -> P:
    """Give back the facts of a paper; what it could not say yet then stays unsaid."""
    hints = _hints_of(kind)
    return kind(**{name: _value(hints[name], value) for name, value in kept.items()})


def _value(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if is_dataclass(hint) and isinstance(hint, type):
        return from_kept(hint, value)
    inside = get_args(hint)
    if get_origin(hint) is tuple:
        each = inside[:1] * len(value) if inside[-1] is Ellipsis else inside
        return tuple(_value(one, said) for one, said in zip(each, value, strict=True))
    if type(None) in inside:
        [hint] = (one for one in inside if one is not type(None))
        return _value(hint, value)
    return value
