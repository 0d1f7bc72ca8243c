"""Species."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response
from flask_smorest import Blueprint

from fairwild.api.paging import PageQuery, listed
from fairwild.http import idempotent, reading_for_request, unit_of_work_for_request
from fairwild.schemas.species import RegisterSpeciesSchema, SpeciesSchema
from fairwild.species import operations, queries
from fairwild.store.paging import Cursor

blueprint = Blueprint("api_species", __name__, url_prefix="/species")


@blueprint.get("")
@blueprint.arguments(PageQuery(), location="query")
@blueprint.response(HTTPStatus.OK, SpeciesSchema(many=True))
def list_all(cursor: Cursor) -> Response:
    """List the species."""
    with reading_for_request() as reading:
        return listed(SpeciesSchema(), queries.page_of_species(reading, cursor))


@blueprint.get("/<uuid:species_id>")
@blueprint.response(HTTPStatus.OK, SpeciesSchema())
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such species")
def show(species_id: UUID) -> Any:
    """Give one species."""
    with reading_for_request() as reading:
        return queries.get_species(reading, species_id)


@blueprint.post("")
@idempotent
@blueprint.arguments(RegisterSpeciesSchema())
@blueprint.response(HTTPStatus.CREATED, SpeciesSchema())
def register(order: dict[str, Any]) -> Any:
    """Make a species known to the scheme."""
    with unit_of_work_for_request() as work:
        return operations.register_species(work, **order)
