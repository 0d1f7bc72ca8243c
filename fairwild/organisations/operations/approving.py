"""The scheme owner says which bodies may certify."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.kernel.refusals import Invalid
from fairwild.organisations import rules
from fairwild.organisations.events import (
    ApprovalStatusChanged,
    BodyApproved,
)
from fairwild.organisations.records import BodyApproval, Organisation
from fairwild.organisations.states import ApprovalStatus
from fairwild.unit_of_work import UnitOfWork


def approve_body(
    work: UnitOfWork,
    *,
    body_id: UUID,
    status: ApprovalStatus,
    standard: str,
    standard_version: str,
    countries_in: Sequence[str] = (),
    countries_out: Sequence[str] = (),
    valid_from: date,
    valid_until: date | None = None,
) -> BodyApproval:
    """Say for which standard, where and how long a body may certify.

    Without `countries_in` the approval holds everywhere but in `countries_out`;
    `valid_until` is the first day on which it holds no more.
    """
    body = work.take(Organisation, body_id, to=Action.APPROVE_BODY)
    if valid_until is not None and valid_until <= valid_from:
        raise Invalid({"valid_until": "end-before-start"})
    places = {"countries_in": tuple(countries_in), "countries_out": tuple(countries_out)}
    work.refuse_if(rules.obstacles_to_approving(body.kind, **places))
    terms = {
        "body_id": body_id,
        "status": status,
        "standard": standard,
        "standard_version": standard_version,
        "valid_from": valid_from,
        "valid_until": valid_until,
    }
    row = BodyApproval(**terms, **{name: list(codes) for name, codes in places.items()})
    work.add(row)
    work.record(BodyApproved(subject=row.id, **terms, **places))  # type: ignore[arg-type]  # a dict of mixed values
    return row


def change_approval_status(
    work: UnitOfWork, *, approval_id: UUID, status: ApprovalStatus, reason: str = ""
) -> BodyApproval:
    """Change how far the scheme owner trusts a body under one approval, from now on.

    Suspending and withdrawing say why; what is withdrawn stays so.
    """
    row = work.take(BodyApproval, approval_id, to=Action.APPROVE_BODY)
    if row.status is status:
        return row
    work.refuse_if(rules.obstacles_to_approval_status(row.status, status, reason=reason))
    before, row.status, row.status_reason = row.status, status, reason
    changed = {"body_id": row.body_id, "before": before, "status": status, "reason": reason}
    work.record(ApprovalStatusChanged(subject=row.id, **changed))  # type: ignore[arg-type]  # a dict of mixed values
    return row
