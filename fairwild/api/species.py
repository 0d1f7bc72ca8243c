"""Species."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response
from flask_smorest import Blueprint

from fairwild.api.paging import PageQuery, listed
from fairwild.api.preconditions import answer_with_tag, require_match
from fairwild.api.promises import CHANGE, DEED, answers
from fairwild.http import idempotent, reading_for_request, unit_of_work_for_request
from fairwild.schemas.species import EditSpeciesSchema, RegisterSpeciesSchema, SpeciesSchema
from fairwild.species import operations, queries
from fairwild.store.paging import Cursor

blueprint = Blueprint("api_species", __name__, url_prefix="/species")

KNOWN = ("author", "family", "synonyms", "common_names", "cites_appendix", "threatened")

_answers = answers(blueprint, DEED)
_matched = answers(blueprint, CHANGE)


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
        return answer_with_tag(SpeciesSchema(), queries.get_species(reading, species_id))


@blueprint.post("")
@idempotent
@blueprint.arguments(RegisterSpeciesSchema())
@blueprint.response(HTTPStatus.CREATED, SpeciesSchema())
def register(order: dict[str, Any]) -> Any:
    """Make a species known to the scheme."""
    with unit_of_work_for_request() as work:
        return operations.register_species(work, **order)


@blueprint.patch("/<uuid:species_id>")
@blueprint.arguments(EditSpeciesSchema(partial=True))
@blueprint.response(HTTPStatus.OK, SpeciesSchema())
@_answers
@_matched
def edit(order: dict[str, Any], species_id: UUID) -> Response:
    """Put right what is known of a species; what is left out stays."""
    with unit_of_work_for_request() as work:
        species = queries.get_species(work, species_id)
        require_match(species)
        said = {name: getattr(species, name) for name in KNOWN} | order
        edited = operations.edit_species(
            work, species_id=species_id, version=species.version, **said
        )
        return answer_with_tag(SpeciesSchema(), edited)
