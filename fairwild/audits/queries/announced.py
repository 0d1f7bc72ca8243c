"""Audits to come and under way, as the audited party knows of them and as its auditor does."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from fairwild.access.actions import Action
from fairwild.audits.records import Audit, TeamMember
from fairwild.audits.states import BEFORE_WORK, SCORING_ROLES, AuditStatus
from fairwild.organisations.queries import people_by_id
from fairwild.unit_of_work import Reading, visible_to


@dataclass(frozen=True)
class AnnouncedAudit:
    """An audit with its days, its body and those of its team who come."""

    id: UUID
    number: str
    body: str
    starts_on: date
    ends_on: date
    status: AuditStatus
    team: tuple[str, ...]


def announced_audits(reading: Reading, audited_id: UUID) -> list[AnnouncedAudit]:
    """List the confirmed and running audits of an organisation that the actor may see, by day."""
    wanted = (
        reading.visible(Audit)
        .where(
            Audit.announced_to == audited_id,
            Audit.status.in_((AuditStatus.CONFIRMED, AuditStatus.UNDER_WAY)),
        )
        .options(joinedload(Audit.body))
        .order_by(Audit.starts_on, Audit.number)
    )
    found = list(reading.session.scalars(wanted))
    teams = _teams(reading, [audit.id for audit in found])
    return [
        AnnouncedAudit(
            id=audit.id,
            number=audit.number,
            body=audit.body.name,
            starts_on=audit.starts_on,
            ends_on=audit.ends_on,
            status=audit.status,
            team=teams[audit.id],
        )
        for audit in found
    ]


def audits_to_pin_in(reading: Reading, audited_id: UUID) -> list[Audit]:
    """List the audits of an organisation in which the actor can pin evidence now."""
    wanted = select(Audit).where(
        visible_to(reading.actor, Audit, Action.SCORE_AUDIT),
        Audit.operator_id == audited_id,
        Audit.status.in_((*BEFORE_WORK, AuditStatus.UNDER_WAY)),
    )
    return list(reading.session.scalars(wanted.order_by(Audit.starts_on, Audit.number)))


def audited_now(reading: Reading) -> list[UUID]:
    """List whom the actor's body audits now: under way, at the hands of its auditors."""
    wanted = select(Audit.operator_id).where(
        visible_to(reading.actor, Audit, Action.SCORE_AUDIT),
        Audit.status == AuditStatus.UNDER_WAY,
    )
    return list(reading.session.scalars(wanted.distinct()))


def _teams(reading: Reading, audit_ids: Collection[UUID]) -> dict[UUID, tuple[str, ...]]:
    """Name by audit those of its team who score."""
    query = select(TeamMember.audit_id, TeamMember.person_id).where(
        TeamMember.audit_id.in_(audit_ids),
        TeamMember.role.in_(SCORING_ROLES),
        TeamMember.left_at.is_(None),
    )
    members = [(audit_id, person_id) for audit_id, person_id in reading.session.execute(query)]
    names = people_by_id(reading, {person_id for _, person_id in members})
    told: dict[UUID, list[str]] = defaultdict(list)
    for audit_id, person_id in members:
        told[audit_id].append(names[person_id])
    return {audit_id: tuple(sorted(told[audit_id])) for audit_id in audit_ids}
