"""What a letter about an audit has to say, and to whom; the words are the door's."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from fairwild.audits.records import Audit, TeamMember
from fairwild.kernel.actors import Role
from fairwild.mail.letters import Letter
from fairwild.organisations.queries import get_account, organisations_by_id, people_with_role
from fairwild.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class AuditNews:
    """An audit that does not go on, as the letter to one person tells it."""

    to: str
    audit_id: UUID
    number: str
    audited: str
    body: str
    starts_on: date
    ends_on: date
    broken_off: bool
    reason: str


AUDITED = (Role.OPERATOR_MANAGER, Role.COMPANY_MEMBER)
"""Who speaks for whoever is audited: an operator, or a company checked as a buyer."""

Writer = Callable[[AuditNews], Letter]
"""Puts the facts of a letter into words, with the address of the house."""


def tell_of_ending(work: UnitOfWork, audit: Audit, write: Writer) -> None:
    """Tell the team, and the audited party where it knew of the audit, that it does not go on.

    Whoever ended it needs no letter; nor does an operator that an unannounced audit never reached.
    """
    named = organisations_by_id(work, [audit.operator_id, audit.body_id])
    for person_id in _told(work, audit) - {work.actor.person_id}:
        account = get_account(work, person_id)
        if account.closed:
            continue
        news = AuditNews(
            to=account.email,
            audit_id=audit.id,
            number=audit.number,
            audited=named[audit.operator_id].name,
            body=named[audit.body_id].name,
            starts_on=audit.starts_on,
            ends_on=audit.ends_on,
            broken_off=audit.broken_off,
            reason=audit.cancel_reason,
        )
        work.post(write(news))


def _told(work: UnitOfWork, audit: Audit) -> set[UUID]:
    team = select(TeamMember.person_id).where(TeamMember.audit_id == audit.id)
    told = set(work.session.scalars(team))
    if audit.announced_to is not None:
        told |= {one.id for one in people_with_role(work, audit.announced_to, *AUDITED)}
    return told
