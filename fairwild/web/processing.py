"""Drying, cutting, packing, splitting, merging."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from marshmallow import Schema

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.http import home_organisation_id, house, reading_for_request
from fairwild.kernel.quantities import kilograms
from fairwild.lots import operations, queries, rules
from fairwild.lots.catalogue import find_drying_band
from fairwild.lots.facts import LotFacts
from fairwild.lots.states import LotStatus, LotTrait
from fairwild.schemas.buying import CutSchema, MergeSchema, PackSchema, ProcessSchema, SplitSchema
from fairwild.unit_of_work import Reading, UnitOfWork
from fairwild.web.forms import Form
from fairwild.web.frame import time_zone
from fairwild.web.paging import Answer

blueprint = Blueprint("processing", __name__)

TAKE = "take-"
"""Fields of this prefix say how many kilograms are taken of the lot whose id follows."""

PART_FIELDS = 6


def _form(schema: Schema, **initial: Any) -> Form:
    schema.zone = time_zone()  # type: ignore[attr-defined]  # read by the field Moment
    return Form(schema, initial)


def takes_of(form: Form) -> list[dict[str, str]]:
    """Give what was typed of every lot, in the form the schemas read."""
    return [
        {"lot_id": name.removeprefix(TAKE), "kg": value}
        for name, value in form.values.items()
        if name.startswith(TAKE) and value
    ]


def _mates(reading: Reading, lot: LotFacts, same: dict[LotTrait, rules.Trait]) -> list[LotFacts]:
    """List the lots in stock that may go together with this one."""
    stock = queries.facts_with_species(reading, queries.list_stock(reading, lot.holder_id))
    return [
        other
        for other in stock.values()
        if other.id != lot.id and not any(rules.obstacles_to_joining([lot, other], same=same))
    ]


def _lot(reading: Reading, lot_id: UUID, action: Action) -> LotFacts:
    """Give a lot the actor may do this with."""
    lot = queries.lot_facts(reading, [queries.get_lot(reading, lot_id).id])[lot_id]
    reading.may(action, on=Of(Party.HOLDER, lot.holder_id))
    return lot


def _go(lot_id: UUID) -> str:
    return url_for("lots.show", lot_id=lot_id)


def _process(lot_id: UUID, schema: Schema, template: str, deed: Callable[..., Any]) -> Answer:
    """Take parts of lots, weigh what came out, and see that it reconciles."""
    form = _form(schema)
    if form.submitted:
        form.values["inputs"] = takes_of(form)
        goal = form.attempt_once(lambda work, order: deed(work, **order), lambda made: _go(made.id))
        if goal is not None:
            flash(gettext("Recorded: this is the new lot."), "success")
            return redirect(goal)
    with reading_for_request() as reading:
        lot = _lot(reading, lot_id, Action.PROCESS_LOT)
        if not form.submitted:
            form.values[f"{TAKE}{lot.id}"] = kilograms(lot.available_g)
        page = render_template(
            f"pages/processing/{template}.html",
            lot=lot,
            form=form,
            mates=_mates(reading, lot, rules.SAME_FOR_DRYING),
            band=find_drying_band(lot.part, on=house().clock().date()),
        )
    return page, form.status


@blueprint.route("/lots/<uuid:lot_id>/dry", methods=["GET", "POST"])
def dry(lot_id: UUID) -> Answer:
    """Dry fresh lots into one dry lot."""
    return _process(lot_id, ProcessSchema(), "dry", operations.dry_lots)


@blueprint.route("/lots/<uuid:lot_id>/cut", methods=["GET", "POST"])
def cut(lot_id: UUID) -> Answer:
    """Cut and sift lots into one."""
    return _process(lot_id, CutSchema(), "cut", operations.cut_lots)


@blueprint.route("/lots/<uuid:lot_id>/pack", methods=["GET", "POST"])
def pack(lot_id: UUID) -> Answer:
    """Pack units of one weight out of a lot."""
    form = _form(PackSchema())
    if form.submitted:
        goal = form.attempt_once(
            lambda work, order: operations.pack_lot(work, lot_id=lot_id, **order),
            lambda made: _go(made.id),
        )
        if goal is not None:
            flash(gettext("Packed: this is the new lot."), "success")
            return redirect(goal)
    with reading_for_request() as reading:
        lot = _lot(reading, lot_id, Action.PACK_LOT)
        page = render_template("pages/processing/pack.html", lot=lot, form=form)
    return page, form.status


@blueprint.route("/lots/<uuid:lot_id>/split", methods=["GET", "POST"])
def split(lot_id: UUID) -> Answer:
    """Part a lot into several."""
    form = _form(SplitSchema(), parts=[])
    if form.submitted:
        form.values["parts"] = [part for part in form.values["parts"] or [] if part]
        goal = form.attempt_once(
            lambda work, order: operations.split_lot(work, lot_id=lot_id, **order),
            lambda _made: _go(lot_id),
        )
        if goal is not None:
            flash(gettext("Split: the new lots stand under “Went into”."), "success")
            return redirect(goal)
    with reading_for_request() as reading:
        lot = _lot(reading, lot_id, Action.SPLIT_LOT)
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
    form = _form(MergeSchema(), lots=[])
    if form.submitted:
        goal = form.attempt_once(_merge_chosen, lambda made: _go(made.id))
        if goal is not None:
            flash(gettext("Merged: this is the new lot."), "success")
            return redirect(goal)
    with reading_for_request() as reading:
        reading.may(Action.MERGE_LOTS, on=Of(Party.HOLDER, home_organisation_id()))
        first = _first_choice(reading)
        lot = _lot(reading, first, Action.MERGE_LOTS) if first else None
        page = render_template(
            "pages/processing/merge.html",
            lot=lot,
            form=form,
            mates=_mates(reading, lot, rules.SAME_FOR_MERGING) if lot else [],
            groups=[] if lot else _mergeable(reading),
        )
    return page, form.status


def _merge_chosen(work: UnitOfWork, order: dict[str, Any]) -> Any:
    """Merge the chosen lots."""
    return operations.merge_lots(work, **order)


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
