"""What laboratories found and what was counted at an audited organisation.

The caller has asked whether the actor audits the organisation; nobody is asked here.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from fairwild.lots.records import Lot, LotTest, Movement, MovementInput, StockCount
from fairwild.lots.states import MovementKind, Verdict
from fairwild.unit_of_work import Reading


@dataclass(frozen=True)
class SeenTest:
    """A laboratory report as an auditor reads it; without a file only what it says was kept."""

    id: UUID
    lot: str
    laboratory: str
    tested_for: str
    result: str
    verdict: Verdict
    tested_on: date
    withdrawn: bool
    file_name: str
    sha256: str


@dataclass(frozen=True)
class SeenCount:
    """A count of stock as an auditor reads it."""

    id: UUID
    number: str
    site: str
    counted_at: datetime
    lots: int
    missing_g: int
    surplus_g: int


def find_test(reading: Reading, organisation_id: UUID, test_id: UUID) -> SeenTest | None:
    """Give a laboratory report about a lot of an organisation, if there is one."""
    return next(iter(_tests(reading, organisation_id, LotTest.id == test_id)), None)


def tests_of_lot(reading: Reading, organisation_id: UUID, number: str) -> list[SeenTest]:
    """List the reports about the lot with this number or a sample of it, the latest first."""
    source = aliased(Lot)
    samples = (
        select(MovementInput.movement_seq)
        .join(source, source.id == MovementInput.lot_id)
        .join(Movement, Movement.seq == MovementInput.movement_seq)
        .where(source.number == number.strip().upper(), Movement.kind == MovementKind.SAMPLE)
    )
    meant = or_(Lot.number == number.strip().upper(), Lot.made_by.in_(samples))
    return _tests(reading, organisation_id, meant)


def _tests(reading: Reading, organisation_id: UUID, which: ColumnElement[bool]) -> list[SeenTest]:
    query = (
        select(LotTest)
        .join(Lot, Lot.id == LotTest.lot_id)
        .where(which, or_(Lot.holder_id == organisation_id, Lot.operator_id == organisation_id))
        .options(joinedload(LotTest.lot))
        .order_by(LotTest.tested_on.desc(), LotTest.recorded_at.desc(), LotTest.id)
    )
    return [
        SeenTest(
            id=row.id,
            lot=row.lot.number,
            laboratory=row.laboratory,
            tested_for=row.tested_for,
            result=f"{row.result} {row.unit}".strip(),
            verdict=row.verdict,
            tested_on=row.tested_on,
            withdrawn=row.withdrawn_at is not None,
            file_name=row.file_name or "",
            sha256=row.sha256 or "",
        )
        for row in reading.session.scalars(query)
    ]


def find_count(reading: Reading, organisation_id: UUID, count_id: UUID) -> SeenCount | None:
    """Give a count of an organisation's stock, if there is one."""
    return _count(reading, organisation_id, StockCount.id == count_id)


def find_count_numbered(reading: Reading, organisation_id: UUID, number: str) -> SeenCount | None:
    """Give the count of an organisation's stock with this number, if there is one."""
    return _count(reading, organisation_id, StockCount.number == number.strip().upper())


def _count(reading: Reading, organisation_id: UUID, which: ColumnElement[bool]) -> SeenCount | None:
    query = select(StockCount).where(which, StockCount.holder_id == organisation_id)
    row = reading.session.scalar(query.options(selectinload(StockCount.lines)))
    if row is None:
        return None
    return SeenCount(
        id=row.id,
        number=row.number,
        site=row.site,
        counted_at=row.counted_at,
        lots=len(row.lines),
        missing_g=row.missing_g,
        surplus_g=row.surplus_g,
    )
