"""What a decision rests on beside the figures: frozen with it, whatever becomes of it later."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from fairwild.applications.queries import agreement_on
from fairwild.audits.facts import AuditFacts
from fairwild.audits.queries.assigning import Part, assignment_of, parts_taken
from fairwild.audits.queries.classing import classifications_of
from fairwild.audits.queries.elsewhere import found_elsewhere
from fairwild.audits.queries.judging import approvals_of_body
from fairwild.audits.records import Audit
from fairwild.audits.rules import find_approval
from fairwild.competence import queries as competence
from fairwild.competence.facts import PartFacts
from fairwild.kernel.actors import Role
from fairwild.unit_of_work import Reading


def grounds_of(
    reading: Reading, audit: Audit, facts: AuditFacts, *, certifier_id: UUID
) -> dict[str, Any]:
    """Give what rule R01 looked at today that can be ended, replaced or changed tomorrow."""
    own = Part(certifier_id, Role.CERTIFIER, reading.today)
    parts = [*parts_taken(reading, audit, facts), own]
    return {
        "agreement": _agreement(reading, audit),
        "approvals": list(_approvals(reading, audit, facts)),
        "risk_classifications": list(_classes(reading, audit)),
        "competences": list(_competences(reading, audit, facts, parts)),
        "open_elsewhere": [
            {
                "audit": one.audit,
                "number": one.number,
                "grade": one.nonconformity.grade_on(reading.today),
                "due_on": one.nonconformity.due_on,
            }
            for one in found_elsewhere(reading, audit)
        ],
    }


def _agreement(reading: Reading, audit: Audit) -> dict[str, Any] | None:
    parties = {"operator_id": audit.operator_id, "body_id": audit.body_id}
    found = agreement_on(reading, **parties, on=reading.today)
    if found is None:
        return None
    return {"id": found.id, "edition": found.edition, "signed_on": found.signed_on}


def _approvals(reading: Reading, audit: Audit, facts: AuditFacts) -> Iterator[dict[str, Any]]:
    known = approvals_of_body(reading, audit.body_id)
    asked = {"standard": audit.standard, "version": audit.standard_version}
    for country in sorted(facts.countries):
        found = find_approval(known, **asked, country=country, on=reading.today)
        if found is not None:
            days = {"valid_from": found.period.start, "valid_until": found.period.until}
            yield {"country": country, "status": found.status, **days}


def _classes(reading: Reading, audit: Audit) -> Iterator[dict[str, Any]]:
    for one in classifications_of(reading, audit.scope, on=reading.today):
        yield {
            "id": one.id,
            "species_id": one.species_id,
            "part": one.part,
            "country": one.country,
            "risk_class": one.risk_class,
            "document": one.document,
        }


def _competences(
    reading: Reading, audit: Audit, facts: AuditFacts, parts: Sequence[Part]
) -> Iterator[dict[str, Any]]:
    asked = [PartFacts(one.person_id, one.role, one.on) for one in parts]
    found = competence.competences_of_each(reading, assignment_of(audit, facts), asked)
    for part, held in zip(asked, found, strict=True):
        for one in held:
            days = {"on": part.on, "valid_from": one.valid.start, "valid_until": one.valid.until}
            yield {"person_id": part.person_id, "role": part.role, **days}
