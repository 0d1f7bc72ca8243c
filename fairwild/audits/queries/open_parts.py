"""What of an audit the actor reads now."""

from collections.abc import Collection
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.audits import rules
from fairwild.audits.records import Audit
from fairwild.audits.states import AuditPart
from fairwild.kernel.refusals import Refused
from fairwild.unit_of_work import Reading


def parts_read_by(reading: Reading, audit: Audit) -> frozenset[AuditPart]:
    """Say which parts of an audit at hand are open to the actor."""
    inside = reading.allows(Action.READ_AUDIT_WORK, audit)
    return rules.parts_read(audit.status, by_the_body=inside)


def reads_work(reading: Reading, audit: Audit) -> bool:
    """Tell whether the work of the team is open to the actor."""
    return AuditPart.WORK in parts_read_by(reading, audit)


def check_reads_work(reading: Reading, audit: Audit) -> None:
    """Refuse the work of a team to whom it is not open yet; raises Refused."""
    found = list(rules.obstacles_to_reading_work(parts_read_by(reading, audit)))
    if found:
        raise Refused(found)


def readable_among(reading: Reading, audit_ids: Collection[UUID]) -> dict[UUID, bool]:
    """Say of those of these audits that the actor may see whether their work is open, too."""
    found = reading.session.scalars(reading.visible(Audit).where(Audit.id.in_(audit_ids)))
    return {audit.id: reads_work(reading, audit) for audit in found}
