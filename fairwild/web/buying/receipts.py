"""Receipts afterwards: the list, one of them, its paper, and taking one back."""

import csv
import io
from datetime import date
from typing import Any
from uuid import UUID

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.areas.queries import area_facts
from fairwild.documents.layout import receipt_layout
from fairwild.documents.receipt import render_receipt
from fairwild.harvesters.queries import find_harvester_facts, harvester_names
from fairwild.http import home_organisation_id, reading_for_request
from fairwild.kernel.quantities import Money, kilograms
from fairwild.lots import operations, queries, rules
from fairwild.lots.queries import ReceiptFilter
from fairwild.permits.queries import get_permit
from fairwild.schemas.buying import ReversalSchema
from fairwild.unit_of_work import Reading
from fairwild.web.buying import choices, day
from fairwild.web.buying.paper import paper_of
from fairwild.web.forms import Form
from fairwild.web.frame import time_zone
from fairwild.web.paging import Answer

SHOWN = 200
COLUMNS = (
    "number",
    "collected_at",
    "harvester_number",
    "harvester",
    "area",
    "species",
    "part",
    "state",
    "gross_kg",
    "tare_kg",
    "net_kg",
    "price_per_kg",
    "amount",
    "currency",
    "lot",
    "taken_back",
)
_RISKY = ("=", "+", "-", "@", "\t", "\r")


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def _uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def _wanted(reading: Reading, operator_id: UUID) -> tuple[ReceiptFilter, bool]:
    """Read the filter; the second value is false where no harvester fits the name."""
    typed = request.args.get("harvester", "")
    found = choices.matching(reading, operator_id, typed) if typed else []
    wanted = ReceiptFilter(
        operator_id=operator_id,
        harvester_id=found[0].id if found else None,
        area_id=_uuid(request.args.get("area_id", "")),
        species_id=_uuid(request.args.get("species_id", "")),
    )
    return wanted, bool(found) or not typed


def _found(reading: Reading, operator_id: UUID) -> list[Any]:
    wanted, possible = _wanted(reading, operator_id)
    if not possible:
        return []
    since, until = _day(request.args.get("since", "")), _day(request.args.get("until", ""))
    return list(day.walk(reading, wanted, since=since, until=until))


def _operator(reading: Reading) -> UUID:
    operator_id = home_organisation_id()
    reading.may(Action.SEE_RECEIPT, on=Of(Party.OPERATOR, operator_id))
    return operator_id


def _species_choices(reading: Reading, operator_id: UUID) -> list[tuple[str, str]]:
    named = {
        value.partition(":")[0]: text.rpartition(",")[0]
        for value, text in choices.goods_choices(reading, operator_id)
    }
    return sorted(named.items(), key=lambda pair: pair[1])


def list_receipts() -> Answer:
    """List what was bought, with its sums."""
    with reading_for_request() as reading:
        operator_id = _operator(reading)
        receipts = _found(reading, operator_id)
        shown = receipts[:SHOWN]
        return render_template(
            "pages/buying/receipts.html",
            receipts=shown,
            names=harvester_names(reading, [one.harvester_id for one in shown]),
            areas=area_facts(reading, [one.area_id for one in shown]),
            sums=day.sums_of(receipts),
            hidden_count=len(receipts) - len(shown),
            typed={name: value for name, value in request.args.items() if value},
            area_choices=choices.area_choices(reading, operator_id),
            species_choices=_species_choices(reading, operator_id),
        )


def neutralised(text: str) -> str:
    """Keep a spreadsheet from taking a text for a formula."""
    return f"'{text}" if text.startswith(_RISKY) else text


def _row(receipt: Any, names: dict[UUID, Any], areas: dict[UUID, Any]) -> list[str]:
    harvester = names.get(receipt.harvester_id)
    return [
        receipt.number,
        receipt.collected_at.astimezone(time_zone()).isoformat(timespec="minutes"),
        harvester.local_id if harvester else "",
        harvester.name if harvester else "",
        areas[receipt.area_id].code,
        receipt.species.scientific_name,
        str(receipt.part),
        str(receipt.state),
        kilograms(receipt.gross_g),
        kilograms(receipt.tare_g),
        kilograms(receipt.net_g),
        Money(receipt.price_per_kg_minor, receipt.currency).text(),
        Money(receipt.amount_minor, receipt.currency).text(),
        receipt.currency,
        receipt.lot.number,
        "yes" if receipt.reversed_at else "",
    ]


def list_csv() -> Response:
    """Give the same list as a file for a spreadsheet."""
    with reading_for_request() as reading:
        receipts = _found(reading, _operator(reading))
        sellers = {one.harvester_id for one in receipts}
        names = {one: find_harvester_facts(reading, one) for one in sellers}
        areas = area_facts(reading, {one.area_id for one in receipts})
        written = io.StringIO()
        rows = csv.writer(written)
        rows.writerow(COLUMNS)
        rows.writerows([neutralised(cell) for cell in _row(one, names, areas)] for one in receipts)
    answer = make_response("\ufeff" + written.getvalue())
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = 'attachment; filename="receipts.csv"'
    return answer


def show_receipt(receipt_id: UUID) -> Answer:
    """Show one receipt; a wrong one is taken back here, with the reason."""
    form = Form(ReversalSchema())
    if form.submitted:
        taken_back = form.attempt(
            lambda work, order: operations.reverse_receipt(work, receipt_id=receipt_id, **order)
        )
        if taken_back is not None:
            flash(gettext("Receipt %(number)s is taken back.", number=taken_back.number), "success")
            return redirect(url_for("buying.show_receipt", receipt_id=receipt_id))
    with reading_for_request() as reading:
        receipt = queries.get_receipt(reading, receipt_id)
        lot = queries.get_lot_facts(reading, receipt.lot_id)
        possible = rules.obstacles_to_reversal(
            lot, receipt=receipt.number, reversed_at=receipt.reversed_at, reason="-"
        )
        page = render_template(
            "pages/buying/receipt.html",
            receipt=receipt,
            lot=lot,
            form=form,
            harvester=find_harvester_facts(reading, receipt.harvester_id),
            area=area_facts(reading, [receipt.area_id])[receipt.area_id],
            permit=get_permit(reading, receipt.permit_id) if receipt.permit_id else None,
            obstacles=list(possible),
        )
    return page, form.status


def receipt_pdf(receipt_id: UUID) -> Response:
    """Give the slip the harvester takes home, A6; the same bytes every time."""
    with reading_for_request() as reading:
        receipt = queries.get_receipt(reading, receipt_id)
        pdf = render_receipt(receipt_layout(), paper_of(reading, receipt))
    answer = make_response(pdf)
    answer.mimetype = "application/pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="{receipt.number}.pdf"'
    return answer


def hang(blueprint: Blueprint) -> None:
    """Hang the pages of receipts into the room."""
    one = "/receipts/<uuid:receipt_id>"
    blueprint.add_url_rule("/receipts", "list_receipts", list_receipts)
    blueprint.add_url_rule("/receipts.csv", "list_csv", list_csv)
    blueprint.add_url_rule(one, "show_receipt", show_receipt, methods=["GET", "POST"])
    blueprint.add_url_rule(f"{one}/receipt.pdf", "receipt_pdf", receipt_pdf)
