"""Beginning an application and filling in its form."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.applications import operations, queries, rules
from fairwild.areas import queries as areas
from fairwild.harvesters.queries import count_allowed_in
from fairwild.http import home_organisation_id, reading_for_request
from fairwild.kernel.actors import OrganisationKind
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State, kilograms
from fairwild.organisations import queries as organisations
from fairwild.organisations.queries import OrganisationFacts
from fairwild.schemas.applications import ApplicationChangeSchema, ApplicationHeadSchema
from fairwild.species.queries import list_species
from fairwild.standards import catalogue
from fairwild.unit_of_work import Reading, UnitOfWork
from fairwild.web.applications.routing import blueprint
from fairwild.web.forms import Form
from fairwild.web.paging import Answer
from fairwild.wording import field_message, word

EMPTY_LINES = 2
ROWS = {
    "units": ("name", "work", "place", "count"),
    "collectors": ("area", "count"),
    "species": ("species_id", "part", "yearly_kg", "state"),
}
"""The tables of the form, each with the fields of one line."""


@blueprint.route("/applications/new", methods=["GET", "POST"])
def write() -> Answer:
    """Begin an application: to whom, for which standard, and who pays."""
    home = home_organisation_id()
    form = Form(ApplicationHeadSchema())
    with reading_for_request() as reading:
        here = organisations.get_organisation(reading, home)
        reading.may(Action.WRITE_APPLICATION, on=Of(_side(here), home))
        if not form.submitted:
            return _head_page(reading, form, here)
    _gather_head(form, here)
    application = form.attempt(_begin)
    if application is not None:
        flash(gettext("Application %(number)s is begun.", number=application.number), "success")
        return redirect(url_for("applications.edit", application_id=application.id))
    with reading_for_request() as reading:
        return _head_page(reading, form, here)


def _side(here: OrganisationFacts) -> Party:
    return Party.OPERATOR if here.kind is OrganisationKind.OPERATOR else Party.MANDATOR


def _gather_head(form: Form, here: OrganisationFacts) -> None:
    """Put in what the page knows itself: its own side, and the standard by name and version."""
    standard, _, version = request.form.get("standard_choice", "").partition("/")
    form.values["standard"], form.values["standard_version"] = standard, version
    own = "operator_id" if here.kind is OrganisationKind.OPERATOR else "mandator_id"
    form.values[own] = str(here.id)


def _head_page(reading: Reading, form: Form, here: OrganisationFacts) -> Answer:
    pays = here.kind is not OrganisationKind.OPERATOR

    def listed(*kinds: OrganisationKind) -> list[tuple[UUID, str]]:
        return [
            (one.id, _named(one, only_name=pays and one.kind is OrganisationKind.OPERATOR))
            for kind in kinds
            for one in organisations.list_organisations(reading, kind)
            if one.id != here.id and not one.outside
        ]

    page = render_template(
        "pages/applications/new.html",
        form=form,
        pays=pays,
        operators=listed(OrganisationKind.OPERATOR),
        bodies=listed(OrganisationKind.CERTIFICATION_BODY),
        payers=listed(OrganisationKind.COMPANY, OrganisationKind.OPERATOR),
        standards=[
            (f"{one.name}/{one.version}", one.full_title) for one in catalogue.standard_versions()
        ],
    )
    return page, form.status


def _named(one: OrganisationFacts, *, only_name: bool) -> str:
    """Name an organisation to choose from; of an operator a company learns its name alone."""
    return one.name if only_name else f"{one.name} ({one.country})"


def _begin(work: UnitOfWork, order: dict[str, Any]) -> Any:
    """Begin the draft with what the registers of the operator know already."""
    known = {}
    if work.allows(Action.SEE_AREA, Of(Party.OPERATOR, order["operator_id"])):
        known = _known(work, order["operator_id"])
    return operations.write_application(work, **order, **known)


def _known(reading: Reading, operator_id: UUID) -> dict[str, Any]:
    places = [one for one in areas.areas_of(reading, operator_id) if not one.closed]
    limits = [one for one in areas.limits_of(reading, operator_id) if one.area.closed_at is None]
    species = []
    for target in areas.collected_by(reading, operator_id):
        mine = [
            one
            for one in limits
            if (one.species_id, one.part) == (target.species_id, target.part)
            and one.season_from <= reading.today < one.season_until
        ]
        if mine:
            state = mine[0].state
            species.append(
                {
                    "species_id": target.species_id,
                    "part": target.part,
                    "state": state,
                    "yearly_g": sum(one.limit_g for one in mine if one.state is state),
                }
            )
    return {
        "location": organisations.get_organisation(reading, operator_id).address,
        "collectors": [
            {"area": f"{one.code} {one.name}", "count": count_allowed_in(reading, one.id)}
            for one in places
        ],
        "species": species,
    }


@blueprint.route("/applications/<uuid:application_id>/edit", methods=["GET", "POST"])
def edit(application_id: UUID) -> Answer:
    """Fill in the form of a draft."""
    form = Form(ApplicationChangeSchema())
    with reading_for_request() as reading:
        application = queries.get_application(reading, application_id)
        reading.may(Action.WRITE_APPLICATION, on=application)
        facts = queries.facts_of(reading, application)
        blocked = list(rules.obstacles_to_changing(facts))
        if not form.submitted:
            form.values.update(_as_typed(application))
            return _form_page(reading, form, application, blocked)
    _gather(form)
    changed = form.attempt(
        lambda work, order: operations.change_application(
            work, application_id=application_id, **order
        )
    )
    if changed is not None:
        flash(gettext("Application %(number)s is saved.", number=changed.number), "success")
        here = "edit" if request.form.get("more_lines") else "show"
        return redirect(url_for(f"applications.{here}", application_id=application_id))
    with reading_for_request() as reading:
        application = queries.get_application(reading, application_id)
        return _form_page(reading, form, application, blocked)


def _as_typed(application: Any) -> dict[str, Any]:
    """Give what stands in the form before anything is typed."""
    values = {
        name: "" if getattr(application, name) is None else getattr(application, name)
        for name in operations.SAID
        if name not in ROWS
    }
    for table in ROWS:
        values[table] = [_line_as_typed(line) for line in getattr(application, table)]
    return {**values, "version": application.version}


def _line_as_typed(line: Mapping[str, Any]) -> dict[str, Any]:
    if "yearly_g" not in line:
        return dict(line)
    return {**line, "yearly_kg": kilograms(line["yearly_g"])}


def _gather(form: Form) -> None:
    """Put the lines of the three tables into the order; lines left empty do not count."""
    for table, names in ROWS.items():
        lines = []
        for number in range(_count_of_lines(table, names[0])):
            line = {name: request.form.get(f"{table}-{number}-{name}", "") for name in names}
            line = {name: value.strip() for name, value in line.items() if value.strip()}
            if set(line) - {"count", "part", "state"}:
                lines.append(line)
        form.values[table] = lines
    known = set(form.schema.load_fields)
    form.values = {name: value for name, value in form.values.items() if name in known}


def _count_of_lines(table: str, first: str) -> int:
    return sum(name.startswith(f"{table}-") and name.endswith(f"-{first}") for name in request.form)


def _wrong_cells(form: Form) -> dict[str, list[str]]:
    """Say what is wrong in the tables of a form that was sent, by the name of the field."""
    if not form.errors:
        return {}
    typed = {name: one for name, one in form.values.items() if one != ""}
    said: dict[str, Any] = form.schema.validate(typed)
    lines = [
        (f"{table}-{number}-{name}", codes)
        for table in ROWS
        if isinstance(said.get(table), dict)
        for number, line in said[table].items()
        if isinstance(line, dict)
        for name, codes in line.items()
    ]
    return {cell: [field_message(str(code)) for code in codes] for cell, codes in lines}


def _form_page(reading: Reading, form: Form, application: Any, blocked: list[Any]) -> Answer:
    rows = {table: [*form.values[table], *[{}] * EMPTY_LINES] for table in ROWS}
    wrong = _wrong_cells(form)
    page = render_template(
        "pages/applications/edit.html",
        form=form,
        application=application,
        blocked=blocked,
        rows=rows,
        wrong=wrong,
        marked={cell.partition("-")[0] for cell in wrong},
        species=[(str(one.id), one.scientific_name) for one in list_species(reading)],
        parts=[(part, word(part)) for part in PlantPart],
        states=[(state, word(state)) for state in State],
    )
    return page, form.status
