"""When goods may leave, and how a receiver may answer. Pure: facts in, obstacles out."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from unicodedata import normalize
from uuid import UUID

from fairwild.kernel.actors import OrganisationKind
from fairwild.kernel.plants import Form
from fairwild.kernel.refusals import Obstacle
from fairwild.lots.facts import Draw, LotFacts
from fairwild.lots.rules import obstacles_to_drawing, obstacles_to_units
from fairwild.permits.facts import PaperNeed
from fairwild.permits.rules import facts_of, obstacles_at_border
from fairwild.permits.states import PermitKind
from fairwild.trade.facts import (
    AnsweredLine,
    CarriedPaper,
    CertificateStanding,
    DifferenceFacts,
    Parties,
    ReceivedLot,
)
from fairwild.trade.states import (
    AT_THE_SENDER,
    ConsignmentStatus,
    DifferenceOutcome,
    DifferenceStatus,
    PaperGap,
    ReversalStatus,
)

RECEIVING = frozenset({OrganisationKind.OPERATOR, OrganisationKind.COMPANY})
"""Who can hold goods."""

Standings = Mapping[UUID, CertificateStanding]
"""Certificates by id, as they stand at the instant of the deed."""


def obstacles_to_selling(lot: LotFacts, standings: Standings) -> Iterator[Obstacle]:
    """Say why a lot may not be sold now: it is a sample, or not certified any more (rule R09).

    Only the certificate's own holder needs it at that instant: what somebody bought while it
    was in force stays what it is.
    """
    if Form.SAMPLE in {lot.form, lot.packed_form}:
        yield Obstacle("samples-are-not-sold", {"lot": lot.number}, at="lines")
    for certificate_id in lot.certificate_ids if lot.certified else ():
        held = standings[certificate_id]
        if held.holder_id == lot.holder_id and not held.in_force:
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
        yield from obstacles_to_units(draw.lot, [draw.wanted_g])
        yield from obstacles_to_selling(draw.lot, standings)


def obstacles_to_naming(email: str, own_addresses: Collection[str]) -> Iterator[Obstacle]:
    """Say that a receiver cannot be reached where the sender is: it would answer itself."""
    if email in {one.strip().lower() for one in own_addresses}:
        yield Obstacle("receiver-address-is-own", {"email": email}, at="email")


def obstacles_to_answering(status: ConsignmentStatus) -> Iterator[Obstacle]:
    """Say why a consignment cannot be answered any more."""
    if status in AT_THE_SENDER:
        yield Obstacle("consignment-not-under-way", {"status": status})
    elif status is not ConsignmentStatus.SHIPPED:
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
    short = [line for line in lines if line.received_g < line.shipped_g]
    if any(not (line.reason.strip() or reason.strip()) for line in short):
        yield Obstacle("difference-without-reason", at="reason")


def outcome_of(lines: Sequence[AnsweredLine]) -> ConsignmentStatus:
    """Name the answer: whole, part or refused."""
    if all(line.received_g == line.shipped_g for line in lines):
        return ConsignmentStatus.RECEIVED
    if any(line.received_g for line in lines):
        return ConsignmentStatus.RECEIVED_IN_PART
    return ConsignmentStatus.REFUSED


def compared(number: str) -> str | None:
    """Give a number of a paper as it is compared: no blanks, capital letters; None for none."""
    return "".join(number.split()).upper() or None


def same_paper(number: str) -> str:
    """Give the number of an authority's paper as it is recognised: the letters and digits in it."""
    unseen = "\u115f\u1160"
    plain = normalize("NFKC", normalize("NFKC", number).casefold())
    return "".join(one for one in plain if one.isalnum() and one not in unseen)


def obstacles_to_numbers(
    *, invoice_number: str, invoice_of: str, waybill_number: str, waybill_of: str
) -> Iterator[Obstacle]:
    """Say which number the sender has used already, and for which consignment (rule R10)."""
    if invoice_of:
        facts = {"invoice": invoice_number, "consignment": invoice_of}
        yield Obstacle("invoice-number-taken", facts, at="invoice_number")
    if waybill_of:
        facts = {"waybill": waybill_number, "consignment": waybill_of}
        yield Obstacle("waybill-number-taken", facts, at="waybill_number")


