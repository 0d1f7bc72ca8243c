"""Pinning a record of the operator's ledger: from the desk, and to what verifies an answer."""

from typing import Any
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.audits import queries as audits
from fairwild.audits.operations import pin_record, pin_verification
from fairwild.audits.states import Pinnable
from fairwild.desks import rules
from fairwild.desks.queries.pinning import find_numbered, find_record, records_numbered
from fairwild.kernel.refusals import NotFound
from fairwild.unit_of_work import UnitOfWork


def pin_from_desk(
    work: UnitOfWork,
    *,
    audit_id: UUID,
    indicator: str,
    what: Pinnable,
    thing_id: UUID | None = None,
    number: str = "",
    note: str = "",
) -> UUID:
    """Pin a record of the operator, or of the buyer, to an indicator; give the pin's id.

    A lot, receipt, movement, document or consignment, named by its id or by its number; refused
    where there is no such record, and where a number means several.
    """
    audit = audits.get_audit(work, audit_id)
    work.may(Action.SEE_DESK, on=audit)
    if number:
        meant = records_numbered(work, audit.operator_id, what, number)
        work.refuse_if(rules.obstacles_to_choosing(len(meant), number=number))
        thing_id = meant[0].thing_id if meant else None
    found = find_record(work, audit.operator_id, what, thing_id) if thing_id else None
    at = "number" if number else "thing_id"
    work.refuse_if(rules.obstacles_to_finding(found is not None, at=at))
    if found is None:
        raise NotFound("audit_pin")
    return pin_record(work, audit_id=audit_id, indicator=indicator, thing=found, note=note).id


def verify_by_record(
    work: UnitOfWork, *, nonconformity_id: UUID, what: Pinnable, number: str, note: str = ""
) -> Any:
    """Name the record with this number as what the answer to a nonconformity is verified by.

    Refused where the audited party has no such record.
    """
    raised = audits.get_nonconformity(work, nonconformity_id)
    work.may(Action.CLOSE_NONCONFORMITY, on=raised)
    work.may(Action.SEE_DESK, on=audits.get_audit(work, raised.audit_id))
    thing_id = find_numbered(work, raised.operator_id, what, number)
    found = find_record(work, raised.operator_id, what, thing_id) if thing_id else None
    work.refuse_if(rules.obstacles_to_finding(found is not None, at="number"))
    if found is None:
        raise NotFound("audit_pin")
    return pin_verification(work, nonconformity_id=nonconformity_id, thing=found, note=note)
