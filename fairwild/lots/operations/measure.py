"""Trials: how much of a kind of processing comes out, measured by whoever processes."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.refusals import Obstacle, Refused
from fairwild.lots.processing.catalogue import find_process_rule, scheme_band
from fairwild.lots.processing.events import RatioMeasured
from fairwild.lots.processing.rules import obstacles_to_measuring
from fairwild.lots.queries.ratios import measured_of, next_edition
from fairwild.lots.records import ProcessRatio
from fairwild.lots.states import MovementKind
from fairwild.species.queries import get_species
from fairwild.unit_of_work import UnitOfWork

MOST_G = 10**12


def measure_ratio(
    work: UnitOfWork,
    *,
    organisation_id: UUID,
    kind: MovementKind,
    species_id: UUID,
    part: PlantPart,
    season: int,
    in_g: int,
    out_g: int,
    tolerance_percent: int,
    measured_on: date,
    method: str,
) -> ProcessRatio:
    """Write down a trial; from its day on it judges the season's batches in place of the scheme.

    Refused where it lies outside the scheme's own band, or without a method. A new trial
    supersedes the ones before it and leaves them as they are.
    """
    work.may(Action.MEASURE_RATIO, on=Of(Party.HOLDER, organisation_id))
    get_species(work, species_id)
    row = ProcessRatio(
        organisation_id=organisation_id,
        kind=kind,
        species_id=species_id,
        part=part,
        season=season,
        in_g=int(in_g),
        out_g=int(out_g),
        tolerance_percent=tolerance_percent,
        measured_on=measured_on,
        method=method.strip(),
        recorded_at=work.now,
        recorded_by=work.actor.person_id,
    )
    work.refuse_if(_obstacles(row, today=work.today))
    row.edition = next_edition(work, row)
    work.add(row)
    work.record(_measured(row))
    return row


def _obstacles(row: ProcessRatio, *, today: date) -> Iterator[Obstacle]:
    rule = find_process_rule(row.kind, on=row.measured_on)
    if rule is None:
        raise Refused(
            [Obstacle("process-not-in-force", {"kind": row.kind, "day": row.measured_on})]
        )
    if row.measured_on > today:
        days = {"measured_on": row.measured_on, "today": today}
        yield Obstacle("trial-in-the-future", days, at="measured_on")
    if not row.method:
        yield Obstacle("method-missing", {}, at="method")
    scheme = scheme_band(rule, row.part, on=row.measured_on)
    measured = measured_of(row) if row.in_g > 0 and row.out_g > 0 else None
    yield from obstacles_to_measuring(rule, scheme, measured, part=row.part)


def _measured(row: ProcessRatio) -> RatioMeasured:
    return RatioMeasured(
        subject=row.id,
        organisation=row.organisation_id,
        kind_of_movement=row.kind,
        species=row.species_id,
        part=row.part,
        season=row.season,
        edition=row.edition,
        in_g=row.in_g,
        out_g=row.out_g,
        tolerance_percent=row.tolerance_percent,
        measured_on=row.measured_on,
    )
