"""The public directory, the lists of one's own certificates, and a few counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from fairwild.certificates.facts import CertificateFacts, StatusAt
from fairwild.certificates.queries.judging import certificate_facts
from fairwild.certificates.records import Certificate, CertificateLine
from fairwild.certificates.rules import status_of
from fairwild.certificates.states import CertificateStatus, Standing
from fairwild.organisations import queries as organisations
from fairwild.organisations.queries import OrganisationFacts
from fairwild.store.paging import Cursor, Page, page_of
from fairwild.unit_of_work import Reading

ORDERS: dict[str, list[InstrumentedAttribute[Any]]] = {
    "issued": [Certificate.issued_at, Certificate.id],
    "number": [Certificate.number, Certificate.id],
    "until": [Certificate.valid_until, Certificate.id],
}
"""How the directory can be ordered, always from the latest to the earliest."""


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for in the directory; what is empty does not narrow it.

    `anything` stands in the number, the holder's name or a species.
    """

    anything: str = ""
    number: str = ""
    holder: str = ""
    country: str = ""
    species: str = ""
    status: Standing | None = None


@dataclass(frozen=True)
class DirectoryLine:
    """One certificate of the directory; all of it is public."""

    facts: CertificateFacts
    issued_at: datetime
    holder: OrganisationFacts
    body: OrganisationFacts
    status: StatusAt

    @property
    def species(self) -> list[str]:
        """The species in scope, each once."""
        return sorted({line.species for line in self.facts.scope})

    def days_left(self, on: date) -> int:
        """Count the days of validity left; nought once it is over."""
        return max(0, (self.facts.valid_until - on).days)


def directory(
    reading: Reading, wanted: Wanted, cursor: Cursor, *, order: str = "issued"
) -> Page[DirectoryLine]:
    """Give one page of all certificates that are wanted, whoever asks."""
    query = select(Certificate)
    for condition in _conditions(wanted, on=reading.today):
        query = query.where(condition)
    return _page(reading, query, cursor, ORDERS.get(order, ORDERS["issued"]))


def own_certificates(
    reading: Reading, cursor: Cursor, *, status: Standing | None = None
) -> Page[DirectoryLine]:
    """Give one page of the certificates the actor has to do with, the next to end first gone."""
    query = reading.visible(Certificate)
    if status is not None:
        query = query.where(_standing(status, on=reading.today))
    return _page(reading, query, cursor, ORDERS["issued"])


def count_in_force(reading: Reading) -> int:
    """Count the certificates in force today."""
    query = select(func.count()).select_from(Certificate)
    return reading.session.scalar(query.where(_standing(Standing.ISSUED, on=reading.today))) or 0


def countries(reading: Reading) -> list[str]:
    """List the countries that have a holder of a certificate."""
    holder = aliased(Certificate.holder.property.mapper.class_)
    query = select(holder.country).join(Certificate, Certificate.holder_id == holder.id)
    return sorted(set(reading.session.scalars(query)))


def find_certificate_of_audit(reading: Reading, audit_id: UUID) -> UUID | None:
    """Give the first certificate a decision led to, for whoever may see the audit."""
    query = select(Certificate.id).where(Certificate.audit_id == audit_id)
    return reading.session.scalar(query.order_by(Certificate.issued_at).limit(1))


def _page(
    reading: Reading,
    query: Select[Certificate],
    cursor: Cursor,
    columns: list[InstrumentedAttribute[Any]],
) -> Page[DirectoryLine]:
    page = page_of(reading.session, query, columns, cursor)
    return Page(_directory_lines(reading, page.rows), page.following)


def _directory_lines(reading: Reading, rows: Iterable[Certificate]) -> list[DirectoryLine]:
    rows = list(rows)
    facts = certificate_facts(reading, [row.id for row in rows])
    parties = organisations.organisations_by_id(
        reading, {party for row in rows for party in (row.holder_id, row.body_id)}
    )
    return [
        DirectoryLine(
            facts=facts[row.id],
            issued_at=row.issued_at,
            holder=parties[row.holder_id],
            body=parties[row.body_id],
            status=status_of(facts[row.id], at=reading.now),
        )
        for row in rows
    ]


def _conditions(wanted: Wanted, *, on: date) -> Iterable[ColumnElement[bool]]:
    if wanted.anything:
        everywhere = (_numbered, _held_by, _covering)
        yield or_(*(stands_in(wanted.anything.strip()) for stands_in in everywhere))
    if wanted.number:
        yield _numbered(wanted.number.strip())
    if wanted.holder:
        yield _held_by(wanted.holder.strip())
    if wanted.country:
        yield Certificate.holder.has(country=wanted.country.strip().upper())
    if wanted.species:
        yield _covering(wanted.species.strip())
    if wanted.status is not None:
        yield _standing(wanted.status, on=on)


def _numbered(text: str) -> ColumnElement[bool]:
    return Certificate.number.icontains(text, autoescape=True)


def _held_by(text: str) -> ColumnElement[bool]:
    holder = Certificate.holder.property.mapper.class_
    return Certificate.holder.has(holder.name.icontains(text, autoescape=True))


def _covering(text: str) -> ColumnElement[bool]:
    plant = CertificateLine.species.property.mapper.class_
    named = CertificateLine.species.has(plant.scientific_name.icontains(text, autoescape=True))
    return Certificate.lines.any(named)


def _standing(wanted: Standing, *, on: date) -> ColumnElement[bool]:
    """Say in SQL what `rules.status_of` says of a certificate today."""
    lasting = Certificate.status.in_((CertificateStatus.ISSUED, CertificateStatus.SUSPENDED))
    if wanted is Standing.EXPIRED:
        return and_(lasting, Certificate.valid_until <= on)
    if wanted is Standing.NOT_YET_VALID:
        return and_(Certificate.status == CertificateStatus.ISSUED, Certificate.valid_from > on)
    stored = Certificate.status == CertificateStatus(wanted)
    if wanted is Standing.ISSUED:
        return and_(stored, Certificate.valid_from <= on, Certificate.valid_until > on)
    return and_(stored, Certificate.valid_until > on) if wanted is Standing.SUSPENDED else stored
