"""Errors of the house in words, for a terminal."""

from collections.abc import Mapping
from typing import Any

from flask import Flask
from flask_babel import Babel, force_locale
from marshmallow import ValidationError

from fairwild.kernel.refusals import Conflict, Invalid, NotAllowed, NotFound, Refused
from fairwild.wording import field_message, obstacle_sentence


def _by_field(messages: Mapping[str, Any]) -> list[str]:
    said = []
    for name, codes in messages.items():
        listed = codes if isinstance(codes, list) else [codes]
        said += [f"{name}: {field_message(str(code))}" for code in listed]
    return said


def _said(error: Exception) -> list[str]:
    match error:
        case Refused():
            return [obstacle_sentence(obstacle) for obstacle in error.obstacles]
        case ValidationError():
            return _by_field(error.normalized_messages())
        case Invalid():
            return _by_field(error.errors)
    return [_in_short(error)]


def _in_short(error: Exception) -> str:
    match error:
        case NotAllowed():
            return f"This is not yours to do: {error.action}"
        case NotFound():
            return f"There is no such thing: {error.thing.replace('_', ' ')}"
        case Conflict():
            return "Somebody changed this meanwhile; look again."
    return str(error)


def sentences_of(error: Exception, *, zone: str = "UTC") -> list[str]:
    """Say every reason an error carries, in English and by the clock of a time zone."""
    speaking = Flask("fairwild.web")
    Babel(speaking, default_timezone=zone)
    with speaking.app_context(), force_locale("en"):
        return _said(error)
