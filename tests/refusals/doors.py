"""What is asked of both doors to be refused, and the table of every code that is asked for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, NamedTuple

from fairwild.kernel.actors import Actor
from tests.audits_builders import Scene


@dataclass(frozen=True)
class Ask:
    """One request by somebody; a page is sent fields, the API a document unless it has `files`."""

    who: Actor
    where: str
    said: Mapping[str, Any] = field(default_factory=dict)
    how: str = "POST"
    headers: Mapping[str, str] = field(default_factory=dict)
    files: bool = False


class Doors(NamedTuple):
    """The same deed asked of a page and of the API; of the API alone where no page has it."""

    page: Ask | None
    api: Ask


Setting = Callable[[Scene], Doors]


class Row(NamedTuple):
    """Codes that one request brings about, and what sets the stage for it."""

    codes: tuple[str, ...]
    setting: Setting
    on_page: bool = True


ROWS: list[Row] = []
"""What is refused by a rule: 409 at both doors."""


def api_refuses(*codes: str) -> Callable[[Setting], Setting]:
    """Put a setting into the table that no page has; `NOT_ON_A_PAGE` says why not."""

    def put(setting: Setting) -> Setting:
        ROWS.append(Row(codes, setting, on_page=False))
        return setting

    return put


class Asked(NamedTuple):
    """What a page asks for by a field before the rule does; the API answers with this status."""

    code: str
    field: str
    status: HTTPStatus
    setting: Setting


ASKED_FIRST: list[Asked] = []
"""What a page never gets as far as a rule with: 422 there, and in the API where it says so."""


def refuses(*codes: str) -> Callable[[Setting], Setting]:
    """Put a setting into the table of refusals under the codes it brings about."""

    def put(setting: Setting) -> Setting:
        ROWS.append(Row(codes, setting))
        return setting

    return put


def asked_first(
    code: str, field: str, status: HTTPStatus = HTTPStatus.CONFLICT
) -> Callable[[Setting], Setting]:
    """Put a setting into the table of what a page asks for by a field."""

    def put(setting: Setting) -> Setting:
        ASKED_FIRST.append(Asked(code, field, status, setting))
        return setting

    return put


def both(
    who: Actor, page: str, said: Mapping[str, Any], api: str, order: Mapping[str, Any] | None = None
) -> Doors:
    """Ask the same of both doors; the API is told what the page is where nothing else is named."""
    return Doors(Ask(who, page, said), Ask(who, api, said if order is None else order))


def alike(who: Actor, where: str, said: Mapping[str, Any] | None = None) -> Doors:
    """Ask the same of both doors under the same address."""
    return both(who, where, said or {}, where)
