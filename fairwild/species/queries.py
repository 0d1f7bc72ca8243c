"""Questions about species and how much collection they can bear."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import contains_eager

from fairwild.kernel.periods import Period
from fairwild.kernel.plants import PlantPart
from fairwild.species import rules
from fairwild.species.facts import PlantNames, RiskFacts
from fairwild.species.records import RiskClassification, Species
from fairwild.species.states import RiskClass, RiskFactor
from fairwild.store.paging import Cursor, Page, page_of
from fairwild.unit_of_work import Reading


def list_species(reading: Reading) -> list[Species]:
    """List every species by its scientific name."""
    return list(reading.session.scalars(reading.visible(Species).order_by(Species.scientific_name)))


def page_of_species(reading: Reading, cursor: Cursor) -> Page[Species]:
    """Give one page of the species, by code from Z to A."""
    return page_of(reading.session, reading.visible(Species), [Species.code, Species.id], cursor)


def get_species(reading: Reading, species_id: UUID) -> Species:
    """Give one species; raises NotFound."""
    return reading.get(Species, species_id)


def species_by_id(reading: Reading, ids: Iterable[UUID]) -> dict[UUID, Species]:
    """Give the species of these ids, for everybody: names of plants are public."""
    found = reading.session.scalars(select(Species).where(Species.id.in_(set(ids))))
    return {species.id: species for species in found}


def plants_named(reading: Reading, ids: Iterable[UUID] | None = None) -> list[PlantNames]:
    """Say how every registered plant, or each of these, is called; names of plants are public."""
    columns = (Species.scientific_name, Species.synonyms, Species.common_names)
    query = select(*columns).order_by(Species.scientific_name)
    rows = reading.session.execute(query if ids is None else query.where(Species.id.in_(set(ids))))
    return [PlantNames(name, tuple(old), tuple(called.values())) for name, old, called in rows]


def find_same(reading: Reading, *, code: str, scientific_name: str) -> list[Species]:
    """List the species that already have this code or this name."""
    same = or_(Species.code == code, Species.scientific_name == scientific_name)
    return list(reading.session.scalars(select(Species).where(same)))


def risk_facts(row: RiskClassification) -> RiskFacts:
    """Say of a classification what rules need."""
    return RiskFacts(
        id=row.id,
        species_id=row.species_id,
        part=row.part,
        country=row.country,
        risk_class=row.risk_class,
        factors=tuple(RiskFactor(one) for one in row.factors),
        document=row.document,
        said=Period(row.valid_from, row.valid_until),
        ceased_on=row.ceased_on,
        superseded=row.superseded_by_id is not None,
    )


def _classifications() -> Select[RiskClassification]:
    order = (RiskClassification.valid_from.desc(), RiskClassification.classified_at.desc())
    return select(RiskClassification).order_by(*order, RiskClassification.id)


def said_of(
    reading: Reading, *, species_id: UUID, part: PlantPart, country: str
) -> list[RiskFacts]:
    """List everything the scheme owner ever said of one species, part and country."""
    wanted = _classifications().where(
        RiskClassification.species_id == species_id,
        RiskClassification.part == part,
        RiskClassification.country == country,
    )
    return [risk_facts(row) for row in reading.session.scalars(wanted)]


def risk_on(
    reading: Reading, *, species_id: UUID, part: PlantPart, country: str, on: date
) -> RiskFacts | None:
    """Give the risk class of a species, part and country that holds on a day, if there is one."""
    return risks_on(reading, [(species_id, part)], country=country, on=on).get((species_id, part))


def risks_on(
    reading: Reading, goods: Iterable[tuple[UUID, PlantPart]], *, country: str, on: date
) -> dict[tuple[UUID, PlantPart], RiskFacts]:
    """Give the risk class of each of these goods in a country on a day; without one it is left out.

    Classes are public: nobody is asked. One question for all of them.
    """
    asked = {(*one, country) for one in goods}
    return {one[:2]: facts for one, facts in risks_by_country(reading, asked, on=on).items()}


def risks_by_country(
    reading: Reading, goods: Iterable[tuple[UUID, PlantPart, str]], *, on: date
) -> dict[tuple[UUID, PlantPart, str], RiskFacts]:
    """Give the risk class of goods, each in its country, on a day; without one it is left out.

    Classes are public: nobody is asked. One question for all goods and countries.
    """
    wanted = set(goods)
    if not wanted:
        return {}
    rows = reading.session.scalars(
        _classifications().where(
            RiskClassification.species_id.in_({species_id for species_id, _, _ in wanted}),
            RiskClassification.country.in_({country for _, _, country in wanted}),
            RiskClassification.valid_from <= on,
        )
    )
    said: dict[tuple[UUID, PlantPart, str], list[RiskFacts]] = {}
    for row in rows:
        said.setdefault((row.species_id, row.part, row.country), []).append(risk_facts(row))
    found = {one: rules.in_force(said.get(one, []), on=on) for one in wanted}
    return {one: facts for one, facts in found.items() if facts is not None}


def classed_since(
    reading: Reading, goods: Collection[tuple[UUID, PlantPart, str]], start: datetime
) -> list[tuple[str, str]]:
    """Name the species and document of every class given to these goods since a moment.

    Goods are species, part and country. Classes are public: nobody is asked.
    """
    found = reading.session.scalars(
        _classifications()
        .join(RiskClassification.species)
        .options(contains_eager(RiskClassification.species))
        .where(
            RiskClassification.classified_at >= start,
            RiskClassification.species_id.in_({species_id for species_id, _, _ in goods}),
        )
    )
    return [
        (row.species.scientific_name, row.document)
        for row in found
        if (row.species_id, row.part, row.country) in goods
    ]


def classifications_of(reading: Reading, species_id: UUID) -> list[RiskClassification]:
    """List the classifications of a species, the newest first."""
    visible = reading.visible(RiskClassification).where(RiskClassification.species_id == species_id)
    order = (RiskClassification.valid_from.desc(), RiskClassification.classified_at.desc())
    return list(reading.session.scalars(visible.order_by(*order, RiskClassification.id)))


def page_of_classifications(
    reading: Reading, cursor: Cursor, species_id: UUID
) -> Page[RiskClassification]:
    """Give one page of the classifications of a species, those that begin last first."""
    query = reading.visible(RiskClassification).where(RiskClassification.species_id == species_id)
    order = [RiskClassification.valid_from, RiskClassification.id]
    return page_of(reading.session, query, order, cursor)


def get_classification(reading: Reading, classification_id: UUID) -> RiskClassification:
    """Give one classification with its species; raises NotFound."""
    row = reading.get(RiskClassification, classification_id)
    reading.session.refresh(row, ["species"])
    return row


@dataclass(frozen=True)
class RiskFilter:
    """Which classifications to list; what is empty matters not."""

    risk_class: RiskClass | None = None
    country: str = ""
    ended_too: bool = False


def list_classifications(reading: Reading, wanted: RiskFilter) -> list[RiskClassification]:
    """List the classifications with their species, by its name; those that are over on demand."""
    query = reading.visible(RiskClassification).join(RiskClassification.species)
    query = query.options(contains_eager(RiskClassification.species))
    if wanted.risk_class is not None:
        query = query.where(RiskClassification.risk_class == wanted.risk_class)
    if wanted.country:
        query = query.where(RiskClassification.country == wanted.country)
    if not wanted.ended_too:
        until, ceased = RiskClassification.valid_until, RiskClassification.ceased_on
        query = query.where(or_(until.is_(None), until > reading.today))
        query = query.where(or_(ceased.is_(None), ceased > reading.today))
    order = (RiskClassification.part, RiskClassification.country, RiskClassification.valid_from)
    return list(
        reading.session.scalars(
            query.order_by(Species.scientific_name, *order, RiskClassification.id)
        )
    )