def obstacles_to_changing(status: ConsignmentStatus) -> Iterator[Obstacle]:
    """Say why what goes can no longer be changed."""
    if status is not ConsignmentStatus.PREPARED:
        yield Obstacle("consignment-not-prepared", {"status": status})


def obstacles_to_adding_paper(
    status: ConsignmentStatus, *, issued_on: date | None, last_day: date | None
) -> Iterator[Obstacle]:
    """Say why a paper cannot be put with a consignment; it may come after the goods have left."""
    if status is ConsignmentStatus.DROPPED:
        yield Obstacle("consignment-not-prepared", {"status": status})
    if issued_on is not None and last_day is not None and last_day < issued_on:
        yield Obstacle("paper-ends-before-it-begins", at="valid_until")


Papers = Mapping[tuple[PermitKind, UUID], Sequence[CarriedPaper]]
"""Papers that count at a border, by kind and plant."""


def obstacles_to_border(
    needs: Sequence[PaperNeed], carried: Iterable[CarriedPaper], *, on: date
) -> Iterator[Obstacle]:
    """Say which papers are missing before goods can leave, and which do not cover their weight.

    A CITES paper is good for one shipment and for the weight on it (scheme.md 3.3); one for
    several shipments is good for what did not go out under its number before.
    """
    papers = papers_that_count(carried, on=on)
    yield from obstacles_at_border(needs, papers)
    for need in needs:
        for paper in papers_too_small(need, papers):
            yield _shortage(need, paper)


def papers_that_count(carried: Iterable[CarriedPaper], *, on: date) -> Papers:
    """Give the papers that count at a border by kind and plant, each number once.

    One that ran out, or that names no plant, is none.
    """
    known = {kind.value for kind in PermitKind}
    found: dict[tuple[PermitKind, UUID], dict[str, CarriedPaper]] = {}
    for paper in carried:
        number, good = same_paper(paper.number), paper.last_day is None or paper.last_day >= on
        if good and number and paper.species_id and paper.kind in known:
            key = PermitKind(paper.kind), paper.species_id
            found.setdefault(key, {}).setdefault(number, paper)
    return {key: tuple(papers.values()) for key, papers in found.items()}


def papers_wanted(needs: Iterable[PaperNeed], papers: Papers) -> list[PaperNeed]:
    """List the needs for which a paper, or another one, is still wanted."""
    return [
        need
        for need in needs
        if (need.kind, need.species_id) not in papers or papers_too_small(need, papers)
    ]


def papers_too_small(need: PaperNeed, papers: Papers) -> Sequence[CarriedPaper]:
    """Give the papers for a need where all of them together do not cover its weight."""
    found = papers.get((need.kind, need.species_id), ())
    covered_g = sum(paper.covers(need.mass_g) for paper in found)
    return () if covered_g >= need.mass_g and not all(one.spent for one in found) else found


def _shortage(need: PaperNeed, paper: CarriedPaper) -> Obstacle:
    facts = {**facts_of(need), "number": paper.number}
    went = {"consignments": ", ".join(one.consignment for one in paper.uses)}
    if paper.spent:
        return Obstacle(PaperGap.USED_BEFORE, {**facts, **went}, at="papers")
    facts["limit_g"] = paper.limit_g
    if not paper.uses:
        return Obstacle(PaperGap.FOR_LESS, facts, at="papers")
    return Obstacle(PaperGap.PARTLY_USED, {**facts, **went, "used_g": paper.used_g}, at="papers")


def obstacles_to_calling_back(status: ConsignmentStatus, *, reason: str) -> Iterator[Obstacle]:
    """Say why a sender cannot call goods back: only before they are answered, with a reason."""
    if status is not ConsignmentStatus.SHIPPED:
        yield Obstacle("consignment-not-under-way", {"status": status})
    if not reason.strip():
        yield Obstacle("call-back-without-reason", at="reason")


