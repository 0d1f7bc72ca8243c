"""When somebody may leave the team of an audit, and who may take over. Pure."""

from collections.abc import Iterator
from uuid import UUID

from fairwild.audits.facts import AuditFacts, TeamMemberFacts
from fairwild.audits.states import AuditStatus, TeamRole
from fairwild.kernel.refusals import Obstacle


def place_of(audit: AuditFacts, person_id: UUID) -> TeamMemberFacts | None:
    """Give the place a person has in the team now, if there is one."""
    return next((one for one in audit.team if one.person_id == person_id), None)


def obstacles_to_changing_team(
    audit: AuditFacts, *, left_id: UUID, came_id: UUID | None, reason: str
) -> Iterator[Obstacle]:
    """Say what stands against somebody leaving the team, and somebody taking over the place.

    A team has a leader at every moment: the place of the leader is taken over, by another of the
    team if need be; any other place may stay empty.
    """
    if audit.status is not AuditStatus.UNDER_WAY:
        yield Obstacle("team-not-to-change", {"status": audit.status})
    place = place_of(audit, left_id)
    if place is None:
        yield Obstacle("not-in-team", at="left_id")
    else:
        yield from _obstacles_in_place(audit, place, came_id)
    if not reason.strip():
        yield Obstacle("team-change-unexplained", at="reason")


def _obstacles_in_place(
    audit: AuditFacts, place: TeamMemberFacts, came_id: UUID | None
) -> Iterator[Obstacle]:
    leads = place.role is TeamRole.LEADER
    if came_id is None:
        if leads:
            yield Obstacle("team-leader-missing", at="came_id")
    elif came_id == place.person_id:
        yield Obstacle("team-member-twice", at="came_id")
    elif not leads and place_of(audit, came_id) is not None:
        yield Obstacle("already-in-team", at="came_id")
