"""Blending lots of one kind, or into a finished product by its recipe."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.http import home_organisation_id, reading_for_request
from fairwild.kernel.quantities import State
from fairwild.lots import operations, queries, rules
from fairwild.lots.custody import rules as custody
from fairwild.lots.custody.facts import RecipeFacts, RecipeLine
from fairwild.lots.facts import LotFacts
from fairwild.schemas.recipes import BlendFormSchema
from fairwild.unit_of_work import Reading
from fairwild.web.forms import Form
from fairwild.web.paging import Answer
from fairwild.web.processing.routing import form_of, page_of_lot, takes_of

blueprint = Blueprint("blending", __name__)

ADDED = "added-"
"""Fields of this prefix say how much goes in by the line of the recipe whose number follows."""


@dataclass(frozen=True)
class OfferedLine:
    """A line of a recipe with the lots in stock that fit it."""

    line: RecipeLine
    lots: tuple[LotFacts, ...]


@blueprint.route("/lots/blend", methods=["GET", "POST"])
def blend() -> Answer:
    """Make one lot of several of a kind, or a product of what its recipe asks for."""
    form = form_of(BlendFormSchema(), recipe=request.args.get("recipe", ""))
    with reading_for_request() as reading:
        reading.may(Action.BLEND_LOTS, on=Of(Party.HOLDER, home_organisation_id()))
        stock = _stock(reading)
    if form.submitted:
        _read(form, stock)
        goal = form.attempt_once(
            lambda work, order: operations.blend_lots(work, **order),
            lambda made: page_of_lot(made.id),
        )
        if goal is not None:
            flash(gettext("Blended: this is the new lot."), "success")
            return redirect(goal)
    with reading_for_request() as reading:
        recipes = queries.recipes_in_use(reading, home_organisation_id())
        recipe = next((one for one in recipes if str(one.id) == form.values["recipe"]), None)
        first = _first(stock)
        page = render_template(
            "pages/blending/blend.html",
            form=form,
            recipes=recipes,
            recipe=recipe,
            claim=queries.claim_of_recipe(reading, recipe) if recipe else None,
            offered=_offered(recipe, stock) if recipe else [],
            lot=first,
            mates=_mates(first, stock) if first else [],
            firsts=[one for one in stock if _mates(one, stock)],
            tolerance_g=custody.TOLERANCE_G,
        )
    return page, form.status


def _read(form: Form, stock: list[LotFacts]) -> None:
    """Gather what was typed of every lot and of every line that is no lot."""
    form.values["inputs"] = takes_of(form, stock)
    form.values["added"] = [
        {"line": name.removeprefix(ADDED), "kg": value}
        for name, value in form.values.items()
        if name.startswith(ADDED) and value
    ]


def _stock(reading: Reading) -> list[LotFacts]:
    """List the lots of one's own store that can be blended at all."""
    rows = queries.list_stock(reading, home_organisation_id())
    found: dict[UUID, LotFacts] = queries.facts_with_species(reading, rows)
    return [
        one
        for one in found.values()
        if one.available_g and not one.holds and not any(custody.obstacles_to_blending([one]))
    ]


def _first(stock: list[LotFacts]) -> LotFacts | None:
    """Give the lot that others are to be blended with, as the address names it."""
    asked = request.args.get("lot", "")
    return next((one for one in stock if str(one.id) == asked), None)


def _mates(lot: LotFacts, stock: list[LotFacts]) -> list[LotFacts]:
    """List the lots that may be blended with this one."""
    return [
        other
        for other in stock
        if other.id != lot.id
        and not any(rules.obstacles_to_joining([lot, other], same=rules.SAME_FOR_BLENDING))
    ]


def _offered(recipe: RecipeFacts, stock: list[LotFacts]) -> list[OfferedLine]:
    """Give each line of the recipe with the lots that fit it."""

    def fits(line: RecipeLine, lot: LotFacts) -> bool:
        kind = (lot.species_id, lot.part, lot.certified)
        return kind == (line.species_id, line.part, line.certified) and lot.state is not State.FRESH

    return [
        OfferedLine(line, tuple(lot for lot in stock if line.is_plant and fits(line, lot)))
        for line in recipe.lines
    ]
