"""Receipts afterwards: the list, one of them, its paper, and taking one back."""

from datetime import date, timedelta
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
from fairwild.lots import operations, queries, rules
from fairwild.lots.queries import ReceiptFilter
from fairwild.permits.queries import get_permit
from fairwild.schemas.buying import ReversalSchema
from fairwild.store.paging import Cursor
from fairwild.unit_of_work import Reading
from fairwild.web.buying import choices, day
from fairwild.web.buying.paper import paper_of
from fairwild.web.forms import Form
from fairwild.web.paging import Answer

NOBODY = UUID(int=0)
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(9990, 12, 31)


def day_of(typed: str) -> date | None:
    """Read a day of the filter; what is none filters nothing."""
    try:
        return min(max(date.fromisoformat(typed), FIRST_DAY), LAST_DAY)
    except ValueError:
        return None


def _uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def wanted_of(reading: Reading, operator_id: UUID) -> ReceiptFilter:
    """Read the filter; where no harvester fits the name, no receipt fits the filter."""
    typed = request.args.get("harvester", "")
    found = choices.matching(reading, operator_id, typed) if typed else []
    nobody = NOBODY if typed else None
    since, until = day_of(request.args.get("since", "")), day_of(request.args.get("until", ""))
    return ReceiptFilter(
        operator_id=operator_id,
        harvester_id=found[0].id if found else nobody,
        area_id=_uuid(request.args.get("area_id", "")),
        species_id=_uuid(request.args.get("species_id", "")),
        collected_from=day.midnight(since) if since else None,
        collected_before=day.midnight(until + timedelta(days=1)) if until else None,
    )


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
    """List what was bought, page by page, with the sums of all that fits."""
    cursor = Cursor(after=request.args.get("cursor", ""))
    with reading_for_request() as reading:
        operator_id = _operator(reading)
        wanted = wanted_of(reading, operator_id)
        page = queries.page_of_receipts(reading, cursor, wanted)
        return render_template(
            "pages/buying/receipts.html",
            receipts=page.rows,
            names=harvester_names(reading, [one.harvester_id for one in page.rows]),
            areas=area_facts(reading, [one.area_id for one in page.rows]),
            sums=queries.sums_of_receipts(reading, wanted),
            after=cursor.after,
            following=page.following,
            typed={name: one for name, one in request.args.items() if one and name != "cursor"},
            area_choices=choices.area_choices(reading, operator_id),
            species_choices=_species_choices(reading, operator_id),
        )


def list_csv() -> Answer:
    """Lead to the same list as a file for a spreadsheet."""
    filters: dict[str, Any] = request.args.to_dict()
    return redirect(url_for("exports.download", what="receipts", form="csv", **filters))


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
            custody=queries.custody_of(reading, lot),
            days_late=(receipt.recorded_at - receipt.collected_at).days,
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
