"""From a decision to a certificate, and from a certificate to its corrected reissue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from fairwild.access.actions import Action
from fairwild.areas import queries as areas
from fairwild.audits import queries as audits
from fairwild.audits.operations import decide_audit
from fairwild.audits.states import CERTIFYING, Outcome
from fairwild.certificates import papers, rules
from fairwild.certificates.events import CertificateIssued
from fairwild.certificates.facts import ScopeLine
from fairwild.certificates.operations.status import supersede
from fairwild.certificates.queries import certificate_facts, get_certificate_facts
from fairwild.certificates.queries.holding import first_certified_on, lasting_of
from fairwild.certificates.records import Certificate, CertificateLine, StatusEntry
from fairwild.certificates.states import CertificateStatus
from fairwild.kernel.codes import new_code
from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import State
from fairwild.kernel.refusals import Obstacle
from fairwild.organisations import queries as organisations
from fairwild.organisations.states import VALID_APPROVALS
from fairwild.species import queries as species
from fairwild.standards.catalogue import parameters, standard_version
from fairwild.store.series import next_number
from fairwild.unit_of_work import UnitOfWork

RENEWED = "A new certificate was issued."


@dataclass(frozen=True, kw_only=True)
class _Order:
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


def decide_and_issue(
    work: UnitOfWork, *, audit_id: UUID, outcome: Outcome, reasons: str, conditions: str = ""
) -> Certificate | None:
    """Decide on an evaluated audit and, when it certifies, issue the certificate it has earned.

    Decision and certificate stand together or not at all; a refusal gives None. Conditions stand
    on the certificate as its restrictions. The holder's earlier certificate of the same body and
    standard is superseded.
    """
    decide_audit(work, audit_id=audit_id, outcome=outcome, reasons=reasons, conditions=conditions)
    if outcome not in CERTIFYING:
        return None
    return _issue_for(work, audit_id, conditions)


def _issue_for(work: UnitOfWork, audit_id: UUID, conditions: str) -> Certificate:
    audit = audits.get_audit(work, audit_id)
    parties = {"holder_id": audit.operator_id, "body_id": audit.body_id}
    lasting = lasting_of(work, **parties, standard=audit.standard)
    lines = scope_of(work, audit.scope)
    standing = certificate_facts(work, [row.id for row in lasting]).values()
    work.refuse_if(rules.obstacles_to_issuing(lines, standing, at=work.now))
    months = parameters().in_force("certificate_term_months", on=work.today).whole
    issued = _issue(
        work,
        _Order(
            number=_next_number(work, audit.body_id),
            **parties,
            audit_id=audit.id,
            standard=audit.standard,
            standard_version=audit.standard_version,
            certification_year=audit.certification_year,
            valid_from=work.today,
            valid_until=rules.first_day_after(work.today, months),
            decision_reference=audit.number,
            lines=lines,
            supersedes=lasting[0] if lasting else None,
            restrictions=conditions,
        ),
    )
    for row in lasting:
        supersede(work, row, by=issued.number, reason=RENEWED)
    return issued


def supersede_certificate(
    work: UnitOfWork, *, certificate_id: UUID, reason: str, lines: Sequence[ScopeLine] = ()
) -> Certificate:
    """Issue a corrected certificate in the place of this one; its validity ends the same day.

    Without lines the scope stays as it was; names and addresses are those of today.
    """
    earlier = work.take(Certificate, certificate_id, to=Action.SUPERSEDE_CERTIFICATE)
    facts = get_certificate_facts(work, certificate_id)
    to = CertificateStatus.SUPERSEDED
    standing = rules.status_of(facts, at=work.now).standing
    work.refuse_if(rules.obstacles_to_moving(standing, to, reason=reason))
    issued = _issue(
        work,
        _Order(
            number=rules.reissue_number(earlier.number),
            holder_id=earlier.holder_id,
            body_id=earlier.body_id,
            audit_id=earlier.audit_id,
            standard=earlier.standard,
            standard_version=earlier.standard_version,
            certification_year=earlier.certification_year,
            valid_from=work.today,
            valid_until=earlier.valid_until,
            decision_reference=earlier.paper["decision_reference"],
            lines=tuple(lines) or facts.scope,
            supersedes=earlier,
            restrictions=earlier.paper.get("restrictions", ""),
        ),
    )
    supersede(work, earlier, by=issued.number, reason=reason)
    return issued


def scope_of(work: UnitOfWork, written: Sequence[dict[str, Any]]) -> tuple[ScopeLine, ...]:
    """Read the scope an audit was planned for."""
    plants = species.species_by_id(work, (UUID(line["species_id"]) for line in written))
    return tuple(
        ScopeLine(
            species_id=UUID(line["species_id"]),
            species=plants[UUID(line["species_id"])].scientific_name,
            part=PlantPart(line["part"]),
            area_ids=frozenset(UUID(area_id) for area_id in line["area_ids"]),
            forms=frozenset(Form(form) for form in line["forms"]),
            risk_class=line["risk_class"],
            maximum_g=line["maximum_g"],
            state=State(line["state"]),
        )
        for line in written
    )


def _next_number(work: UnitOfWork, body_id: UUID) -> str:
    code, year = organisations.get_organisation(work, body_id).code, work.today.year
    serial = next_number(work.session, f"certificate:{code}:{year}")
    return rules.certificate_number(code, year=year, serial=serial)


def _issue(work: UnitOfWork, order: _Order) -> Certificate:
    """Draw up the paper, read it over, and only then write rows and event."""
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
        paper_digest=papers.digest_of(kept),
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


def _issued(certificate: Certificate, order: _Order) -> CertificateIssued:
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


def _terms(work: UnitOfWork, order: _Order, code: str) -> papers.Terms:
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


def _approval(work: UnitOfWork, order: _Order) -> str:
    """Word the approval under which the body certifies; empty, and so refused, without one."""
    wanted = (order.standard, order.standard_version)
    for approval in organisations.approvals_of(work, order.body_id):
        begun = approval.valid_from <= work.today
        lasts = approval.valid_until is None or work.today < approval.valid_until
        named = (approval.standard, approval.standard_version)
        if named == wanted and begun and lasts and approval.status in VALID_APPROVALS:
            since = papers.day_on_paper(approval.valid_from)
            return f"{papers.word_on_paper(approval.status).capitalize()}, since {since}"
    return ""
