"""What there is as tables for a spreadsheet, row by row; headings are those that are read in."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import IO, Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.areas.queries import list_areas
from fairwild.harvesters.exports import register_records
from fairwild.harvesters.queries import register_of
from fairwild.imports.kinds import harvesters_columns, lab_results_columns
from fairwild.imports.moved import movement_records, movements_heading
from fairwild.kernel.quantities import Money, kilograms
from fairwild.lots import queries
from fairwild.lots.queries import LotFilter, MovementFilter, ReceiptFilter
from fairwild.lots.queries.tests import tests_held
from fairwild.organisations.queries import get_organisation
from fairwild.sheets import Cell, lines_of, workbook_of
from fairwild.store.paging import Cursor, Page
from fairwild.unit_of_work import Reading

T = TypeVar("T")

ROWS_AT_ONCE = 1_000


@dataclass(frozen=True)
class Table:
    """A heading and the records under it, which are read while they are written."""

    heading: Sequence[str]
    records: Iterator[Sequence[Cell]]


def _walked(page_at: Callable[[Cursor], Page[T]]) -> Iterator[list[T]]:
    """Give every row of a list, page by page."""
    cursor: Cursor | None = Cursor(limit=ROWS_AT_ONCE)
    while cursor is not None:
        page = page_at(cursor)
        yield page.rows
        cursor = Cursor(page.following, ROWS_AT_ONCE) if page.following else None


def _kg(mass_g: int | None) -> Cell:
    return "" if mass_g is None else Decimal(kilograms(mass_g))


def _amount(minor: int, currency: str) -> Decimal:
    return Decimal(Money(minor, currency).text())


def _when(moment: datetime, zone: ZoneInfo) -> str:
    """Write a moment as the wizard reads it where the organisation works."""
    try:
        return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
    except OverflowError:
        return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


def _zone(reading: Reading, organisation_id: UUID) -> ZoneInfo:
    return ZoneInfo(get_organisation(reading, organisation_id).time_zone)


def _codes(reading: Reading, organisation_id: UUID) -> dict[UUID, str]:
    return {area.id: area.code for area in list_areas(reading, organisation_id)}


LOT_COLUMNS: tuple[str, ...] = (
    "number",
    "code",
    "species",
    "product",
    "part",
    "form",
    "state",
    "grade",
    "season",
)
LOT_COLUMNS += ("status", "made_at", "made_kg", "left_kg", "units", "certified", "on_hold", "site")


def lots_table(reading: Reading, organisation_id: UUID, wanted: LotFilter | None = None) -> Table:
    """Give the lots of an organisation that a list with this filter shows."""
    reading.may(Action.SEE_STOCK, on=Of(Party.HOLDER, organisation_id))
    zone, found = _zone(reading, organisation_id), wanted or LotFilter()

    def records() -> Iterator[Sequence[Cell]]:
        for rows in _walked(lambda cursor: queries.page_of_lots(reading, cursor, found)):
            yield from (_lot(row, zone) for row in rows)
            reading.session.expunge_all()

    return Table(LOT_COLUMNS, records())


def _lot(row: Any, zone: ZoneInfo) -> list[Cell]:
    return [
        row.number,
        row.code,
        row.species.scientific_name if row.species else "",
        row.product,
        row.part.value if row.part else "",
        row.form.value,
        row.state.value,
        row.grade,
        row.season or "",
        row.status.value,
        _when(row.made_at, zone),
        _kg(row.made_g),
        _kg(row.available_g),
        row.units or "",
        "yes" if row.certified else "no",
        "yes" if row.holds else "no",
        row.site,
    ]


RECEIPT_COLUMNS: tuple[str, ...] = (
    "number",
    "harvester",
    "harvester_name",
    "collected_at",
    "area",
    "species",
)
RECEIPT_COLUMNS += ("part", "state", "gross", "tare", "net", "price_per_kg", "amount", "currency")
RECEIPT_COLUMNS += ("buying_point", "lot", "their_number", "taken_back")


def receipts_table(
    reading: Reading, organisation_id: UUID, wanted: ReceiptFilter | None = None
) -> Table:
    """Give the receipts of an operator that a list with this filter shows."""
    reading.may(Action.SEE_RECEIPT, on=Of(Party.OPERATOR, organisation_id))
    zone, found = _zone(reading, organisation_id), wanted or ReceiptFilter(organisation_id)
    codes = _codes(reading, organisation_id)
    people = {row.id: (row.local_id, row.name) for row in register_of(reading, organisation_id)}

    def records() -> Iterator[Sequence[Cell]]:
        for rows in _walked(lambda cursor: queries.page_of_receipts(reading, cursor, found)):
            for row in rows:
                yield _receipt(row, zone, people[row.harvester_id], codes[row.area_id])
            reading.session.expunge_all()

    return Table(RECEIPT_COLUMNS, records())


def _receipt(row: Any, zone: ZoneInfo, person: tuple[str, str], area: str) -> list[Cell]:
    return [
        row.number,
        *person,
        _when(row.collected_at, zone),
        area,
        row.species.scientific_name,
        row.part.value,
        row.state.value,
        _kg(row.gross_g),
        _kg(row.tare_g),
        _kg(row.net_g),
        _amount(row.price_per_kg_minor, row.currency),
        _amount(row.amount_minor, row.currency),
        row.currency,
        row.buying_point,
        row.lot.number,
        row.their_number or "",
        "yes" if row.reversed_at else "",
    ]


def movements_table(
    reading: Reading, organisation_id: UUID, wanted: MovementFilter | None = None
) -> Table:
    """Give the movements of an organisation that a list with this filter shows, the first first.

    A file of movements can be read in again: its columns are those that are read.
    """
    reading.may(Action.SEE_STOCK, on=Of(Party.HOLDER, organisation_id))
    found = wanted or MovementFilter(organisation_id)
    zone = _zone(reading, organisation_id)
    records = movement_records(reading, found, when=lambda moment: _when(moment, zone))
    return Table(movements_heading(), records)


def tests_table(reading: Reading, organisation_id: UUID) -> Table:
    """Give the laboratory results of the lots an organisation holds."""
    reading.may(Action.SEE_STOCK, on=Of(Party.HOLDER, organisation_id))
    heading = [column.name for column in lab_results_columns.COLUMNS]
    rows = tests_held(reading, organisation_id)
    first = ("laboratory", "method", "tested_for", "result", "unit", "allowed", "limit_kind")
    plain = (*first, "verdict", "verdict_reason")
    records = (
        [
            row.lot.number,
            *(str(getattr(row, name)) for name in plain),
            row.tested_on.isoformat(),
            row.note,
        ]
        for row in rows
    )
    return Table(heading, records)


def harvesters_table(reading: Reading, organisation_id: UUID) -> Table:
    """Give the register of an operator."""
    reading.may(Action.SEE_HARVESTER, on=Of(Party.OPERATOR, organisation_id))
    heading = [column.name for column in harvesters_columns.COLUMNS]
    return Table(heading, register_records(reading, organisation_id))


EXPORTS: dict[str, Callable[[Reading, UUID], Table]] = {
    "lots": lots_table,
    "receipts": receipts_table,
    "movements": movements_table,
    "tests": tests_table,
    "harvesters": harvesters_table,
}


def export_to(stream: IO[bytes], table: Table, *, form: str, name: str) -> None:
    """Write a table into a file as `csv` or `xlsx`, row by row."""
    if form == "xlsx":
        workbook_of(stream, table.heading, table.records, name=name)
        return
    for text in lines_of(table.heading, table.records):
        stream.write(text.encode())
