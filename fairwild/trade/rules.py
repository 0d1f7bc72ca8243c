"""When goods may leave, and how a receiver may answer. Pure: facts in, obstacles out."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from fairwild.kernel.actors import OrganisationKind
from fairwild.kernel.refusals import Obstacle
from fairwild.lots.facts import Draw, LotFacts
from fairwild.lots.rules import obstacles_to_drawing, obstacles_to_units
from fairwild.trade.facts import AnsweredLine, CertificateStanding, Parties
from fairwild.trade.states import ConsignmentStatus

RECEIVING = frozenset({OrganisationKind.OPERATOR, OrganisationKind.COMPANY})
"""Who can hold goods."""

Standings = Mapping[UUID, CertificateStanding]
"""Certificates by id, as they stand at the instant of the deed."""


def obstacles_to_selling(lot: LotFacts, standings: Standings) -> Iterator[Obstacle]:
    """Say why a lot may not be sold as certified now (rule R09).

    Only the certified operation itself needs its certificate at that instant: what a company
    bought while it was in force stays what it is.
    """
    if not lot.certified or lot.certificate_id is None or lot.holder_id != lot.operator_id:
        return
    held = standings[lot.certificate_id]
    if not held.in_force:
        facts = {"certificate": held.number, "standing": held.standing, "since": held.since}
        yield Obstacle("certificate-not-in-force", {"lot": lot.number, **facts}, at="lines")


def obstacles_to_shipping(
    parties: Parties, draws: Sequence[Draw], standings: Standings, *, at: datetime
) -> Iterator[Obstacle]:
    """Say everything that stands against sending these lots to that receiver (rules R08, R09)."""
    if parties.receiver_kind not in RECEIVING:
        yield Obstacle("receiver-unknown", at="receiver_id")
    if parties.receiver_id == parties.sender_id:
        yield Obstacle("same-organisation", at="receiver_id")
    yield from obstacles_to_drawing(draws, at=at, now=at)
    for draw in draws:
        yield from _obstacles_to_opening(draw)
        yield from obstacles_to_selling(draw.lot, standings)


def _obstacles_to_opening(draw: Draw) -> Iterator[Obstacle]:
    """Say that packs are not opened on the way out; what is left of a broken one leaves whole."""
    if draw.wanted_g != draw.lot.available_g:
        yield from obstacles_to_units(draw.lot, [draw.wanted_g])


def obstacles_to_answering(status: ConsignmentStatus) -> Iterator[Obstacle]:
    """Say why a consignment cannot be answered any more."""
    if status is not ConsignmentStatus.SHIPPED:
        yield Obstacle("consignment-already-answered", {"status": status})


def obstacles_to_answer(
    status: ConsignmentStatus, lines: Sequence[AnsweredLine], *, reason: str
) -> Iterator[Obstacle]:
    """Say everything that stands against this answer."""
    yield from obstacles_to_answering(status)
    for line in lines:
        if line.received_g > line.shipped_g:
            weights = {"received_g": line.received_g, "shipped_g": line.shipped_g}
            yield Obstacle("more-than-shipped", {"lot": line.lot_number, **weights}, at="received")
    if any(line.received_g < line.shipped_g for line in lines) and not reason.strip():
        yield Obstacle("difference-without-reason", at="reason")


def outcome_of(lines: Sequence[AnsweredLine]) -> ConsignmentStatus:
    """Name the answer: whole, part or refused."""
    if all(line.received_g == line.shipped_g for line in lines):
        return ConsignmentStatus.RECEIVED
    if any(line.received_g for line in lines):
        return ConsignmentStatus.RECEIVED_IN_PART
    return ConsignmentStatus.REFUSED
