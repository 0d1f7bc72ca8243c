"""Packing, splitting, merging."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request
from flask_babel import gettext

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.http import home_organisation_id, reading_for_request
from fairwild.kernel.quantities import kilograms
from fairwild.lots import operations, queries, rules
from fairwild.lots.facts import LotFacts
from fairwild.schemas.buying import MergeSchema, PackSchema, SplitSchema
from fairwild.unit_of_work import Reading
from fairwild.web.forms import Form
from fairwild.web.offering import TAKE, is_searching, mates, named, text_of
from fairwild.web.paging import Answer
from fairwild.web.processing.routing import (
    blueprint,
    form_of,
    lot_for,
    page_of_lot,
    takes_of,
)

PART_FIELDS = 6


@blueprint.route("/lots/<uuid:lot_id>/pack", methods=["GET", "POST"])
def pack(lot_id: UUID) -> Answer:
    """Pack units of one weight out of a lot."""
    form = form_of(PackSchema())
    if form.submitted:
        goal = form.attempt_once(
            lambda work, order: operations.pack_lot(work, lot_id=lot_id, **order),
            lambda made: page_of_lot(made.id),
        )
        if goal is not None:
            flash(gettext("Packed: this is the new lot."), "success")
            return redirect(goal)
    with reading_for_request() as reading:
        lot = lot_for(reading, lot_id, Action.PACK_LOT)
        page = render_template("pages/processing/pack.html", lot=lot, form=form)
    return page, form.status


@blueprint.route("/lots/<uuid:lot_id>/split", methods=["GET", "POST"])
def split(lot_id: UUID) -> Answer:
    """Part a lot into several."""
    form = form_of(SplitSchema(), parts=[])
    if form.submitted:
        form.values["parts"] = [part for part in form.values["parts"] or [] if part]
        goal = form.attempt_once(
            lambda work, order: operations.split_lot(work, lot_id=lot_id, **order),
            lambda _made: page_of_lot(lot_id),
        )
        if goal is not None:
            flash(gettext("Split: the new lots stand under “Went into”."), "success")
            return redirect(goal)
    with reading_for_request() as reading:
        lot = lot_for(reading, lot_id, Action.SPLIT_LOT)
        page = render_template(
            "pages/processing/split.html", lot=lot, form=form, places=PART_FIELDS
        )
    return page, form.status


def _first_choice(reading: Reading) -> LotFacts | None:
    """Give the lot that others are to be merged with, as the address names it."""
    asked = named([request.args.get("lot", "")])
    own = queries.StockWanted(home_organisation_id())
    return next(iter(queries.offer_of_stock(reading, own, chosen=asked, most=0).lots), None)


@blueprint.route("/lots/merge", methods=["GET", "POST"])
def merge() -> Answer:
    """Make one lot of several of the same kind."""
    form = form_of(MergeSchema(), inputs=[])
    with reading_for_request() as reading:
        reading.may(Action.MERGE_LOTS, on=Of(Party.HOLDER, home_organisation_id()))
        wanted = queries.StockWanted(
            home_organisation_id(), text_of(form), on_hold=False, with_products=False
        )
        lot, same = _first_choice(reading), rules.SAME_FOR_MERGING
        others = mates(reading, form, lot, same, wanted) if lot else queries.Offer()
        kinds = [] if lot else queries.kinds_in_stock(reading, wanted, same)
    goal = _merged(form, [lot, *others.lots] if lot else [])
    if goal is not None:
        flash(gettext("Merged: this is the new lot."), "success")
        return redirect(goal)
    if lot and not form.submitted:
        form.values[f"{TAKE}{lot.id}"] = kilograms(lot.available_g)
    said: dict[str, Any] = {"lot": lot, "offer": others, "kinds": kinds}
    return render_template("pages/processing/merge.html", form=form, **said), form.status


def _merged(form: Form, offered: list[LotFacts]) -> str | None:
    """Merge what was chosen, and give the address of the new lot."""
    if not form.submitted or is_searching(form):
        return None
    form.values["inputs"] = takes_of(form, offered)
    return form.attempt_once(
        lambda work, order: operations.merge_lots(work, **order),
        lambda made: page_of_lot(made.id),
    )
