"""What a row would change in the register, cell by cell, to be seen before it is written."""

from collections.abc import Mapping
from uuid import UUID

from fairwild.harvesters.cells import write_other_ids
from fairwild.harvesters.facts import Entry
from fairwild.kernel.refusals import Obstacle


def changes_between(before: Entry, after: Entry, codes: Mapping[UUID, str]) -> tuple[Obstacle, ...]:
    """Say for every cell that would change what stands there now; `codes` name areas and plants."""
    old, new = _cells(before, codes), _cells(after, codes)
    return tuple(_change(column, old[column]) for column in old if old[column] != new[column])


def _change(column: str, before: str) -> Obstacle:
    if not before:
        return Obstacle("cell-fills-a-gap", at=column)
    return Obstacle("cell-changes", {"before": before}, at=column)


def _cells(entry: Entry, codes: Mapping[UUID, str]) -> dict[str, str]:
    """Give an entry as its row would say it, without its number."""
    last_day = entry.registered.last_day
    return {
        "name": entry.name,
        "sex": entry.sex.value,
        "birth_year": str(entry.birth_year or ""),
        "village": entry.village,
        "phone": entry.phone,
        "areas": " ".join(sorted(codes.get(one, "…") for one in entry.area_ids)),
        "species": " ".join(sorted(codes.get(one, "…") for one in entry.species_ids)),
        "registered_from": entry.registered.start.isoformat(),
        "last_day": last_day.isoformat() if last_day else "",
        "other_ids": write_other_ids(entry.other_ids),
    }
