"""The letter that tells an operator the decision: from what was frozen with it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from fairwild.audits.states import SETTLED, AuditKind, NonconformityStatus, Outcome
from fairwild.certificates.facts import CertificateFacts
from fairwild.certificates.papers import day_on_paper, word_on_paper
from fairwild.certificates.queries import certificate_facts, find_certificate_of_audit
from fairwild.desks.papers import wording
from fairwild.desks.papers.aside import aside_then
from fairwild.desks.papers.heading import File, file_of, raised
from fairwild.documents.audit_facts import DecisionPaper, RaisedText
from fairwild.kernel.refusals import NotFound
from fairwild.standards import catalogue
from fairwild.unit_of_work import Reading

SENTENCES: Mapping[Outcome, str] = {
    Outcome.CERTIFY: "%(body)s has audited %(operator)s under %(standard)s and has decided to "
    "certify it.",
    Outcome.CERTIFY_WITH_CONDITIONS: "%(body)s has audited %(operator)s under %(standard)s and "
    "has decided to certify it with conditions.",
    Outcome.REFUSE: "%(body)s has audited %(operator)s under %(standard)s and has decided to "
    "refuse the certificate.",
    Outcome.IN_ORDER: "%(body)s has checked %(operator)s as a buyer of certified goods under "
    "%(standard)s and has found it in order. A spot check issues no certificate.",
    Outcome.NOT_IN_ORDER: "%(body)s has checked %(operator)s as a buyer of certified goods under "
    "%(standard)s and has not found it in order. A spot check issues no certificate.",
}
OUTCOMES: Mapping[Outcome, str] = {
    Outcome.CERTIFY: "Certified",
    Outcome.CERTIFY_WITH_CONDITIONS: "With conditions",
    Outcome.REFUSE: "Refused",
    Outcome.IN_ORDER: "In order",
    Outcome.NOT_IN_ORDER: "Not in order",
}


def decision_paper(reading: Reading, audit_id: UUID, *, base_url: str) -> DecisionPaper:
    """Word the letter about a decision.

    Raises NotFound for whoever may not see the audit, and before there is a decision.
    """
    file = file_of(reading, audit_id, base_url=base_url)
    decision = file.view.decision
    if decision is None:
        raise NotFound("decision")
    certificate = _certificate(reading, audit_id)
    decided_on = day_on_paper(decision.decided_at.date())
    head = replace(file.head, outcome=OUTCOMES[decision.outcome], decided_on=decided_on)
    said = {"body": head.body_name, "operator": head.operator_name, "standard": head.standard}
    return DecisionPaper(
        head=replace(head, reference=certificate.number if certificate else ""),
        sentence=SENTENCES[decision.outcome] % said,
        reasons=decision.reasons,
        conditions=decision.conditions,
        certificate=_validity(certificate),
        figures=_figures(decision.facts),
        findings=_open_then(file, decision),
        appeal_until=day_on_paper(file.view.appeal_until) if file.view.appeal_until else "",
        appeal_fee=_fee(decision.decided_at.date()),
        decided_by=f"{file.names.get(decision.certifier_id, '–')}, certifier, {decided_on}",
        set_aside=aside_then(reading, decision.facts),
    )


def _fee(decided_on: date) -> str:
    """Say what an appeal costs; nothing where it costs nothing."""
    fee_eur = catalogue.parameters().in_force("decision_appeal_fee_eur", on=decided_on).whole
    return f"{fee_eur} EUR" if fee_eur else ""


def _certificate(reading: Reading, audit_id: UUID) -> CertificateFacts | None:
    found = find_certificate_of_audit(reading, audit_id)
    return certificate_facts(reading, {found})[found] if found else None


def _validity(certificate: CertificateFacts | None) -> tuple[tuple[str, str], ...]:
    if certificate is None:
        return ()
    days = wording.days_on_paper(certificate.valid_from, certificate.last_valid_day)
    return (("Number", certificate.number), ("Valid", days))


def _figures(facts: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Word what was frozen with the decision; a spot check has neither points nor agreement."""
    if facts.get("kind_of_audit") == AuditKind.SPOT_CHECK:
        return (
            ("Not met at the visit", ", ".join(facts["not_met"]) or "none"),
            ("Minimum requirements missed then", ", ".join(facts["unmet"]) or "none"),
            ("Minimum requirements said not to apply", _waived(facts)),
        )
    points, norm = facts["points"], facts["norm_points"]
    share = Fraction(points, norm) if norm else Fraction(0)
    agreed = facts.get("agreement_signed_on")
    return (
        ("Points", f"{points} of {norm} = {wording.share_on_paper(share)}"),
        ("Needed", wording.share_on_paper(Fraction(str(facts["minimum_share"])))),
        ("Minimum requirements missed", _missed(facts)),
        ("Minimum requirements said not to apply", _waived(facts)),
        ("Agreement signed", day_on_paper(date.fromisoformat(agreed)) if agreed else ""),
        ("Numbers of the scheme", f"version {facts['parameters_version']}"),
    )


def _missed(facts: Mapping[str, Any]) -> str:
    """Name what was missed at the audit, and what of it was put right before the decision."""
    put_right = facts.get("put_right", ())
    named = (f"{code} (put right since)" if code in put_right else code for code in facts["unmet"])
    return ", ".join(named) or "none"


def _waived(facts: Mapping[str, Any]) -> str:
    return ", ".join(facts.get("waived", ())) or "none"


def _open_then(file: File, decision: Any) -> tuple[RaisedText, ...]:
    """Word the nonconformities that were not settled when it was decided, as they stood then."""
    kept = decision.facts.get("nonconformities", [])
    return tuple(
        replace(
            raised(file, row),
            grade=word_on_paper(then["grade"]),
            due=day_on_paper(date.fromisoformat(then["due_on"])),
        )
        for row, then in zip(file.view.nonconformities, kept, strict=False)
        if NonconformityStatus(then["status"]) not in SETTLED
    )
