"""Choosing a file, saying what its columns mean, and templates."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound as NoSuchPage

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.areas.queries import areas_of, target_species_of
from fairwild.handing_out.imports import template_answer
from fairwild.http import (
    home_organisation_id,
    house,
    reading_for_request,
    unit_of_work_for_request,
)
from fairwild.imports import operations, queries
from fairwild.imports.checking import said_of
from fairwild.imports.columns import WRITTEN, Column, manner_of, name_of, recalled
from fairwild.imports.kinds import KINDS, Kind
from fairwild.kernel.refusals import Invalid, Obstacle, Refused
from fairwild.store.paging import Cursor
from fairwild.unit_of_work import Reading
from fairwild.web.imports.routing import blueprint
from fairwild.web.paging import Answer
from fairwild.wording import field_message


@blueprint.get("/imports")
def list_all() -> Answer:
    """List what was read in from files."""
    cursor = Cursor(after=request.args.get("cursor", ""))
    with reading_for_request() as reading:
        organisation_id = home_organisation_id()
        reading.may(Action.SEE_IMPORT, on=Of(Party.HOLDER, organisation_id))
        page, states = queries.seen_imports(
            reading, house().progress, lambda: queries.page_of_imports(reading, cursor)
        )
        return render_template(
            "pages/imports/list.html",
            runs=page.rows,
            states=states,
            following=page.following,
            after=cursor.after,
            kinds=queries.kinds_open_to(reading, organisation_id),
        )


@blueprint.route("/imports/new", methods=["GET", "POST"])
def start() -> Answer:
    """Choose a kind of file and the file."""
    organisation_id, error = home_organisation_id(), ""
    with reading_for_request() as reading:
        reading.may(Action.RUN_IMPORT, on=Of(Party.HOLDER, organisation_id))
        kinds = queries.kinds_open_to(reading, organisation_id)
        codes = _codes(reading, organisation_id)
    chosen = _chosen(kinds)
    if request.method == "POST":
        try:
            return redirect(url_for("imports.columns", run_id=_staged(organisation_id)))
        except Invalid as invalid:
            error = field_message(next(iter(invalid.errors.values())))
    page = render_template(
        "pages/imports/start.html", error=error, kinds=kinds, chosen=chosen, **codes
    )
    return page, 422 if error else 200


def _chosen(kinds: list[Kind]) -> Kind | None:
    """Give the kind that is asked for, else the first there is."""
    asked = request.values.get("kind", "")
    return next((one for one in kinds if one.what == asked), kinds[0] if kinds else None)


def _codes(reading: Reading, organisation_id: UUID) -> dict[str, Any]:
    """Give the codes that may stand in a file."""
    targets = target_species_of(reading, organisation_id)
    return {
        "areas": [(one.code, one.name) for one in areas_of(reading, organisation_id)],
        "species": sorted({(one.species.code, one.species.scientific_name) for one in targets}),
    }


def _staged(organisation_id: UUID) -> UUID:
    """Keep the chosen file; raises Invalid for one that is no table."""
    sent, what = request.files.get("file"), request.form.get("kind", "")
    if sent is None or not sent.filename:
        raise Invalid({"file": "file-missing"})
    sheet = request.form.get("sheet", "").strip()[:100]
    upload = operations.read_upload(house().files, sent.stream, what=what, sheet=sheet)  # type: ignore[arg-type]  # werkzeug types its stream as IO[bytes]
    with unit_of_work_for_request() as work:
        run = operations.stage_import(
            work,
            organisation_id=organisation_id,
            what=what,
            file_name=sent.filename,
            upload=upload,
        )
        return run.id


@blueprint.route("/imports/<uuid:run_id>/columns", methods=["GET", "POST"])
def columns(run_id: UUID) -> Answer:
    """Say what each column means, then check every row."""
    obstacles: tuple[Obstacle, ...] = ()
    status = 200
    if request.method == "POST":
        try:
            with unit_of_work_for_request() as work:
                operations.map_columns(
                    work,
                    run_id=run_id,
                    mapping=_typed_mapping(),
                    files=house().files,
                    progress=house().progress,
                    save_as=request.form.get("save_as", ""),
                )
            return redirect(url_for("imports.show", run_id=run_id))
        except Refused as error:
            obstacles, status = error.obstacles, 409
        except Invalid as invalid:
            flash(field_message(next(iter(invalid.errors.values()))), "refusal")
            status = 422
    return _columns_page(run_id, obstacles), status


def _typed_mapping() -> dict[int, str]:
    """Read the choices `column-0`, `column-1` and so on; an empty one is not read."""
    names = (name for name in request.form if name.startswith("column-"))
    places = {name: name.removeprefix("column-") for name in names}
    return {
        int(place): f"{request.form[name]}{_typed_manner(place)}"
        for name, place in places.items()
        if place.isascii() and place.isdigit() and request.form[name]
    }


def _typed_manner(place: str) -> str:
    """Read the choice `written-0` beside a column; one that no longer fits it is left out."""
    column, said = request.form[f"column-{place}"], request.form.get(f"written-{place}", "")
    fits = any(column == one.name and said in one.manners for one in _all_columns())
    return f"{WRITTEN}{said}" if fits else ""


def _all_columns() -> Iterator[Column]:
    return (column for kind in KINDS.values() for column in kind.columns)


def _columns_page(run_id: UUID, obstacles: tuple[Obstacle, ...]) -> str:
    with reading_for_request() as reading:
        run = queries.get_import(reading, run_id)
        mapping = _typed_mapping() if obstacles else said_of(run)
        saved = queries.list_mappings(reading, run.organisation_id, run.what)
        asked = request.args.get("mapping", "")
        for one in saved:
            if one.name == asked:
                mapping = recalled(run.headings, one.columns)
        return render_template(
            "pages/imports/columns.html",
            run=run,
            kind=KINDS[run.what],
            examples=queries.first_cells(run, house().files),
            mapping={place: name_of(one) for place, one in mapping.items()},
            written={place: manner_of(one) for place, one in mapping.items()},
            manners={one.name: one.manners for one in KINDS[run.what].columns},
            saved=saved,
            asked=asked,
            obstacles=obstacles,
        )


@blueprint.get("/imports/template/<what>.<form>")
def template(what: str, form: str) -> Answer:
    """Give a file with the right headings, one line to show how, and help."""
    if form not in {"csv", "xlsx"}:
        raise NoSuchPage
    with reading_for_request() as reading:
        return template_answer(reading, home_organisation_id(), what, form)
