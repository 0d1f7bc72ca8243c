"""What a recall searched for, in words: lots, harvester, area, permit, days."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext

from fairwild.areas.queries import get_area
from fairwild.harvesters.queries import get_harvester
from fairwild.kernel.refusals import NotFound
from fairwild.lots.queries import visible_among
from fairwild.permits.queries import get_permit
from fairwild.unit_of_work import Reading
from fairwild.wording.figures import day

LOTS_NAMED = 10


@dataclass(frozen=True)
class Searched:
    """One thing that was searched for: what it is, its names, and where each can be opened.

    `on` is the day itself, where it is one.
    """

    label: str
    names: tuple[tuple[str, str | None], ...]
    more: int = 0
    on: date | None = None

    @property
    def said(self) -> str:
        """Say it without links."""
        names = [name for name, _address in self.names]
        return ", ".join([*names, *([self.rest] if self.more else [])])

    @property
    def rest(self) -> str:
        """Say how many are not named here; the table of lots marks them."""
        said: str = gettext("and %(count)s more, marked as suspect below", count=self.more)
        return said


def searched_for(reading: Reading, recall: Any) -> list[Searched]:
    """Say what a recall searched for; a link where the reader may open it."""
    return [*_lots(reading, recall), *_origins(reading, recall.basis), *_days(recall.basis)]


def _lots(reading: Reading, recall: Any) -> Iterator[Searched]:
    numbers = {one.lot_id: one.number for one in recall.lots}
    named = [UUID(one) for one in recall.basis.get("lot_ids", ())]
    found = [one for one in named if one in numbers]
    if found:
        seen = visible_among(reading, found[:LOTS_NAMED])
        names = tuple(
            (numbers[one], url_for("lots.show", lot_id=one) if one in seen else None)
            for one in found[:LOTS_NAMED]
        )
        yield Searched(gettext("Lots searched for"), names, more=len(found) - len(names))


def _origins(reading: Reading, basis: dict[str, Any]) -> Iterator[Searched]:
    asked: tuple[tuple[str, str, Callable[[UUID], tuple[str, str]]], ...] = (
        ("harvester_id", gettext("Harvester"), lambda one: _harvester(reading, one)),
        ("area_id", gettext("Area"), lambda one: _area(reading, one)),
        ("permit_id", gettext("Permit"), lambda one: _permit(reading, one)),
    )
    for key, label, find in asked:
        if basis.get(key):
            try:
                name: tuple[str, str | None] = find(UUID(basis[key]))
            except NotFound:
                name = (gettext("not disclosed to you"), None)
            yield Searched(label, (name,))


def _harvester(reading: Reading, harvester_id: UUID) -> tuple[str, str]:
    found = get_harvester(reading, harvester_id)
    address = url_for("harvesters.show", harvester_id=harvester_id)
    return f"{found.local_id} {found.name}", address


def _area(reading: Reading, area_id: UUID) -> tuple[str, str]:
    found = get_area(reading, area_id)
    return f"{found.code} {found.name}", url_for("areas.show", area_id=area_id)


def _permit(reading: Reading, permit_id: UUID) -> tuple[str, str]:
    return get_permit(reading, permit_id).number, url_for("permits.show", permit_id=permit_id)


def _days(basis: dict[str, Any]) -> Iterator[Searched]:
    labels = {"since": gettext("Collected from"), "until": gettext("Collected until")}
    for key, label in labels.items():
        if basis.get(key):
            on = date.fromisoformat(basis[key])
            yield Searched(label, ((day(on), None),), on=on)
