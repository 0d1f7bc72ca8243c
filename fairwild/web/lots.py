"""Lots and their story."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.areas.facts import AreaFacts
from fairwild.areas.queries import area_facts
from fairwild.documents.qr import qr_svg
from fairwild.harvesters.queries import harvester_names
from fairwild.http import home_organisation_id, house, reading_for_request
from fairwild.kernel.plants import Form as PlantForm
from fairwild.kernel.refusals import Obstacle
from fairwild.labels import rules as label_rules
from fairwild.labels.operations import standing_of
from fairwild.labels.queries import page_of_runs
from fairwild.lots import operations, queries, rules
from fairwild.lots.facts import Draw, LotFacts, Trace, TracedMovement
from fairwild.lots.queries import LotFilter
from fairwild.lots.states import LotStatus
from fairwild.organisations.queries import organisations_by_id
from fairwild.schemas.base import Order
from fairwild.store.paging import Cursor
from fairwild.trade import rules as trade_rules
from fairwild.trade.facts import CertificateStanding
from fairwild.unit_of_work import Reading
from fairwild.web.forms import Form
from fairwild.web.paging import Answer
from fairwild.web.processing import processing_steps
from fairwild.web.processing.quality import tests_page

blueprint = Blueprint("lots", __name__)

TABS = (None, LotStatus.CLOSED, LotStatus.OPEN, LotStatus.IN_TRANSIT, LotStatus.USED)
PACKABLE = frozenset(PlantForm) - {PlantForm.PACKED}


@dataclass(frozen=True)
class Step:
    """Something that can be done with a lot, and what stands against it now."""

    endpoint: str
    icon: str
    obstacles: tuple[Obstacle, ...]
    name: str = ""
    href: str = ""


def _status() -> LotStatus | None:
    asked = request.args.get("status", "")
    return LotStatus(asked) if asked in set(LotStatus) else None


@blueprint.get("/lots")
def list_all() -> Answer:
    """List the lots one holds or has made."""
    cursor = Cursor(after=request.args.get("cursor", ""))
    text, order = request.args.get("q", "").strip(), request.args.get("order", "made")
    with reading_for_request() as reading:
        home = home_organisation_id()
        held = LotFilter(status=_status(), number=text)
        page = queries.page_of_lots(reading, cursor, held, order=order)
        holders = organisations_by_id(reading, [lot.holder_id for lot in page.rows])
        return render_template(
            "pages/lots/list.html",
            lots=page.rows,
            following=page.following,
            after=cursor.after,
            tabs=TABS,
            status=_status(),
            text=text,
            order=order,
            home=home,
            holders=holders,
            may_handle=reading.allows(Action.PROCESS_LOT, on=Of(Party.HOLDER, home)),
            may_buy=reading.allows(Action.RECORD_RECEIPT, on=Of(Party.OPERATOR, home)),
        )


def _steps(lot: LotFacts, held: CertificateStanding | None) -> list[Step]:
    """List what can be done with a lot; a button that is missing says why."""
    taken = tuple(rules.obstacles_to_drawing([Draw(lot, 1)], at=lot.made_at, now=lot.made_at))
    standings = {lot.certificate_id: held} if lot.certificate_id and held else {}
    sale = tuple(trade_rules.obstacles_to_selling(lot, standings))
    labels = tuple(label_rules.obstacles_to_labelling(lot, held))
    packing = taken or tuple(rules.obstacles_to_handling([lot], forms=PACKABLE))

    return [
        Step("processing.pack", "packages", packing),
        Step("processing.split", "arrows-split", taken),
        Step("processing.merge", "arrows-join", taken),
        Step("consignments.ship", "truck-delivery", taken + sale),
        Step("labels.order", "tags", labels),
    ]


def _beside(trace: Trace) -> tuple[TracedMovement | None, list[TracedMovement]]:
    """Give the movement that made the lot in the middle, and those that took from it."""
    lot = trace.focus
    made = [one for one in trace.upstream if one.seq == lot.made_by]
    took = [one for one in trace.downstream if any(lot_id == lot.id for lot_id, _ in one.inputs)]
    return (made[0] if made else None), took


def _story(reading: Reading, lot_id: UUID) -> dict[str, Any]:
    """Gather what the page of a lot tells about its way."""
    trace = queries.trace_of(reading, lot_id)
    made, took = _beside(trace)
    parties = {one.organisation_id for one in trace.movements} | {trace.focus.holder_id}
    return {
        "trace": trace,
        "made": made,
        "took": took,
        "organisations": organisations_by_id(reading, parties | {trace.focus.operator_id}),
    }


def _bought(reading: Reading, lot: LotFacts) -> dict[str, Any]:
    """Gather the receipts of a collection lot, for those who may see them."""
    receipts = queries.receipts_of_lot(reading, lot.id)
    names = harvester_names(reading, [one.harvester_id for one in receipts])
    return {"receipts": receipts, "harvester_names": names}


@blueprint.get("/lots/<uuid:lot_id>")
def show(lot_id: UUID) -> Answer:
    """Show one lot: what it is, what it is worth, where it comes from and where it went."""
    return _page(lot_id, ())


def _page(lot_id: UUID, obstacles: tuple[Obstacle, ...], status: int = 200) -> Answer:
    with reading_for_request() as reading:
        story = _story(reading, lot_id)
        lot: LotFacts = story["trace"].focus
        held = standing_of(reading, lot)
        address = f"{house().settings.base_url}/t/{lot.code}"
        page = render_template(
            "pages/lots/show.html",
            lot=lot,
            held=held,
            area=_area(reading, lot),
            steps=[*processing_steps(lot, on=reading.today), *_steps(lot, held)],
            **tests_page(reading, lot),
            obstacles=obstacles,
            closing=list(rules.obstacles_to_closing(lot)),
            may_close=reading.allows(Action.CLOSE_LOT, on=Of(Party.OPERATOR, lot.operator_id)),
            may_handle=reading.allows(Action.PROCESS_LOT, on=Of(Party.HOLDER, lot.holder_id)),
            runs=page_of_runs(reading, Cursor(limit=20), lot_id=lot_id).rows,
            address=address,
            symbol=qr_svg(address, title=gettext("Public page of lot %(lot)s", lot=lot.number)),
            **story,
            **_bought(reading, lot),
        )
    return page, status


def _area(reading: Reading, lot: LotFacts) -> AreaFacts | None:
    """Give the area of a collection lot; a sensitive one only to those who may see its register."""
    area = area_facts(reading, [lot.area_id]).get(lot.area_id) if lot.area_id else None
    if area is None or not area.sensitive:
        return area
    seen = reading.allows(Action.SEE_AREA, on=Of(Party.OPERATOR, lot.operator_id))
    return area if seen else None


@blueprint.post("/lots/<uuid:lot_id>/close")
def close(lot_id: UUID) -> Answer:
    """End the gathering of a collection lot."""
    form = Form(Order())
    closed = form.attempt(lambda work, _order: operations.close_lot(work, lot_id=lot_id))
    if closed is None:
        return _page(lot_id, form.obstacles, form.status)
    flash(gettext("Lot %(number)s is closed and in stock.", number=closed.number), "success")
    return redirect(url_for("lots.show", lot_id=lot_id))
