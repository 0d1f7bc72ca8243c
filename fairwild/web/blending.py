"""Blending lots of one kind, or into a finished product by its recipe."""

from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.http import home_organisation_id, reading_for_request
from fairwild.lots import operations, queries, rules
from fairwild.lots.custody import rules as custody
from fairwild.lots.custody.facts import RecipeFacts, RecipeLine
from fairwild.lots.custody.states import ClaimWeight
from fairwild.schemas.recipes import BlendFormSchema
from fairwild.unit_of_work import Reading
from fairwild.web.forms import Form
from fairwild.web.offering import is_searching, mates, named, offered, shown, text_of
from fairwild.web.paging import Answer
from fairwild.web.processing.routing import form_of, page_of_lot, takes_of

blueprint = Blueprint("blending", __name__)

ADDED = "added-"
"""Fields of this prefix say how much goes in by the line of the recipe whose number follows."""


@dataclass(frozen=True)
class OfferedLine:
    """A line of a recipe with the lots in stock that fit it."""

    line: RecipeLine
    offer: queries.Offer


@blueprint.route("/lots/blend", methods=["GET", "POST"])
def blend() -> Answer:
    """Make one lot of several of a kind, or a product of what its recipe asks for."""
    form = form_of(BlendFormSchema(), recipe=request.args.get("recipe", ""))
    home = home_organisation_id()
    with reading_for_request() as reading:
        reading.may(Action.BLEND_LOTS, on=Of(Party.HOLDER, home))
    if form.submitted and not is_searching(form):
        _read(form)
        goal = form.attempt_once(
            lambda work, order: operations.blend_lots(work, **order),
            lambda made: page_of_lot(made.id),
        )
        if goal is not None:
            flash(gettext("Blended: this is the new lot."), "success")
            return redirect(goal)
    with reading_for_request() as reading:
        recipes = queries.recipes_in_use(reading, home)
        recipe = next((one for one in recipes if str(one.id) == form.values["recipe"]), None)
        chosen = _of_recipe(reading, form, recipe) if recipe else _of_a_kind(reading, form)
        page = render_template(
            "pages/blending/blend.html",
            form=form,
            recipes=recipes,
            recipe=recipe,
            tolerance_g=custody.TOLERANCE_G,
            **chosen,
        )
    return page, form.status


def _of_recipe(reading: Reading, form: Form, recipe: RecipeFacts) -> dict[str, Any]:
    """Offer for each line of a recipe what fits it, and say what may be claimed."""
    claim = queries.claim_of_recipe(reading, recipe)
    lines = [_offered(reading, form, line, claim.rules.basis) for line in recipe.lines]
    listed = tuple(lot for one in lines for lot in one.offer.lots)
    others = sum(one.offer.others for one in lines)
    return {"claim": claim, "lines": lines, "offer": queries.Offer(listed, others, shown(form))}


def _of_a_kind(reading: Reading, form: Form) -> dict[str, Any]:
    """Offer what goes together with the lot the address names, or what kinds there are."""
    same, wanted = rules.SAME_FOR_BLENDING, _blendable(form)
    asked = named([request.args.get("lot", "")])
    first = next(iter(queries.offer_of_stock(reading, wanted, chosen=asked, most=0).lots), None)
    if first is None:
        return {"lot": None, "kinds": queries.kinds_in_stock(reading, wanted, same)}
    return {"lot": first, "offer": mates(reading, form, first, same, wanted)}


def _blendable(form: Form) -> queries.StockWanted:
    """Ask for the lots of one's own store that can be blended at all."""
    return queries.StockWanted(
        home_organisation_id(),
        text_of(form),
        forms=custody.BLENDABLE,
        on_hold=False,
        with_products=False,
    )


def _read(form: Form) -> None:
    """Gather what was typed of every lot and of every line that is no lot."""
    form.values["inputs"] = takes_of(form, ())
    form.values["added"] = [
        {"line": name.removeprefix(ADDED), "kg": value}
        for name, value in form.values.items()
        if name.startswith(ADDED) and value
    ]


def _offered(reading: Reading, form: Form, line: RecipeLine, basis: ClaimWeight) -> OfferedLine:
    """Give a line of a recipe with the lots that fit it; what is no plant is no lot."""
    if not line.is_plant:
        return OfferedLine(line, queries.Offer())
    wanted = replace(
        _blendable(form),
        species_id=line.species_id,
        part=line.part,
        certified=line.certified,
        forms=custody.IN_PRODUCTS,
        states=custody.states_in_product(basis),
    )
    return OfferedLine(line, offered(reading, form, wanted))
