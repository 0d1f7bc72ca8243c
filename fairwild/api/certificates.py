"""Certificates of one's own body or operation, and what may be done to them."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response
from flask_smorest import Blueprint

from fairwild.api.paging import PageQuery, listed
from fairwild.certificates import operations, queries
from fairwild.http import house, idempotent, reading_for_request, unit_of_work_for_request
from fairwild.schemas.certificates import (
    ChangeStatusSchema,
    OwnCertificateSchema,
    OwnChangeSchema,
    OwnLineSchema,
    ReissueSchema,
)
from fairwild.store.paging import Cursor

blueprint = Blueprint("api_certificates", __name__, url_prefix="/certificates")

PDF = "application/pdf"


@blueprint.get("")
@blueprint.arguments(PageQuery(), location="query")
@blueprint.response(HTTPStatus.OK, OwnLineSchema(many=True))
@blueprint.alt_response(HTTPStatus.UNPROCESSABLE_ENTITY, description="The query is not understood")
def list_all(cursor: Cursor) -> Response:
    """List the certificates of one's own body or operation, the newest first."""
    with reading_for_request() as reading:
        return listed(OwnLineSchema(), queries.own_certificates(reading, cursor))


@blueprint.get("/<uuid:certificate_id>")
@blueprint.response(HTTPStatus.OK, OwnCertificateSchema())
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such certificate")
def show(certificate_id: UUID) -> Any:
    """Give one certificate."""
    with reading_for_request() as reading:
        return queries.sight_of_own(reading, certificate_id)


@blueprint.get("/<uuid:certificate_id>/status")
@blueprint.response(HTTPStatus.OK, OwnChangeSchema(many=True))
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such certificate")
def list_changes(certificate_id: UUID) -> Any:
    """List the changes of a certificate's status with their reasons, the latest first."""
    with reading_for_request() as reading:
        return queries.history_of_own(reading, certificate_id)


@blueprint.get("/<uuid:certificate_id>/certificate.pdf")
@blueprint.response(HTTPStatus.OK, {"type": "string", "format": "binary"}, content_type=PDF)
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such certificate")
def pdf(certificate_id: UUID) -> Response:
    """Print one certificate."""
    with reading_for_request() as reading:
        sight = queries.sight_of_own(reading, certificate_id)
        made = queries.printed(reading, sight, base_url=house().settings.base_url)
    return Response(made.content, mimetype=PDF)


@blueprint.post("/<uuid:certificate_id>/status")
@idempotent
@blueprint.arguments(ChangeStatusSchema())
@blueprint.response(HTTPStatus.OK, OwnCertificateSchema())
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Only a certifier of the body may")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such certificate")
@blueprint.alt_response(HTTPStatus.CONFLICT, description="The status does not lead there")
@blueprint.alt_response(HTTPStatus.UNPROCESSABLE_ENTITY, description="The body is not understood")
def change_status(order: dict[str, Any], certificate_id: UUID) -> Any:
    """Suspend a certificate, lift the suspension, withdraw or end it, with the reason."""
    with unit_of_work_for_request() as work:
        operations.change_status(work, certificate_id=certificate_id, **order)
        return queries.sight_of_own(work, certificate_id)


@blueprint.post("/<uuid:certificate_id>/reissue")
@idempotent
@blueprint.arguments(ReissueSchema())
@blueprint.response(HTTPStatus.CREATED, OwnCertificateSchema())
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Only a certifier of the body may")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such certificate")
@blueprint.alt_response(
    HTTPStatus.CONFLICT, description="It is not in force or printable, or the body not approved"
)
@blueprint.alt_response(HTTPStatus.UNPROCESSABLE_ENTITY, description="The body is not understood")
def reissue(order: dict[str, Any], certificate_id: UUID) -> Any:
    """Issue a corrected certificate in its place, with names and addresses of today."""
    with unit_of_work_for_request() as work:
        issued = operations.supersede_certificate(work, certificate_id=certificate_id, **order)
        return queries.sight_of_own(work, issued.id)
