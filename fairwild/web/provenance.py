"""Where a lot came from and where it went, who may see it, and many codes looked up at once."""

from urllib.parse import urlsplit
from uuid import UUID

from flask import (
    Blueprint,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)

from fairwild.handing_out.lineage import lineage_answer
from fairwild.handing_out.sending import named
from fairwild.http import home_organisation_id, reading_for_request
from fairwild.kernel.codes import read_code
from fairwild.labels.queries import find_label
from fairwild.lots import queries as lots
from fairwild.lots.lineage.belonging import with_belonging
from fairwild.lots.lineage.queries import find_traceable, lineage_of
from fairwild.schemas.lineage import LineageSchema
from fairwild.web.lineage import codes, sharing
from fairwild.web.lineage.asked import asked
from fairwild.web.lineage.page import page_of_lineage
from fairwild.web.paging import Answer

blueprint = Blueprint("provenance", __name__)
codes.hang(blueprint)
sharing.hang(blueprint)

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
    with reading_for_request() as reading:
        may_share = sharing.may_share(reading)
    return render_template("pages/provenance/search.html", typed=typed, may_share=may_share), status


def _found(typed: str) -> UUID | None:
    text = urlsplit(typed).path.rpartition("/")[2] if "/" in typed else typed
    with reading_for_request() as reading:
        label = find_label(reading, text) if read_code(text) else None
        if label is not None:
            text = lots.get_lot_facts(reading, label.run.lot_id).number
        return find_traceable(reading, text)


@blueprint.get("/lots/<uuid:lot_id>/lineage")
def lineage(lot_id: UUID) -> Answer:
    """Show what a lot was made from and what was made from it, stage by stage."""
    home_organisation_id()
    with reading_for_request() as reading:
        facts = page_of_lineage(reading, asked(lot_id))
        facts["may_share"] = sharing.may_share(reading)
    return render_template("pages/provenance/lineage.html", **facts)


@blueprint.get("/lots/<uuid:lot_id>/lineage.csv")
def lineage_csv(lot_id: UUID) -> Answer:
    """Give the lineage as a file for spreadsheets."""
    home_organisation_id()
    with reading_for_request() as reading:
        return lineage_answer(reading, lot_id, "csv")


@blueprint.get("/lots/<uuid:lot_id>/lineage.graphml")
def lineage_graphml(lot_id: UUID) -> Answer:
    """Give the lineage as a file for programs that draw graphs."""
    home_organisation_id()
    with reading_for_request() as reading:
        return lineage_answer(reading, lot_id, "graphml")


@blueprint.get("/lots/<uuid:lot_id>/lineage.json")
def lineage_json(lot_id: UUID) -> Answer:
    """Give the lineage as JSON, as the API answers it."""
    home_organisation_id()
    with reading_for_request() as reading:
        seen = with_belonging(reading, lineage_of(reading, lot_id))
    return named(jsonify(LineageSchema().dump(seen)), f"{seen.focus.number}-lineage.json")
