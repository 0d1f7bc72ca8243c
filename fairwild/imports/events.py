"""What can have happened to an import."""

from dataclasses import dataclass
from uuid import UUID

from fairwild.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class ImportConfirmed(Event):
    """Every row of a file that was not left out was written."""

    organisation: UUID
    what: str
    sha256: str
    written: int
    left_out: int
    there_already: int


@dataclass(frozen=True, kw_only=True)
class ImportUndone(Event):
    """Everything a file had written was taken back."""

    organisation: UUID
    what: str
    records: int
    reason: str
