"""What the OpenAPI document says a deed can answer besides success, written once for all rooms."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask_smorest import Blueprint

View = Callable[..., Any]

DEED = {
    HTTPStatus.FORBIDDEN: "Not yours to do",
    HTTPStatus.NOT_FOUND: "There is no such thing to see",
    HTTPStatus.CONFLICT: "Refused as things stand, with every obstacle",
}
AT_WORK = "The team is at work: the audited party reads this when the report is finished"
CHANGE = {
    HTTPStatus.PRECONDITION_FAILED: "Somebody changed this meanwhile",
    HTTPStatus.PRECONDITION_REQUIRED: "If-Match is missing",
}


def answers(blueprint: Blueprint, said: dict[HTTPStatus, str]) -> Callable[[View], View]:
    """Give a decorator that documents these answers on a view of the blueprint."""

    def documented(view: View) -> View:
        for status, words in said.items():
            view = blueprint.alt_response(status, description=words)(view)
        return view

    return documented
