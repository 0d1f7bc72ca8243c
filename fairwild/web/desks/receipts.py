"""A receipt of the audited operator, as the body may read it."""

from uuid import UUID

from flask import render_template

from fairwild.audits import queries as audits
from fairwild.desks import queries
from fairwild.desks.queries.visiting import receipt_of_audited, to_visit
from fairwild.http import reading_for_request
from fairwild.lots.queries.stock import visible_among
from fairwild.species.queries import species_by_id
from fairwild.web.desks.routing import blueprint
from fairwild.web.desks.showing import ONE, receipt_rows
from fairwild.web.paging import Answer


@blueprint.get(f"{ONE}/desk/receipts/<uuid:receipt_id>")
def show_receipt(audit_id: UUID, receipt_id: UUID) -> Answer:
    """Show one receipt of the audited operator; it names people to the team only."""
    with reading_for_request() as reading:
        receipt = receipt_of_audited(reading, audit_id, receipt_id)
        [row] = receipt_rows(reading, [receipt.id])
        return render_template(
            "pages/desks/receipt.html",
            audit=audits.get_audit(reading, audit_id),
            row=row,
            plant=species_by_id(reading, [receipt.species_id])[receipt.species_id],
            visits=to_visit(reading, queries.latest_sample(reading, audit_id)),
            seen=visible_among(reading, [receipt.lot_id]),
        )
