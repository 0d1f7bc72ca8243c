"""Processing: what goes in, is added, comes out, is lost or driven out reconciles by its kind."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.kernel.events import plain
from fairwild.kernel.plants import Form
from fairwild.kernel.quantities import stated_of
from fairwild.kernel.refusals import Obstacle, Refused
from fairwild.lots import rules
from fairwild.lots.facts import Draw, LotFacts, NewLot
from fairwild.lots.operations import numbering
from fairwild.lots.operations.judging import judge_handling
from fairwild.lots.operations.movements import derived, record_movement, take_draws
from fairwild.lots.processing.catalogue import find_process_rule
from fairwild.lots.processing.rules import (
    alike_for,
    obstacles_to_batch,
    obstacles_to_kind,
    obstacles_to_loss,
    obstacles_to_outputs,
    ratio_of,
)
from fairwild.lots.processing.types import Batch, MassKept, Output, ProcessRule
from fairwild.lots.queries.ratios import Judged, band_for
from fairwild.lots.records import Lot
from fairwild.lots.rules import in_common
from fairwild.lots.states import MovementKind
from fairwild.species.queries import plants_named
from fairwild.species.rules import plant_named_in
from fairwild.standards.operations import keep_numbers
from fairwild.unit_of_work import UnitOfWork

LETTERS: Mapping[MovementKind, str] = {
    MovementKind.DRY: numbering.DRIED,
    MovementKind.CUT: numbering.CUT,
    MovementKind.SIFT: numbering.SIFTED,
    MovementKind.MILL: numbering.MILLED,
    MovementKind.DISTIL: numbering.DISTILLED,
    MovementKind.MACERATE: numbering.MACERATED,
}
NOT_JUDGED = Judged(None, None, None)


@dataclass(frozen=True)
class _Deed:
    """One batch as it was ordered: by which rule, from what, and by which band it is judged."""

    rule: ProcessRule
    draws: Sequence[Draw]
    outputs: Sequence[Output]
    batch: Batch
    judged: Judged
    added_plant: str = ""

    @property
    def lots(self) -> list[LotFacts]:
        """The lots that are drawn on."""
        return [draw.lot for draw in self.draws]


def process_lots(
    work: UnitOfWork,
    *,
    kind: MovementKind,
    inputs: Sequence[tuple[UUID, int]],
    outputs: Sequence[Output],
    loss_g: int = 0,
    loss_reason: str = "",
    added_g: int = 0,
    added_what: str = "",
    site: str = "",
    note: str = "",
    at: datetime | None = None,
    stated: Mapping[str, Any] | None = None,
    uncertified: Collection[Form] = (),
) -> tuple[Lot, ...]:
    """Process lots, or parts of them, into lots of what came out; by-products are lots too.

    What the kind takes and gives, and what becomes of mass, is dated data. A band of kilograms
    in for one kilogram out is the season's own, else the scheme's (rules R06 and R16), and is
    kept. Goods lose their certification in the forms of `uncertified`, and in no others.
    """
    draws, moment = take_draws(work, inputs, to=Action.PROCESS_LOT), at or work.now
    rule = find_process_rule(kind, on=moment.date())
    if rule is None:
        raise Refused([Obstacle("process-not-in-force", {"kind": kind, "day": moment.date()})])
    batch = _batch(draws, outputs, loss_g, added_g, added_what)
    judged = band_for(work, rule, [one.lot for one in draws], at=moment) if draws else NOT_JUDGED
    plant = _plant_added(work, draws, added_what)
    deed = _Deed(rule, draws, [one for one in outputs if one.mass_g], batch, judged, plant)
    work.refuse_if(_obstacles(deed, loss_reason, at=moment, now=work.now))
    said = stated_of(_named(deed, dict(inputs), loss_g, added_g)) | dict(stated or {})
    moved = record_movement(
        work,
        kind=kind,
        organisation_id=deed.lots[0].holder_id,
        inputs=draws,
        outputs=_outputs(work, deed),
        judgement=judge_handling(work, deed.lots, at=moment),
        loss_g=int(loss_g),
        loss_reason=loss_reason.strip(),
        added_g=int(added_g),
        added_what=added_what.strip(),
        site=site,
        note=note,
        at=moment,
        facts=_facts(work, deed) | ({"stated": said} if said else {}),
        uncertified=uncertified,
    )
    return moved.lots


def dry_lots(
    work: UnitOfWork,
    *,
    inputs: Sequence[tuple[UUID, int]],
    output_g: int,
    by_product_g: int = 0,
    **more: Any,
) -> Lot:
    """Dry fresh lots, or parts of them, into one dry lot; what did not come out was water."""
    outputs = [Output(output_g), Output(by_product_g, by_product=True)]
    return process_lots(work, kind=MovementKind.DRY, inputs=inputs, outputs=outputs, **more)[0]


def cut_lots(
    work: UnitOfWork,
    *,
    inputs: Sequence[tuple[UUID, int]],
    output_g: int,
    by_product_g: int = 0,
    form: Form = Form.CUT,
    **more: Any,
) -> Lot:
    """Cut and sift lots, or parts of them, into one lot of this form; not a gram is missing."""
    outputs = [Output(output_g, form), Output(by_product_g, by_product=True)]
    return process_lots(work, kind=MovementKind.CUT, inputs=inputs, outputs=outputs, **more)[0]


def _batch(
    draws: Sequence[Draw], outputs: Sequence[Output], loss_g: int, added_g: int, added_what: str
) -> Batch:
    return Batch(
        in_g=sum(draw.wanted_g for draw in draws),
        out_g=sum(one.mass_g for one in outputs if not one.by_product),
        by_product_g=sum(one.mass_g for one in outputs if one.by_product),
        loss_g=loss_g,
        added_g=added_g,
        added_what=added_what,
    )


def _plant_added(work: UnitOfWork, draws: Sequence[Draw], what: str) -> str:
    """Name the plant that goes in, where what is added is said to be the same."""
    ids = {draw.lot.species_id for draw in draws if draw.lot.species_id}
    return plant_named_in(what, plants_named(work, ids)) if what.strip() else ""


def _obstacles(deed: _Deed, loss_reason: str, *, at: datetime, now: datetime) -> Iterator[Obstacle]:
    lots = deed.lots
    yield from rules.obstacles_to_drawing(deed.draws, at=at, now=now)
    yield from rules.obstacles_to_joining(lots, same=alike_for(deed.rule))
    yield from obstacles_to_kind(deed.rule, lots)
    yield from obstacles_to_outputs(deed.rule, deed.outputs, lots)
    if deed.added_plant:
        facts = {"name": deed.batch.added_what.strip(), "species": deed.added_plant}
        yield Obstacle("addition-is-the-plant", facts, at="added_what")
    if deed.batch.loss_g < 0 or deed.batch.added_g < 0:
        yield Obstacle("nothing-taken", {}, at="loss_g")
    yield from obstacles_to_loss(deed.batch.loss_g, loss_reason)
    if lots:
        part = str(lots[0].part or "")
        yield from obstacles_to_batch(deed.rule, deed.batch, deed.judged.band, part=part)


def _outputs(work: UnitOfWork, deed: _Deed) -> list[NewLot]:
    """Describe every lot that came out, the goods first and the by-products beside them."""
    lots = deed.lots
    joined = {
        "area_id": in_common(lots, lambda lot: lot.area_id),
        "season": in_common(lots, lambda lot: lot.season),
        "unit_g": None,
        "grade": in_common(lots, lambda lot: lot.grade) or "",
    }
    ordered = sorted(deed.outputs, key=lambda one: one.by_product)
    letters = [
        numbering.BY_PRODUCT if one.by_product else LETTERS[deed.rule.kind] for one in ordered
    ]
    numbers = numbering.derived_numbers(work, lots[0].number, letters)
    return [
        _new_lot(deed.rule, lots, one, number, joined)
        for one, number in zip(ordered, numbers, strict=True)
    ]


def _new_lot(
    rule: ProcessRule,
    lots: Sequence[LotFacts],
    output: Output,
    number: str,
    joined: Mapping[str, Any],
) -> NewLot:
    first = lots[0]
    state = rule.by_product_state if output.by_product else rule.state_out
    changes = {
        **joined,
        "form": Form.BY_PRODUCT if output.by_product else _form(rule, lots, output),
        "state": state or first.state,
        **({"grade": output.grade} if output.grade else {}),
    }
    return derived(first, number=number, made_g=int(output.mass_g), **changes)


def _form(rule: ProcessRule, lots: Sequence[LotFacts], output: Output) -> Form:
    """Give the form that was said, else the kind's own, else the one that went in."""
    if output.form is not None:
        return output.form
    return rule.forms_out[0] if rule.forms_out else lots[0].form


