"""Where a lot came from and where it went."""

from dataclasses import replace
from urllib.parse import urlsplit
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for

from fairwild.harvesters.sheets import written
from fairwild.http import home_organisation_id, reading_for_request
from fairwild.kernel.codes import read_code
from fairwild.labels.queries import find_label
from fairwild.lots import queries as lots
from fairwild.organisations.queries import organisations_by_id
from fairwild.unit_of_work import Reading
from fairwild.web import lineage_page
from fairwild.web.paging import Answer

blueprint = Blueprint("provenance", __name__)

MOST_TYPED = 300


@blueprint.get("/provenance")
def search() -> Answer:
    """Find a lot by its number, its code, a label's code or the address of a label."""
    home_organisation_id()
    typed = request.args.get("q", "").strip()[:MOST_TYPED]
    found = _found(typed) if typed else None
    if found is not None:
        return redirect(url_for("provenance.lineage", lot_id=found))
    status = 404 if typed else 200
    return render_template("pages/provenance/search.html", typed=typed), status


def _found(typed: str) -> UUID | None:
    text = urlsplit(typed).path.rpartition("/")[2] if "/" in typed else typed
    with reading_for_request() as reading:
        label = find_label(reading, text) if read_code(text) else None
        if label is not None:
            text = lots.get_lot_facts(reading, label.run.lot_id).number
        return lots.find_traceable(reading, text)


@blueprint.get("/lots/<uuid:lot_id>/lineage")
def lineage(lot_id: UUID) -> Answer:
    """Show everything a lot was made from and everything that was made from it."""
    home_organisation_id()
    with reading_for_request() as reading:
        seen = _lineage(reading, lot_id)
        return render_template(
            "pages/provenance/lineage.html",
            lineage=seen,
            focus=seen.focus,
            origin=lots.origin_of(reading, lot_id),
            picture=lineage_page.drawn(seen),
            before=lineage_page.rows(seen, seen.upstream),
            after=lineage_page.rows(seen, seen.downstream),
        )


@blueprint.get("/lots/<uuid:lot_id>/lineage.csv")
def lineage_csv(lot_id: UUID) -> Answer:
    """Give the lineage as a file for spreadsheets."""
    home_organisation_id()
    with reading_for_request() as reading:
        seen = _lineage(reading, lot_id)
    sheet = written(lineage_page.COLUMNS, lineage_page.records(seen))
    answer = Response(sheet, content_type="text/csv; charset=utf-8")
    name = f"{seen.focus.number}-lineage.csv"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _lineage(reading: Reading, lot_id: UUID) -> lineage_page.Lineage:
    trace = lots.trace_within_reach(reading, lot_id)
    seen = lots.visible_among(reading, trace.lots)
    within = lineage_page.within_sight(trace, seen)
    parties = {lot.holder_id for lot in within.lots.values()}
    parties |= {movement.organisation_id for movement in within.movements}
    return replace(within, parties=organisations_by_id(reading, parties))
