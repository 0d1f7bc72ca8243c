"""Lineages as far as one may see them, and many codes looked up at once."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from fairwild.http import reading_for_request
from fairwild.labels.finding import find_codes
from fairwild.lots.lineage.belonging import with_belonging
from fairwild.lots.lineage.queries import lineage_of
from fairwild.schemas.lineage import FoundCodesSchema, LineageSchema, SearchCodesSchema

blueprint = Blueprint("api_lineage", __name__, url_prefix="/lots")


@blueprint.get("/<uuid:lot_id>/lineage")
@blueprint.response(HTTPStatus.OK, LineageSchema())
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such lot to trace")
def lineage(lot_id: UUID) -> Any:
    """Trace a lot both ways, with kilograms between lots and movements.

    `areas` by code and `harvester_groups` say where the goods of a lot were collected and by
    whose group, as far as one may know.

    Lots of others are named one step up and one step down, and further where their holder
    shares; what else there is stands under `undisclosed`.
    """
    with reading_for_request() as reading:
        return with_belonging(reading, lineage_of(reading, lot_id))


@blueprint.post("/search")
@blueprint.arguments(SearchCodesSchema())
@blueprint.response(HTTPStatus.OK, FoundCodesSchema())
def search(order: dict[str, Any]) -> Any:
    """Look up to 1,000 numbers and codes up at once: what each is and where it is now."""
    with reading_for_request() as reading:
        return find_codes(reading, order["codes"])
