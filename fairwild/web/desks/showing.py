"""The desk of one audit on one page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import render_template

from fairwild.access.actions import Action
from fairwild.applications.queries.papers import Paper, papers_of
from fairwild.areas.queries import area_facts
from fairwild.audits import queries as audits
from fairwild.audits.states import AuditKind
from fairwild.certificates.queries import certificate_facts
from fairwild.desks import queries
from fairwild.desks.queries.desk import SHOWN_CONSIGNMENTS
from fairwild.desks.queries.visiting import to_visit
from fairwild.desks.states import Sampled
from fairwild.harvesters.registered import local_ids
from fairwild.http import reading_for_request
from fairwild.lots.queries.audited import SeenReceipt, receipts_seen
from fairwild.lots.queries.stock import visible_among
from fairwild.organisations.queries import organisations_by_id
from fairwild.species.queries import species_by_id
from fairwild.unit_of_work import Reading
from fairwild.web.desks.routing import blueprint
from fairwild.web.paging import Answer

ONE = "/audits/<uuid:audit_id>"
SHOWN_RECEIPTS = 100
SHOWN_BATCHES = 60


@dataclass(frozen=True)
class ReceiptRow:
    """A receipt of the sample with the numbers people know its harvester and area by."""

    receipt: SeenReceipt
    harvester: str
    area: str


@blueprint.get(f"{ONE}/desk")
def show(audit_id: UUID) -> Answer:
    """Show the ledger of the operator, or of the buyer, beside the audit."""
    with reading_for_request() as reading:
        return page_of(reading, audit_id)


def page_of(reading: Reading, audit_id: UUID, **more: Any) -> str:
    """Draw the desk of an audit, which is another one where a buyer is checked."""
    if audits.get_audit(reading, audit_id).kind is AuditKind.SPOT_CHECK:
        return render_template("pages/desks/buyer.html", **of_buyer(reading, audit_id), **more)
    return render_template("pages/desks/show.html", **gathered(reading, audit_id), **more)


def of_buyer(reading: Reading, audit_id: UUID) -> dict[str, Any]:
    """Give everything the desk of a spot check says, with names in place of ids."""
    desk = queries.buyer_desk_of(reading, audit_id)
    lines = (*desk.purchases, *desk.sales)
    parties = {desk.audit.operator_id, *(one.partner_id for one in lines)}
    known = organisations_by_id(reading, parties)
    held = {one.goods.certificate_id for one in desk.balances}
    issued = certificate_facts(reading, [one for one in held if one is not None])
    ids = {one.species_id for one in lines} | {one.goods.species_id for one in desk.balances}
    found = species_by_id(reading, (one for one in ids if one is not None))
    return {
        "desk": desk,
        "operator": known[desk.audit.operator_id],
        "parties": known,
        "plants": {None: "–", **{one: row.scientific_name for one, row in found.items()}},
        "flow_of": queries.flow_of,
        "certificates": {one.id: one.number for one in issued.values()},
        **_around(reading, desk.audit, papers_of(reading, desk.audit.operator_id)),
    }


def _around(reading: Reading, audit: Any, papers: Iterable[Paper]) -> dict[str, Any]:
    """Give what every desk shows beside the ledger."""
    return {
        "audit": audit,
        "pins": audits.pins_of(reading, audit.id),
        "papers": {one.id: one for one in papers},
        "rehearsals": queries.rehearsals_of(reading, audit.id),
        "duration": duration,
        "may_draw": reading.allows(Action.DRAW_SAMPLE, audit),
        "may_score": reading.allows(Action.SCORE_AUDIT, audit),
        "now": reading.now,
    }


def gathered(reading: Reading, audit_id: UUID) -> dict[str, Any]:
    """Give everything the desk says, with names in place of ids."""
    desk = queries.desk_of(reading, audit_id)
    items = queries.kinds_drawn(desk.sample) if desk.sample else {}
    drawn = {what: [one for one in found if not one.removed_at] for what, found in items.items()}
    receipts = receipt_rows(
        reading, [one.thing_id for one in drawn.get(Sampled.RECEIPT, [])[:SHOWN_RECEIPTS]]
    )
    operator_id = desk.audit.operator_id
    partners = (one.partner_of(operator_id) for one in desk.consignments)
    parties = organisations_by_id(reading, {operator_id, *partners})
    return {
        "desk": desk,
        "own": queries.own_assessment_for(reading, desk.audit),
        "operator": parties[operator_id],
        "parties": parties,
        "most_consignments": SHOWN_CONSIGNMENTS,
        "drawn": drawn,
        "receipts": receipts,
        "batches": desk.batches[:SHOWN_BATCHES],
        "outside": sum(one.outside for one in desk.batches),
        "plants": _plants(reading, desk, receipts),
        "visits": to_visit(reading, desk.sample),
        "seen": visible_among(
            reading,
            {
                *(one.receipt.lot_id for one in receipts),
                *(one.batch.lot_id for one in desk.batches[:SHOWN_BATCHES]),
            },
        ),
        **_around(reading, desk.audit, desk.papers),
    }


def receipt_rows(reading: Reading, ids: Iterable[UUID]) -> list[ReceiptRow]:
    """Give these receipts with the numbers of their harvesters and areas."""
    receipts = receipts_seen(reading, ids)
    people = local_ids(reading, {one.harvester_id for one in receipts})
    places = area_facts(reading, {one.area_id for one in receipts})
    return [ReceiptRow(one, people[one.harvester_id], places[one.area_id].code) for one in receipts]


def _plants(
    reading: Reading, desk: queries.Desk, receipts: list[ReceiptRow]
) -> dict[UUID | None, str]:
    ids = {one.species_id for one in desk.volumes}
    ids |= {one.batch.species_id for one in desk.batches}
    ids |= {one.receipt.species_id for one in receipts}
    ids |= {one.goods.species_id for one in desk.balances if one.goods.species_id}
    found = species_by_id(reading, ids)
    return {None: "–", **{one: row.scientific_name for one, row in found.items()}}


def duration(length: timedelta | int) -> str:
    """Say how long something took: of milliseconds or of a stretch of time."""
    took = timedelta(milliseconds=length) if isinstance(length, int) else length
    minutes, rest = divmod(took, timedelta(minutes=1))
    seconds = rest / timedelta(seconds=1)
    if not minutes:
        return f"{seconds:.2f} s" if isinstance(length, int) else f"{seconds:.0f} s"
    return f"{minutes // 60} h {minutes % 60:02} min"
