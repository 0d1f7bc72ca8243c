"""The register of harvesters: list, card, change, and files."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.areas.queries import list_areas, target_species_of
from fairwild.documents.qr import qr_svg
from fairwild.harvesters import cells, operations, queries
from fairwild.harvesters.states import Sex
from fairwild.http import home_organisation_id, reading_for_request
from fairwild.ledger.queries import history_of
from fairwild.organisations.queries import people_by_id
from fairwild.schemas import harvesters as schemas
from fairwild.species.queries import species_by_id
from fairwild.unit_of_work import Reading
from fairwild.web.forms import Form
from fairwild.web.paging import Answer
from fairwild.wording import word

blueprint = Blueprint("harvesters", __name__)

LATEST = 12


def _page_asked() -> int:
    asked = request.args.get("page", "1")
    return min(max(int(asked), 1), 100_000) if asked.isascii() and asked.isdigit() else 1


@blueprint.get("/harvesters")
def list_all() -> Answer:
    """List the register, or who fits some words."""
    operator_id, page = home_organisation_id(), _page_asked()
    text, sort = request.args.get("q", "")[:200], request.args.get("sort", "name")
    with reading_for_request() as reading:
        reading.may(Action.SEE_HARVESTER, on=Of(Party.OPERATOR, operator_id))
        return render_template(
            "pages/harvesters/list.html",
            harvesters=queries.list_harvesters(
                reading, operator_id, text=text, sort=sort, page=page
            ),
            count=queries.count_harvesters(reading, operator_id, text=text),
            codes={area.id: area.code for area in list_areas(reading, operator_id)},
            text=text,
            sort=sort,
            page=page,
            rows=queries.PAGE_ROWS,
            today=reading.today,
        )


def _choices(reading: Reading, operator_id: UUID, row: Any = None) -> dict[str, Any]:
    """Give the areas and species a form offers, with those the person already has."""
    facts = queries.facts_of(row) if row is not None else None
    had = facts.area_ids if facts else frozenset()
    areas = [
        area for area in list_areas(reading, operator_id) if not area.closed_at or area.id in had
    ]
    ids = {target.species_id for target in target_species_of(reading, operator_id)}
    species = species_by_id(reading, ids | (facts.species_ids if facts else frozenset()))
    return {
        "areas": [(area.id, f"{area.code} {area.name}") for area in areas],
        "species": [(one.id, one.scientific_name) for one in species.values()],
        "sexes": [(sex, word(sex)) for sex in Sex],
    }


@blueprint.route("/harvesters/new", methods=["GET", "POST"])
def register() -> Answer:
    """Register a harvester."""
    operator_id = home_organisation_id()
    form = Form(schemas.RegisterHarvesterFormSchema())
    with reading_for_request() as reading:
        reading.may(Action.REGISTER_HARVESTER, on=Of(Party.OPERATOR, operator_id))
        choices = _choices(reading, operator_id)
        if not form.submitted:
            form.values["registered_from"] = reading.today.isoformat()
    if form.submitted:
        row = form.attempt(
            lambda work, order: operations.register_new_person(
                work, operator_id=operator_id, **order
            )
        )
        if row is not None:
            said = gettext(
                "%(name)s is registered with number %(id)s.", name=row.name, id=row.local_id
            )
            flash(said, "success")
            return redirect(url_for("harvesters.show", harvester_id=row.id))
    return render_template("pages/harvesters/new.html", form=form, **choices), form.status


def _as_typed(row: Any) -> dict[str, Any]:
    """Give what stands in the form of an entry before anything is typed."""
    facts = queries.facts_of(row)
    said: dict[str, Any] = schemas.HarvesterSchema().dump(row)
    said["other_ids"] = "\n".join(cells.write_other_ids([one]) for one in row.other_ids)
    last_day = facts.registered.last_day
    return said | {"last_day": last_day.isoformat() if last_day else ""}


@blueprint.route("/harvesters/<uuid:harvester_id>/edit", methods=["GET", "POST"])
def edit(harvester_id: UUID) -> Answer:
    """Put right what the register says of somebody."""
    with reading_for_request() as reading:
        row = queries.get_harvester(reading, harvester_id)
        reading.may(Action.EDIT_HARVESTER, on=row)
        typed = {} if request.method == "POST" else _as_typed(row)
        form = Form(schemas.EditHarvesterFormSchema(), typed)
        shown = {"harvester_id": row.id, "name": row.name}
        choices = _choices(reading, row.operator_id, row)
    if form.submitted:
        edited = form.attempt(
            lambda work, order: operations.edit_harvester(
                work,
                harvester_id=harvester_id,
                version=order.pop("version"),
                entry=operations.entry_of(**order),
            )
        )
        if edited is not None:
            flash(gettext("%(name)s is changed.", name=edited.name), "success")
            return redirect(url_for("harvesters.show", harvester_id=harvester_id))
    page = render_template("pages/harvesters/edit.html", form=form, **shown, **choices)
    return page, form.status


def _card_page(reading: Reading, harvester_id: UUID, form: Form) -> str:
    row = queries.get_harvester(reading, harvester_id)
    facts = queries.facts_of(row)
    names = {area.id: f"{area.code} {area.name}" for area in list_areas(reading, row.operator_id)}
    history = history_of(reading.session, [harvester_id])
    species = species_by_id(reading, facts.species_ids)
    return render_template(
        "pages/harvesters/show.html",
        harvester=row,
        facts=facts,
        areas=sorted(names[one] for one in facts.area_ids if one in names),
        species=sorted(one.scientific_name for one in species.values()),
        card=qr_svg(row.card_code, title=gettext("Code of the card")),
        other_ids=cells.write_other_ids(row.other_ids),
        history=history[-LATEST:][::-1],
        people=people_by_id(reading, {one.actor_id for one in history if one.actor_id}),
        may_edit=reading.allows(Action.EDIT_HARVESTER, on=row),
        may_recall=reading.allows(Action.START_RECALL, on=Of(Party.HOLDER, row.operator_id)),
        form=form,
        today=reading.today,
    )


@blueprint.get("/harvesters/<uuid:harvester_id>")
def show(harvester_id: UUID) -> Answer:
    """Show a harvester with the card to print."""
    with reading_for_request() as reading:
        return _card_page(reading, harvester_id, Form(schemas.EndRegistrationFormSchema()))


@blueprint.post("/harvesters/<uuid:harvester_id>/end")
def end(harvester_id: UUID) -> Answer:
    """End a registration after its last day."""
    form = Form(schemas.EndRegistrationFormSchema())
    row = form.attempt(
        lambda work, order: operations.end_registration(work, harvester_id=harvester_id, **order)
    )
    if row is not None:
        flash(gettext("The registration is ended."), "success")
        return redirect(url_for("harvesters.show", harvester_id=harvester_id))
    with reading_for_request() as reading:
        return _card_page(reading, harvester_id, form), form.status


@blueprint.get("/harvesters/import")
def import_file() -> Answer:
    """Lead to the wizard that reads files in."""
    with reading_for_request() as reading:
        reading.may(Action.IMPORT_HARVESTERS, on=Of(Party.OPERATOR, home_organisation_id()))
    return redirect(url_for("imports.start", kind="harvesters"))
