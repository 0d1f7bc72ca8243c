"""What is wrong about audits, as an alarm. Pure."""

from fairwild.alarms.facts import Alarm, Conflict, Critical, Late, Overdue
from fairwild.alarms.states import AlarmKind


def overdue(one: Overdue) -> Alarm:
    """Name a nonconformity that was not answered in time."""
    names = ("number", "indicator", "grade", "due_on")
    facts = {"audit": one.audit.name, **{name: getattr(one, name) for name in names}}
    key = f"overdue:{one.id}:{one.due_on}:{one.grade}"
    return Alarm(AlarmKind.NONCONFORMITY_OVERDUE, key, facts, (one.audit,), one.due_on)


def critical(one: Critical) -> Alarm:
    """Name a critical nonconformity until it is decided on."""
    names = ("audited", "number", "indicator", "found_on")
    facts = {"audit": one.audit.name, **{name: getattr(one, name) for name in names}}
    return Alarm(
        AlarmKind.CRITICAL_FINDING, f"critical:{one.id}", facts, (one.audit,), one.found_on
    )


def late(one: Late) -> Alarm:
    """Name an audit that was due and has not begun."""
    facts = {"why": one.why, "what": one.about.name, "due_on": one.due_on}
    key = f"late:{one.about.id}:{one.due_on}"
    return Alarm(AlarmKind.AUDIT_OVERDUE, key, facts, (one.about,), one.due_on)


def conflict(one: Conflict) -> Alarm:
    """Name what ties somebody of a team to the client of their audit."""
    names = ("person", "client", "kind", "told_on")
    facts = {"audit": one.audit.name, **{name: getattr(one, name) for name in names}}
    key = f"conflict:{one.audit.id}:{one.interest_id}"
    return Alarm(AlarmKind.AUDITOR_CONFLICT, key, facts, (one.audit,), one.told_on)
