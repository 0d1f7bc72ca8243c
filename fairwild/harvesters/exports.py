"""The register and its template as files that can be read in again."""

from collections.abc import Sequence
from uuid import UUID

from fairwild.areas.queries import list_areas, target_species_of
from fairwild.harvesters import cells, queries, sheets
from fairwild.harvesters.imports import Preview
from fairwild.harvesters.records import Harvester
from fairwild.unit_of_work import Reading


def register_as_file(reading: Reading, operator_id: UUID) -> str:
    """Write the whole register of an operator as a file that can be read in again."""
    targets = target_species_of(reading, operator_id)
    codes = {area.id: area.code for area in list_areas(reading, operator_id)}
    codes |= {target.species_id: target.species.code for target in targets}
    rows = queries.register_of(reading, operator_id)
    return sheets.written(cells.COLUMNS, (_record(row, codes) for row in rows))


def _record(row: Harvester, codes: dict[UUID, str]) -> list[str]:
    facts = queries.facts_of(row)
    return [
        row.local_id,
        row.name,
        row.sex.value,
        str(row.birth_year),
        row.village,
        row.phone,
        " ".join(sorted(codes[one] for one in facts.area_ids if one in codes)),
        " ".join(sorted(codes[one] for one in facts.species_ids if one in codes)),
        row.registered_from.isoformat(),
        last_day.isoformat() if (last_day := facts.registered.last_day) else "",
        cells.write_other_ids(row.other_ids),
    ]


def template_file() -> str:
    """Write an empty file with the right heading and one line to show how."""
    return sheets.written(cells.COLUMNS, [cells.SAMPLE])


def wrong_cells_as_file(preview: Preview, sentences: Sequence[str], heading: Sequence[str]) -> str:
    """Write every wrong cell with its sentence, in the order of `Preview.wrong`."""
    told = zip(preview.wrong, sentences, strict=True)
    records = ([str(cell.row), cell.column, cell.value, said] for cell, said in told)
    return sheets.written(heading, records)
