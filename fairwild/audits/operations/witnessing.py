"""Going along with an auditor: the audit it was is named, where it is one of ours."""

from typing import Any
from uuid import UUID

from fairwild.audits.queries.witnessed import audits_with
from fairwild.competence import operations as competence
from fairwild.kernel.refusals import Invalid
from fairwild.unit_of_work import UnitOfWork


def record_witnessed_audit(
    work: UnitOfWork, *, body_id: UUID, person_id: UUID, audit_id: UUID | None = None, **said: Any
) -> Any:
    """Write down that somebody went along with an auditor, and on which audit of the body.

    Raises Invalid for an audit in whose team the auditor was not.
    """
    if audit_id is not None:
        known = {one.id for one in audits_with(work, body_id=body_id, person_id=person_id)}
        if audit_id not in known:
            raise Invalid({"audit_id": "unknown"})
    return competence.record_witness_audit(
        work, body_id=body_id, person_id=person_id, audit_id=audit_id, **said
    )
