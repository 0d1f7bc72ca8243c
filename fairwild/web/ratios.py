"""What an organisation measured: its trials, their bands, and how its last batches lie in them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.http import home_organisation_id, reading_for_request
from fairwild.kernel.plants import PlantPart
from fairwild.lots import operations, queries
from fairwild.lots.processing.catalogue import PROCESSED, find_process_rule
from fairwild.lots.processing.rules import band_in_force
from fairwild.lots.processing.types import Band
from fairwild.lots.queries import BatchRatio, Judged
from fairwild.lots.states import MovementKind
from fairwild.schemas.processing import TrialFormSchema
from fairwild.species.queries import species_by_id
from fairwild.store.paging import Cursor
from fairwild.unit_of_work import Reading, UnitOfWork
from fairwild.web.forms import Form
from fairwild.web.paging import Answer
from fairwild.wording import word

blueprint = Blueprint("ratios", __name__)

WIDTH = 1000
MOST_DOTS = 30
Group = tuple[MovementKind, UUID, PlantPart, int]


@dataclass(frozen=True)
class Dot:
    """One batch in the picture: its place from 0 to 1000, and whether the band holds it."""

    x: int
    inside: bool
    batch: BatchRatio


@dataclass(frozen=True)
class Picture:
    """Batches of one kind, species, part and season against their bands, drawn from 0 to 1000."""

    group: Group
    species: str
    judged: Judged
    low: Fraction
    high: Fraction
    scheme_x: tuple[int, int] | None
    band_x: tuple[int, int] | None
    dots: tuple[Dot, ...]


def picture_of(
    group: Group, species: str, judged: Judged, batches: Sequence[BatchRatio]
) -> Picture:
    """Lay out bands and batches on one scale with a little room at both ends."""
    bands = [one for one in (judged.scheme, judged.band) if one is not None]
    marks = [one.ratio for one in batches]
    marks += [edge for one in bands for edge in (one.lowest, one.highest)]
    room = (max(marks) - min(marks)) / 20 or Fraction(1, 10)
    low, high = min(marks) - room, max(marks) + room

    def place(ratio: Fraction) -> int:
        return int((ratio - low) / (high - low) * WIDTH)

    def placed(band: Band | None) -> tuple[int, int] | None:
        return (place(band.lowest), place(band.highest)) if band else None

    def held(ratio: Fraction) -> bool:
        return judged.band is None or judged.band.lowest <= ratio <= judged.band.highest

    dots = tuple(Dot(place(one.ratio), held(one.ratio), one) for one in batches[:MOST_DOTS])
    return Picture(
        group, species, judged, low, high, placed(judged.scheme), placed(judged.band), dots
    )


def _pictures(reading: Reading, organisation_id: UUID) -> list[Picture]:
    """Draw every kind, species, part and season that was measured or processed lately."""
    batches: dict[Group, list[BatchRatio]] = defaultdict(list)
    for one in queries.last_batches(reading, organisation_id):
        batches[one.kind, one.species_id, one.part, one.season].append(one)
    for trial in queries.trials_in_force(reading, organisation_id):
        batches.setdefault((trial.kind, trial.species_id, trial.part, trial.season), [])
    names = species_by_id(reading, {group[1] for group in batches})
    return [
        picture_of(group, names[group[1]].scientific_name, judged, batches[group])
        for group in sorted(batches, key=lambda one: (-one[3], one[0], str(one[1]), one[2]))
        if (judged := _judged(reading, organisation_id, group)) and (batches[group] or judged.band)
    ]


def _judged(reading: Reading, organisation_id: UUID, group: Group) -> Judged:
    kind, species_id, part, season = group
    rule = find_process_rule(kind, on=reading.today)
    if rule is None:
        return Judged(None, None, None)
    trial = queries.find_measured(
        reading,
        organisation_id=organisation_id,
        kind=kind,
        species_id=species_id,
        part=part,
        season=season,
        on=reading.today,
    )
    scheme = queries.scheme_band_of(kind, part, on=reading.today)
    measured = queries.measured_of(trial)
    return Judged(scheme, measured, band_in_force(rule, scheme, measured))


def _goods(reading: Reading, organisation_id: UUID) -> list[tuple[str, str]]:
    """Offer the species and parts the organisation has ever held."""
    held = queries.goods_held(reading, organisation_id)
    names = species_by_id(reading, {species_id for species_id, _ in held})
    said = ((f"{one}:{part}", f"{names[one].scientific_name}, {word(part)}") for one, part in held)
    return sorted(said, key=lambda pair: pair[1])


def _kinds() -> Iterable[tuple[str, str]]:
    return [(kind.value, word(kind, "ProcessKind")) for kind in PROCESSED]


@blueprint.route("/ratios", methods=["GET", "POST"])
def list_all() -> Answer:
    """Show trials, bands and batches, and write down a new trial."""
    form = Form(TrialFormSchema())
    if form.submitted:
        goal = form.attempt_once(_measure, lambda _made: url_for("ratios.list_all"))
        if goal is not None:
            flash(gettext("The trial is recorded and judges the season's batches."), "success")
            return redirect(goal)
    cursor, home = Cursor(after=request.args.get("cursor", "")), home_organisation_id()
    with reading_for_request() as reading:
        reading.may(Action.SEE_STOCK, on=Of(Party.HOLDER, home))
        page = queries.page_of_ratios(reading, cursor)
        shown = render_template(
            "pages/processing/ratios.html",
            form=form,
            trials=page.rows,
            following=page.following,
            after=cursor.after,
            pictures=_pictures(reading, home),
            goods=_goods(reading, home),
            kinds=_kinds(),
            season=reading.today.year,
            today=reading.today.isoformat(),
            may_measure=reading.allows(Action.MEASURE_RATIO, on=Of(Party.HOLDER, home)),
        )
    return shown, form.status


def _measure(work: UnitOfWork, order: dict[str, Any]) -> Any:
    species_id, _sign, part = order.pop("goods").partition(":")
    return operations.measure_ratio(
        work,
        organisation_id=home_organisation_id(),
        species_id=UUID(species_id),
        part=PlantPart(part),
        **order,
    )
