"""What a row of a file is found to be."""

from typing import Any, NamedTuple

from fairwild.imports.states import Choice, RowState
from fairwild.kernel.refusals import Obstacle


class FileRow(NamedTuple):
    """A row as it stands in the file or was typed over; the heading is row 1."""

    number: int
    cells: dict[str, str]
    choice: Choice = Choice.NONE
    edited: bool = False


class Named(NamedTuple):
    """A record that a cell was found to mean: its number or code, and its name."""

    number: str
    name: str = ""


class Drawn(NamedTuple):
    """What a cell says is taken out of a lot."""

    lot: str
    mass_g: int


class SeenRow(NamedTuple):
    """A row with what its cells were understood as, where they could be read."""

    row: FileRow
    meant: dict[str, object]


class CheckedRow(NamedTuple):
    """A row with what a confirmation would do with it, and `entry`, from which it is written."""

    row: FileRow
    state: RowState
    problems: tuple[Obstacle, ...] = ()
    entry: Any = None

    @property
    def stands_in_the_way(self) -> bool:
        """Whether the import waits for somebody to put this row right or decide about it."""
        if self.state is RowState.WRONG:
            return True
        return self.state is RowState.ALIKE and self.row.choice is Choice.NONE

    @property
    def needs_an_eye(self) -> bool:
        """Whether the row is kept for somebody to look at."""
        touched = self.row.edited or self.row.choice is not Choice.NONE
        return touched or self.state in {RowState.WRONG, RowState.ALIKE, RowState.CHANGED}
