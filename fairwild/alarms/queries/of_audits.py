"""What alarms about audits are looked for in.

Whoever asks has made sure that the actor may see the alarms of the organisation.
"""

from collections.abc import Iterator
from uuid import UUID

from fairwild.alarms.facts import Conflict, Critical, Late, Overdue, Pointer
from fairwild.alarms.states import About
from fairwild.audits.queries import overdue_of
from fairwild.audits.queries.critical import critical_undecided
from fairwild.audits.queries.late import (
    CertifiedSince,
    audits_due,
    plans_not_begun,
    teams_at_work,
)
from fairwild.certificates.queries.holding import lasting_seen
from fairwild.competence.queries.conflicts import conflicts_in
from fairwild.unit_of_work import Reading


def overdue_in(reading: Reading, audited_id: UUID) -> Iterator[Overdue]:
    """Give what an audited party did not answer in time, as far as the actor sees its audits."""
    for one in overdue_of(reading, audited_id):
        audit = Pointer(About.AUDIT, one.audit_id, one.audit_number)
        yield Overdue(one.id, audit, one.number, one.indicator, one.grade, one.due_on)


def critical_in(reading: Reading, party_id: UUID) -> Iterator[Critical]:
    """Give what is critical and not decided on in the audits of an operator, a buyer or a body."""
    for one in critical_undecided(reading, party_id):
        audit = Pointer(About.AUDIT, one.audit_id, one.audit_number)
        yield Critical(one.id, audit, one.audited, one.number, one.indicator, one.found_on)


def late_in(reading: Reading, party_id: UUID) -> Iterator[Late]:
    """Give the audits of an operator or a body that should have begun, as the actor sees them."""
    for plan in plans_not_begun(reading, party_id):
        yield Late(Pointer(About.AUDIT, plan.id, plan.number), "plan", plan.ends_on)
    certified = {
        CertifiedSince(row.holder_id, row.standard, row.valid_from): row
        for row in lasting_seen(reading, party_id)
    }
    for one, due_on in audits_due(reading, certified).items():
        row = certified[one]
        yield Late(Pointer(About.CERTIFICATE, row.id, row.number), "year", due_on)


def conflicts_of(reading: Reading, body_id: UUID) -> Iterator[Conflict]:
    """Give what ties people of a body to the clients of audits they have a part in."""
    for one in conflicts_in(reading, body_id, teams_at_work(reading, body_id)):
        audit = Pointer(About.AUDIT, one.audit_id, one.audit)
        yield Conflict(audit, one.interest_id, one.person, one.client, one.kind, one.told_on)