def _named(deed: _Deed, inputs: Mapping[UUID, int], loss_g: int, added_g: int) -> dict[str, int]:
    """Name every mass as the page and the ledger call it: `input:<lot>`, `output:1`, `loss`."""
    numbers = {lot.id: lot.number for lot in deed.lots}
    named = {f"input:{numbers[lot_id]}": mass_g for lot_id, mass_g in inputs.items()}
    for place, one in enumerate(deed.outputs, 1):
        named[f"{'by-product' if one.by_product else 'output'}:{place}"] = one.mass_g
    return named | {"loss": loss_g, "added": added_g}


def _facts(work: UnitOfWork, deed: _Deed) -> dict[str, Any]:
    """Say what the batch was judged by, without floats."""
    rule, batch, judged = deed.rule, deed.batch, deed.judged
    ratio = plain(ratio_of(rule, batch))
    facts: dict[str, Any] = {"process": rule.version, "batch_ratio": ratio}
    if rule.mass is MassKept.DRIVEN_OUT:
        facts["water_g"] = batch.difference_g
    if rule.kind is MovementKind.DRY:
        facts["ratio"] = ratio
    if rule.mass is MassKept.ADDED:
        facts |= {"added_g": int(batch.added_g), "added_what": batch.added_what.strip()}
    if judged.band is not None:
        facts |= {
            "lowest_ratio": plain(judged.band.lowest),
            "highest_ratio": plain(judged.band.highest),
            "band_source": judged.band.source.value,
            "parameters": keep_numbers(work).version if judged.scheme else rule.version,
        }
    if judged.measured is not None:
        facts["trial"] = judged.measured.version
    return facts
