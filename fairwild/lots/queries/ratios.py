"""What operators measured, and which band judges a batch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from fairwild.kernel.plants import Form, PlantPart
from fairwild.lots.facts import LotFacts
from fairwild.lots.processing import rules
from fairwild.lots.processing.catalogue import PROCESSED, find_process_rule, scheme_band
from fairwild.lots.processing.types import Band, MeasuredRatio, ProcessRule
from fairwild.lots.records import Lot, Movement, ProcessRatio
from fairwild.lots.rules import in_common
from fairwild.lots.states import LotStatus, MovementKind
from fairwild.store.paging import Cursor, Page, page_of
from fairwild.unit_of_work import Reading

LAST_BATCHES = 500

Measured = tuple[MovementKind, UUID, PlantPart, int]
"""Kind of processing, species, part and season, of which an organisation has its own ratio."""


@dataclass(frozen=True)
class Judged:
    """The scheme's outer band, what the organisation measured, and the band that judges."""

    scheme: Band | None
    measured: MeasuredRatio | None
    band: Band | None


@dataclass(frozen=True)
class BatchRatio:
    """The ratio of one batch that was processed, and the lot it gave."""

    movement_id: UUID
    kind: MovementKind
    species_id: UUID
    part: PlantPart
    season: int
    at: datetime
    ratio: Fraction
    lot_id: UUID
    number: str


def measured_of(row: ProcessRatio | None) -> MeasuredRatio | None:
    """Give what a trial found in the words of the rules."""
    if row is None:
        return None
    return MeasuredRatio(row.ratio, row.tolerance, f"{row.season}/{row.edition}")


def find_measured(
    reading: Reading,
    *,
    organisation_id: UUID,
    kind: MovementKind,
    species_id: UUID,
    part: PlantPart,
    season: int,
    on: date,
) -> ProcessRatio | None:
    """Give the trial in force on that day: the last one made by then, where there is one."""
    query = select(ProcessRatio).where(
        ProcessRatio.organisation_id == organisation_id,
        ProcessRatio.kind == kind,
        ProcessRatio.species_id == species_id,
        ProcessRatio.part == part,
        ProcessRatio.season == season,
        ProcessRatio.measured_on <= on,
    )
    latest = query.order_by(ProcessRatio.measured_on.desc(), ProcessRatio.edition.desc())
    return reading.session.scalar(latest.limit(1))


def band_for(
    reading: Reading, rule: ProcessRule, lots: Sequence[LotFacts], *, at: datetime
) -> Judged:
    """Say by which band a batch of these lots is judged at that moment; nobody is asked."""
    lot, on = lots[0], at.date()
    if lot.species_id is None or lot.part is None:
        return Judged(None, None, None)
    season = in_common(lots, lambda one: one.season) or on.year
    row = find_measured(
        reading,
        organisation_id=lot.holder_id,
        kind=rule.kind,
        species_id=lot.species_id,
        part=lot.part,
        season=season,
        on=on,
    )
    scheme, measured = scheme_band(rule, lot.part, on=on), measured_of(row)
    return Judged(scheme, measured, rules.band_in_force(rule, scheme, measured))


def next_edition(reading: Reading, row: ProcessRatio) -> int:
    """Count the trials there are of the same goods, kind and season, and give the next number."""
    counted = select(func.max(ProcessRatio.edition)).filter_by(
        organisation_id=row.organisation_id,
        kind=row.kind,
        species_id=row.species_id,
        part=row.part,
        season=row.season,
    )
    return (reading.session.scalar(counted) or 0) + 1


def page_of_ratios(reading: Reading, cursor: Cursor) -> Page[ProcessRatio]:
    """Give one page of the trials the actor may see, the latest first, with their species."""
    query = reading.visible(ProcessRatio).options(joinedload(ProcessRatio.species))
    columns = [ProcessRatio.measured_on, ProcessRatio.recorded_at, ProcessRatio.id]
    return page_of(reading.session, query, columns, cursor)


