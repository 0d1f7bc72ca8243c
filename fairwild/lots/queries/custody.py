"""Under which certificates lots are certified, and for which of their goods a holder answers."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.areas.facts import AreaFacts
from fairwild.areas.queries import area_facts
from fairwild.certificates.facts import CertificateFacts, GoodsFacts
from fairwild.certificates.queries import certificate_facts
from fairwild.lots.facts import LotFacts
from fairwild.lots.queries.trace import origins_of
from fairwild.species.queries import species_by_id
from fairwild.unit_of_work import Reading


def held_certificates(reading: Reading, lots: Iterable[LotFacts]) -> dict[UUID, CertificateFacts]:
    """Give the certificates of these lots by id, each with its scope and history."""
    ids = {one for lot in lots if lot.certified for one in lot.certificate_ids}
    return certificate_facts(reading, ids) if ids else {}


def areas_of(reading: Reading, lots: Iterable[LotFacts]) -> dict[UUID, list[AreaFacts]]:
    """Give the areas each lot came from, by code; only a lot of several needs its trace."""
    rows = list(lots)
    joined = origins_of(reading, [lot.id for lot in rows if lot.area_id is None])
    named = {
        lot.id: (lot.area_id,) if lot.area_id else joined[lot.id].area_ids
        for lot in rows
        if lot.area_id or lot.id in joined
    }
    known = area_facts(reading, {area_id for ids in named.values() for area_id in ids})
    return {
        lot_id: sorted((known[one] for one in ids), key=lambda area: (area.code, area.id))
        for lot_id, ids in named.items()
    }


def areas_told(reading: Reading, areas: Iterable[AreaFacts]) -> list[AreaFacts]:
    """Give those of these areas that may be named: sensitive ones only to their operators."""
    return [
        area
        for area in areas
        if not area.sensitive
        or reading.allows(Action.SEE_AREA, on=Of(Party.OPERATOR, area.operator_id))
    ]


def goods_by_lot(
    reading: Reading, lots: Sequence[LotFacts], *, operator_id: UUID
) -> dict[UUID, list[GoodsFacts]]:
    """Name the goods in each lot that this operator collected, by plant and area.

    A finished product names none: what it holds was covered before it became one.
    """
    plants = [lot for lot in lots if not lot.is_product]
    names = species_by_id(reading, {lot.plant[0] for lot in plants})
    areas = areas_of(reading, plants)
    found: dict[UUID, list[GoodsFacts]] = {}
    for lot in plants:
        species_id, part = lot.plant
        name = names[species_id].scientific_name
        found[lot.id] = [
            GoodsFacts(species_id, name, part, area.id, area.code)
            for area in areas.get(lot.id, ())
            if area.operator_id == operator_id
        ]
    return found


def goods_of(reading: Reading, lots: Sequence[LotFacts], *, operator_id: UUID) -> list[GoodsFacts]:
    """Name the goods in these lots that this operator collected, each once."""
    found = goods_by_lot(reading, lots, operator_id=operator_id).values()
    return list(dict.fromkeys(one for goods in found for one in goods))
