"""Imports: files read in, checked row by row, written in one go, and undone."""

from http import HTTPStatus
from typing import Any, BinaryIO
from uuid import UUID

from flask import Response, jsonify, request
from flask_smorest import Blueprint
from werkzeug.datastructures import FileStorage

from fairwild.api.paging import PageQuery, listed
from fairwild.api.promises import DEED, answers
from fairwild.carrying_out import confirm_import, undo_at_door
from fairwild.http import (
    actor,
    home_organisation_id,
    house,
    idempotent,
    reading_for_request,
    unit_of_work_for_request,
)
from fairwild.imports import operations, queries
from fairwild.imports.problems import unpacked
from fairwild.imports.queries import ImportRow, ImportRun
from fairwild.imports.states import RunState
from fairwild.kernel.refusals import Invalid
from fairwild.schemas import imports as schemas
from fairwild.sheets import MAX_FILE_BYTES
from fairwild.store.paging import Cursor, Page
from fairwild.unit_of_work import Reading, UnitOfWork
from fairwild.wording import obstacle_sentence

blueprint = Blueprint("api_imports", __name__, url_prefix="/imports")

ONE = "/<uuid:run_id>"
FORM_BYTES = 100_000
ROWS = schemas.UploadRowsSchema()
_answers = answers(blueprint, DEED)


