"""What every kind of file can do: be checked row by row, be written, and be taken back."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, ClassVar, Protocol
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.imports.columns import Column
from fairwild.imports.facts import CheckedRow, FileRow, SeenRow
from fairwild.imports.records import ImportRun
from fairwild.imports.states import ImportKind
from fairwild.kernel.refusals import Obstacle
from fairwild.kernel.steps import Step
from fairwild.unit_of_work import Reading, UnitOfWork


class Tell(Protocol):
    """Hears how many rows are done, and in which step of the way."""

    def __call__(self, done: int, step: Step = Step.WRITING, /) -> None:
        """Hear it."""


def unheard(_done: int, _step: Step = Step.WRITING) -> None:
    """Nobody waits."""


class Checker(ABC):
    """Holds rows against what is there and against one another, in the order of the file."""

    earlier: Mapping[str, Any] = MappingProxyType({})

    @abstractmethod
    def check(self, rows: Sequence[FileRow]) -> Iterator[CheckedRow]:
        """Say of each row what a confirmation would do with it."""

    def remembered(self) -> dict[str, Any]:
        """Give what a later check of a single row has to know of all the others."""
        return {}

    def recall(self, remembered: Mapping[str, Any]) -> None:
        """Know what an earlier checker remembered."""
        self.earlier = remembered


class Kind(ABC):
    """One kind of file; `most_rows` of it can be checked within a request.

    So many `rows_at_once` are checked together; those that rest on rows before them need all.
    `more_samples` are further lines of its template, by column.
    """

    what: ClassVar[ImportKind]
    columns: ClassVar[tuple[Column, ...]]
    action: ClassVar[Action]
    party: ClassVar[Party]
    most_rows: ClassVar[int]
    rows_at_once: ClassVar[int] = 2_000
    more_samples: ClassVar[tuple[Mapping[str, str], ...]] = ()

    def is_open_to(self, reading: Reading, organisation_id: UUID) -> bool:
        """Tell whether the actor may write such rows for an organisation."""
        return reading.allows(self.action, on=Of(self.party, organisation_id))

    def may(self, reading: Reading, organisation_id: UUID) -> None:
        """Refuse who may not write such rows."""
        reading.may(self.action, on=Of(self.party, organisation_id))

    @abstractmethod
    def checker(self, work: UnitOfWork, run: ImportRun) -> Checker:
        """Give what checks the rows of a file, as things stand now."""

    @abstractmethod
    def understood(
        self, reading: Reading, run: ImportRun, rows: Sequence[FileRow]
    ) -> Iterator[SeenRow]:
        """Give rows with what their cells mean, read by the same readers as for writing."""

    @abstractmethod
    def write(
        self, work: UnitOfWork, run: ImportRun, rows: Sequence[CheckedRow], tell: Tell
    ) -> int:
        """Write rows that nothing stands against; gives how many records it made or changed."""

    @abstractmethod
    def obstacles_to_undoing(self, reading: Reading, run: ImportRun) -> Iterator[Obstacle]:
        """Say what depends on the records of an import, so that it cannot be undone."""

    @abstractmethod
    def undo(self, work: UnitOfWork, run: ImportRun, *, reason: str, tell: Tell = unheard) -> int:
        """Take the records of an import back; gives how many."""
