"""What anybody may ask without a token."""

from datetime import date
from http import HTTPStatus
from typing import Any

from flask import Response
from flask_smorest import Blueprint
from marshmallow import post_load
from werkzeug.exceptions import TooManyRequests

from fairwild.api.paging import PageQuery, listed
from fairwild.certificates import queries
from fairwild.certificates.queries import Sight, Wanted
from fairwild.http import house, reading_for_request
from fairwild.kernel.refusals import NotFound
from fairwild.public_answers import seconds_to_wait
from fairwild.schemas.certificates import (
    DaySchema,
    DirectoryLineSchema,
    PublicCertificateSchema,
    StatusSeenSchema,
    WantedSchema,
)
from fairwild.store.paging import Cursor

blueprint = Blueprint("api_public", __name__, url_prefix="/public")

PDF = "application/pdf"


class DirectoryQuery(WantedSchema):
    """What is looked for in the directory."""

    @post_load
    def _made(self, typed: dict[str, Any], **_: Any) -> tuple[Wanted, str]:
        order = typed.pop("order")
        return Wanted(anything=typed.pop("q"), **typed), order


@blueprint.get("/certificates")
@blueprint.arguments(PageQuery(unknown="exclude"), location="query")
@blueprint.arguments(DirectoryQuery(unknown="exclude"), location="query")
@blueprint.response(HTTPStatus.OK, DirectoryLineSchema(many=True))
@blueprint.alt_response(HTTPStatus.UNPROCESSABLE_ENTITY, description="The query is not understood")
@blueprint.doc(security=[])
def certificates(cursor: Cursor, asked: tuple[Wanted, str]) -> Response:
    """Search the directory of certificates."""
    wanted, order = asked
    with reading_for_request() as reading:
        page = queries.directory(reading, wanted, cursor, order=order)
        return listed(DirectoryLineSchema(), page)


@blueprint.get("/certificates/<code>")
@blueprint.response(HTTPStatus.OK, PublicCertificateSchema())
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such certificate")
@blueprint.alt_response(HTTPStatus.TOO_MANY_REQUESTS, description="Too many unknown codes")
@blueprint.doc(security=[])
def certificate(code: str) -> Any:
    """Give one certificate by its code or number, with its status now."""
    with reading_for_request() as reading:
        found = queries.find_public_certificate(reading, code)
    return found or _unknown()


@blueprint.get("/certificates/<code>/status")
@blueprint.arguments(DaySchema(), location="query")
@blueprint.response(HTTPStatus.OK, StatusSeenSchema())
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such certificate")
@blueprint.alt_response(HTTPStatus.TOO_MANY_REQUESTS, description="Too many unknown codes")
@blueprint.alt_response(HTTPStatus.UNPROCESSABLE_ENTITY, description="`on` is not a day")
@blueprint.doc(security=[])
def certificate_status(asked: dict[str, date | None], code: str) -> Any:
    """Give what a certificate is worth now, or was worth at the end of a day (UTC)."""
    with reading_for_request() as reading:
        found = queries.find_public_certificate(reading, code) or _unknown()
    return found.on(asked["on"]) if asked["on"] else found.status


@blueprint.get("/certificates/<code>/certificate.pdf")
@blueprint.response(HTTPStatus.OK, {"type": "string", "format": "binary"}, content_type=PDF)
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such certificate")
@blueprint.alt_response(HTTPStatus.TOO_MANY_REQUESTS, description="Too many unknown codes")
@blueprint.doc(security=[])
def certificate_pdf(code: str) -> Response:
    """Print one certificate with its status now."""
    with reading_for_request() as reading:
        found = queries.find_public_certificate(reading, code) or _unknown()
        made = queries.printed(reading, found, base_url=house().settings.base_url)
    return Response(made.content, mimetype=PDF)


def _unknown() -> Sight:
    """Say that nothing is known, or that it is time to wait."""
    wait_s = seconds_to_wait()
    if wait_s:
        raise TooManyRequests(retry_after=wait_s)
    raise NotFound("certificate")
