"""Rows of files of harvesters as entries of the register."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from fairwild.areas.queries import areas_of, target_species_of
from fairwild.harvesters.cells import read_other_ids
from fairwild.harvesters.facts import Entry
from fairwild.harvesters.states import Sex
from fairwild.imports.cells import Cells, read_day
from fairwild.imports.facts import FileRow, Named
from fairwild.imports.kinds.harvesters_columns import BY_NAME
from fairwild.imports.states import Manner
from fairwild.kernel.periods import Period
from fairwild.kernel.refusals import Obstacle
from fairwild.unit_of_work import Reading

_SEX = {"f": Sex.FEMALE, "m": Sex.MALE}
_PHONE = re.compile(r"\+?[0-9 ()/.\-]{3,40}")
_BETWEEN_CODES = re.compile(r"[;,|\s]+")


def _sex(text: str) -> Sex:
    lowered = text.casefold().replace(" ", "-")
    return _SEX.get(lowered) or Sex(lowered)


def _year(text: str) -> int:
    if not re.fullmatch("[0-9]{4}", text):
        raise ValueError(text)
    return int(text)


def _phone(text: str) -> str:
    if not _PHONE.fullmatch(text):
        raise ValueError(text)
    return text


class EntryReader:
    """Reads rows as entries; a column that is not in the file keeps what the register says."""

    def __init__(self, reading: Reading, operator_id: UUID, manners: Mapping[str, Manner]) -> None:
        self.manners = manners
        targets = target_species_of(reading, operator_id)
        areas = areas_of(reading, operator_id)
        self.areas = {area.code.upper(): area.id for area in areas}
        self.species = {one.species.code.upper(): one.species_id for one in targets}
        self.names = {area.id: Named(area.code, area.name) for area in areas}
        self.names |= {
            one.species_id: Named(one.species.code, one.species.scientific_name) for one in targets
        }
        self.codes = {one: code for code, one in (self.areas | self.species).items()}

    def _codes(
        self, cells: Cells, column: str, known: Mapping[str, UUID], code: str
    ) -> frozenset[UUID]:
        words = [one for one in _BETWEEN_CODES.split(cells.text(column).upper()) if one]
        unknown = [one for one in words if one not in known]
        if unknown:
            cells.fault(column, code, codes=", ".join(unknown)[:80])
        found = list(dict.fromkeys(known[one] for one in words if one in known))
        cells.meant[column] = tuple(self.names[one] for one in found)
        return frozenset(found)

    def entry(self, row: FileRow, before: Entry | None) -> tuple[Entry, list[Obstacle]]:
        """Give what a row says, and everything that cannot be read."""
        cells = Cells(row.cells, BY_NAME, self.manners)
        said = self._said(cells)
        return (_completed(said, before, row.cells) if before else said), cells.problems

    def meant(self, row: FileRow) -> dict[str, object]:
        """Give what the cells of a row mean; the last day as the day that is meant."""
        cells = Cells(row.cells, BY_NAME, self.manners)
        until = self._said(cells).registered.last_day
        return {**cells.meant, **({"last_day": until} if until else {})}

    def _said(self, cells: Cells) -> Entry:
        return Entry(
            name=cells.text("name"),
            sex=cells.read("sex", _sex, "cell-not-a-sex", Sex.NOT_STATED),
            birth_year=cells.read("birth_year", _year, "cell-not-a-year", 0),
            village=cells.text("village"),
            phone=cells.read("phone", _phone, "cell-not-a-phone", ""),
            registered=Period(
                cells.read("registered_from", read_day, "cell-not-a-day", date.min),
                cells.read("last_day", _after, "cell-not-a-day", None),
            ),
            area_ids=self._codes(cells, "areas", self.areas, "cell-areas-unknown"),
            species_ids=self._codes(cells, "species", self.species, "cell-species-unknown"),
            local_id=cells.text("local_id"),
            other_ids=cells.read("other_ids", read_other_ids, "cell-not-other-ids", ()),
        )


def _after(text: str) -> date | None:
    return read_day(text) + timedelta(days=1)


_FIELD_OF = {"areas": "area_ids", "species": "species_ids"}


def _completed(said: Entry, before: Entry, cells: Mapping[str, str]) -> Entry:
    """Take from the register what the file has no column for."""
    absent = [name for name in BY_NAME if name not in cells]
    kept = {
        _FIELD_OF.get(name, name): getattr(before, _FIELD_OF.get(name, name))
        for name in absent
        if name not in {"last_day", "registered_from"}
    }
    until = before.registered.until if "last_day" in absent else said.registered.until
    return replace(said, **kept, registered=Period(said.registered.start, until))
