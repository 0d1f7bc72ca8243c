"""Whether certificates still say what was issued, for `fairwild check`.

Of a certificate the printed file is drawn again from its kept words at every reading, so that
what has to hold are these words, their digest, the row beside them, its scope, its status, and
the audit and decision it rests on.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from fairwild.audits.queries.checking import decisions_of_audits
from fairwild.audits.states import CERTIFYING
from fairwild.certificates.events import (
    CertificateIssued,
    CertificateStatusChanged,
    CertificateSuperseded,
)
from fairwild.certificates.records import Certificate, CertificateLine
from fairwild.certificates.states import CertificateStatus
from fairwild.kernel.digests import facts_digest
from fairwild.kernel.events import plain
from fairwild.ledger.queries import told_of_all
from fairwild.ledger.records import LedgerEntry

AT_ONCE = 500
_TOLD = (
    "number",
    "body_id",
    "holder_id",
    "audit_id",
    "standard",
    "standard_version",
    "certification_year",
    "valid_from",
    "valid_until",
)
_LINE = ("part", "forms", "area_ids", "risk_class", "maximum_g", "state")
_PRINTED = {"number": "number", "verification_code": "code"}


@dataclass(frozen=True)
class _Witness:
    """What others know of certificates: the ledger of their statuses, audits of their decisions."""

    statuses: Mapping[UUID, str]
    audits: Mapping[UUID, tuple[str, str | None]]
    numbers: Mapping[UUID, str]


def check_certificates(session: Session) -> Iterator[str]:
    """Name every certificate that is not as it was issued, by its first difference, or is gone."""
    issued = session.execute(told_of_all(CertificateIssued.kind()))
    told = {one.subject_id: one.data for one in issued}
    witness = _witness(session)
    query = select(Certificate).options(
        selectinload(Certificate.lines), selectinload(Certificate.changes)
    )
    ordered = query.order_by(Certificate.number).execution_options(yield_per=AT_ONCE)
    for certificate in session.scalars(ordered):
        known = told.pop(certificate.id, None)
        difference = next(_differences(certificate, known, witness), None)
        if difference:
            yield f"{certificate.number} {difference}"
    yield from (f"{data['number']} is gone" for data in told.values())


def _witness(session: Session) -> _Witness:
    audits = session.execute(decisions_of_audits())
    numbers = session.execute(select(Certificate.id, Certificate.number))
    return _Witness(
        statuses=_statuses(session),
        audits={found: (number, outcome) for found, number, outcome in audits},
        numbers={one.id: one.number for one in numbers},
    )


def _statuses(session: Session) -> dict[UUID, str]:
    """Give the latest status the ledger knows of each; what is superseded stays so."""
    changed = told_of_all(CertificateStatusChanged.kind()).order_by(LedgerEntry.seq)
    found = {subject: data["status"] for subject, data in session.execute(changed)}
    superseded = session.execute(told_of_all(CertificateSuperseded.kind()))
    return found | {subject: CertificateStatus.SUPERSEDED.value for subject, _ in superseded}


def _differences(
    certificate: Certificate, told: Mapping[str, Any] | None, witness: _Witness
) -> Iterator[str]:
    if told is None:
        yield "is not known to the ledger"
        return
    yield from _in_words(certificate, told)
    yield from _in_row(certificate, told)
    yield from _in_scope(certificate.lines, told["scope"])
    yield from _in_status(certificate, witness)
    yield from _in_links(certificate, told, witness)


def _in_words(certificate: Certificate, told: Mapping[str, Any]) -> Iterator[str]:
    """Hold what is printed against its digest, here and in the ledger."""
    if not facts_digest(certificate.paper) == certificate.paper_digest == told["paper_sha256"]:
        yield "does not print what was issued"
    for printed, name in _PRINTED.items():
        said = certificate.paper.get(printed)
        if said != getattr(certificate, name):
            yield f"has {name} {getattr(certificate, name)}, its paper {said}"


def _in_row(certificate: Certificate, told: Mapping[str, Any]) -> Iterator[str]:
    """Hold the row against what was told of it; an old event may say less than today's."""
    for name in _TOLD:
        stored = plain(getattr(certificate, name))
        if stored != told.get(name, stored):
            yield f"has {name} {stored}, the ledger {told[name]}"


def _in_scope(lines: list[CertificateLine], told: list[Mapping[str, Any]]) -> Iterator[str]:
    if len(lines) != len(told):
        yield f"has {len(lines)} lines of scope, the ledger {len(told)}"
        return
    for line, said in zip(lines, told, strict=True):
        for name in _LINE:
            stored = plain(getattr(line, name))
            known = said.get(name, stored)
            if (stored or None) != (known or None):
                yield f"has {name} {stored} in line {line.position}, the ledger {known}"


def _in_status(certificate: Certificate, witness: _Witness) -> Iterator[str]:
    known = witness.statuses.get(certificate.id, CertificateStatus.ISSUED.value)
    entry = certificate.changes[-1].status.value if certificate.changes else None
    for stored in (certificate.status.value, entry):
        if stored != known:
            yield f"is {stored}, in the ledger {known}"


def _in_links(
    certificate: Certificate, told: Mapping[str, Any], witness: _Witness
) -> Iterator[str]:
    """Follow it to the certificate before it, and to the audit and decision it rests on."""
    before = witness.numbers.get(certificate.supersedes_id) if certificate.supersedes_id else None
    if before != told.get("supersedes"):
        yield f"takes the place of {before}, in the ledger of {told.get('supersedes')}"
    if certificate.audit_id is None:
        return
    number, outcome = witness.audits.get(certificate.audit_id, ("", None))
    if not number:
        yield "rests on an audit that is not there"
    elif outcome not in CERTIFYING:
        yield f"rests on {number}, whose decision is {outcome or 'not there'}"
    elif certificate.paper.get("decision_reference") != number:
        yield f"rests on {number}, its paper on {certificate.paper.get('decision_reference')}"
