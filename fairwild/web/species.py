"""Species known to the scheme."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext

from fairwild.access.actions import Action
from fairwild.http import reading_for_request
from fairwild.ledger.queries import history_of
from fairwild.organisations.queries import people_by_id
from fairwild.schemas.species import (
    EditSpeciesFormSchema,
    RegisterSpeciesFormSchema,
    SpeciesSchema,
)
from fairwild.species import operations, queries
from fairwild.web.forms import Form
from fairwild.web.paging import Answer
from fairwild.web.risk import lines_of
from fairwild.wording.organisations import country_name

blueprint = Blueprint("species", __name__)


@blueprint.get("/species")
def list_all() -> Answer:
    """List the species."""
    with reading_for_request() as reading:
        reading.may(Action.SEE_SPECIES)
        may_register = reading.allows(Action.REGISTER_SPECIES)
        species = queries.list_species(reading)
        return render_template(
            "pages/species/list.html", species=species, may_register=may_register
        )


@blueprint.get("/species/<uuid:species_id>")
def show(species_id: UUID) -> Answer:
    """Show a species with the risk classes it was given."""
    with reading_for_request() as reading:
        species = queries.get_species(reading, species_id)
        history = history_of(reading.session, [species_id])
        return render_template(
            "pages/species/show.html",
            species=species,
            lines=lines_of(reading, queries.classifications_of(reading, species_id)),
            country_name=country_name,
            may_register=reading.allows(Action.REGISTER_SPECIES),
            may_classify=reading.allows(Action.CLASSIFY_RISK),
            history=history[::-1],
            people=people_by_id(reading, {one.actor_id for one in history if one.actor_id}),
        )


@blueprint.route("/species/new", methods=["GET", "POST"])
def register() -> Answer:
    """Make a species known."""
    form = Form(RegisterSpeciesFormSchema())
    with reading_for_request() as reading:
        reading.may(Action.REGISTER_SPECIES)
    if form.submitted:
        species = form.attempt(lambda work, order: operations.register_species(work, **order))
        if species is not None:
            flash(gettext("%(name)s is registered.", name=species.scientific_name), "success")
            return redirect(url_for("species.show", species_id=species.id))
    return render_template("pages/species/new.html", form=form), form.status


def _as_typed(species: Any) -> dict[str, Any]:
    """Give what stands in the form before anything is typed."""
    said: dict[str, Any] = SpeciesSchema().dump(species)
    names = "\n".join(f"{language}: {name}" for language, name in species.common_names.items())
    return said | {"common_names": names, "threatened": "yes" if species.threatened else ""}


@blueprint.route("/species/<uuid:species_id>/edit", methods=["GET", "POST"])
def edit(species_id: UUID) -> Answer:
    """Put right what is known of a species: its names, its CITES appendix, whether threatened."""
    with reading_for_request() as reading:
        reading.may(Action.REGISTER_SPECIES)
        species = queries.get_species(reading, species_id)
        form = Form(EditSpeciesFormSchema())
        if not form.submitted:
            form.values.update(_as_typed(species))
    if form.submitted:
        kept = {"synonyms": species.synonyms}
        edited = form.attempt(
            lambda work, order: operations.edit_species(
                work, species_id=species_id, **(order | kept)
            )
        )
        if edited is not None:
            flash(gettext("%(name)s is changed.", name=edited.scientific_name), "success")
            return redirect(url_for("species.show", species_id=species.id))
    with reading_for_request() as reading:
        history = history_of(reading.session, [species_id])
        people = people_by_id(reading, {one.actor_id for one in history if one.actor_id})
        page = render_template(
            "pages/species/edit.html",
            form=form,
            species=queries.get_species(reading, species_id),
            history=history[::-1],
            people=people,
        )
        return page, form.status
