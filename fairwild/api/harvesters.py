"""Harvesters: register, search, change, and files of them."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response
from flask_smorest import Blueprint
from marshmallow import fields, post_load, validate

from fairwild.api.paging import PageQuery, listed
from fairwild.api.preconditions import answer_with_tag, require_match
from fairwild.api.promises import CHANGE, DEED, answers
from fairwild.harvesters import imports, operations, queries
from fairwild.harvesters.imports import Preview, RowState
from fairwild.http import (
    home_organisation_id,
    idempotent,
    reading_for_request,
    unit_of_work_for_request,
)
from fairwild.schemas import harvesters as schemas
from fairwild.schemas.base import PRINTABLE
from fairwild.store.paging import Cursor
from fairwild.unit_of_work import Reading
from fairwild.wording import obstacle_sentence

blueprint = Blueprint("api_harvesters", __name__, url_prefix="/harvesters")

ONE = "/<uuid:harvester_id>"
FILE = "/import/<uuid:import_id>"
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


def _told(reading: Reading, staged: Any) -> dict[str, Any]:
    """Say what a file would write, or what it has written."""
    told = {"id": staged.id, "file_name": staged.file_name, "wrong": []}
    zero = dict.fromkeys(("wrong_rows", "repeated", "alike"), 0)
    if staged.confirmed_at is not None:
        done = {"new": staged.outcome["written"], "there": staged.outcome["there"]}
        return {**told, **zero, **done, "confirmed": True}
    preview = imports.preview_of(reading, staged.operator_id, staged.content)
    return {**told, **_counted(preview), "confirmed": False}


def _counted(preview: Preview) -> dict[str, Any]:
    wrong = [
        {
            "row": cell.row,
            "column": cell.column,
            "value": cell.value,
            "code": cell.obstacle.code,
            "detail": obstacle_sentence(cell.obstacle),
        }
        for cell in preview.wrong
    ]
    return {
        "new": preview.count(RowState.NEW),
        "there": preview.count(RowState.THERE),
        "wrong_rows": preview.count(RowState.WRONG),
        "repeated": preview.twice,
        "alike": preview.alike,
        "wrong": wrong,
    }


@blueprint.post("/import")
@idempotent
@blueprint.arguments(schemas.ImportQuery(), location="query")
@blueprint.arguments(schemas.ImportSchema())
@blueprint.response(HTTPStatus.CREATED, schemas.PreviewSchema())
@_answers
def import_file(asked: dict[str, Any], order: dict[str, Any]) -> Any:
    """Read a file and name every wrong cell; with `confirm`, write it if there is none."""
    operator_id = home_organisation_id()
    with unit_of_work_for_request() as work:
        staged = imports.stage_import(
            work,
            operator_id=operator_id,
            file_name=order["file_name"],
            content=order["csv"].encode("utf-8", "surrogatepass"),
        )
        if asked["confirm"]:
            imports.confirm_import(work, import_id=staged.id)
        return _told(work, staged)


@blueprint.get(FILE)
@blueprint.response(HTTPStatus.OK, schemas.PreviewSchema())
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such file to see")
def show_import(import_id: UUID) -> Any:
    """Say what a file would write, or what it has written."""
    with reading_for_request() as reading:
        return _told(reading, imports.find_import(reading, import_id))


@blueprint.post(f"{FILE}/confirm")
@idempotent
@blueprint.response(HTTPStatus.OK, schemas.PreviewSchema())
@_answers
def confirm_import(import_id: UUID) -> Any:
    """Write a file without a wrong cell; a second time writes nothing."""
    with unit_of_work_for_request() as work:
        return _told(work, imports.confirm_import(work, import_id=import_id))
