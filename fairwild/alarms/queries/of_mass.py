"""What alarms about masses are looked for in: batches, what came and went, permits.

Whoever asks has made sure that the actor may see the alarms of the organisation.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from uuid import UUID

from fairwild.alarms.facts import Batch, Flow, Pointer
from fairwild.alarms.rules.of_mass import over_stock
from fairwild.alarms.states import About
from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import State
from fairwild.lots.processing.types import Band
from fairwild.lots.queries import flows
from fairwild.lots.queries.ratios import (
    band_then,
    scheme_band_of,
    standing_batches,
    trials_of,
)
from fairwild.lots.states import MovementKind
from fairwild.species.queries import species_by_id
from fairwild.unit_of_work import Reading

WATCHED_DAYS = 400
"""How far back alarms look: a season and the one before it."""


def species_names(reading: Reading, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Give the scientific names of these species."""
    return {key: one.scientific_name for key, one in species_by_id(reading, ids).items()}


def lots_named(named: Iterable[tuple[UUID, str]]) -> tuple[Pointer, ...]:
    """Point at these lots, given by id and number."""
    return tuple(Pointer(About.LOT, lot_id, number) for lot_id, number in named)


# batches


def batches_of(reading: Reading, organisation_id: UUID) -> Iterator[Batch]:
    """Hold every batch watched against the band of its day, with trials recorded since then."""
    trials = trials_of(reading, organisation_id)
    bands: dict[object, Band | None] = {}
    since = reading.now - timedelta(days=WATCHED_DAYS)
    for batch in standing_batches(reading, organisation_id, since=since):
        measured = (batch.kind, batch.species_id, batch.part, batch.season)
        key = (*measured, batch.at.date())
        if key not in bands:
            bands[key] = band_then(batch, trials.get(measured, ()))
        band = bands[key]
        if band is not None:
            told = (batch.movement_id, batch.lot_id, batch.number, batch.at.date(), batch.ratio)
            yield Batch(*told, band.lowest, band.highest)


# what came and went


def flows_of(reading: Reading, holder_id: UUID) -> Iterator[Flow]:
    """Sum up by plant and part what came as certified and what went."""
    found = flows.certified_flows(reading, holder_id)
    names = species_names(reading, {one.species_id for one in (*found.came, *found.went)})
    for species_id, part in sorted({(one.species_id, one.part) for one in found.went}):
        goods = (species_id, part)
        went_g = _by_state(found.went, goods)
        flow = Flow(
            species=names[species_id],
            part=part,
            came_g=_by_state(found.came, goods),
            went_g=went_g,
            macerated_g=_by_state(found.macerated, goods).get(State.LIQUID, 0),
            spent_came_g=_spent(found.came, goods),
            spent_went_g=_spent(found.went, goods),
            drying=_lowest(reading, MovementKind.DRY, part),
            distilling=_lowest(reading, MovementKind.DISTIL, part),
        )
        is_over = any(over_stock([flow]))
        sold = {
            state: lots_named(flows.last_sold(reading, holder_id, *goods, state))
            for state in (State if is_over else ())
        }
        yield replace(flow, lots=sold)


def _is_spent(stuff: flows.Stuff) -> bool:
    return stuff.state is State.LIQUID and stuff.form is Form.BY_PRODUCT


def _by_state(masses: Mapping[flows.Stuff, int], goods: tuple[UUID, PlantPart]) -> dict[State, int]:
    found: dict[State, int] = defaultdict(int)
    for stuff, mass_g in masses.items():
        if (stuff.species_id, stuff.part) == goods and not _is_spent(stuff):
            found[stuff.state] += mass_g
    return dict(found)


def _spent(masses: Mapping[flows.Stuff, int], goods: tuple[UUID, PlantPart]) -> int:
    mine = (one for one in masses if (one.species_id, one.part) == goods and _is_spent(one))
    return sum(masses[one] for one in mine)


def _lowest(reading: Reading, kind: MovementKind, part: PlantPart) -> Fraction:
    band = scheme_band_of(kind, part, on=reading.today)
    return band.lowest if band else Fraction(1)
