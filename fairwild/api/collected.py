"""The collections a lot was made from, however many: as they were written down."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response
from flask_smorest import Blueprint

from fairwild.http import reading_for_request
from fairwild.lots.lineage.collected import collections_within_reach, grouped_collections
from fairwild.schemas.collected import CollectionDrawSchema, CollectionGroupSchema

blueprint = Blueprint("api_collected", __name__, url_prefix="/lots")

ABSENT = "There is no such lot to trace"


@blueprint.get("/<uuid:lot_id>/origins")
@blueprint.response(HTTPStatus.OK, CollectionDrawSchema(many=True))
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description=ABSENT)
def origins(lot_id: UUID) -> Any:
    """List what was taken from collection lots on the way to this lot; all of it in one answer."""
    with reading_for_request() as reading:
        body = collections_within_reach(reading, lot_id)
    return Response(body, mimetype="application/json")


@blueprint.get("/<uuid:lot_id>/origins/grouped")
@blueprint.response(HTTPStatus.OK, CollectionGroupSchema(many=True))
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description=ABSENT)
def grouped(lot_id: UUID) -> Any:
    """Sum the collections behind this lot by harvester and area, the heaviest first."""
    with reading_for_request() as reading:
        return grouped_collections(reading, lot_id)
