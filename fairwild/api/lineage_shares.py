"""Who sees a lineage beyond one step."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from fairwild.http import (
    home_organisation_id,
    idempotent,
    reading_for_request,
    unit_of_work_for_request,
)
from fairwild.lots.lineage import operations, queries
from fairwild.schemas.lineage import LineageShareSchema, ShareLineageSchema

blueprint = Blueprint("api_lineage_shares", __name__, url_prefix="/lineage-shares")


@blueprint.get("")
@blueprint.response(HTTPStatus.OK, LineageShareSchema(many=True))
def list_all() -> Any:
    """List with whom one's organisation shares or shared its lineage, the latest first."""
    with reading_for_request() as reading:
        return queries.shares_of(reading, home_organisation_id())


@blueprint.post("")
@idempotent
@blueprint.arguments(ShareLineageSchema())
@blueprint.response(HTTPStatus.CREATED, LineageShareSchema())
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Not yours to do")
@blueprint.alt_response(HTTPStatus.CONFLICT, description="It is shared already")
def share(order: dict[str, Any]) -> Any:
    """Show one's lots to another organisation, or to all one's buyers."""
    with unit_of_work_for_request() as work:
        return operations.share_lineage(work, owner_id=home_organisation_id(), **order)


@blueprint.post("/<uuid:share_id>/end")
@idempotent
@blueprint.response(HTTPStatus.CREATED, LineageShareSchema())
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Not yours to do")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such share of yours")
@blueprint.alt_response(HTTPStatus.CONFLICT, description="It ended already")
def end(share_id: UUID) -> Any:
    """Show one's lots no longer beyond one step."""
    with unit_of_work_for_request() as work:
        return operations.end_lineage_share(work, share_id=share_id)
