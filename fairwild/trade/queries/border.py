"""Questions about the papers that travel with goods, and those a border asks for."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import select

from fairwild.kernel.actors import OrganisationKind
from fairwild.kernel.refusals import NotFound
from fairwild.lots.facts import LotFacts
from fairwild.lots.queries import lot_facts
from fairwild.lots.queries.trace import origin_of
from fairwild.organisations.queries import OrganisationFacts, organisations_by_id
from fairwild.permits.facts import BorderGoods, PaperNeed, PermitFacts
from fairwild.permits.queries import permits_serving
from fairwild.permits.rules import papers_missing, papers_needed
from fairwild.species.queries import species_by_id
from fairwild.trade.facts import CarriedPaper
from fairwild.trade.queries.consignments import get_consignment
from fairwild.trade.records import Consignment, TransportPaper
from fairwild.trade.rules import papers_that_count
from fairwild.unit_of_work import Reading


def needs_of(
    reading: Reading, consignment: Consignment, lots: Iterable[LotFacts]
) -> tuple[PaperNeed, ...]:
    """List the papers these goods need for the way of a consignment (scheme.md 3.3).

    The countries of loading and delivery may add a border; those of the two houses stay one.
    """
    found = organisations_by_id(reading, [consignment.sender_id, consignment.receiver_id])
    sender, receiver = found[consignment.sender_id], found.get(consignment.receiver_id)
    from_country = consignment.from_country or sender.country
    to_country = consignment.to_country or (receiver.country if receiver else from_country)
    if from_country == to_country and receiver is not None:
        from_country, to_country = sender.country, receiver.country
    goods = _border_goods(reading, list(lots))
    return papers_needed(goods, from_country=from_country, to_country=to_country)


def _border_goods(reading: Reading, lots: Sequence[LotFacts]) -> list[BorderGoods]:
    """Name every species in the goods: a finished product is as many as went into it."""
    inside = {lot.id: _species_in(reading, lot) for lot in lots}
    species = species_by_id(reading, {one for ids in inside.values() for one in ids})
    grown = organisations_by_id(reading, {lot.operator_id for lot in lots})
    return [
        BorderGoods(
            lot=lot.number,
            species_id=species_id,
            species=species[species_id].scientific_name,
            form=lot.form,
            cites_appendix=species[species_id].cites_appendix,
            origin_country=_origin_country(grown[lot.operator_id]),
        )
        for lot in lots
        for species_id in inside[lot.id]
    ]


def _species_in(reading: Reading, lot: LotFacts) -> tuple[UUID, ...]:
    return (lot.species_id,) if lot.species_id else origin_of(reading, lot.id).species_ids


def _origin_country(operator: OrganisationFacts) -> str:
    return operator.country if operator.kind is OrganisationKind.OPERATOR else ""


def papers_carried(reading: Reading, consignment_id: UUID) -> list[CarriedPaper]:
    """List the papers that stand with a consignment."""
    query = select(TransportPaper).where(
        TransportPaper.consignment_id == consignment_id, TransportPaper.removed_at.is_(None)
    )
    with reading.session.no_autoflush:
        found = list(reading.session.scalars(query.order_by(TransportPaper.added_at)))
    return [CarriedPaper(one.kind, one.number, one.species_id, one.valid_until) for one in found]


def papers_at_hand(reading: Reading, consignment: Consignment) -> list[PermitFacts]:
    """List the papers registered by the sender that would meet what is still missing today."""
    facts = lot_facts(reading, [line.from_lot_id for line in consignment.lines])
    met = papers_that_count(papers_carried(reading, consignment.id), on=reading.today)
    missing = papers_missing(needs_of(reading, consignment, facts.values()), met)
    serving = permits_serving(reading, missing, operator_id=consignment.sender_id, on=reading.today)
    return [one for found in serving.values() for one in found]


def find_paper(reading: Reading, consignment_id: UUID, paper_id: UUID) -> TransportPaper:
    """Give a paper of a consignment to those who may see that; raises NotFound."""
    consignment = get_consignment(reading, consignment_id)
    for paper in consignment.papers:
        if paper.id == paper_id and paper.sha256:
            return paper
    raise NotFound("transport_paper")
