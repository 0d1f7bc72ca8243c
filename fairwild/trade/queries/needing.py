"""Questions about what goods are at a border, and which papers they need on their way."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from fairwild.kernel.actors import OrganisationKind
from fairwild.lots.facts import Draw, LotFacts
from fairwild.lots.queries import lot_facts, operators_inside, species_inside
from fairwild.organisations.queries import OrganisationFacts, organisations_by_id
from fairwild.permits.facts import BorderGoods, PaperNeed
from fairwild.permits.rules import papers_needed
from fairwild.species.queries import species_by_id
from fairwild.trade.records import Consignment
from fairwild.unit_of_work import Reading

Load = tuple[Consignment, Sequence[Draw]]
"""A consignment with what is to go or went of each lot."""


@dataclass(frozen=True)
class _Known:
    """What is to be known of goods before a border may be asked."""

    inside: Mapping[UUID, tuple[UUID, ...]]
    names: Mapping[UUID, str]
    appendices: Mapping[UUID, str]
    houses: Mapping[UUID, OrganisationFacts]
    collectors: Mapping[UUID, Mapping[UUID, frozenset[UUID]]]


def needs_of(
    reading: Reading, consignment: Consignment, draws: Iterable[Draw]
) -> tuple[PaperNeed, ...]:
    """List the papers these goods need for the way of a consignment (scheme.md 3.3).

    The countries of loading and delivery may add a border; those of the two houses stay one.
    """
    [needs] = needs_of_each(reading, [(consignment, list(draws))])
    return needs


def needs_of_each(reading: Reading, loads: Sequence[Load]) -> list[tuple[PaperNeed, ...]]:
    """List the papers every load needs, in their order, with as many questions as for one."""
    known = _known_of(reading, loads)
    return [_needs(known, consignment, draws) for consignment, draws in loads]


def goods_of_each(reading: Reading, loads: Sequence[Load]) -> list[list[BorderGoods]]:
    """Name every species in every load: a finished product is as many as went into it."""
    known = _known_of(reading, loads)
    return [_goods(known, draws) for _, draws in loads]


def _known_of(reading: Reading, loads: Sequence[Load]) -> _Known:
    lots = {draw.lot.id: draw.lot for _, draws in loads for draw in draws}
    inside = species_inside(reading, lots.values())
    species = species_by_id(reading, {one for ids in inside.values() for one in ids})
    appendices = {one.id: one.cites_appendix for one in species.values()}
    collectors = operators_inside(reading, _joined(lots.values(), inside, appendices))
    houses = {lot.operator_id for lot in lots.values()}
    houses |= {one for made in collectors.values() for ids in made.values() for one in ids}
    for consignment, _ in loads:
        houses |= {consignment.sender_id, consignment.receiver_id}
    return _Known(
        inside=inside,
        names={one.id: one.scientific_name for one in species.values()},
        appendices=appendices,
        houses=organisations_by_id(reading, houses),
        collectors=collectors,
    )


def _joined(
    lots: Iterable[LotFacts],
    inside: Mapping[UUID, tuple[UUID, ...]],
    appendices: Mapping[UUID, str],
) -> list[UUID]:
    """Give the blends with a listed plant in them: what is of no area and season was joined."""
    return sorted(
        lot.id
        for lot in lots
        if lot.area_id is None
        and lot.season is None
        and any(appendices[one] for one in inside[lot.id])
    )


def _needs(known: _Known, consignment: Consignment, draws: Sequence[Draw]) -> tuple[PaperNeed, ...]:
    sender = known.houses[consignment.sender_id]
    receiver = known.houses.get(consignment.receiver_id)
    from_country = consignment.from_country or sender.country
    to_country = consignment.to_country or (receiver.country if receiver else from_country)
    if from_country == to_country and receiver is not None:
        from_country, to_country = sender.country, receiver.country
    return papers_needed(_goods(known, draws), from_country=from_country, to_country=to_country)


def _goods(known: _Known, draws: Sequence[Draw]) -> list[BorderGoods]:
    return [
        BorderGoods(
            lot=draw.lot.number,
            species_id=species_id,
            species=known.names[species_id],
            form=draw.lot.form,
            cites_appendix=known.appendices[species_id],
            origin_countries=_origins(known, draw.lot, species_id),
            mass_g=draw.wanted_g,
        )
        for draw in draws
        for species_id in known.inside[draw.lot.id]
    ]


def _origins(known: _Known, lot: LotFacts, species_id: UUID) -> frozenset[str]:
    """Say in which countries a plant of a lot grew: where those work who collected it."""
    collectors = known.collectors.get(lot.id, {}).get(species_id) or {lot.operator_id}
    houses = (known.houses[one] for one in collectors)
    return frozenset(one.country for one in houses if one.kind is OrganisationKind.OPERATOR)


def draws_of(reading: Reading, consignment: Consignment) -> list[Draw]:
    """Give the lots of a consignment with the grams that are to go or went of each."""
    [(_, draws)] = loads_of(reading, [consignment])
    return list(draws)


def loads_of(reading: Reading, consignments: Iterable[Consignment]) -> list[Load]:
    """Give consignments that were read with their lines, with what is to go or went in them."""
    loads = list(consignments)
    facts = lot_facts(reading, [line.from_lot_id for one in loads for line in one.lines])
    return [
        (one, [Draw(facts[line.from_lot_id], line.shipped_g) for line in one.lines])
        for one in loads
    ]
