"""Sending goods: in one step, or prepared first with its lines and papers."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.kernel.codes import new_code
from fairwild.kernel.digests import facts_digest
from fairwild.kernel.events import Json
from fairwild.kernel.refusals import Invalid, Obstacle
from fairwild.lots.facts import Draw
from fairwild.lots.operations.movements import take_draws
from fairwild.lots.states import LotStatus, MovementKind
from fairwild.organisations.operations import name_outside_company
from fairwild.organisations.queries import OrganisationFacts, find_organisation, get_organisation
from fairwild.organisations.queries.people import addresses_of
from fairwild.store.series import next_number, serial_text
from fairwild.trade import rules
from fairwild.trade.events import (
    ConsignmentChanged,
    ConsignmentDropped,
    ConsignmentPrepared,
    ConsignmentShipped,
)
from fairwild.trade.facts import Parties
from fairwild.trade.letters import GoodsUnderWay, Writer, announce
from fairwild.trade.operations.moving import UNDER_WAY, move
from fairwild.trade.operations.sides import make_link
from fairwild.trade.operations.transport import hold_papers
from fairwild.trade.papers import drawn_up
from fairwild.trade.queries import (
    draws_of,
    find_number_taken,
    get_consignment,
    needs_of,
    papers_carried,
    standings_of,
)
from fairwild.trade.records import Consignment, ConsignmentLine
from fairwild.trade.states import ConsignmentStatus, LinkPurpose
from fairwild.unit_of_work import Reading, UnitOfWork

Lines = Sequence[tuple[UUID, int]]
"""Lots and how many grams of each."""


def name_receiver(
    work: UnitOfWork, *, sender_id: UUID, name: str, country: str, email: str
) -> UUID:
    """Give the company outside the scheme to which a sender ships; it gets a mailed link.

    Refused where the link would be mailed to the sender itself.
    """
    work.may(Action.SHIP_LOT, on=Of(Party.HOLDER, sender_id))
    where = {"name": name.strip(), "country": country, "email": email.strip().lower()}
    own = addresses_of(work, sender_id)
    work.refuse_if(rules.obstacles_to_naming(where["email"], own))
    return name_outside_company(work, **where).id


def ship(
    work: UnitOfWork,
    *,
    sender_id: UUID,
    receiver_id: UUID,
    lines: Lines,
    write: Writer | None = None,
    **transport: str,
) -> Consignment:
    """Send so many grams of lots to another organisation; they are under way until it answers.

    Certified goods leave their operation only under a certificate in force at this instant
    (rule R09), listed plants cross a border only with their papers. Refused with every obstacle
    at once. With `write`, those who may answer for the receiver get a letter.
    """
    work.may(Action.SHIP_LOT, on=Of(Party.HOLDER, sender_id))
    draws = take_draws(work, lines, to=Action.SHIP_LOT)
    consignment = _begun(work, sender_id, receiver_id, transport)
    _send_off(work, consignment, draws)
    work.add(consignment)
    for position, draw in enumerate(draws, start=1):
        line = _line(consignment, position, draw.lot.id, draw.wanted_g)
        _load(work, consignment, line, draw)
        work.add(line)
    return _left(work, consignment, draws, write)


def prepare_consignment(
    work: UnitOfWork, *, sender_id: UUID, receiver_id: UUID, lines: Lines, **transport: str
) -> Consignment:
    """Write down what is to go to whom; nothing is drawn until it leaves."""
    work.may(Action.SHIP_LOT, on=Of(Party.HOLDER, sender_id))
    draws = take_draws(work, lines, to=Action.SHIP_LOT)
    consignment = _begun(work, sender_id, receiver_id, transport)
    consignment.prepared_at = work.now
    work.refuse_if(_obstacles(work, consignment, draws))
    work.add(consignment)
    _write_lines(work, consignment, draws)
    prepared = {"number": consignment.number, "sender_id": sender_id, "receiver_id": receiver_id}
    work.record(ConsignmentPrepared(subject=consignment.id, lines=_said(draws), **prepared))  # type: ignore[arg-type]  # a dict of mixed values
    return get_consignment(work, consignment.id)


def change_consignment(
    work: UnitOfWork, *, consignment_id: UUID, receiver_id: UUID, lines: Lines, **transport: str
) -> Consignment:
    """Write down anew what is to go while nothing has left."""
    work.take(Consignment, consignment_id, to=Action.ADD_CONSIGNMENT_PAPER)
    consignment = get_consignment(work, consignment_id)
    work.refuse_if(rules.obstacles_to_changing(consignment.status))
    draws = take_draws(work, lines, to=Action.SHIP_LOT)
    consignment.receiver_id = receiver_id
    _set_transport(consignment, transport)
    work.refuse_if(_obstacles(work, consignment, draws))
    for line in consignment.lines:
        work.session.delete(line)
    work.session.flush()
    _write_lines(work, consignment, draws)
    changed = {"number": consignment.number, "receiver_id": receiver_id}
    work.record(ConsignmentChanged(subject=consignment.id, lines=_said(draws), **changed))  # type: ignore[arg-type]  # a dict of mixed values
    work.session.expire(consignment)
    return get_consignment(work, consignment_id)


def dispatch_consignment(
    work: UnitOfWork, *, consignment_id: UUID, write: Writer | None = None
) -> Consignment:
    """Let a prepared consignment leave: every lot is drawn on and under way from now.

    Refused with every obstacle there is at this instant, the papers missing at the border too.
    """
    work.take(Consignment, consignment_id, to=Action.ADD_CONSIGNMENT_PAPER)
    consignment = get_consignment(work, consignment_id)
    work.may(Action.SHIP_LOT, on=Of(Party.HOLDER, consignment.sender_id))
    work.refuse_if(rules.obstacles_to_changing(consignment.status))
    hold_papers(work, consignment)
    wanted = [(line.from_lot_id, line.shipped_g) for line in consignment.lines]
    draws = {draw.lot.id: draw for draw in take_draws(work, wanted, to=Action.SHIP_LOT)}
    _send_off(work, consignment, list(draws.values()))
    for line in consignment.lines:
        _load(work, consignment, line, draws[line.from_lot_id])
    work.session.flush()
    return _left(work, consignment, list(draws.values()), write)


def drop_consignment(work: UnitOfWork, *, consignment_id: UUID, reason: str = "") -> Consignment:
    """Give up a prepared consignment; its invoice and waybill numbers are free again."""
    work.take(Consignment, consignment_id, to=Action.ADD_CONSIGNMENT_PAPER)
    consignment = get_consignment(work, consignment_id)
    work.refuse_if(rules.obstacles_to_changing(consignment.status))
    consignment.status = ConsignmentStatus.DROPPED
    consignment.invoice_key = consignment.waybill_key = None
    consignment.ended_at, consignment.end_reason = work.now, reason.strip()
    dropped = {"number": consignment.number, "reason": consignment.end_reason}
    work.record(ConsignmentDropped(subject=consignment.id, **dropped))
    work.session.flush()
    return get_consignment(work, consignment_id)


def _begun(
    work: UnitOfWork, sender_id: UUID, receiver_id: UUID, transport: Mapping[str, str]
) -> Consignment:
    """Begin a consignment that is not written yet; the number of the series is taken for it."""
    sender = get_organisation(work, sender_id)
    consignment = Consignment(
        number=_number(work, sender),
        code=new_code(),
        sender_id=sender_id,
        receiver_id=receiver_id,
        status=ConsignmentStatus.PREPARED,
        shipped_at=work.now,
        shipped_by=work.actor.person_id,
    )
    _set_transport(consignment, transport)
    return consignment


def _set_transport(consignment: Consignment, transport: Mapping[str, str]) -> None:
    for name, value in transport.items():
        setattr(consignment, name, value.strip())
    consignment.invoice_key = rules.compared(consignment.invoice_number or "")
    consignment.waybill_key = rules.compared(consignment.waybill_number or "")


def _number(work: UnitOfWork, sender: OrganisationFacts) -> str:
    """Give the next number of the pattern SENDER-SH-YEAR-SEQ."""
    stem = f"{sender.code}-SH-{work.today.year:04d}"
    serial = next_number(work.session, f"consignment:{stem}")
    return f"{stem}-{serial_text(serial, width=5)}"


def obstacles_to_leaving(reading: Reading, consignment: Consignment) -> list[Obstacle]:
    """Say everything that stands against a prepared consignment leaving now."""
    draws = draws_of(reading, consignment)
    found = [*rules.obstacles_to_changing(consignment.status)]
    found += _obstacles(reading, consignment, draws)
    needs = needs_of(reading, consignment, draws)
    carried = papers_carried(reading, consignment)
    return [*found, *rules.obstacles_to_border(needs, carried, on=reading.today)]


def _obstacles(work: Reading, consignment: Consignment, draws: Sequence[Draw]) -> list[Obstacle]:
    """Gather what stands against these goods going to that receiver, but for papers."""
    sender_id = consignment.sender_id
    if any(draw.lot.holder_id != sender_id for draw in draws):
        raise Invalid({"lines": "unknown"})
    receiver = find_organisation(work, consignment.receiver_id)
    parties = Parties(sender_id, consignment.receiver_id, receiver.kind if receiver else None)
    standings = standings_of(work, [draw.lot for draw in draws])
    found = list(rules.obstacles_to_shipping(parties, draws, standings, at=work.now))
    taken = find_number_taken(work, consignment)
    found += rules.obstacles_to_numbers(
        invoice_number=consignment.invoice_number or "",
        invoice_of=taken.invoice_of,
        waybill_number=consignment.waybill_number or "",
        waybill_of=taken.waybill_of,
    )
    return found


def _send_off(work: UnitOfWork, consignment: Consignment, draws: Sequence[Draw]) -> None:
    """Refuse what may not leave now; freeze what the delivery note says of what may."""
    found = _obstacles(work, consignment, draws)
    needs = needs_of(work, consignment, draws)
    carried = papers_carried(work, consignment)
    work.refuse_if([*found, *rules.obstacles_to_border(needs, carried, on=work.today)])
    consignment.status = ConsignmentStatus.SHIPPED
    consignment.shipped_at, consignment.shipped_by = work.now, work.actor.person_id
    consignment.code = consignment.code or new_code()
    consignment.paper = drawn_up(work, consignment, draws, carried)
    consignment.paper_digest = facts_digest(consignment.paper)


def _line(consignment: Consignment, position: int, lot_id: UUID, mass_g: int) -> ConsignmentLine:
    return ConsignmentLine(
        consignment_id=consignment.id, position=position, from_lot_id=lot_id, shipped_g=mass_g
    )


def _write_lines(work: UnitOfWork, consignment: Consignment, draws: Sequence[Draw]) -> None:
    for position, draw in enumerate(draws, start=1):
        work.add(_line(consignment, position, draw.lot.id, draw.wanted_g))


def _load(work: UnitOfWork, consignment: Consignment, line: ConsignmentLine, draw: Draw) -> None:
    """Put a lot on its way."""
    line.transit_lot_id = move(
        work,
        MovementKind.SHIP,
        draw,
        holder_id=consignment.sender_id,
        letter=UNDER_WAY,
        status=LotStatus.IN_TRANSIT,
    )


def _left(
    work: UnitOfWork, consignment: Consignment, draws: Sequence[Draw], write: Writer | None
) -> Consignment:
    """Say that it left, in the ledger and by mail."""
    shipped = ConsignmentShipped(
        subject=consignment.id,
        number=consignment.number,
        sender_id=consignment.sender_id,
        receiver_id=consignment.receiver_id,
        invoice_number=consignment.invoice_number,
        lines=_said(draws),
    )
    work.record(shipped)
    work.session.flush()
    work.session.expire(consignment)
    whole = get_consignment(work, consignment.id)
    if write is not None:
        _announce(work, whole, write)
    return whole


def _announce(work: UnitOfWork, consignment: Consignment, write: Writer) -> None:
    """Write to those who answer for the receiver; one without an account gets a link."""
    receiver, sender = consignment.receiver, consignment.sender.name
    if receiver.outside:
        secret, until = make_link(work, consignment, LinkPurpose.ANSWER)
        number, found = consignment.number, consignment.id
        work.post(write(GoodsUnderWay(receiver.email, number, sender, found, secret, until)))
        return
    facts: dict[str, Any] = {"number": consignment.number, "sender": sender}
    announce(work, consignment_id=consignment.id, receiver_id=receiver.id, write=write, **facts)


def _said(draws: Sequence[Draw]) -> tuple[dict[str, Json], ...]:
    return tuple({"lot": one.lot.number, "shipped_g": one.wanted_g} for one in draws)
