"""Rows put right, decisions, the confirmation, and the undoing."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.exceptions import NotFound as NoSuchPage

from fairwild.carrying_out import confirm_import, undo_at_door
from fairwild.http import actor, house, reading_for_request, unit_of_work_for_request
from fairwild.imports import operations, queries
from fairwild.imports.queries import ImportRow
from fairwild.imports.states import Choice, RowState
from fairwild.kernel.refusals import Conflict, Invalid, Refused
from fairwild.schemas.imports import UndoSchema
from fairwild.unit_of_work import UnitOfWork
from fairwild.web.forms import Form
from fairwild.web.imports.routing import blueprint
from fairwild.web.imports.showing import columns_shown, page_of_import, row_facts
from fairwild.web.paging import Answer
from fairwild.wording import field_message


@blueprint.post("/imports/<uuid:run_id>/rows/<int:number>")
def row(run_id: UUID, number: int) -> Answer:
    """Put a row right or decide about it; it is checked at once."""
    try:
        with unit_of_work_for_request() as work:
            kept = _righted(work, run_id, number)
    except Refused as error:
        return page_of_import(run_id, error.obstacles)
    except Invalid as error:
        flash(field_message(next(iter(error.errors.values()))), "refusal")
        return redirect(url_for("imports.show", run_id=run_id))
    if "HX-Request" in request.headers:
        return _row_alone(run_id, kept)
    with reading_for_request() as reading:
        page = queries.page_with(reading, queries.get_row(reading, run_id, number))
    return redirect(url_for("imports.show", run_id=run_id, page=page, _anchor=f"row-{number}"))


def _righted(work: UnitOfWork, run_id: UUID, number: int) -> ImportRow:
    choice = request.form.get("choice", "")
    if choice in set(Choice):
        return operations.decide(
            work,
            run_id=run_id,
            number=number,
            choice=Choice(choice),
            files=house().files,
            progress=house().progress,
        )
    cells = {
        name.removeprefix("cell-"): text
        for name, text in request.form.items()
        if name.startswith("cell-")
    }
    return operations.put_row_right(
        work,
        run_id=run_id,
        number=number,
        cells=cells,
        files=house().files,
        progress=house().progress,
    )


def _row_alone(run_id: UUID, kept: ImportRow) -> Answer:
    """Give one row, and beside it the counts and buttons that have changed with it."""
    with reading_for_request() as reading:
        run = queries.get_import(reading, run_id)
        columns = columns_shown(run, [kept])
        return render_template(
            "pages/imports/row.html",
            run=run,
            page=request.form.get("page", "1"),
            fact=row_facts(kept, columns),
            following=queries.find_next_in_the_way(reading, run_id, kept.number),
            columns=columns,
            obstacles=queries.obstacles_to_confirming(run),
        )


@blueprint.post("/imports/<uuid:run_id>/decide")
def decide(run_id: UUID) -> Answer:
    """Decide alike about every row of a state."""
    state, choice = request.form.get("state", ""), request.form.get("choice", "")
    if state not in set(RowState) or choice not in set(Choice):
        raise NoSuchPage
    try:
        with unit_of_work_for_request() as work:
            operations.decide_all(
                work,
                run_id=run_id,
                state=RowState(state),
                choice=Choice(choice),
                files=house().files,
                progress=house().progress,
            )
    except Refused as error:
        return page_of_import(run_id, error.obstacles)
    return redirect(url_for("imports.show", run_id=run_id))


@blueprint.post("/imports/<uuid:run_id>/check")
def check(run_id: UUID) -> Answer:
    """Check every row anew, as things stand now."""
    try:
        with unit_of_work_for_request() as work:
            operations.check_again(
                work, run_id=run_id, files=house().files, progress=house().progress
            )
    except Refused as error:
        return page_of_import(run_id, error.obstacles)
    return redirect(url_for("imports.show", run_id=run_id))


@blueprint.post("/imports/<uuid:run_id>/confirm")
def confirm(run_id: UUID) -> Answer:
    """Write the file: a small one now, a large one beside the pages."""
    try:
        if confirm_import(house(), actor(), run_id):
            flash(gettext("The file is written."), "success")
    except Refused as error:
        return page_of_import(run_id, error.obstacles)
    return redirect(url_for("imports.show", run_id=run_id))


@blueprint.post("/imports/<uuid:run_id>/undo")
def undo(run_id: UUID) -> Answer:
    """Take back everything the file has written."""
    form = Form(UndoSchema())
    done = form.attempt(lambda work, order: undo_at_door(house(), work, run_id, **order))
    if done is None:
        if form.conflict:
            raise Conflict("import_run")
        for said in form.errors["reason"]:
            flash(said, "refusal")
        return page_of_import(run_id, form.obstacles)
    if done.undone_at:
        flash(gettext("The import is undone."), "success")
    return redirect(url_for("imports.show", run_id=run_id))
