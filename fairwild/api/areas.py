"""Collection areas, target species and maximum quantities."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response
from flask_smorest import Blueprint

from fairwild.api.paging import PageQuery, listed
from fairwild.api.preconditions import answer_with_tag, require_match
from fairwild.api.promises import CHANGE, DEED, answers
from fairwild.areas import operations, queries
from fairwild.http import (
    home_organisation_id,
    idempotent,
    reading_for_request,
    unit_of_work_for_request,
)
from fairwild.kernel.refusals import NotFound
from fairwild.schemas import areas as schemas
from fairwild.store.paging import Cursor
from fairwild.unit_of_work import Reading

blueprint = Blueprint("api_areas", __name__, url_prefix="/areas")

ONE = "/<uuid:area_id>"
LIMITS = f"{ONE}/quantities"
LIMIT = f"{LIMITS}/<uuid:quantity_id>"
EDITED = (
    "name",
    "admin_unit",
    "country",
    "geometry",
    "stated_m2",
    "tenure_note",
    "sensitive",
    "needs_permit",
    "rotation_years",
    "rotation_first_year",
)

_answers = answers(blueprint, DEED)
_matched = answers(blueprint, CHANGE)


@blueprint.get("")
@blueprint.arguments(PageQuery(), location="query")
@blueprint.response(HTTPStatus.OK, schemas.AreaSchema(many=True))
def list_all(cursor: Cursor) -> Response:
    """List the areas one may see."""
    with reading_for_request() as reading:
        return listed(schemas.AreaSchema(), queries.page_of_areas(reading, cursor))


@blueprint.post("")
@idempotent
@blueprint.arguments(schemas.RegisterAreaSchema())
@blueprint.response(HTTPStatus.CREATED, schemas.AreaSchema())
@_answers
def register(order: dict[str, Any]) -> Any:
    """Register an area of one's own operator; its size is computed from the outline."""
    operator_id = home_organisation_id()
    with unit_of_work_for_request() as work:
        area = operations.register_area(work, operator_id=operator_id, **order)
        return answer_with_tag(schemas.AreaSchema(), area, HTTPStatus.CREATED)


@blueprint.get("/target-species")
@blueprint.arguments(PageQuery(), location="query")
@blueprint.response(HTTPStatus.OK, schemas.TargetSpeciesSchema(many=True))
def list_target_species(cursor: Cursor) -> Response:
    """List what the operator collects or collected, the latest choice first."""
    with reading_for_request() as reading:
        page = queries.page_of_target_species(reading, cursor)
        return listed(schemas.TargetSpeciesSchema(), page)


@blueprint.post("/target-species")
@idempotent
@blueprint.arguments(schemas.ChooseTargetSpeciesSchema())
@blueprint.response(HTTPStatus.CREATED, schemas.TargetSpeciesSchema())
@_answers
def choose_target_species(order: dict[str, Any]) -> Any:
    """Choose a species and part to collect."""
    operator_id = home_organisation_id()
    with unit_of_work_for_request() as work:
        return operations.choose_target_species(work, operator_id=operator_id, **order)


@blueprint.get("/target-species/<uuid:target_id>")
@blueprint.response(HTTPStatus.OK, schemas.TargetSpeciesSchema())
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such choice to see")
def show_target_species(target_id: UUID) -> Response:
    """Give one species and part with whether it needs a permit."""
    with reading_for_request() as reading:
        target = queries.get_target(reading, target_id)
        return answer_with_tag(schemas.TargetSpeciesSchema(), target)


@blueprint.patch("/target-species/<uuid:target_id>")
@blueprint.arguments(schemas.MarkTargetSpeciesSchema())
@blueprint.response(HTTPStatus.OK, schemas.TargetSpeciesSchema())
@_answers
@_matched
def mark_target_species(order: dict[str, Any], target_id: UUID) -> Response:
    """Say whether this species and part is bought only under a permit to harvest."""
    with unit_of_work_for_request() as work:
        target = queries.get_target(work, target_id)
        require_match(target)
        marked = operations.mark_target_species(
            work, target_id=target_id, version=target.version, **order
        )
        return answer_with_tag(schemas.TargetSpeciesSchema(), marked)


