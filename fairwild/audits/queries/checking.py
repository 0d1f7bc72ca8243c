"""Whether decisions still say what the ledger was told of them, for `fairwild check`."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from fairwild.audits.events import AuditDecided
from fairwild.audits.records import Audit, Decision
from fairwild.kernel.digests import facts_digest, text_digest
from fairwild.ledger.queries import told_of_all

_FIGURES = ("points", "norm_points", "minimum_share", "parameters_version")


def decisions_of_audits() -> Select[UUID, str, str | None]:
    """Select every audit with its number and the outcome of its decision, if it has one."""
    columns = select(Audit.id, Audit.number, Decision.outcome)
    return columns.outerjoin(Decision, Decision.audit_id == Audit.id)


def check_decisions(session: Session) -> Iterator[str]:
    """Name every decision that says something else than the ledger knows of, or is gone."""
    told = {one.subject_id: one.data for one in session.execute(told_of_all(AuditDecided.kind()))}
    query = select(Audit.number, Decision).join(Audit, Audit.id == Decision.audit_id)
    for number, decision in session.execute(query.order_by(Audit.number)):
        known = told.pop(decision.audit_id, None)
        difference = _difference(decision, known)
        if difference:
            yield f"decision on {number} {difference}"
    yield from (f"decision on {data['number']} is gone" for data in told.values())


def _difference(decision: Decision, known: Mapping[str, Any] | None) -> str:
    if known is None:
        return "is not known to the ledger"
    stored = _stored(decision)
    for name in stored:
        if name in known and known[name] != stored[name]:
            return (
                f"differs from the ledger in its {name.removesuffix('_sha256').replace('_', ' ')}"
            )
    return ""


def _stored(decision: Decision) -> dict[str, Any]:
    return {
        "outcome": decision.outcome.value,
        "reasons_sha256": text_digest(decision.reasons),
        "conditions_sha256": text_digest(decision.conditions),
        **{name: decision.facts.get(name) for name in _FIGURES},
        "facts_sha256": facts_digest(decision.facts),
    }
