"""What was bought: receipts with the names of their harvesters, and their sums."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from fairwild.harvesters.queries import harvester_names
from fairwild.lots.queries import ReceiptFilter, Sums, latest_recorded, sums_of_receipts
from fairwild.unit_of_work import Reading
from fairwild.web.frame import time_zone

SHOWN_TODAY = 12


@dataclass(frozen=True)
class Bought:
    """Receipts to show, the names of their harvesters, and the sums of all that are meant."""

    receipts: list[Any]
    names: dict[UUID, str]
    sums: Sums


def midnight(day: date) -> datetime:
    """Give the moment a day begins at the operator's place."""
    return datetime.combine(day, time.min, tzinfo=time_zone())


def today(reading: Reading, operator_id: UUID) -> Bought:
    """Give what was bought today: the latest receipts, and the sums of all."""
    here = reading.now.astimezone(time_zone()).date()
    wanted = ReceiptFilter(operator_id=operator_id, collected_from=midnight(here))
    shown = latest_recorded(reading, wanted, limit=SHOWN_TODAY)
    names = harvester_names(reading, [one.harvester_id for one in shown])
    return Bought(shown, names, sums_of_receipts(reading, wanted))