def last_batches(reading: Reading, organisation_id: UUID) -> list[BatchRatio]:
    """List the last batches an organisation processed, the latest first, with their ratios.

    The caller has asked whether the actor may see the organisation's stock.
    """
    return _batches(reading, _processed_by(organisation_id).limit(LAST_BATCHES))


def standing_batches(
    reading: Reading, organisation_id: UUID, *, since: datetime
) -> list[BatchRatio]:
    """List every batch since a moment that was not taken back, the latest first.

    The caller has asked whether the actor may see the organisation's stock.
    """
    query = _processed_by(organisation_id).where(Movement.at >= since)
    return _batches(reading, query.where(Lot.status != LotStatus.UNDONE))


_OF_BATCH: tuple[Any, ...] = (
    Movement.seq,
    Movement.facts,
    Movement.id,
    Movement.kind,
    Lot.species_id,
    Lot.part,
    Lot.season,
    Movement.at,
    Lot.id,
    Lot.number,
)


def _processed_by(organisation_id: UUID) -> Select[Any]:
    return (
        select(*_OF_BATCH)
        .join(Lot, Lot.made_by == Movement.seq)
        .where(Movement.organisation_id == organisation_id, Movement.kind.in_(PROCESSED))
        .where(Lot.form != Form.BY_PRODUCT, Lot.species_id.is_not(None), Lot.part.is_not(None))
        .order_by(Movement.at.desc(), Movement.seq.desc(), Lot.number)
    )


def _batches(reading: Reading, query: Select[Any]) -> list[BatchRatio]:
    """Give one ratio for each movement, with the first of the lots it made."""
    seen: dict[int, BatchRatio] = {}
    for (
        seq,
        facts,
        movement_id,
        kind,
        species_id,
        part,
        season,
        at,
        *lot,
    ) in reading.session.execute(query):
        ratio = facts.get("batch_ratio") or facts.get("ratio")
        if ratio and seq not in seen:
            of = (movement_id, kind, species_id, part, season or at.year, at)
            seen[seq] = BatchRatio(*of, Fraction(str(ratio)), *lot)
    return list(seen.values())


def scheme_band_of(kind: MovementKind, part: PlantPart, *, on: date) -> Band | None:
    """Give the scheme's band of a kind of processing for a part on that day."""
    rule = find_process_rule(kind, on=on)
    return scheme_band(rule, part, on=on) if rule else None


def trials_in_force(reading: Reading, organisation_id: UUID) -> list[ProcessRatio]:
    """List the last trial of every kind, species, part and season of an organisation.

    The caller has asked whether the actor may see the organisation's stock.
    """
    return [rows[-1] for rows in trials_of(reading, organisation_id).values()]


def trials_of(reading: Reading, organisation_id: UUID) -> dict[Measured, list[ProcessRatio]]:
    """Give every trial of an organisation by kind, species, part and season, the first first.

    The caller has asked whether the actor may see the organisation's stock.
    """
    query = select(ProcessRatio).where(ProcessRatio.organisation_id == organisation_id)
    found: dict[Measured, list[ProcessRatio]] = {}
    for row in reading.session.scalars(
        query.order_by(ProcessRatio.measured_on, ProcessRatio.edition)
    ):
        found.setdefault((row.kind, row.species_id, row.part, row.season), []).append(row)
    return found


def goods_held(reading: Reading, organisation_id: UUID) -> list[tuple[UUID, PlantPart]]:
    """List the species and parts of which an organisation has ever held a lot."""
    query = select(Lot.species_id, Lot.part).where(Lot.holder_id == organisation_id).distinct()
    rows = reading.session.execute(query)
    return [(species_id, part) for species_id, part in rows if species_id and part]


def band_then(batch: BatchRatio, trials: Sequence[ProcessRatio]) -> Band | None:
    """Give the band of a batch's day, by what the trials of its goods had found by then."""
    on = batch.at.date()
    rule = find_process_rule(batch.kind, on=on)
    if rule is None:
        return None
    made = [one for one in trials if one.measured_on <= on]
    scheme = scheme_band(rule, batch.part, on=on)
    return rules.band_in_force(rule, scheme, measured_of(made[-1] if made else None))
