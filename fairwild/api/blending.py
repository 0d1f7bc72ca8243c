"""Recipes, blends, and why a lot is certified."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response
from flask_smorest import Blueprint

from fairwild.api.paging import PageQuery, listed
from fairwild.http import (
    home_organisation_id,
    idempotent,
    reading_for_request,
    unit_of_work_for_request,
)
from fairwild.lots import operations, queries
from fairwild.schemas.lots import LotSchema
from fairwild.schemas.recipes import (
    BlendSchema,
    ClaimSchema,
    CustodySchema,
    RecipeSchema,
    StateRecipeSchema,
)
from fairwild.store.paging import Cursor
from fairwild.wording.claims import custody_sentence

blueprint = Blueprint("api_blending", __name__, url_prefix="")


@blueprint.get("/recipes")
@blueprint.arguments(PageQuery(), location="query")
@blueprint.response(HTTPStatus.OK, RecipeSchema(many=True))
def list_recipes(cursor: Cursor) -> Response:
    """List the recipes, the latest first."""
    with reading_for_request() as reading:
        return listed(RecipeSchema(), queries.page_of_recipes(reading, cursor))


@blueprint.get("/recipes/<uuid:recipe_id>")
@blueprint.response(HTTPStatus.OK, RecipeSchema())
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such recipe to see")
def show_recipe(recipe_id: UUID) -> Any:
    """Give one edition of a recipe."""
    with reading_for_request() as reading:
        return queries.get_recipe(reading, recipe_id)


@blueprint.get("/recipes/<uuid:recipe_id>/claim")
@blueprint.response(HTTPStatus.OK, ClaimSchema())
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such recipe to see")
def show_claim(recipe_id: UUID) -> Any:
    """Say what a product of a recipe may claim if it is blended today."""
    with reading_for_request() as reading:
        return queries.claim_of_recipe(reading, queries.get_recipe(reading, recipe_id))


@blueprint.post("/recipes")
@idempotent
@blueprint.arguments(StateRecipeSchema())
@blueprint.response(HTTPStatus.CREATED, RecipeSchema())
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Not yours to do")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such earlier edition")
@blueprint.alt_response(HTTPStatus.CONFLICT, description="Something stands against it")
def state_recipe(order: dict[str, Any]) -> Any:
    """State what a product is made of, with exact shares."""
    with unit_of_work_for_request() as work:
        return operations.state_recipe(work, organisation_id=home_organisation_id(), **order)


@blueprint.post("/lots/blend")
@idempotent
@blueprint.arguments(BlendSchema())
@blueprint.response(HTTPStatus.CREATED, LotSchema())
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Not yours to do")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such lot or recipe")
@blueprint.alt_response(HTTPStatus.CONFLICT, description="Refused, with every obstacle")
def blend(order: dict[str, Any]) -> Any:
    """Blend lots of one kind, or make the product of a recipe."""
    with unit_of_work_for_request() as work:
        return operations.blend_lots(work, **order)


@blueprint.get("/lots/<uuid:lot_id>/custody")
@blueprint.response(HTTPStatus.OK, CustodySchema())
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such lot to see")
def custody(lot_id: UUID) -> Any:
    """Say why a lot is certified or not, and what a product is made of."""
    with reading_for_request() as reading:
        lot = queries.lot_facts(reading, [queries.get_lot(reading, lot_id).id])[lot_id]
        found = queries.custody_of(reading, lot)
        return {**vars(found), "sentence": custody_sentence(found)}
