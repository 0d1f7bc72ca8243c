"""The desk on paper, for the auditor's journey."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from flask import Response
from flask_babel import gettext

from fairwild.audits.queries import get_audit
from fairwild.audits.states import AuditKind
from fairwild.desks import queries
from fairwild.desks.queries.weighing import is_weighed_at_once
from fairwild.desks.states import Sampled
from fairwild.documents.recall_report import RecallPaper, ReportTable, render_recall
from fairwild.http import reading_for_request
from fairwild.unit_of_work import Reading
from fairwild.web.desks.buyer_paper import buyer_file
from fairwild.web.desks.paper_tables import complaints_table, findings_table, table_of
from fairwild.web.desks.routing import blueprint
from fairwild.web.desks.showing import ONE, gathered, receipt_rows
from fairwild.web.desks.weighing import weights_in
from fairwild.web.frame import language
from fairwild.web.paging import Answer
from fairwild.wording import word
from fairwild.wording.figures import day, number, percent, ratio, span_of_days, time_of_day, weight


@blueprint.get(f"{ONE}/desk.pdf")
def paper(audit_id: UUID) -> Answer:
    """Print the desk as the file an auditor takes along."""
    with reading_for_request() as reading:
        of_a_buyer = get_audit(reading, audit_id).kind is AuditKind.SPOT_CHECK
        facts = buyer_file(reading, audit_id) if of_a_buyer else _operator_file(reading, audit_id)
    answer = Response(render_recall(facts), content_type="application/pdf")
    name = f"{facts.number}-desk.pdf"
    answer.headers.set("Content-Disposition", "inline", filename=name)
    return answer


def _operator_file(reading: Reading, audit_id: UUID) -> RecallPaper:
    known = gathered(reading, audit_id)
    receipts = known["drawn"].get(Sampled.RECEIPT, [])
    sample = known["desk"].sample
    at_once = is_weighed_at_once(sample)
    known["weights"] = weights_in(reading, sample if at_once else None)["weights"]
    known["receipts"] = receipt_rows(reading, [one.thing_id for one in receipts])
    return _file_of(known, printed=time_of_day(reading.now))


def _file_of(known: dict[str, Any], *, printed: str) -> RecallPaper:
    desk: queries.Desk = known["desk"]
    return RecallPaper(
        language=language(),
        number=desk.audit.number,
        kind=gettext("Pre-visit file"),
        owner=known["operator"].name,
        reason=gettext("What the ledger says since %(day)s.", day=day(desk.since)),
        summary=(
            (gettext("Printed"), printed),
            (gettext("On the spot"), span_of_days(desk.audit.starts_on, desk.audit.ends_on)),
            (gettext("Receipts"), number(desk.bought.receipts)),
            (gettext("Harvesters who sold"), number(desk.bought.harvesters)),
            (gettext("Bought"), weight(desk.bought.net_g)),
            (gettext("Batches outside their band"), number(known["outside"])),
            *_seed(desk),
        ),
        tables=tuple(table for table in _tables(known) if table.rows),
        synthetic=known["operator"].synthetic,
    )


def _seed(desk: queries.Desk) -> Iterator[tuple[str, str]]:
    if desk.sample is not None:
        yield gettext("Sample"), f"{word(desk.sample.rule)}, {desk.sample.seed}"


def _tables(known: dict[str, Any]) -> Iterator[ReportTable]:
    desk, plants = known["desk"], known["plants"]
    yield _volumes(desk, plants)
    yield _permits(desk)
    yield _batches(desk, plants)
    yield _balances(desk, plants)
    yield _consignments(desk, known["parties"])
    yield _things(known["drawn"], known["visits"], known["weights"])
    yield _receipts(known["receipts"], plants)
    yield findings_table(desk.findings)
    yield complaints_table(desk.complaints)
    yield _changes(desk)


def _volumes(desk: queries.Desk, plants: dict[UUID | None, str]) -> ReportTable:
    columns = (
        (gettext("Area"), 28.0, "left"),
        (gettext("What"), 52.0, "left"),
        (gettext("Season until"), 30.0, "left"),
        (gettext("Collected"), 24.0, "right"),
        (gettext("Limit"), 24.0, "right"),
        (gettext("Share"), 20.0, "right"),
    )
    rows = (
        (
            one.area,
            f"{plants[one.species_id]}, {word(one.part)}, {word(one.state)}",
            day(one.season.last_day or one.season.start),
            weight(one.drawn_g),
            weight(one.limit_g),
            percent(one.share),
        )
        for one in desk.volumes
    )
    return table_of(gettext("Season volumes against limits"), columns, rows)


def _permits(desk: queries.Desk) -> ReportTable:
    columns = (
        (gettext("Number"), 44.0, "left"),
        (gettext("What"), 56.0, "left"),
        (gettext("Valid until"), 30.0, "left"),
        (gettext("Drawn"), 24.0, "right"),
        (gettext("Allowed"), 24.0, "right"),
    )
    rows = (
        (
            one.facts.number,
            f"{word(one.facts.kind)}, {one.species}",
            day(one.facts.valid.last_day or one.facts.valid.start),
            weight(one.facts.drawn_g),
            "–" if one.facts.limit_g is None else weight(one.facts.limit_g),
        )
        for one in desk.permits
    )
    return table_of(gettext("Permits"), columns, rows)


def _batches(desk: queries.Desk, plants: dict[UUID | None, str]) -> ReportTable:
    columns = (
        (gettext("Lot"), 54.0, "left"),
        (gettext("Process"), 46.0, "left"),
        (gettext("Day"), 26.0, "left"),
        (gettext("Ratio"), 20.0, "right"),
        (gettext("Band"), 32.0, "left"),
    )
    rows = (
        (
            one.batch.number,
            f"{word(one.batch.kind)}, {plants[one.batch.species_id]}",
            day(one.batch.at.date()),
            ratio(one.batch.ratio),
            _band(one),
        )
        for one in desk.batches
    )
    return table_of(gettext("Ratios of batches"), columns, rows)


def _band(one: queries.JudgedBatch) -> str:
    if one.lowest is None or one.highest is None:
        return "–"
    band = f"{ratio(one.lowest)}–{ratio(one.highest)}"
    return gettext("outside %(band)s", band=band) if one.outside else band


def _goods(goods: Any, plants: dict[UUID | None, str]) -> str:
    """Name goods as the desk does: what, in which form and state, and whether certified."""
    what = goods.product or f"{plants[goods.species_id]}, {word(goods.part)}"
    certified = gettext("certified") if goods.certified else gettext("not certified")
    return ", ".join((what, word(goods.form), word(goods.state), certified))


def _balances(desk: queries.Desk, plants: dict[UUID | None, str]) -> ReportTable:
    columns = (
        (gettext("Goods"), 62.0, "left"),
        (gettext("Site"), 28.0, "left"),
        (gettext("There before"), 22.0, "right"),
        (gettext("Came in"), 22.0, "right"),
        (gettext("Out and lost"), 22.0, "right"),
        (gettext("There now"), 22.0, "right"),
    )
    rows = (
        (
            _goods(one.goods, plants),
            one.goods.site or "–",
            weight(one.opening_g),
            weight(one.in_g),
            weight(one.out_g + one.loss_g),
            weight(one.stock_g),
        )
        for one in desk.balances
    )
    return table_of(gettext("Balances"), columns, rows)


def _consignments(desk: queries.Desk, parties: dict[UUID, Any]) -> ReportTable:
    columns = (
        (gettext("Consignment"), 42.0, "left"),
        (gettext("Left on"), 24.0, "left"),
        (gettext("With whom"), 44.0, "left"),
        (gettext("State"), 26.0, "left"),
        (gettext("Sent"), 22.0, "right"),
        (gettext("Accepted"), 22.0, "right"),
    )
    rows = (
        (
            one.number,
            day(one.left_at.date()),
            parties[one.partner_of(desk.audit.operator_id)].name,
            word(one.status),
            weight(one.sent_g),
            "–" if one.accepted_g is None else weight(one.accepted_g),
        )
        for one in desk.consignments
    )
    return table_of(gettext("Consignments"), columns, rows)


def _things(
    drawn: dict[Sampled, list[Any]], visits: dict[UUID, str], weights: dict[UUID, str]
) -> ReportTable:
    """Say what is to be seen, and of a sample drawn by weight what gave each thing its weight."""
    why = ((gettext("Weight and why"), 40.0, "left"),) if weights else ()
    columns = (
        (gettext("Sample"), 20.0, "left"),
        (gettext("Number"), 42.0, "left"),
        (gettext("Who and where"), 56.0 if weights else 86.0, "left"),
        *why,
        (gettext("Seen"), 20.0 if weights else 30.0, "left"),
    )
    rows = (
        (word(what), one.label, visits.get(one.thing_id, ""), *_weight(one, weights), "")
        for what, found in drawn.items()
        if what is not Sampled.RECEIPT
        for one in found
    )
    return table_of(gettext("To visit, ask and open"), columns, rows)


def _weight(one: Any, weights: dict[UUID, str]) -> tuple[str, ...]:
    return (weights.get(one.thing_id, "–"),) if weights else ()


def _receipts(rows: list[Any], plants: dict[UUID | None, str]) -> ReportTable:
    columns = (
        (gettext("Receipt"), 44.0, "left"),
        (gettext("Collected"), 34.0, "left"),
        (gettext("Harvester"), 26.0, "left"),
        (gettext("Area"), 22.0, "left"),
        (gettext("What"), 30.0, "left"),
        (gettext("Net"), 22.0, "right"),
    )
    cells = (
        (
            row.receipt.number,
            time_of_day(row.receipt.collected_at),
            row.harvester,
            row.area,
            f"{plants.get(row.receipt.species_id, '–')}, {word(row.receipt.part)}",
            weight(row.receipt.net_g),
        )
        for row in rows
    )
    return table_of(gettext("Receipts of the sample"), columns, cells)


def _changes(desk: queries.Desk) -> ReportTable:
    columns = (
        (gettext("Change"), 60.0, "left"),
        (gettext("How many"), 24.0, "right"),
        (gettext("Which"), 94.0, "left"),
    )
    rows = ((word(one.kind), number(one.count), ", ".join(one.names)) for one in desk.changes)
    return table_of(gettext("Changes since then"), columns, rows)
