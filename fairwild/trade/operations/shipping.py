"""Deeds of trade: sending goods, and answering what arrived."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.certificates.queries.judging import IN_FORCE, NONE_AT_ALL, Judgement
from fairwild.kernel.events import Json
from fairwild.kernel.refusals import Invalid
from fairwild.lots.facts import Draw, LotFacts
from fairwild.lots.operations.movements import derived, record_movement, take_draws
from fairwild.lots.operations.numbering import derived_number
from fairwild.lots.queries.stock import lot_facts
from fairwild.lots.states import LotStatus, MovementKind
from fairwild.organisations.queries import OrganisationFacts, find_organisation, get_organisation
from fairwild.store.series import next_number
from fairwild.trade import rules
from fairwild.trade.events import (
    ConsignmentReceived,
    ConsignmentReceivedInPart,
    ConsignmentRefused,
    ConsignmentShipped,
)
from fairwild.trade.facts import AnsweredLine, Parties
from fairwild.trade.letters import Writer, announce
from fairwild.trade.queries import get_consignment, standings_of
from fairwild.trade.records import Consignment, ConsignmentLine
from fairwild.trade.states import ConsignmentStatus
from fairwild.unit_of_work import UnitOfWork

UNDER_WAY, RECEIVED, RETURNED = "T", "R", "X"
"""Letters of the lots that shipping, receiving and returning make."""


def _as_it_is(lot: LotFacts) -> Judgement:
    """Carry over what a lot is worth: trade changes who holds goods, never what they are."""
    return Judgement(
        certified=lot.certified,
        code=IN_FORCE if lot.certified else NONE_AT_ALL,
        certificate_id=lot.certificate_id,
        certificate_ids=lot.certificate_ids,
        body_id=lot.body_id,
    )


def _units(lot: LotFacts, mass_g: int) -> int | None:
    """Count the units in a weight of packed goods, where it is a whole number of them."""
    return mass_g // lot.unit_g if lot.unit_g and mass_g % lot.unit_g == 0 else None


def _move(
    work: UnitOfWork,
    kind: MovementKind,
    draw: Draw,
    *,
    holder_id: UUID,
    letter: str,
    status: LotStatus = LotStatus.CLOSED,
    note: str = "",
) -> UUID:
    """Turn a part of one lot into a lot of this holder; gives the new lot's id."""
    lot, mass_g = draw.lot, draw.wanted_g
    number = derived_number(work, lot.number, letter)
    changes = {"holder_id": holder_id, "status": status, "units": _units(lot, mass_g)}
    moved = record_movement(
        work,
        kind=kind,
        organisation_id=work.actor.organisation_id or holder_id,
        inputs=[draw],
        outputs=[derived(lot, number=number, made_g=mass_g, **changes)],
        judgement=_as_it_is(lot),
        note=note,
    )
    return moved.lots[0].id


def ship(
    work: UnitOfWork,
    *,
    sender_id: UUID,
    receiver_id: UUID,
    lines: Sequence[tuple[UUID, int]],
    invoice_number: str = "",
    transport_note: str = "",
    write: Writer | None = None,
) -> Consignment:
    """Send so many grams of lots to another organisation; they are under way until it answers.

    Certified goods leave their operation only under a certificate in force at this instant
    (rule R09). Refused with every obstacle at once. With `write`, those who may answer for the
    receiver get a letter.
    """
    work.may(Action.SHIP_LOT, on=Of(Party.HOLDER, sender_id))
    draws = take_draws(work, lines, to=Action.SHIP_LOT)
    if any(draw.lot.holder_id != sender_id for draw in draws):
        raise Invalid({"lines": "unknown"})
    sender, receiver = get_organisation(work, sender_id), find_organisation(work, receiver_id)
    parties = Parties(sender_id, receiver_id, receiver.kind if receiver else None)
    standings = standings_of(work, [draw.lot for draw in draws])
    work.refuse_if(rules.obstacles_to_shipping(parties, draws, standings, at=work.now))
    consignment = Consignment(
        number=_number(work, sender),
        sender_id=sender_id,
        receiver_id=receiver_id,
        status=ConsignmentStatus.SHIPPED,
        shipped_at=work.now,
        shipped_by=work.actor.person_id,
        invoice_number=invoice_number,
        transport_note=transport_note,
    )
    work.add(consignment)
    _load(work, consignment, draws)
    work.record(_shipped(consignment, draws))
    if write is not None:
        facts: dict[str, Any] = {
            "number": consignment.number,
            "sender": sender.name,
            "receiver_id": receiver_id,
        }
        announce(work, consignment_id=consignment.id, write=write, **facts)
    return get_consignment(work, consignment.id)


