"""Certificates as people see them: everybody a part of it, staff of both parties the whole."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from fairwild.areas import queries as areas
from fairwild.areas.facts import AreaFacts
from fairwild.audits.queries import approvals_of_body
from fairwild.audits.rules import reaches
from fairwild.certificates import papers
from fairwild.certificates.facts import CertificateFacts, StatusAt, StatusChange
from fairwild.certificates.queries.judging import get_certificate_facts
from fairwild.certificates.records import Certificate, StatusEntry
from fairwild.certificates.rules import status_of
from fairwild.kernel.codes import read_code
from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import State
from fairwild.organisations import queries as organisations
from fairwild.organisations.queries import OrganisationFacts
from fairwild.organisations.states import ApprovalStatus
from fairwild.species import queries as species
from fairwild.standards.catalogue import standard_version
from fairwild.unit_of_work import Reading

LONGEST_NUMBER = 40


@dataclass(frozen=True)
class SeenArea:
    """An area as everybody may see it: of a sensitive one only where it roughly is."""

    code: str
    name: str
    admin_unit: str
    country: str
    sensitive: bool


@dataclass(frozen=True)
class SeenLine:
    """One line of the scope with its names."""

    species: str
    author: str
    common_names: tuple[str, ...]
    part: PlantPart
    forms: tuple[Form, ...]
    areas: tuple[SeenArea, ...]
    risk_class: str
    maximum_g: int
    state: State | None


@dataclass(frozen=True)
class SeenApproval:
    """The approval under which the body certified, as it stood on the day of issue."""

    status: ApprovalStatus
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True)
class Sight:
    """One certificate with everything anybody may know of it."""

    facts: CertificateFacts
    code: str
    issued_at: datetime
    standard_title: str
    status: StatusAt
    holder: OrganisationFacts
    body: OrganisationFacts
    approval: SeenApproval | None
    lines: tuple[SeenLine, ...]
    superseded_by: str
    supersedes: str
    paper_digest: str
    restrictions: str
    audit_id: UUID | None

    @property
    def synthetic(self) -> bool:
        """Whether all of this is invented for a demonstration."""
        return self.holder.synthetic or self.body.synthetic

    @property
    def species(self) -> list[str]:
        """The species in scope, each once."""
        return sorted({line.species for line in self.lines})

    @property
    def history(self) -> tuple[StatusChange, ...]:
        """Every change so far, the latest first."""
        return tuple(sorted(self.facts.changes, key=lambda change: change.at, reverse=True))

    def on(self, day: date) -> StatusAt:
        """Give what the certificate was worth at the end of a day (UTC)."""
        end = datetime.combine(day, datetime.max.time(), tzinfo=self.issued_at.tzinfo)
        return status_of(self.facts, at=end)

    def days_left(self, on: date) -> int:
        """Count the days of validity left; nought once it is over."""
        return max(0, (self.facts.valid_until - on) // timedelta(days=1))


@dataclass(frozen=True)
class Print:
    """A certificate as a file."""

    file_name: str
    content: bytes


def find_certificate_id(reading: Reading, typed: str) -> UUID | None:
    """Give the certificate a code or a number names, however it was typed."""
    number = typed.strip().upper()
    if not number or len(number) > LONGEST_NUMBER:
        return None
    query = select(Certificate.id).where(
        (Certificate.number == number) | (Certificate.code == (read_code(typed) or ""))
    )
    return reading.session.scalar(query)


def find_public_certificate(reading: Reading, code_or_number: str) -> Sight | None:
    """Give what anybody may know of the certificate with this code or number."""
    found = find_certificate_id(reading, code_or_number)
    return _sight(reading, found) if found else None


def sight_of_own(reading: Reading, certificate_id: UUID) -> Sight:
    """Give a certificate to its body, its holder or the steward; raises NotFound."""
    return _sight(reading, reading.get(Certificate, certificate_id).id)


def _sight(reading: Reading, certificate_id: UUID) -> Sight:
    row = reading.session.get_one(Certificate, certificate_id)
    facts = get_certificate_facts(reading, certificate_id)
    parties = organisations.organisations_by_id(reading, (row.holder_id, row.body_id))
    return Sight(
        facts=facts,
        code=row.code,
        issued_at=row.issued_at,
        standard_title=standard_version(row.standard, row.standard_version).title,
        status=status_of(facts, at=reading.now),
        holder=parties[row.holder_id],
        body=parties[row.body_id],
        approval=_approval_of(reading, facts, parties[row.holder_id].country),
        lines=_lines_of(reading, facts),
        superseded_by=_number(reading, Certificate.supersedes_id == row.id),
        supersedes=_number(reading, Certificate.id == row.supersedes_id),
        paper_digest=row.paper_digest,
        restrictions=row.paper.get("restrictions", ""),
        audit_id=row.audit_id,
    )


def _number(reading: Reading, condition: object) -> str:
    return reading.session.scalar(select(Certificate.number).where(condition)) or ""  # type: ignore[arg-type]  # an SQL comparison that mypy takes for a bool


def _approval_of(reading: Reading, facts: CertificateFacts, country: str) -> SeenApproval | None:
    asked = (facts.standard, facts.standard_version)
    for approval in approvals_of_body(reading, facts.body_id):
        named = (approval.standard, approval.standard_version)
        then = named == asked and facts.valid_from in approval.period
        if then and reaches(approval, country):
            return SeenApproval(approval.status, approval.period.start, approval.period.until)
    return None


def _lines_of(reading: Reading, facts: CertificateFacts) -> tuple[SeenLine, ...]:
    plants = species.species_by_id(reading, (line.species_id for line in facts.scope))
    places = areas.area_facts(reading, {one for line in facts.scope for one in line.area_ids})
    return tuple(
        SeenLine(
            species=line.species,
            author=plants[line.species_id].author,
            common_names=tuple(plants[line.species_id].common_names.values()),
            part=line.part,
            forms=tuple(sorted(line.forms)),
            areas=_seen_areas(places[one] for one in line.area_ids),
            risk_class=line.risk_class or "",
            maximum_g=line.maximum_g or 0,
            state=line.state,
        )
        for line in facts.scope
    )


def _seen_areas(found: Iterable[AreaFacts]) -> tuple[SeenArea, ...]:
    return tuple(
        SeenArea(
            code=area.code,
            name="" if area.sensitive else area.name,
            admin_unit=area.admin_unit,
            country=area.country,
            sensitive=area.sensitive,
        )
        for area in sorted(found, key=lambda area: area.code)
    )


def printed(reading: Reading, sight: Sight, *, base_url: str) -> Print:
    """Print a certificate as it was worded at its issue, with its status of this moment.

    The same certificate, status and address give the same bytes.
    """
    kept = reading.session.scalars(
        select(Certificate.paper).where(Certificate.id == sight.facts.id)
    ).one()
    line = papers.status_line(sight.status, superseded_by=sight.superseded_by)
    content = papers.pdf_of(kept, base_url=base_url, status_line=line)
    return Print(f"{sight.facts.number}.pdf", content)


@dataclass(frozen=True)
class HistoryLine:
    """One change with its reason and who made it, for those entitled."""

    change: StatusChange
    changed_by: str


def history_of_own(reading: Reading, certificate_id: UUID) -> list[HistoryLine]:
    """List every change, the latest first, to body, holder or steward; raises NotFound."""
    certificate = reading.get(Certificate, certificate_id)
    query = select(StatusEntry).where(StatusEntry.certificate_id == certificate.id)
    rows: Sequence[StatusEntry] = reading.session.scalars(query.order_by(StatusEntry.at)).all()
    names = organisations.people_by_id(reading, {row.changed_by for row in rows if row.changed_by})
    return [
        HistoryLine(
            StatusChange(row.status, row.at, row.reason),
            names.get(row.changed_by, "") if row.changed_by else "",
        )
        for row in reversed(rows)
    ]
