"""Questions about single lots: their facts, by id, number or code."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select

from fairwild.access.actions import Action
from fairwild.kernel.codes import read_code
from fairwild.kernel.refusals import NotFound
from fairwild.lots.facts import LotFacts
from fairwild.lots.queries.certified import certificates_of, certificates_of_blends
from fairwild.lots.records import Lot, PackedUnit
from fairwild.species.queries import species_by_id
from fairwild.unit_of_work import Reading, visible_to

STORED = tuple(
    one.name for one in fields(LotFacts) if one.name not in {"species", "certificate_ids"}
)
"""The columns of a lot that are its facts."""


def facts_of(lot: Lot, *, species: str = "", certificate_ids: tuple[UUID, ...] = ()) -> LotFacts:
    """Give the plain facts of a lot; the name of its species where it is at hand.

    The certificates of a blend stand beside the lot: `facts_by_id` reads them.
    """
    stored = {name: getattr(lot, name) for name in STORED}
    return LotFacts(**stored, species=species, certificate_ids=certificate_ids)


def facts_by_id(reading: Reading, lots: Iterable[Lot]) -> dict[UUID, LotFacts]:
    """Give the facts of these lots by id with their certificates, without the names of species."""
    rows = list(lots)
    certificates = certificates_of(reading, rows)
    return {lot.id: facts_of(lot, certificate_ids=certificates.get(lot.id, ())) for lot in rows}


def facts_with_species(reading: Reading, lots: Iterable[Lot]) -> dict[UUID, LotFacts]:
    """Give the facts of these lots by id, each with the name of its species."""
    rows = list(lots)
    species = species_by_id(reading, {lot.species_id for lot in rows if lot.species_id})
    names = {species_id: one.scientific_name for species_id, one in species.items()}
    certificates = certificates_of(reading, rows)
    return {
        lot.id: facts_of(
            lot,
            species=names[lot.species_id] if lot.species_id else lot.product,
            certificate_ids=certificates.get(lot.id, ()),
        )
        for lot in rows
    }


def facts_of_rows(reading: Reading, rows: Iterable[Mapping[str, Any]]) -> dict[UUID, LotFacts]:
    """Give the facts of lots by id with the names of species; a row is by the names of `STORED`."""
    stored = list(rows)
    species = species_by_id(reading, {one["species_id"] for one in stored} - {None})
    names = {species_id: one.scientific_name for species_id, one in species.items()}
    blended = [one["id"] for one in stored if one["certified"] and not one["certificate_id"]]
    certificates = certificates_of_blends(reading, blended)
    return {
        one["id"]: LotFacts(
            **one,
            species=names[one["species_id"]] if one["species_id"] else one["product"],
            certificate_ids=tuple(certificates.get(one["id"], ())),
        )
        for one in stored
    }


def get_lot(reading: Reading, lot_id: UUID) -> Lot:
    """Give one lot the actor may see; raises NotFound."""
    return reading.get(Lot, lot_id)


def find_lot_by_number_or_code(reading: Reading, text: str) -> Lot | None:
    """Give the lot of a number or a code as a person typed it, if the actor may see it."""
    typed = text.strip()
    by_number = Lot.number.in_({typed, typed.upper()})  # by the index, as numbers are written
    code = read_code(typed)
    condition = by_number if code is None else by_number | (Lot.code == code)
    return reading.session.scalar(reading.visible(Lot).where(condition).limit(1))


def find_lot_id(reading: Reading, text: str) -> UUID | None:
    """Give the id of the lot of a number, its code or that of one of its packs.

    Who asks must ask for permission next.
    """
    code = read_code(text)
    condition: ColumnElement[bool] = Lot.number.in_({text.strip(), text.strip().upper()})
    if code is not None:
        packed = select(PackedUnit.lot_id).where(PackedUnit.code == code)
        condition = condition | (Lot.code == code) | Lot.id.in_(packed)
    return reading.session.scalar(select(Lot.id).where(condition).limit(1))


def find_lot_facts_by_code(reading: Reading, code: str) -> LotFacts | None:
    """Give the facts of the lot with this code, for the public page; nobody is asked."""
    found = reading.session.scalars(select(Lot).where(Lot.code == code)).all()
    return next(iter(facts_with_species(reading, found).values()), None)


def lot_facts(reading: Reading, ids: Iterable[UUID]) -> dict[UUID, LotFacts]:
    """Give the facts of these lots for other rooms; nobody is asked for permission."""
    found = reading.session.scalars(select(Lot).where(Lot.id.in_(set(ids))))
    return facts_with_species(reading, found)


def get_lot_facts(reading: Reading, lot_id: UUID) -> LotFacts:
    """Give the facts of one lot for other rooms; raises NotFound where there is none."""
    found = lot_facts(reading, [lot_id])
    if lot_id not in found:
        raise NotFound("lot")
    return found[lot_id]


def visible_among(reading: Reading, ids: Iterable[UUID]) -> frozenset[UUID]:
    """Give those of these lots that the actor may open."""
    own = visible_to(reading.actor, Lot, Action.SEE_LOT)
    wanted = sorted(set(ids))
    found: set[UUID] = set()
    for start in range(0, len(wanted), 500):
        some = select(Lot.id).where(own, Lot.id.in_(wanted[start : start + 500]))
        found.update(reading.session.scalars(some))
    return frozenset(found)
