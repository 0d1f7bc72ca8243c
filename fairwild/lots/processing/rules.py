"""What the masses of a batch must say to each other. Pure: facts in, obstacles out."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from fairwild.kernel.findings import UPWARDS, Finding, read_finding
from fairwild.kernel.refusals import Obstacle
from fairwild.lots.facts import LotFacts
from fairwild.lots.processing.types import (
    Band,
    BandSource,
    Batch,
    MassKept,
    MeasuredRatio,
    Output,
    ProcessRule,
    RatioOf,
)
from fairwild.lots.rules import SAME_FOR_DRYING, SAME_FOR_MERGING, Trait
from fairwild.lots.states import LimitKind, LotTrait, MovementKind, Verdict

MOST_TOLERANCE = Fraction(1, 2)
"""Further than by half a batch cannot differ from a trial that is worth the name."""


def ratio_of(rule: ProcessRule, batch: Batch) -> Fraction | None:
    """Give kilograms in for one kilogram out; None where nothing came out."""
    divisor_g = batch.accounted_g if rule.ratio_of is RatioOf.ALL else batch.out_g
    return Fraction(batch.in_g, divisor_g) if divisor_g > 0 and batch.out_g > 0 else None


def band_in_force(
    rule: ProcessRule, scheme: Band | None, measured: MeasuredRatio | None
) -> Band | None:
    """Give the band that judges a batch: the operator's own, inside the scheme's outer one.

    What conserves mass gives at most what went in, whatever a trial found.
    """
    if measured is None:
        return scheme
    lowest = measured.ratio * (1 - measured.tolerance)
    highest = measured.ratio * (1 + measured.tolerance)
    if scheme is not None:
        lowest, highest = max(lowest, scheme.lowest), min(highest, scheme.highest)
    if rule.mass is MassKept.CONSERVED:
        lowest = max(lowest, Fraction(1))
    return Band(lowest, highest, BandSource.MEASURED, measured.version)


def expected_g(band: Band, in_g: int) -> tuple[int, int]:
    """Give the least and the most grams that may come out of this input, inside the band."""
    return -(-in_g // band.highest), in_g // band.lowest


def obstacles_to_kind(rule: ProcessRule | None, lots: Sequence[LotFacts]) -> Iterator[Obstacle]:
    """Say which lots are in no form or state for this kind of processing."""
    if rule is None:
        yield Obstacle("process-not-in-force")
        return
    for lot in lots:
        if lot.form not in rule.forms_in:
            yield Obstacle("form-not-for-this", {"lot": lot.number, "form": lot.form}, at="inputs")
        if lot.state not in rule.states_in:
            facts = {"lot": lot.number, "state": lot.state}
            yield Obstacle("state-not-for-this", facts, at="inputs")


def alike_for(rule: ProcessRule) -> dict[LotTrait, Trait]:
    """Give what lots must have in common to go in together: their form, too, where it stays."""
    if rule.forms_out:
        return SAME_FOR_DRYING
    return {**SAME_FOR_DRYING, LotTrait.FORM: SAME_FOR_MERGING[LotTrait.FORM]}


def obstacles_to_outputs(
    rule: ProcessRule, outputs: Sequence[Output], lots: Sequence[LotFacts]
) -> Iterator[Obstacle]:
    """Say which outputs are empty or in a form that this kind of processing does not give."""
    given = rule.forms_out or {lot.form for lot in lots}
    if any(one.mass_g < 0 for one in outputs):
        yield Obstacle("nothing-made", {}, at="output_g")
    for one in outputs:
        if not one.by_product and one.form is not None and one.form not in given:
            yield Obstacle("form-not-from-this", {"form": one.form}, at="outputs")


def obstacles_to_loss(loss_g: int, reason: str) -> Iterator[Obstacle]:
    """Say that nothing is lost without somebody saying why."""
    if loss_g > 0 and not reason.strip():
        yield Obstacle("loss-without-reason", {"loss_g": loss_g}, at="loss_reason")


def obstacles_to_batch(
    rule: ProcessRule, batch: Batch, band: Band | None, *, part: str
) -> Iterator[Obstacle]:
    """Say what stands against these weights of a batch (rule R06, scheme.md 3.5)."""
    ratio = ratio_of(rule, batch)
    if ratio is None:
        yield Obstacle("nothing-made", {}, at="output_g")
    if rule.mass is not MassKept.DRIVEN_OUT:
        yield from _obstacles_to_reconciling(rule, batch)
    elif ratio is not None and band is None:
        yield Obstacle("no-drying-band", {"part": part})
    if ratio is None or band is None:
        return
    if not band.lowest <= ratio <= band.highest:
        yield _out_of_band(rule, band, ratio)
    elif rule.mass is MassKept.DRIVEN_OUT and batch.difference_g < 0:
        facts = {"in_g": batch.in_g, "out_g": batch.accounted_g}
        yield Obstacle("more-out-than-in", facts, at="output_g")


def _obstacles_to_reconciling(rule: ProcessRule, batch: Batch) -> Iterator[Obstacle]:
    adds = rule.mass is MassKept.ADDED
    if adds and batch.added_g <= 0:
        yield Obstacle("nothing-added", {}, at="added_g")
    if adds and not batch.added_what.strip():
        yield Obstacle("addition-not-named", {}, at="added_what")
    if not adds and batch.added_g:
        yield Obstacle("addition-not-for-this", {"added_g": batch.added_g}, at="added_g")
    if batch.difference_g:
        facts = {
            "in_g": batch.in_g,
            "out_g": batch.out_g,
            "by_product_g": batch.by_product_g,
            "loss_g": batch.loss_g,
            "difference_g": batch.difference_g,
        }
        code = "does-not-reconcile-with-addition" if adds else "does-not-reconcile"
        yield Obstacle(code, facts | ({"added_g": batch.added_g} if adds else {}))


def _out_of_band(rule: ProcessRule, band: Band, ratio: Fraction) -> Obstacle:
    facts = {"ratio": ratio, "lowest_ratio": band.lowest, "highest_ratio": band.highest}
    if band.source is BandSource.MEASURED:
        return Obstacle("ratio-not-as-measured", facts | {"trial": band.version}, at="output_g")
    if rule.kind is MovementKind.DRY:
        return Obstacle("ratio-out-of-band", facts, at="output_g")
    return Obstacle("yield-out-of-band", facts, at="output_g")


def obstacles_to_measuring(
    rule: ProcessRule, scheme: Band | None, measured: MeasuredRatio | None, *, part: str
) -> Iterator[Obstacle]:
    """Say what stands against taking a trial for the ratio of a season.

    It must lie in the scheme's outer band; without one only what conserves or adds mass can be
    measured, and nobody gets more out of it than went in.
    """
    if measured is None:
        yield Obstacle("nothing-made", {}, at="out_g")
        return
    if not 0 < measured.tolerance <= MOST_TOLERANCE:
        facts = {"share": measured.tolerance, "most": MOST_TOLERANCE}
        yield Obstacle("tolerance-out-of-range", facts, at="tolerance")
    if rule.mass is MassKept.DRIVEN_OUT and scheme is None:
        yield Obstacle("no-drying-band", {"part": part})
    if scheme is not None and not scheme.lowest <= measured.ratio <= scheme.highest:
        yield _out_of_band(rule, scheme, measured.ratio)
    if rule.mass is MassKept.CONSERVED and measured.ratio < 1:
        yield Obstacle("trial-gives-more-than-taken", {"ratio": measured.ratio}, at="out_g")


def obstacles_to_verdict(
    result: str, allowed: str, *, kind: LimitKind, verdict: Verdict, reason: str
) -> Iterator[Obstacle]:
    """Ask about a verdict that contradicts the numbers, until somebody has said why.

    What cannot be compared for certain, as a limit in words or in another unit, is not asked.
    """
    found, limit = read_finding(result), read_finding(allowed)
    if reason.strip() or found is None or limit is None or _units_differ(found, limit):
        return
    meant = _kind_meant(limit, kind)
    keeps = _stays_below(found, limit) if meant is LimitKind.AT_MOST else _reaches(found, limit)
    if keeps is None or keeps is (verdict is Verdict.PASSED):
        return
    plain = f"{limit.number} {limit.unit}".strip()
    facts = {"result": result.strip(), "allowed": plain, "limit_kind": meant}
    yield Obstacle(f"test-{verdict}-against-limit", facts, at="verdict_reason")


def _units_differ(found: Finding, limit: Finding) -> bool:
    return bool(found.unit and limit.unit) and found.unit != limit.unit


def _kind_meant(limit: Finding, kind: LimitKind) -> LimitKind:
    """A sign that stands before the limit says itself which kind of limit it is."""
    if limit.sign:
        return LimitKind.AT_LEAST if limit.sign in UPWARDS else LimitKind.AT_MOST
    return kind


def _stays_below(found: Finding, limit: Finding) -> bool | None:
    if found.high is not None and found.high <= limit.number:
        return True
    return False if found.low is not None and found.low > limit.number else None


def _reaches(found: Finding, limit: Finding) -> bool | None:
    if found.low is not None and found.low >= limit.number:
        return True
    return False if found.high is not None and found.high < limit.number else None
