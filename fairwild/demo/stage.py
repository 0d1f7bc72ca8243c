"""The stage: one transaction in which every deed has its own actor and moment."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from fairwild.kernel.actors import Actor
from fairwild.store.files import FileStorage
from fairwild.unit_of_work import UnitOfWork


@dataclass
class Stage:
    """Everybody and everything of the demonstration, by the keys the stories use."""

    work: UnitOfWork
    today: date
    base_url: str
    files: FileStorage
    organisations: dict[str, UUID] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    species: dict[str, UUID] = field(default_factory=dict)
    areas: dict[str, UUID] = field(default_factory=dict)
    harvesters: dict[str, list[UUID]] = field(default_factory=dict)
    lots: dict[str, UUID] = field(default_factory=dict)

    def day(self, days_ago: int) -> date:
        """Give the day so many days before today."""
        return self.today - timedelta(days=days_ago)

    def moment(self, days_ago: int, minute: int = 0) -> datetime:
        """Give a moment on that day: 7 o'clock UTC and so many minutes later."""
        start = datetime.combine(self.day(days_ago), time(7, 0), UTC)
        return start + timedelta(minutes=minute)

    def acting(self, key: str, days_ago: int, minute: int = 0) -> UnitOfWork:
        """Let somebody act at a moment of the past."""
        return self.work.acting_as(self.actors[key], at=self.moment(days_ago, minute))


def shared_out(
    total_g: int, among: int, *, sway: Sequence[int] = (7, -4, 3, -9, 5, 1, -3)
) -> list[int]:
    """Share a mass into so many uneven parts of whole kilograms that add up exactly."""
    even_kg = total_g // 1000 // among
    parts = [
        (even_kg + even_kg * sway[number % len(sway)] // 100) * 1000 for number in range(among)
    ]
    parts[-1] += total_g - sum(parts)
    return parts


def kept(answered: Any) -> UUID:
    """Give the lot its receiver holds since a consignment of one line was answered."""
    lot_id: UUID | None = answered.lines[0].received_lot_id
    assert lot_id is not None  # noqa: S101 - it was accepted, whole or in part
    return lot_id


def difference_in(answered: Any) -> UUID:
    """Give what of a consignment of one line was not accepted and is to be settled."""
    difference = answered.lines[0].difference
    assert difference is not None  # noqa: S101 - it was accepted in part
    difference_id: UUID = difference.id
    return difference_id