@blueprint.post("/target-species/<uuid:target_id>/end")
@idempotent
@blueprint.response(HTTPStatus.OK, schemas.TargetSpeciesSchema())
@_answers
def end_target_species(target_id: UUID) -> Any:
    """Collect this species and part no longer."""
    with unit_of_work_for_request() as work:
        return operations.end_target_species(work, target_id=target_id)


@blueprint.get(ONE)
@blueprint.response(HTTPStatus.OK, schemas.AreaSchema())
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such area to see")
def show(area_id: UUID) -> Response:
    """Give one area with its outline."""
    with reading_for_request() as reading:
        return answer_with_tag(schemas.AreaSchema(), queries.get_area(reading, area_id))


@blueprint.patch(ONE)
@blueprint.arguments(schemas.EditAreaSchema(partial=True))
@blueprint.response(HTTPStatus.OK, schemas.AreaSchema())
@_answers
@_matched
def edit(order: dict[str, Any], area_id: UUID) -> Response:
    """Put right what is known of an area; what is left out stays."""
    with unit_of_work_for_request() as work:
        area = queries.get_area(work, area_id)
        require_match(area)
        said = {name: getattr(area, name) for name in EDITED} | order
        edited = operations.edit_area(work, area_id=area_id, version=area.version, **said)
        return answer_with_tag(schemas.AreaSchema(), edited)


@blueprint.post(f"{ONE}/close")
@idempotent
@blueprint.response(HTTPStatus.OK, schemas.AreaSchema())
@_answers
def close(area_id: UUID) -> Any:
    """Collect no longer in an area."""
    with unit_of_work_for_request() as work:
        return operations.close_area(work, area_id=area_id)


@blueprint.get(LIMITS)
@blueprint.arguments(PageQuery(), location="query")
@blueprint.response(HTTPStatus.OK, schemas.QuantitySchema(many=True))
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such area to see")
def list_quantities(cursor: Cursor, area_id: UUID) -> Response:
    """List the maximum quantities of an area with what is drawn, the latest season first."""
    with reading_for_request() as reading:
        queries.get_area(reading, area_id)
        page = queries.page_of_quantities(reading, area_id, cursor)
        return listed(schemas.QuantitySchema(), page)


@blueprint.post(LIMITS)
@idempotent
@blueprint.arguments(schemas.SetQuantitySchema())
@blueprint.response(HTTPStatus.CREATED, schemas.QuantitySchema())
@_answers
def set_quantity(order: dict[str, Any], area_id: UUID) -> Any:
    """Lay down how much of a species and part may leave an area in one season."""
    with unit_of_work_for_request() as work:
        quantity = operations.set_maximum_quantity(work, area_id=area_id, **order)
        return answer_with_tag(schemas.QuantitySchema(), quantity, HTTPStatus.CREATED)


def _quantity(reading: Reading, area_id: UUID, quantity_id: UUID) -> Any:
    quantity = queries.get_quantity(reading, quantity_id)
    if quantity.area_id != area_id:
        raise NotFound("maximum_quantity")
    return quantity


@blueprint.get(LIMIT)
@blueprint.response(HTTPStatus.OK, schemas.QuantitySchema())
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such limit to see")
def show_quantity(area_id: UUID, quantity_id: UUID) -> Response:
    """Give one limit with what is drawn and left."""
    with reading_for_request() as reading:
        return answer_with_tag(schemas.QuantitySchema(), _quantity(reading, area_id, quantity_id))


@blueprint.patch(LIMIT)
@blueprint.arguments(schemas.ChangeQuantitySchema())
@blueprint.response(HTTPStatus.OK, schemas.QuantitySchema())
@_answers
@_matched
def change_quantity(order: dict[str, Any], area_id: UUID, quantity_id: UUID) -> Response:
    """Replace the limit of a season by a new estimate, never below what is drawn."""
    with unit_of_work_for_request() as work:
        quantity = _quantity(work, area_id, quantity_id)
        require_match(quantity)
        changed = operations.change_maximum_quantity(
            work, quantity_id=quantity_id, version=quantity.version, **order
        )
        return answer_with_tag(schemas.QuantitySchema(), changed)
