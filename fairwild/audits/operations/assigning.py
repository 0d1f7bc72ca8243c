"""Assigning people to an audit: their declarations, and what the office sets aside."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.audits.facts import AuditFacts
from fairwild.audits.operations.acting import acting_person
from fairwild.audits.queries import facts_of
from fairwild.audits.queries.assigning import (
    Part,
    assignment_of,
    may_declare,
    obstacles_to_parts,
    parts_in,
    role_of,
    takes_declarations,
)
from fairwild.audits.records import Audit
from fairwild.audits.states import OVER, TeamRole
from fairwild.competence import operations as competence
from fairwild.competence import queries as known
from fairwild.competence import rules as competence_rules
from fairwild.competence.states import InterestKind
from fairwild.kernel.actors import Role
from fairwild.kernel.refusals import Invalid, NotAllowed, Obstacle, Refused
from fairwild.unit_of_work import UnitOfWork


def assign_team(
    work: UnitOfWork,
    audit: Audit,
    team: Iterable[tuple[UUID, TeamRole]],
    *,
    despite: str = "",
) -> None:
    """Refuse a team that may not audit, or keep the office's reason why it may nevertheless.

    Nobody can have declared anything before they are named; confirming asks for that.
    """
    facts, refused = facts_of(work, audit), list[Obstacle]()
    for person_id, team_role in team:
        part = Part(person_id, role_of(team_role), audit.starts_on, team_role)
        found = _left_before_declaring(work, audit, facts, part)
        if found and despite.strip():
            _override(work, audit, facts, part, found, reason=despite)
        else:
            refused += found
    work.refuse_if(refused)


def assign_newcomer(
    work: UnitOfWork,
    audit: Audit,
    facts: AuditFacts,
    person_id: UUID,
    team_role: TeamRole,
    *,
    despite: str = "",
) -> None:
    """Refuse who may not join the team of an audit under way, or keep the reason why nevertheless.

    The audit goes on at once, so that nobody joins it without a declaration.
    """
    part = Part(person_id, role_of(team_role), work.today, team_role)
    [found] = obstacles_to_parts(work, audit, facts, [part])
    if found and despite.strip():
        _override(work, audit, facts, part, found, reason=despite)
        [found] = obstacles_to_parts(work, audit, facts, [part])
    work.refuse_if(found)


def _left_before_declaring(
    work: UnitOfWork, audit: Audit, facts: AuditFacts, part: Part
) -> list[Obstacle]:
    """Give what stands against a part without the declaration that cannot be there yet."""
    unborn = replace(assignment_of(audit, facts), audit_id=None)
    asked = {"person_id": part.person_id, "role": part.role}
    found = known.obstacles_found(work, unborn, on=part.on, **asked)  # type: ignore[arg-type]  # a dict of mixed values
    set_aside = known.overridden(work, audit_id=audit.id, **asked)  # type: ignore[arg-type]  # a dict of mixed values
    return competence_rules.left_after(found, set_aside)


def _override(
    work: UnitOfWork,
    audit: Audit,
    facts: AuditFacts,
    part: Part,
    found: list[Obstacle],
    *,
    reason: str,
) -> Any:
    return competence.override_obstacles(
        work,
        found,
        body_id=audit.body_id,
        audit_id=audit.id,
        person_id=part.person_id,
        role=part.role,
        client_ids=assignment_of(audit, facts).clients,
        reason=reason,
    )


def override_obstacles(
    work: UnitOfWork, *, audit_id: UUID, person_id: UUID, role: Role | None, reason: str
) -> Any:
    """Set aside what stands against somebody's part in an audit, for a reason that stays in it."""
    audit = work.take(Audit, audit_id, to=Action.OVERRIDE_OBSTACLE)
    if audit.status in OVER:
        raise Refused([Obstacle("audit-over")])
    facts = facts_of(work, audit)
    parts = parts_in(work, audit, facts)
    part = next((one for one in parts if (one.person_id, one.role) == (person_id, role)), None)
    if part is None:
        raise Refused([Obstacle("no-part-in-audit", at="person_id")])
    found = known.obstacles_left(
        work, assignment_of(audit, facts), person_id=person_id, role=role, on=part.on
    )
    return _override(work, audit, facts, part, found, reason=reason)


def declare_impartiality(
    work: UnitOfWork,
    *,
    audit_id: UUID,
    has_interest: bool,
    kind: InterestKind | None = None,
    since: date | None = None,
    until: date | None = None,
    note: str = "",
) -> Any:
    """Say for oneself, before having a part in an audit, whether anything ties one to the client.

    What does is kept as an interest of its own; raises Invalid where it is not said what it is.
    """
    audit = work.get(Audit, audit_id)
    person_id = acting_person(work)
    facts = facts_of(work, audit)
    if not takes_declarations(audit, facts):
        raise Refused([Obstacle("audit-over")])
    if not may_declare(work, audit, facts):
        raise NotAllowed(Action.DECLARE_INTEREST)
    parties = {"body_id": audit.body_id, "client_id": audit.operator_id}
    if has_interest:
        missing = {"kind": kind, "since": since}
        if kind is None or since is None:
            raise Invalid({name: "missing" for name, value in missing.items() if value is None})
        said = {"kind": kind, "since": since, "until": until, "note": note}
        competence.record_interest(work, person_id=person_id, **parties, **said)  # type: ignore[arg-type]  # a dict of mixed values
    return competence.declare(
        work, audit_id=audit_id, has_interest=has_interest, note=note, **parties
    )
