"""What stands against the steps of an import. Pure."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from fairwild.imports.states import RowState, RunState
from fairwild.kernel.refusals import Obstacle


def state_of(
    *,
    checked_at: datetime | None,
    started_at: datetime | None,
    confirmed_at: datetime | None,
    undone_at: datetime | None,
    is_held: bool,
    is_undoing: bool = False,
) -> RunState:
    """Say how far an import is; one that was begun and is held by nobody was interrupted."""
    if undone_at:
        return RunState.UNDONE
    if confirmed_at and is_held and is_undoing:
        return RunState.UNDOING
    if confirmed_at:
        return RunState.CONFIRMED
    if is_held:
        return RunState.RUNNING
    if started_at:
        return RunState.INTERRUPTED
    return RunState.CHECKED if checked_at else RunState.UPLOADED


def obstacles_to_changing(
    *, started_at: datetime | None, confirmed_at: datetime | None, is_held: bool
) -> Iterator[Obstacle]:
    """Say why a file can no longer be prepared otherwise."""
    if confirmed_at:
        yield Obstacle("import-confirmed", {"since": confirmed_at})
    elif started_at and is_held:
        yield Obstacle("import-running", {"since": started_at})


def obstacles_to_confirming(
    *, checked_at: datetime | None, confirmed_at: datetime | None, counts: Mapping[str, Any]
) -> Iterator[Obstacle]:
    """Say everything that stands between a file and what it would write."""
    if confirmed_at:
        yield Obstacle("import-confirmed", {"since": confirmed_at})
        return
    if checked_at is None:
        yield Obstacle("import-not-checked")
        return
    if counts.get(RowState.WRONG):
        yield Obstacle("import-has-wrong-rows", {"count": counts[RowState.WRONG]})
    if counts.get("undecided"):
        yield Obstacle("import-has-undecided-rows", {"count": counts["undecided"]})
    if not counts.get(RowState.NEW) and not counts.get(RowState.CHANGED):
        yield Obstacle("import-writes-nothing")


def obstacles_to_undoing(
    *, confirmed_at: datetime | None, undone_at: datetime | None, reason: str
) -> Iterator[Obstacle]:
    """Say why an import cannot be undone, whatever its records."""
    if confirmed_at is None:
        yield Obstacle("import-not-confirmed")
    if undone_at:
        yield Obstacle("import-undone", {"since": undone_at})
    if not reason.strip():
        yield Obstacle("undo-reason-missing", {}, at="reason")
