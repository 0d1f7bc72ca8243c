"""One page for every kind of processing: what goes in on the left, what came out on the right."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template
from flask_babel import gettext

from fairwild.access.actions import Action
from fairwild.http import house, reading_for_request
from fairwild.kernel.plants import Form as GoodsForm
from fairwild.kernel.quantities import kilograms, read_mass
from fairwild.kernel.refusals import NotFound
from fairwild.lots import operations, queries
from fairwild.lots.facts import LotFacts
from fairwild.lots.processing.catalogue import PROCESSED, find_process_rule
from fairwild.lots.processing.rules import alike_for, expected_g, ratio_of
from fairwild.lots.processing.types import Band, Batch, ProcessRule
from fairwild.lots.states import MovementKind
from fairwild.schemas.processing import ProcessFormSchema
from fairwild.unit_of_work import UnitOfWork
from fairwild.web.forms import Form
from fairwild.web.offering import TAKE, is_searching, mates, text_of
from fairwild.web.paging import Answer
from fairwild.web.processing.routing import (
    blueprint,
    form_of,
    lot_for,
    page_of_lot,
    takes_of,
)
from fairwild.web.processing.steps import SIGNS

MORE_ROWS = range(2, 7)
"""Further outputs there is room for on the page, beside the first and its by-product."""


@dataclass(frozen=True)
class Sums:
    """What the page shows under the form: the masses as they are typed now."""

    batch: Batch
    ratio: Fraction | None
    expected_g: tuple[int, int] | None


def _grams(typed: object) -> int:
    try:
        return read_mass(str(typed)).grams
    except ValueError:
        return 0


def _rows(form: Form) -> list[dict[str, Any]]:
    """Give the further outputs that were typed, in the form the schema reads."""
    rows = []
    for place in MORE_ROWS:
        kg = form.values.get(f"kg-{place}")
        if kg:
            what = form.values.get(f"what-{place}", "")
            row = {"kg": kg, "by_product": what == "by-product"}
            chosen = form.values.get(f"form-{place}") or form.values.get("form")
            if chosen and not row["by_product"]:
                row["form"] = chosen
            rows.append(row | {"grade": form.values.get(f"grade-{place}", "")})
    return rows


def _sums(form: Form, rule: ProcessRule, band: Band | None, offered: list[LotFacts]) -> Sums:
    typed, rows = form.values, _rows(form)
    beside_g = sum(_grams(row["kg"]) for row in rows if row["by_product"])
    more_g = sum(_grams(row["kg"]) for row in rows) - beside_g
    batch = Batch(
        in_g=sum(_grams(one["kg"]) for one in takes_of(form, offered)),
        out_g=_grams(typed["output"]) + more_g,
        by_product_g=_grams(typed["by_product"]) + beside_g,
        loss_g=_grams(typed["loss"]),
        added_g=_grams(typed["added"]),
    )
    expected = expected_g(band, batch.in_g) if band else None
    return Sums(batch, ratio_of(rule, batch), expected)


def _rule(kind: str) -> ProcessRule:
    """Give what the scheme says of a kind today; raises NotFound for what is no kind."""
    if kind not in PROCESSED:
        raise NotFound("process")
    found = find_process_rule(MovementKind(kind), on=house().clock().date())
    if found is None:
        raise NotFound("process")
    return found


def _batch_page(lot_id: UUID, kind: str) -> Answer:
    """Take parts of lots, weigh what came out, and see that it reconciles."""
    rule, form = _rule(kind), form_of(ProcessFormSchema(), inputs=[], more=[], uncertified=[])
    with reading_for_request() as reading:
        lot = lot_for(reading, lot_id, Action.PROCESS_LOT)
        wanted = queries.StockWanted(
            lot.holder_id,
            text_of(form),
            forms=frozenset(rule.forms_in),
            states=frozenset(rule.states_in),
            on_hold=False,
        )
        others = mates(reading, form, lot, alike_for(rule), wanted)
        judged = queries.band_for(reading, rule, [lot], at=reading.now)
        becomes = [*(rule.forms_out or (lot.form,)), GoodsForm.BY_PRODUCT]
        foreseen = operations.foreseen(reading, lot, becomes)
    goal = _recorded(form, rule.kind, [lot, *others.lots])
    if goal is not None:
        flash(gettext("Recorded: this is the new lot."), "success")
        return redirect(goal)
    if not form.submitted:
        form.values[f"{TAKE}{lot.id}"] = kilograms(lot.available_g)
    page = render_template(
        "pages/processing/process.html",
        lot=lot,
        kind=rule.kind.value,
        rule=rule,
        judged=judged,
        foreseen=foreseen,
        form=form,
        offer=others,
        places=list(MORE_ROWS),
        icon_name=SIGNS[rule.kind],
        sums=_sums(form, rule, judged.band, [lot, *others.lots]),
    )
    return page, form.status


def _recorded(form: Form, kind: MovementKind, offered: list[LotFacts]) -> str | None:
    """Do what was typed, and give the address of the first lot that was made."""
    if not form.submitted or is_searching(form):
        return None
    form.values["inputs"], form.values["more"] = takes_of(form, offered), _rows(form)

    def deed(work: UnitOfWork, order: dict[str, Any]) -> Any:
        return operations.process_lots(work, kind=kind, **order)

    return form.attempt_once(deed, lambda made: page_of_lot(made[0].id))


@blueprint.route("/lots/<uuid:lot_id>/process/<kind>", methods=["GET", "POST"])
def process(lot_id: UUID, kind: str) -> Answer:
    """Process lots by a kind of the scheme's data."""
    return _batch_page(lot_id, kind)


@blueprint.route("/lots/<uuid:lot_id>/dry", methods=["GET", "POST"])
def dry(lot_id: UUID) -> Answer:
    """Dry fresh lots into dry ones."""
    return _batch_page(lot_id, MovementKind.DRY)


@blueprint.route("/lots/<uuid:lot_id>/cut", methods=["GET", "POST"])
def cut(lot_id: UUID) -> Answer:
    """Cut lots into pieces or powder."""
    return _batch_page(lot_id, MovementKind.CUT)
