"""Harvesters: register, search, change."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response
from flask_smorest import Blueprint
from marshmallow import fields, post_load, validate

from fairwild.api.paging import PageQuery, listed
from fairwild.api.preconditions import answer_with_tag, require_match
from fairwild.api.promises import CHANGE, DEED, answers
from fairwild.harvesters import operations, queries
from fairwild.http import (
    home_organisation_id,
    idempotent,
    reading_for_request,
    unit_of_work_for_request,
)
from fairwild.schemas import harvesters as schemas
from fairwild.schemas.base import PRINTABLE
from fairwild.store.paging import Cursor

blueprint = Blueprint("api_harvesters", __name__, url_prefix="/harvesters")

ONE = "/<uuid:harvester_id>"
LONGEST_SEARCH = 200


class _SearchQuery(PageQuery):
    """How a client walks through the harvesters, or through those that fit some words."""

    q = fields.String(load_default="", validate=[validate.Length(max=LONGEST_SEARCH), PRINTABLE])

    @post_load
    def _made(self, typed: dict[str, Any], **_: Any) -> Any:
        return Cursor(after=typed["cursor"], limit=typed["limit"]), typed["q"]


_answers = answers(blueprint, DEED)
_matched = answers(blueprint, CHANGE)


@blueprint.get("")
@blueprint.arguments(_SearchQuery(), location="query")
@blueprint.response(HTTPStatus.OK, schemas.HarvesterSchema(many=True))
def list_all(asked: tuple[Cursor, str]) -> Response:
    """List the harvesters one may see; `q` finds them by card, number or words of the name."""
    cursor, words = asked
    with reading_for_request() as reading:
        page = queries.page_of_harvesters(reading, cursor, text=words)
        return listed(schemas.HarvesterSchema(), page)


@blueprint.post("")
@idempotent
@blueprint.arguments(schemas.RegisterHarvesterSchema())
@blueprint.response(HTTPStatus.CREATED, schemas.HarvesterSchema())
@_answers
def register(order: dict[str, Any]) -> Any:
    """Register a harvester; one who may be there already is refused until told otherwise."""
    operator_id = home_organisation_id()
    with unit_of_work_for_request() as work:
        row = operations.register_new_person(work, operator_id=operator_id, **order)
        return answer_with_tag(schemas.HarvesterSchema(), row, HTTPStatus.CREATED)


@blueprint.get(ONE)
@blueprint.response(HTTPStatus.OK, schemas.HarvesterSchema())
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such harvester to see")
def show(harvester_id: UUID) -> Response:
    """Give one harvester."""
    with reading_for_request() as reading:
        row = queries.get_harvester(reading, harvester_id)
        return answer_with_tag(schemas.HarvesterSchema(), row)


@blueprint.patch(ONE)
@blueprint.arguments(schemas.EditHarvesterSchema(partial=True))
@blueprint.response(HTTPStatus.OK, schemas.HarvesterSchema())
@_answers
@_matched
def edit(order: dict[str, Any], harvester_id: UUID) -> Response:
    """Put right what the register says; what is left out stays."""
    with unit_of_work_for_request() as work:
        row = queries.get_harvester(work, harvester_id)
        require_match(row)
        edited = operations.edit_harvester(
            work,
            harvester_id=harvester_id,
            version=row.version,
            entry=operations.entry_of(**(queries.said_of(row) | order)),
        )
        return answer_with_tag(schemas.HarvesterSchema(), edited)


@blueprint.post(f"{ONE}/end")
@idempotent
@blueprint.arguments(schemas.EndRegistrationSchema())
@blueprint.response(HTTPStatus.OK, schemas.HarvesterSchema())
@_answers
def end(order: dict[str, Any], harvester_id: UUID) -> Response:
    """End a registration after its last day."""
    with unit_of_work_for_request() as work:
        row = queries.get_harvester(work, harvester_id)
        operations.end_registration(work, harvester_id=harvester_id, version=row.version, **order)
        work.session.flush()
        return answer_with_tag(schemas.HarvesterSchema(), queries.get_harvester(work, harvester_id))
