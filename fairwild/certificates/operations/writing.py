"""Writing a certificate: its paper, its rows and its event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from fairwild.areas import queries as areas
from fairwild.certificates import papers, rules
from fairwild.certificates.events import CertificateIssued
from fairwild.certificates.facts import ScopeLine
from fairwild.certificates.queries.approving import (
    Certified,
    approval_today,
    obstacles_in_approval,
)
from fairwild.certificates.queries.holding import first_certified_on
from fairwild.certificates.records import Certificate, CertificateLine, StatusEntry
from fairwild.certificates.states import CertificateStatus
from fairwild.kernel.codes import new_code
from fairwild.kernel.digests import facts_digest
from fairwild.kernel.refusals import Obstacle
from fairwild.organisations import queries as organisations
from fairwild.species import queries as species
from fairwild.standards.catalogue import standard_version
from fairwild.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class Order:
    """What a certificate is issued from: parties, standard, days and scope."""

    number: str
    body_id: UUID
    holder_id: UUID
    audit_id: UUID | None
    standard: str
    standard_version: str
    certification_year: int
    valid_from: date
    valid_until: date
    decision_reference: str
    lines: tuple[ScopeLine, ...]
    supersedes: Certificate | None
    restrictions: str


def issue(work: UnitOfWork, order: Order) -> Certificate:
    """Draw up the paper, read it over, and only then write rows and event.

    Refused outside an approval of the body for country, version and day.
    """
    work.refuse_if(obstacles_in_approval(work, **_certified(order)))
    code = new_code()
    kept = papers.drawn_up(_terms(work, order, code))
    work.refuse_if(
        Obstacle(
            "paper-not-printable",
            {"fault": finding.code, "field": finding.field, "said": finding.detail},
            at=finding.field,
        )
        for finding in papers.faults_of(kept)
    )
    certificate = Certificate(
        id=uuid4(),
        number=order.number,
        code=code,
        body_id=order.body_id,
        holder_id=order.holder_id,
        audit_id=order.audit_id,
        standard=order.standard,
        standard_version=order.standard_version,
        certification_year=order.certification_year,
        status=CertificateStatus.ISSUED,
        issued_at=work.now,
        valid_from=order.valid_from,
        valid_until=order.valid_until,
        supersedes_id=order.supersedes.id if order.supersedes else None,
        paper=kept,
        paper_digest=facts_digest(kept),
    )
    work.add(certificate, *_lines(certificate.id, order.lines), _first_entry(work, certificate))
    work.record(_issued(certificate, order))
    return certificate


def _first_entry(work: UnitOfWork, certificate: Certificate) -> StatusEntry:
    return StatusEntry(
        certificate_id=certificate.id,
        status=CertificateStatus.ISSUED,
        at=work.now,
        reason="",
        changed_by=work.actor.person_id,
    )


def _lines(certificate_id: UUID, lines: Sequence[ScopeLine]) -> list[CertificateLine]:
    return [
        CertificateLine(
            certificate_id=certificate_id,
            position=position,
            species_id=line.species_id,
            part=line.part,
            forms=sorted(str(form) for form in line.forms),
            area_ids=sorted(str(area_id) for area_id in line.area_ids),
            risk_class=line.risk_class or "",
            maximum_g=line.maximum_g or 0,
            state=line.state,
        )
        for position, line in enumerate(lines, start=1)
    ]


def _issued(certificate: Certificate, order: Order) -> CertificateIssued:
    return CertificateIssued(
        subject=certificate.id,
        number=certificate.number,
        body_id=certificate.body_id,
        body=certificate.paper["body_name"],
        holder_id=certificate.holder_id,
        holder=certificate.paper["holder_name"],
        audit_id=certificate.audit_id,
        standard=certificate.standard,
        standard_version=certificate.standard_version,
        certification_year=certificate.certification_year,
        valid_from=certificate.valid_from,
        valid_until=certificate.valid_until,
        scope=[_line_facts(line) for line in order.lines],
        supersedes=order.supersedes.number if order.supersedes else None,
        paper_sha256=certificate.paper_digest,
    )


def _line_facts(line: ScopeLine) -> dict[str, object]:
    return {
        "species": line.species,
        "part": line.part,
        "forms": sorted(line.forms),
        "area_ids": sorted(str(area_id) for area_id in line.area_ids),
        "risk_class": line.risk_class,
        "maximum_g": line.maximum_g,
        "state": line.state,
    }


def _terms(work: UnitOfWork, order: Order, code: str) -> papers.Terms:
    parties = organisations.organisations_by_id(work, (order.holder_id, order.body_id))
    plants = species.species_by_id(work, (line.species_id for line in order.lines))
    certifier_id = work.actor.person_id
    names = organisations.people_by_id(work, [certifier_id] if certifier_id else [])
    first = first_certified_on(work, holder_id=order.holder_id, standard=order.standard)
    return papers.Terms(
        number=order.number,
        code=code,
        holder=parties[order.holder_id],
        body=parties[order.body_id],
        body_approval=_approval(work, order),
        standard_title=standard_version(order.standard, order.standard_version).title,
        standard_version=order.standard_version,
        certification_year=order.certification_year,
        first_issued_on=first or order.valid_from,
        valid_from=order.valid_from,
        last_valid_day=rules.day_before(order.valid_until),
        decision_reference=order.decision_reference,
        decided_by=names.get(certifier_id, "") if certifier_id else "",
        decided_on=work.today,
        lines=order.lines,
        plants={
            found.id: papers.PlantNames(
                found.scientific_name, found.author, next(iter(found.common_names.values()), "")
            )
            for found in plants.values()
        },
        areas=areas.area_facts(work, {one for line in order.lines for one in line.area_ids}),
        restrictions=order.restrictions,
    )


def _approval(work: UnitOfWork, order: Order) -> str:
    """Word the approval under which the body certifies the holder; empty without one."""
    approval = approval_today(work, **_certified(order))
    if approval is None:
        return ""
    since = papers.day_on_paper(approval.period.start)
    return f"{papers.word_on_paper(approval.status).capitalize()}, since {since}"


def _certified(order: Order) -> Certified:
    return {
        "body_id": order.body_id,
        "holder_id": order.holder_id,
        "standard": order.standard,
        "version": order.standard_version,
        "lines": order.lines,
    }
