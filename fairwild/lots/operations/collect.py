"""Buying from harvesters: receipts, the collection lots they gather in, and their correction."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.areas.operations import draw_quantity, return_quantity
from fairwild.certificates.operations import draw_certificate, return_certificate
from fairwild.certificates.queries import Judgement
from fairwild.kernel.codes import new_code
from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import Money, State, price_of, stated_of
from fairwild.kernel.refusals import Invalid, Obstacle
from fairwild.lots import events, rules
from fairwild.lots.facts import Offer, QuotaFacts
from fairwild.lots.operations.movements import lot_made, movement_recorded
from fairwild.lots.operations.numbering import collection_number, receipt_number
from fairwild.lots.queries.buying import (
    JUDGED_TWICE,
    Delivery,
    fitting_permits,
    read_delivery,
)
from fairwild.lots.queries.stock import facts_of
from fairwild.lots.records import Lot, Movement, Receipt
from fairwild.lots.states import LotStatus, MovementKind
from fairwild.permits.operations import draw_first, return_permit
from fairwild.unit_of_work import UnitOfWork

MAX_AMOUNT_MINOR = 10**15


def record_receipt(
    work: UnitOfWork,
    *,
    operator_id: UUID,
    harvester_id: UUID,
    area_id: UUID,
    species_id: UUID,
    part: PlantPart,
    state: State,
    collected_at: datetime,
    gross_g: int,
    tare_g: int,
    price_per_kg: str,
    currency: str,
    buying_point: str = "",
) -> Receipt:
    """Buy plants from a harvester into the open collection lot of their kind.

    The maximum quantity and, where one is registered or needed, a permit are drawn, as is the
    certificate that covers the plants; that is judged at the moment of collection and at this one.
    Weights stated in another unit than kilograms are kept in their words. Refused with every
    obstacle at once (rules R04, R05, R09, R13); raises Invalid for a price that is none.
    """
    work.may(Action.RECORD_RECEIPT, on=Of(Party.OPERATOR, operator_id))
    goods = (operator_id, harvester_id, area_id, species_id, part, state)
    delivery = read_delivery(work, Offer(*goods, collected_at, int(gross_g), int(tare_g)))
    price, amount = _priced(delivery.facts.net_g, price_per_kg, currency)
    work.refuse_if(rules.obstacles_to_receipt(delivery.facts))
    more = {"stated": stated_of({"gross": gross_g, "tare": tare_g}), "buying_point": buying_point}
    return _buy(work, delivery, price=price, amount=amount, more=more)


def _priced(net_g: int, price_per_kg: str, currency: str) -> tuple[Money, Money]:
    """Read the price and compute the amount; raises Invalid for what is no sum of money."""
    try:
        price = Money.parse(price_per_kg, currency)
    except ValueError as error:
        raise Invalid({"price_per_kg": "not-an-amount"}) from error
    amount = price_of(max(net_g, 0), price)
    if amount.minor > MAX_AMOUNT_MINOR:
        raise Invalid({"price_per_kg": "too-much"})
    return price, amount


def _buy(
    work: UnitOfWork, delivery: Delivery, *, price: Money, amount: Money, more: dict[str, Any]
) -> Receipt:
    """Write what nothing stands against; first the quantity is locked, the lot last."""
    offer, facts = delivery.offer, delivery.facts
    if facts.quota is None:
        message = "an offer without a maximum quantity was not refused"
        raise ValueError(message)
    draw_quantity(work, quantity_id=facts.quota.id, mass_g=facts.net_g)
    permit_id = draw_first(work, fitting_permits(facts), mass_g=facts.net_g)
    if facts.coverage is not None:
        draw_certificate(work, facts.coverage, mass_g=facts.net_g)
    lot = _open_lot(work, delivery, facts.quota)
    lot.made_g += facts.net_g
    lot.made_at = max(lot.made_at, offer.collected_at)
    receipt = Receipt(
        **vars(offer),
        number=receipt_number(work, operator=delivery.operator.code, year=facts.day.year),
        lot_id=lot.id,
        maximum_quantity_id=facts.quota.id,
        permit_id=permit_id,
        recorded_at=work.now,
        recorded_by=work.actor.person_id,
        net_g=facts.net_g,
        price_per_kg_minor=price.minor,
        amount_minor=amount.minor,
        currency=price.currency,
        **more,
    )
    work.add(receipt)
    _say_bought(work, receipt, lot)
    return receipt


def _open_lot(work: UnitOfWork, delivery: Delivery, quota: QuotaFacts) -> Lot:
    """Hold the open collection lot of these goods; where there is none, open one.

    Refused where it was put on hold meanwhile.
    """
    offer, judgement = delivery.offer, delivery.judgement
    kind = {
        "operator_id": offer.operator_id,
        "area_id": offer.area_id,
        "species_id": offer.species_id,
        "part": offer.part,
        "state": offer.state,
        "season": quota.season.start.year,
        "certified": judgement.certified,
        "certificate_id": judgement.certificate_id if judgement.certified else None,
    }
    query = select(Lot).filter_by(**kind, status=LotStatus.OPEN).with_for_update()
    found = work.session.scalar(query.execution_options(populate_existing=True))
    work.refuse_if(rules.obstacles_to_gathering(found.number if found and found.holds else ""))
    return found or _make_lot(work, delivery, judgement, kind)


def _make_lot(
    work: UnitOfWork, delivery: Delivery, judgement: Judgement, kind: dict[str, object]
) -> Lot:
    """Open a collection lot by a movement of its own; receipts add to it until it is closed."""
    offer = delivery.offer
    movement = Movement(
        kind=MovementKind.COLLECT,
        at=offer.collected_at,
        recorded_at=work.now,
        recorded_by=work.actor.person_id,
        organisation_id=offer.operator_id,
        certified=judgement.certified,
        judgement=judgement.code,
        certificate_id=kind["certificate_id"],
        facts=dict(JUDGED_TWICE),
    )
    work.add(movement)
    number = collection_number(
        work,
        operator=delivery.operator.code,
        species=delivery.species_code,
        area=delivery.area.code,
        season=int(str(kind["season"])),
    )
    lot = Lot(
        **kind,
        number=number,
        code=new_code(),
        made_by=movement.seq,
        made_at=offer.collected_at,
        holder_id=offer.operator_id,
        body_id=judgement.body_id,
        form=Form.RAW if offer.state is State.FRESH else Form.DRIED,
        status=LotStatus.OPEN,
        made_g=0,
        taken_g=0,
    )
    work.add(lot)
    work.record(movement_recorded(movement, inputs=(), lots=(lot,)))
    work.record(lot_made(lot, movement))
    return lot


def _say_bought(work: UnitOfWork, receipt: Receipt, lot: Lot) -> None:
    """Record the receipt, and what it added to its lot."""
    work.record(
        events.ReceiptRecorded(
            subject=receipt.id,
            number=receipt.number,
            lot=lot.id,
            permit=receipt.permit_id,
            harvester=receipt.harvester_id,
            area=receipt.area_id,
            species=receipt.species_id,
            part=receipt.part,
            state=receipt.state,
            collected_at=receipt.collected_at,
            gross_g=receipt.gross_g,
            tare_g=receipt.tare_g,
            net_g=receipt.net_g,
            price_per_kg_minor=receipt.price_per_kg_minor,
            amount_minor=receipt.amount_minor,
            currency=receipt.currency,
            stated=receipt.stated,
        )
    )
    number, net_g = receipt.number, receipt.net_g
    work.record(events.LotGrew(subject=lot.id, receipt=number, added_g=net_g, made_g=lot.made_g))


def reverse_receipt(work: UnitOfWork, *, receipt_id: UUID, reason: str) -> Receipt:
    """Take a wrong receipt back while nothing has come of its lot: it stays, and counts no more.

    Its grams go back to the maximum quantity, permit and certificate, and out of the lot.
    """
    receipt = work.take(Receipt, receipt_id, to=Action.RECORD_RECEIPT)
    work.refuse_if(_obstacles_to_reversal(work, receipt, reason))
    return_quantity(work, quantity_id=receipt.maximum_quantity_id, mass_g=receipt.net_g)
    if receipt.permit_id is not None:
        return_permit(work, permit_id=receipt.permit_id, mass_g=receipt.net_g)
    uncertify(work, work.session.get_one(Lot, receipt.lot_id), mass_g=receipt.net_g)
    lot = work.take(Lot, receipt.lot_id, to=Action.RECORD_RECEIPT)
    work.refuse_if(_obstacles_to_reversal(work, receipt, reason))
    lot.made_g -= receipt.net_g
    if lot.status is LotStatus.CLOSED and not lot.made_g:
        lot.status = LotStatus.UNDONE
    receipt.reversed_at, receipt.reversed_by = work.now, work.actor.person_id
    receipt.reversal_reason = reason.strip()
    work.session.flush()
    _say_reversed(work, receipt, lot)
    return receipt


def uncertify(work: UnitOfWork, lot: Lot, *, mass_g: int) -> None:
    """Give back to the certificate what wrong receipts of a collection lot had drawn on it."""
    if lot.certificate_id is None or lot.season is None:
        return
    species_id, part = facts_of(lot).plant
    return_certificate(
        work,
        certificate_id=lot.certificate_id,
        species_id=species_id,
        part=part,
        state=lot.state,
        year=lot.season,
        mass_g=mass_g,
    )


def _say_reversed(work: UnitOfWork, receipt: Receipt, lot: Lot) -> None:
    """Record that the receipt counts no more, and what it took out of its lot."""
    number, net_g = receipt.number, receipt.net_g
    work.record(
        events.ReceiptReversed(
            subject=receipt.id,
            number=number,
            lot=lot.id,
            net_g=net_g,
            reason=receipt.reversal_reason,
        )
    )
    work.record(
        events.LotShrank(subject=lot.id, receipt=number, removed_g=net_g, made_g=lot.made_g)
    )


def _obstacles_to_reversal(work: UnitOfWork, receipt: Receipt, reason: str) -> list[Obstacle]:
    """Ask the rule of the lot as this transaction sees it."""
    lot = facts_of(work.session.get_one(Lot, receipt.lot_id))
    number, reversed_at = receipt.number, receipt.reversed_at
    return list(
        rules.obstacles_to_reversal(lot, receipt=number, reversed_at=reversed_at, reason=reason)
    )


def close_lot(work: UnitOfWork, *, lot_id: UUID) -> Lot:
    """End the gathering of a collection lot; from now it can be drawn on."""
    lot = work.take(Lot, lot_id, to=Action.CLOSE_LOT)
    work.refuse_if(rules.obstacles_to_closing(facts_of(lot)))
    lot.status = LotStatus.CLOSED
    work.session.flush()
    work.record(events.LotClosed(subject=lot.id, number=lot.number, made_g=lot.made_g))
    return lot
