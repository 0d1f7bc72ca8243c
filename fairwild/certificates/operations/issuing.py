"""From a decision to a certificate, and from a certificate to its corrected reissue."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.audits import queries as audits
from fairwild.audits.letters import Teller
from fairwild.audits.operations import decide_audit
from fairwild.audits.states import CERTIFYING, Outcome
from fairwild.certificates import rules
from fairwild.certificates.facts import ScopeLine
from fairwild.certificates.operations.status import hold_own_competences, supersede
from fairwild.certificates.operations.writing import Order, issue
from fairwild.certificates.queries import get_certificate_facts
from fairwild.certificates.queries.changing import Change, change_by
from fairwild.certificates.queries.deciding import obstacles_to_upholding
from fairwild.certificates.queries.holding import lasting_of
from fairwild.certificates.records import Certificate
from fairwild.certificates.states import CertificateStatus
from fairwild.organisations import queries as organisations
from fairwild.standards.catalogue import parameters
from fairwild.store.series import next_number
from fairwild.unit_of_work import UnitOfWork

RENEWED = "A new certificate was issued."
AMENDED = "The certificate was amended."


def decide_and_issue(
    work: UnitOfWork,
    *,
    audit_id: UUID,
    outcome: Outcome,
    reasons: str,
    conditions: str = "",
    write: Teller | None = None,
) -> Certificate | None:
    """Decide on an evaluated audit and, when it certifies, issue the certificate it has earned.

    Decision and certificate stand together or not at all; a refusal gives None. Conditions stand
    on the certificate as its restrictions. An initial, annual or remote audit earns a certificate
    of a new term, which takes the place of the holder's earlier one of the same body and standard.
    Any other audit leaves the one in force until its day: an extension adds to it, conditions are
    written on it, and where neither changes anything it stays as it is, which gives None, too.
    """
    said = {"reasons": reasons, "conditions": conditions}
    decide_audit(work, audit_id=audit_id, outcome=outcome, write=write, **said)
    if outcome not in CERTIFYING:
        return None
    audit = audits.get_audit(work, audit_id)
    parties = {"holder_id": audit.operator_id, "body_id": audit.body_id}
    lasting = lasting_of(work, **parties, standard=audit.standard)
    change = change_by(work, audit, lasting)
    work.refuse_if(change.obstacles)
    if change.renews:
        return _renewed(work, audit, change, lasting, conditions)
    return _amended(work, audit, change, lasting[0], conditions)


def _renewed(
    work: UnitOfWork, audit: Any, change: Change, lasting: list[Certificate], conditions: str
) -> Certificate:
    months = parameters().in_force("certificate_term_months", on=work.today).whole
    issued = issue(
        work,
        Order(
            number=_next_number(work, audit.body_id),
            holder_id=audit.operator_id,
            body_id=audit.body_id,
            audit_id=audit.id,
            standard=audit.standard,
            standard_version=audit.standard_version,
            certification_year=audit.certification_year,
            valid_from=work.today,
            valid_until=rules.first_day_after(work.today, months),
            decision_reference=audit.number,
            lines=change.scope,
            supersedes=lasting[0] if lasting else None,
            restrictions=conditions,
        ),
    )
    for row in lasting:
        supersede(work, row, by=issued.number, reason=RENEWED)
    return issued


def _amended(
    work: UnitOfWork, audit: Any, change: Change, standing: Certificate, conditions: str
) -> Certificate | None:
    if not (change.amends or conditions.strip()):
        return None
    issued = issue(
        work,
        _in_place_of(
            standing,
            on=work.today,
            audit_id=audit.id,
            decision_reference=audit.number,
            lines=change.scope,
            restrictions="\n".join(one for one in (change.conditions, conditions.strip()) if one),
        ),
    )
    supersede(work, standing, by=issued.number, reason=AMENDED)
    return issued


def _in_place_of(earlier: Certificate, *, on: date, **changed: Any) -> Order:
    """Order what replaces a certificate: same parties, standard, year and end, from this day on."""
    return Order(
        number=rules.reissue_number(earlier.number),
        holder_id=earlier.holder_id,
        body_id=earlier.body_id,
        standard=earlier.standard,
        standard_version=earlier.standard_version,
        certification_year=earlier.certification_year,
        valid_from=on,
        valid_until=earlier.valid_until,
        supersedes=earlier,
        **changed,
    )


def supersede_certificate(
    work: UnitOfWork, *, certificate_id: UUID, reason: str, lines: Sequence[ScopeLine] = ()
) -> Certificate:
    """Issue a corrected certificate in the place of this one; its validity ends the same day.

    It is a certifier's decision as the first one was: no tie, the competence, an approved body.
    Without lines the scope stays as it was; names and addresses are those of today.
    """
    earlier = work.take(Certificate, certificate_id, to=Action.SUPERSEDE_CERTIFICATE)
    facts = get_certificate_facts(work, certificate_id)
    to = CertificateStatus.SUPERSEDED
    standing = rules.status_of(facts, at=work.now).standing
    hold_own_competences(work, earlier.body_id)
    work.refuse_if(
        [
            *rules.obstacles_to_moving(standing, to, reason=reason),
            *obstacles_to_upholding(work, facts),
        ]
    )
    issued = issue(
        work,
        _in_place_of(
            earlier,
            on=work.today,
            audit_id=earlier.audit_id,
            decision_reference=earlier.paper["decision_reference"],
            lines=tuple(lines) or facts.scope,
            restrictions=earlier.paper.get("restrictions", ""),
        ),
    )
    supersede(work, earlier, by=issued.number, reason=reason)
    return issued


def _next_number(work: UnitOfWork, body_id: UUID) -> str:
    code, year = organisations.get_organisation(work, body_id).code, work.today.year
    serial = next_number(work.session, f"certificate:{code}:{year}")
    return rules.certificate_number(code, year=year, serial=serial)
