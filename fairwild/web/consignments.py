"""Consignments and the handshake."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.http import home_organisation_id, house, reading_for_request
from fairwild.kernel.actors import OrganisationKind
from fairwild.kernel.quantities import kilograms
from fairwild.lots import queries as lots
from fairwild.organisations.queries import list_organisations
from fairwild.schemas.trade import AnswerConsignmentSchema, ShipSchema
from fairwild.store.paging import Cursor
from fairwild.trade import operations, queries, rules
from fairwild.unit_of_work import Reading, UnitOfWork
from fairwild.web.forms import Form
from fairwild.web.paging import Answer
from fairwild.wording.trade import announcement

blueprint = Blueprint("consignments", __name__)

TAKE, GOT = "take-", "got-"
REFUSE = "refuse"


def _pairs(form: Form, prefix: str, name: str) -> list[dict[str, str]]:
    return [
        {name: field.removeprefix(prefix), "kg": value}
        for field, value in form.values.items()
        if field.startswith(prefix) and value != ""
    ]


@blueprint.get("/consignments")
def list_all() -> Answer:
    """List what was received or sent."""
    home = home_organisation_id()
    sent = request.args.get("direction") == "sent"
    cursor = Cursor(after=request.args.get("cursor", ""))
    order = request.args.get("order", "shipped")
    sides: dict[str, UUID] = {"sender_id": home} if sent else {"receiver_id": home}
    with reading_for_request() as reading:
        page = queries.page_of_consignments(reading, cursor, order=order, **sides)  # type: ignore[arg-type]  # one of two names
        return render_template(
            "pages/consignments/list.html",
            consignments=page.rows,
            following=page.following,
            after=cursor.after,
            sent=sent,
            order=order,
            waiting=queries.count_waiting(reading, home),
        )


def _receivers(reading: Reading, home: UUID) -> list[tuple[str, str]]:
    kinds = (OrganisationKind.COMPANY, OrganisationKind.OPERATOR)
    found = [one for kind in kinds for one in list_organisations(reading, kind)]
    return [(str(one.id), f"{one.name} ({one.country})") for one in found if one.id != home]


def _ship_page(form: Form, home: UUID) -> Answer:
    with reading_for_request() as reading:
        reading.may(Action.SHIP_LOT, on=Of(Party.HOLDER, home))
        rows = lots.list_stock(reading, home)
        stock = [one for one in lots.facts_with_species(reading, rows).values() if one.available_g]
        standings = queries.standings_of(reading, stock)
        asked = request.args.get("lot", "")
        for lot in stock:
            if not form.submitted and str(lot.id) == asked:
                form.values[f"{TAKE}{lot.id}"] = kilograms(lot.available_g)
        page = render_template(
            "pages/consignments/ship.html",
            form=form,
            stock=sorted(stock, key=lambda lot: str(lot.id) != asked),
            blocked={lot.id: list(rules.obstacles_to_selling(lot, standings)) for lot in stock},
            standings=standings,
            receivers=_receivers(reading, home),
        )
    return page, form.status


@blueprint.route("/consignments/new", methods=["GET", "POST"])
def ship() -> Answer:
    """Send parts of lots to another organisation."""
    home = home_organisation_id()
    form = Form(ShipSchema())
    if not form.submitted:
        return _ship_page(form, home)
    form.values["sender_id"] = str(home)
    form.values["lines"] = _pairs(form, TAKE, "lot_id")
    write = announcement(house().settings.base_url)

    def send(work: UnitOfWork, order: dict[str, Any]) -> Any:
        lines = [(line["lot_id"], line["mass"]) for line in order.pop("lines")]
        return operations.ship(work, lines=lines, write=write, **order)

    goal = form.attempt_once(
        send, lambda sent: url_for("consignments.show", consignment_id=sent.id)
    )
    if goal is None:
        return _ship_page(form, home)
    flash(gettext("Shipped: the receiver has been told and answers on arrival."), "success")
    return redirect(goal)


@blueprint.get("/consignments/<uuid:consignment_id>")
def show(consignment_id: UUID) -> Answer:
    """Show one consignment to both sides; the receiver answers here."""
    return _page(consignment_id, Form(AnswerConsignmentSchema()))


def _page(consignment_id: UUID, form: Form) -> Answer:
    with reading_for_request() as reading:
        consignment = queries.get_consignment(reading, consignment_id)
        received = [one.received_lot_id for one in consignment.lines if one.received_lot_id]
        for line in consignment.lines:
            form.values.setdefault(f"{GOT}{line.id}", kilograms(line.shipped_g))
        page = render_template(
            "pages/consignments/show.html",
            consignment=consignment,
            form=form,
            received=lots.lot_facts(reading, received),
            may_answer=reading.allows(Action.ANSWER_CONSIGNMENT, on=consignment),
            obstacles=list(rules.obstacles_to_answering(consignment.status)),
            is_sender=consignment.sender_id == home_organisation_id(),
        )
    return page, form.status


@blueprint.post("/consignments/<uuid:consignment_id>/answer")
def answer(consignment_id: UUID) -> Answer:
    """Confirm what came, a part of it, or nothing."""
    form = Form(AnswerConsignmentSchema())
    lines = _pairs(form, GOT, "line_id")
    if form.values.get("outcome") == REFUSE:
        lines = [{**line, "kg": "0"} for line in lines]
    form.values["received"] = lines

    def confirm(work: UnitOfWork, order: dict[str, Any]) -> Any:
        received = {line["line_id"]: line["mass"] for line in order["received"]}
        return operations.answer_consignment(
            work, consignment_id=consignment_id, received=received, reason=order["reason"]
        )

    here = url_for("consignments.show", consignment_id=consignment_id)
    goal = form.attempt_once(confirm, lambda _answered: here)
    if goal is None:
        return _page(consignment_id, form)
    flash(gettext("Your answer is recorded; the sender sees it."), "success")
    return redirect(goal)
