"""What can have happened to an alarm."""

from dataclasses import dataclass
from uuid import UUID

from fairwild.alarms.states import AlarmKind
from fairwild.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class AlarmDismissed(Event):
    """Somebody put an alarm aside and said why."""

    organisation: UUID
    key: str
    kind_of_alarm: AlarmKind
    reason: str


@dataclass(frozen=True, kw_only=True)
class AlarmRestored(Event):
    """An alarm that was put aside counts again."""

    organisation: UUID
    key: str
