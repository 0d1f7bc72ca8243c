"""The register as records that can be read in again."""

from collections.abc import Iterator
from uuid import UUID

from fairwild.areas.queries import list_areas, target_species_of
from fairwild.harvesters import cells, queries
from fairwild.harvesters.records import Harvester
from fairwild.unit_of_work import Reading


def register_records(reading: Reading, operator_id: UUID) -> Iterator[list[str]]:
    """Give the whole register of an operator, one record a person, by number."""
    targets = target_species_of(reading, operator_id)
    codes = {area.id: area.code for area in list_areas(reading, operator_id)}
    codes |= {target.species_id: target.species.code for target in targets}
    return (_record(row, codes) for row in queries.register_of(reading, operator_id))


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
