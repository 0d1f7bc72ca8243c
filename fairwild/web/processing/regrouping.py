"""Packing, splitting, merging."""

from collections.abc import Sequence
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
from fairwild.lots.states import LotStatus
from fairwild.schemas.buying import MergeSchema, PackSchema, SplitSchema
from fairwild.unit_of_work import Reading
from fairwild.web.forms import Form
from fairwild.web.paging import Answer
from fairwild.web.processing.routing import (
    TAKE,
    blueprint,
    form_of,
    lot_for,
    mates,
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


def _first_choice(reading: Reading) -> UUID | None:
    """Give the lot that others are to be merged with, as the address names it."""
    asked = request.args.get("lot", "")
    stock = queries.list_stock(reading, home_organisation_id())
    return next((lot.id for lot in stock if str(lot.id) == asked), None)


@blueprint.route("/lots/merge", methods=["GET", "POST"])
def merge() -> Answer:
    """Make one lot of several of the same kind."""
    form = form_of(MergeSchema(), inputs=[])
    with reading_for_request() as reading:
        reading.may(Action.MERGE_LOTS, on=Of(Party.HOLDER, home_organisation_id()))
        first = _first_choice(reading)
        lot = lot_for(reading, first, Action.MERGE_LOTS) if first else None
        others = mates(reading, lot, rules.SAME_FOR_MERGING) if lot else []
        groups = [] if lot else _mergeable(reading)
    goal = _merged(form, [lot, *others] if lot else [])
    if goal is not None:
        flash(gettext("Merged: this is the new lot."), "success")
        return redirect(goal)
    if lot and not form.submitted:
        form.values[f"{TAKE}{lot.id}"] = kilograms(lot.available_g)
    said: dict[str, Any] = {"lot": lot, "mates": others, "groups": groups}
    return render_template("pages/processing/merge.html", form=form, **said), form.status


def _merged(form: Form, offered: list[LotFacts]) -> str | None:
    """Merge what was chosen, and give the address of the new lot."""
    if not form.submitted:
        return None
    form.values["inputs"] = takes_of(form, offered)
    return form.attempt_once(
        lambda work, order: operations.merge_lots(work, **order),
        lambda made: page_of_lot(made.id),
    )


def _mergeable(reading: Reading) -> Sequence[LotFacts]:
    """List the lots in stock for which there is another one of the same kind."""
    rows = queries.list_stock(reading, home_organisation_id())
    stock = [one for one in queries.facts_with_species(reading, rows).values() if _in_stock(one)]
    return [
        one
        for one in stock
        if any(
            other.id != one.id
            and not any(rules.obstacles_to_joining([one, other], same=rules.SAME_FOR_MERGING))
            for other in stock
        )
    ]


def _in_stock(lot: LotFacts) -> bool:
    return lot.status is LotStatus.CLOSED and lot.available_g > 0
