"""What a buying point should know of a purchase that nothing stands against."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from fairwild.certificates.queries.judging import NONE_AT_ALL
from fairwild.kernel.refusals import Obstacle
from fairwild.lots.catalogue import quota_warning_share
from fairwild.lots.facts import Offer
from fairwild.lots.queries.buying import (
    certificate_outlook,
    judge_offer,
    local_day,
    quota_outlook,
)
from fairwild.lots.records import Receipt
from fairwild.lots.states import QuotaLevel
from fairwild.organisations.queries import get_organisation
from fairwild.permits.queries import get_permit
from fairwild.unit_of_work import Reading

_GOODS = ("area_id", "species_id", "part", "state")


def uncertified_because(reading: Reading, offer: Offer) -> tuple[Obstacle, ...]:
    """Say why what is bought is not certified; nothing to an operator that has no certificate."""
    judgement = judge_offer(reading, offer)
    if judgement.certified or judgement.code == NONE_AT_ALL:
        return ()
    return judgement.obstacles


def warnings_of_receipt(reading: Reading, receipt: Receipt) -> tuple[Obstacle, ...]:
    """Say which limits a receipt has nearly used up, and why its goods are not certified."""
    goods = {name: getattr(receipt, name) for name in Offer.__dataclass_fields__}
    offer = Offer(**goods | {"gross_g": 0, "tare_g": 0})
    drawn = _nearly_drawn(reading, offer, receipt.permit_id)
    return (*drawn, *uncertified_because(reading, offer))


def _nearly_drawn(reading: Reading, offer: Offer, permit_id: UUID | None) -> Iterator[Obstacle]:
    """Look at every limit as it stands: the offer weighs nothing, and adds nothing."""
    goods: dict[str, Any] = {name: getattr(offer, name) for name in _GOODS}
    on = local_day(get_organisation(reading, offer.operator_id), offer.collected_at)
    quota = quota_outlook(reading, **goods, on=on)
    certificate = certificate_outlook(reading, offer)
    permit = get_permit(reading, permit_id) if permit_id else None
    if quota is not None and quota.level is not QuotaLevel.OK:
        yield Obstacle("quota-nearly-drawn", _figures(quota.limit_g, quota.drawn_g))
    if certificate is not None and certificate.outlook.level is not QuotaLevel.OK:
        seen, named = certificate.outlook, {"certificate": certificate.number}
        yield Obstacle("certificate-nearly-drawn", named | _figures(seen.limit_g, seen.drawn_g))
    if permit is not None and permit.limit_g is not None:
        named, share = {"permit": permit.number}, quota_warning_share(on=on)
        if permit.drawn_g >= permit.limit_g * share:
            facts = named | _figures(permit.limit_g, permit.drawn_g)
            yield Obstacle("permit-nearly-drawn", facts)


def _figures(limit_g: int, drawn_g: int) -> dict[str, Any]:
    return {"limit_g": limit_g, "drawn_g": drawn_g, "left_g": limit_g - drawn_g}
