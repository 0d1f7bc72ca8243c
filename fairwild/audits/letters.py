"""What a letter about an audit has to say, and to whom; the words are the door's."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select

from fairwild.applications.queries import agreement_on
from fairwild.audits.records import Audit, Nonconformity, TeamMember
from fairwild.audits.rules import last_day_to_appeal
from fairwild.audits.states import (
    SCORING_ROLES,
    NonconformityStatus,
    ObjectionOutcome,
    Outcome,
)
from fairwild.kernel.actors import Role
from fairwild.mail.letters import Letter
from fairwild.organisations.queries import (
    get_account,
    organisations_by_id,
    people_by_id,
    people_with_role,
)
from fairwild.standards import catalogue
from fairwild.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class AuditNews:
    """An audit that does not go on, as the letter to one person tells it.

    `agreement_id` stands only in the letter to who pays, and may not see the audit itself.
    """

    to: str
    audit_id: UUID
    number: str
    audited: str
    body: str
    starts_on: date
    ends_on: date
    broken_off: bool
    reason: str
    agreement_id: UUID | None = None


AUDITED = (Role.OPERATOR_MANAGER, Role.COMPANY_MEMBER)
"""Who speaks for whoever is audited or pays: an operator, or a company."""

Writer = Callable[[AuditNews], Letter]
"""Puts the facts of a letter into words, with the address of the house."""


class Told(StrEnum):
    """What of the course of an audit a letter tells."""

    CONFIRMED = "plan-confirmed"
    REOPENED = "plan-reopened"
    FINISHED = "report-finished"
    DECIDED = "audit-decided"
    ANSWERED = "nonconformity-answered"
    RETURNED = "answer-returned"
    CLOSED = "nonconformity-closed"
    EXTENDED = "nonconformity-extended"
    OBJECTED = "nonconformity-objected"
    JUDGED = "objection-answered"
    TEAM_CHANGED = "team-changed"
    CRITICAL = "critical-finding"
    WITHDRAWN = "nonconformity-withdrawn"


PAYER_TOLD = frozenset({Told.CONFIRMED, Told.REOPENED, Told.DECIDED})
"""What is told to who pays, too: the days and the outcome, nothing that was found."""


@dataclass(frozen=True)
class StepNews:
    """A step of an audit as the letter to one person tells it.

    `to_answer` names open nonconformities with their last days. `nonconformity_id` and `number_of`
    name the one that it is about. `said` is what its writer says, and `agreement_id` stands only
    in the letter to who pays.
    """

    what: Told
    to: str
    audit_id: UUID
    number: str
    audited: str
    body: str
    starts_on: date
    ends_on: date
    team: tuple[str, ...] = ()
    to_answer: tuple[tuple[int, date], ...] = ()
    nonconformity_id: UUID | None = None
    number_of: int = 0
    due_on: date | None = None
    said: str = ""
    outcome: Outcome | ObjectionOutcome | None = None
    last_day: date | None = None
    agreement_id: UUID | None = None


Teller = Callable[[StepNews], Letter]
"""Puts a step of an audit into words, with the address of the house."""


def tell_of_ending(work: UnitOfWork, audit: Audit, write: Writer) -> None:
    """Tell the team, and the audited party and its payer where they knew, that it does not go on.

    Whoever ended it needs no letter; nor does an operator that an unannounced audit never reached.
    """
    named = organisations_by_id(work, [audit.operator_id, audit.body_id])
    news = AuditNews(
        to="",
        audit_id=audit.id,
        number=audit.number,
        audited=named[audit.operator_id].name,
        body=named[audit.body_id].name,
        starts_on=audit.starts_on,
        ends_on=audit.ends_on,
        broken_off=audit.broken_off,
        reason=audit.cancel_reason,
    )
    told = _team(work, audit) | _audited(work, audit)
    for email in _emails(work, told):
        work.post(write(replace(news, to=email)))
    paying, agreement_id = _payers(work, audit)
    for email in _emails(work, paying - told):
        work.post(write(replace(news, to=email, reason="", agreement_id=agreement_id)))


def tell_audited(
    work: UnitOfWork,
    audit: Audit,
    what: Told,
    write: Teller | None,
    *,
    outcome: Outcome | None = None,
) -> None:
    """Tell who is audited of a step of the audit, and who pays where that is theirs to know.

    Nobody is told of an audit that is not announced to them, nor where nobody words letters.
    """
    if write is None:
        return
    news = replace(
        _news(work, audit, what),
        outcome=outcome,
        team=_team_names(work, audit),
        to_answer=_to_answer(work, audit),
        last_day=_last_day(work) if what is Told.DECIDED else None,
    )
    told = _audited(work, audit)
    for email in _emails(work, told):
        work.post(write(replace(news, to=email)))
    if what not in PAYER_TOLD:
        return
    paying, agreement_id = _payers(work, audit)
    for email in _emails(work, paying - told):
        work.post(write(replace(news, to=email, to_answer=(), agreement_id=agreement_id)))


def tell_audited_of(
    work: UnitOfWork,
    found: Nonconformity,
    what: Told,
    write: Teller | None,
    *,
    said: str = "",
    outcome: ObjectionOutcome | None = None,
) -> None:
    """Tell who is audited what the body did about a nonconformity."""
    if write is None:
        return
    audit = work.session.get_one(Audit, found.audit_id)
    news = replace(_news_of(work, audit, found, what), said=said, outcome=outcome)
    for email in _emails(work, _audited(work, audit)):
        work.post(write(replace(news, to=email)))


def tell_body_of(
    work: UnitOfWork, found: Nonconformity, what: Told, write: Teller | None, *, said: str = ""
) -> None:
    """Tell the body's office and the auditors of the team what the operator says."""
    if write is None:
        return
    audit = work.session.get_one(Audit, found.audit_id)
    news = replace(_news_of(work, audit, found, what), said=said)
    office = {one.id for one in people_with_role(work, audit.body_id, Role.BODY_OFFICE)}
    still = {one.id for one in people_with_role(work, audit.body_id, Role.AUDITOR)}
    for email in _emails(work, office | (still & _team(work, audit, *SCORING_ROLES))):
        work.post(write(replace(news, to=email)))


