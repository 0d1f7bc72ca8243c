"""Collection areas, target species and maximum quantities."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.areas import operations, queries, rules
from fairwild.drawing.area import AreaMapWords, area_map
from fairwild.harvesters.queries import count_allowed_in
from fairwild.http import home_organisation_id, reading_for_request, unit_of_work_for_request
from fairwild.kernel.geometry import parse_geometry
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.refusals import NotFound
from fairwild.ledger.queries import history_of
from fairwild.organisations.queries import people_by_id
from fairwild.schemas import areas as schemas
from fairwild.schemas.organisations import country_codes
from fairwild.species.queries import list_species
from fairwild.unit_of_work import Reading
from fairwild.web.forms import Form
from fairwild.web.frame import home_organisation
from fairwild.web.paging import Answer
from fairwild.wording.areas import geometry_sentence
from fairwild.wording.organisations import country_choices, country_name

blueprint = Blueprint("areas", __name__)

LATEST = 12
"""So many entries of the history stand on a page."""


@blueprint.get("/areas")
def list_all() -> Answer:
    """List the areas of the own operator with what is left of their seasons."""
    operator_id, sort = home_organisation_id(), request.args.get("sort", "code")
    with reading_for_request() as reading:
        owned = Of(Party.OPERATOR, operator_id)
        reading.may(Action.SEE_AREA, on=owned)
        areas = queries.list_areas(reading, operator_id, sort=sort)
        return render_template(
            "pages/areas/list.html",
            areas=[(one, queries.rotation_of(one)) for one in areas],
            year=reading.today.year,
            quantities=queries.quantities_of(reading, operator_id, on=reading.today),
            may_register=reading.allows(Action.REGISTER_AREA, on=owned),
            sort=sort,
        )


def _with_file(form: Form) -> Form:
    """Let a chosen GeoJSON file stand in the place of the typed text."""
    chosen = request.files.get("geometry_file")
    if form.submitted and chosen is not None and chosen.filename:
        form.values["geometry"] = chosen.read().decode("utf-8-sig", "replace")
    return form


def _with_geometry_faults(form: Form) -> Form:
    """Say each fault of the outline once, with the point it is at."""
    if form.errors.get("geometry") and form.values["geometry"]:
        try:
            found = parse_geometry(schemas.read_geojson(form.values["geometry"]))
        except ValueError:
            return form
        if isinstance(found, list):
            form.errors["geometry"] = list(dict.fromkeys(map(geometry_sentence, found)))
    return form


def _form_page(template: str, form: Form, reading: Reading, **more: Any) -> Answer:
    others = queries.list_areas(reading, home_organisation_id())
    area_id = more["area"].id if "area" in more else None
    page = render_template(
        template,
        form=_with_geometry_faults(form),
        countries=country_choices(country_codes()),
        neighbours=json.dumps([one.geometry for one in others if one.id != area_id]),
        **more,
    )
    return page, form.status


@blueprint.route("/areas/new", methods=["GET", "POST"])
def register() -> Answer:
    """Register an area."""
    operator_id, home = home_organisation_id(), home_organisation()
    form = _with_file(Form(schemas.RegisterAreaFormSchema()))
    if not form.submitted and home is not None:
        form.values["country"] = home.country
    with reading_for_request() as reading:
        reading.may(Action.REGISTER_AREA, on=Of(Party.OPERATOR, operator_id))
    if form.submitted:
        area = form.attempt(
            lambda work, order: operations.register_area(work, operator_id=operator_id, **order)
        )
        if area is not None:
            flash(gettext("%(name)s is registered.", name=area.name), "success")
            return redirect(url_for("areas.show", area_id=area.id))
    with reading_for_request() as reading:
        return _form_page("pages/areas/new.html", form, reading)


def _as_typed(area: Any) -> dict[str, Any]:
    """Give what stands in the form of an area before anything is typed."""
    said: dict[str, Any] = schemas.AreaSchema().dump(area)
    said["geometry"] = json.dumps(said["geometry"])
    boxes = {name: "yes" if said[name] else "" for name in ("sensitive", "needs_permit")}
    return said | boxes


@blueprint.route("/areas/<uuid:area_id>/edit", methods=["GET", "POST"])
def edit(area_id: UUID) -> Answer:
    """Put right what is known of an area."""
    with reading_for_request() as reading:
        area = queries.get_area(reading, area_id)
        reading.may(Action.EDIT_AREA, on=area)
        typed = {} if request.method == "POST" else _as_typed(area)
        form = _with_file(Form(schemas.EditAreaFormSchema(), typed))
        if not form.submitted:
            return _form_page("pages/areas/edit.html", form, reading, area=area)
    edited = form.attempt(lambda work, order: operations.edit_area(work, area_id=area_id, **order))
    if edited is not None:
        flash(gettext("%(name)s is changed.", name=edited.name), "success")
        return redirect(url_for("areas.show", area_id=area_id))
    with reading_for_request() as reading:
        area = queries.get_area(reading, area_id)
        return _form_page("pages/areas/edit.html", form, reading, area=area)


def _map(area: Any, others: list[Any]) -> str:
    words = AreaMapWords(north=gettext("N"), metres=gettext("m"), kilometres=gettext("km"))
    return area_map(
        queries.shape_of(area),
        [queries.shape_of(other) for other in others if other.id != area.id],
        gettext("Map of %(name)s", name=area.name),
        words=words,
        description=gettext("The outline of the area, with neighbouring areas faint beside it."),
    )


@blueprint.get("/areas/<uuid:area_id>")
def show(area_id: UUID) -> Answer:
    """Show an area: where it is, how large, and what may still be collected."""
    with reading_for_request() as reading:
        area = queries.get_area(reading, area_id)
        quantities = queries.quantities_of_area(reading, area_id)
        history = history_of(reading.session, [area_id, *(one.id for one in quantities)])
        return render_template(
            "pages/areas/show.html",
            area=area,
            country=country_name(area.country),
            map=_map(area, queries.list_areas(reading, area.operator_id)),
            difference=rules.size_difference(area.computed_m2, area.stated_m2),
            rotation=queries.rotation_of(area),
            look=rules.size_needs_a_look(area.computed_m2, area.stated_m2),
            limits=[(one, queries.quantity_facts(one)) for one in quantities],
            today=reading.today,
            harvester_count=count_allowed_in(reading, area_id),
            history=history[-LATEST:][::-1],
            people=people_by_id(reading, {one.actor_id for one in history if one.actor_id}),
            may_edit=reading.allows(Action.EDIT_AREA, on=area),
            may_recall=reading.allows(Action.START_RECALL, on=Of(Party.HOLDER, area.operator_id)),
        )


@blueprint.post("/areas/<uuid:area_id>/close")
def close(area_id: UUID) -> Answer:
    """Collect no longer in an area."""
    with unit_of_work_for_request() as work:
        area = operations.close_area(work, area_id=area_id)
    flash(gettext("%(name)s is closed.", name=area.name), "success")
    return redirect(url_for("areas.show", area_id=area_id))


@blueprint.route("/areas/<uuid:area_id>/quantities/new", methods=["GET", "POST"])
def set_quantity(area_id: UUID) -> Answer:
    """Set the maximum quantity of a season."""
    form = Form(schemas.SetQuantityFormSchema())
    with reading_for_request() as reading:
        area = queries.get_area(reading, area_id)
        reading.may(Action.SET_MAXIMUM_QUANTITY, on=area)
        targets = queries.target_species_of(reading, area.operator_id)
        if not form.submitted:
            return render_template(
                "pages/areas/quantity.html", form=form, area=area, targets=targets
            )
    quantity = form.attempt(
        lambda work, order: operations.set_maximum_quantity(work, area_id=area_id, **order)
    )
    if quantity is not None:
        flash(gettext("The limit of the season is set."), "success")
        return redirect(url_for("areas.show", area_id=area_id))
    with reading_for_request() as reading:
        area = queries.get_area(reading, area_id)
        targets = queries.target_species_of(reading, area.operator_id)
        page = render_template("pages/areas/quantity.html", form=form, area=area, targets=targets)
        return page, form.status


@blueprint.route(
    "/areas/<uuid:area_id>/quantities/<uuid:quantity_id>/edit", methods=["GET", "POST"]
)
def change_quantity(area_id: UUID, quantity_id: UUID) -> Answer:
    """Replace the limit of a season by a new estimate."""
    form = Form(schemas.ChangeQuantityFormSchema())
    with reading_for_request() as reading:
        quantity = queries.get_quantity(reading, quantity_id)
        reading.may(Action.SET_MAXIMUM_QUANTITY, on=quantity)
        if quantity.area_id != area_id:
            raise NotFound("maximum_quantity")
        if not form.submitted:
            last = quantity.season_until - timedelta(days=1)
            form.values.update(schemas.QuantitySchema().dump(quantity), season_last=str(last))
    if form.submitted:
        changed = form.attempt(
            lambda work, order: operations.change_maximum_quantity(
                work, quantity_id=quantity_id, **order
            )
        )
        if changed is not None:
            flash(gettext("The limit of the season is changed."), "success")
            return redirect(url_for("areas.show", area_id=area_id))
    with reading_for_request() as reading:
        limits = queries.quantities_of_area(reading, area_id)
        quantity = next(one for one in limits if one.id == quantity_id)
        area = queries.get_area(reading, area_id)
        facts = queries.whole_facts(reading, quantity)
        known = {"area": area, "quantity": quantity, "facts": facts}
        return render_template("pages/areas/limit.html", form=form, **known), form.status


@blueprint.route("/target-species", methods=["GET", "POST"])
def target_species() -> Answer:
    """List what the operator collects, and choose more."""
    operator_id = home_organisation_id()
    form = Form(schemas.ChooseTargetSpeciesSchema())
    if form.submitted:
        chosen = form.attempt(
            lambda work, order: operations.choose_target_species(
                work, operator_id=operator_id, **order
            )
        )
        if chosen is not None:
            flash(gettext("This species and part can now be collected."), "success")
            return redirect(url_for("areas.target_species"))
    with reading_for_request() as reading:
        owned = Of(Party.OPERATOR, operator_id)
        reading.may(Action.SEE_AREA, on=owned)
        page = render_template(
            "pages/areas/target_species.html",
            form=form,
            targets=queries.target_species_of(reading, operator_id),
            species=list_species(reading),
            parts=list(PlantPart),
            may_choose=reading.allows(Action.CHOOSE_TARGET_SPECIES, on=owned),
        )
        return page, form.status


@blueprint.post("/target-species/<uuid:target_id>/mark")
def mark_target_species(target_id: UUID) -> Answer:
    """Say whether a species and part is bought only under a permit to harvest."""
    form = Form(schemas.MarkTargetSpeciesFormSchema())
    marked = form.attempt(
        lambda work, order: operations.mark_target_species(work, target_id=target_id, **order)
    )
    if marked is None:
        flash(gettext("This was changed meanwhile; look again."), "refusal")
    else:
        flash(gettext("What is bought only under a permit is written down."), "success")
    return redirect(url_for("areas.target_species"))


@blueprint.post("/target-species/<uuid:target_id>/end")
def end_target_species(target_id: UUID) -> Answer:
    """Collect a species and part no longer."""
    with unit_of_work_for_request() as work:
        operations.end_target_species(work, target_id=target_id)
    flash(gettext("This species and part is no longer collected."), "success")
    return redirect(url_for("areas.target_species"))