def obstacles_to_proposing(
    difference: DifferenceFacts, outcome: DifferenceOutcome | None = None
) -> Iterator[Obstacle]:
    """Say why nobody can say what became of a difference, or not this."""
    if difference.status is DifferenceStatus.SETTLED:
        yield Obstacle("difference-settled", {"missing_g": difference.missing_g})
    gone = outcome in {DifferenceOutcome.LOST, DifferenceOutcome.WEIGHED_WRONGLY}
    if gone and difference.returned.available_g < difference.missing_g:
        facts = {"lot": difference.returned.number, "missing_g": difference.missing_g}
        left = {"available_g": difference.returned.available_g}
        yield Obstacle("difference-lot-used", {**facts, **left}, at="outcome")


def obstacles_to_settling(
    difference: DifferenceFacts, outcome: DifferenceOutcome | None, *, side_id: UUID
) -> Iterator[Obstacle]:
    """Say why this side cannot confirm: one proposes, the other confirms."""
    yield from obstacles_to_proposing(difference, outcome)
    if difference.status is DifferenceStatus.OPEN:
        yield Obstacle("nothing-proposed")
    elif difference.proposed_for_id == side_id:
        yield Obstacle("other-side-confirms")


REVERSIBLE = frozenset({ConsignmentStatus.RECEIVED, ConsignmentStatus.RECEIVED_IN_PART})
"""What was received can be taken back; what was refused is back already."""


def obstacles_to_reversing(
    status: ConsignmentStatus, received: Sequence[ReceivedLot]
) -> Iterator[Obstacle]:
    """Say what stands in the way of taking back what was received: above all, what was done to it.

    After an onward sale or any other draw on a received lot nothing is reversed, nor once labels
    were made for it: they would go on saying what the receiver holds.
    """
    if status not in REVERSIBLE:
        yield Obstacle("consignment-not-received", {"status": status})
    for one in received:
        for kind, at in one.drawn_by:
            facts = {"lot": one.lot.number, "movement": kind, "at": at}
            yield Obstacle("received-lot-drawn-on", facts)
        if one.lot.holds:
            yield Obstacle("received-lot-on-hold", {"lot": one.lot.number, "at": one.held_at})
        if one.lot.labels:
            yield Obstacle("labels-printed", {"lot": one.lot.number, "count": one.lot.labels})


def obstacles_to_asking(
    status: ConsignmentStatus, received: Sequence[ReceivedLot], *, asked: bool, reason: str
) -> Iterator[Obstacle]:
    """Say what stands against asking the other side to reverse a consignment."""
    yield from obstacles_to_reversing(status, received)
    if asked:
        yield Obstacle("reversal-already-asked")
    if not reason.strip():
        yield Obstacle("reversal-without-reason", at="reason")


def obstacles_to_deciding(
    status: ReversalStatus, *, asked_for_id: UUID, side_id: UUID
) -> Iterator[Obstacle]:
    """Say why this side cannot agree to a reversal or decline it: the other one has to."""
    yield from _obstacles_to_ended(status)
    if status is ReversalStatus.ASKED and asked_for_id == side_id:
        yield Obstacle("other-side-confirms")


def obstacles_to_withdrawing(
    status: ReversalStatus, *, asked_for_id: UUID, side_id: UUID
) -> Iterator[Obstacle]:
    """Say why this side cannot withdraw a reversal: only who asked may, until it is answered."""
    yield from _obstacles_to_ended(status)
    if status is ReversalStatus.ASKED and asked_for_id != side_id:
        yield Obstacle("reversal-not-asked-by-you")


def _obstacles_to_ended(status: ReversalStatus) -> Iterator[Obstacle]:
    if status is ReversalStatus.WITHDRAWN:
        yield Obstacle("reversal-withdrawn")
    elif status is not ReversalStatus.ASKED:
        yield Obstacle("reversal-already-answered", {"status": status})
