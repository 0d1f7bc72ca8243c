"""Questions about harvesters."""

import json
from collections.abc import Iterable
from dataclasses import fields
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, func, or_, select
from sqlalchemy.orm import selectinload

from fairwild.areas.queries import areas_of, target_species_of
from fairwild.harvesters import rules
from fairwild.harvesters.catalogue import minimum_age_years
from fairwild.harvesters.facts import HarvesterFacts, Known, Likeness
from fairwild.harvesters.records import Harvester, HarvesterArea
from fairwild.kernel.codes import read_code
from fairwild.kernel.periods import Period
from fairwild.kernel.refusals import NotFound
from fairwild.store.paging import Cursor, Page, page_of
from fairwild.unit_of_work import Reading

ORDERS = {
    "name": Harvester.search_name,
    "number": Harvester.local_id,
    "village": Harvester.village,
    "since": Harvester.registered_from,
}
_ALLOWED = (selectinload(Harvester.areas), selectinload(Harvester.species))


def facts_of(row: Harvester) -> HarvesterFacts:
    """Give what the buying point knows of a harvester."""
    return HarvesterFacts(
        id=row.id,
        operator_id=row.operator_id,
        local_id=row.local_id,
        card_code=row.card_code,
        name=row.name,
        registered=Period(row.registered_from, row.registered_until),
        area_ids=frozenset(allowed.area_id for allowed in row.areas),
        species_ids=frozenset(allowed.species_id for allowed in row.species),
        village=row.village,
    )


def said_of(row: Harvester) -> dict[str, Any]:
    """Give what the register says of somebody, by the names a change is ordered with."""
    facts = facts_of(row)
    plain = ("name", "sex", "birth_year", "village", "phone", "other_ids")
    return {name: getattr(row, name) for name in plain} | {
        "registered_from": row.registered_from,
        "registered_until": row.registered_until,
        "area_ids": facts.area_ids,
        "species_ids": facts.species_ids,
    }


def find_harvester(reading: Reading, harvester_id: UUID) -> Harvester | None:
    """Give a harvester the actor may see, with areas and species allowed, if there is one."""
    query = reading.visible(Harvester).where(Harvester.id == harvester_id)
    return reading.session.scalar(query.options(*_ALLOWED))


def find_harvester_facts(reading: Reading, harvester_id: UUID) -> HarvesterFacts | None:
    """Give the facts of a harvester the actor may see, if there is one."""
    row = find_harvester(reading, harvester_id)
    return facts_of(row) if row is not None else None


def get_harvester(reading: Reading, harvester_id: UUID) -> Harvester:
    """Give a harvester with areas and species allowed; raises NotFound."""
    row = find_harvester(reading, harvester_id)
    if row is None:
        raise NotFound("harvester")
    return row


def harvester_names(reading: Reading, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Give the names of these harvesters, of those the actor may see."""
    found = reading.session.scalars(reading.visible(Harvester).where(Harvester.id.in_(set(ids))))
    return {row.id: row.name for row in found}


def villages_of(reading: Reading, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Give the villages of these harvesters, of those the actor may see."""
    found: dict[UUID, str] = {}
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), 500):
        some = Harvester.id.in_(wanted[start : start + 500])
        for row in reading.session.scalars(reading.visible(Harvester).where(some)):
            found[row.id] = row.village
    return found


def harvester_ids_of_number(reading: Reading, text: str) -> list[UUID]:
    """Give the harvesters an operator calls by this number, of those the actor may see."""
    same = func.lower(Harvester.local_id) == text.strip().lower()
    return [row.id for row in reading.session.scalars(reading.visible(Harvester).where(same))]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _is_exactly(text: str) -> ColumnElement[bool]:
    """Match a card, the local number or one of the other numbers as typed."""
    code = read_code(text)
    exact = [func.lower(Harvester.local_id) == text.lower()]
    if code:
        exact.append(Harvester.card_code == code)
    if any(sign.isdigit() for sign in text):  # reading every JSON list is slow; names need none
        numbers = cast(Harvester.other_ids, String)
        exact.append(numbers.contains(json.dumps(text), autoescape=True))
    return or_(*exact)


def _has_words(words: list[str]) -> ColumnElement[bool]:
    matches = (Harvester.search_name.like(f"%{_escaped(one)}%", escape="\\") for one in words)
    return and_(*matches)


def _matching(query: Select[Harvester], text: str) -> Select[Harvester]:
    words = rules.folded(text).split()
    if not words:
        return query
    return query.where(or_(_is_exactly(text.strip()), _has_words(words)))


def search_harvesters(
    reading: Reading, operator_id: UUID, text: str, limit: int = 20
) -> list[HarvesterFacts]:
    """Find harvesters by card, number or any words of the name; the surest first."""
    folded = rules.folded(text)
    if not folded:
        return []
    rank = case(
        (_is_exactly(text.strip()), 0),
        (Harvester.search_name.like(f"{_escaped(folded)}%", escape="\\"), 1),
        else_=2,
    )
    query = _matching(_of_operator(reading, operator_id), text).options(*_ALLOWED)
    ordered = query.order_by(rank, Harvester.search_name, Harvester.id).limit(limit)
    return [facts_of(row) for row in reading.session.scalars(ordered)]