def _shipped(consignment: Consignment, draws: Sequence[Draw]) -> ConsignmentShipped:
    return ConsignmentShipped(
        subject=consignment.id,
        number=consignment.number,
        sender_id=consignment.sender_id,
        receiver_id=consignment.receiver_id,
        invoice_number=consignment.invoice_number,
        lines=tuple({"lot": one.lot.number, "shipped_g": one.wanted_g} for one in draws),
    )


def _number(work: UnitOfWork, sender: OrganisationFacts) -> str:
    """Give the next number of the pattern SENDER-SH-YEAR-SEQ."""
    stem = f"{sender.code}-SH-{work.today.year:04d}"
    return f"{stem}-{next_number(work.session, f'consignment:{stem}'):05d}"


def _load(work: UnitOfWork, consignment: Consignment, draws: Sequence[Draw]) -> None:
    """Put every lot on its way, each by a movement of its own so that origins stay apart."""
    for position, draw in enumerate(draws, start=1):
        transit_id = _move(
            work,
            MovementKind.SHIP,
            draw,
            holder_id=consignment.sender_id,
            letter=UNDER_WAY,
            status=LotStatus.IN_TRANSIT,
        )
        line = ConsignmentLine(
            consignment_id=consignment.id,
            position=position,
            from_lot_id=draw.lot.id,
            transit_lot_id=transit_id,
            shipped_g=draw.wanted_g,
        )
        work.add(line)


def answer_consignment(
    work: UnitOfWork, *, consignment_id: UUID, received: Mapping[UUID, int], reason: str = ""
) -> Consignment:
    """Confirm what came of every line; the receiver holds it from now, the rest goes back.

    Goods keep what they were sold as: whether they are certified was judged when they left.
    Raises Invalid where a line is not answered or is not of this consignment.
    """
    work.take(Consignment, consignment_id, to=Action.ANSWER_CONSIGNMENT)
    consignment = get_consignment(work, consignment_id)
    if set(received) != {line.id for line in consignment.lines}:
        raise Invalid({"received": "every-line"})
    answers = [
        AnsweredLine(line.from_lot.number, line.shipped_g, received[line.id])
        for line in consignment.lines
    ]
    work.refuse_if(rules.obstacles_to_answer(consignment.status, answers, reason=reason))
    transit = lot_facts(work, [line.transit_lot_id for line in consignment.lines])
    for line in consignment.lines:
        line.received_g = received[line.id]
        _unload(work, consignment, line, transit[line.transit_lot_id], note=reason)
    consignment.status = rules.outcome_of(answers)
    consignment.answered_at = work.now
    consignment.answered_by = work.actor.person_id
    consignment.answer_reason = reason
    work.session.flush()
    _say_answered(work, consignment, answers)
    return get_consignment(work, consignment_id)


def _unload(
    work: UnitOfWork,
    consignment: Consignment,
    line: ConsignmentLine,
    transit: LotFacts,
    *,
    note: str,
) -> None:
    """Give what came to the receiver and what did not back to the sender; no gram vanishes."""
    came_g = line.received_g or 0
    if came_g:
        came: dict[str, Any] = {"holder_id": consignment.receiver_id, "letter": RECEIVED}
        line.received_lot_id = _move(work, MovementKind.RECEIVE, Draw(transit, came_g), **came)
    left = lot_facts(work, [transit.id])[transit.id]
    if left.available_g:
        back: dict[str, Any] = {
            "holder_id": consignment.sender_id,
            "letter": RETURNED,
            "note": note,
        }
        _move(work, MovementKind.RETURN, Draw(left, left.available_g), **back)


def _say_answered(
    work: UnitOfWork, consignment: Consignment, answers: Sequence[AnsweredLine]
) -> None:
    """Record the answer with every weight of it."""
    lines: tuple[dict[str, Json], ...] = tuple(
        {"lot": one.lot_number, "shipped_g": one.shipped_g, "received_g": one.received_g}
        for one in answers
    )
    subject, number, reason = consignment.id, consignment.number, consignment.answer_reason
    match consignment.status:
        case ConsignmentStatus.RECEIVED:
            work.record(ConsignmentReceived(subject=subject, number=number, lines=lines))
        case ConsignmentStatus.RECEIVED_IN_PART:
            part = ConsignmentReceivedInPart(
                subject=subject, number=number, lines=lines, reason=reason
            )
            work.record(part)
        case _:
            work.record(
                ConsignmentRefused(subject=subject, number=number, lines=lines, reason=reason)
            )
