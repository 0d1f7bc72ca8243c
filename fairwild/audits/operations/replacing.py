"""Changing the team of an audit that is under way: somebody falls ill, somebody takes over."""

from collections.abc import Iterator
from itertools import chain
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.audits import rules
from fairwild.audits.events import TeamChanged
from fairwild.audits.facts import AuditFacts
from fairwild.audits.letters import Teller, Told, tell_audited
from fairwild.audits.operations.acting import acting_person
from fairwild.audits.operations.assigning import assign_newcomer
from fairwild.audits.operations.planning import obstacles_in_place
from fairwild.audits.queries import facts_of
from fairwild.audits.queries.assigning import assignment_of
from fairwild.audits.records import Audit, TeamChange, TeamMember
from fairwild.audits.states import TeamRole
from fairwild.competence.queries import hold_competences, obstacles_of_office
from fairwild.kernel.digests import text_digest
from fairwild.kernel.refusals import NotFound, Obstacle
from fairwild.unit_of_work import UnitOfWork


def change_team(
    work: UnitOfWork,
    *,
    audit_id: UUID,
    left_id: UUID,
    came_id: UUID | None = None,
    reason: str,
    assigned_despite: str = "",
    write: Teller | None = None,
) -> TeamChange:
    """Let somebody leave the team of an audit under way, and somebody else take over the place.

    Of who takes over everything is asked that confirming asks of a team, their declaration too.
    What was scored and written stays with who did it, and both stand in the report. `write` words
    the letter to who is audited.
    """
    audit = work.take(Audit, audit_id, to=Action.CHANGE_TEAM)
    facts = facts_of(work, audit)
    place = rules.place_of(facts, left_id)
    parties = {"left_id": left_id, "came_id": came_id}
    work.refuse_if(
        chain(
            rules.obstacles_to_changing_team(facts, **parties, reason=reason),  # type: ignore[arg-type]  # a dict of mixed values
            _obstacles_in_office(work, audit, facts),
        )
    )
    if place is None:
        raise NotFound("audit_team_member")
    if came_id is not None:
        hold_competences(work, person_id=came_id, body_id=audit.body_id)
        work.refuse_if(obstacles_in_place(work, audit.body_id, came_id, place.role))
        assign_newcomer(work, audit, facts, came_id, place.role, despite=assigned_despite)
        _take_over(work, audit_id, came_id, place.role)
    _member(work, audit_id, left_id).left_at = work.now
    change = TeamChange(
        audit_id=audit_id,
        **parties,
        role=place.role,
        reason=reason.strip(),
        changed_by=acting_person(work),
        changed_at=work.now,
    )
    work.add(change)
    work.record(_changed(audit, change))
    tell_audited(work, audit, Told.TEAM_CHANGED, write)
    return change


def _changed(audit: Audit, change: TeamChange) -> TeamChanged:
    return TeamChanged(
        subject=audit.id,
        number=audit.number,
        left_id=change.left_id,
        came_id=change.came_id,
        role=change.role,
        reason_sha256=text_digest(change.reason),
    )


def _obstacles_in_office(work: UnitOfWork, audit: Audit, facts: AuditFacts) -> Iterator[Obstacle]:
    clients = assignment_of(audit, facts).clients
    yield from obstacles_of_office(work, body_id=audit.body_id, client_ids=clients)


def _member(work: UnitOfWork, audit_id: UUID, person_id: UUID) -> TeamMember:
    return work.session.get_one(TeamMember, (audit_id, person_id))


def _take_over(work: UnitOfWork, audit_id: UUID, came_id: UUID, role: TeamRole) -> None:
    """Give a place to who comes, comes back, or leads from now on."""
    known = work.session.get(TeamMember, (audit_id, came_id))
    if known is None:
        work.add(TeamMember(audit_id=audit_id, person_id=came_id, role=role, came_at=work.now))
        return
    known.role, known.left_at = role, None
