"""The OpenAPI document says of every operation how errors look: problem+json (RFC 9457)."""

from collections.abc import Iterator
from typing import Any

from apispec import APISpec

MEDIA_TYPE = "application/problem+json"
METHODS = frozenset({"get", "post", "put", "patch", "delete"})
FIRST_ERROR = 400

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


def _operations(spec: APISpec) -> Iterator[dict[str, Any]]:
    for item in spec._paths.values():  # noqa: SLF001 - apispec offers no other way to its paths
        yield from (operation for method, operation in item.items() if method in METHODS)


def _is_error(status: str) -> bool:
    return status == "default" or (status.isdecimal() and int(status) >= FIRST_ERROR)


def _described(operation: dict[str, Any]) -> None:
    responses = operation.setdefault("responses", {})
    for status, said in list(responses.items()):
        if _is_error(str(status)):
            description = said.get("description") if isinstance(said, dict) else None
            responses[status] = {"description": description or "A problem", "content": _CONTENT}
    responses["default"] = {"description": "A problem", "content": _CONTENT}


def describe_errors(spec: APISpec) -> None:
    """Give every error response of every operation the form that `problems.py` answers with."""
    if "Problem" not in spec.components.schemas:
        spec.components.schema("Problem", PROBLEM)
    for operation in _operations(spec):
        _described(operation)
        operation["tags"] = [tag.removeprefix("api_") for tag in operation.get("tags", ())]
    for tag in spec._tags:  # noqa: SLF001 - see above
        tag["name"] = tag["name"].removeprefix("api_")
