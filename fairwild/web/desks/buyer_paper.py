"""The desk of a spot check on paper, for the auditor's journey."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from flask_babel import gettext

from fairwild.desks.queries import flow_of
from fairwild.documents.recall_report import RecallPaper, ReportTable
from fairwild.lots.states import Flow
from fairwild.unit_of_work import Reading
from fairwild.web.desks.paper_tables import complaints_table, findings_table, table_of
from fairwild.web.desks.showing import of_buyer
from fairwild.web.frame import language
from fairwild.wording import word
from fairwild.wording.figures import day, number, span_of_days, time_of_day, weight


def buyer_file(reading: Reading, audit_id: UUID) -> RecallPaper:
    """Word the desk of a spot check as the file an auditor takes along."""
    known = of_buyer(reading, audit_id)
    desk, buyer = known["desk"], known["operator"]
    audit = known["audit"]
    return RecallPaper(
        language=language(),
        number=audit.number,
        kind=gettext("Pre-visit file"),
        owner=buyer.name,
        reason=gettext(
            "What the ledger says of certified goods since %(day)s.", day=day(desk.since)
        ),
        summary=(
            (gettext("Printed"), time_of_day(reading.now)),
            (gettext("On the spot"), span_of_days(audit.starts_on, audit.ends_on)),
            (gettext("Bought as certified"), weight(desk.bought_g)),
            (gettext("Sold as certified"), weight(desk.sold_g)),
            (gettext("Certified in stock"), weight(desk.stock_g)),
            (gettext("Open differences"), weight(desk.open_g)),
        ),
        tables=tuple(table for table in _tables(known) if table.rows),
        synthetic=buyer.synthetic,
    )


def _tables(known: dict[str, Any]) -> Iterator[ReportTable]:
    desk = known["desk"]
    yield _declared(gettext("Bought, by supplier"), desk.purchases, known)
    yield _declared(gettext("Sold, by customer"), desk.sales, known)
    yield _balances(known)
    yield _lines(gettext("Consignments bought"), desk.bought, known)
    yield _lines(gettext("Consignments sold"), desk.sold, known)
    yield findings_table(desk.findings)
    yield complaints_table(desk.complaints)


def _goods(one: Any, known: dict[str, Any]) -> str:
    return str(known["plants"][one.species_id] if one.species_id else one.product)


def _declared(title: str, rows: Iterable[Any], known: dict[str, Any]) -> ReportTable:
    columns = (
        (gettext("With whom"), 46.0, "left"),
        (gettext("Goods"), 44.0, "left"),
        (gettext("Lots"), 14.0, "right"),
        (gettext("Sold"), 26.0, "right"),
        (gettext("Bought"), 26.0, "right"),
        (gettext("Open"), 22.0, "right"),
    )
    cells = (
        (
            known["parties"][one.partner_id].name,
            _goods(one, known),
            number(one.lines),
            weight(one.sold_g),
            weight(one.bought_g),
            weight(one.open_g) if one.open_g else "–",
        )
        for one in rows
    )
    return table_of(title, columns, cells)


def _balances(known: dict[str, Any]) -> ReportTable:
    columns = (
        (gettext("Goods"), 58.0, "left"),
        (gettext("There before"), 24.0, "right"),
        (gettext("Bought"), 24.0, "right"),
        (gettext("Sold"), 24.0, "right"),
        (gettext("Used and lost"), 24.0, "right"),
        (gettext("There now"), 24.0, "right"),
    )
    rows = (
        (
            f"{_goods(one.goods, known)}, {word(one.goods.form)}",
            weight(one.opening_g),
            weight(flow_of(one, Flow.RECEIVED)),
            weight(flow_of(one, Flow.SHIPPED)),
            weight(one.out_g - flow_of(one, Flow.SHIPPED) + one.loss_g),
            weight(one.stock_g),
        )
        for one in known["desk"].balances
    )
    return table_of(gettext("Balances of certified goods"), columns, rows)


def _lines(title: str, rows: Iterable[Any], known: dict[str, Any]) -> ReportTable:
    columns = (
        (gettext("Consignment"), 42.0, "left"),
        (gettext("Left on"), 24.0, "left"),
        (gettext("With whom"), 42.0, "left"),
        (gettext("Goods"), 26.0, "left"),
        (gettext("Sent"), 22.0, "right"),
        (gettext("Accepted"), 22.0, "right"),
    )
    cells = (
        (
            one.consignment,
            day(one.at.date()),
            known["parties"][one.partner_id].name,
            _goods(one, known),
            weight(one.sent_g),
            "–" if one.accepted_g is None else weight(one.accepted_g),
        )
        for one in rows
    )
    return table_of(title, columns, cells)
