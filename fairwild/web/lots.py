"""Lots and their story, their holds, and the units they are packed in."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.documents.qr import qr_svg
from fairwild.http import home_organisation_id, house, reading_for_request
from fairwild.kernel.refusals import Obstacle
from fairwild.labels import rules as label_rules
from fairwild.labels.operations import standing_of
from fairwild.labels.queries import page_of_runs
from fairwild.lots import operations, queries, rules
from fairwild.lots.facts import LotFacts
from fairwild.lots.queries import LotFilter
from fairwild.lots.states import LotStatus
from fairwild.organisations.queries import organisations_by_id
from fairwild.schemas.base import Order
from fairwild.schemas.movements import HoldSchema, WhySchema
from fairwild.store.paging import Cursor
from fairwild.trade import rules as trade_rules
from fairwild.trade.queries import standings_of
from fairwild.unit_of_work import Reading
from fairwild.web import lot_page
from fairwild.web.forms import Form
from fairwild.web.offering import is_searching, named, offered, text_of
from fairwild.web.paging import Answer
from fairwild.web.processing.quality import tests_page

blueprint = Blueprint("lots", __name__)

ON_HOLD = "on-hold"
TABS = (
    LotStatus.CLOSED,
    LotStatus.OPEN,
    LotStatus.IN_TRANSIT,
    LotStatus.USED,
    LotStatus.UNDONE,
)


def asked() -> tuple[str, LotFilter]:
    """Give the tab and the lots it shows; a tab that is none shows all."""
    tab, text = request.args.get("status", ""), request.args.get("q", "").strip()
    if tab == ON_HOLD:
        return tab, LotFilter(on_hold=True, number=text)
    if tab in set(LotStatus):
        return tab, LotFilter(status=LotStatus(tab), number=text)
    return "", LotFilter(number=text)


@blueprint.get("/lots")
def list_all() -> Answer:
    """List the lots one holds or has made."""
    cursor, order = Cursor(after=request.args.get("cursor", "")), request.args.get("order", "made")
    tab, wanted = asked()
    with reading_for_request() as reading:
        home = home_organisation_id()
        page = queries.page_of_lots(reading, cursor, wanted, order=order)
        return render_template(
            "pages/lots/list.html",
            lots=page.rows,
            following=page.following,
            after=cursor.after,
            tabs=TABS,
            tab=tab,
            on_hold=ON_HOLD,
            text=wanted.number,
            order=order,
            home=home,
            holders=organisations_by_id(reading, [lot.holder_id for lot in page.rows]),
            may_handle=reading.allows(Action.PROCESS_LOT, on=Of(Party.HOLDER, home)),
            may_buy=reading.allows(Action.RECORD_RECEIPT, on=Of(Party.OPERATOR, home)),
        )


@blueprint.get("/lots/<uuid:lot_id>")
def show(lot_id: UUID) -> Answer:
    """Show one lot: what it is, what it is worth, where it comes from and where it went."""
    return _page(lot_id, ())


def _page(lot_id: UUID, obstacles: tuple[Obstacle, ...], status: int = 200) -> Answer:
    with reading_for_request() as reading:
        story = lot_page.story(reading, lot_id)
        lot: LotFacts = story["trace"].focus
        standing = standing_of(reading, lot)
        address = f"{house().settings.base_url}/t/{lot.code}"
        page = render_template(
            "pages/lots/show.html",
            lot=lot,
            held=standing,
            custody=queries.custody_of(reading, lot),
            area=lot_page.area_of(reading, lot),
            groups=_groups(reading, lot),
            obstacles=obstacles,
            closing=list(rules.obstacles_to_closing(lot)),
            may_close=reading.allows(Action.CLOSE_LOT, on=Of(Party.OPERATOR, lot.operator_id)),
            runs=page_of_runs(reading, Cursor(limit=20), lot_id=lot_id).rows,
            unit_count=queries.count_units(reading, lot_id),
            pallet=queries.pallet_parts(reading, lot_id),
            movement_ids=queries.ids_of_movements(reading, _seqs(story)),
            address=address,
            symbol=qr_svg(address, title=gettext("Public page of lot %(lot)s", lot=lot.number)),
            **story,
            **tests_page(reading, lot),
            **lot_page.bought(reading, lot),
            **lot_page.held(reading, lot),
        )
    return page, status


def _seqs(story: dict[str, Any]) -> list[int]:
    shown = [story["made"], *story["took"]]
    return [one.seq for one in shown if one is not None]


def _groups(reading: Reading, lot: LotFacts) -> list[lot_page.Group]:
    """Give what can be done with a lot to those who may handle it, as long as there is some."""
    if not reading.allows(Action.PROCESS_LOT, on=Of(Party.HOLDER, lot.holder_id)):
        return []
    if lot.status is LotStatus.UNDONE:
        return []
    sale = tuple(trade_rules.obstacles_to_selling(lot, standings_of(reading, [lot])))
    labels = tuple(label_rules.obstacles_to_labelling(lot, standing_of(reading, lot)))
    return lot_page.groups_of(reading, lot, sale, labels)


@blueprint.post("/lots/<uuid:lot_id>/close")
def close(lot_id: UUID) -> Answer:
    """End the gathering of a collection lot."""
    form = Form(Order())
    closed = form.attempt(lambda work, _order: operations.close_lot(work, lot_id=lot_id))
    if closed is None:
        return _page(lot_id, form.obstacles, form.status)
    flash(gettext("Lot %(number)s is closed and in stock.", number=closed.number), "success")
    return redirect(url_for("lots.show", lot_id=lot_id))


@blueprint.route("/lots/<uuid:lot_id>/reopen", methods=["GET", "POST"])
def reopen(lot_id: UUID) -> Answer:
    """Take back that a collection lot was closed."""
    form = Form(WhySchema())
    if form.submitted:
        opened = form.attempt(
            lambda work, order: operations.reopen_lot(work, lot_id=lot_id, **order)
        )
        if opened is not None:
            flash(gettext("Lot %(number)s takes receipts again.", number=opened.number), "success")
            return redirect(url_for("lots.show", lot_id=lot_id))
    with reading_for_request() as reading:
        lot = queries.lot_facts(reading, [queries.get_lot(reading, lot_id).id])[lot_id]
        reading.may(Action.CLOSE_LOT, on=Of(Party.OPERATOR, lot.operator_id))
        page = render_template("pages/lots/reopen.html", lot=lot, form=form)
    return page, form.status


@blueprint.route("/lots/<uuid:lot_id>/hold", methods=["GET", "POST"])
def hold(lot_id: UUID) -> Answer:
    """Put a lot on hold, and others with it in one deed."""
    form = Form(HoldSchema(), {"lots": [str(lot_id)]})
    if form.submitted and not is_searching(form):
        goal = form.attempt_once(
            lambda work, order: operations.hold_lots(work, **order),
            lambda _made: url_for("lots.show", lot_id=lot_id),
        )
        if goal is not None:
            count = len(form.values["lots"])
            words = ngettext("One lot is on hold.", "%(num)d lots are on hold.", count)
            flash(words, "success")
            return redirect(goal)
    with reading_for_request() as reading:
        lot = queries.lot_facts(reading, [queries.get_lot(reading, lot_id).id])[lot_id]
        reading.may(Action.HOLD_LOT, on=Of(Party.HOLDER, lot.holder_id))
        wanted = queries.StockWanted(lot.holder_id, text_of(form))
        offer = offered(reading, form, wanted, also=named(form.values["lots"]))
        page = render_template("pages/lots/hold.html", lot=lot, form=form, offer=offer)
    return page, form.status


@blueprint.route("/lots/<uuid:lot_id>/holds/<uuid:hold_id>/release", methods=["POST"])
def release(lot_id: UUID, hold_id: UUID) -> Answer:
    """End a hold with a reason."""
    form = Form(WhySchema())
    released = form.attempt(
        lambda work, order: operations.release_hold(work, hold_id=hold_id, **order)
    )
    if released is None:
        missing = (Obstacle("release-reason-needed"),) if form.errors else ()
        return _page(lot_id, form.obstacles or missing, form.status)
    flash(gettext("Released."), "success")
    return redirect(url_for("lots.show", lot_id=lot_id))


@blueprint.get("/lots/<uuid:lot_id>/units")
def units(lot_id: UUID) -> Answer:
    """List the codes of a lot's bags, to print or to check."""
    cursor = Cursor(after=request.args.get("cursor", ""), limit=200)
    with reading_for_request() as reading:
        lot = queries.lot_facts(reading, [queries.get_lot(reading, lot_id).id])[lot_id]
        page = queries.page_of_units(reading, lot_id, cursor)
        return render_template(
            "pages/lots/units.html",
            lot=lot,
            units=page.rows,
            count=queries.count_units(reading, lot_id),
            following=page.following,
            after=cursor.after,
        )