def tell_of_critical(work: UnitOfWork, found: Nonconformity, write: Teller | None) -> None:
    """Tell the body's office, its certifiers and who is audited that something critical was found.

    A certificate in force is the certifiers' to decide on, and a certifier may be far away.
    """
    if write is None:
        return
    audit = work.session.get_one(Audit, found.audit_id)
    news = replace(_news_of(work, audit, found, Told.CRITICAL), said=found.description)
    deciding = people_with_role(work, audit.body_id, Role.BODY_OFFICE, Role.CERTIFIER)
    for email in _emails(work, {one.id for one in deciding} | _audited(work, audit)):
        work.post(write(replace(news, to=email)))


def _news(work: UnitOfWork, audit: Audit, what: Told) -> StepNews:
    named = organisations_by_id(work, [audit.operator_id, audit.body_id])
    return StepNews(
        what=what,
        to="",
        audit_id=audit.id,
        number=audit.number,
        audited=named[audit.operator_id].name,
        body=named[audit.body_id].name,
        starts_on=audit.starts_on,
        ends_on=audit.ends_on,
    )


def _news_of(work: UnitOfWork, audit: Audit, found: Nonconformity, what: Told) -> StepNews:
    return replace(
        _news(work, audit, what),
        nonconformity_id=found.id,
        number_of=found.number,
        due_on=found.due_on,
    )


def _emails(work: UnitOfWork, told: Iterable[UUID]) -> list[str]:
    """List where these people are reached, but for who acts and whose account is closed."""
    accounts = [get_account(work, one) for one in told if one != work.actor.person_id]
    return sorted(account.email for account in accounts if not account.closed)


def _team(work: UnitOfWork, audit: Audit, *roles: str) -> set[UUID]:
    of_audit = (TeamMember.audit_id == audit.id, TeamMember.left_at.is_(None))
    team = select(TeamMember.person_id).where(*of_audit)
    found = team.where(TeamMember.role.in_(roles)) if roles else team
    return set(work.session.scalars(found))


def _team_names(work: UnitOfWork, audit: Audit) -> tuple[str, ...]:
    return tuple(sorted(people_by_id(work, _team(work, audit, *SCORING_ROLES)).values()))


def _audited(work: UnitOfWork, audit: Audit) -> set[UUID]:
    if audit.announced_to is None:
        return set()
    return {one.id for one in people_with_role(work, audit.announced_to, *AUDITED)}


def _payers(work: UnitOfWork, audit: Audit) -> tuple[set[UUID], UUID | None]:
    """Give who speaks for the company that pays, and the agreement by which it does."""
    parties = {"operator_id": audit.operator_id, "body_id": audit.body_id}
    agreed = agreement_on(work, on=work.today, **parties)
    if audit.announced_to is None or agreed is None or agreed.mandator_id is None:
        return set(), None
    found = people_with_role(work, agreed.mandator_id, *AUDITED)
    return {one.id for one in found}, agreed.id


def _to_answer(work: UnitOfWork, audit: Audit) -> tuple[tuple[int, date], ...]:
    query = select(Nonconformity.number, Nonconformity.due_on).where(
        Nonconformity.audit_id == audit.id, Nonconformity.status == NonconformityStatus.OPEN
    )
    ordered = query.order_by(Nonconformity.due_on, Nonconformity.number)
    return tuple((number, due_on) for number, due_on in work.session.execute(ordered))


def _last_day(work: UnitOfWork) -> date:
    return last_day_to_appeal(catalogue.parameters(), decided_on=work.today)
