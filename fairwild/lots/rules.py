"""What stands against receipts and movements of material. Pure: facts in, obstacles out."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any

from fairwild.areas.rules import obstacles_of_rotation
from fairwild.certificates.rules import obstacles_to_drawing as obstacles_to_certifying
from fairwild.kernel.plants import Form
from fairwild.kernel.quantities import State
from fairwild.kernel.refusals import Obstacle
from fairwild.lots.facts import (
    DeliveryFacts,
    Draw,
    LotFacts,
    QuotaFacts,
    QuotaOutlook,
)
from fairwild.lots.states import LotStatus, LotTrait, QuotaLevel
from fairwild.permits.rules import obstacles_to_harvest

PACKABLE = frozenset(Form) - {Form.PACKED, Form.SAMPLE}
"""What can be packed: everything but packs, and samples, which are kept as they were taken."""


def obstacles_to_receipt(delivery: DeliveryFacts) -> Iterator[Obstacle]:
    """Say everything that stands against buying this (rules R04, R05 and R13, permits 3.3)."""
    yield from _obstacles_of_harvester(delivery)
    yield from _obstacles_of_place(delivery)
    yield from obstacles_of_rotation(delivery.area, delivery.rotation, on=delivery.day)
    yield from _obstacles_of_weight(delivery)
    yield from obstacles_to_gathering(delivery.lot_on_hold)
    yield from obstacles_to_harvest(
        delivery.permits,
        area_id=delivery.area_id,
        area=delivery.area,
        state=delivery.state,
        on=delivery.day,
        mass_g=max(delivery.net_g, 0),
        needed=delivery.needs_permit,
    )
    if delivery.collected_at > delivery.now:
        facts = {"at": delivery.collected_at, "now": delivery.now}
        yield Obstacle("in-the-future", facts, at="collected_at")


def _obstacles_of_harvester(delivery: DeliveryFacts) -> Iterator[Obstacle]:
    named = {"harvester": delivery.harvester}
    if delivery.day not in delivery.registered:
        facts = {**named, "day": delivery.day, "registered_from": delivery.registered.start}
        yield Obstacle("harvester-not-registered-then", facts, at="harvester_id")
    if delivery.area_id not in delivery.allowed_area_ids:
        facts = {**named, "area": delivery.area}
        yield Obstacle("harvester-not-allowed-area", facts, at="area_id")
    if delivery.species_id not in delivery.allowed_species_ids:
        facts = {**named, "species": delivery.species}
        yield Obstacle("harvester-not-allowed-species", facts, at="species_id")


def _obstacles_of_place(delivery: DeliveryFacts) -> Iterator[Obstacle]:
    goods = {"species": delivery.species, "part": delivery.part}
    if delivery.area_closed:
        yield Obstacle("area-closed", {"area": delivery.area}, at="area_id")
    if not delivery.is_target:
        yield Obstacle("not-a-target-species", goods, at="species_id")
    if delivery.quota is None:
        yield _out_of_season(delivery)


def _out_of_season(delivery: DeliveryFacts) -> Obstacle:
    """Name the nearest season where there is one, so that the clerk sees the way to yes."""
    facts = {
        "area": delivery.area,
        "species": delivery.species,
        "part": delivery.part,
        "state": delivery.state,
        "day": delivery.day,
    }
    if delivery.nearest is None:
        return Obstacle("no-maximum-quantity", facts, at="collected_at")
    seasons = {
        "nearest_from": delivery.nearest.start,
        "nearest_until": delivery.nearest.last_day,
    }
    return Obstacle("outside-season", {**facts, **seasons}, at="collected_at")


def _obstacles_of_weight(delivery: DeliveryFacts) -> Iterator[Obstacle]:
    if delivery.net_g <= 0:
        facts = {"gross_g": delivery.gross_g, "tare_g": delivery.tare_g, "net_g": delivery.net_g}
        yield Obstacle("net-not-positive", facts, at="gross_g")
        return
    if delivery.quota is not None and delivery.net_g > delivery.quota.left_g:
        yield _over_quota(delivery.quota, delivery.net_g)
    if delivery.coverage is not None:
        yield from obstacles_to_certifying(
            delivery.coverage, drawn_g=delivery.covered_g, mass_g=delivery.net_g
        )


def obstacles_to_gathering(lot_on_hold: str) -> Iterator[Obstacle]:
    """Say that an open lot on hold, named here, takes nothing in: its hold is for what it has."""
    if lot_on_hold:
        yield Obstacle("open-lot-on-hold", {"lot": lot_on_hold}, at="area_id")


def _over_quota(quota: QuotaFacts, wanted_g: int) -> Obstacle:
    facts = {
        "limit_g": quota.limit_g,
        "drawn_g": quota.drawn_g,
        "wanted_g": wanted_g,
        "left_g": quota.left_g,
    }
    return Obstacle("quota-exceeded", facts, at="gross_g")


def outlook(quota: QuotaFacts, *, adding_g: int, warning_share: Fraction) -> QuotaOutlook:
    """Say what a maximum quantity would look like with this weight added."""
    drawn_g = quota.drawn_g + adding_g
    share = Fraction(drawn_g, quota.limit_g)
    level = QuotaLevel.WARNING if share >= warning_share else QuotaLevel.OK
    return QuotaOutlook(
        limit_g=quota.limit_g,
        drawn_g=quota.drawn_g,
        adding_g=adding_g,
        left_g=quota.limit_g - drawn_g,
        share=share,
        level=QuotaLevel.OVER if drawn_g > quota.limit_g else level,
    )


def obstacles_to_reversal(
    lot: LotFacts, *, receipt: str, reversed_at: datetime | None, reason: str
) -> Iterator[Obstacle]:
    """Say what stands against taking a receipt back: nothing may have come of its lot yet.

    Nor may it be on hold: there is no lot to which the goods, and the hold with them, would go.
    """
    if reversed_at is not None:
        yield Obstacle("receipt-already-reversed", {"receipt": receipt, "since": reversed_at})
    if lot.status not in {LotStatus.OPEN, LotStatus.CLOSED}:
        yield Obstacle("lot-not-open", {"lot": lot.number, "status": lot.status})
    elif lot.taken_g:
        yield Obstacle("already-drawn-on", {"lot": lot.number, "taken_g": lot.taken_g})
    if lot.holds:
        yield Obstacle("lot-on-hold", {"lot": lot.number})
    if lot.labels:
        yield Obstacle("labels-printed", {"lot": lot.number, "count": lot.labels})
    if not reason.strip():
        yield Obstacle("reversal-reason-missing", {"receipt": receipt}, at="reason")


def obstacles_to_closing(lot: LotFacts) -> Iterator[Obstacle]:
    """Say what stands against closing a collection lot."""
    if lot.status is not LotStatus.OPEN:
        yield Obstacle("lot-not-open", {"lot": lot.number, "status": lot.status})
    if lot.made_g == 0:
        yield Obstacle("lot-empty", {"lot": lot.number})


def obstacles_to_drawing(
    draws: Sequence[Draw],
    *,
    at: datetime,
    now: datetime,
    status: LotStatus = LotStatus.CLOSED,
) -> Iterator[Obstacle]:
    """Say what stands against taking these weights at that moment (rule R08)."""
    if not draws:
        yield Obstacle("nothing-taken", {}, at="inputs")
    if at > now:
        yield Obstacle("in-the-future", {"at": at, "now": now}, at="at")
    for draw in draws:
        yield from _obstacles_to_draw(draw, at=at, status=status)


def _obstacles_to_draw(draw: Draw, *, at: datetime, status: LotStatus) -> Iterator[Obstacle]:
    lot = draw.lot
    named = {"lot": lot.number}
    if draw.wanted_g <= 0:
        yield Obstacle("nothing-taken", named, at="inputs")
    if lot.status is LotStatus.OPEN:
        yield Obstacle("lot-still-open", named)
    elif lot.status not in {status, LotStatus.USED}:
        yield Obstacle("lot-not-in-stock", {**named, "status": lot.status})
    if lot.holds:
        yield Obstacle("lot-on-hold", named, at="inputs")
    if draw.wanted_g > lot.available_g:
        facts = {**named, "available_g": lot.available_g, "wanted_g": draw.wanted_g}
        yield Obstacle("more-than-available", facts, at="inputs")
    if at < lot.made_at:
        yield Obstacle("before-its-origin", {**named, "at": at, "made_at": lot.made_at}, at="at")


Trait = Callable[[LotFacts], object]

SAME_FOR_DRYING: dict[LotTrait, Trait] = {
    LotTrait.SPECIES: lambda lot: lot.species_id,
    LotTrait.PART: lambda lot: lot.part,
    LotTrait.STATE: lambda lot: lot.state,
    LotTrait.OPERATOR: lambda lot: lot.operator_id,
    LotTrait.HOLDER: lambda lot: lot.holder_id,
}
"""What lots must have in common to be dried or cut together."""

SAME_FOR_MERGING: dict[LotTrait, Trait] = {
    **SAME_FOR_DRYING,
    LotTrait.FORM: lambda lot: (lot.form, lot.packed_form),
    LotTrait.UNIT: lambda lot: lot.unit_g,
    LotTrait.GRADE: lambda lot: lot.grade,
    LotTrait.PRODUCT: lambda lot: lot.product,
    LotTrait.CERTIFICATE: lambda lot: lot.certificate_id if lot.certified else None,
}
"""What lots must have in common to become one."""

_BLENDED_ALIKE = (
    LotTrait.SPECIES,
    LotTrait.PART,
    LotTrait.FORM,
    LotTrait.STATE,
    LotTrait.HOLDER,
)
SAME_FOR_BLENDING: dict[LotTrait, Trait] = {
    which: SAME_FOR_MERGING[which] for which in _BLENDED_ALIKE
}
"""What lots must have in common to be blended, whoever collected them and where."""


def obstacles_to_joining(
    lots: Sequence[LotFacts], *, same: dict[LotTrait, Trait], at_least: int = 0
) -> Iterator[Obstacle]:
    """Say what keeps lots apart: certified and uncertified material never mix (rule R07)."""
    if len(lots) < at_least:
        yield Obstacle("too-few-lots", {"count": len(lots), "least": at_least}, at="lots")
    mixed = len({lot.certified for lot in lots}) > 1
    if mixed:
        yield Obstacle("certified-mixed-with-uncertified", {"lots": _numbers(lots)})
    for which, trait in same.items():
        if which is LotTrait.CERTIFICATE and mixed:
            continue
        if len({trait(lot) for lot in lots}) > 1:
            yield Obstacle("lots-differ", {"which": which, "lots": _numbers(lots)})


def _numbers(lots: Sequence[LotFacts]) -> str:
    return ", ".join(sorted(lot.number for lot in lots))


def obstacles_to_handling(
    lots: Sequence[LotFacts], *, forms: frozenset[Form], state: State | None = None
) -> Iterator[Obstacle]:
    """Say which lots are not in a form or state in which this can be done to them."""
    for lot in lots:
        if lot.form not in forms:
            yield Obstacle("form-not-for-this", {"lot": lot.number, "form": lot.form}, at="inputs")
        if state is not None and lot.state is not state:
            yield Obstacle(
                "state-not-for-this", {"lot": lot.number, "state": lot.state}, at="inputs"
            )


def obstacles_to_units(lot: LotFacts, parts_g: Sequence[int]) -> Iterator[Obstacle]:
    """Say that packed material is only parted between units.

    A pack that is broken already, known from a count or a part received, stays with one part.
    """
    if not lot.unit_g:
        return
    were_broken = lot.available_g % lot.unit_g != 0
    rest_g = lot.available_g - sum(parts_g)
    broken = sum(part_g % lot.unit_g != 0 for part_g in (*parts_g, rest_g))
    if broken > were_broken:
        yield Obstacle("not-whole-units", {"lot": lot.number, "unit_g": lot.unit_g}, at="parts")


def in_common(lots: Sequence[LotFacts], trait: Trait) -> Any:
    """Give what these lots have in common, None where they differ."""
    found = {trait(lot) for lot in lots}
    return found.pop() if len(found) == 1 else None
