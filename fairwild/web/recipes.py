"""Recipes of finished products: what goes in, with exact shares, and what may be claimed."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.http import home_organisation_id, reading_for_request
from fairwild.kernel.plants import PlantPart
from fairwild.lots import operations, queries
from fairwild.lots.custody.catalogue import rules_on
from fairwild.lots.custody.facts import RecipeFacts
from fairwild.schemas.recipes import StateRecipeSchema
from fairwild.species.queries import list_species
from fairwild.store.paging import Cursor
from fairwild.unit_of_work import Reading, UnitOfWork
from fairwild.web.forms import Form
from fairwild.web.paging import Answer
from fairwild.wording import word

blueprint = Blueprint("recipes", __name__)

ROWS = range(1, 11)
"""Lines there is room for on the page; a longer recipe goes through the API."""
_COLUMNS = ("species_id", "part", "ingredient", "parts", "certified", "excluded")


@blueprint.get("/recipes")
def list_all() -> Answer:
    """List the recipes of one's organisation."""
    cursor = Cursor(after=request.args.get("cursor", ""))
    with reading_for_request() as reading:
        reading.may(Action.BLEND_LOTS, on=Of(Party.HOLDER, home_organisation_id()))
        page = queries.page_of_recipes(reading, cursor)
        return render_template(
            "pages/recipes/list.html",
            recipes=[(one, queries.claim_of_recipe(reading, one)) for one in page.rows],
            following=page.following,
            after=cursor.after,
        )


@blueprint.get("/recipes/<uuid:recipe_id>")
def show(recipe_id: UUID) -> Answer:
    """Show one edition of a recipe with what it would let a product claim today."""
    with reading_for_request() as reading:
        recipe = queries.get_recipe(reading, recipe_id)
        claim = queries.claim_of_recipe(reading, recipe)
        return render_template("pages/recipes/show.html", recipe=recipe, claim=claim)


@blueprint.route("/recipes/new", methods=["GET", "POST"])
def new() -> Answer:
    """State a recipe, or the next edition of one."""
    form = Form(StateRecipeSchema(), {"lines": []})
    if form.submitted:
        form.values["lines"] = _typed_lines(form)
        goal = form.attempt_once(_state, lambda made: url_for("recipes.show", recipe_id=made.id))
        if goal is not None:
            flash(gettext("Stated: this is the recipe in use."), "success")
            return redirect(goal)
    with reading_for_request() as reading:
        reading.may(Action.BLEND_LOTS, on=Of(Party.HOLDER, home_organisation_id()))
        if not form.submitted:
            _take_over(reading, form)
        page = render_template(
            "pages/recipes/new.html",
            form=form,
            rows=ROWS,
            species=[(one.id, one.scientific_name) for one in list_species(reading)],
            parts=[(part.value, word(part)) for part in PlantPart],
            left_out=", ".join(one.kind for one in rules_on(reading.today).left_out),
        )
    return page, form.status


def _state(work: UnitOfWork, order: dict[str, Any]) -> RecipeFacts:
    return operations.state_recipe(work, organisation_id=home_organisation_id(), **order)


def _typed_lines(form: Form) -> list[dict[str, str]]:
    """Give the rows something was typed in; an empty row is no line."""
    rows = ({name: form.values.get(f"{name}-{row}", "") for name in _COLUMNS} for row in ROWS)
    return [
        {name: value for name, value in row.items() if value} for row in rows if any(row.values())
    ]


def _take_over(reading: Reading, form: Form) -> None:
    """Fill the form with the edition that the next one takes the place of."""
    asked = request.args.get("supersedes", "")
    known = {str(one.id): one for one in queries.recipes_in_use(reading, home_organisation_id())}
    earlier = known.get(asked)
    if earlier is None:
        return
    form.values.update(product=earlier.product, supersedes_id=asked)
    for row, line in zip(ROWS, earlier.lines, strict=False):
        form.values.update(
            {
                f"species_id-{row}": line.species_id or "",
                f"part-{row}": line.part or "",
                f"ingredient-{row}": line.ingredient,
                f"parts-{row}": str(line.share),
                f"certified-{row}": "yes" if line.certified else "",
                f"excluded-{row}": "yes" if line.excluded else "",
            }
        )
