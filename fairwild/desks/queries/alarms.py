"""What looks wrong in the material of those whom a certification body audits or certifies."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.alarms.facts import Alarm
from fairwild.alarms.queries import alarms_of_material
from fairwild.audits import queries as audits
from fairwild.audits.queries.clients import audited_by
from fairwild.certificates.queries.holding import lasting_seen
from fairwild.kernel.refusals import NotFound
from fairwild.organisations.queries import people_by_id
from fairwild.unit_of_work import Reading


@dataclass(frozen=True)
class PutAside:
    """Why an alarm is none in the eyes of those it is about, who said so and when."""

    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class ToldAlarm:
    """An alarm of somebody else, and that it was put aside, if it was."""

    alarm: Alarm
    aside: PutAside | None = None


def clients_of(reading: Reading, body_id: UUID) -> frozenset[UUID]:
    """Give whom a body audits or has certified, as far as the actor sees it."""
    certified = {row.holder_id for row in lasting_seen(reading, body_id)}
    return frozenset(audited_by(reading, body_id) | (certified - {body_id}))


def alarms_of_client(reading: Reading, organisation_id: UUID, *, body_id: UUID) -> list[ToldAlarm]:
    """Compute the alarms of the material of somebody whom a body audits, the gravest first.

    Raises NotAllowed to strangers of the body, and NotFound for whom it neither audits nor
    certifies.
    """
    reading.may(Action.SEE_CLIENT_ALARMS, on=Of(Party.BODY, body_id))
    if organisation_id not in clients_of(reading, body_id):
        raise NotFound("organisation")
    found, aside = alarms_of_material(reading, organisation_id)
    people = people_by_id(reading, [row.dismissed_by for row in aside.values() if row.dismissed_by])
    said = {
        key: PutAside(
            row.reason,
            people.get(row.dismissed_by, "") if row.dismissed_by else "",
            row.dismissed_at,
        )
        for key, row in aside.items()
    }
    return [ToldAlarm(one, said.get(one.key)) for one in found]


def alarms_at_desk(reading: Reading, audit_id: UUID) -> list[ToldAlarm]:
    """Compute what looks wrong in the material of the audited party.

    Raises NotFound, and NotAllowed to those who may not look into its ledger.
    """
    audit = audits.get_audit(reading, audit_id)
    reading.may(Action.SEE_CLIENT_ALARMS, on=audit)
    return alarms_of_client(reading, audit.operator_id, body_id=audit.body_id)
