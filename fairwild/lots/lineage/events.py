"""What can have happened to who sees a lineage."""

from dataclasses import dataclass
from uuid import UUID

from fairwild.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class LineageShared(Event):
    """An organisation shows its lots to another from now on, or to all its buyers."""

    owner: UUID
    with_organisation: UUID | None


@dataclass(frozen=True, kw_only=True)
class LineageShareEnded(Event):
    """An organisation shows its lots no longer beyond one step."""

    owner: UUID
    with_organisation: UUID | None
