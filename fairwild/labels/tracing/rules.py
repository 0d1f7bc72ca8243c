"""What may be claimed about goods, on what it rests, and how a long journey is told shortly."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from fairwild.kernel.geometry import Place, coarse
from fairwild.labels.tracing.facts import (
    ClaimBasis,
    ClaimCode,
    TraceCertificate,
    TraceClaim,
    TracePlace,
    TraceStep,
)
from fairwild.lots.custody.facts import Composition
from fairwild.lots.states import MovementKind

OPEN_BLUR_KM = 10
SENSITIVE_BLUR_KM = 50
MOST_STEPS = 12
_TOLD_TOGETHER = frozenset({MovementKind.COLLECT, MovementKind.DRY})


def blurred(
    *, country: str, admin_unit: str, name: str, sensitive: bool, middle: Place
) -> TracePlace:
    """Give a place as anybody may know it: a sensitive one keeps only its country."""
    blur_km = SENSITIVE_BLUR_KM if sensitive else OPEN_BLUR_KM
    return TracePlace(
        country=country,
        admin_unit="" if sensitive else admin_unit,
        name="" if sensitive else name,
        sensitive=sensitive,
        middle=coarse(middle, km=blur_km),
        radius_km=blur_km,
    )


def claims(
    *,
    certificates: Sequence[TraceCertificate],
    product: Composition | None = None,
    operators: Sequence[str],
    steps: Sequence[TraceStep],
    receipt_count: int,
) -> Iterator[TraceClaim]:
    """Say of every claim whether a body verified it, the system checked it, or it is only said."""
    said_by = ", ".join(operators)
    if not certificates:
        yield TraceClaim(ClaimCode.CERTIFIED, ClaimBasis.MISSING)
    for certificate in certificates:
        yield _certification(certificate)
    if product is not None:
        yield TraceClaim(ClaimCode.SHARE, ClaimBasis.CHECKED, on=product.made_on)
    if receipt_count:
        yield TraceClaim(ClaimCode.QUANTITY, ClaimBasis.CHECKED)
    if any(step.ratio is not None for step in steps):
        yield TraceClaim(ClaimCode.DRYING_RATIO, ClaimBasis.CHECKED)
    yield TraceClaim(ClaimCode.BALANCE, ClaimBasis.CHECKED)
    if certificates and product is None:
        yield TraceClaim(ClaimCode.SEPARATION, ClaimBasis.CHECKED)
    yield from _handovers(steps)
    yield TraceClaim(ClaimCode.HARVESTERS, ClaimBasis.REGISTERED, said_by)
    yield TraceClaim(ClaimCode.PLACE, ClaimBasis.REGISTERED, said_by)
    yield TraceClaim(ClaimCode.WEIGHT, ClaimBasis.STATED, said_by)
    yield TraceClaim(ClaimCode.SPECIES, ClaimBasis.STATED, said_by)


def _certification(certificate: TraceCertificate) -> TraceClaim:
    on = certificate.issued_on
    return TraceClaim(
        ClaimCode.CERTIFIED, ClaimBasis.VERIFIED, certificate.body, on, certificate.number
    )


def _handovers(steps: Iterable[TraceStep]) -> Iterator[TraceClaim]:
    receivers = [step for step in steps if step.kind is MovementKind.RECEIVE]
    if receivers:
        last = receivers[-1]
        yield TraceClaim(ClaimCode.HANDOVER, ClaimBasis.CHECKED, last.by, last.on)


def told_shortly(steps: Sequence[TraceStep]) -> tuple[TraceStep, ...]:
    """Tell deeds of one kind by one organisation as one step; the rest too when they are many.

    Collecting and drying happen to each kilogram once, so their weights add up. A long tail
    of other deeds keeps the weights of its last one only, because the same goods pass twice.
    """
    short = _joined(steps, _TOLD_TOGETHER)
    return short if len(short) <= MOST_STEPS else _joined(short, frozenset(MovementKind))


def _joined(steps: Sequence[TraceStep], kinds: frozenset[MovementKind]) -> tuple[TraceStep, ...]:
    told: dict[object, TraceStep] = {}
    for number, step in enumerate(steps):
        key: object = (step.kind, step.by) if step.kind in kinds else number
        told[key] = _added(told[key], step) if key in told else step
    return tuple(told.values())


def _added(first: TraceStep, more: TraceStep) -> TraceStep:
    days = [day for step in (first, more) for day in (step.on, step.until) if day is not None]
    told = replace(
        first,
        on=min(days),
        until=max(days),
        batch_count=first.batch_count + more.batch_count,
        certified=first.certified and more.certified,
        ratio=_ratio(first, more),
    )
    if more.kind not in _TOLD_TOGETHER:
        return replace(told, taken_g=more.taken_g, made_g=more.made_g, units=more.units)
    return replace(
        told,
        taken_g=first.taken_g + more.taken_g,
        made_g=first.made_g + more.made_g,
        by_product_g=first.by_product_g + more.by_product_g,
        loss_g=first.loss_g + more.loss_g,
        receipt_count=first.receipt_count + more.receipt_count,
    )


def _ratio(first: TraceStep, more: TraceStep) -> Fraction | None:
    """Give the ratio of both together, where both have one."""
    if first.ratio is None or more.ratio is None:
        return None
    return Fraction(first.taken_g + more.taken_g, max(1, first.made_g + more.made_g))
