"""What is wrong with a row, kept so that it can be said in any language later. Pure."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any

from fairwild.kernel.refusals import Obstacle


def packed(obstacle: Obstacle) -> dict[str, Any]:
    """Give an obstacle as JSON, its facts with their types."""
    facts = {name: _packed(value) for name, value in obstacle.facts.items()}
    return {"code": obstacle.code, "facts": facts, "at": obstacle.at}


def _packed(value: object) -> Any:
    match value:
        case StrEnum():
            return {"enum": type(value).__name__, "of": value.value}
        case datetime():
            return {"moment": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case Fraction():
            return {"share": str(value)}
        case None | bool() | int() | str():
            return value
    return str(value)


def unpacked(kept: Mapping[str, Any]) -> Obstacle:
    """Give the obstacle again."""
    facts = {name: _unpacked(value) for name, value in kept["facts"].items()}
    return Obstacle(kept["code"], facts, kept["at"])


_READERS: dict[str, Callable[[str], object]] = {
    "moment": datetime.fromisoformat,
    "day": date.fromisoformat,
    "share": Fraction,
}


def _unpacked(value: Any) -> object:
    if not isinstance(value, dict):
        return value
    if "enum" in value:
        known = {one.__name__: one for one in StrEnum.__subclasses__()}
        return known[value["enum"]](value["of"])
    [(name, text)] = value.items()
    return _READERS[name](text)
