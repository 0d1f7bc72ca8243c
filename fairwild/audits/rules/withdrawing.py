"""When what was written as a nonconformity may be taken back. Pure."""

from collections.abc import Iterator
from uuid import UUID

from fairwild.audits.facts import AuditFacts, NonconformityFacts
from fairwild.audits.states import AuditStatus, Grade, TeamRole
from fairwild.kernel.refusals import Obstacle

_GRAVITY = tuple(Grade)


def obstacles_to_withdrawing(
    audit: AuditFacts,
    nonconformity: NonconformityFacts,
    twin: NonconformityFacts | None,
    *,
    person_id: UUID,
    reason: str,
) -> Iterator[Obstacle]:
    """Say what stands against taking back a nonconformity before the report is locked.

    Its author does so, or the leader, with a reason. A `twin` that says the same stands on, is
    about one of the same indicators, and is no milder.
    """
    if audit.status is not AuditStatus.UNDER_WAY:
        yield Obstacle("audit-not-under-way", {"status": audit.status})
    if nonconformity.settled:
        yield Obstacle("nonconformity-settled", {"status": nonconformity.status})
    if not may_withdraw(audit, nonconformity, person_id=person_id):
        yield Obstacle("withdrawing-not-own")
    if twin is not None:
        yield from obstacles_in_twin(nonconformity, twin)
    if not reason.strip():
        yield Obstacle("finding-reason-missing", at="reason")


def may_withdraw(audit: AuditFacts, nonconformity: NonconformityFacts, *, person_id: UUID) -> bool:
    """Tell whether somebody wrote a nonconformity and is still in the team, or leads it."""
    return any(
        one.person_id == person_id
        and (one.role is TeamRole.LEADER or nonconformity.raised_by == person_id)
        for one in audit.team
    )


def obstacles_in_twin(
    nonconformity: NonconformityFacts, twin: NonconformityFacts
) -> Iterator[Obstacle]:
    """Say why one nonconformity does not stand for another."""
    facts = {"number": twin.number}
    if twin.id == nonconformity.id or twin.settled:
        yield Obstacle("twin-does-not-stand", facts, at="twin_id")
    if set(twin.indicators).isdisjoint(nonconformity.indicators):
        yield Obstacle("twin-about-another", facts, at="twin_id")
    if _GRAVITY.index(twin.grade) < _GRAVITY.index(nonconformity.grade):
        milder = {**facts, "grade": twin.grade, "than": nonconformity.grade}
        yield Obstacle("twin-milder", milder, at="twin_id")
