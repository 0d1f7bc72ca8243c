"""Putting an alarm aside with a reason, and taking that back."""

from uuid import UUID

from fairwild.access.actions import Action
from fairwild.alarms import rules
from fairwild.alarms.events import AlarmDismissed, AlarmRestored
from fairwild.alarms.facts import Whose
from fairwild.alarms.queries import alarms_of, find_dismissal
from fairwild.alarms.records import AlarmDismissal
from fairwild.kernel.events import plain
from fairwild.kernel.refusals import Obstacle, Refused
from fairwild.unit_of_work import UnitOfWork


def dismiss_alarm(
    work: UnitOfWork, *, organisation_id: UUID, key: str, reason: str
) -> AlarmDismissal:
    """Put an alarm aside, with its numbers as they are now; it comes back when they change.

    Refused without a reason, where the alarm is no longer there, and where it is aside already.
    """
    work.may(Action.DISMISS_ALARM, on=Whose(organisation_id))
    alarm = next((one for one in alarms_of(work, organisation_id) if one.key == key), None)
    obstacles = rules.obstacles_to_dismissing(still_there=alarm is not None, reason=reason)
    work.refuse_if(obstacles)
    row = find_dismissal(work, organisation_id, key)
    if alarm is None or (row is not None and row.restored_at is None):
        raise Refused([Obstacle("alarm-dismissed-already")])
    if row is None:
        row = AlarmDismissal(organisation_id=organisation_id, key=key)
    row.kind, row.reason = alarm.kind, reason.strip()
    row.figures = {name: plain(value) for name, value in alarm.facts.items()}
    row.dismissed_at, row.dismissed_by, row.restored_at = work.now, work.actor.person_id, None
    work.add(row)
    work.record(
        AlarmDismissed(
            subject=row.id,
            organisation=organisation_id,
            key=key,
            kind_of_alarm=row.kind,
            reason=row.reason,
        )
    )
    return row


def restore_alarm(work: UnitOfWork, *, dismissal_id: UUID) -> AlarmDismissal:
    """Let an alarm that was put aside count again."""
    row = work.take(AlarmDismissal, dismissal_id, to=Action.DISMISS_ALARM)
    if row.restored_at is not None:
        work.refuse_if([Obstacle("alarm-counts-already")])
    row.restored_at = work.now
    work.session.flush()
    work.record(AlarmRestored(subject=row.id, organisation=row.organisation_id, key=row.key))
    return row
