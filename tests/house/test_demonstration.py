"""The demonstration tells a story that could have happened."""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import create_engine, func, select

from fairwild.ledger.records import LedgerEntry
from tests.demonstration import DATABASE


def test_nothing_in_it_happens_after_today(demo_template: Path) -> None:
    engine = create_engine(f"sqlite:///{demo_template / DATABASE}")
    with engine.connect() as connection:
        latest = connection.scalar(select(func.max(LedgerEntry.at)))
    engine.dispose()
    assert latest is not None
    assert latest.date() <= datetime.now(UTC).date()