def _of_operator(reading: Reading, operator_id: UUID) -> Select[Harvester]:
    return reading.visible(Harvester).where(Harvester.operator_id == operator_id)


def find_by_card(reading: Reading, operator_id: UUID, code: str) -> HarvesterFacts | None:
    """Find the harvester whose card carries this code, however it was typed."""
    card = read_code(code)
    if card is None:
        return None
    query = _of_operator(reading, operator_id).where(Harvester.card_code == card)
    row = reading.session.scalar(query.options(*_ALLOWED))
    return facts_of(row) if row is not None else None


def count_harvesters(reading: Reading, operator_id: UUID, *, text: str = "") -> int:
    """Count the harvesters of an operator, or those a search would find."""
    query = _matching(_of_operator(reading, operator_id), text).subquery()
    return reading.session.scalar(select(func.count()).select_from(query)) or 0


def count_allowed_in(reading: Reading, area_id: UUID) -> int:
    """Count who is registered today and may collect in an area."""
    query = (
        reading.visible(Harvester)
        .join(HarvesterArea, HarvesterArea.harvester_id == Harvester.id)
        .where(HarvesterArea.area_id == area_id, Harvester.registered_from <= reading.today)
        .where(
            or_(Harvester.registered_until.is_(None), Harvester.registered_until > reading.today)
        )
    ).subquery()
    return reading.session.scalar(select(func.count()).select_from(query)) or 0


def list_harvesters(
    reading: Reading, operator_id: UUID, *, text: str = "", sort: str = "name", page: int = 1
) -> list[Harvester]:
    """Give one page of fifty; `-` before the name of an order turns it round."""
    column = ORDERS.get(sort.lstrip("-"), Harvester.search_name)
    order = column.desc() if sort.startswith("-") else column.asc()
    query = _matching(_of_operator(reading, operator_id), text).options(*_ALLOWED)
    ordered = query.order_by(order, Harvester.id).offset((page - 1) * PAGE_ROWS).limit(PAGE_ROWS)
    return list(reading.session.scalars(ordered))


PAGE_ROWS = 50


def page_of_harvesters(reading: Reading, cursor: Cursor, *, text: str = "") -> Page[Harvester]:
    """Give one page of the harvesters the actor may see, by name from Z to A."""
    query = _matching(reading.visible(Harvester), text).options(*_ALLOWED)
    return page_of(reading.session, query, [Harvester.search_name, Harvester.id], cursor)


def register_of(reading: Reading, operator_id: UUID) -> list[Harvester]:
    """Give the whole register of an operator by number, for a file."""
    query = _of_operator(reading, operator_id).options(*_ALLOWED).order_by(Harvester.local_id)
    return list(reading.session.scalars(query))


def likenesses_of(reading: Reading, operator_id: UUID) -> list[Likeness]:
    """Give by what the people in the register of an operator may be alike, by number."""
    columns = (getattr(Harvester, one.name) for one in fields(Likeness))
    query = _of_operator(reading, operator_id).with_only_columns(*columns)
    return [Likeness(*row) for row in reading.session.execute(query.order_by(Harvester.local_id))]


def registered_today(reading: Reading, operator_id: UUID) -> frozenset[UUID]:
    """Give who is in the register of an operator and has not left it."""
    query = _of_operator(reading, operator_id).where(
        or_(Harvester.registered_until.is_(None), Harvester.registered_until > reading.today)
    )
    return frozenset(reading.session.scalars(query.with_only_columns(Harvester.id)))


def is_local_id_taken(reading: Reading, operator_id: UUID, local_id: str) -> bool:
    """Tell whether an operator already uses this number."""
    query = select(Harvester.id).where(
        Harvester.operator_id == operator_id, Harvester.local_id == local_id
    )
    return reading.session.scalar(query) is not None


def local_ids_of(reading: Reading, operator_id: UUID) -> frozenset[str]:
    """Give every number an operator uses."""
    query = select(Harvester.local_id).where(Harvester.operator_id == operator_id)
    return frozenset(reading.session.scalars(query))


def known_to(reading: Reading, operator_id: UUID, *, local_id: str = "") -> Known:
    """Give what an entry for this operator is held against."""
    taken = bool(local_id) and is_local_id_taken(reading, operator_id, local_id)
    targets = target_species_of(reading, operator_id)
    return Known(
        on=reading.today,
        minimum_age_years=minimum_age_years(reading.today),
        area_ids=frozenset(area.id for area in areas_of(reading, operator_id)),
        species_ids=frozenset(target.species_id for target in targets),
        local_ids=frozenset({local_id} if taken else ()),
    )


def count_registered(reading: Reading) -> int:
    """Count the harvesters of all operators on the register today; a figure for everybody."""
    query = (
        select(func.count())
        .select_from(Harvester)
        .where(
            Harvester.registered_from <= reading.today,
            or_(Harvester.registered_until.is_(None), Harvester.registered_until > reading.today),
        )
    )
    return reading.session.scalar(query) or 0


def find_by_local_id(reading: Reading, operator_id: UUID, local_id: str) -> Harvester | None:
    """Give the harvester whom an operator knows under this number, whatever its case."""
    query = _of_operator(reading, operator_id)
    same = func.lower(Harvester.local_id) == local_id.strip().lower()
    return reading.session.scalar(query.where(same).limit(1))