@blueprint.url_value_preprocessor
def _allow_large_files(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Take larger bodies where a file is sent, before anything reads it; rows are parsed whole."""
    if endpoint == "api_imports.upload" and not request.is_json:
        request.max_content_length = MAX_FILE_BYTES + FORM_BYTES


def _told_row(row: ImportRow) -> dict[str, Any]:
    problems = [unpacked(kept) for kept in row.problems]
    return {
        **{name: getattr(row, name) for name in ("number", "state", "choice", "cells")},
        "problems": [
            {"column": one.at, "code": one.code, "detail": obstacle_sentence(one)}
            for one in problems
        ],
    }


def _held(work: UnitOfWork, run: ImportRun) -> dict[str, Any]:
    """Say how far an import is that this unit of work holds."""
    return _told(work, run, queries.state_of(run, house().progress))


def _seen(reading: Reading, run_id: UUID) -> dict[str, Any]:
    """Say how far an import is, though it is written meanwhile."""
    return _told(reading, *queries.seen_import(reading, house().progress, run_id))


def _told(
    reading: Reading, run: ImportRun, state: RunState, *, with_rows: bool = True
) -> dict[str, Any]:
    """Say how far an import is, with the first rows to look at."""
    plain = ("id", "organisation_id", "file_name", "sha256", "headings", "mapping")
    moments = ("uploaded_at", "confirmed_at", "undone_at")
    is_open = with_rows and run.confirmed_at is None
    rows = queries.page_of_rows(reading, run.id) if is_open else []
    return {
        **{name: getattr(run, name) for name in (*plain, *moments)},
        "kind": run.what,
        "state": state,
        "counts": {name: said for name, said in run.counts.items() if name != "remembered"},
        "done": house().progress.stage_of(run.id).done,
        "rows": [_told_row(row) for row in rows],
    }


def _answer(told: dict[str, Any], status: HTTPStatus = HTTPStatus.OK) -> Response:
    answer = jsonify(schemas.ImportSchema().dump(told))
    answer.status_code = status
    return answer


def _sent(what: str, order: dict[str, FileStorage]) -> tuple[BinaryIO, str]:
    """Give the file that was sent, or the one that the rows of the body make."""
    if request.is_json:
        told: Any = blueprint.ARGUMENTS_PARSER.parse(ROWS, request, location="json")
        return operations.file_of_rows(told["rows"], what=what), told["file_name"]
    if "file" not in order:
        raise Invalid({"file": "file-missing"})
    stream: Any = order["file"].stream
    return stream, order["file"].filename or ""


@blueprint.get("")
@blueprint.arguments(PageQuery(), location="query")
@blueprint.response(HTTPStatus.OK, schemas.ImportSchema(many=True))
def list_all(cursor: Cursor) -> Response:
    """List the imports one may see, the latest first, without their rows."""
    with reading_for_request() as reading:
        page, states = queries.seen_imports(
            reading, house().progress, lambda: queries.page_of_imports(reading, cursor)
        )
        told = [_told(reading, run, states[run.id], with_rows=False) for run in page.rows]
        return listed(schemas.ImportSchema(), Page(told, page.following))


@blueprint.post("")
@idempotent
@blueprint.arguments(schemas.UploadFormSchema(), location="query")
@blueprint.arguments(schemas.UploadFilesSchema(), location="files")
@blueprint.doc(requestBody={"content": {"application/json": {"schema": ROWS}}})
@blueprint.response(HTTPStatus.CREATED, schemas.ImportSchema())
@_answers
@blueprint.alt_response(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, description="The file is too large")
def upload(asked: dict[str, Any], order: dict[str, FileStorage]) -> Response:
    """Send a CSV or XLSX file; columns with known headings are mapped and every row checked.

    Where a needed column is not known by its heading, map the columns next. Up to 10,000 rows
    can be sent as JSON instead, as objects with the columns of the template; the first of them
    is row 2, as it would be in a file.
    """
    organisation_id = home_organisation_id()
    stream, file_name = _sent(asked["kind"], order)
    read = operations.read_upload(house().files, stream, what=asked["kind"], sheet=asked["sheet"])
    with unit_of_work_for_request() as work:
        run = operations.stage_import(
            work,
            organisation_id=organisation_id,
            what=asked["kind"],
            file_name=file_name,
            upload=read,
        )
        operations.check_if_mapped(work, run, files=house().files)
        return _answer(_held(work, run), HTTPStatus.CREATED)


@blueprint.get(ONE)
@blueprint.response(HTTPStatus.OK, schemas.ImportSchema())
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such import to see")
def show(run_id: UUID) -> Response:
    """Say how far an import is: its counts, and the first fifty rows to look at."""
    with reading_for_request() as reading:
        return _answer(_seen(reading, run_id))


@blueprint.post(f"{ONE}/mapping")
@idempotent
@blueprint.arguments(schemas.MappingSchema())
@blueprint.response(HTTPStatus.OK, schemas.ImportSchema())
@_answers
def map_columns(order: dict[str, Any], run_id: UUID) -> Response:
    """Say what the columns mean, by their place from 0, and check every row."""
    with unit_of_work_for_request() as work:
        run = operations.map_columns(
            work, run_id=run_id, files=house().files, progress=house().progress, **order
        )
        return _answer(_held(work, run))


@blueprint.patch(f"{ONE}/rows/<int:number>")
@blueprint.arguments(schemas.RowOrderSchema())
@blueprint.response(HTTPStatus.OK, schemas.RowSchema())
@_answers
def put_row_right(order: dict[str, Any], run_id: UUID, number: int) -> Response:
    """Type over cells of a row, or decide about it; it is checked at once."""
    if len(order) != 1:
        raise Invalid({"cells": "missing"})
    deed: Any = operations.decide if "choice" in order else operations.put_row_right
    with unit_of_work_for_request() as work:
        kept = {"files": house().files, "progress": house().progress}
        row = deed(work, run_id=run_id, number=number, **order, **kept)
        return jsonify(schemas.RowSchema().dump(_told_row(row)))


@blueprint.post(f"{ONE}/confirm")
@blueprint.response(HTTPStatus.OK, schemas.ImportSchema())
@blueprint.alt_response(HTTPStatus.ACCEPTED, description="It is being written; look again")
@_answers
def confirm(run_id: UUID) -> Response:
    """Write the file, all of it or nothing; a large one goes on after the answer (202)."""
    done = confirm_import(house(), actor(), run_id)
    with reading_for_request() as reading:
        return _answer(_seen(reading, run_id), HTTPStatus.OK if done else HTTPStatus.ACCEPTED)


@blueprint.post(f"{ONE}/undo")
@idempotent
@blueprint.arguments(schemas.UndoSchema())
@blueprint.response(HTTPStatus.OK, schemas.ImportSchema())
@blueprint.alt_response(HTTPStatus.ACCEPTED, description="It is being undone; look again")
@_answers
def undo(order: dict[str, Any], run_id: UUID) -> Response:
    """Take back everything the file has written, or nothing; much goes on after the answer."""
    with unit_of_work_for_request() as work:
        run = undo_at_door(house(), work, run_id, **order)
        return _answer(_held(work, run), HTTPStatus.OK if run.undone_at else HTTPStatus.ACCEPTED)
