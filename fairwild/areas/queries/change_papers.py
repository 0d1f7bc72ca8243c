"""Papers behind changes of maximum quantities as the body that audits the operator reads them.

Nobody is asked here: the caller has asked whether the actor audits the operator.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select

from fairwild.areas.records import CollectionArea, MaximumQuantity, QuantityChange
from fairwild.areas.states import ChangeStatus
from fairwild.unit_of_work import Reading

_COLUMNS: tuple[Any, ...] = (
    QuantityChange.id,
    CollectionArea.code,
    QuantityChange.asked_at,
    QuantityChange.status,
    QuantityChange.limit_before_g,
    QuantityChange.limit_g,
    QuantityChange.file_name,
    QuantityChange.sha256,
)


@dataclass(frozen=True)
class SeenChangePaper:
    """The file by which an operator asked for another limit of an area."""

    id: UUID
    area: str
    asked_at: datetime
    status: ChangeStatus
    limit_before_g: int
    limit_g: int
    file_name: str
    sha256: str

    @property
    def number(self) -> str:
        """The code of the area with the day of asking, which find the paper."""
        return f"{self.area}/{self.asked_at:%Y-%m-%d}"


def find_change_paper(
    reading: Reading, operator_id: UUID, change_id: UUID
) -> SeenChangePaper | None:
    """Give the paper of a change of an operator's limit, if there is one."""
    return next(iter(_papers(reading, operator_id, QuantityChange.id == change_id)), None)


def change_papers_numbered(
    reading: Reading, operator_id: UUID, number: str
) -> list[SeenChangePaper]:
    """List the papers of changes in the area with this code, the newest first.

    The day of asking may stand behind a slash.
    """
    typed = number.strip().upper()
    area, _, _ = typed.rpartition("/")
    found = _papers(reading, operator_id, CollectionArea.code.in_({typed, area}))
    return [one for one in found if typed in (one.area, one.number)]


def _papers(
    reading: Reading, operator_id: UUID, which: ColumnElement[bool]
) -> list[SeenChangePaper]:
    query = (
        select(*_COLUMNS)
        .join(MaximumQuantity, MaximumQuantity.id == QuantityChange.quantity_id)
        .join(CollectionArea, CollectionArea.id == MaximumQuantity.area_id)
        .where(which, QuantityChange.operator_id == operator_id, QuantityChange.sha256.is_not(None))
        .order_by(QuantityChange.asked_at.desc(), QuantityChange.id)
    )
    return [SeenChangePaper(*row) for row in reading.session.execute(query)]
