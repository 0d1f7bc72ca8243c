"""Sending goods: in one step, or prepared, changed, dispatched or dropped."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from marshmallow import ValidationError

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.http import home_organisation_id, house, reading_for_request
from fairwild.kernel.actors import OrganisationKind
from fairwild.kernel.quantities import kilograms
from fairwild.lots import queries as lots
from fairwild.organisations.queries import list_organisations
from fairwild.schemas.organisations import country_codes
from fairwild.schemas.trade import (
    OutsideReceiverSchema,
    PreparedSchema,
    ReasonSchema,
    ShipSchema,
)
from fairwild.trade import operations, queries, rules
from fairwild.unit_of_work import Reading, UnitOfWork
from fairwild.web.consignments.routing import TAKE, blueprint, pairs
from fairwild.web.consignments.showing import page_of
from fairwild.web.forms import Form
from fairwild.web.offering import is_searching, named, offered, text_of
from fairwild.web.paging import Answer
from fairwild.wording.organisations import country_name
from fairwild.wording.trade import announcement

OUTSIDE = "outside"
PREPARE = "prepare"
OUTSIDE_FIELDS = {"outside_name": "name", "outside_country": "country", "outside_email": "email"}
TRANSPORT = (
    "receiver_id",
    "invoice_number",
    "waybill_number",
    "carrier",
    "vehicle",
    "loaded_at",
    "delivered_to",
    "from_country",
    "to_country",
    "transport_note",
)


def _receivers(reading: Reading, home: UUID) -> list[tuple[str, str]]:
    kinds = (OrganisationKind.COMPANY, OrganisationKind.OPERATOR)
    known = [one for kind in kinds for one in list_organisations(reading, kind)]
    found = [one for one in known if not one.outside]
    found += queries.outside_receivers(reading, home)
    named = [(str(one.id), f"{one.name} ({one.country})") for one in found if one.id != home]
    return [*named, (OUTSIDE, gettext("A company without an account here …"))]


def _countries() -> list[tuple[str, str]]:
    named = [(code, country_name(code)) for code in country_codes()]
    return sorted(named, key=lambda pair: pair[1])


def _page(form: Form, home: UUID, prepared: Any = None) -> Answer:
    with reading_for_request() as reading:
        reading.may(Action.SHIP_LOT, on=Of(Party.HOLDER, home))
        asked = frozenset() if form.submitted else named([request.args.get("lot", "")])
        wanted = lots.StockWanted(home, text_of(form))
        offer = offered(reading, form, wanted, also=asked)
        standings = queries.standings_of(reading, offer.lots)
        for lot in offer.lots:
            if lot.id in asked:
                form.values[f"{TAKE}{lot.id}"] = kilograms(lot.available_g)
        page = render_template(
            "pages/consignments/ship.html",
            form=form,
            offer=offer,
            blocked={
                lot.id: list(rules.obstacles_to_selling(lot, standings)) for lot in offer.lots
            },
            standings=standings,
            receivers=_receivers(reading, home),
            countries=_countries(),
            prepared=prepared,
        )
    return page, form.status


def _outside(form: Form) -> dict[str, Any] | None:
    """Read the company without an account, with errors set at its fields; None where not meant."""
    if form.values.get("receiver_id") != OUTSIDE:
        return None
    typed = {name: form.values.get(field, "") for field, name in OUTSIDE_FIELDS.items()}
    try:
        return dict(OutsideReceiverSchema().load(typed))
    except ValidationError as error:
        fields = {name: field for field, name in OUTSIDE_FIELDS.items()}
        form.note_errors({fields[name]: said for name, said in error.normalized_messages().items()})
        return None


@blueprint.route("/consignments/new", methods=["GET", "POST"])
def ship() -> Answer:
    """Send parts of lots to another organisation, or prepare that."""
    home = home_organisation_id()
    form = Form(ShipSchema())
    chosen = form.values.get("receiver_id", "")
    outside = _outside(form) if form.submitted else None
    if not form.submitted or form.errors or is_searching(form):
        return _page(form, home)
    prepare = form.values.get("step") == PREPARE
    goal = _sent(form, home, outside, prepare=prepare)
    if goal is None:
        form.values["receiver_id"] = chosen
        return _page(form, home)
    told = gettext("Shipped: the receiver has been told and answers on arrival.")
    flash(gettext("Prepared: nothing is drawn yet.") if prepare else told, "success")
    return redirect(goal)


def _sent(form: Form, home: UUID, outside: dict[str, Any] | None, *, prepare: bool) -> str | None:
    """Prepare or send what was typed and give where to go; None where it cannot be done."""
    form.values["sender_id"] = str(home)
    form.values["lines"] = pairs(form, TAKE, "lot_id")
    if outside is not None:
        form.values["receiver_id"] = str(home)  # replaced once the company has its row

    def send(work: UnitOfWork, order: dict[str, Any]) -> Any:
        lines = [(line["lot_id"], line["mass"]) for line in order.pop("lines")]
        if outside is not None:
            order["receiver_id"] = operations.name_receiver(work, sender_id=home, **outside)
        if prepare:
            return operations.prepare_consignment(work, lines=lines, **order)
        write = announcement(house().settings.base_url)
        return operations.ship(work, lines=lines, write=write, **order)

    return form.attempt_once(
        send, lambda sent: url_for("consignments.show", consignment_id=sent.id)
    )


@blueprint.route("/consignments/<uuid:consignment_id>/change", methods=["GET", "POST"])
def change(consignment_id: UUID) -> Answer:
    """Change what is prepared."""
    home = home_organisation_id()
    with reading_for_request() as reading:
        prepared = queries.get_consignment(reading, consignment_id)
        reading.may(Action.ADD_CONSIGNMENT_PAPER, on=prepared)
    form = Form(PreparedSchema(), {name: str(getattr(prepared, name)) for name in TRANSPORT})
    if not form.submitted:
        for line in prepared.lines:
            form.values[f"{TAKE}{line.from_lot_id}"] = kilograms(line.shipped_g)
        form.obstacles = tuple(rules.obstacles_to_changing(prepared.status))
    if not form.submitted or is_searching(form):
        return _page(form, home, prepared)
    form.values["lines"] = pairs(form, TAKE, "lot_id")

    def write_anew(work: UnitOfWork, order: dict[str, Any]) -> Any:
        lines = [(line["lot_id"], line["mass"]) for line in order.pop("lines")]
        return operations.change_consignment(
            work, consignment_id=consignment_id, lines=lines, **order
        )

    if form.attempt(write_anew) is None:
        return _page(form, home, prepared)
    flash(gettext("Changed: nothing is drawn yet."), "success")
    return redirect(url_for("consignments.show", consignment_id=consignment_id))


@blueprint.post("/consignments/<uuid:consignment_id>/dispatch")
def dispatch(consignment_id: UUID) -> Answer:
    """Let a prepared consignment leave."""
    form = Form(ReasonSchema())
    write = announcement(house().settings.base_url)
    left = form.attempt(
        lambda work, _: operations.dispatch_consignment(
            work, consignment_id=consignment_id, write=write
        )
    )
    if left is None:
        return page_of(consignment_id, form)
    flash(gettext("Shipped: the receiver has been told and answers on arrival."), "success")
    return redirect(url_for("consignments.show", consignment_id=consignment_id))


@blueprint.post("/consignments/<uuid:consignment_id>/drop")
def drop(consignment_id: UUID) -> Answer:
    """Give up what was prepared."""
    form = Form(ReasonSchema())
    dropped = form.attempt(
        lambda work, order: operations.drop_consignment(
            work, consignment_id=consignment_id, **order
        )
    )
    if dropped is None:
        return page_of(consignment_id, form)
    flash(gettext("Dropped: it will not leave."), "success")
    return redirect(url_for("consignments.show", consignment_id=consignment_id))
