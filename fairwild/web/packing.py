"""Pallets and unpacking."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template
from flask_babel import gettext

from fairwild.access.actions import Action
from fairwild.http import reading_for_request
from fairwild.kernel.plants import Form as PlantForm
from fairwild.kernel.quantities import kilograms
from fairwild.lots import operations, queries, rules
from fairwild.schemas.movements import PalletSchema, UnpackSchema
from fairwild.web.offering import TAKE, is_searching, mates, text_of
from fairwild.web.paging import Answer
from fairwild.web.processing.routing import (
    form_of,
    lot_for,
    page_of_lot,
    takes_of,
)

blueprint = Blueprint("packing", __name__)


@blueprint.route("/lots/<uuid:lot_id>/pallet", methods=["GET", "POST"])
def pallet(lot_id: UUID) -> Answer:
    """Put packed lots of one kind on a pallet."""
    form = form_of(PalletSchema())
    with reading_for_request() as reading:
        lot = lot_for(reading, lot_id, Action.PACK_LOT)
        wanted = queries.StockWanted(
            lot.holder_id, text_of(form), forms=frozenset({PlantForm.PACKED}), on_hold=False
        )
        others = mates(reading, form, lot, rules.SAME_FOR_MERGING, wanted)
    if form.submitted and not is_searching(form):
        form.values["inputs"] = takes_of(form, [lot, *others.lots])
        goal = form.attempt_once(
            lambda work, order: operations.build_pallet(work, **order),
            lambda made: page_of_lot(made.id),
        )
        if goal is not None:
            flash(gettext("Built: this is the pallet."), "success")
            return redirect(goal)
    elif not form.submitted:
        form.values[f"{TAKE}{lot.id}"] = kilograms(lot.available_g)
    page = render_template("pages/lots/pallet.html", lot=lot, form=form, offer=others)
    return page, form.status


@blueprint.route("/lots/<uuid:lot_id>/unpack", methods=["GET", "POST"])
def unpack(lot_id: UUID) -> Answer:
    """Take packed goods out of their packs, or lots off their pallet."""
    form = form_of(UnpackSchema())
    if form.submitted:
        goal = form.attempt_once(
            lambda work, order: operations.unpack_lot(work, lot_id=lot_id, **order),
            lambda made: page_of_lot(made[0].id if len(made) == 1 else lot_id),
        )
        if goal is not None:
            flash(gettext("Unpacked: the new lots stand under “Went into”."), "success")
            return redirect(goal)
    with reading_for_request() as reading:
        lot = lot_for(reading, lot_id, Action.PACK_LOT)
        parts = queries.pallet_parts(reading, lot_id)
        if not form.submitted:
            form.values["kg"] = kilograms(lot.available_g)
        page = render_template("pages/lots/unpack.html", lot=lot, form=form, parts=parts)
    return page, form.status
