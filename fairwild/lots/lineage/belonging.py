"""What lots of a lineage belong to: collection areas and groups of harvesters, and the search."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select

from fairwild.access.actions import Action
from fairwild.areas.facts import AreaFacts
from fairwild.areas.queries import area_facts
from fairwild.harvesters.queries import harvester_ids_of_number, villages_of
from fairwild.kernel.codes import read_code
from fairwild.lots.lineage.facts import Belonging, Lineage, Sight
from fairwild.lots.queries.custody import areas_told
from fairwild.lots.queries.walking import in_pieces
from fairwild.lots.records import Receipt
from fairwild.unit_of_work import Reading, visible_to


def with_belonging(reading: Reading, lineage: Lineage) -> Lineage:
    """Say of every lot from which areas and groups of harvesters it came, as one may know it."""
    return replace(
        lineage,
        areas=areas_of_lots(reading, lineage),
        groups=villages_of_lots(reading, lineage),
    )


def areas_of_lots(reading: Reading, lineage: Lineage) -> Belonging:
    """Say by code from which areas each lot came, as far as the viewer may know the lots."""
    known = _areas(reading, lineage)
    start = {
        lot.id: frozenset({known[lot.area_id].code})
        for lot in lineage.lots.values()
        if lot.area_id in known
    }
    return carried_on(lineage, start)


def _areas(reading: Reading, lineage: Lineage) -> dict[UUID, AreaFacts]:
    ids = {
        lot.area_id
        for lot in lineage.lots.values()
        if lot.area_id and lineage.sights[lot.id] is not Sight.NAMED
    }
    known = area_facts(reading, ids) if ids else {}
    return {area.id: area for area in areas_told(reading, known.values())}


def villages_of_lots(reading: Reading, lineage: Lineage) -> Belonging:
    """Say from the harvesters of which villages each lot came, to those who may see receipts."""
    sold = _harvesters(reading, lineage)
    names = villages_of(reading, {one for many in sold.values() for one in many})
    start = {
        lot_id: frozenset(names[one] for one in many if one in names)
        for lot_id, many in sold.items()
    }
    return carried_on(lineage, {lot_id: names for lot_id, names in start.items() if names})


def _harvesters(reading: Reading, lineage: Lineage) -> dict[UUID, set[UUID]]:
    own = visible_to(reading.actor, Receipt, Action.SEE_RECEIPT)
    made = {movement.seq for movement in lineage.upstream if not movement.inputs}
    made.add(lineage.focus.made_by)
    lot_ids = sorted(lot.id for lot in lineage.lots.values() if lot.made_by in made)
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for piece in in_pieces(lot_ids):
        query = select(Receipt.lot_id, Receipt.harvester_id).distinct()
        stands = query.where(own, Receipt.lot_id.in_(piece), Receipt.reversed_at.is_(None))
        for lot_id, harvester_id in reading.session.execute(stands):
            found[lot_id].add(harvester_id)
    return found


def carried_on(lineage: Lineage, start: Belonging) -> dict[UUID, frozenset[str]]:
    """Give every lot what it began with, and else all that the lots it was made of belong to."""
    carried = dict(start)
    for movement in sorted(lineage.movements, key=lambda one: one.seq):
        names: frozenset[str] = frozenset().union(
            *(carried.get(lot_id, frozenset()) for lot_id, _ in movement.inputs)
        )
        for lot_id, _ in movement.outputs:
            if names and lot_id not in start:
                carried[lot_id] = names
    return carried


def found_in(reading: Reading, lineage: Lineage, text: str) -> frozenset[UUID]:
    """Give the lots that a search for a number, a code, an area or a harvester's number means.

    A part of a number is enough; harvesters are found by those who may see their receipts.
    """
    typed = text.strip().casefold()
    if not typed:
        return frozenset()
    code = read_code(text)
    found = {
        lot.id
        for lot in lineage.lots.values()
        if typed in lot.number.casefold() or (code and lot.code == code)
    }
    return frozenset(found | _in_areas(reading, lineage, typed) | _sold_by(reading, lineage, text))


def _in_areas(reading: Reading, lineage: Lineage, typed: str) -> set[UUID]:
    meant = {
        area.id
        for area in _areas(reading, lineage).values()
        if typed == area.code.casefold() or typed in area.name.casefold()
    }
    return {lot.id for lot in lineage.lots.values() if lot.area_id in meant}


def _sold_by(reading: Reading, lineage: Lineage, text: str) -> set[UUID]:
    ids = harvester_ids_of_number(reading, text)
    if not ids:
        return set()
    own = visible_to(reading.actor, Receipt, Action.SEE_RECEIPT)
    query = select(Receipt.lot_id).where(own, Receipt.harvester_id.in_(ids))
    return _within(lineage, reading.session.scalars(query.distinct()))


def _within(lineage: Lineage, ids: Iterable[UUID]) -> set[UUID]:
    return {lot_id for lot_id in ids if lot_id in lineage.lots}
