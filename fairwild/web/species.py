"""Species known to the scheme."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext

from fairwild.access.actions import Action
from fairwild.http import reading_for_request
from fairwild.schemas.species import RegisterSpeciesFormSchema
from fairwild.species import operations, queries
from fairwild.web.forms import Form
from fairwild.web.paging import Answer

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
            return redirect(url_for("species.list_all"))
    return render_template("pages/species/new.html", form=form), form.status
