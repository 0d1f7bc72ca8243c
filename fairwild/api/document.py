"""The OpenAPI document says of every operation how errors look: problem+json (RFC 9457)."""

from collections.abc import Iterator
from typing import Any

from apispec import APISpec

from fairwild.http import DEMANDS_KEY

MEDIA_TYPE = "application/problem+json"
METHODS = frozenset({"get", "post", "put", "patch", "delete"})
FIRST_ERROR = 400
NO_MATCH = "428"

PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "A problem by RFC 9457; `errors` names every reason at once.",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "code": {"type": "string"},
                    "at": {"type": ["string", "null"]},
                    "pointer": {"type": "string"},
                    "detail": {"type": "string"},
                    "facts": {"type": "object"},
                },
            },
        },
    },
}
_CONTENT = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}


KEY: dict[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "Any text of your own for this one deed; sent again, it repeats the answer.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
    "examples": {"uuid": {"value": "7f3e2a52-9a3f-4d0e-8a2c-0c6a2f2f5e11"}},
}
MATCH: dict[str, Any] = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The `ETag` of the version you have seen.",
    "schema": {"type": "string"},
}
LINK = {
    "description": 'The address of the next page, as `rel="next"`; left out on the last one.',
    "schema": {"type": "string"},
}
TAG = {
    "description": "The version, for `If-Match` and `If-None-Match`.",
    "schema": {"type": "string"},
}


def _paths(spec: APISpec) -> Iterator[dict[str, dict[str, Any]]]:
    for item in spec._paths.values():  # noqa: SLF001 - apispec offers no other way to its paths
        yield {method: operation for method, operation in item.items() if method in METHODS}


def _operations(spec: APISpec) -> Iterator[dict[str, Any]]:
    for operations in _paths(spec):
        yield from operations.values()


def _is_error(status: str) -> bool:
    return status == "default" or (status.isdecimal() and int(status) >= FIRST_ERROR)


def _described(operation: dict[str, Any]) -> None:
    responses = operation.setdefault("responses", {})
    for status, said in list(responses.items()):
        if _is_error(str(status)):
            description = said.get("description") if isinstance(said, dict) else None
            responses[status] = {"description": description or "A problem", "content": _CONTENT}
    responses["default"] = {"description": "A problem", "content": _CONTENT}


def _asks(operation: dict[str, Any], header: dict[str, Any]) -> None:
    operation["parameters"] = [*operation.get("parameters", ()), header]


def _answers(operation: dict[str, Any], name: str, header: dict[str, Any]) -> None:
    operation["responses"]["200"].setdefault("headers", {})[name] = header


def _is_paged(operation: dict[str, Any]) -> bool:
    return any(one.get("name") == "cursor" for one in operation.get("parameters", ()))


def describe_headers(spec: APISpec) -> None:
    """Say which headers an operation asks for and which it answers with."""
    for operations in _paths(spec):
        conditional = [one for one in operations.values() if NO_MATCH in one["responses"]]
        for operation in conditional:
            _asks(operation, MATCH)
        for operation in operations.values():
            if operation.pop(DEMANDS_KEY, False):
                _asks(operation, KEY)
            if _is_paged(operation):
                _answers(operation, "Link", LINK)
        if conditional and "get" in operations:
            _answers(operations["get"], "ETag", TAG)


def describe_errors(spec: APISpec) -> None:
    """Give every error response of every operation the form that `problems.py` answers with."""
    if "Problem" not in spec.components.schemas:
        spec.components.schema("Problem", PROBLEM)
    for operation in _operations(spec):
        _described(operation)
        operation["tags"] = [tag.removeprefix("api_") for tag in operation.get("tags", ())]
    for tag in spec._tags:  # noqa: SLF001 - see above
        tag["name"] = tag["name"].removeprefix("api_")
