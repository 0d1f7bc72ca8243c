"""Papers that travelled with consignments as an auditor of one of their sides reads them.

Nobody is asked here: the caller has asked whether the actor audits the organisation.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select

from fairwild.trade.records import Consignment, TransportPaper
from fairwild.trade.states import AT_THE_SENDER, PaperKind
from fairwild.unit_of_work import Reading

_COLUMNS: tuple[Any, ...] = (
    TransportPaper.id,
    TransportPaper.kind,
    TransportPaper.number,
    TransportPaper.issuer,
    TransportPaper.issued_on,
    Consignment.number,
    TransportPaper.file_name,
    TransportPaper.sha256,
)


@dataclass(frozen=True)
class SeenTransportPaper:
    """A paper of a consignment that left; without a file only what it says was kept."""

    id: UUID
    kind: PaperKind
    number: str
    issuer: str
    issued_on: date | None
    consignment: str
    file_name: str
    sha256: str


def find_transport_paper(
    reading: Reading, organisation_id: UUID, paper_id: UUID
) -> SeenTransportPaper | None:
    """Give a paper of a consignment that an organisation sent or received, if there is one."""
    return next(iter(_papers(reading, organisation_id, TransportPaper.id == paper_id)), None)


def transport_papers_numbered(
    reading: Reading, organisation_id: UUID, number: str
) -> list[SeenTransportPaper]:
    """List the papers with this number, or of the consignment with it, in the order they came."""
    typed = number.strip().upper()
    meant = or_(func.upper(TransportPaper.number) == typed, Consignment.number == typed)
    return _papers(reading, organisation_id, meant)


def _papers(
    reading: Reading, organisation_id: UUID, which: ColumnElement[bool]
) -> list[SeenTransportPaper]:
    query = (
        select(*_COLUMNS)
        .join(Consignment, Consignment.id == TransportPaper.consignment_id)
        .where(
            which,
            TransportPaper.removed_at.is_(None),
            or_(
                Consignment.sender_id == organisation_id,
                Consignment.receiver_id == organisation_id,
            ),
            Consignment.status.not_in(AT_THE_SENDER),
        )
        .order_by(TransportPaper.added_at, TransportPaper.id)
    )
    return [SeenTransportPaper(*row) for row in reading.session.execute(query)]
